//! The `twinspec` command; see [`twinspec::cli`].

fn main() -> std::process::ExitCode {
    twinspec::cli::run()
}
