//! How large a crate is, and what a process took.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use wait4::Wait4 as _;

use crate::Fallible;

/// What a process took, with all the processes that it started.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spent {
    /// CPU time, user and system.
    pub(super) cpu: Duration,
    /// The most memory that one of the processes held, in bytes.
    pub(super) peak: u64,
}

/// The size of the code of a crate.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    pub(super) lines: usize,
    pub(super) bytes: usize,
}

/// Runs a command to its end; the error is the end of what it said.
pub(super) fn spent(command: &mut Command, log: &Path) -> Fallible<Result<Spent, String>> {
    command.stdin(Stdio::null()).stdout(File::create(log)?).stderr(File::options().append(true).open(log)?);
    let ended = command.spawn()?.wait4()?;
    if !ended.status.success() {
        return Ok(Err(complaint(&String::from_utf8_lossy(&fs::read(log)?))));
    }
    let used = ended.rusage;
    Ok(Ok(Spent { cpu: used.utime + used.stime, peak: used.maxrss }))
}

/// The first line that calls itself an error, or the last of all.
fn complaint(said: &str) -> String {
    let errors = said.lines().filter(|line| line.starts_with("error")).count();
    let first = said.lines().find(|line| line.starts_with("error"));
    let line = first.or_else(|| said.lines().rfind(|line| !line.trim().is_empty())).unwrap_or_default();
    let line: String = line.chars().take(120).collect();
    if errors > 1 { format!("{line} (and {} more)", errors - 1) } else { line }
}

/// Compiles the crate alone, `runs` times; the least counts.
pub(super) fn compile(verb: &str, folder: &Path, target: &Path, runs: usize) -> Fallible<Result<Spent, String>> {
    let log = target.with_extension(format!("{verb}.log"));
    let command = || {
        let mut command = crate::cargo::program();
        command
            .current_dir(folder)
            .args([verb, "--lib", "--quiet"])
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_INCREMENTAL", "0");
        command
    };
    // With all that it depends on.
    if let Err(why) = spent(&mut command(), &log)? {
        return Ok(Err(why));
    }
    let root = sources(folder)?.into_iter().find(|path| path.ends_with("lib.rs"));
    let root = root.ok_or("the crate has no lib.rs")?;
    let mut least: Option<Spent> = None;
    for _ in 0..runs.max(1) {
        File::options().append(true).open(&root)?.set_modified(SystemTime::now())?;
        match spent(&mut command(), &log)? {
            Ok(spent) if least.is_none_or(|least| spent.cpu < least.cpu) => least = Some(spent),
            Ok(_) => {}
            Err(why) => return Ok(Err(why)),
        }
    }
    Ok(least.ok_or_else(|| "it was not compiled".to_owned()))
}

/// The size of all files of Rust.
pub(super) fn size(folder: &Path) -> Fallible<Size> {
    let mut size = Size::default();
    for path in sources(folder)? {
        let text = fs::read_to_string(path)?;
        size.lines += text.lines().count();
        size.bytes += text.len();
    }
    Ok(size)
}

/// Every file of Rust below a folder.
fn sources(folder: &Path) -> Fallible<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(found)
}
