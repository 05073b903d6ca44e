//! Writing a multipart body.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::fmt::Write as _;
use std::hash::{BuildHasher as _, Hasher as _};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use http_body::{Frame, SizeHint};

use super::disposition::quoted;
use super::{File, PartStyle};
use crate::headers::{essence, is_json};
use crate::{Body, ByteStream, Decoded, Encode, Json, Members, Rule, StreamError, Violations, Writer, params, text};

/// The media type with its boundary, and the body.
pub(crate) fn write(value: &dyn Encode, fields: &[(&str, PartStyle)]) -> Decoded<(String, Body)> {
    let mut out = Writer::with_files();
    value.encode(&mut out);
    let (text, attached) = out.into_attached()?;
    let json = Json::parse(&text)?;
    let Json::Object(members) = &json else {
        return Err(Violations::new(Rule::Type, "must be an object, being multipart"));
    };
    let (files, headers) = (attached.files.into(), attached.headers.into());
    let mut parts = Parts { boundary: boundary(), files, headers, segments: VecDeque::new(), last: VecDeque::new() };
    for (name, value) in members {
        let style = PartStyle::of(fields, name);
        parts.member(name, value, style).map_err(|violations| violations.prefixed(name))?;
    }
    if let Some((pointer, _)) = parts.files.front() {
        let message = "cannot be a file within JSON";
        return Err(Violations::new(Rule::Type, message).prefixed(pointer.trim_start_matches('/')));
    }
    let end = format!("--{}--\r\n", parts.boundary);
    parts.segments.append(&mut parts.last);
    parts.segments.push_back(end.into());
    let content_type = format!("multipart/form-data; boundary={}", parts.boundary);
    Ok((content_type, Body::new(Segments(parts.segments))))
}

/// A boundary that nobody can foresee, so that no content has it (RFC 2046 section 5.1.1).
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("twinspec-{:016x}{:016x}", random(), random())
}

/// The end of a part.
const END: &str = "\r\n";

struct Parts {
    boundary: String,
    /// The files that were not written yet, in the order of their places.
    files: VecDeque<(String, File)>,
    /// The headers of parts that were not written yet, likewise.
    headers: VecDeque<(String, HeaderMap)>,
    segments: VecDeque<ByteStream>,
    /// The files, which come after all else: a server may read the last one while it arrives.
    last: VecDeque<ByteStream>,
}

impl Parts {
    fn member(&mut self, name: &str, value: &Json<'_>, style: Option<PartStyle>) -> Decoded<()> {
        let at = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        match value {
            value if style == Some(PartStyle::Deep) => {
                filled(value)?;
                for (brackets, text) in params::deep_texts(value)? {
                    self.text(&format!("{name}{brackets}"), None, text, &HeaderMap::new())?;
                }
                Ok(())
            }
            Json::Object(members) if let Some(PartStyle::Pairs(between)) = style => {
                let headers = self.declared(&at);
                self.text(name, None, pairs(members, between)?, &headers)
            }
            Json::Object(members) if let Some(style @ (PartStyle::Members(_) | PartStyle::MembersBut(_))) = style => {
                self.members(members, style)
            }
            Json::Array(items) if let Some(PartStyle::Joined(between)) = style => {
                let headers = self.declared(&at);
                self.text(name, None, joined(items, between)?, &headers)
            }
            Json::Array(items) if items.is_empty() => Err(looks_like_none()),
            Json::Null if matches!(style, Some(PartStyle::List | PartStyle::TypedList(_))) => {
                Err(Violations::new(Rule::Format, "cannot be sent, for null looks like a list of null"))
            }
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let written = self.part(name, item, style, &format!("{at}/{index}"));
                    written.map_err(|violations| violations.prefixed_index(index))?;
                }
                Ok(())
            }
            value => self.part(name, value, style, &at),
        }
    }

    /// A part for each member of an object.
    fn members(&mut self, members: &Members<'_>, style: PartStyle) -> Decoded<()> {
        if members.is_empty() {
            return Err(looks_like_none());
        }
        for (name, value) in members {
            let written = if style.has(name) {
                self.part(name, value, None, "")
            } else {
                Err(Violations::new(Rule::Format, "cannot be sent, being the name of another part"))
            };
            written.map_err(|violations| violations.prefixed(name))?;
        }
        Ok(())
    }

    fn part(&mut self, name: &str, value: &Json<'_>, style: Option<PartStyle>, at: &str) -> Decoded<()> {
        let stated = style.and_then(PartStyle::media_type);
        let declared = self.declared(at);
        if let Some((_, mut file)) = self.files.pop_front_if(|(pointer, _)| pointer == at) {
            // Of a list such as `image/png, image/jpeg` the first is as good as any.
            let stated = stated.and_then(|stated| stated.split(',').next()).filter(|stated| !stated.contains('*'));
            let media_type = file.media_type.as_deref().or(stated).unwrap_or("application/octet-stream");
            // What the document declares wins over what the file has beside.
            file.headers.extend(declared);
            let file_name = file.name.as_deref().unwrap_or_default();
            let head = self.head(name, Some(file_name), Some(media_type), &file.headers)?;
            self.last.extend([head, file.body, END.into()]);
            return Ok(());
        }
        let (media_type, text) = match (stated, value) {
            (Some(stated), _) if is_json(&essence(stated).to_ascii_lowercase()) => {
                (Some(stated), text::json_text(value)?)
            }
            (_, Json::Null) => {
                return Err(Violations::new(Rule::Format, "cannot be sent, for null looks like none"));
            }
            (None, Json::Object(_) | Json::Array(_)) => (Some("application/json"), text::json_text(value)?),
            _ => (stated, text::text(value)?),
        };
        self.text(name, media_type, text, &declared)
    }

    /// The headers that the document declares for the part of a value.
    fn declared(&mut self, at: &str) -> HeaderMap {
        self.headers.pop_front_if(|(pointer, _)| pointer == at).map(|(_, headers)| headers).unwrap_or_default()
    }

    fn text(&mut self, name: &str, media_type: Option<&str>, text: String, headers: &HeaderMap) -> Decoded<()> {
        let head = self.head(name, None, media_type, headers)?;
        self.segments.extend([head, text.into(), END.into()]);
        Ok(())
    }

    /// The delimiter and the headers of a part; `file` is the name of one, which may be empty.
    fn head(
        &self,
        name: &str,
        file: Option<&str>,
        media_type: Option<&str>,
        headers: &HeaderMap,
    ) -> Decoded<ByteStream> {
        let mut head = format!("--{}\r\ncontent-disposition: form-data; name=\"{}\"", self.boundary, quoted(name)?);
        if let Some(file) = file {
            // Without the parameter, receivers take the part for a text.
            let _ = write!(head, "; filename=\"{}\"", quoted(file)?);
        }
        head.push_str("\r\n");
        if let Some(media_type) = media_type {
            let media_type = HeaderValue::from_str(media_type)
                .map_err(|_| Violations::new(Rule::Format, "has a media type that cannot be sent"))?;
            let _ = write!(head, "content-type: {}\r\n", String::from_utf8_lossy(media_type.as_bytes()));
        }
        let mut head = head.into_bytes();
        let written = [CONTENT_DISPOSITION, CONTENT_TYPE];
        for (name, value) in headers.iter().filter(|(name, _)| !written.contains(name)) {
            head.extend_from_slice(name.as_str().as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value.as_bytes());
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        Ok(head.into())
    }
}

