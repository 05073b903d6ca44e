//! A part of a document that is too large to be compiled as a whole in the time that there is.

use std::path::Path;

use serde_json::Value;
use twinspec::diagnostic::Diagnostics;
use twinspec::load::load;
use twinspec::source::Source;

use crate::Fallible;
use crate::corpus::find::Document;
use crate::workspace::write;

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// The document with no more than `most` operations of its paths, taken evenly from all of it; and how many it had.
pub(super) fn fewer(document: &Document, most: usize, folder: &Path) -> Fallible<Option<(Document, usize)>> {
    let source = Source::read(&document.path)?;
    let Some(loaded) = load(&source, &mut Diagnostics::default()) else { return Ok(None) };
    let mut value = Value::from(&loaded.value);
    let Some(Value::Object(paths)) = value.get_mut("paths") else { return Ok(None) };
    let operations = |item: &Value| METHODS.iter().filter(|method| item.get(method).is_some()).count();
    let all: usize = paths.values().map(operations).sum();
    if all <= most {
        return Ok(None);
    }
    let mut number = 0;
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        for method in METHODS {
            if item.contains_key(method) {
                // One is kept whenever the share of those that are passes a whole number.
                if number * most / all == (number + 1) * most / all {
                    item.shift_remove(method);
                }
                number += 1;
            }
        }
    }
    paths.retain(|_, item| operations(item) > 0);
    let path = folder.join(format!("{}.json", document.module()));
    write(&path, &value.to_string())?;
    Ok(Some((Document { path, ..document.clone() }, all)))
}
