//! What a server can be told.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{Rejection, Reply};
use crate::multipart::{Limits, Streamed};
use crate::{Meta, Operation};

/// How long the body of a request may be, unless a server is told otherwise: 2 MiB.
pub const DEFAULT_BODY_LIMIT: usize = 2 << 20;

/// How long a stream of events may be silent, unless a server is told otherwise: 15 seconds, as HTML section 9.2.7 advises.
pub const DEFAULT_KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How many files of a body may be on disk.
#[cfg(feature = "spool")]
const MOST_FILES: usize = 64;

type Hook = dyn Fn(&Rejection) -> Option<Reply> + Send + Sync;

/// What a server can be told.
///
/// ```
/// use twinspec_runtime::server::{Options, Reason, Reply};
///
/// let options = Options::default().body_limit(64 << 10).on_reject(|rejection| match rejection.reason() {
///     Reason::NotFound => Some(Reply::from_json(404, "nothing here")),
///     _ => None,
/// });
/// ```
#[derive(Clone)]
pub struct Options {
    pub(super) body_limit: usize,
    pub(super) keep_alive: Option<Duration>,
    /// How long a file is before it is read as it arrives.
    stream: Option<usize>,
    #[cfg(feature = "spool")]
    spool: Option<crate::multipart::Spool>,
    hook: Option<Arc<Hook>>,
    /// The routes that are not those of the document, by the identities of the operations.
    routes: Vec<(&'static str, &'static str)>,
    /// The route of all operations that have none of their own there.
    one_route: Option<&'static str>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            body_limit: DEFAULT_BODY_LIMIT,
            keep_alive: Some(DEFAULT_KEEP_ALIVE),
            stream: None,
            #[cfg(feature = "spool")]
            spool: None,
            hook: None,
            routes: Vec::new(),
            one_route: None,
        }
    }
}

impl Options {
    /// How long the body of a request may be, in bytes; by default 2 MiB. A longer one is refused with 413.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Keeps the files of multipart bodies that are longer than `file` bytes on disk, in temporary files that are gone with
    /// the request, so that such bodies may be `body` bytes long, however little is in memory. The handler reads them as
    /// streams. What else is in such a body is in memory, within the [body's limit](Options::body_limit).
    ///
    /// ```
    /// use twinspec_runtime::server::Options;
    ///
    /// let options = Options::default().spool_files(64 << 10, 1 << 30);
    /// ```
    #[cfg(feature = "spool")]
    #[must_use]
    pub fn spool_files(mut self, file: usize, body: u64) -> Self {
        self.spool = Some(crate::multipart::Spool { file, body, files: MOST_FILES });
        self
    }

    /// Hands the last file of a multipart body to the handler while it still arrives, once `file` bytes of it have come:
    /// its length has no limit, as that of a binary body has none. What came before it is typed and checked already, and
    /// in memory, within the [body's limit](Options::body_limit).
    ///
    /// The last file is the one whose member stands last of the files in the schema, where that is no list of files. It is
    /// to come last in the body as well, as it does from generated clients: what is missing when it begins is refused as
    /// missing, and another part behind it ends its stream with an error.
    ///
    /// ```
    /// use twinspec_runtime::server::Options;
    ///
    /// let options = Options::default().stream_files(64 << 10);
    /// ```
    #[must_use]
    pub fn stream_files(mut self, file: usize) -> Self {
        self.stream = Some(file);
        self
    }

    /// How much of a body is taken, of an operation that has this file last.
    pub(super) fn limits(&self, last: Option<&'static str>) -> Limits {
        let streamed = last.zip(self.stream).map(|(name, file)| Streamed { name, file });
        Limits {
            memory: self.body_limit,
            streamed,
            #[cfg(feature = "spool")]
            spool: self.spool,
        }
    }

    /// After how long a silence a stream of server-sent events says by a comment that it is still there, so that no proxy
    /// takes it for dead (HTML section 9.2.7): by default after 15 seconds, with `None` or no time at all never. Clients pass over it.
    ///
    /// The time is that of the system, whatever runtime the server is on: tokio's `pause` does not stop it.
    #[must_use]
    pub fn keep_alive(mut self, silence: impl Into<Option<Duration>>) -> Self {
        self.keep_alive = silence.into().filter(|silence| !silence.is_zero());
        self
    }

    /// The path at which a webhook or a callback is received, within the router; by default it is `/` and its name.
    ///
    /// It begins with `/`, and may have parameters that mean nothing: `/hooks/{tenant}`.
    #[must_use]
    pub fn route<O: Operation>(mut self, path: &'static str) -> Self {
        self.routes.push((O::META.id, path));
        self
    }

    /// One path for all webhooks or callbacks, for APIs that send them to one URL and tell them apart by what is in them.
    ///
    /// Each request goes to the first operation, in the order of the document, that it fits: whose parameters and body it
    /// has, constants and enumerations included. One that fits none is refused for what it lacks to fit the nearest.
    #[must_use]
    pub fn one_route(mut self, path: &'static str) -> Self {
        self.one_route = Some(path);
        self
    }

    /// The path at which an operation is served, when it is not that of the document.
    pub(super) fn path(&self, meta: &'static Meta) -> Option<&'static str> {
        let chosen = self.routes.iter().rev().find(|(id, _)| *id == meta.id);
        chosen.map(|(_, path)| *path).or(self.one_route)
    }

    /// Answers rejections in the API's own way; `None` leaves one its default answer.
    ///
    /// The hook sees every rejection: an unknown path and a wrong method, what is wrong with a request, missing
    /// credentials, and handlers that failed. Headers that the status asks for (`Allow`, `WWW-Authenticate`) are
    /// added when the answer does not have them.
    #[must_use]
    pub fn on_reject(mut self, hook: impl Fn(&Rejection) -> Option<Reply> + Send + Sync + 'static) -> Self {
        self.hook = Some(Arc::new(hook));
        self
    }

    /// The answer to a request that was refused.
    pub(super) fn render(&self, rejection: &Rejection) -> http::Response<axum::body::Body> {
        let mut reply = self.hook.as_ref().and_then(|hook| hook(rejection)).unwrap_or_else(|| rejection.problem());
        reply.complete(rejection.headers());
        reply.into_response()
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("limits", &self.limits(None))
            .field("stream", &self.stream)
            .field("keep_alive", &self.keep_alive)
            .field("on_reject", &self.hook.is_some())
            .field("routes", &self.routes)
            .field("one_route", &self.one_route)
            .finish_non_exhaustive()
    }
}
