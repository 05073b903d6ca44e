//! Headers that several answers declare: one struct, which says itself how it is read and written.

#![cfg_attr(not(feature = "server"), allow(dead_code, reason = "servers alone write answers"))]

use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::params::Again;
use crate::{Answer, Decode, Encode, Parameter, Rule, Unreadable, Violations, params, to_json};

/// The headers that the document declares for an answer (OpenAPI 3.1, section 4.8.17, `headers`).
/// [`headers!`](crate::headers) makes a struct such.
pub trait Headers {
    /// Reads the headers of an answer.
    ///
    /// # Errors
    ///
    /// [`Unreadable::Decode`] when one that is required is absent, or one is not what it is declared to be.
    fn read(answer: &Answer) -> Result<Self, Unreadable>
    where
        Self: Sized;

    /// Writes the headers that are there.
    fn write(&self, out: &mut HeaderWriter<'_>);
}

/// Where headers are written to.
#[derive(Debug)]
pub struct HeaderWriter<'a> {
    headers: &'a mut HeaderMap,
    fault: &'a mut Option<Violations>,
}

impl<'a> HeaderWriter<'a> {
    /// What is no header is noted in `fault`.
    pub(crate) fn new(headers: &'a mut HeaderMap, fault: &'a mut Option<Violations>) -> Self {
        Self { headers, fault }
    }

    /// A header (`style: simple`).
    pub fn header<T: Encode + Decode>(&mut self, name: &'static str, value: &T) {
        self.parameter(&Parameter::header(name), value);
    }

    /// A header that is left out when it is `None`.
    pub fn optional_header<T: Encode + Decode>(&mut self, name: &'static str, value: &Option<T>) {
        self.optional_parameter(&Parameter::header(name), value);
    }

    /// A header of any style.
    pub fn parameter<T: Encode + Decode>(&mut self, parameter: &Parameter, value: &T) {
        self.put(parameter, value, params::again::<T>);
    }

    /// A header of any style that is left out when it is `None`.
    pub fn optional_parameter<T: Encode + Decode>(&mut self, parameter: &Parameter, value: &Option<T>) {
        if let Some(value) = value {
            self.parameter(parameter, value);
        }
    }

    fn put(&mut self, parameter: &Parameter, value: &dyn Encode, again: Again) {
        let (name, wrong) = (parameter.name(), |what| Violations::new(Rule::Format, what));
        let text = to_json(value).and_then(|json| params::answer_header(parameter, &json, again));
        let written = text.and_then(|text| {
            let name: HeaderName = name.parse().map_err(|_| wrong("is not the name of a header"))?;
            let value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| wrong("cannot be a header"))?;
            Ok((name, value))
        });
        match written {
            Ok((name, value)) => drop(self.headers.insert(name, value)),
            Err(violations) => note(self.fault, violations.prefixed(name).prefixed("header")),
        }
    }
}

/// Adds violations to those that are there.
#[cold]
pub(crate) fn note(fault: &mut Option<Violations>, violations: Violations) {
    match fault {
        Some(fault) => fault.append(violations),
        none => *none = Some(violations),
    }
}

/// Makes a struct the [`Headers`](crate::Headers) of answers, from a list of its fields, each with its presence and the
/// name of the header; in the place of the name stands the description of a header of another style.
///
/// ```
/// use twinspec_runtime as rt;
///
/// #[derive(Debug, PartialEq)]
/// pub struct RateLimitHeaders {
///     pub limit: i64,
///     pub reset: Option<i64>,
///     pub window: Option<rt::Map<i64>>,
/// }
///
/// rt::headers! {
///     RateLimitHeaders {
///         limit: required "RateLimit-Limit",
///         reset: optional "RateLimit-Reset",
///         window: optional (rt::Parameter::header("RateLimit-Window").exploded()),
///     }
/// }
/// ```
#[macro_export]
macro_rules! headers {
    ($name:ident { $($field:ident: $presence:ident $header:tt,)* }) => {
        impl $crate::Headers for $name {
            fn read(answer: &$crate::Answer) -> ::core::result::Result<Self, $crate::Unreadable> {
                ::core::result::Result::Ok(Self { $($field: $crate::headers!(@call answer $presence $header)?,)* })
            }

            fn write(&self, out: &mut $crate::HeaderWriter<'_>) {
                $($crate::headers!(@call out $presence $header &self.$field);)*
            }
        }
    };
    (@call $on:ident required $wire:literal $($value:expr)?) => { $on.header($wire $(, $value)?) };
    (@call $on:ident optional $wire:literal $($value:expr)?) => { $on.optional_header($wire $(, $value)?) };
    (@call $on:ident required ($parameter:expr) $($value:expr)?) => { $on.parameter(&$parameter $(, $value)?) };
    (@call $on:ident optional ($parameter:expr) $($value:expr)?) => { $on.optional_parameter(&$parameter $(, $value)?) };
}
