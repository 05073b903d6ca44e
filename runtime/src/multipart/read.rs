//! Reading a multipart body.

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};
use indexmap::IndexMap;
use multer::{Constraints, Field, Multipart, SizeLimit};

use super::disposition::parameter;
use super::limits::{Limits, Rest};
use super::paced::{Arrived, Paced, Unending};
use super::{File, PartStyle, streamed};
use crate::headers::{essence, is_json};
use crate::json::Memo;
use crate::{BoxError, ByteStream, Decode, Decoded, Encode, Json, Node, Rule, Violations, Writer, params};

/// A part of a multipart body, as it came.
#[derive(Debug)]
pub(crate) struct RawPart {
    name: String,
    file: File,
}

/// Why a multipart body could not be read.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// It is longer than the limit; reading was stopped.
    TooLarge,
    /// It is not one, or did not arrive whole.
    Malformed(BoxError),
    /// A file could not be kept on disk.
    #[cfg(feature = "spool")]
    Kept(std::io::Error),
}

/// Reads the parts of a body; of a file that is read as it arrives, no more than its beginning.
pub(crate) async fn parts(content_type: &str, body: ByteStream, mut limits: Limits) -> Result<Vec<RawPart>, ReadError> {
    let boundary = multer::parse_boundary(content_type).map_err(fault)?;
    let limit = SizeLimit::new().whole_stream(limits.body());
    let (body, arrived) = Paced::new(body);
    let mut multipart = Multipart::with_constraints(body, boundary, Constraints::new().size_limit(limit));
    let mut parts = Vec::new();
    while let Some(field) = multipart.next_field().await.map_err(fault)? {
        arrived.taken();
        let name =
            parameter(field.headers(), "name").ok_or_else(|| ReadError::Malformed("a part has no name".into()))?;
        let mut headers = field.headers().clone();
        headers.remove(http::header::CONTENT_DISPOSITION);
        let media_type = headers.remove(http::header::CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok().map(str::to_owned));
        let file = parameter(field.headers(), "filename");
        let most = limits.for_part(&field, &name, file.is_some())?;
        let part = |body| RawPart { name, file: File { name: file, media_type, headers, body } };
        let (bytes, rest) = content(field, limits.memory, most, &arrived).await?;
        match rest {
            None => {
                limits.memory = limits.memory.saturating_sub(bytes.len());
                parts.push(part(bytes.into()));
            }
            Some((field, Rest::Streamed)) => {
                parts.push(part(streamed::stream(bytes, field, multipart, arrived)));
                return Ok(parts);
            }
            #[cfg(feature = "spool")]
            Some((field, Rest::Spooled)) => {
                limits.spooled();
                parts.push(part(super::spool::write(field, &bytes, &arrived, &mut limits).await?));
            }
        }
    }
    Ok(parts)
}

/// What a part holds, or what is before the rest that is to go elsewhere.
async fn content(
    mut field: Field<'static>,
    memory: usize,
    most: Option<(usize, Rest)>,
    arrived: &Arrived,
) -> Result<(Bytes, Option<(Field<'static>, Rest)>), ReadError> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = field.chunk().await.map_err(fault)? {
        arrived.taken();
        bytes.extend_from_slice(&chunk);
        if let Some((_, rest)) = most.filter(|(most, _)| bytes.len() > *most) {
            return Ok((bytes.freeze(), Some((field, rest))));
        }
        if bytes.len() > memory {
            return Err(ReadError::TooLarge);
        }
    }
    Ok((bytes.freeze(), None))
}

pub(super) fn fault(error: multer::Error) -> ReadError {
    match error {
        multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. } => ReadError::TooLarge,
        multer::Error::StreamReadFailed(error) if error.is::<Unending>() => ReadError::TooLarge,
        other => ReadError::Malformed(Box::new(other)),
    }
}

/// The object that parts describe.
///
/// Texts are strings, to be decoded as text; a file is null to everybody but [`File`].
pub(crate) struct Tree<'p> {
    pub(crate) json: Json<'p>,
    /// The parts of each member, in the same order.
    named: IndexMap<String, Vec<&'p RawPart>>,
    /// Why files that are called JSON are none, which matters to no [`File`].
    unread: Vec<Violations>,
}

/// The object that the parts describe.
pub(crate) fn tree<'p>(parts: &'p [RawPart], fields: &[(&str, PartStyle)]) -> Decoded<Tree<'p>> {
    let mut named: IndexMap<String, Vec<&RawPart>> = IndexMap::new();
    for part in parts {
        let listed = part.name.strip_suffix("[]").filter(|base| is_list(PartStyle::named(fields, base)));
        let deep = part.name.find('[').and_then(|at| part.name.get(..at));
        let deep = deep.filter(|base| PartStyle::named(fields, base) == Some(PartStyle::Deep));
        let whole = fields.iter().find(|(_, style)| style.has(&part.name)).map(|(name, _)| *name);
        named.entry(listed.or(deep).or(whole).unwrap_or(&part.name).to_owned()).or_default().push(part);
    }
    let mut members: Vec<(Cow<'p, str>, Json<'p>)> = Vec::new();
    let mut unread = Vec::new();
    for (name, parts) in &named {
        let value = member(name, parts, PartStyle::of(fields, name), &mut unread);
        members.push((Cow::Owned(name.clone()), value.map_err(|violations| violations.prefixed(name))?));
    }
    Ok(Tree { json: members.into_iter().collect(), named, unread })
}

