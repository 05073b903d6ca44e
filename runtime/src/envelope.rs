//! APIs that answer HTTP 200 and mean failure: the body is an envelope that says which it is.

use std::any::{Any, TypeId};
use std::borrow::Cow;

use crate::{Decode, Decoded, Json, Node, Rule, Violations};
#[cfg(feature = "server")]
use crate::{Encode, Writer};

/// How the bodies of an API say whether they are successes, and where they hold what they carry.
///
/// ```
/// use twinspec_runtime::{Envelope, Json};
///
/// const ENVELOPE: Envelope = Envelope {
///     property: "statusCode",
///     equals: "200",
///     data: "data",
///     template: r#"{"statusCode":200,"message":"Operation successful"}"#,
/// };
/// assert!(ENVELOPE.is_success(&Json::parse(br#"{"statusCode": 200, "data": 7}"#)?));
/// assert!(!ENVELOPE.is_success(&Json::parse(br#"{"statusCode": 404}"#)?));
/// # Ok::<(), twinspec_runtime::Violations>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope {
    /// The member that says whether the body is a success.
    pub property: &'static str,
    /// The value, as JSON text, that this member has in a success.
    pub equals: &'static str,
    /// The member that holds what a success carries.
    pub data: &'static str,
    /// A JSON object: the members that a server writes around the data of a success.
    pub template: &'static str,
}

impl Envelope {
    /// Whether a body is a success.
    pub fn is_success(&self, body: &Json<'_>) -> bool {
        match (body.get(self.property), Json::parse(self.equals.as_bytes())) {
            (Some(value), Ok(equals)) => *value == equals,
            _ => false,
        }
    }

    /// The body of a success: the template, with `members` over it, and the data last.
    #[cfg(feature = "server")]
    pub(crate) fn write(&self, members: Option<&EnvelopeMembers>, data: Option<&dyn Encode>) -> Decoded<Vec<u8>> {
        let mut around = EnvelopeMembers::default();
        let template = Json::parse(self.template.as_bytes())?;
        for (name, value) in template.as_object().into_iter().flatten() {
            around.set(Cow::Borrowed(name), value.to_owned());
        }
        for (name, value) in members.into_iter().flat_map(|members| &members.0) {
            around.set(Cow::Borrowed(name), value.clone());
        }
        around.set(Cow::Borrowed(self.property), Json::parse(self.equals.as_bytes())?.into_owned());
        let mut out = Writer::new();
        let mut object = out.object();
        for (name, value) in around.0.iter().filter(|(name, _)| name != self.data) {
            object.member(name, value);
        }
        if let Some(data) = data {
            data.encode(object.name(self.data));
        }
        object.end();
        out.into_vec()
    }
}

/// What a success carries; nothing is looked at when it is to be a `()`.
pub(crate) fn data<T: Decode + Any>(envelope: &Envelope, body: &Json<'_>) -> Decoded<T> {
    let data = if is_unit::<T>() { None } else { body.get(envelope.data) };
    match data {
        Some(data) => T::decode(Node::new(data)).map_err(|violations| violations.prefixed(envelope.data)),
        None if T::NULLABLE => T::decode(Node::new(&Json::Null)),
        None => Err(Violations::new(Rule::Required, "is required").prefixed(envelope.data)),
    }
}

/// Whether a success of this type carries nothing.
pub(crate) fn is_unit<T: Any>() -> bool {
    TypeId::of::<T>() == TypeId::of::<()>()
}

/// The members of an envelope that stand around the data of a success: a message, the id of the request.
///
/// A client puts those of an answer into [`Response::extensions`](crate::Response::extensions), and a server writes
/// those that it finds there over the ones that it would write otherwise. So a gateway keeps what its upstream said,
/// and a handler can say something of its own:
///
/// ```
/// use twinspec_runtime::{EnvelopeMembers, Response};
///
/// let mut response = Response::new(());
/// response.extensions_mut().insert(EnvelopeMembers::new().with("requestId", "934108e5"));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EnvelopeMembers(Vec<(String, Json<'static>)>);

impl EnvelopeMembers {
    /// No members.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The same members and this one; one of the same name is replaced.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Json<'static>>) -> Self {
        self.set(Cow::Owned(name.into()), value.into());
        self
    }

    /// The value of the member `name`.
    pub fn get(&self, name: &str) -> Option<&Json<'static>> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The members of a body but its data.
    pub(crate) fn around(data: &str, body: &Json<'_>) -> Self {
        let mut members = Self::default();
        for (name, value) in body.as_object().into_iter().flatten().filter(|(name, _)| name != data) {
            members.set(Cow::Borrowed(name), value.to_owned());
        }
        members
    }

    fn set(&mut self, name: Cow<'_, str>, value: Json<'static>) {
        match self.0.iter_mut().find(|(known, _)| **known == *name) {
            Some((_, present)) => *present = value,
            None => self.0.push((name.into_owned(), value)),
        }
    }
}
