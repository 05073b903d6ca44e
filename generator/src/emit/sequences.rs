//! Bodies that are one item after another: how they are written and read on both sides.

use crate::ir::{Check, Framing, Sequence};
use crate::tokens::{Ident, TokenStream, quote};

use super::checks;
use super::parts::{From, ident};

/// `events`, and `rt::SequenceFormat::events().until("[DONE]")`
pub(super) fn format(sequence: &Sequence, checks: &[Check]) -> (Ident, TokenStream) {
    let (method, format) = match sequence.framing {
        Framing::Events if sequence.text => ("events", "text_events"),
        Framing::Events => ("events", "events"),
        Framing::Lines => ("sequence", "lines"),
        Framing::Records => ("sequence", "records"),
    };
    let (method, format) = (ident(method), ident(format));
    let until = sequence.terminator.as_ref().map(|terminator| quote!(.until(#terminator)));
    let checked = (!checks.is_empty()).then(|| {
        let checks = checks::checks(checks, From::Beside);
        quote!(.checked(#checks))
    });
    (method, quote!(rt::SequenceFormat::#format() #until #checked))
}
