//! `twinspec inspect`: what was decided for one schema, for people and for machines.

use std::fmt::Write as _;

use serde_json::json;

use crate::diagnostic::Diagnostics;
use crate::ir::{Api, Decision, Dispatch, Shape, Type};
use crate::render::MessageFormat;

/// What there is to say about the decision for one schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    pointer: String,
    representation: String,
    rung: &'static str,
    nullable: bool,
    dispatch: Option<String>,
    validation: Vec<String>,
    /// Why the type alone does not say what the schema says; nothing when it does.
    reasons: Vec<String>,
}

impl Inspection {
    pub(crate) fn new(api: &Api, decision: &Decision, diagnostics: &Diagnostics) -> Self {
        let validation = decision.validation(api);
        let here = |pointer: &str| {
            let below = pointer.strip_prefix(decision.pointer.as_str());
            // `Pets` begins like `Pet`, and is another schema.
            below.is_some_and(|rest| rest.is_empty() || rest.strip_prefix('/').is_some_and(|key| !key.contains('/')))
        };
        let findings = diagnostics.iter().filter(|found| here(found.pointer.as_str()));
        let mut reasons: Vec<String> = findings.map(|found| format!("{}: {}", found.code, found.message)).collect();
        let mut told = std::collections::HashSet::new();
        reasons.retain(|reason| told.insert(reason.clone()));
        if decision.narrow {
            reasons.insert(0, "the type accepts less: an integer of more than 64 bits is refused".to_owned());
        }
        if decision.weak {
            reasons.insert(0, "something that the schema demands is not checked".to_owned());
        }
        if !validation.is_empty() {
            reasons.insert(0, "the type accepts more, and validation refuses it".to_owned());
        }
        Self {
            pointer: decision.pointer.clone(),
            representation: representation(api, decision),
            rung: decision.rung(api).name(),
            nullable: decision.nullable || decision.is_any(api),
            dispatch: decision.dispatch(api).map(|dispatch| told_apart(api, decision, &dispatch)),
            validation,
            reasons,
        }
    }

    /// The text for people, or one JSON object.
    pub fn render(&self, format: MessageFormat) -> String {
        match format {
            MessageFormat::Human => self.human(),
            MessageFormat::Json => self.json(),
        }
    }

    fn human(&self) -> String {
        let mut text = format!("#{}\n", self.pointer);
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(text, "  {:<15} {value}", format!("{name}:"));
        };
        line("representation", &self.representation);
        line("rung", self.rung);
        line("null", if self.nullable { "has a place in the type" } else { "has no place in the type" });
        if let Some(dispatch) = &self.dispatch {
            line("dispatch", dispatch);
        }
        line("validation", &if self.validation.is_empty() { "nothing".to_owned() } else { self.validation.join(", ") });
        line(
            "exact",
            &if self.reasons.is_empty() { "yes".to_owned() } else { format!("no: {}", self.reasons.join("; ")) },
        );
        text
    }

    fn json(&self) -> String {
        let object = json!({
            "pointer": self.pointer,
            "representation": self.representation,
            "rung": self.rung,
            "nullable": self.nullable,
            "dispatch": self.dispatch,
            "validation": self.validation,
            "exact": self.reasons.is_empty(),
            "reasons": self.reasons,
        });
        format!("{object}\n")
    }
}

/// The type, and what it is when it has a name.
fn representation(api: &Api, decision: &Decision) -> String {
    let ty = decision.ty.to_string();
    let Some(def) = decision.definition(api) else { return format!("`{ty}`") };
    let what = match &def.shape {
        Shape::Struct(shape) => format!("a struct of {} members", shape.fields.len()),
        Shape::StringEnum(shape) => format!("an enumeration of {} texts", shape.variants.len()),
        Shape::IntegerEnum(shape) => format!("an enumeration of {} integers", shape.variants.len()),
        Shape::Union(shape) => {
            let types: Vec<String> = shape.variants.iter().map(|variant| format!("`{}`", variant.ty)).collect();
            format!("an enum that holds {}", types.join(" or "))
        }
        Shape::Overlap(shape) => {
            let types: Vec<String> = shape.variants.iter().map(|variant| format!("`{}`", variant.ty)).collect();
            format!("a struct that holds one or more of {}", types.join(", "))
        }
        Shape::Alias(inner) => format!("an alias of `{inner}`"),
    };
    if decision.ty == Type::Named(def.name.clone()) {
        format!("`{ty}`, {what}")
    } else {
        format!("`{ty}`, that is `{}`, {what}", def.name)
    }
}

fn told_apart(api: &Api, decision: &Decision, dispatch: &Dispatch) -> String {
    match dispatch {
        Dispatch::Tag(property) => format!("by the property `{property}`"),
        Dispatch::Kind(kinds) => format!("by the JSON type: {}", kinds.join(", ")),
        Dispatch::Trial => {
            let exclusive =
                matches!(decision.definition(api).map(|def| &def.shape), Some(Shape::Union(union)) if union.exclusive);
            if exclusive {
                "each branch is tried, and exactly one may fit".to_owned()
            } else if matches!(decision.definition(api).map(|def| &def.shape), Some(Shape::Overlap(_))) {
                "each branch is tried, and all that fit are taken".to_owned()
            } else {
                "each branch is tried, and the one that keeps most is taken".to_owned()
            }
        }
    }
}