/// The value of the parts of one name.
fn member<'p>(
    name: &str,
    parts: &[&'p RawPart],
    style: Option<PartStyle>,
    unread: &mut Vec<Violations>,
) -> Decoded<Json<'p>> {
    match style {
        Some(PartStyle::Deep) => return deep(name, parts),
        Some(PartStyle::Pairs(between)) if let [only] = parts => return pairs(&text(only)?, between),
        Some(PartStyle::Members(_) | PartStyle::MembersBut(_)) => return members(parts, unread),
        _ => {}
    }
    let mut items = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let place = |violations: Violations| if is_list(style) { violations.prefixed_index(index) } else { violations };
        items.push(match value(part, style).map_err(place) {
            Err(violations) if part.file.name.is_some() => {
                unread.push(violations.prefixed(name));
                Json::Null
            }
            value => value?,
        });
    }
    Ok(match items.pop() {
        Some(only) if items.is_empty() && !is_list(style) => only,
        last => items.into_iter().chain(last).collect(),
    })
}

impl<'p> Tree<'p> {
    /// What is wrong with a value that has a file in its place, if these are the violations because of it.
    pub(crate) fn unread(self, violations: &Violations) -> Option<Violations> {
        let at = &violations.first().pointer;
        self.unread.into_iter().find(|unread| unread.first().pointer == *at)
    }

    /// The part of each value, by the address of the value.
    pub(crate) fn attached(&self, fields: &[(&str, PartStyle)]) -> Vec<(usize, File)> {
        let mut attached = Vec::new();
        let values = self.json.as_object().into_iter().flatten().map(|(_, value)| value);
        for ((name, parts), value) in self.named.iter().zip(values) {
            // A part alone may hold a list itself.
            let several = parts.len() > 1 || is_list(PartStyle::of(fields, name));
            let items: Vec<&Json<'p>> = match value {
                Json::Array(items) if several && items.len() == parts.len() => items.iter().collect(),
                one => vec![one],
            };
            for (json, part) in items.into_iter().zip(parts) {
                attached.push((std::ptr::from_ref(json).addr(), part.file.clone()));
            }
        }
        attached
    }
}

/// The same value, now that its type has said what the texts are; everything that is wrong with it. Of a union another
/// branch may be the one that fits.
pub(crate) fn settled<T: Decode + Encode>(value: &T) -> Decoded<T> {
    let mut out = Writer::with_files();
    value.encode(&mut out);
    let (text, attached) = out.into_attached()?;
    let json = Json::parse(&text)?;
    let mut parts: IndexMap<String, File> = attached.files.into_iter().collect();
    for (pointer, headers) in attached.headers {
        parts.entry(pointer).or_default().headers.extend(headers);
    }
    let place = |(pointer, file): (String, File)| Some((std::ptr::from_ref(json.pointer(&pointer)?).addr(), file));
    let memo = Memo::with_files(parts.into_iter().filter_map(place).collect());
    T::decode(Node::new(&json).strict().remembering(&memo))
}

fn is_list(style: Option<PartStyle>) -> bool {
    matches!(style, Some(PartStyle::List | PartStyle::TypedList(_)))
}

fn value(part: &RawPart, style: Option<PartStyle>) -> Decoded<Json<'_>> {
    let stated = style.and_then(PartStyle::media_type);
    let own = part.file.media_type.as_deref();
    let json = |media_type: &str| is_json(&essence(media_type).to_ascii_lowercase());
    let untyped = stated.is_none() && part.file.name.is_none();
    if stated.is_some_and(json) || (untyped && own.is_some_and(json)) {
        let Some(bytes) = part.file.bytes() else {
            return Err(Violations::new(Rule::MaxLength, "is longer than JSON may be"));
        };
        return Json::parse(bytes);
    }
    if part.file.name.is_some() {
        return Ok(Json::Null);
    }
    if let Some(PartStyle::Joined(between)) = style {
        return text(part).map(|text| text.split(between).map(|item| Json::from(item.to_owned())).collect());
    }
    // Bytes that are no text can still be a file without a name.
    Ok(text(part).map_or(Json::Null, Json::String))
}

/// `R,100,G,200`: the object that names and values in turn are.
fn pairs(text: &str, between: &str) -> Decoded<Json<'static>> {
    let parts: Vec<&str> = if text.is_empty() { Vec::new() } else { text.split(between).collect() };
    let (pairs, rest) = parts.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Violations::new(Rule::Syntax, "must be names and values in turn"));
    }
    Ok(pairs.iter().map(|[name, value]| ((*name).to_owned().into(), Json::from((*value).to_owned()))).collect())
}

/// The object whose members these parts are.
fn members<'p>(parts: &[&'p RawPart], unread: &mut Vec<Violations>) -> Decoded<Json<'p>> {
    let mut named: IndexMap<&'p str, Vec<&'p RawPart>> = IndexMap::new();
    for part in parts {
        named.entry(&part.name).or_default().push(part);
    }
    let value = |(name, parts): (&'p str, Vec<&'p RawPart>)| match member(name, &parts, None, unread) {
        Ok(value) => Ok((Cow::Borrowed(name), value)),
        Err(violations) => Err(violations.prefixed(name)),
    };
    named.into_iter().map(value).collect()
}

/// `place[name]`, `place[tags][]`: the value that these parts are of.
fn deep(name: &str, parts: &[&RawPart]) -> Decoded<Json<'static>> {
    let texts = parts.iter().map(|part| {
        let text = text(part)?.into_owned();
        Ok((part.name.get(name.len()..).unwrap_or_default(), text))
    });
    params::read_deep(texts.collect::<Decoded<Vec<_>>>()?)
}

fn text(part: &RawPart) -> Decoded<Cow<'_, str>> {
    let Some(bytes) = part.file.bytes() else {
        return Err(Violations::new(Rule::MaxLength, "is longer than a text may be"));
    };
    let text = std::str::from_utf8(bytes).map_err(|_| Violations::new(Rule::Syntax, "must be UTF-8"))?;
    Ok(Cow::Borrowed(text))
}
