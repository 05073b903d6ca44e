//! The stages between document and model.

use serde_json::Value;

use crate::diagnostic::Diagnostics;
use crate::ir::Api;
use crate::resolve::{Resolver, Targets};
use crate::{Options, dialect, lower, parallel};

/// dialect → resolve → lower.
///
/// The answer is `None` when the document is none that code can be made of; the reasons are among the findings.
pub fn compile(document: &Value, options: &Options, diagnostics: &mut Diagnostics) -> Option<Api> {
    let (version, minor) = dialect::version(document, diagnostics)?;
    let targets = Targets::default();
    let resolver = Resolver::new(document, version, &targets);
    let check = || {
        let mut found = Diagnostics::default();
        let examples = dialect::check(document, minor, &mut found);
        (lower::evidence(document, &examples), found)
    };
    let mut own = Diagnostics::default();
    let normalized = dialect::normalize(document, minor, &mut own);
    let (checked, named) = parallel::both(check, || lower::name(&normalized, resolver, options, &mut own));
    let api = lower::lower(named, checked);
    diagnostics.extend(own);
    (!diagnostics.has_errors()).then_some(api)
}
