//! The stages between document and tokens.

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::{Compiled, Inspection, Options, Summary, dialect, emit, lower};

/// dialect → resolve → lower → emit.
///
/// The answer is `None` when the document is none that code can be made of; the reasons are among the findings.
pub fn compile(document: &Value, options: &Options, diagnostics: &mut Diagnostics) -> Option<Compiled> {
    let normalized = dialect::normalize(document, diagnostics)?;
    let api = lower::lower(&normalized, options, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let summary = Summary {
        title: api.title.clone(),
        version: api.version.clone(),
        operations: api.groups.iter().map(|group| group.operations.len()).sum(),
        types: api.types.len(),
    };
    if options.inspected.is_some() {
        let inspection = api.decision.as_ref().map(|decision| Inspection::new(&api, decision, diagnostics));
        return Some(Compiled { files: Vec::new(), summary, inspection });
    }
    Some(Compiled { files: emit::emit(&api, options), summary, inspection: None })
}
