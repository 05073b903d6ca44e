use identity_apis::lerian_identity::{Client, api::LinkProviderToApplication, types::ProviderItemInput};

pub async fn link(base_url: &str) -> Result<String, Box<dyn std::error::Error>> {
    let client = Client::builder().base_url(base_url).bearer("s3cret").build()?;
    let input = ProviderItemInput { can_sign_in: Some(true), ..ProviderItemInput::new("my-provider") };
    let request = LinkProviderToApplication::new("my-application", input);
    let linked = client.link_provider_to_application(request).await?.into_inner();
    Ok(format!("linked: {linked:?}"))
}
