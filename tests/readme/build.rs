fn main() -> Result<(), twinspec::Failure> {
    twinspec::Config::from_toml("twinspec.toml")?.generate()?;
    Ok(())
}
