//! Generates the API into cargo's own folder for what builds make.

fn main() -> Result<(), twinspec::Failure> {
    twinspec::Config::for_spec("../../specs/genauth.yaml").generate_into_out_dir()?;
    Ok(())
}
