//! Codes `TS01xx`: the structure of the document.

codes! {
REF_TO_NOWHERE = 101, "a `$ref` leads to nowhere", "
TODO
";

DUPLICATE_OPERATION_ID = 102, "two operations have the same `operationId`", "
TODO
";

UNDECLARED_PATH_PARAMETER = 103, "a parameter of the path template is not declared", "
TODO
";

UNUSED_PATH_PARAMETER = 104, "a declared path parameter is not in the template", "
TODO
";

UNREADABLE_ELEMENT = 105, "an element of the document could not be read", "
TODO
";

EXTERNAL_REF = 106, "a `$ref` into another file is not supported", "
TODO
";

ENDLESS_REF = 107, "a cycle of `$ref`s has no end", "
TODO
";

DUPLICATE_OPERATION = 108, "two operations have the same method and path template", "
TODO
";

UNKNOWN_SECURITY_SCHEME = 109, "a security requirement names no declared scheme", "
TODO
";

}
