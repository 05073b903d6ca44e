//! The peers themselves: installed from their registries into the target folder, in the versions that the lock files in
//! `xtask/peers` name.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::workspace::{project, scratch};
use crate::{Fallible, say_aside};

/// Where the lock files are.
pub(super) fn files() -> PathBuf {
    project().join("xtask/peers")
}

/// Whether a program can be started.
fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The folder with the commands of the Python packages; none where there is no Python.
pub(super) fn python() -> Fallible<Option<PathBuf>> {
    if !is_there("python3") {
        return Ok(None);
    }
    let folder = scratch().join("peers/python");
    let bin = folder.join("bin");
    installed(&folder, "requirements.txt", || {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        let mut command = Command::new(bin.join("python"));
        command.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--require-hashes",
            "-r",
        ]);
        run(command.arg(files().join("requirements.txt")))
    })?;
    Ok(Some(bin))
}

/// The folder with the npm packages; none where there is no node or no npm.
pub(super) fn node() -> Fallible<Option<PathBuf>> {
    if !is_there("node") || !is_there("npm") {
        return Ok(None);
    }
    let folder = scratch().join("peers/node");
    installed(&folder, "package-lock.json", || {
        fs::create_dir_all(&folder)?;
        for name in ["package.json", "package-lock.json"] {
            fs::copy(files().join(name), folder.join(name))?;
        }
        let mut command = Command::new("npm");
        command.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
        run(&mut command)
    })?;
    Ok(Some(folder))
}

/// Installs unless what is there is what the lock file says; a copy of that file is the sign of it.
fn installed(folder: &Path, lock: &str, install: impl FnOnce() -> Fallible<()>) -> Fallible<()> {
    let wanted = fs::read(files().join(lock))?;
    let sign = folder.join(".installed");
    if fs::read(&sign).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    say_aside(&format!("installing what xtask/peers/{lock} names"));
    install()?;
    Ok(fs::write(sign, wanted)?)
}

fn run(command: &mut Command) -> Fallible<()> {
    let status = command.stdin(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(format!("{} failed", command.get_program().display()).into()) }
}
