//! The parts of a table of "Fixed Fields".

use super::Element;

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) takes: Takes,
    pub(super) need: Need,
    /// The minor versions that have it, both included.
    pub(super) versions: (u8, u8),
}

impl Field {
    pub(super) const fn required(self) -> Self {
        Self { need: Need::Required, ..self }
    }

    pub(super) const fn needed(self) -> Self {
        Self { need: Need::Needed, ..self }
    }

    pub(super) const fn vital(self) -> Self {
        Self { need: Need::Vital, ..self }
    }

    /// Added by this minor version.
    pub(super) const fn since(self, minor: u8) -> Self {
        Self { versions: (minor, self.versions.1), ..self }
    }

    /// Last in this minor version.
    pub(super) const fn until(self, minor: u8) -> Self {
        Self { versions: (self.versions.0, minor), ..self }
    }

    /// Whether a minor version has it.
    pub(super) fn is_in(&self, minor: u8) -> bool {
        self.versions.0 <= minor && minor <= self.versions.1
    }
}

/// What it costs when a member is not there, or is not what it has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// The member alone.
    Optional,
    /// The member alone, but it is a fault that it is not there.
    Required,
    /// The object: without the member nothing can be made of it.
    Needed,
    /// The object, when the member is there and cannot be read: without it the object would say something else.
    Vital,
}

/// What a member takes.
#[derive(Debug, Clone, Copy)]
pub(in crate::dialect) enum Takes {
    /// Any value.
    Any,
    /// Text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A whole number that is not negative.
    Count,
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// One of these texts, or a list of them.
    Choices(&'static [&'static str]),
    /// A list.
    List(&'static Self),
    /// A list that is not empty.
    Some(&'static Self),
    /// A list that says something else when one of its items is left out.
    Whole(&'static Self),
    /// An object whose members have names of the user's choice.
    Map(Names, &'static Self),
    /// An object of the specification.
    One(Element),
    /// The same, or a Reference Object.
    Reference(Element),
    /// A Schema Object; from 3.1 on it may be a boolean.
    Schema,
    /// A Schema Object or a boolean, in every version.
    SchemaOrFlag,
}

/// The names that members of a map may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dialect) enum Names {
    /// All.
    Any,
    /// `^[a-zA-Z0-9._-]+$` (section 4.7, Components Object).
    Component,
    /// Beginning with `/` (Paths Object).
    Path,
    /// A token (RFC 9110 section 5.6.2) that is no method with a member of its own (Path Item Object).
    Method,
    /// Three digits, `1XX` to `5XX`, or `default` (Responses Object).
    Status,
}

/// A table: the rows, what members of other names take, and whether `x-` members are allowed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    pub(super) fields: &'static [Field],
    pub(super) others: Option<(Names, Takes)>,
    pub(super) extensions: bool,
}

pub(super) const fn field(name: &'static str, takes: Takes) -> Field {
    Field { name, takes, need: Need::Optional, versions: (0, u8::MAX) }
}

impl Names {
    /// Whether a name is one of them.
    pub(in crate::dialect) fn have(self, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Component => {
                !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
            }
            Self::Path => name.starts_with('/'),
            Self::Method => is_token(name) && !super::METHODS.iter().any(|method| method.eq_ignore_ascii_case(name)),
            Self::Status => match name.as_bytes() {
                [b'1'..=b'5', b'X', b'X'] | [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] => true,
                _ => name == "default",
            },
        }
    }
}

/// Whether a text is a token (RFC 9110 section 5.6.2), as names of methods and of headers are.
pub(super) fn is_token(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_part)
}
