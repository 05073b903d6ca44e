//! Values as the text of a body.

use crate::{Decoded, Json, to_vec};

/// A string as it is; anything else as JSON text.
pub(crate) fn text(json: &Json<'_>) -> Decoded<String> {
    match json {
        Json::String(text) => Ok(text.to_string()),
        other => json_text(other),
    }
}

/// JSON text.
pub(crate) fn json_text(json: &Json<'_>) -> Decoded<String> {
    Ok(String::from_utf8_lossy(&to_vec(json)?).into_owned())
}
