//! Text of a document within the Markdown of a doc comment.

/// Text as inline code; the fence is longer than any run of backquotes inside.
pub(crate) fn code(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'`') && !text.is_empty() {
        return ["`", text, "`"].concat();
    }
    let text = text.replace(char::is_control, " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    if text.trim().is_empty() {
        return format!("{text:?}");
    }
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}
