//! The schemas of Identity Plugin.

use twinspec_runtime as rt;

/// Information required to link a provider to an application.
///
/// `#/components/schemas/ProviderItemInput`
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProviderItemInput {
    /// The unique identifier of the provider to link.
    pub provider_id: String,
    /// Whether users can sign in using this provider.
    ///
    /// Default: `false`.
    pub can_sign_in: Option<bool>,
    /// Alert type configuration for this provider link.
    pub alert_type: Option<String>,
}

impl ProviderItemInput {
    /// A value with its required members; the others are unset.
    pub fn new(provider_id: impl Into<String>) -> Self {
        Self {
            provider_id: provider_id.into(),
            can_sign_in: None,
            alert_type: None,
        }
    }

    /// `can_sign_in`, or its default (`false`) when it is unset.
    pub fn can_sign_in(&self) -> bool {
        self.can_sign_in.unwrap_or(false)
    }
}

impl rt::Decode for ProviderItemInput {
    fn decode(node: rt::Node<'_>) -> rt::Decoded<Self> {
        let mut object = node.object()?;
        let provider_id = object.required("providerId");
        let can_sign_in = object.optional("canSignIn");
        let alert_type = object.optional("alertType");
        object.closed();
        object.end()?;
        Ok(Self {
            provider_id: provider_id?,
            can_sign_in: can_sign_in?,
            alert_type: alert_type?,
        })
    }
}

impl rt::Encode for ProviderItemInput {
    fn encode(&self, out: &mut rt::Writer) {
        let mut object = out.object();
        object.member("providerId", &self.provider_id);
        object.optional("canSignIn", &self.can_sign_in);
        object.optional("alertType", &self.alert_type);
        object.end();
    }
}

rt::serde_through_codec!(ProviderItemInput);

/// The response message error.
///
/// `#/components/schemas/ErrorMessage`
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ErrorMessage {
    /// A unique, stable identifier for the error.
    pub code: Option<String>,
}
