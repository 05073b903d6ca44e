//! The names of signs, for names that are told apart by these alone.

/// Spells out the signs that alone tell two names apart, such as `+1` and `-1`, `name` and `-name`, `<` and `<=`.
pub(crate) fn spell(name: &str) -> String {
    /// A name of more signs than this is none of an operator.
    const MOST: usize = 3;
    let trimmed = name.trim();
    if trimmed.len() <= MOST
        && let Some(words) = trimmed.chars().map(sign).collect::<Option<Vec<&str>>>()
    {
        return words.join(" ");
    }
    let rest = trimmed.get(1..).unwrap_or_default();
    let is_signed = rest.starts_with(char::is_alphanumeric);
    match trimmed.chars().next() {
        Some('+') if is_signed => format!("plus {rest}"),
        Some('-') if is_signed => format!("minus {rest}"),
        _ => trimmed.to_owned(),
    }
}

/// The name of a sign that operators are made of.
fn sign(sign: char) -> Option<&'static str> {
    Some(match sign {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '%' => "percent",
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '~' => "tilde",
        '^' => "caret",
        '&' => "and",
        '|' => "or",
        '?' => "question",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '#' => "hash",
        '$' => "dollar",
        '@' => "at",
        '_' => "underscore",
        '\\' => "backslash",
        '"' => "quote",
        _ => return None,
    })
}
