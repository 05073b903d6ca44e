//! Codes `TS02xx`: schemas.

codes! {
SCHEMA_NOT_SUPPORTED = 201, "a schema keyword is not supported yet", "
TODO
";

CONTRADICTORY_SCHEMA = 202, "a schema contradicts itself", "
TODO
";

ENUM_VALUE_TYPE = 203, "an enum value is not of the schema's type", "
TODO
";

DEFAULT_TYPE = 204, "a default is not of the schema's type", "
TODO
";

EXAMPLE_TYPE = 205, "an example contradicts its schema", "
TODO
";

ARRAY_WITHOUT_ITEMS = 206, "an array does not say of what", "
TODO
";

}
