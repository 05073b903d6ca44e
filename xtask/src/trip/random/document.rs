//! A whole document.

use serde_json::{Map, Value, json};

use crate::chance::Chance;
use crate::trip::set;

/// The versions, by their second number.
const VERSIONS: [&str; 3] = ["3.0.4", "3.1.1", "3.2.0"];

/// Names of security schemes, with one that is a keyword of Rust.
const SCHEMES: [&str; 6] = ["bearer", "api_key", "apiKey", "type", "my-login", "Self"];

/// Names of tags.
const TAGS: [&str; 6] = ["pets", "Pets", "user accounts", "type", "1st", "Übersicht"];

/// Makes one document.
pub(super) struct Maker {
    pub(super) chance: Chance,
    /// The second number of the version.
    pub(super) minor: usize,
    /// The schemas that any JSON may refer to.
    pub(super) shared: Vec<String>,
    /// The objects of scalars among them.
    pub(super) flat: Vec<String>,
    pub(super) components: Map<String, Value>,
    /// The names of the security schemes, and whether each is the header `Authorization`, of which a request has one.
    schemes: Vec<(String, bool)>,
    tags: Vec<String>,
    /// The `operationId`s so far.
    pub(super) ids: Vec<String>,
    /// For what each thing is that has a number in its name.
    pub(super) number: usize,
}

/// A document by chance.
pub(super) fn make(mut chance: Chance) -> Value {
    let minor = chance.within(0, 2);
    let mut maker = Maker {
        chance,
        minor,
        shared: Vec::new(),
        flat: Vec::new(),
        components: Map::new(),
        schemes: Vec::new(),
        tags: Vec::new(),
        ids: Vec::new(),
        number: 0,
    };
    maker.document()
}

impl Maker {
    fn document(&mut self) -> Value {
        let version = VERSIONS.get(self.minor).copied().unwrap_or_default();
        let mut document = json!({"openapi": version, "info": {"title": "By chance", "version": "1"}});
        if self.chance.percent(60) {
            let count = self.chance.within(1, 2);
            set(&mut document, "servers", (0..count).map(|_| self.server()).collect::<Vec<_>>());
        }
        self.tags = self.chance.some_of(&TAGS, 0, 3).into_iter().map(str::to_owned).collect();
        if self.chance.percent(60) {
            let tags: Vec<Value> = self.tags.iter().map(|name| json!({"name": name, "description": "Some."})).collect();
            set(&mut document, "tags", tags);
        }
        self.schemas();
        self.security_schemes();
        if self.chance.percent(30)
            && let Some(security) = self.security()
        {
            set(&mut document, "security", security);
        }
        let mut paths = Map::new();
        for number in 0..self.chance.within(2, 4) {
            let (path, item) = self.path(number);
            paths.insert(path, item);
        }
        set(&mut document, "paths", paths);
        if self.minor > 0 && self.chance.percent(40) {
            let item = self.called("webhook");
            set(&mut document, "webhooks", json!({self.chance.pick(&["petSold", "type", "pet sold"]): item}));
        }
        self.links(&mut document);
        let components = std::mem::take(&mut self.components);
        set(&mut document, "components", components);
        document
    }

    /// The number of the next thing.
    pub(super) fn next(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    /// The value by itself, or as a component that it refers to.
    pub(super) fn shared(&mut self, kind: &str, value: Value) -> Value {
        if !self.chance.percent(20) {
            return value;
        }
        let stem = self.chance.pick(&["shared", "Shared", "a.b-c", "_", "type"]);
        let name = format!("{stem}{}", self.next());
        self.component(kind, &name, value)
    }

    /// A reference to a new component.
    pub(super) fn component(&mut self, kind: &str, name: &str, value: Value) -> Value {
        let all = self.components.entry(kind).or_insert_with(|| json!({}));
        set(all, name, value);
        json!({"$ref": format!("#/components/{kind}/{name}")})
    }

    pub(super) fn server(&mut self) -> Value {
        match self.chance.within(0, 3) {
            0 => json!({"url": "https://api.example.com/v1"}),
            1 => json!({"url": "/"}),
            2 => json!({"url": "/base/path", "description": "Relative."}),
            _ => json!({"url": "https://{region}.example.com:{port}/{type}", "variables": {
                "region": {"default": "eu", "enum": ["eu", "us-east", "1"]},
                "port": {"default": "443"},
                "type": {"default": "v1", "description": "Which."},
            }}),
        }
    }

    fn security_schemes(&mut self) {
        for name in self.chance.some_of(&SCHEMES, 0, 3) {
            let own = format!("key{}", self.next());
            let scheme = match self.chance.within(0, 8) {
                0 => json!({"type": "http", "scheme": "basic"}),
                1 | 2 => json!({"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}),
                3 => json!({"type": "apiKey", "in": "header", "name": format!("X-{own}")}),
                4 => json!({"type": "apiKey", "in": "query", "name": own}),
                5 => json!({"type": "apiKey", "in": "cookie", "name": own}),
                6 => json!({"type": "openIdConnect", "openIdConnectUrl": "https://id.example.com/.well-known"}),
                7 if self.minor > 0 => json!({"type": "mutualTLS"}),
                _ => json!({"type": "oauth2", "flows": {"clientCredentials": {
                    "tokenUrl": "https://id.example.com/token", "scopes": {"read": "Reads.", "write:all": "Writes."},
                }}}),
            };
            let authorizes =
                !["apiKey", "mutualTLS"].iter().any(|kind| scheme.get("type").is_some_and(|own| own == kind));
            self.component("securitySchemes", name, scheme);
            self.schemes.push((name.to_owned(), authorizes));
        }
    }

    /// One to three alternatives; none where no scheme is declared.
    pub(super) fn security(&mut self) -> Option<Value> {
        if self.schemes.is_empty() {
            return None;
        }
        let mut all = Vec::new();
        for _ in 0..self.chance.within(1, 2) {
            let mut chosen = self.chance.some_of(&self.schemes, 1, 2);
            if chosen.iter().all(|(_, authorizes)| *authorizes) {
                chosen.truncate(1);
            }
            all.push(chosen.into_iter().map(|(name, _)| (name, json!([]))).collect::<Map<_, _>>().into());
        }
        if self.chance.percent(20) {
            all.push(json!({}));
        }
        Some(all.into())
    }

    /// The tags of an operation.
    pub(super) fn tagged(&mut self) -> Vec<String> {
        self.chance.some_of(&self.tags, 0, 2)
    }
}
