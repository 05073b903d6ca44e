//! What a document says about how a parameter is written.

/// A parameter: its name, its place, and how its value becomes text
/// (OpenAPI's `in`, `style`, `explode`, `allowReserved`, `allowEmptyValue` and `content`).
///
/// Client and server are given the same description, so that one reads what the other writes.
///
/// ```
/// use twinspec_runtime::Parameter;
///
/// const FILTER: Parameter = Parameter::query("filter").deep_object();
/// assert_eq!(FILTER.name(), "filter");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) reserved: bool,
    pub(crate) empty: bool,
    pub(crate) members: Members,
    pub(crate) shared: &'static [&'static str],
    pub(crate) lent: &'static [&'static str],
    pub(crate) object: bool,
    pub(crate) unnamed: bool,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

impl Place {
    /// The first segment of the pointers that violations of such a parameter have.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a value becomes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// `style: cookie` of OpenAPI 3.2: like `form`, without percent-encoding.
    Cookie,
    /// `content` of JSON.
    Json,
    /// `in: querystring` of OpenAPI 3.2, `application/x-www-form-urlencoded`: the members are the whole query.
    WholeForm(&'static [Parameter]),
    /// `in: querystring` of OpenAPI 3.2, JSON: the text is the whole query.
    WholeJson,
}

/// Which parts of a query or of the cookies are the members of an object whose members stand for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Members {
    /// These.
    Only(&'static [&'static str]),
    /// All but these, which belong to others.
    AllBut(&'static [&'static str]),
}

impl Members {
    /// Whether a part of this name is one.
    pub(crate) fn have(self, name: &str) -> bool {
        match self {
            Self::Only(own) => own.contains(&name),
            Self::AllBut(others) => {
                // What stands in brackets after a name is a part of that one.
                let rest = |other: &&str| name.strip_prefix(*other);
                !others.iter().filter_map(rest).any(|rest| rest.is_empty() || rest.starts_with('['))
            }
        }
    }
}

impl Parameter {
    const fn new(name: &'static str, place: Place, style: Style, explode: bool) -> Self {
        let members = Members::Only(&[]);
        Self {
            name,
            place,
            style,
            explode,
            reserved: false,
            empty: false,
            members,
            shared: &[],
            lent: &[],
            object: false,
            unnamed: false,
        }
    }

