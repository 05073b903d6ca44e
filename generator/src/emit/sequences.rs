//! Bodies that are one item after another: how they are written and read on both sides.

use crate::ir::{Check, Data, Framing, Sequence};
use crate::tokens::{Ident, TokenStream, quote};

use super::checks;
use super::parts::{From, ident};

/// `events`, and `rt::SequenceFormat::events().until("[DONE]")` or `rt::SequenceFormat::named_events(&["trade"])`
pub(super) fn format(sequence: &Sequence, checks: &[Check]) -> (Ident, TokenStream) {
    let (method, format) = match (sequence.framing, &sequence.data) {
        (Framing::Events, Data::Text) => ("events", quote!(text_events())),
        (Framing::Events, Data::Json) => ("events", quote!(events())),
        (Framing::Events, Data::Named(json)) => ("events", quote!(named_events(&[#(#json),*]))),
        (Framing::Lines, _) => ("sequence", quote!(lines())),
        (Framing::Records, _) => ("sequence", quote!(records())),
    };
    let method = ident(method);
    let until = sequence.terminator.as_ref().map(|terminator| quote!(.until(#terminator)));
    let checked = (!checks.is_empty()).then(|| {
        let checks = checks::checks(checks, From::Beside);
        quote!(.checked(#checks))
    });
    (method, quote!(rt::SequenceFormat::#format #until #checked))
}
