//! Runtime expressions (OpenAPI 3.1, section 4.8.20.3): values of a request and of its answer, for callbacks and links.

use std::fmt;
use std::fmt::Write as _;

use http::HeaderMap;
use percent_encoding::utf8_percent_encode;

use crate::template::RESERVED;
use crate::{Decode, Decoded, Encode, Json, Node, Violations, to_json};

/// A request and its answer, as far as expressions name parts of them.
///
/// ```
/// use twinspec_runtime::Exchange;
///
/// let exchange = Exchange::new().with("$request.query.url", "https://example.com/hook").with("$response.body", &7);
/// assert_eq!(exchange.expand("{$request.query.url}/data?id={$response.body}")?, "https://example.com/hook/data?id=7");
/// assert_eq!(exchange.value::<String>("$response.body")?, "7");
/// assert!(exchange.value::<String>("$response.body#/id").is_err());
/// # Ok::<(), twinspec_runtime::ExpressionError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Exchange<'a> {
    /// Values by what stands before `#` in an expression.
    values: Vec<(&'static str, Decoded<Json<'static>>)>,
    headers: Option<&'a HeaderMap>,
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ExpressionError {
    /// The request, or the answer, does not have this.
    Missing(&'static str),
    /// What the request, or the answer, has is not what is needed.
    Invalid {
        /// The expression.
        expression: &'static str,
        /// What is wrong with its value.
        violations: Violations,
    },
    /// The answer is another one than that to which the link belongs.
    OtherAnswer,
}

impl fmt::Display for ExpressionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(expression) => write!(f, "`{expression}` has no value"),
            Self::Invalid { expression, violations } => write!(f, "`{expression}` does not fit: {violations}"),
            Self::OtherAnswer => f.write_str("the link belongs to another answer"),
        }
    }
}

impl std::error::Error for ExpressionError {}

impl<'a> Exchange<'a> {
    /// Nothing that an expression could name.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value by its name: `$request.query.id`, `$response.body`. Null is none.
    #[must_use]
    pub fn with<T: Encode + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.values.push((name, to_json(value)));
        self
    }

    /// Adds the headers of the answer.
    #[must_use]
    pub fn with_headers(mut self, headers: &'a HeaderMap) -> Self {
        self.headers = Some(headers);
        self
    }

    /// The value of an expression.
    ///
    /// # Errors
    ///
    /// When it has none, or one that is no `T`.
    pub fn value<T: Decode>(&self, expression: &'static str) -> Result<T, ExpressionError> {
        self.optional(expression)?.ok_or(ExpressionError::Missing(expression))
    }

    /// The value of an expression, if it has one.
    ///
    /// # Errors
    ///
    /// When it is no `T`.
    pub fn optional<T: Decode>(&self, expression: &'static str) -> Result<Option<T>, ExpressionError> {
        let found = self.find(expression)?;
        found
            .map(|json| decode(&json))
            .transpose()
            .map_err(|violations| ExpressionError::Invalid { expression, violations })
    }

    /// The value that a text with expressions in braces gives.
    ///
    /// # Errors
    ///
    /// When one of the expressions has no value, or the text is no `T`.
    pub fn text<T: Decode>(&self, template: &'static str) -> Result<T, ExpressionError> {
        let text = self.fill(template, |value, _| value)?;
        decode(&Json::from(text)).map_err(|violations| ExpressionError::Invalid { expression: template, violations })
    }

    /// The value that stands in the document: JSON text.
    ///
    /// # Errors
    ///
    /// When it is no `T`.
    pub fn constant<T: Decode>(&self, json: &'static str) -> Result<T, ExpressionError> {
        let value = Json::parse(json.as_bytes()).and_then(|json| decode(&json));
        value.map_err(|violations| ExpressionError::Invalid { expression: json, violations })
    }

    /// The URL that a template with expressions in braces gives. A value with which it begins is a URL itself; others
    /// are percent-encoded, all but the unreserved characters of RFC 3986.
    ///
    /// # Errors
    ///
    /// When one of the expressions has no value, or one that is neither text nor a number nor a boolean.
    pub fn expand(&self, template: &'static str) -> Result<String, ExpressionError> {
        self.fill(
            template,
            |value, first| if first { value } else { utf8_percent_encode(&value, RESERVED).to_string() },
        )
    }

    fn fill(&self, template: &'static str, place: impl Fn(String, bool) -> String) -> Result<String, ExpressionError> {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{$") {
            let Some(end) = after.find('}') else { break };
            out.push_str(before);
            // With the `$` and without the braces.
            let start = before.len() + 1;
            let expression = rest.get(start..start + 1 + end).unwrap_or_default();
            out.push_str(&place(self.scalar(expression)?, out.is_empty()));
            rest = after.get(end + 1..).unwrap_or_default();
        }
        let _ = out.write_str(rest);
        Ok(out)
    }

    fn scalar(&self, expression: &'static str) -> Result<String, ExpressionError> {
        match self.find(expression)? {
            None => Err(ExpressionError::Missing(expression)),
            Some(json) => text(&json).ok_or_else(|| ExpressionError::Invalid {
                expression,
                violations: Violations::new(crate::Rule::Type, "must be text, a number or a boolean"),
            }),
        }
    }

    /// What an expression names; null and nothing are the same.
    fn find(&self, expression: &'static str) -> Result<Option<Json<'_>>, ExpressionError> {
        let (name, pointer) = expression.split_once('#').unwrap_or((expression, ""));
        if let Some((_, value)) = self.values.iter().find(|(known, _)| *known == name) {
            let json = value
                .as_ref()
                .map_err(|violations| ExpressionError::Invalid { expression, violations: violations.clone() })?;
            return Ok(json.pointer(pointer).filter(|json| !json.is_null()).cloned());
        }
        let header = name.strip_prefix("$response.header.").and_then(|name| self.headers?.get(name)?.to_str().ok());
        Ok(header.map(Json::from))
    }
}

