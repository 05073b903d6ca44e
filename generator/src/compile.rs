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
    let mut own = Diagnostics::default();
    let normalized = dialect::normalize(document, minor, &mut own);
    // As much on each of two processors: the check of the document is about as long as the survey of it, and what its
    // examples say as long as the claims.
    let ((examples, found), survey) = parallel::both(|| checked(document, minor), || lower::survey(resolver));
    let items = dialect::path_items(document, minor);
    let evidence = || lower::evidence(document, &examples);
    let name = || lower::name(&normalized, (resolver, survey, items), options, &mut own);
    let (evidence, named) = parallel::both(evidence, name);
    let api = lower::lower(named, (evidence, found));
    diagnostics.extend(own);
    (!diagnostics.has_errors()).then_some(api)
}

/// What the check of a document finds: the examples in it, and what is not as it should be.
fn checked(document: &Value, minor: u8) -> (dialect::Examples<'_>, Diagnostics) {
    let mut found = Diagnostics::default();
    let examples = dialect::check(document, minor, &mut found);
    (examples, found)
}
