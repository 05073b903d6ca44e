//! Codes `TS03xx`: operations.

codes! {
CONTENT_TYPE_NOT_SUPPORTED = 301, "a content type is not supported yet", "
TODO
";

PARAMETER_STYLE_NOT_SUPPORTED = 302, "a parameter style is not supported yet", "
TODO
";

PATH_TEMPLATE_NOT_SUPPORTED = 303, "the shape of a path template is not supported", "
TODO
";

SECURITY_SCHEME_NOT_SUPPORTED = 304, "a security scheme is not supported yet", "
TODO
";

UNDEFINED_SERVER_VARIABLE = 305, "a variable of a server URL is not defined", "
TODO
";

IGNORED_HEADER_PARAMETER = 306, "a header parameter is ignored", "
TODO
";

BAD_ENVELOPE = 307, "the envelope extension is not valid", "
TODO
";

OPERATION_WITHOUT_RESPONSES = 308, "an operation documents no response", "
TODO
";

}
