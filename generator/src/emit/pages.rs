//! Lists that come in pages: the methods that give all items, and how a request becomes the one for the next page.

use crate::ir::{Location, Operation, Output, PageStep, Pagination, Path, Source};
use crate::tokens::{Ident, Literal, TokenStream, quote};

use super::answers::has_fields;
use super::parts::{self, From, ident};
use super::styles;

/// `fn list_users_items(&self, request: rt::Request<ListUsers>) -> rt::Pages<'_, ListUsers> { … }`, in the contract.
pub(super) fn contract_method(operation: &Operation) -> Option<TokenStream> {
    let pagination = operation.pagination.as_ref()?;
    let docs = method_docs(operation, "");
    let deprecated = parts::deprecated(operation.deprecated);
    let (name, request) = (ident(&pagination.method_name), ident(&operation.type_name));
    let method = ident(&operation.method_name);
    Some(quote! {
        #docs #deprecated
        fn #name(&self, request: rt::Request<#request>) -> rt::Pages<'_, #request> {
            rt::Pages::new(request, |request| Box::pin(self.#method(request)))
        }
    })
}

/// The same of the client, whose stream outlives the borrow of the client.
pub(super) fn client_method(operation: &Operation) -> Option<TokenStream> {
    let pagination = operation.pagination.as_ref()?;
    let docs = method_docs(operation, "api::");
    let deprecated = parts::deprecated(operation.deprecated);
    let (name, request) = (ident(&pagination.method_name), ident(&operation.type_name));
    Some(quote! {
        #docs #deprecated
        pub fn #name(&self, request: impl Into<rt::Request<api::#request>>) -> rt::Pages<'static, api::#request> {
            self.core.pages(request.into())
        }
    })
}

fn method_docs(operation: &Operation, path: &str) -> TokenStream {
    let request = parts::type_link(path, &operation.type_name);
    parts::docs(&[format!("All items of the list whose pages {request} gives, from the page that is asked for.")])
}

