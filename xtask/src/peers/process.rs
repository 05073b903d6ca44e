//! Servers that run in the background, and end with the value that stands for them.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Fallible;

/// The longest time that a server may take to listen.
const START: Duration = Duration::from_mins(1);

/// A server in the background.
pub(super) struct Running {
    child: Child,
    /// Where it listens.
    pub(super) url: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a server that says on its first line where it listens; all else that it says goes to `log`.
pub(super) fn telling(command: &mut Command, log: &Path) -> Fallible<Running> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(File::create(log)?);
    let mut running = Running { child: command.spawn()?, url: String::new() };
    let stdout = running.child.stdout.take().ok_or("it has no output")?;
    BufReader::new(stdout).read_line(&mut running.url)?;
    running.url.truncate(running.url.trim_end().len());
    if running.url.is_empty() { Err(format!("it ended: see {}", log.display()).into()) } else { Ok(running) }
}

/// Starts a server that is told its port, and waits until it listens.
pub(super) fn at_port(command: impl FnOnce(u16) -> Command, log: &Path) -> Fallible<Running> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let file = File::create(log)?;
    let mut command = command(port);
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    let mut running = Running { child: command.spawn()?, url: format!("http://127.0.0.1:{port}") };
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if running.child.try_wait()?.is_some() {
            return Err(format!("it ended: see {}", log.display()).into());
        }
        if start.elapsed() > START {
            return Err(format!("it does not listen: see {}", log.display()).into());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(running)
}
