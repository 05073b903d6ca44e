//! Everything that a program would write down of what happens.

use std::fmt::{Debug, Write as _};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, ThreadId};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

/// What was written by all tests of the process.
static LINES: Mutex<Vec<(ThreadId, String)>> = Mutex::new(Vec::new());

fn lines() -> MutexGuard<'static, Vec<(ThreadId, String)>> {
    LINES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All spans and events of `tracing`, and all records of `log`, at every level and with every field.
pub struct Log {
    from: usize,
}

impl Log {
    /// Listens from now on. Every test of a file that looks into its log starts with it: what is called
    /// before anybody listens may stay silent afterwards.
    pub fn listen() -> Self {
        static LISTENING: OnceLock<()> = OnceLock::new();
        LISTENING.get_or_init(|| {
            tracing_log::LogTracer::init().unwrap();
            let listener = tracing_subscriber::registry().with(Listener);
            tracing::subscriber::set_global_default(listener).unwrap();
        });
        Self { from: lines().len() }
    }

    /// What this test wrote: its runtime has one thread.
    pub fn text(&self) -> String {
        let mine = thread::current().id();
        let lines = lines();
        let written = lines.iter().skip(self.from).filter(|(thread, _)| *thread == mine);
        written.map(|(_, line)| line.as_str()).collect()
    }

    /// What anybody wrote meanwhile: this test, the threads that work for it, and the tests beside it.
    pub fn everything(&self) -> String {
        lines().iter().skip(self.from).map(|(_, line)| line.as_str()).collect()
    }
}

struct Listener;

fn add(what: &str, record: impl FnOnce(&mut dyn Visit)) {
    let mut line = Line(what.to_owned());
    record(&mut line);
    line.0.push('\n');
    lines().push((thread::current().id(), line.0));
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl<S: Subscriber> Layer<S> for Listener {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        add(attributes.metadata().name(), |visitor| attributes.record(visitor));
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        add("record", |visitor| values.record(visitor));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        add("event", |visitor| event.record(visitor));
    }
}

/// An error with all of its sources, as `Display` and as `Debug` show them.
pub fn shown(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        write!(text, "\n{error} {error:?}").unwrap();
        source = error.source();
    }
    text
}