/// `impl rt::Paginated for ListUsers { … }`
pub(super) fn paginated_impl(operation: &Operation) -> Option<TokenStream> {
    let pagination = operation.pagination.as_ref()?;
    let name = ident(&operation.type_name);
    let item = parts::ty(&pagination.item, From::Elsewhere);
    let (output, _) = super::api::output_and_failure(operation, &TokenStream::new());
    let taken_apart = taken_apart(operation, pagination);
    let facts = [("total", &pagination.total), ("pages", &pagination.pages), ("more", &pagination.more)];
    let facts = facts.into_iter().filter_map(|(method, source)| {
        let value = found(source.as_ref()?, method);
        let method = ident(method);
        Some(quote!(turn.#method(#value);))
    });
    let step = step(&pagination.step, &pagination.items);
    let linked = linked_impl(operation, pagination);
    Some(quote! {
        impl rt::Paginated for #name {
            type Item = #item;
            fn turn(&mut self, page: #output, turn: &mut rt::Turn<'_>) -> Vec<#item> {
                #taken_apart
                #(#facts)*
                #step
            }
        }
        #linked
    })
}

/// `let ListUsersOutput::Ok { x_total: total, body: page, .. } = page;`, where the output is no body alone.
fn taken_apart(operation: &Operation, pagination: &Pagination) -> Option<TokenStream> {
    let Output::Enum(output) = &operation.output else { return None };
    let answer = operation.successes.get(pagination.success)?;
    let (output, variant) = (ident(output), ident(&answer.variant));
    let bindings: Vec<TokenStream> = headers(pagination)
        .map(|(field, local)| {
            let field = ident(field);
            quote!(#field: #local)
        })
        .collect();
    let headers = super::headers::bound(answer, &bindings);
    let pattern = if has_fields(answer) {
        quote!(#output::#variant { #headers body: page, .. })
    } else {
        quote!(#output::#variant(page))
    };
    Some(if operation.successes.len() == 1 {
        quote!(let #pattern = page;)
    } else {
        quote!(let #pattern = page else { return Vec::new() };)
    })
}

/// The headers that are looked at, each with the name of its local variable.
fn headers(pagination: &Pagination) -> impl Iterator<Item = (&str, Ident)> {
    let next = match &pagination.step {
        PageStep::Cursor(_, source) | PageStep::Link(source) | PageStep::LinkField(Some(source)) => Some(source),
        _ => None,
    };
    let sources = [
        ("total", pagination.total.as_ref()),
        ("pages", pagination.pages.as_ref()),
        ("more", pagination.more.as_ref()),
        ("next", next),
    ];
    sources.into_iter().filter_map(|(local, source)| match source? {
        Source::Header(header) => Some((header.name.as_str(), ident(local))),
        Source::Body(_) => None,
    })
}

/// What leads to the next page, and the items.
fn step(step: &PageStep, path: &Path) -> TokenStream {
    let items = moved(path, quote!(page));
    // What counts the items needs them first.
    let (bound, list) =
        if path.is_empty() { (None, quote!(page)) } else { (Some(quote!(let items = #items;)), quote!(items)) };
    match step {
        PageStep::Page { parameter, first } => {
            let (parameter, first) = (set(parameter), Literal::u64_unsuffixed(*first));
            quote!(#bound turn.page(#parameter, #first, #list.len()); #list)
        }
        PageStep::Offset(parameter) => {
            let parameter = set(parameter);
            quote!(#bound turn.offset(#parameter, #list.len()); #list)
        }
        PageStep::Key(parameter, key) => {
            let (parameter, key) = (set(parameter), found_in(key, Place::Maybe(quote!(#list.last()))));
            quote!(#bound turn.cursor(#parameter, #key); #list)
        }
        PageStep::Cursor(parameter, cursor) => {
            let (parameter, cursor) = (set(parameter), found(cursor, "next"));
            quote!(turn.cursor(#parameter, #cursor); #items)
        }
        PageStep::Link(link) => {
            let link = found(link, "next");
            quote!(turn.link(self, #link); #items)
        }
        PageStep::LinkField(None) => quote!(turn.link_field(self, None::<&String>); #items),
        PageStep::LinkField(Some(field)) => {
            let field = found(field, "next");
            quote!(turn.link_field(self, #field); #items)
        }
    }
}

/// `impl rt::Linked for ListUsers { … }`, where links tie the pages.
fn linked_impl(operation: &Operation, pagination: &Pagination) -> Option<TokenStream> {
    let (PageStep::Link(_) | PageStep::LinkField(_)) = pagination.step else { return None };
    let name = ident(&operation.type_name);
    let in_query = operation.parameters.iter().filter(|parameter| parameter.location == Location::Query);
    let parameters: Vec<TokenStream> = in_query
        .map(|parameter| {
            let name = ident(&parameter.name);
            let (method, description) = styles::described_parameter(parameter);
            quote!(link.#method(&#description, &mut self.#name);)
        })
        .collect();
    let argument = if parameters.is_empty() { quote!(_) } else { quote!(link) };
    Some(quote! {
        impl rt::Linked for #name {
            fn query(&mut self, #argument: &mut rt::Link<'_>) { #(#parameters)* }
        }
    })
}

/// A value on the way to it.
enum Place {
    /// It is there.
    There(TokenStream),
    /// It is within an `Option`.
    Maybe(TokenStream),
}

/// A reference to a part of the answer, within an `Option`; that of a header is in the variable `local`.
fn found(source: &Source, local: &str) -> TokenStream {
    match source {
        Source::Body(path) => found_in(path, Place::There(quote!(page))),
        Source::Header(header) => {
            let local = ident(local);
            if header.options == 0 { quote!(Some(&#local)) } else { quote!(#local.as_ref()) }
        }
    }
}

/// `Some(&page.meta.total)`, or `page.meta.as_ref().and_then(|value| value.total.as_ref())`
fn found_in(path: &Path, from: Place) -> TokenStream {
    let place = path.iter().enumerate().fold(from, |place, (index, member)| {
        let name = ident(&member.name);
        let is_last = index + 1 == path.len();
        // The last of two is null, which counts as nothing.
        let inner = (member.options > 1 && !is_last).then(|| quote!(.and_then(Option::as_ref)));
        match (place, member.options) {
            (Place::There(place), 0) => Place::There(quote!(#place.#name)),
            (Place::There(place), _) => Place::Maybe(quote!(#place.#name.as_ref() #inner)),
            (Place::Maybe(place), 0) => Place::Maybe(quote!(#place.map(|value| &value.#name))),
            (Place::Maybe(place), _) => Place::Maybe(quote!(#place.and_then(|value| value.#name.as_ref()) #inner)),
        }
    });
    match place {
        Place::There(place) => quote!(Some(&#place)),
        Place::Maybe(place) => place,
    }
}

/// `page.data`, or `page.data.and_then(|value| value.items).unwrap_or_default()`
fn moved(path: &Path, from: TokenStream) -> TokenStream {
    let place = path.iter().fold(Place::There(from), |place, member| {
        let name = ident(&member.name);
        let inner = (member.options > 1).then(|| quote!(.flatten()));
        match (place, member.options) {
            (Place::There(place), 0) => Place::There(quote!(#place.#name)),
            (Place::There(place), _) => Place::Maybe(quote!(#place.#name #inner)),
            (Place::Maybe(place), 0) => Place::Maybe(quote!(#place.map(|value| value.#name))),
            (Place::Maybe(place), _) => Place::Maybe(quote!(#place.and_then(|value| value.#name) #inner)),
        }
    });
    match place {
        Place::There(place) => place,
        Place::Maybe(place) => quote!(#place.unwrap_or_default()),
    }
}

/// `&mut self.page`, or `&mut self.body.get_or_insert_default().page`
fn set(path: &Path) -> TokenStream {
    let place = path.iter().enumerate().fold(quote!(self), |place, (index, member)| {
        let name = ident(&member.name);
        let opened = (0..member.options).filter(|_| index + 1 < path.len()).map(|_| quote!(.get_or_insert_default()));
        quote!(#place.#name #(#opened)*)
    });
    quote!(&mut #place)
}
