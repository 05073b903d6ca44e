//! The server.

use std::future::Future;
use std::sync::Arc;

use twinspec_runtime as rt;

use super::{api, client};

pub fn router<A>(api: A) -> rt::server::axum::Router
where
    A: api::ShopApi + Authenticator + 'static,
{
    router_with(api, rt::server::Options::default())
}

pub fn router_with<A>(api: A, options: rt::server::Options) -> rt::server::axum::Router
where
    A: api::ShopApi + Authenticator + 'static,
{
    rt::server::Routes::new(api, options)
        .authenticate(|api: Arc<A>, presented: rt::server::Presented| async move { api.anyone(presented).await })
        .serve(A::get_item)
        .serve(A::create_item)
        .serve(A::list_items)
        .serve(A::visit)
        .serve(A::cancel_item)
        .serve(A::remove_item)
        .into_router()
}

/// Generated code has one method per scheme; one for all is enough here.
pub trait Authenticator: Send + Sync {
    fn anyone(
        &self,
        presented: rt::server::Presented,
    ) -> impl Future<Output = Result<rt::server::Principal, rt::server::Denied>> + Send;
}

/// A gateway passes credentials on; its upstream decides.
impl Authenticator for client::Client {
    async fn anyone(&self, _: rt::server::Presented) -> Result<rt::server::Principal, rt::server::Denied> {
        Ok(rt::server::Principal::anonymous())
    }
}

impl rt::server::Serve for api::GetItem {
    fn read(incoming: &mut rt::server::Incoming<'_>) -> Result<Self, rt::Recorded> {
        let id = incoming.path("id");
        let tenant = incoming.optional_header("x-tenant");
        incoming.check("header", "x-tenant", &tenant, |tenant| tenant.max_length(20));
        Ok(Self { id: id?, tenant })
    }

    fn write(outcome: &Result<Self::Output, Self::Failure>, reply: &mut rt::server::Reply) {
        match outcome {
            Ok(body) => reply.status(200).json(body),
            Err(api::GetItemError::NotFound(body)) => reply.status(404).json(body),
            Err(api::GetItemError::TooManyRequests { retry_after, body }) => {
                reply.status(429).header("Retry-After", retry_after).json(body);
            }
            Err(api::GetItemError::ClientError { status, body }) => reply.status(status.as_u16()).json(body),
            Err(api::GetItemError::Default { status }) => reply.status(status.as_u16()).empty(),
        }
    }
}

impl rt::server::Serve for api::CreateItem {
    fn read(incoming: &mut rt::server::Incoming<'_>) -> Result<Self, rt::Recorded> {
        let body = incoming.json();
        Ok(Self { body: body? })
    }

    fn write(outcome: &Result<Self::Output, Self::Failure>, reply: &mut rt::server::Reply) {
        match outcome {
            Ok(body) => reply.status(201).json(body),
            Err(api::CreateItemError::BadRequest(body)) => reply.status(400).json(body),
            Err(api::CreateItemError::Conflict(body)) => reply.status(409).json(body),
            Err(api::CreateItemError::UnprocessableContent(body)) => reply.status(422).json(body),
        }
    }
}

impl rt::server::Serve for api::ListItems {
    fn read(incoming: &mut rt::server::Incoming<'_>) -> Result<Self, rt::Recorded> {
        let limit = incoming.query("limit");
        incoming.check("query", "limit", &limit, |limit| limit.maximum(100));
        let tags = incoming.optional_query("tags");
        let ids = incoming.optional_parameter(&rt::Parameter::query("ids").joined());
        let token = incoming.optional_query("token");
        let trace = incoming.optional_header("x-trace");
        Ok(Self { limit: limit?, tags, ids, token, trace })
    }

    fn write(outcome: &Result<Self::Output, Self::Failure>, reply: &mut rt::server::Reply) {
        match outcome {
            Ok(body) => reply.status(200).enveloped(&api::ENVELOPE, body),
            Err(api::ListItemsError::Envelope(body)) => reply.status(200).json(body),
            Err(api::ListItemsError::TooManyRequests(body)) => reply.status(429).json(body),
        }
    }
}

impl rt::server::Serve for api::Visit {
    fn read(incoming: &mut rt::server::Incoming<'_>) -> Result<Self, rt::Recorded> {
        let name = incoming.path("name");
        let kind = incoming.path("kind");
        Ok(Self { name: name?, kind: kind? })
    }

    fn write(outcome: &Result<Self::Output, Self::Failure>, reply: &mut rt::server::Reply) {
        match outcome {
            Ok(api::VisitOutput::Ok(body)) => reply.status(200).enveloped(&api::ENVELOPE, body),
            Ok(api::VisitOutput::Found { location }) => reply.status(302).header("Location", location).empty(),
            Err(api::VisitError::Envelope(body)) => reply.status(200).json(body),
        }
    }
}

impl rt::server::Serve for api::CancelItem {
    fn read(incoming: &mut rt::server::Incoming<'_>) -> Result<Self, rt::Recorded> {
        let id = incoming.path("id");
        Ok(Self { id: id? })
    }

    fn write(outcome: &Result<Self::Output, Self::Failure>, reply: &mut rt::server::Reply) {
        match outcome {
            Ok(body) => reply.status(200).enveloped(&api::ENVELOPE, body),
            Err(api::ListItemsError::Envelope(body)) => reply.status(200).json(body),
            Err(api::ListItemsError::TooManyRequests(body)) => reply.status(429).json(body),
        }
    }
}

impl rt::server::Serve for api::RemoveItem {
    fn read(incoming: &mut rt::server::Incoming<'_>) -> Result<Self, rt::Recorded> {
        let id = incoming.path("id");
        Ok(Self { id: id? })
    }

    fn write(outcome: &Result<Self::Output, Self::Failure>, reply: &mut rt::server::Reply) {
        match outcome {
            Ok(()) => reply.status(204).empty(),
            Err(never) => match *never {},
        }
    }
}
