//! Unions whose branches are told apart by a member, the tag (OpenAPI 3.2, section 4.25, Discriminator Object).

use std::mem::discriminant;

use super::{Decode, Decoded, Encode, Json, Node, Rule, Violations, Writer};

impl<'a> Node<'a> {
    /// The text of the member `name`, by which the branches of a union are told apart.
    pub fn tag(self, name: &str) -> Option<&'a str> {
        match self.get(name)?.json() {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// A value whose tag no branch has: a newer peer may send it, so it is kept as it is, and is not valid.
    ///
    /// ```
    /// use twinspec_runtime::{Json, Node, Value};
    ///
    /// let json = Json::parse(br#"{"kind": "newt"}"#)?;
    /// let kept = Node::new(&json).unknown("kind", &["cat", "dog"], |value: Value| value)?;
    /// assert_eq!(kept["kind"], "newt");
    ///
    /// let refused = Node::new(&json).strict().unknown("kind", &["cat", "dog"], |value| value).unwrap_err();
    /// assert_eq!(refused.to_string(), r#"/kind must be one of "cat", "dog""#);
    /// # Ok::<(), twinspec_runtime::Violations>(())
    /// ```
    ///
    /// # Errors
    /// In strict mode; and when there is no tag.
    pub fn unknown<U>(self, name: &str, known: &[&str], keep: fn(serde_json::Value) -> U) -> Decoded<U> {
        if !matches!(self.json(), Json::Object(_)) {
            return Err(self.expected("an object"));
        }
        match self.get(name) {
            None => Err(Violations::new(Rule::Required, "is required").prefixed(name)),
            Some(tag) if !matches!(tag.json(), Json::String(_)) => Err(tag.expected("a string").prefixed(name)),
            Some(_) => {
                self.known_tag(name, known)?;
                serde_json::Value::decode(self).map(keep)
            }
        }
    }

    /// Reads the member `name`, which is the value of a branch where the tag stands beside it.
    ///
    /// # Errors
    /// When it is absent, or not what `read` asks for.
    pub fn content<U>(self, name: &str, read: fn(Self) -> Decoded<U>) -> Decoded<U> {
        match self.get(name) {
            Some(content) => read(content).map_err(|violations| violations.prefixed(name)),
            None => Err(Violations::new(Rule::Required, "is required").prefixed(name)),
        }
    }

    /// In strict mode, that the tag is one that the document names; a value without a tag passes.
    ///
    /// # Errors
    /// When it is another one.
    pub fn known_tag(self, name: &str, known: &[&str]) -> Decoded<()> {
        match self.tag(name) {
            Some(tag) if self.is_strict() && !known.contains(&tag) => Err(unknown_tag(name, known)),
            _ => Ok(()),
        }
    }
}

#[cold]
fn unknown_tag(name: &str, known: &[&str]) -> Violations {
    let listed: Vec<String> = known.iter().map(|tag| format!("{tag:?}")).collect();
    Violations::new(Rule::Discriminator, format!("must be one of {}", listed.join(", "))).prefixed(name)
}

impl Writer {
    /// Writes a branch of a union whose tag is the member `name`: a tag that is unset is written as the first of
    /// `known`, and one that would make the branch another one is a fault.
    ///
    /// ```
    /// use twinspec_runtime::{Map, Writer};
    ///
    /// let cat = Map::from([("lives".to_owned(), 9)]);
    /// let mut out = Writer::new();
    /// out.tagged("kind", &["cat"], None, &cat);
    /// assert_eq!(out.into_vec()?, br#"{"kind":"cat","lives":9}"#);
    ///
    /// let mut out = Writer::new();
    /// out.tagged("kind", &["cat"], Some("dog"), &cat);
    /// assert_eq!(out.into_vec().unwrap_err().to_string(), r#"/kind must be "cat" for this branch of the union"#);
    /// # Ok::<(), twinspec_runtime::Violations>(())
    /// ```
    pub fn tagged(&mut self, name: &str, known: &[&str], tag: Option<&str>, branch: &dyn Encode) {
        match tag {
            Some(tag) if known.contains(&tag) => branch.encode(self),
            Some(_) => self.wrong_tag(name, known),
            None => {
                let start = self.text.len();
                branch.encode(self);
                self.put_tag(start, name, known);
            }
        }
    }

    /// Writes a branch of a union whose tag stands beside its value.
    ///
    /// ```
    /// let mut out = twinspec_runtime::Writer::new();
    /// out.beside("event", "trade", "data", &7);
    /// assert_eq!(out.into_vec()?, br#"{"event":"trade","data":7}"#);
    /// # Ok::<(), twinspec_runtime::Violations>(())
    /// ```
    pub fn beside(&mut self, name: &str, tag: &str, content: &str, value: &dyn Encode) {
        let mut object = self.object();
        object.member(name, tag);
        object.member(content, value);
        object.end();
    }

    /// Writes a branch of a union whose tag may be absent. One that is unset is written where the value without it would
    /// not be valid, or read as another branch, and nowhere else, so that what was read is written as it was.
    pub fn tagged_where_needed<U: Decode>(
        &mut self,
        union: &U,
        name: &str,
        known: &[&str],
        tag: Option<&str>,
        branch: &dyn Encode,
    ) {
        if tag.is_some() {
            return self.tagged(name, known, tag, branch);
        }
        let start = self.text.len();
        branch.encode(self);
        let text = self.text.get(start..).unwrap_or_default();
        let read = Json::parse(text).ok().and_then(|json| U::decode(Node::new(&json).strict()).ok());
        if read.is_none_or(|read| discriminant(&read) != discriminant(union)) {
            self.put_tag(start, name, known);
        }
    }

    /// Writes a branch that may have any tag but those of other branches, or none.
    pub fn tagged_but(&mut self, name: &str, others: &[&str], tag: Option<&str>, branch: &dyn Encode) {
        match tag {
            Some(tag) if others.contains(&tag) => {
                self.tag_fault(name, "must not be the tag of another branch of the union");
            }
            _ => branch.encode(self),
        }
    }

    /// Puts the first of the tags before the other members of the object that begins at `start`.
    fn put_tag(&mut self, start: usize, name: &str, known: &[&str]) {
        if self.text.get(start) != Some(&b'{') {
            return;
        }
        let mut tagged = Self::new();
        let mut object = tagged.object();
        object.member(name, known.first().copied().unwrap_or_default());
        if self.text.get(start + 1) != Some(&b'}') {
            tagged.text.push(b',');
        }
        self.text.splice(start..=start, tagged.text);
    }

    #[cold]
    fn wrong_tag(&mut self, name: &str, known: &[&str]) {
        let listed: Vec<String> = known.iter().map(|tag| format!("{tag:?}")).collect();
        self.tag_fault(name, &format!("must be {} for this branch of the union", listed.join(" or ")));
    }

    #[cold]
    fn tag_fault(&mut self, name: &str, message: &str) {
        let mut object = self.object();
        object.name(name).fault(Rule::Discriminator, message);
        object.end();
    }
}
