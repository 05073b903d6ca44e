//! From one page to the next.

use std::collections::HashSet;

use super::{Linked, PageFault, link};
use crate::{Decode, Encode, Json, Node, Number, ResponseParts, Violations, to_json};

/// Marks a request whose answer is to say by which URL it came.
#[derive(Clone, Copy)]
pub(crate) struct AsksForUrl;

/// The URL by which an answer came, without its query.
#[derive(Clone)]
pub(crate) struct AnsweredBy(pub(crate) http::Uri);

/// What is known of a list while its pages come.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// How many items the list has, as it was said last.
    pub(super) total: Option<u64>,
    /// How many items there were so far, those before the first page included, as far as that is known.
    items: u64,
    /// Whether a page was there.
    begun: bool,
    /// The cursors and the links that were followed.
    followed: HashSet<String>,
}

/// What comes after a page.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    /// Nothing.
    End,
    /// The page that the request now asks for.
    Page,
    /// Nothing, because the call failed.
    Failed,
    /// A page to which no way leads.
    Fault(PageFault),
}

/// What a page says of those after it; generated code tells it, by [`Paginated::turn`](super::Paginated::turn).
#[derive(Debug)]
pub struct Turn<'t> {
    progress: &'t mut Progress,
    answer: &'t ResponseParts,
    /// How many pages there are.
    pages: Option<u64>,
    /// Whether there are more items.
    more: Option<bool>,
    pub(super) next: Next,
}

impl<'t> Turn<'t> {
    pub(super) fn new(progress: &'t mut Progress, answer: &'t ResponseParts) -> Self {
        Self { progress, answer, pages: None, more: None, next: Next::End }
    }

    /// How many items the whole list has.
    pub fn total<T: Encode>(&mut self, total: Option<&T>) {
        if let Some(total) = total.and_then(|total| number(total)) {
            self.progress.total = Some(total);
        }
    }

    /// How many pages there are.
    pub fn pages<T: Encode>(&mut self, pages: Option<&T>) {
        self.pages = pages.and_then(|pages| number(pages));
    }

    /// Whether there are more items.
    pub fn more<T: Encode>(&mut self, more: Option<&T>) {
        self.more = more.and_then(|more| match json(more)? {
            Json::Bool(more) => Some(more),
            Json::String(text) => text.parse().ok(),
            other => other.as_number().map(|number| number.as_u64() != Some(0)),
        });
    }

    /// The next page is the one with the next number; the first has the number `first`.
    ///
    /// The list ends where the answer says so: no more items, the last of its pages, as many items as it has in total.
    /// Else it ends with a page without items.
    pub fn page<T: Encode + Decode>(&mut self, number: &mut T, first: u64, items: usize) {
        let page = self::number(number).unwrap_or(first);
        let before = page.saturating_sub(first);
        self.count(before.saturating_mul(items as u64), items);
        let is_last = self.pages.is_some_and(|pages| before.saturating_add(1) >= pages);
        let ends = if let Some(more) = self.more { !more } else { items == 0 || is_last || self.is_complete() };
        if !ends {
            self.next = set(number, &Json::from(page.saturating_add(1)));
        }
    }

    /// The next page begins after the last item of this one.
    ///
    /// The list ends where the answer says so: no more items, as many items as it has in total. Else it ends with a
    /// page without items.
    pub fn offset<T: Encode + Decode>(&mut self, offset: &mut T, items: usize) {
        let before = self::number(offset).unwrap_or(0);
        self.count(before, items);
        if items > 0 && self.more != Some(false) && (self.more == Some(true) || !self.is_complete()) {
            self.next = set(offset, &Json::from(before.saturating_add(items as u64)));
        }
    }

    /// The next page is the one to which the cursor leads; without a cursor, or with one that is empty or 0, there is none.
    pub fn cursor<T: Encode + Decode, C: Encode>(&mut self, parameter: &mut T, cursor: Option<&C>) {
        let Some(cursor) = cursor.and_then(|cursor| json(cursor)) else { return };
        let Some(text) = text(&cursor).filter(|text| !text.is_empty() && text != "0") else { return };
        if self.more == Some(false) {
            return;
        }
        let present = json(parameter).and_then(|present| self::text(&present));
        self.next = match self.follow(present, text) {
            Ok(()) => set(parameter, &cursor),
            Err(fault) => Next::Fault(fault),
        };
    }

    /// The next page is the one to which a link leads: `next`, or the field `Link` with `rel=next` (RFC 8288).
    pub fn link<O: Linked, L: Encode>(&mut self, request: &mut O, next: Option<&L>) {
        let next = next.and_then(|next| json(next)).and_then(|next| text(&next));
        let next = next.filter(|next| !next.is_empty());
        self.go_to(request, next.map(Ok));
    }

    /// The next page is the one to which a field of links leads: `declared`, or the field `Link` of the answer.
    pub fn link_field<O: Linked, L: Encode>(&mut self, request: &mut O, declared: Option<&L>) {
        let declared = declared.and_then(|field| json(field)).and_then(|field| text(&field));
        let next = match declared {
            Some(field) => link::next_of([field.as_bytes()]),
            None => {
                link::next_of(self.answer.headers.get_all(http::header::LINK).iter().map(http::HeaderValue::as_bytes))
            }
        };
        self.go_to(request, next);
    }

    fn go_to<O: Linked>(&mut self, request: &mut O, next: Option<Result<String, PageFault>>) {
        let Some(next) = next else { return };
        let here = self.answer.extensions.get::<AnsweredBy>().map(|by| &by.0);
        let followed = next.and_then(|next| link::query_of(&next, here)).and_then(|query| {
            self.follow(None, query.clone())?;
            link::follow(request, &query, &O::META)
        });
        self.next = followed.map_or_else(Next::Fault, |()| Next::Page);
    }

    /// Counts the items of a page.
    fn count(&mut self, before: u64, items: usize) {
        if !self.progress.begun {
            self.progress.items = before;
            self.progress.begun = true;
        }
        self.progress.items = self.progress.items.saturating_add(items as u64);
    }

    /// Whether all items were there.
    fn is_complete(&self) -> bool {
        self.progress.total.is_some_and(|total| self.progress.items >= total)
    }

    /// Notes where the way leads; from `present`, when that is not known yet.
    fn follow(&mut self, present: Option<String>, next: String) -> Result<(), PageFault> {
        self.progress.followed.extend(present.filter(|_| self.progress.followed.is_empty()));
        if self.progress.followed.insert(next) { Ok(()) } else { Err(PageFault::Repeated) }
    }
}

/// A value as JSON; nothing when it cannot be written.
fn json(value: &dyn Encode) -> Option<Json<'static>> {
    to_json(value).ok()
}

/// The number that a value is, or that its text is.
fn number(value: &dyn Encode) -> Option<u64> {
    match json(value)? {
        Json::String(text) => Number::from_text(&text)?.as_u64(),
        other => other.as_number()?.as_u64(),
    }
}

/// The text of a value that is one: a string, a number.
fn text(json: &Json<'_>) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone().into_owned()),
        other => other.as_number().map(|number| number.to_string()),
    }
}

/// Sets a parameter, by the value itself or else by its text.
fn set<T: Decode>(parameter: &mut T, value: &Json<'_>) -> Next {
    let read = T::decode(Node::new(value)).or_else(|violations: Violations| {
        let Some(text) = text(value) else { return Err(violations) };
        T::decode(Node::new(&Json::from(text)).text())
    });
    match read {
        Ok(value) => {
            *parameter = value;
            Next::Page
        }
        Err(violations) => Next::Fault(PageFault::Unfit(violations)),
    }
}
