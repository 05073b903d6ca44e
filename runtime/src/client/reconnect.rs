//! Coming back to a stream of events: HTML section 9.2.3.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::HeaderValue;
use tokio::time::Sleep;

use crate::sequence::Source;
use crate::{BoxFuture, Error, Event, Events, Failure, Outcome, Response, StreamError};

/// How a client comes back to a stream of events that broke or ended.
///
/// It waits as long as the server said by `retry`, and asks with the `Last-Event-ID` of the last event. It does not come
/// back after the terminator of the document, after an event that is not what the document promises, nor where the
/// server answers anything but events.
///
/// ```
/// use twinspec_runtime::client::Reconnect;
/// use twinspec_runtime::{Events, NoFailure, Response};
///
/// let events: Events<String> = Reconnect::new().attempts(3).events(|last_event_id| async move {
///     // request.headers_mut().insert("last-event-id", last_event_id), and client.watch(request).await
///     Ok::<_, twinspec_runtime::Error<NoFailure>>(Response::new(Events::from_iter(["hello".to_owned()])))
/// });
/// ```
#[derive(Debug, Clone)]
pub struct Reconnect {
    delay: Duration,
    attempts: u32,
}

impl Default for Reconnect {
    fn default() -> Self {
        Self::new()
    }
}

impl Reconnect {
    /// After three seconds, as often as it takes.
    pub fn new() -> Self {
        Self { delay: Duration::from_secs(3), attempts: u32::MAX }
    }

    /// How long to wait where the server says nothing.
    #[must_use]
    pub fn delay(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// How often to try in vain, one time after the other without an event, before the stream ends.
    #[must_use]
    pub fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// The events of all connections that `connect` opens, each with the value of the field `Last-Event-ID` to send.
    pub fn events<T, F, C, A>(self, mut connect: C) -> Events<T>
    where
        T: 'static,
        F: Failure + std::error::Error + Send + Sync + 'static,
        C: FnMut(Option<HeaderValue>) -> A + Send + 'static,
        A: Future<Output = Outcome<Events<T>, F>> + Send + 'static,
    {
        let connect = move |id| -> Opening<T> {
            let opening = connect(id);
            Box::pin(async move { opening.await.map(Response::into_inner).map_err(refused) })
        };
        Events::from_source(Reconnecting {
            options: self,
            connect: Box::new(connect),
            state: State::Closed,
            id: None,
            failed: 0,
            finished: false,
        })
    }
}

/// A connection that is being opened; an error without worth in trying again is `Err(Err(..))`.
type Opening<T> = BoxFuture<'static, Result<Events<T>, Refused>>;

struct Refused {
    error: StreamError,
    again: bool,
}

fn refused<F: std::error::Error + Send + Sync + 'static>(error: Error<F>) -> Refused {
    let again = matches!(error, Error::Transport(_) | Error::Timeout(_));
    Refused { error: StreamError::Broken(Box::new(error)), again }
}

struct Reconnecting<T> {
    options: Reconnect,
    connect: Box<dyn FnMut(Option<HeaderValue>) -> Opening<T> + Send>,
    state: State<T>,
    id: Option<HeaderValue>,
    failed: u32,
    finished: bool,
}

enum State<T> {
    Closed,
    Opening(Opening<T>),
    Open(Events<T>),
    Waiting(Pin<Box<Sleep>>),
}

impl<T> Reconnecting<T> {
    /// Waits for the next attempt; gives back the error when there is none.
    fn again<E>(&mut self, error: E) -> Result<(), E> {
        if self.failed >= self.options.attempts {
            return Err(error);
        }
        self.failed += 1;
        self.state = State::Waiting(Box::pin(tokio::time::sleep(self.options.delay)));
        Ok(())
    }

    fn note(&mut self, event: &Event<T>) {
        self.failed = 0;
        if let Some(id) = &event.id {
            // An empty one takes it back.
            self.id = HeaderValue::from_bytes(id.as_bytes()).ok().filter(|id| !id.is_empty());
        }
        if let Some(retry) = event.retry {
            self.options.delay = retry;
        }
    }
}

impl<T> Source<Event<T>> for Reconnecting<T> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, StreamError>>> {
        loop {
            match &mut self.state {
                State::Closed => self.state = State::Opening((self.connect)(self.id.clone())),
                State::Waiting(sleep) => {
                    ready!(sleep.as_mut().poll(context));
                    self.state = State::Closed;
                }
                State::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(events) => self.state = State::Open(events),
                    Err(Refused { error, again: false }) => return Poll::Ready(Some(Err(error))),
                    Err(Refused { error, again: true }) => {
                        if let Err(error) = self.again(error) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                },
                State::Open(events) => match ready!(events.poll(context)) {
                    Some(Ok(event)) => {
                        self.note(&event);
                        return Poll::Ready(Some(Ok(event)));
                    }
                    Some(Err(error @ StreamError::Broken(_))) => {
                        if let Err(error) = self.again(error) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                    Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                    None if events.is_finished() => {
                        self.finished = true;
                        return Poll::Ready(None);
                    }
                    None => {
                        if self.again(()).is_err() {
                            return Poll::Ready(None);
                        }
                    }
                },
            }
        }
    }

    fn is_finished(&self) -> bool {
        self.finished
    }
}
