//! The stages between document and model.

use std::sync::{Mutex, mpsc};

use crate::diagnostic::Diagnostics;
use crate::ir::Api;
use crate::parallel::{Leftovers, Shares};
use crate::resolve::{Resolver, Targets};
use crate::value::Value;
use crate::{Options, dialect, lower, parallel};

/// dialect → resolve → lower.
///
/// The answer is `None` when the document is none that code can be made of; the reasons are among the findings.
pub fn compile(document: &Value, options: &Options, diagnostics: &mut Diagnostics) -> Option<Api> {
    compile_all(document, options, diagnostics).map(|(api, leftovers)| {
        parallel::discard(leftovers);
        api
    })
}

/// The same, with what it took.
pub(crate) fn compile_all(
    document: &Value,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<(Api, Leftovers)> {
    let (version, minor) = dialect::version(document, diagnostics)?;
    let targets = Targets::default();
    let resolver = Resolver::new(document, version, &targets);
    let paths = dialect::paths(document);
    let shares = Shares::of(&paths);
    let (sender, others) = mpsc::channel();
    let sender = Mutex::new(Some(sender));
    let check = || {
        // Taken, for it must go with this, whatever happens here: nobody waits for what nobody can send.
        let sender = sender.lock().ok().and_then(|mut sender| sender.take());
        let read = dialect::path_items(&shares, minor);
        sender.and_then(|sender| sender.send(read).ok());
        let mut found = Diagnostics::default();
        let examples = dialect::check(document, minor, &mut found);
        let targets = Targets::default();
        (lower::evidence(Resolver::new(document, version, &targets), &examples), found)
    };
    let mut own = Diagnostics::default();
    let normalized = dialect::normalize(document, minor, &mut own);
    let items = || {
        let mut items = dialect::path_items(&shares, minor);
        items.extend(others.recv().unwrap_or_default());
        items
    };
    let (checked, named) = parallel::both(check, || lower::name(&normalized, items, resolver, options, &mut own));
    let made = lower::lower(named, checked);
    diagnostics.extend(own);
    (!diagnostics.has_errors()).then_some(made)
}
