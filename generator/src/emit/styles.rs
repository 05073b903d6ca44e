//! How parameters are described: `style`, `explode` and what goes with them.

use crate::ir::{FormField, Location, Parameter, ParameterMembers, ParameterStyle, StyleKind};
use crate::tokens::{Ident, TokenStream, quote};

use super::parts::ident;

/// The method by which a parameter is written and read, and how it is described: the same on both sides.
pub(super) fn parameter_call(parameter: &Parameter) -> (Ident, TokenStream) {
    use Location::{Header, Path, Query};
    let wire = &parameter.wire;
    let short = match (parameter.location, parameter.required, is_usual(parameter)) {
        (Path, _, true) => "path",
        (Query, true, true) => "query",
        (Query, false, true) => "optional_query",
        (Header, true, true) => "header",
        (Header, false, true) => "optional_header",
        _ => {
            let (method, described) = described_parameter(parameter);
            return (method, quote!(&#described));
        }
    };
    (ident(short), quote!(#wire))
}

/// Whether the place of a parameter says how it is written; cookies are always described.
pub(super) fn is_usual(parameter: &Parameter) -> bool {
    let whole = matches!(parameter.style.kind, StyleKind::WholeForm | StyleKind::WholeJson);
    description(&parameter.style, parameter.location).is_empty() && !whole && parameter.location != Location::Cookie
}

/// The method by which a parameter of any style is read or written, and how it is described.
pub(super) fn described_parameter(parameter: &Parameter) -> (Ident, TokenStream) {
    use Location::{Cookie, Header, Path, Query};
    let (wire, described) = (&parameter.wire, description(&parameter.style, parameter.location));
    let place = match (parameter.location, parameter.style.kind) {
        (_, StyleKind::WholeForm) => "query_string",
        (_, StyleKind::WholeJson) => "query_string_json",
        (Path, _) => "path",
        (Query, _) => "query",
        (Header, _) => "header",
        (Cookie, _) => "cookie",
    };
    let (place, method) = (ident(place), if parameter.required { "parameter" } else { "optional_parameter" });
    let fields: Vec<TokenStream> = parameter.style.fields.iter().map(form_field).collect();
    let fields = (!fields.is_empty()).then(|| quote!(.fields(const { &[#(#fields),*] })));
    (ident(method), quote!(rt::Parameter::#place(#wire) #described #fields))
}

/// `rt::Parameter::query("point").joined().object()`: a member of a form that does not stand in it in the usual way.
pub(super) fn form_field(field: &FormField) -> TokenStream {
    let (wire, described) = (&field.wire, description(&field.style, Location::Query));
    let object = field.object.then(|| quote!(.object()));
    quote!(rt::Parameter::query(#wire) #described #object)
}

/// `.deep_object().reserved()`: what is not usual for the place of a parameter.
fn description(style: &ParameterStyle, place: Location) -> TokenStream {
    let kind = match style.kind {
        // Those of a whole query begin with methods of their own.
        StyleKind::Usual | StyleKind::WholeForm | StyleKind::WholeJson => None,
        StyleKind::Label => Some("label"),
        StyleKind::Matrix => Some("matrix"),
        StyleKind::SpaceDelimited => Some("space_delimited"),
        StyleKind::PipeDelimited => Some("pipe_delimited"),
        StyleKind::DeepObject => Some("deep_object"),
        StyleKind::PlainCookie => Some("plain_cookie"),
        StyleKind::Json => Some("json"),
    };
    let explodes = match style.kind {
        StyleKind::SpaceDelimited | StyleKind::PipeDelimited => false,
        StyleKind::Json | StyleKind::WholeForm | StyleKind::WholeJson => style.explode,
        _ => matches!(place, Location::Query | Location::Cookie),
    };
    let explode = match (explodes, style.explode) {
        (true, false) => Some("joined"),
        (false, true) => Some("exploded"),
        _ => None,
    };
    let calls = [kind, explode, style.reserved.then_some("reserved"), style.empty.then_some("or_empty")];
    let calls = calls.into_iter().flatten().map(ident);
    let members = style.members.as_ref().map(|members| match members {
        ParameterMembers::Only(names) => quote!(.members(&[#(#names),*])),
        ParameterMembers::AllBut(names) => quote!(.members_but(&[#(#names),*])),
    });
    let unnamed = style.unnamed.then(|| quote!(.unnamed()));
    let (shared, lent) = (&style.shared, &style.lent);
    let shared = (!shared.is_empty()).then(|| quote!(.shared(&[#(#shared),*])));
    let lent = (!lent.is_empty()).then(|| quote!(.lent(&[#(#lent),*])));
    quote!(#(.#calls())* #members #unnamed #shared #lent)
}
