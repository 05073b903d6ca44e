//! Codes `TS00xx`: the input cannot be used as it is.

codes! {
SYNTAX = 1, "the document is not well-formed YAML or JSON", "
TODO
";

NOT_OPENAPI = 2, "the document is not an OpenAPI document", "
TODO
";

SWAGGER_2 = 3, "the document is Swagger 2.0, not OpenAPI 3", "
TODO
";

UNKNOWN_VERSION = 4, "the OpenAPI version is not known", "
TODO
";

UNREADABLE = 5, "a file cannot be read", "
TODO
";

DUPLICATE_KEY = 6, "a mapping has the same key twice", "
TODO
";

OVERLAY_WITHOUT_MATCH = 7, "the target of an overlay action matches nothing", "
TODO
";

BAD_OVERLAY = 8, "the overlay is not valid", "
TODO
";

BAD_CONFIG = 9, "`twinspec.toml` is not valid", "
TODO
";

}