/// A value of one place in another: text is read as what is needed there, and what is needed as text is written so.
fn decode<T: Decode>(json: &Json<'_>) -> Decoded<T> {
    let node = Node::new(json);
    T::decode(if matches!(json, Json::String(_)) { node.text() } else { node }).or_else(|violations| {
        let text = text(json).filter(|_| !matches!(json, Json::String(_)));
        text.and_then(|text| T::decode(Node::new(&Json::from(text))).ok()).ok_or(violations)
    })
}

fn text(json: &Json<'_>) -> Option<String> {
    match json {
        Json::String(text) => Some(text.to_string()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(value) => Some(value.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::{Exchange, ExpressionError};
    use crate::Json;

    fn exchange() -> Exchange<'static> {
        Exchange::new()
            .with("$request.query.url", "https://example.com/hook?a=1")
            .with("$request.query.none", &None::<String>)
            .with("$request.body", &Json::parse(br#"{"a/b": [1, "x&y"], "n": null, "t": true}"#).unwrap())
            .with("$response.body", &f64::NAN)
    }

    #[test]
    fn a_template_is_filled() {
        let expand = |template| exchange().expand(template).map_err(|error| error.to_string());
        for (template, expected) in [
            ("", ""),
            ("https://h", "https://h"),
            ("{$request.query.url}", "https://example.com/hook?a=1"),
            (
                "{$request.query.url}&b={$request.query.url}",
                "https://example.com/hook?a=1&b=https%3A%2F%2Fexample.com%2Fhook%3Fa%3D1",
            ),
            ("https://h/{$request.body#/a~1b/0}?x={$request.body#/a~1b/1}", "https://h/1?x=x%26y"),
            ("https://h/{not}/{$request.body#/t}", "https://h/{not}/true"),
            ("https://h/{$open", "https://h/{$open"),
        ] {
            assert_eq!(expand(template).as_deref(), Ok(expected), "{template}");
        }
        for (template, fault) in [
            ("{$request.query.none}", "`$request.query.none` has no value"),
            ("a{$request.header.x}", "`$request.header.x` has no value"),
            ("{$request.body#/n}", "`$request.body#/n` has no value"),
            ("{$request.body#/a~1b/2}", "`$request.body#/a~1b/2` has no value"),
            (
                "{$request.body#/a~1b}",
                "`$request.body#/a~1b` does not fit: the value must be text, a number or a boolean",
            ),
            ("{$response.body}", "`$response.body` does not fit: the value must be a finite number"),
        ] {
            assert_eq!(expand(template).err().as_deref(), Some(fault), "{template}");
        }
    }

    #[test]
    fn a_value_becomes_what_is_needed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-count", HeaderValue::from_static("7"));
        let exchange = exchange().with_headers(&headers);
        assert_eq!(exchange.value::<String>("$request.body#/a~1b/0").as_deref(), Ok("1"));
        assert_eq!(exchange.value::<i64>("$request.body#/a~1b/0"), Ok(1));
        assert_eq!(exchange.value::<i64>("$response.header.X-Count"), Ok(7));
        assert_eq!(exchange.value::<bool>("$request.body#/t"), Ok(true));
        assert_eq!(exchange.optional::<bool>("$request.body#/n"), Ok(None));
        assert!(matches!(exchange.value::<i64>("$request.body#/t"), Err(ExpressionError::Invalid { .. })));
        assert!(matches!(exchange.optional::<i64>("$request.query.url"), Err(ExpressionError::Invalid { .. })));
        assert_eq!(exchange.text::<String>("n-{$response.header.x-count}").as_deref(), Ok("n-7"));
        assert_eq!(exchange.text::<i64>("1{$response.header.x-count}"), Ok(17));
        assert_eq!(exchange.constant::<Vec<i64>>("[1]"), Ok(vec![1]));
    }
}
