//! `x-twinspec-pagination`: operations whose answers are pages of a list.
//!
//! What the extension names is looked up in the types that were made, when all of them are.

use crate::codes;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::ir::{
    Answer, Api, Body, Literal, Location, Member, Operation, PageStep, Pagination, Parameter, Path, Payload, Source,
    Type,
};
use crate::names::{Case, Scope};
use crate::nearest::nearest;
use crate::value::Value;

use super::claims::Claimed;
use super::places::{find, is_bool, is_number, is_scalar, settled};
use super::{Lowering, docs};

/// The extension's name.
const EXTENSION: &str = "x-twinspec-pagination";

/// The members of each style.
const STYLES: [(&str, &[&str]); 4] = [
    ("page", &["parameter", "first", "items", "total", "pages", "more"]),
    ("offset", &["parameter", "items", "total", "more"]),
    ("cursor", &["parameter", "items", "cursor", "key", "total", "more"]),
    ("link", &["items", "next", "total"]),
];

/// An operation whose answers are pages.
pub(super) struct List {
    /// The identifier of its method.
    operation: String,
    /// The identifier of the method that gives all items.
    method: String,
    /// Where the extension stands.
    at: Pointer,
}

impl Lowering<'_> {
    /// Names the methods that give all items, when the operations have theirs.
    pub(super) fn claim_lists(&mut self, claimed: &[Claimed], methods: &mut Scope) {
        let lists = claimed.iter().filter(|claimed| claimed.operation.extensions.contains_key(EXTENSION));
        let list = |claimed: &Claimed| List {
            operation: claimed.names.method.clone(),
            method: methods.claim(&format!("{} items", claimed.called), Case::Snake),
            at: claimed.pointer.child(EXTENSION),
        };
        self.lists = lists.map(list).collect();
    }
}

/// Adds what the extensions say to their operations.
pub(super) fn paginate(api: &mut Api, lists: &[List], root: &Value, diagnostics: &mut Diagnostics) {
    for list in lists {
        let is_meant = |operation: &Operation| operation.method_name == list.operation;
        let operation = api.groups.iter().flat_map(|group| &group.operations).find(|operation| is_meant(operation));
        let (Some(operation), Some(node)) = (operation, list.at.find(root)) else { continue };
        let found = Reading { api, operation, list, node, diagnostics: &mut *diagnostics }.pagination().ok();
        let operations = api.groups.iter_mut().flat_map(|group| &mut group.operations);
        for operation in operations.filter(|operation| is_meant(operation)) {
            operation.pagination.clone_from(&found);
        }
    }
}

/// What the extension is read with.
struct Reading<'a> {
    api: &'a Api,
    operation: &'a Operation,
    list: &'a List,
    node: &'a Value,
    diagnostics: &'a mut Diagnostics,
}

/// A success that may be a page.
#[derive(Clone, Copy)]
struct Page<'a> {
    index: usize,
    answer: &'a Answer,
    /// The type of its body, or of what its envelope carries.
    ty: &'a Type,
}

/// There was a finding.
struct Told;

impl<'a> Reading<'a> {
    fn pagination(&mut self) -> Result<Pagination, Told> {
        let style = self.style()?;
        let (page, items, item) = self.page()?;
        let step = self.step(style, page, &item)?;
        Ok(Pagination {
            method_name: self.list.method.clone(),
            success: page.index,
            items,
            total: self.source("total", page, |_, ty| is_number(ty))?,
            pages: self.source("pages", page, |_, ty| is_number(ty))?,
            more: self.source("more", page, |_, ty| is_bool(ty))?,
            item,
            step,
        })
    }

