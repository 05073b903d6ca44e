//! Everything that a program would write down of what happens.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};

/// All spans and events of `tracing`, and all records of `log`, at every level and with every field.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<String>>);

impl Log {
    /// Listens to this thread until the guard is dropped. A test's runtime has one thread.
    pub fn listen() -> (Self, DefaultGuard) {
        // Once for all tests of the process; a second time it fails, and does no harm.
        let _ = tracing_log::LogTracer::init();
        let log = Self::default();
        let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(log.clone()));
        (log, guard)
    }

    pub fn text(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn add(&self, what: &str, record: impl FnOnce(&mut dyn Visit)) {
        let mut line = Line(what.to_owned());
        record(&mut line);
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(text, "{}", line.0).unwrap();
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl<S: Subscriber> Layer<S> for Log {
    fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        self.add(attributes.metadata().name(), |visitor| attributes.record(visitor));
    }

    fn on_record(&self, _: &Id, values: &Record<'_>, _: Context<'_, S>) {
        self.add("record", |visitor| values.record(visitor));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.add("event", |visitor| event.record(visitor));
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