    /// A path parameter of `style: simple`.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Place::Path, Style::Simple, false)
    }

    /// A query parameter of `style: form`, exploded: `ids=1&ids=2`.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Place::Query, Style::Form, true)
    }

    /// A header parameter of `style: simple`.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Place::Header, Style::Simple, false)
    }

    /// A cookie of `style: form`, exploded: an array is several cookies of one name.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Place::Cookie, Style::Form, true)
    }

    /// The whole query as `application/x-www-form-urlencoded` (`in: querystring`, OpenAPI 3.2).
    pub const fn query_string(name: &'static str) -> Self {
        Self::new(name, Place::Query, Style::WholeForm(&[]), true).members_but(&[])
    }

    /// Of a whole query: these members do not stand in the form in the usual way (the Encoding Object).
    #[must_use]
    pub const fn fields(self, fields: &'static [Self]) -> Self {
        Self { style: Style::WholeForm(fields), ..self }
    }

    /// The whole query as JSON (`in: querystring`, OpenAPI 3.2).
    pub const fn query_string_json(name: &'static str) -> Self {
        // All pairs are its own, until others are named.
        Self::new(name, Place::Query, Style::WholeJson, false).members_but(&[])
    }

    /// `style: label`: `.1.2`.
    #[must_use]
    pub const fn label(self) -> Self {
        Self { style: Style::Label, ..self }
    }

    /// `style: matrix`: `;ids=1,2`.
    #[must_use]
    pub const fn matrix(self) -> Self {
        Self { style: Style::Matrix, ..self }
    }

    /// `style: spaceDelimited`: `ids=1%202`.
    #[must_use]
    pub const fn space_delimited(self) -> Self {
        Self { style: Style::SpaceDelimited, explode: false, ..self }
    }

    /// `style: pipeDelimited`: `ids=1%7C2`.
    #[must_use]
    pub const fn pipe_delimited(self) -> Self {
        Self { style: Style::PipeDelimited, explode: false, ..self }
    }

    /// `style: deepObject`: `filter[name]=ada&filter[tags][]=1`.
    #[must_use]
    pub const fn deep_object(self) -> Self {
        Self { style: Style::DeepObject, ..self }
    }

    /// `style: cookie` (OpenAPI 3.2): as `form`, without percent-encoding.
    #[must_use]
    pub const fn plain_cookie(self) -> Self {
        Self { style: Style::Cookie, ..self }
    }

    /// `content: application/json`: the value is JSON text.
    #[must_use]
    pub const fn json(self) -> Self {
        Self { style: Style::Json, explode: false, ..self }
    }

    /// `explode: true`: each item and each member stands for itself.
    #[must_use]
    pub const fn exploded(self) -> Self {
        Self { explode: true, ..self }
    }

    /// `explode: false`: items and members are joined in one text.
    #[must_use]
    pub const fn joined(self) -> Self {
        Self { explode: false, ..self }
    }

    /// `allowReserved`: reserved characters stay as they are, save those that mean something where the value stands.
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }

    /// `allowEmptyValue`, or a value that may be null: an empty text that is no value counts as none.
    #[must_use]
    pub const fn or_empty(self) -> Self {
        Self { empty: true, ..self }
    }

    /// An exploded object with these members: each is a parameter of its own.
    #[must_use]
    pub const fn members(self, names: &'static [&'static str]) -> Self {
        Self { members: Members::Only(names), ..self }
    }

    /// An object whose members are all parameters but these, which belong to others: one that is exploded, or a deep one,
    /// or the whole query.
    #[must_use]
    pub const fn members_but(self, others: &'static [&'static str]) -> Self {
        Self { members: Members::AllBut(others), ..self }
    }

    /// An exploded object that has these members as well, which are parts of another parameter: they are read as its own
    /// where they are repeated, and where the value is none without them.
    #[must_use]
    pub const fn shared(self, names: &'static [&'static str]) -> Self {
        Self { shared: names, ..self }
    }

    /// These of its parts are members of another parameter as well: each may be repeated, once for every parameter.
    #[must_use]
    pub const fn lent(self, names: &'static [&'static str]) -> Self {
        Self { lent: names, ..self }
    }

    /// A member of a form that is an object: it is taken for none else where its text could be a list as well, and exploded
    /// it is there without a member, too.
    #[must_use]
    pub const fn object(self) -> Self {
        Self { object: true, ..self }
    }

    /// An object whose members stand for themselves, and whose own name is that of another parameter's part: what stands
    /// under it is not its own.
    #[must_use]
    pub const fn unnamed(self) -> Self {
        Self { unnamed: true, ..self }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What it may have when nothing of its own is there: an object whose members may all be absent is one without a
    /// member, or has those of another parameter. `None` when it is no such object.
    pub(crate) fn borrowed(&self) -> Option<Self> {
        let borrowed = Self { members: Members::Only(self.shared), shared: &[], ..*self };
        let members = self.members != Members::Only(&[]) || !self.shared.is_empty();
        (members && self.style != Style::DeepObject).then_some(borrowed)
    }

    /// What stands behind the name in a part of a deep object: nothing, or brackets. `None` when the part is another's.
    pub(crate) fn brackets<'k>(&self, key: &'k str) -> Option<&'k str> {
        let rest = key.strip_prefix(self.name).filter(|rest| rest.is_empty() || rest.starts_with('['))?;
        (matches!(self.members, Members::Only(_)) || self.members.have(key)).then_some(rest)
    }

    /// Whether parts of it are parts of another parameter too.
    pub(crate) fn has_common_parts(&self) -> bool {
        !self.shared.is_empty() || !self.lent.is_empty()
    }

    /// Whether a form has it as it has what is not described: scalars and lists by their name, objects as JSON text.
    pub(crate) fn is_usual_in_form(&self) -> bool {
        self.style == Style::Form && self.explode && self.members == Members::Only(&[]) && !self.has_common_parts()
    }

    /// Whether what stands under this name is its value.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        name == self.name && !self.unnamed
    }

    /// Whether a part of a query with this name belongs to it.
    pub(crate) fn takes(&self, name: &str) -> bool {
        match self.style {
            Style::WholeForm(_) | Style::WholeJson => true,
            Style::DeepObject => self.brackets(name).is_some(),
            _ => self.is_named(name) || (self.members != Members::Only(&[]) && self.members.have(name)),
        }
    }

    /// The part of the request in which it stands, as violations name it: `path`, `query`, `header` or `cookie`.
    pub fn location(&self) -> &'static str {
        self.place.name()
    }
}
