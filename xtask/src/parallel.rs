//! Work on many things at once, and work in a process that is given up when it takes too long.

use std::fs::File;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use crate::Fallible;

/// The stack of a thread: what is made of a document is as deep as its schemas are.
const STACK: usize = 1 << 28;

/// Does `work` on each item, `jobs` at a time; the answers have the order of the items.
pub(crate) fn map<I: Sync, O: Send>(items: &[I], jobs: usize, work: impl Fn(&I) -> O + Sync) -> Vec<O> {
    let queue = Mutex::new(items.iter().enumerate());
    let done = Mutex::new(Vec::new());
    let worker = || {
        loop {
            let next = queue.lock().ok().and_then(|mut queue| queue.next());
            let Some((index, item)) = next else { break };
            let answer = work(item);
            if let Ok(mut done) = done.lock() {
                done.push((index, answer));
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            if thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker).is_err() {
                worker();
            }
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, answer)| answer).collect()
}

/// The number of cores.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// How a process ended.
pub(crate) enum Ended {
    /// By itself.
    Itself(ExitStatus),
    /// It took too long and was stopped.
    Late,
}

/// Runs `command` with its output in two files, for as long as `limit` at most.
pub(crate) fn wait(command: &mut Command, stdout: &Path, stderr: &Path, limit: Duration) -> Fallible<Ended> {
    command.stdin(Stdio::null()).stdout(File::create(stdout)?).stderr(File::create(stderr)?);
    let mut child = command.spawn()?;
    let start = Instant::now();
    let mut pause = Duration::from_millis(2);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Ended::Itself(status));
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(Ended::Late);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}
