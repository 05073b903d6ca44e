use identity_apis::lerian_identity::{api::*, server::*, types::*};
use twinspec_runtime::{Outcome, Request, Response, server::*};

struct Service;

impl ApplicationProvidersApi for Service {
    async fn link_provider_to_application(
        &self,
        request: Request<LinkProviderToApplication>,
    ) -> Outcome<ProviderItemResponse, LinkProviderToApplicationError> {
        let LinkProviderToApplication { id, body } = request.into_inner();
        if id != "my-application" {
            return Err(LinkProviderToApplicationError::NotFound(ErrorMessage::default()).into());
        }
        Ok(Response::new(ProviderItemResponse { provider_id: Some(body.provider_id), ..Default::default() }))
    }
}

impl Authenticator for Service {
    async fn bearer(&self, presented: Presented) -> Result<Principal, Denied> {
        if presented.secret().expose() == "s3cret" { Ok(Principal::anonymous()) } else { Err(Denied::unauthorized()) }
    }
}

pub async fn serve(listener: tokio::net::TcpListener) -> std::io::Result<()> {
    axum::serve(listener, router(Service)).await
}