    /// The style, when it is one, and no member is there that it does not have.
    fn style(&mut self) -> Result<&'static str, Told> {
        let named = self.node.get("style").and_then(Value::as_str);
        let Some((style, members)) = STYLES.into_iter().find(|(style, _)| named == Some(style)) else {
            return self.incomplete("style", "`style` is `page`, `offset`, `cursor` or `link`");
        };
        let found: Vec<&'a str> = self.node.as_object().into_iter().flatten().map(|(name, _)| name).collect();
        let foreign = |name: &&str| *name != "style" && !name.starts_with("x-") && !members.contains(name);
        for name in found.into_iter().filter(foreign) {
            let message = format!("{} is no member of the style `{style}`", docs::code(name));
            let found = self.diagnostics.error(codes::BAD_PAGINATION, &self.list.at.child(name), message).key();
            match nearest(name, members.iter().copied()) {
                Some(near) => found.help(format!("did you mean `{near}`?")),
                None => found.help(format!("its members are `{}`", members.join("`, `"))),
            };
        }
        Ok(style)
    }

    /// The success that is a page, the way to its items, and the type of one.
    fn page(&mut self) -> Result<(Page<'a>, Path, Type), Told> {
        let named = self.text("items")?;
        let successes = self.operation.successes.iter().enumerate();
        let pages = successes.filter_map(|(index, answer)| Some(Page { index, answer, ty: body(answer)? }));
        let pages: Vec<Page<'a>> = pages.collect();
        let mut why = ("no success of the operation has a body of JSON".to_owned(), None);
        for (number, page) in pages.into_iter().enumerate() {
            let found =
                self.pointer(named.unwrap_or_default(), page).and_then(|pointer| find(self.api, page.ty, &pointer));
            match found {
                Ok((path, Type::Vec(item))) => return Ok((page, path, *item)),
                Ok(_) if number == 0 => why = ("the items of a page are no array".to_owned(), None),
                Err(fault) if number == 0 => why = fault,
                Ok(_) | Err(_) => {}
            }
        }
        self.nowhere("items", why)
    }

    /// What leads to the next page.
    fn step(&mut self, style: &str, page: Page<'a>, item: &Type) -> Result<PageStep, Told> {
        Ok(match style {
            "page" => {
                let (parameter, default) = self.parameter(|_, ty| is_number(ty))?;
                PageStep::Page { parameter, first: self.first(default)? }
            }
            "offset" => PageStep::Offset(self.parameter(|_, ty| is_number(ty))?.0),
            "cursor" => {
                let (parameter, _) = self.parameter(is_scalar)?;
                match (self.source("cursor", page, is_scalar)?, self.text("key")?) {
                    (Some(cursor), None) => PageStep::Cursor(parameter, cursor),
                    (None, Some(key)) => PageStep::Key(parameter, self.key(key, item)?),
                    _ => return self.incomplete("cursor", "either `cursor` or `key` says which page is the next"),
                }
            }
            _ => match self.source("next", page, is_scalar)? {
                Some(next) => PageStep::Link(next),
                None => PageStep::LinkField(header(page.answer, "Link").map(Source::Header)),
            },
        })
    }

    /// The parameter that leads to the next page, and its default.
    fn parameter(&mut self, fits: fn(&Api, &Type) -> bool) -> Result<(Path, Option<u64>), Told> {
        let Some(named) = self.text("parameter")? else {
            return self.incomplete("parameter", "`parameter` names what leads to the next page");
        };
        if let Some(pointer) = named.strip_prefix("$request.body") {
            let Some(body) = &self.operation.body else {
                return self.nowhere("parameter", ("the operation takes no body".to_owned(), None));
            };
            let (path, ty) = match find(self.api, &body.content.ty, pointer.trim_start_matches('#')) {
                Ok(found) => found,
                Err(why) => return self.nowhere("parameter", why),
            };
            let own = Member { name: body.name.clone(), options: u8::from(!body.required) };
            self.made(body, pointer.trim_start_matches('#'))?;
            self.fitting("parameter", &ty, fits)?;
            return Ok((std::iter::once(own).chain(path).collect(), None));
        }
        let (name, location) = located(named);
        let fits_place = |parameter: &&Parameter| location.is_none_or(|location| parameter.location == location);
        let candidates: Vec<&'a Parameter> = self.operation.parameters.iter().filter(fits_place).collect();
        let Some(found) = candidates.iter().find(|parameter| parameter.wire == name) else {
            let near = nearest(name, candidates.iter().map(|parameter| parameter.wire.as_str()));
            let why = format!("{} is no parameter of the operation", docs::code(name));
            return self.nowhere("parameter", (why, near.map(str::to_owned)));
        };
        self.fitting("parameter", &settled(self.api, &found.ty), fits)?;
        let default = match &found.default {
            Some(Literal::Integer(default)) => u64::try_from(*default).ok(),
            _ => None,
        };
        Ok((vec![Member { name: found.name.clone(), options: u8::from(!found.required) }], default))
    }

    /// Whether the objects on the way to a member of the request's body can be made where they are not there.
    fn made(&mut self, body: &Body, pointer: &str) -> Result<(), Told> {
        let mut at = Pointer::parse(pointer);
        while let Some(parent) = at.parent() {
            at = parent;
            let Ok((path, ty)) = find(self.api, &body.content.ty, at.as_str()) else { continue };
            let is_there = path.last().map_or(body.required, |member| member.options == 0);
            let is_made = |name: &str| self.api.types.iter().any(|def| def.name == name && def.derives.default);
            if !is_there && !matches!(&ty, Type::Named(name) if is_made(name)) {
                let why = "what it stands in may be absent, and cannot be made without its required members";
                return self.nowhere("parameter", (why.to_owned(), None));
            }
        }
        Ok(())
    }

    /// The number of the first page.
    fn first(&mut self, default: Option<u64>) -> Result<u64, Told> {
        match self.node.get("first") {
            None => Ok(default.unwrap_or(1)),
            Some(first) => match first.as_u64() {
                Some(first) => Ok(first),
                None => self.incomplete("first", "`first` is the number of the first page"),
            },
        }
    }

    /// The way from an item to what leads to those after it.
    fn key(&mut self, pointer: &str, item: &Type) -> Result<Path, Told> {
        match find(self.api, item, &rooted(pointer)) {
            Ok((path, ty)) => self.fitting("key", &ty, is_scalar).map(|()| path),
            Err(why) => self.nowhere("key", why),
        }
    }

    /// What a member says where to find in the answer.
    fn source(&mut self, member: &str, page: Page<'a>, fits: fn(&Api, &Type) -> bool) -> Result<Option<Source>, Told> {
        let Some(named) = self.text(member)? else { return Ok(None) };
        if let Some(name) = named.strip_prefix("$response.header.") {
            let declared = page.answer.headers.iter().find(|header| header.wire.eq_ignore_ascii_case(name));
            let Some((declared, source)) = declared.zip(header(page.answer, name)) else {
                let all = page.answer.headers.iter().map(|header| header.wire.as_str());
                let why = format!("the answer does not declare the header {}", docs::code(name));
                return self.nowhere(member, (why, nearest(name, all).map(str::to_owned)));
            };
            self.fitting(member, &settled(self.api, &declared.ty), fits)?;
            return Ok(Some(Source::Header(source)));
        }
        match self.pointer(named, page).and_then(|pointer| find(self.api, page.ty, &pointer)) {
            Ok((path, ty)) => self.fitting(member, &ty, fits).map(|()| Some(Source::Body(path))),
            Err(why) => self.nowhere(member, why),
        }
    }

    /// A pointer into the body, as one into what the type of the body holds: an envelope is taken off.
    fn pointer(&self, named: &str, page: Page<'_>) -> Result<String, (String, Option<String>)> {
        let pointer = rooted(named.strip_prefix("$response.body").unwrap_or(named).trim_start_matches('#'));
        let Some(envelope) =
            self.api.envelope.as_ref().filter(|_| matches!(page.answer.payload, Payload::Enveloped(_)))
        else {
            return Ok(pointer);
        };
        let data = Pointer::root().child(&envelope.data);
        let within = pointer.strip_prefix(data.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let outside =
            || format!("only {}, which the envelope carries, is part of the answer", docs::code(data.as_str()));
        within.map(str::to_owned).ok_or_else(|| (outside(), None))
    }

    /// A member that is a text; none when it is not there.
    fn text(&mut self, member: &str) -> Result<Option<&'a str>, Told> {
        let node = self.node;
        match node.get(member) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => self.incomplete(member, &format!("`{member}` is a text")),
        }
    }

    fn fitting(&mut self, member: &str, ty: &Type, fits: fn(&Api, &Type) -> bool) -> Result<(), Told> {
        if fits(self.api, ty) {
            return Ok(());
        }
        let wanted = match member {
            "more" => "no boolean",
            _ if fits(self.api, &Type::Uuid) => "neither a text nor a number",
            _ => "no number",
        };
        self.nowhere(member, (format!("this is {wanted}"), None))
    }

    /// Tells what the extension lacks.
    fn incomplete<T>(&mut self, member: &str, what: &str) -> Result<T, Told> {
        let at = if self.node.get(member).is_some() { self.list.at.child(member) } else { self.list.at.clone() };
        let message = format!("`{EXTENSION}` is not whole: {what}");
        let found = self.diagnostics.error(codes::BAD_PAGINATION, &at, message);
        if at == self.list.at {
            found.key();
        }
        Err(Told)
    }

    /// Tells that a member names nothing.
    fn nowhere<T>(&mut self, member: &str, (why, near): (String, Option<String>)) -> Result<T, Told> {
        let named = self.list.at.child(member);
        let (at, is_named) =
            if self.node.get(member).is_some() { (named, true) } else { (self.list.at.clone(), false) };
        let found = self.diagnostics.error(codes::PAGINATION_TO_NOWHERE, &at, why);
        if !is_named {
            found.key().help(format!("say by `{member}` where it is"));
        }
        if let Some(near) = near {
            found.help(format!("did you mean {}?", docs::code(&near)));
        }
        Err(Told)
    }
}

