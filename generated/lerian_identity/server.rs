//! The server of Identity Plugin.

use super::{api, types};
use std::future::Future;
use twinspec_runtime as rt;

/// Who may call: one method per security scheme of the document.
pub trait Authenticator: Send + Sync {
    /// The authorization token in the 'Bearer <token>' format.
    ///
    /// HTTP authentication scheme `bearer`.
    ///
    /// # Errors
    ///
    /// [`rt::server::Denied`] answers 401 or 403, and the operation is not reached.
    fn bearer(
        &self,
        presented: rt::server::Presented<'_>,
    ) -> impl Future<Output = Result<rt::server::Principal, rt::server::Denied>> + Send;
}

/// An [`rt::server::axum::Router`] that serves `api`, with the default options.
pub fn router<A>(api: A) -> rt::server::axum::Router
where
    A: api::ApplicationProvidersApi + Authenticator + 'static,
{
    router_with(api, rt::server::Options::default())
}

/// Like [`router`], with options: body limit, rejection hook.
pub fn router_with<A>(api: A, options: rt::server::Options) -> rt::server::axum::Router
where
    A: api::ApplicationProvidersApi + Authenticator + 'static,
{
    rt::server::Routes::new(api, options)
        .authenticate(async |api: &A, presented: rt::server::Presented<'_>| match presented.scheme() {
            "bearer" => api.bearer(presented).await,
            _ => Err(rt::server::Denied::unauthorized()),
        })
        .serve(async |api: &A, request| api.link_provider_to_application(request).await)
        .into_router()
}

impl rt::server::Serve for api::LinkProviderToApplication {
    fn read(incoming: &mut rt::server::Incoming<'_>) -> rt::server::Incomplete<Self> {
        let id = incoming.path("id");
        let body = incoming.json();
        incoming.end()?;
        Ok(Self { id: id?, body: body? })
    }

    fn write(outcome: &Result<Self::Output, Self::Failure>, reply: &mut rt::server::Reply) {
        match outcome {
            Ok(body) => reply.status(201).json(body),
            Err(api::LinkProviderToApplicationError::BadRequest(body)) => reply.status(400).json(body),
        }
    }
}

/// Answers each operation with the document's own examples.
#[derive(Debug, Clone, Copy, Default)]
pub struct Examples;

impl Authenticator for Examples {
    async fn bearer(&self, _: rt::server::Presented<'_>) -> Result<rt::server::Principal, rt::server::Denied> {
        Ok(rt::server::Principal::anonymous())
    }
}

impl api::ApplicationProvidersApi for Examples {
    async fn link_provider_to_application(
        &self,
        request: rt::Request<api::LinkProviderToApplication>,
    ) -> rt::Outcome<types::ProviderItemResponse, api::LinkProviderToApplicationError> {
        rt::server::example(&request, &[
            rt::server::Example { status: 201, name: "", body: r#"{"providerId":"x"}"#, headers: &[] },
        ])
    }
}
