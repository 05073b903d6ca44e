//! Sending to whoever wants to be sent to: webhooks and callbacks.

use std::fmt;
use std::sync::Arc;

use super::core::Built;
use super::{BuildError, Core};
use crate::BaseUrl;

/// Gives a client for each receiver of webhooks or callbacks. They share connections, credentials and layers.
///
/// A receiver is a URL that somebody else chose. Whether a request may be sent there, into a network of one's own for
/// instance, is for a layer or a transport to decide.
pub struct Sender<C> {
    core: Core,
    client: fn(Core) -> C,
}

impl<C> Sender<C> {
    /// Used by generated code.
    #[doc(hidden)]
    pub fn new(core: Core, client: fn(Core) -> C) -> Self {
        Self { core, client }
    }

    /// The client that sends to the receiver at this URL: an absolute one of `http` or `https`, to which nothing is added
    /// but the parameters of an operation. A fragment of it is not sent.
    ///
    /// # Errors
    ///
    /// [`BuildError::BaseUrl`] when it is no such URL.
    pub fn at(&self, url: impl Into<BaseUrl>) -> Result<C, BuildError> {
        Ok((self.client)(self.core.at(&url.into())?))
    }
}

impl Core {
    /// The same client for another receiver.
    pub(super) fn at(&self, url: &BaseUrl) -> Result<Self, BuildError> {
        let (base_url, query) = url.receiver().map_err(BuildError::BaseUrl)?;
        Ok(Self(Arc::new(Built { base_url, receiver: Some(query), ..Built::clone(&self.0) })))
    }
}

impl<C> Clone for Sender<C> {
    fn clone(&self) -> Self {
        Self { core: self.core.clone(), client: self.client }
    }
}

impl<C> fmt::Debug for Sender<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").field("core", &self.core).finish_non_exhaustive()
    }
}
