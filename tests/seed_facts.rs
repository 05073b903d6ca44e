//! What the vendors document, kept here as tables of facts, against what `specs/` says.
//!
//! `genauth.yaml` is written by hand, so that nothing but this file holds it to the vendor's pages.
//! A test collects all the facts on which the two differ, and names each with what the spec says.

#![allow(clippy::expect_used, reason = "in a test, a message and a stop are what a broken spec deserves")]

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

const GENAUTH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/specs/genauth.yaml");
const LERIAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/specs/lerian-identity.yaml");

// ---- The shape of a fact ------------------------------------------------------------------------

/// One line of a documented table: a parameter, or a member of a body.
struct Fact {
    /// The exact name on the wire.
    name: &'static str,
    kind: Kind,
    required: bool,
}

const fn required(name: &'static str, kind: Kind) -> Fact {
    Fact { name, kind, required: true }
}

const fn optional(name: &'static str, kind: Kind) -> Fact {
    Fact { name, kind, required: false }
}

/// A documented type, and by [`Kind::schema`] how the spec has to write it.
enum Kind {
    Text,
    /// The docs' `string` that nobody may read in a log: `format: password` in the spec.
    Secret,
    /// The docs' `number`, of which only whole ones are ever sent: `integer` in the spec.
    Number,
    /// One of these strings, in this order.
    Choice(&'static str),
    Texts,
    /// An object of any members.
    FreeForm,
    /// What the component schema of this name describes.
    One(&'static str),
    Many(&'static str),
}

impl Kind {
    fn schema(&self) -> Value {
        match self {
            Self::Text => json!({ "type": "string" }),
            Self::Secret => json!({ "type": "string", "format": "password" }),
            Self::Number => json!({ "type": "integer" }),
            Self::Choice(values) => {
                let values: Vec<&str> = values.split_whitespace().collect();
                json!({ "type": "string", "enum": values })
            }
            Self::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Self::FreeForm => json!({ "type": "object", "additionalProperties": true }),
            Self::One(name) => reference(name),
            Self::Many(name) => json!({ "type": "array", "items": reference(name) }),
        }
    }
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

/// An object schema: the tables that together list its members.
struct Dto {
    name: &'static str,
    members: &'static [&'static [Fact]],
}

const fn dto(name: &'static str, members: &'static [&'static [Fact]]) -> Dto {
    Dto { name, members }
}

/// One operation: where it is, what goes in, and what comes out with status 200.
struct Operation {
    id: &'static str,
    method: &'static str,
    path: &'static str,
    query: &'static [&'static [Fact]],
    /// The schema of the body; a body is always required.
    body: Option<&'static str>,
    returns: &'static str,
    /// Whether there is a 302 with a `Location` too.
    redirects: bool,
}

// ---- The docs page "Generate a link to bind an external identity source" ------------------------

/// The page's table "Request parameters".
const LINK_PARAMETERS: &[Fact] = &[
    required("ext_idp_conn_identifier", Kind::Text),
    required("app_id", Kind::Text),
    required("id_token", Kind::Secret),
];

/// The page's table "Request response", but for `data`: the envelope of every answer.
const ENVELOPE: &[Fact] = &[
    required("statusCode", Kind::Number),
    required("message", Kind::Text),
    optional("apiCode", Kind::Number),
    optional("requestId", Kind::Text),
];

/// The last line of that table.
const LINK_DATA: &[Fact] = &[required("data", Kind::One("GenerateBindExtIdpLinkDataDto"))];

/// The page's table "`GenerateBindExtIdpLinkDataDto`".
const LINK: &[Fact] = &[required("url", Kind::Text)];

// ---- GenAuth's SDKs and its public V3 document --------------------------------------------------

/// What the SDKs can send besides [`LINK_PARAMETERS`].
const OUTCOME_PARAMETERS: &[Fact] = &[
    optional("need_url_redirect", Kind::Text),
    optional("only_redirect_token", Kind::Text),
    optional("need_form_post", Kind::Text),
    optional("target_url", Kind::Text),
];

const UNLINK: &[Fact] = &[required("extIdpId", Kind::Text)];

/// The docs call `userInfoInIdp` required, and their own example omits it: optional in the spec.
const IDENTITY: &[Fact] = &[
    required("identityId", Kind::Text),
    required("extIdpId", Kind::Text),
    required("provider", Kind::One("ExtIdpProvider")),
    required("type", Kind::Text),
    required("userIdInIdp", Kind::Text),
    optional("userInfoInIdp", Kind::FreeForm),
    optional("accessToken", Kind::Secret),
    optional("refreshToken", Kind::Secret),
    required("originConnIds", Kind::Texts),
];

const EXT_IDP: &[Fact] = &[
    required("identifier", Kind::Text),
    required("extIdpId", Kind::Text),
    required("type", Kind::One("ExtIdpProvider")),
    required("extIdpType", Kind::Choice("social enterprise")),
    required("bindUrl", Kind::Text),
    required("name", Kind::Text),
    optional("name_en", Kind::Text),
    optional("desc", Kind::Text),
    optional("desc_en", Kind::Text),
    optional("logo", Kind::Text),
];

const IDENTITIES: &[Fact] = &[required("data", Kind::Many("IdentityDto"))];

const EXT_IDPS: &[Fact] = &[required("data", Kind::Many("ExtIdpInfoDto"))];

const DTOS: &[Dto] = &[
    dto("GenerateBindExtIdpLinkRespDto", &[ENVELOPE, LINK_DATA]),
    dto("GenerateBindExtIdpLinkDataDto", &[LINK]),
    dto("UnlinkExtIdpDto", &[UNLINK]),
    dto("CommonResponseDto", &[ENVELOPE]),
    dto("GetIdentitiesRespDto", &[ENVELOPE, IDENTITIES]),
    dto("IdentityDto", &[IDENTITY]),
    dto("GetExtIdpsRespDto", &[ENVELOPE, EXT_IDPS]),
    dto("ExtIdpInfoDto", &[EXT_IDP]),
];

const OPERATIONS: &[Operation] = &[
    Operation {
        id: "generateLinkExtIdpUrl",
        method: "get",
        path: "/api/v3/generate-link-extidp-url",
        query: &[LINK_PARAMETERS, OUTCOME_PARAMETERS],
        body: None,
        returns: "GenerateBindExtIdpLinkRespDto",
        redirects: false,
    },
    Operation {
        id: "linkExtIdp",
        method: "get",
        path: "/api/v3/link-extidp",
        query: &[LINK_PARAMETERS],
        body: None,
        returns: "GenerateBindExtIdpLinkRespDto",
        redirects: true,
    },
    Operation {
        id: "unlinkExtIdp",
        method: "post",
        path: "/api/v3/unlink-extidp",
        query: &[],
        body: Some("UnlinkExtIdpDto"),
        returns: "CommonResponseDto",
        redirects: false,
    },
    Operation {
        id: "getIdentities",
        method: "get",
        path: "/api/v3/get-identities",
        query: &[],
        body: None,
        returns: "GetIdentitiesRespDto",
        redirects: false,
    },
    Operation {
        id: "getApplicationEnabledExtIdps",
        method: "get",
        path: "/api/v3/get-application-enabled-extidps",
        query: &[],
        body: None,
        returns: "GetExtIdpsRespDto",
        redirects: false,
    },
];

/// The providers of this release, in the order in which the vendor lists them.
const PROVIDERS: &str = "
    oidc oauth2 saml ldap ad cas azure-ad wechat google qq wechatwork dingtalk weibo github
    alipay apple baidu lark gitlab twitter facebook slack linkedin yidun qingcloud gitee
    instagram welink huawei honor xiaomi oppo aws amazon douyin kuaishou line sdbz
";

/// Single values: where in the spec, and the JSON that has to stand there.
const VALUES: &[(&str, &str)] = &[
    ("/components/parameters/ExtIdpConnIdentifier/example", r#""my-wechat""#),
    // Throttling is the one failure with an HTTP status of its own.
    ("/components/responses/TooManyRequests/content/application~1json/example/statusCode", "429"),
    // HTTP 200 is a success if and only if the body says so.
    ("/x-twinspec-envelope/success", r#"{ "property": "statusCode", "equals": 200 }"#),
    ("/x-twinspec-envelope/data", r#""data""#),
    ("/x-twinspec-envelope/failure/schema", r##"{ "$ref": "#/components/schemas/CommonResponseDto" }"##),
    ("/components/examples/Forbidden/value/statusCode", "403"),
    ("/components/examples/Forbidden/value/apiCode", "2333"),
    // The application's id is optional beside the token, on a host of the application's own.
    ("/security", r#"[{ "bearer": [], "genauthAppId": [] }, { "bearer": [] }]"#),
    ("/components/securitySchemes/bearer/type", r#""http""#),
    ("/components/securitySchemes/bearer/scheme", r#""bearer""#),
    ("/components/securitySchemes/bearer/bearerFormat", r#""JWT""#),
    ("/components/securitySchemes/genauthAppId/type", r#""apiKey""#),
    ("/components/securitySchemes/genauthAppId/in", r#""header""#),
    ("/components/securitySchemes/genauthAppId/name", r#""x-genauth-app-id""#),
    ("/servers/0/url", r#""https://{domain}""#),
    ("/servers/0/variables/domain/default", r#""example.genauth.ai""#),
];

// ---- The tests ----------------------------------------------------------------------------------

#[test]
fn the_operations_are_the_documented_ones() {
    let name = |fact: &Operation| format!("{} {} is {}", fact.method, fact.path, fact.id);
    let documented = OPERATIONS.iter().map(name).collect();
    agree(&difference("operation", &documented, &stated_operations(&genauth())));
}

#[test]
fn every_operation_says_what_it_does() {
    let spec = genauth();
    agree(&faults(OPERATIONS, |fact| {
        let silent = |key: &&str| text(operation(&spec, fact), key).is_empty();
        let keys = ["summary", "description"].into_iter().filter(silent);
        keys.map(|key| format!("{}: the spec gives no {key}", fact.id)).collect()
    }));
}

#[test]
fn the_parameters_are_the_documented_ones() {
    let spec = genauth();
    agree(&faults(OPERATIONS, |fact| {
        let parameters = parameters(&spec, operation(&spec, fact));
        let stated: Vec<Stated> = parameters.iter().copied().map(stated_parameter).collect();
        let mut faults = compare(fact.id, fact.query, &stated);
        faults.extend(location_faults(fact.id, &parameters));
        faults
    }));
}

#[test]
fn the_request_bodies_are_the_documented_ones() {
    let spec = genauth();
    agree(&faults(OPERATIONS, |fact| {
        let place = format!("{}: request body", fact.id);
        let documented = fact.body.map(|name| json!({ "required": true, "schema": reference(name) }));
        differs(&place, documented, request_body(operation(&spec, fact)))
    }));
}

#[test]
fn the_responses_are_the_documented_ones() {
    let spec = genauth();
    agree(&faults(OPERATIONS, |fact| response_faults(&spec, fact)));
}

#[test]
fn the_members_of_the_bodies_are_the_documented_ones() {
    let spec = genauth();
    agree(&faults(DTOS, |fact| {
        let schema = component(&spec, fact.name);
        let mut faults = differs(&format!("{}: type", fact.name), "object", text(schema, "type"));
        faults.extend(compare(fact.name, fact.members, &properties(&spec, schema)));
        faults
    }));
}

#[test]
fn every_schema_says_what_it_is() {
    let spec = genauth();
    let names: Vec<&str> = DTOS.iter().map(|fact| fact.name).chain(["ExtIdpProvider"]).collect();
    agree(&faults(&names, |name| {
        let silent = text(component(&spec, name), "description").is_empty();
        silent.then(|| format!("{name}: the spec gives no description")).into_iter().collect()
    }));
}

#[test]
fn the_providers_are_complete_and_in_order() {
    let stated = constraints(component(&genauth(), "ExtIdpProvider"));
    agree(&differs("ExtIdpProvider", Kind::Choice(PROVIDERS).schema(), stated));
}

#[test]
fn single_values_are_the_documented_ones() {
    let spec = genauth();
    agree(&faults(VALUES, |(pointer, documented)| {
        let documented: Value = serde_json::from_str(documented).expect("a fact is JSON");
        differs(pointer, documented, spec.pointer(pointer).cloned())
    }));
}

/// Lerian's document stays as it was published; what is wrong in it is amended by the overlay.
#[test]
fn the_published_lerian_document_is_untouched() {
    let spec = fs::read_to_string(LERIAN).expect("specs/lerian-identity.yaml is readable");
    assert_eq!(spec.len(), 7740, "specs/lerian-identity.yaml: bytes");
    assert!(
        !spec.contains("operationId"),
        "specs/lerian-identity.yaml: it was published without an operationId, and now has one"
    );
}

// ---- Comparing ----------------------------------------------------------------------------------

/// Passes when there is no fault; else fails with all of them.
fn agree(faults: &[String]) {
    let faults = faults.join("\n  ");
    assert!(faults.is_empty(), "specs/genauth.yaml is not what the facts say:\n  {faults}");
}

/// The faults that `check` finds in each fact.
fn faults<F>(facts: &[F], check: impl Fn(&F) -> Vec<String>) -> Vec<String> {
    facts.iter().flat_map(check).collect()
}

/// A fault, unless the spec states what is documented; null is what is absent.
fn differs(place: &str, documented: impl Into<Value>, stated: impl Into<Value>) -> Vec<String> {
    let (documented, stated) = (documented.into(), stated.into());
    if documented == stated {
        return Vec::new();
    }
    vec![format!("{place}: documented is {documented}; the spec says {stated}")]
}

/// What only the facts name, and what only the spec names.
fn difference(what: &str, facts: &BTreeSet<String>, stated: &BTreeSet<String>) -> Vec<String> {
    let missing = facts.difference(stated).map(|name| format!("{what} {name}: the spec lacks it"));
    let extra = stated.difference(facts).map(|name| format!("{what} {name}: only the spec has it"));
    missing.chain(extra).collect()
}

/// A parameter or property, as the spec states it.
struct Stated {
    name: String,
    schema: Value,
    required: bool,
    description: String,
}

/// The faults of the members of `owner`: their names as a whole, then each of them.
fn compare(owner: &str, facts: &[&[Fact]], stated: &[Stated]) -> Vec<String> {
    let facts: Vec<&Fact> = facts.iter().copied().flatten().collect();
    let documented_names = facts.iter().map(|fact| fact.name.to_owned()).collect();
    let stated_names = stated.iter().map(|member| member.name.clone()).collect();
    let mut faults = difference(owner, &documented_names, &stated_names);
    for fact in facts {
        for member in stated.iter().filter(|member| member.name == fact.name) {
            faults.extend(member_faults(owner, fact, member));
        }
    }
    faults
}

fn member_faults(owner: &str, fact: &Fact, stated: &Stated) -> Vec<String> {
    let place = |what: &str| format!("{owner} {}: {what}", fact.name);
    let (documented, schema) = (fact.kind.schema(), stated.schema.clone());
    let mut faults = differs(&place("type"), documented, schema);
    faults.extend(differs(&place("required"), fact.required, stated.required));
    if stated.description.is_empty() {
        faults.push(place("the spec gives no description"));
    }
    faults
}

/// Every documented parameter is in the query.
fn location_faults(owner: &str, parameters: &[&Value]) -> Vec<String> {
    faults(parameters, |parameter| {
        let place = format!("{owner} {}: location", text(parameter, "name"));
        differs(&place, "query", text(parameter, "in"))
    })
}

/// The faults of the statuses, of the body of 200, and of what goes with the other two.
fn response_faults(spec: &Value, fact: &Operation) -> Vec<String> {
    let responses = at(operation(spec, fact), &["responses"]);
    let response = |status| resolve(spec, at(responses, &[status]));
    let location = response("302").pointer("/headers/Location/schema").map(constraints);
    let throttled = Some(reference("CommonResponseDto"));
    let redirected = fact.redirects.then(|| Kind::Text.schema());
    let rows = [
        ("body of 200", Some(reference(fact.returns)), schema(response("200"))),
        ("body of 429", throttled, schema(response("429"))),
        ("Location of 302", redirected, location),
    ];

    let statuses = ["200", "302", "429"].into_iter().filter(|&s| s != "302" || fact.redirects);
    let statuses = statuses.map(str::to_owned).collect();
    let mut faults = difference(&format!("{} status", fact.id), &statuses, &keys(responses));
    for (what, documented, stated) in rows {
        faults.extend(differs(&format!("{}: {what}", fact.id), documented, stated));
    }
    faults
}

// ---- Reading the spec ---------------------------------------------------------------------------

fn genauth() -> Value {
    let text = fs::read_to_string(GENAUTH).expect("specs/genauth.yaml is readable");
    serde_yaml::from_str(&text).expect("specs/genauth.yaml is YAML with the data model of JSON")
}

/// Every operation of the document, as "method path is operationId".
fn stated_operations(spec: &Value) -> BTreeSet<String> {
    let mut operations = BTreeSet::new();
    for path in keys(at(spec, &["paths"])) {
        let item = at(spec, &["paths", &path]);
        for method in keys(item) {
            let id = text(at(item, &[&method]), "operationId");
            operations.insert(format!("{method} {path} is {id}"));
        }
    }
    operations
}

fn operation<'a>(spec: &'a Value, fact: &Operation) -> &'a Value {
    at(spec, &["paths", fact.path, fact.method])
}

fn component<'a>(spec: &'a Value, schema: &str) -> &'a Value {
    at(spec, &["components", "schemas", schema])
}

fn parameters<'a>(spec: &'a Value, operation: &'a Value) -> Vec<&'a Value> {
    let listed = at(operation, &["parameters"]).as_array();
    let listed = listed.into_iter().flatten();
    listed.map(|parameter| resolve(spec, parameter)).collect()
}

fn stated_parameter(parameter: &Value) -> Stated {
    Stated {
        name: text(parameter, "name").to_owned(),
        schema: constraints(at(parameter, &["schema"])),
        required: is_required(parameter),
        description: text(parameter, "description").to_owned(),
    }
}

fn request_body(operation: &Value) -> Option<Value> {
    let body = operation.get("requestBody")?;
    Some(json!({ "required": is_required(body), "schema": schema(body) }))
}

/// Whether a parameter or request body is required: not, when nothing is said.
fn is_required(part: &Value) -> bool {
    at(part, &["required"]).as_bool().unwrap_or_default()
}

/// The properties of a component schema. One that is a `$ref` has the description of its target,
/// since version 3.0 ignores what stands beside a `$ref`.
fn properties(spec: &Value, schema: &Value) -> Vec<Stated> {
    let required = at(schema, &["required"]).as_array();
    let stated = |(name, property): (&String, &Value)| Stated {
        name: name.clone(),
        schema: constraints(property),
        required: required.is_some_and(|names| names.contains(&json!(name))),
        description: text(resolve(spec, property), "description").to_owned(),
    };
    let properties = at(schema, &["properties"]).as_object();
    properties.into_iter().flatten().map(stated).collect()
}

/// A schema without what only describes it.
fn constraints(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(keywords) = schema.as_object_mut() {
        keywords.retain(|keyword, _| keyword != "description" && keyword != "example");
    }
    schema
}

/// The schema of a request or response body in JSON.
fn schema(body: &Value) -> Option<Value> {
    body.pointer("/content/application~1json/schema").cloned()
}

/// What a `$ref` points to, or the value itself.
fn resolve<'a>(spec: &'a Value, value: &'a Value) -> &'a Value {
    let Some(target) = value.get("$ref").and_then(Value::as_str) else {
        return value;
    };
    let pointer = target.strip_prefix('#').expect("a $ref stays within the document");
    spec.pointer(pointer).expect("a $ref has a target")
}

/// The value under these keys, or null.
fn at<'a>(value: &'a Value, keys: &[&str]) -> &'a Value {
    keys.iter().fold(value, |value, &key| value.get(key).unwrap_or(&Value::Null))
}

fn keys(object: &Value) -> BTreeSet<String> {
    object.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

/// The string under this key, trimmed; empty when there is none.
fn text<'a>(object: &'a Value, key: &str) -> &'a str {
    at(object, &[key]).as_str().unwrap_or_default().trim()
}
