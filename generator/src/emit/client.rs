//! `client.rs`: the client.

use crate::ir::{Api, Group, Operation, Role, Server, ServerList, VariableValues};
use crate::tokens::{Ident, TokenStream, quote};
use crate::{Options, Piece};

use super::api::{method_docs, pending};
use super::parts::{self, ident};
use super::{bodies, credentials, gates, module, pages, styles, tables};

/// The whole file.
pub(super) fn client<'a>(api: &'a Api, options: &'a Options) -> Vec<Piece<'a>> {
    let mut pieces: Vec<Piece<'a>> = vec![Box::new(|| top(api))];
    pieces.extend(gates::each_group(api, options, methods));
    pieces.extend(gates::each_operation(api, options, |operation| call_impl(operation, api)));
    pieces
}

fn top(api: &Api) -> TokenStream {
    let docs = parts::inner_docs(&[format!("The client of {}.", api.title)]);
    let runtime = parts::use_runtime();
    let imports = if module::signatures_use_types(api) {
        quote!(
            use super::{api, types};
        )
    } else {
        quote!(
            use super::api;
        )
    };
    let structs = structs(api);
    let servers = servers("Server", "The servers that the document names; the default is the first.", &api.servers);
    let own_servers = api.own_servers.iter().map(own_servers);
    let setters = own_setters(api);
    let credentials = (!api.schemes.is_empty()).then(|| credentials::setters(&api.schemes));
    quote!(#docs #imports #runtime #structs #servers #(#own_servers)* #setters #credentials)
}

/// `pub struct Client { core: rt::client::Core }` and its builder.
fn structs(api: &Api) -> TokenStream {
    let client_docs = parts::docs(&[format!("Calls {}. Cheap to clone: clones share their connections.", api.title)]);
    let server = match (api.role, api.servers.is_empty()) {
        (Role::Webhooks | Role::Callbacks, _) => quote!(rt::client::Receivers),
        (Role::Api, true) => quote!(rt::client::NoServer),
        (Role::Api, false) => quote!(Server),
    };
    let own = api.own_servers.iter().map(|list| ident(&list.type_name));
    let own = (!api.own_servers.is_empty()).then(|| quote!(, [#(#own),*]));
    quote! {
        #client_docs
        #[derive(Debug, Clone)]
        pub struct Client {
            core: rt::client::Core,
        }
        #[doc = " Builds a [`Client`]."]
        #[derive(Debug)]
        #[must_use]
        pub struct ClientBuilder {
            settings: rt::client::Settings,
        }
        rt::client!(Client, ClientBuilder, #server #own);
    }
}

/// `pub enum Server { Main { domain: String } }`, its default, and its URL.
fn servers(name: &str, docs: &str, servers: &[Server]) -> TokenStream {
    let (list, docs) = (ident(name), parts::docs(&[docs]));
    let Some(first) = servers.first() else { return TokenStream::new() };
    let plain = first.variables.is_empty();
    let variants = servers.iter().enumerate().map(|(index, server)| {
        let (docs, name) = (parts::docs(&server.docs), ident(&server.variant));
        let default = (plain && index == 0).then(|| quote!(#[default]));
        let fields = server.variables.iter().map(|variable| {
            let (docs, name) = (parts::docs(&variable.docs), ident(&variable.name));
            let ty = variable.values.as_ref().map_or_else(|| ident("String"), |values| ident(&values.type_name));
            quote!(#docs #name: #ty,)
        });
        let fields: Vec<TokenStream> = fields.collect();
        if fields.is_empty() { quote!(#docs #default #name,) } else { quote!(#docs #name { #(#fields)* },) }
    });
    let derived = plain.then(|| quote!(, Default));
    let default = (!plain).then(|| default_server(&list, first));
    let urls = servers.iter().map(|server| {
        let (name, url) = (ident(&server.variant), &server.url);
        let names: Vec<_> = server.variables.iter().map(|variable| ident(&variable.name)).collect();
        let variables = server.variables.iter().map(|variable| {
            let (name, wire) = (ident(&variable.name), &variable.wire);
            quote!(.variable(#wire, #name))
        });
        let pattern = if names.is_empty() { quote!(#list::#name) } else { quote!(#list::#name { #(#names),* }) };
        quote!(#pattern => Self::new(#url) #(#variables)*,)
    });
    let mut seen: Vec<&str> = Vec::new();
    let listed = servers.iter().flat_map(|server| &server.variables).filter_map(|variable| {
        let values = variable.values.as_ref().filter(|values| !seen.contains(&values.type_name.as_str()))?;
        seen.push(&values.type_name);
        Some(variable_values(&variable.wire, values))
    });
    let values: Vec<TokenStream> = listed.collect();
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Eq, Hash #derived)]
        pub enum #list { #(#variants)* }
        #default
        #(#values)*
        impl From<#list> for rt::BaseUrl {
            fn from(server: #list) -> Self {
                match server { #(#urls)* }
            }
        }
    }
}

/// `pub enum ServerPort { … }`, and its texts.
fn variable_values(wire: &str, values: &VariableValues) -> TokenStream {
    let (name, docs) =
        (ident(&values.type_name), parts::docs(&[format!("The values of {}.", crate::markdown::code(wire))]));
    let variants = values.variants.iter().map(|variant| {
        let (docs, name) = (parts::docs(&[crate::markdown::code(&variant.wire)]), ident(&variant.name));
        quote!(#docs #name,)
    });
    let texts = values.variants.iter().map(|variant| {
        let (name, wire) = (ident(&variant.name), &variant.wire);
        quote!(Self::#name => #wire,)
    });
    quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum #name { #(#variants)* }
        impl AsRef<str> for #name {
            fn as_ref(&self) -> &str {
                match self { #(#texts)* }
            }
        }
    }
}

/// The servers of some operations: an enum such as `Server`.
fn own_servers(list: &ServerList) -> TokenStream {
    let of: Vec<String> = list.operations.iter().map(|method| format!("[`Client::{method}`]")).collect();
    let docs = format!("The servers of {}; the default is the first.", of.join(", "));
    servers(&list.type_name, &docs, &list.servers)
}

/// `impl ClientBuilder { pub fn upload_server(mut self, server: impl Into<rt::BaseUrl>) -> Self { … } }`
fn own_setters(api: &Api) -> TokenStream {
    let setters = api.own_servers.iter().map(|list| {
        let (setter, name) = (ident(&list.setter), &list.type_name);
        let docs = parts::docs(&[
            format!("Where the operations of [`{name}`] are: one of its servers, by default the first, or any URL."),
            "Credentials are sent there too, with the operations that ask for them. `base_url` alone sets it as well."
                .to_owned(),
        ]);
        quote! {
            #docs
            pub fn #setter(mut self, server: impl Into<rt::BaseUrl>) -> Self {
                self.settings.own_server(#name, server.into());
                self
            }
        }
    });
    if api.own_servers.is_empty() { TokenStream::new() } else { quote!(impl ClientBuilder { #(#setters)* }) }
}

/// `impl Default for Server { … }`, of a first server whose variables have values.
fn default_server(list: &Ident, first: &Server) -> TokenStream {
    let variant = ident(&first.variant);
    let fields = first.variables.iter().map(|variable| {
        let (name, default) = (ident(&variable.name), &variable.default);
        let variant = variable.values.iter().find_map(|values| {
            let variant = values.variants.iter().find(|variant| variant.wire == *default)?;
            let (ty, variant) = (ident(&values.type_name), ident(&variant.name));
            Some(quote!(#ty::#variant))
        });
        let value = variant.unwrap_or_else(|| quote!(#default.to_owned()));
        quote!(#name: #value)
    });
    quote! {
        impl Default for #list {
            fn default() -> Self {
                Self::#variant { #(#fields),* }
            }
        }
    }
}

/// `rt::calls! { api::UsersApi for Client { get_user(api::GetUser) -> rt::Pending<'_, types::User, api::GetUserError>, } }`, and
/// what gives all items of lists that come in pages
fn methods(group: &Group) -> TokenStream {
    let name = ident(&group.trait_name);
    let methods = group.operations.iter().map(|operation| {
        let docs = method_docs(operation, "api::");
        let deprecated = parts::deprecated(operation.deprecated);
        let (method, request) = (ident(&operation.method_name), ident(&operation.type_name));
        let pending = pending(operation);
        quote!(#docs #deprecated #method(api::#request) -> #pending,)
    });
    let pages: Vec<TokenStream> = group.operations.iter().filter_map(pages::client_method).collect();
    let pages = (!pages.is_empty()).then(|| quote!(impl Client { #(#pages)* }));
    quote! {
        rt::calls! { api::#name for Client { #(#methods)* } }
        #pages
    }
}

/// `impl rt::client::Call for api::GetUser { fn write(&self, call: &mut rt::client::Outgoing) { … } }`, where no list says it
fn call_impl(operation: &Operation, api: &Api) -> TokenStream {
    if tables::is_listed(operation) {
        return TokenStream::new();
    }
    let name = ident(&operation.type_name);
    let parameters = operation.parameters.iter().map(|parameter| {
        let name = ident(&parameter.name);
        let (method, description) = styles::parameter_call(parameter);
        quote!(call.#method(#description, &self.#name);)
    });
    let body = operation.body.as_ref().map(bodies::write_request);
    let servers =
        tables::servers(operation, api).map(|name| quote!(const SERVERS: Option<&'static str> = Some(#name);));
    let argument = if operation.parameters.is_empty() && operation.body.is_none() { quote!(_) } else { quote!(call) };
    quote! {
        impl rt::client::Call for api::#name {
            #servers
            #[inline]
            fn write(&self, #argument: &mut rt::client::Outgoing) {
                #(#parameters)*
                #body
            }
        }
    }
}