/// Items in one text.
fn joined(items: &[Json<'_>], between: &str) -> Decoded<String> {
    let mut texts = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let text = text::text(item)?;
        if text.contains(between) || (text.is_empty() && items.len() == 1) {
            let why = "cannot be sent, for it would be read as none or as several";
            return Err(Violations::new(Rule::Format, why).prefixed_index(index));
        }
        texts.push(text);
    }
    if texts.is_empty() {
        return Err(looks_like_none());
    }
    Ok(texts.join(between))
}

/// Names and values in turn, in one text.
fn pairs(members: &Members<'_>, between: &str) -> Decoded<String> {
    let mut texts = Vec::new();
    for (name, value) in members {
        let value = match value {
            Json::Object(_) | Json::Array(_) | Json::Null => Err("cannot be sent, for its style has no place for it"),
            value => Ok(text::text(value)?),
        };
        let text = value.and_then(|text| {
            let taken = text.contains(between) || name.contains(between);
            if taken { Err("cannot be sent, for it would be read as several") } else { Ok(text) }
        });
        let text = text.map_err(|why| Violations::new(Rule::Format, why).prefixed(name))?;
        texts.extend([name.to_string(), text]);
    }
    if texts.is_empty() {
        return Err(looks_like_none());
    }
    Ok(texts.join(between))
}

/// One body after another.
struct Segments(VecDeque<ByteStream>);

impl http_body::Body for Segments {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        while let Some(first) = self.0.front_mut() {
            match std::task::ready!(first.poll_chunk(context)) {
                Some(chunk) => return Poll::Ready(Some(chunk.map(Frame::data))),
                None => drop(self.0.pop_front()),
            }
        }
        Poll::Ready(None)
    }

    fn size_hint(&self) -> SizeHint {
        let sizes = self.0.iter().map(|segment| segment.as_bytes().map(|bytes| bytes.len() as u64));
        sizes.sum::<Option<u64>>().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// No object or list within is empty, for which there would be no part, or one without text.
fn filled(value: &Json<'_>) -> Decoded<()> {
    match value {
        Json::Object(members) if !members.is_empty() => {
            members.iter().try_for_each(|(name, value)| filled(value).map_err(|violations| violations.prefixed(name)))
        }
        Json::Array(items) if !items.is_empty() => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| filled(item).map_err(|violations| violations.prefixed_index(index))),
        Json::Object(_) | Json::Array(_) => Err(looks_like_none()),
        _ => Ok(()),
    }
}

fn looks_like_none() -> Violations {
    Violations::new(Rule::Format, "cannot be sent, for being empty it looks like none")
}
