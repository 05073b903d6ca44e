//! Tells of examples that contradict their schemas.

use foldhash::HashMap;

use crate::codes;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::value::Value;

use super::misfits::Misfit;

/// An example beside a schema, of a media type for instance.
pub(super) fn tell(root: &Value, at: &Pointer, misfit: &Misfit, diagnostics: &mut Diagnostics) {
    let (at, label) = place(root, at, misfit);
    if misfit.refused {
        return tell_refused(&at, misfit, label, diagnostics);
    }
    diagnostics
        .warning(codes::EXAMPLE_TYPE, &at, "this example contradicts its schema")
        .label(label)
        .help("the example server leaves it out, and answers with a sample of the schema where no other is left");
}

/// An example that a reader takes, and that validation refuses.
fn tell_refused(at: &Pointer, misfit: &Misfit, label: String, diagnostics: &mut Diagnostics) {
    diagnostics
        .note(codes::EXAMPLE_TYPE, at, format!("an example is not valid: it {}", misfit.why))
        .label(label)
        .help("the example server shows it all the same; a server refuses such a value in a request");
}

/// Examples within schemas, by the places of the schemas in memory.
pub(super) type Within = HashMap<usize, (Pointer, Misfit)>;

/// The same of examples within schemas, whose places are looked for only now: hardly any document has such.
pub(super) fn tell_within(root: &Value, found: &Within, diagnostics: &mut Diagnostics) {
    let mut open = if found.is_empty() { Vec::new() } else { vec![(Pointer::root(), root)] };
    while let Some((at, node)) = open.pop() {
        if let Some((example, misfit)) = found.get(&std::ptr::from_ref(node).addr()) {
            let example = example.segments().fold(at.clone(), |at, segment| at.child(&segment));
            let (at, label) = place(root, &example, misfit);
            if misfit.refused {
                tell_refused(&at, misfit, label, diagnostics);
            } else {
                diagnostics
                    .note(codes::EXAMPLE_TYPE, &at, "an example contradicts the schema beside it")
                    .label(label)
                    .help("it is not shown where a sample is made of the schema");
            }
        }
        match node {
            Value::Object(members) => {
                open.extend(members.iter().rev().map(|(name, value)| (at.child(name), value)));
            }
            Value::Array(items) => {
                open.extend(items.iter().enumerate().rev().map(|(index, value)| (at.index(index), value)));
            }
            _ => {}
        }
    }
}

/// Where to point, and what to say there: an example may be the text of what is wrong.
fn place(root: &Value, at: &Pointer, misfit: &Misfit) -> (Pointer, String) {
    let (written, place) = (misfit.below(at), misfit.below(&Pointer::root()));
    match written.find(root) {
        Some(_) => (written, format!("this {}", misfit.why)),
        None if place.is_root() => (at.clone(), format!("it {}", misfit.why)),
        None => (at.clone(), format!("`{}` {}", place.as_str(), misfit.why)),
    }
}
