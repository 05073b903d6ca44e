//! From operations to an axum router.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;

use http::HeaderName;

use super::accept::Accept;
use super::auth::{Authenticate, Denied, Presented, Principal};
use super::dispatch::{self, Endpoint, Group, Shared, Streams};
use super::failure;
use super::incoming::{Incoming, Received, Serve};
use super::rejection::{Reason, Rejection};
use super::{Options, Reply};
use crate::{BoxFuture, Error, KeyLocation, Meta, Operation, Outcome, Request, SchemeKind};

/// The operations of an API on their way to a router.
///
/// The generated function `router` is made of it:
///
/// ```
/// use std::sync::Arc;
/// use twinspec_runtime::server::{Options, Presented, Principal, Routes};
///
/// struct Api;
///
/// let router = Routes::new(Api, Options::default())
///     .authenticate(|_api: Arc<Api>, _presented: Presented| async { Ok(Principal::anonymous()) })
///     .into_router();
/// ```
pub struct Routes<A> {
    api: Arc<A>,
    options: Options,
    authenticate: Option<Authenticate>,
    endpoints: Vec<Endpoint>,
}

impl<A: Send + Sync + 'static> Routes<A> {
    /// No operations yet.
    pub fn new(api: A, options: Options) -> Self {
        Self { api: Arc::new(api), options, authenticate: None, endpoints: Vec::new() }
    }

    /// Says who judges credentials. Without it no operation that asks for credentials can be reached.
    #[must_use]
    pub fn authenticate<F, Fut>(mut self, authenticate: F) -> Self
    where
        F: Fn(Arc<A>, Presented) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Principal, Denied>> + Send + 'static,
    {
        let api = Arc::clone(&self.api);
        self.authenticate = Some(Arc::new(move |presented| -> BoxFuture<'static, _> {
            Box::pin(authenticate(Arc::clone(&api), presented))
        }));
        self
    }

    /// Adds an operation and its handler. Of two operations with the same method and path the first is served.
    #[must_use]
    pub fn serve<O, F>(mut self, handler: F) -> Self
    where
        O: Serve,
        F: for<'a> Handler<'a, A, O> + Copy + Send + Sync + 'static,
    {
        let api = Arc::clone(&self.api);
        self.add(
            const { &O::META },
            Streams { media: <O as Serve>::STREAMS, last_file: <O as Serve>::LAST_FILE },
            Box::new(move |received: Received| {
                let mut incoming = Incoming::new(&received);
                let message = <O as Serve>::read(&mut incoming);
                let message = incoming.end(message)?;
                let accept = received.parts.extensions.get::<Accept>().cloned().unwrap_or_default();
                let request = received.into_request(message);
                let api = Arc::clone(&api);
                Ok(Box::pin(async move { written::<O>(handler.handle(&api, request).await, accept) }))
            }),
        );
        self
    }

    fn add(&mut self, meta: &'static Meta, streams: Streams, handler: dispatch::Handler) {
        self.endpoints.push(Endpoint::new(meta, self.options.path(meta), streams, handler));
    }

    /// The router.
    ///
    /// It can be nested and merged as any other. Its answer to an unknown path is a default fallback: it gives way to a
    /// fallback that a router has of its own. Below a prefix, `nest_service` keeps it, `nest` does not.
    pub fn into_router(self) -> axum::Router {
        router(self.options, self.authenticate, self.endpoints)
    }
}

/// What serves an operation: a method of the API, such as `A::get_user`, or a function like one.
pub trait Handler<'a, A, O: Operation> {
    /// What it does.
    type Future: Future<Output = Outcome<O::Output, O::Failure>> + Send + 'a;

    /// Starts to serve.
    fn handle(&self, api: &'a A, request: Request<O>) -> Self::Future;
}

impl<'a, A, O, F, Fut> Handler<'a, A, O> for F
where
    A: 'a,
    O: Operation,
    F: Fn(&'a A, Request<O>) -> Fut,
    Fut: Future<Output = Outcome<O::Output, O::Failure>> + Send + 'a,
{
    type Future = Fut;

    fn handle(&self, api: &'a A, request: Request<O>) -> Fut {
        self(api, request)
    }
}

/// Writes what a handler answered, unless it is an error that the document does not foresee.
fn written<O: Serve>(
    outcome: Outcome<O::Output, O::Failure>,
    accept: Accept,
) -> Result<Reply, Error<crate::NoFailure>> {
    let (mut reply, outcome) = match outcome {
        Ok(response) => {
            let (parts, output) = response.into_parts();
            (Reply::with_parts(parts.headers, parts.extensions), Ok(output))
        }
        Err(error) => {
            let (failure, parts) = failure::narrow(error)?;
            (Reply::with_parts(parts.headers, parts.extensions), Err(failure))
        }
    };
    reply.accept = accept;
    O::write(&outcome, &mut reply);
    Ok(reply)
}

fn router(options: Options, authenticate: Option<Authenticate>, endpoints: Vec<Endpoint>) -> axum::Router {
    let not_found = options.clone();
    let shared = Arc::new(Shared { options, authenticate, secret_headers: secret_headers(&endpoints) });
    let endpoints: Vec<Arc<Endpoint>> = endpoints.into_iter().map(Arc::new).collect();
    let paths: BTreeSet<String> = endpoints.iter().map(|endpoint| endpoint.template.route()).collect();
    let mut router = axum::Router::new();
    for route in paths {
        // A less concrete path may have the method that this one lacks.
        let met = endpoints.iter().filter(|endpoint| endpoint.template.meets(&route));
        let group = Arc::new(Group::new(met.cloned().collect(), Arc::clone(&shared)));
        let handler = move |request: axum::extract::Request| async move { group.serve(request).await };
        router = router.route(&route, axum::routing::any(handler));
    }
    router.merge(answering_unknown_paths(not_found))
}

/// A router without routes whose default fallback is ours. Unlike a fallback of its own, the default one of a router
/// can be merged with anything.
fn answering_unknown_paths(options: Options) -> axum::Router {
    axum::Router::new().layer(tower::layer::layer_fn(move |_| {
        let options = options.clone();
        tower::service_fn(move |_: axum::extract::Request| {
            let response = options.render(&Rejection::new(Reason::NotFound, None));
            std::future::ready(Ok::<_, Infallible>(response))
        })
    }))
}

/// The headers in which API keys travel: handlers do not see them.
fn secret_headers(endpoints: &[Endpoint]) -> Vec<HeaderName> {
    let requirements = endpoints.iter().flat_map(|endpoint| endpoint.meta.security.iter().copied().flatten());
    requirements
        .filter_map(|requirement| match requirement.scheme.kind {
            SchemeKind::ApiKey { location: KeyLocation::Header, name } => name.parse().ok(),
            _ => None,
        })
        .collect()
}

/// What is asked of an implementor in the place of a contract whose cargo feature is off: nothing.
pub trait NoContract {}

impl<T: ?Sized> NoContract for T {}