/// The type of a body of JSON.
fn body(answer: &Answer) -> Option<&Type> {
    match &answer.payload {
        Payload::Body(content) => (!matches!(content.ty, Type::Choice(_))).then_some(&content.ty),
        Payload::Enveloped(ty) => Some(ty),
        Payload::Empty | Payload::Envelope(_) => None,
    }
}

/// The field of a header that an answer declares.
fn header(answer: &Answer, name: &str) -> Option<Member> {
    let declared = answer.headers.iter().find(|header| header.wire.eq_ignore_ascii_case(name))?;
    Some(Member { name: declared.name.clone(), options: u8::from(!declared.required) })
}

/// The name of a parameter, and where it stands when that is said: `page`, `$request.query.page`.
fn located(named: &str) -> (&str, Option<Location>) {
    let places = [("query", Location::Query), ("header", Location::Header), ("path", Location::Path)];
    let place = |(word, location)| {
        let name = named.strip_prefix("$request.")?.strip_prefix(word)?.strip_prefix('.')?;
        Some((name, Some(location)))
    };
    places.into_iter().find_map(place).unwrap_or((named, None))
}

/// A JSON pointer, whose first slash may be left out.
fn rooted(pointer: &str) -> String {
    if pointer.is_empty() || pointer.starts_with('/') { pointer.to_owned() } else { format!("/{pointer}") }
}
