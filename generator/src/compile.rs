//! The stages between document and model.

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::ir::Api;
use crate::{Options, dialect, lower};

/// dialect → resolve → lower.
///
/// The answer is `None` when the document is none that code can be made of; the reasons are among the findings.
pub fn compile(document: &Value, options: &Options, diagnostics: &mut Diagnostics) -> Option<Api> {
    let normalized = dialect::normalize(document, diagnostics)?;
    let api = lower::lower(&normalized, options, diagnostics);
    (!diagnostics.has_errors()).then_some(api)
}
