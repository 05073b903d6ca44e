//! Handlers that fail in a way that the document does not foresee.

use std::fmt::Write as _;

use super::Reply;
use super::rejection::{Reason, Rejection};
use crate::operation::Unhandled;
use crate::{Error, Meta, NoFailure, ResponseParts, Rule, StreamError, Violations};

/// The failure that the document foresees, with what goes beside it, or an error without one.
pub(super) fn narrow<F>(error: Error<F>) -> Result<(F, ResponseParts), Error<NoFailure>> {
    Err(match error {
        Error::Api(failure, parts) => return Ok((failure, *parts)),
        Error::Unexpected(unexpected) => Error::Unexpected(unexpected),
        Error::Decode(decode) => Error::Decode(decode),
        Error::Invalid(violations) => Error::Invalid(violations),
        Error::Encode(violations) => Error::Encode(violations),
        Error::Auth(error) => Error::Auth(error),
        Error::Transport(error) => Error::Transport(error),
        Error::Timeout(after) => Error::Timeout(after),
        Error::TooLarge { limit } => Error::TooLarge { limit },
        Error::Page(fault) => Error::Page(fault),
        Error::Other(error) => Error::Other(error),
    })
}

/// What the caller of a handler that failed gets: an answer from elsewhere as it is, else as much as it may know.
pub(super) fn answer(error: Error<NoFailure>, meta: &'static Meta) -> Result<Reply, Rejection> {
    if let Error::Other(other) = &error
        && other.is::<Unhandled>()
    {
        return Err(Rejection::new(Reason::NotFound, Some(meta)));
    }
    if let Error::Other(other) = &error
        && let Some(reason) = other.downcast_ref().and_then(unread)
    {
        return Err(Rejection::new(reason, Some(meta)));
    }
    let reason = match error {
        Error::Unexpected(unexpected) => return Ok(Reply::verbatim(*unexpected)),
        Error::Invalid(violations) => {
            return Err(Rejection::new(Reason::Invalid(violations), Some(meta)));
        }
        Error::Decode(_) | Error::Transport(_) | Error::TooLarge { .. } | Error::Page(_) => Reason::BadGateway,
        Error::Timeout(_) => Reason::GatewayTimeout,
        _ => Reason::Internal,
    };
    tracing::error!(openapi.operation_id = meta.id, error = chain(&error), "the handler failed");
    Err(Rejection::new(reason, Some(meta)))
}

/// The fault of the caller whose body could not be read.
fn unread(error: &StreamError) -> Option<Reason> {
    match error {
        StreamError::TooLarge { .. } => Some(Reason::PayloadTooLarge),
        StreamError::Broken(_) => {
            Some(Reason::Malformed(Violations::new(Rule::Syntax, "did not arrive whole").prefixed("body")))
        }
        StreamError::Item(item) => Some(Reason::Invalid(item.violations.clone().prefixed("body"))),
        StreamError::AlreadyRead | StreamError::Encode(_) => None,
    }
}

/// An error and its sources in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let _ = write!(text, ": {error}");
        source = error.source();
    }
    text
}
