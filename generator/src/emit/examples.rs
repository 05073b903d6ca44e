//! The example server.

use foldhash::{HashMap, HashSet};
use indexmap::IndexMap;

use crate::ir::{Api, Example, Group, Operation};
use crate::tokens::{Literal, TokenStream, quote};

use super::parts::{self, ident};
use super::server::{accepting_methods, declared};

/// `pub struct Examples;`
pub(super) fn examples(api: &Api) -> TokenStream {
    let schemes = declared(api);
    let authenticator = (!schemes.is_empty()).then(|| {
        let methods = accepting_methods(&schemes);
        quote! {
            #[doc = " Examples are for everybody: any credential is accepted."]
            impl Authenticator for Examples { #(#methods)* }
        }
    });
    quote! {
        #[doc = " Answers each operation with the document's own examples."]
        #[doc = ""]
        #[doc = " A request chooses by `Prefer: code=404` or `Prefer: example=Name` (RFC 7240); without, the first success"]
        #[doc = " answers."]
        #[derive(Debug, Clone, Copy, Default)]
        pub struct Examples;
        #authenticator
    }
}

/// The examples that are shown more than once, the headers that several have, and the names of their constants.
#[derive(Default)]
pub(super) struct Shared<'a> {
    /// In the order in which they are shown first, each with its name.
    order: Vec<(&'a Example, String)>,
    /// Which of them an example is, by its place in memory.
    places: HashMap<usize, usize>,
    headers: IndexMap<&'a [(String, String)], String>,
}

/// Finds the examples that are shown more than once: `EXAMPLE_404`, `EXAMPLE_404_2`.
pub(super) fn shared(api: &Api) -> Shared<'_> {
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    let all = || operations.clone().flat_map(|operation| &operation.examples);
    // Examples are long: no more is compared than what may be the same.
    let mut shown: IndexMap<&Example, Vec<usize>, foldhash::fast::RandomState> = IndexMap::default();
    for example in all().filter(|example| !example.content_type.is_empty()) {
        shown.entry(example).or_default().push(place(example));
    }
    let mut shared = Shared::default();
    let mut of_status: HashMap<u16, usize> = HashMap::default();
    for (example, places) in shown.into_iter().filter(|(_, places)| places.len() > 1) {
        let status = example.code;
        let number = of_status.entry(status).or_default();
        *number += 1;
        shared.places.extend(places.into_iter().map(|place| (place, shared.order.len())));
        shared.order.push((example, numbered(&format!("EXAMPLE_{status}"), *number)));
    }
    let mut with: IndexMap<&[(String, String)], HashSet<&Example>> = IndexMap::new();
    for example in all().filter(|example| !example.headers.is_empty()) {
        with.entry(&example.headers).or_default().insert(example);
    }
    let several = with.into_iter().filter(|(_, examples)| examples.len() > 1).map(|(headers, _)| headers);
    shared.headers = several.zip(1..).map(|(headers, number)| (headers, numbered("EXAMPLE_HEADERS", number))).collect();
    shared
}

/// What tells an example from all others, equal ones too: its place in memory.
fn place(example: &Example) -> usize {
    std::ptr::from_ref(example).addr()
}

/// The first goes without a number.
fn numbered(name: &str, number: usize) -> String {
    if number == 1 { name.to_owned() } else { format!("{name}_{number}") }
}

impl Shared<'_> {
    /// `const EXAMPLE_404: rt::server::Example = …;`
    pub(super) fn constants(&self) -> TokenStream {
        let constants = self.order.iter().map(|(shown, name)| {
            let (name, value) = (ident(name), self.example(shown));
            let docs = parts::docs(&[format!("An answer {} that several operations show.", shown.code)]);
            quote!(#docs const #name: rt::server::Example = #value;)
        });
        let headers = self.headers.iter().map(|(headers, name)| {
            let (name, pairs) = (ident(name), pairs(headers));
            quote!(#[doc = " Headers that several examples have."] const #name: &[(&str, &str)] = &[#pairs];)
        });
        headers.chain(constants).collect()
    }

    /// `EXAMPLE_404`, or the example itself.
    fn named(&self, shown: &Example) -> TokenStream {
        let name = self.places.get(&place(shown)).and_then(|at| self.order.get(*at)).map(|(_, name)| ident(name));
        name.map_or_else(|| self.example(shown), |name| quote!(#name))
    }

    /// `rt::server::Example::new(404, "Error1001").json(r#"{…}"#)`
    fn example(&self, example: &Example) -> TokenStream {
        let (status, name) = (Literal::u16_unsuffixed(example.status), &example.name);
        let code = (example.code != example.status).then(|| {
            let code = Literal::u16_unsuffixed(example.code);
            quote!(.code(#code))
        });
        let headers = (!example.headers.is_empty()).then(|| {
            let shared = self.headers.get(&*example.headers).map(|name| ident(name));
            let headers = shared.map_or_else(
                || {
                    let pairs = pairs(&example.headers);
                    quote!(&[#pairs])
                },
                |name| quote!(#name),
            );
            quote!(.headers(#headers))
        });
        let body = (!example.content_type.is_empty()).then(|| {
            let (kind, body) = (&example.content_type, parts::raw_text(&example.body));
            if kind == "application/json" { quote!(.json(#body)) } else { quote!(.body(#kind, #body)) }
        });
        quote!(rt::server::Example::new(#status, #name) #code #headers #body)
    }
}

/// `("X-Total", "2"), ("X-Next", "7")`
fn pairs(headers: &[(String, String)]) -> TokenStream {
    let pairs = headers.iter().map(|(name, value)| quote!((#name, #value)));
    quote!(#(#pairs),*)
}

/// `rt::examples! { api::UsersApi for Examples { get_user(api::GetUser): [EXAMPLE_404], } }`
pub(super) fn contract(group: &Group, shared: &Shared<'_>) -> TokenStream {
    let name = ident(&group.trait_name);
    let methods = group.operations.iter().map(|operation| method(operation, shared));
    quote!(rt::examples! { api::#name for Examples { #(#methods)* } })
}

fn method(operation: &Operation, shared: &Shared<'_>) -> TokenStream {
    let (method, request) = (ident(&operation.method_name), ident(&operation.type_name));
    let examples = operation.examples.iter().map(|example| shared.named(example));
    quote!(#method(api::#request): [#(#examples),*],)
}
