//! Constraints as calls of the runtime's checker.

use crate::ir::{Check, Number};
use crate::tokens::{Literal, TokenStream, quote};

use super::parts::{self, From, ident};

/// `|value| { value.min_length(1); value.max_length(64); }`, or `|value| value.min_length(1)`
pub(super) fn checks(checks: &[Check], from: From) -> TokenStream {
    // Each pattern is a static of the same name: several stand in blocks of their own.
    let is_pattern = |one: &&Check| matches!(one, Check::Pattern(_) | Check::NotPattern(_));
    let crowded = checks.iter().filter(is_pattern).count() > 1;
    let statement = |one: &Check| {
        let made = check(one, from);
        match one {
            one if crowded && is_pattern(&one) => quote!({ #made; }),
            Check::PatternMembers(..) | Check::OtherMembers(..) => made,
            _ => quote!(#made;),
        }
    };
    match checks {
        [] => quote!(|_| {}),
        [only] if !is_pattern(&only) => {
            let only = check(only, from);
            quote!(|value| #only)
        }
        several => {
            let statements = several.iter().map(statement);
            quote!(|value| { #(#statements)* })
        }
    }
}

/// `[min_length(1), items(pattern("^[a-z]+$"))]`, or nothing; `None` of checks that are not all listed.
pub(super) fn listed(checks: &[Check]) -> Option<TokenStream> {
    let entries: Vec<TokenStream> = checks.iter().map(entry).collect::<Option<_>>()?;
    Some(if entries.is_empty() { TokenStream::new() } else { quote!([#(#entries),*]) })
}

/// `min_length(1)`, or `items(pattern("^[a-z]+$"))`: a check that is a name and a bound, or such checks of each item or
/// value.
fn entry(check: &Check) -> Option<TokenStream> {
    let within = |method: &str, inner: &[Check]| {
        let (method, inner) = (ident(method), inner.iter().map(entry).collect::<Option<Vec<_>>>()?);
        (!inner.is_empty()).then(|| quote!(#method(#(#inner),*)))
    };
    Some(match check {
        Check::Number(method, bound) => {
            let (method, bound) = (ident(method), number(*bound));
            quote!(#method(#bound))
        }
        Check::Count(method, count) => {
            let (method, count) = (ident(method), Literal::usize_unsuffixed(*count));
            quote!(#method(#count))
        }
        Check::Pattern(pattern) => quote!(pattern(#pattern)),
        Check::NotPattern(pattern) => quote!(not_pattern(#pattern)),
        Check::UniqueItems => quote!(unique_items()),
        Check::Items(inner) => within("items", inner)?,
        Check::Values(inner) => within("values", inner)?,
        _ => return None,
    })
}

fn check(check: &Check, from: From) -> TokenStream {
    match check {
        Check::Number(method, bound) => {
            let (method, bound) = (ident(method), number(*bound));
            quote!(value.#method(#bound))
        }
        Check::Count(method, count) => {
            let (method, count) = (ident(method), Literal::usize_unsuffixed(*count));
            quote!(value.#method(#count))
        }
        Check::Pattern(pattern) => {
            let (statics, names) = patterns(std::slice::from_ref(pattern));
            quote!(#statics value.pattern(#(#names),*))
        }
        Check::NotPattern(pattern) => {
            let (statics, names) = patterns(std::slice::from_ref(pattern));
            quote!(#statics value.not_pattern(#(#names),*))
        }
        Check::UniqueItems => quote!(value.unique_items()),
        Check::Types(types) => quote!(value.types(&[#(#types),*])),
        Check::Valid(ty) => {
            let ty = parts::ty(ty, from);
            quote!(value.valid::<#ty>())
        }
        Check::Enumeration(values) => {
            let values = values.iter().map(|value| parts::raw_text(value));
            quote!(value.enumeration(&[#(#values),*]))
        }
        Check::Never => quote!(value.never()),
        _ => object_check(check, from),
    }
}

/// The checks of objects.
fn object_check(check: &Check, from: From) -> TokenStream {
    match check {
        Check::Values(inner) => of_one("values", inner, from),
        Check::Names(inner) => of_one("names", inner, from),
        Check::UnevaluatedProperties(inner) => of_one("unevaluated_properties", inner, from),
        Check::Required(names) => quote!(value.required(&[#(#names),*])),
        Check::DependentRequired(name, needed) => quote!(value.dependent_required(#name, &[#(#needed),*])),
        Check::Member(name, inner) => {
            let inner = checks(inner, from);
            quote!(value.member(#name, #inner))
        }
        Check::Dependent(name, inner) => {
            let inner = checks(inner, from);
            quote!(value.dependent(#name, #inner))
        }
        Check::PatternMembers(pattern, inner) => {
            let (statics, names) = patterns(std::slice::from_ref(pattern));
            let inner = checks(inner, from);
            quote!({ #statics value.pattern_members(#(#names,)* #inner); })
        }
        Check::OtherMembers(known, matched, inner) => {
            let (declared, names) = patterns(matched);
            let inner = checks(inner, from);
            quote!({ #declared value.other_members(&[#(#known),*], &[#(#names),*], #inner); })
        }
        _ => array_check(check, from),
    }
}

/// The checks of arrays.
fn array_check(check: &Check, from: From) -> TokenStream {
    match check {
        Check::Items(inner) => of_one("items", inner, from),
        Check::UnevaluatedItems(inner) => of_one("unevaluated_items", inner, from),
        Check::Item(index, inner) => {
            let (index, inner) = (Literal::usize_unsuffixed(*index), checks(inner, from));
            quote!(value.item(#index, #inner))
        }
        Check::ItemsFrom(index, inner) => {
            let (index, inner) = (Literal::usize_unsuffixed(*index), checks(inner, from));
            quote!(value.items_from(#index, #inner))
        }
        Check::Contains(inner, least, most) => {
            let (inner, least) = (checks(inner, from), Literal::usize_unsuffixed(*least));
            let most = most.map(Literal::usize_unsuffixed).map_or_else(|| quote!(None), |most| quote!(Some(#most)));
            quote!(value.contains(#least, #most, #inner))
        }
        _ => combination(check, from),
    }
}

/// The checks that combine others.
fn combination(check: &Check, from: From) -> TokenStream {
    match check {
        Check::AllOf(branches) => of_several("all_of", branches, from),
        Check::AnyOf(branches) => of_several("any_of", branches, from),
        Check::OneOf(branches) => of_several("one_of", branches, from),
        Check::Not(inner) => of_one("not", inner, from),
        Check::If(condition, then, otherwise) => {
            let (condition, then, otherwise) = (checks(condition, from), checks(then, from), checks(otherwise, from));
            quote!(value.if_then_else(#condition, #then, #otherwise))
        }
        // The families above take all others.
        _ => TokenStream::new(),
    }
}

fn of_one(method: &str, inner: &[Check], from: From) -> TokenStream {
    let (method, inner) = (ident(method), checks(inner, from));
    quote!(value.#method(#inner))
}

fn of_several(method: &str, branches: &[Vec<Check>], from: From) -> TokenStream {
    let method = ident(method);
    let branches = branches.iter().map(|branch| checks(branch, from));
    quote!(value.#method(&[#(#branches),*]))
}

/// Statics for patterns, and references to them.
fn patterns(patterns: &[String]) -> (TokenStream, Vec<TokenStream>) {
    let name = |index: usize| if index == 0 { ident("PATTERN") } else { ident(&format!("PATTERN_{}", index + 1)) };
    let statics = patterns.iter().enumerate().map(|(index, pattern)| {
        let name = name(index);
        quote!(static #name: rt::Pattern = rt::Pattern::new(#pattern);)
    });
    let references = (0..patterns.len()).map(|index| {
        let name = name(index);
        quote!(&#name)
    });
    (statics.collect(), references.collect())
}

fn number(bound: Number) -> TokenStream {
    let literal = match bound {
        Number::Integer(value) => Literal::i64_suffixed(value),
        Number::Unsigned(value) => Literal::u64_suffixed(value),
        Number::Float(value) => Literal::f64_suffixed(value),
    };
    quote!(#literal)
}
