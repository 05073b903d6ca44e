//! Calls of the runtime's macros that take a list, which `prettyplease` would fill into lines.

use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};
use syn::{Item, ItemMacro, Macro, MacroDelimiter};

/// The call with one entry of its list a line, when it is in braces and ends in a list in braces:
///
/// ```text
/// rt::object! {
///     User: Checked {
///         id: required "id",
///         ..rest,
///     }
/// }
/// ```
pub(super) fn list(item: &ItemMacro) -> Option<String> {
    let MacroDelimiter::Brace(_) = item.mac.delimiter else { return None };
    let mut head: Vec<TokenTree> = item.mac.tokens.clone().into_iter().collect();
    let Some(TokenTree::Group(list)) = head.pop() else { return None };
    if list.delimiter() != Delimiter::Brace || item.ident.is_some() {
        return None;
    }
    let names: Vec<String> = item.mac.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let (path, head) = (names.join("::"), line(head));
    let attributes = attributes(item, &path)?;
    let entries = entries(&list);
    if entries.is_empty() {
        return Some(format!("{attributes}{path}! {{\n    {head} {{}}\n}}\n"));
    }
    Some(format!("{attributes}{path}! {{\n    {head} {{\n{entries}    }}\n}}\n"))
}

/// What stands before a call of this path.
fn attributes(item: &ItemMacro, path: &str) -> Option<String> {
    if item.attrs.is_empty() {
        return Some(String::new());
    }
    let empty = ItemMacro { mac: Macro { tokens: TokenStream::new(), ..item.mac.clone() }, ..item.clone() };
    let printed = prettyplease::unparse(&super::empty_file(vec![Item::Macro(empty)]));
    printed.strip_suffix(&format!("{path}! {{}}\n")).map(str::to_owned)
}

/// The entries, each in a line of its own.
fn entries(list: &Group) -> String {
    let mut lines = String::new();
    let tokens = tokens_of(list);
    let mut rest = tokens.as_slice();
    while !rest.is_empty() {
        let (entry, after) = rest.split_at(end_of_item(rest));
        let entry = put_attributes(&mut lines, entry);
        if !entry.is_empty() {
            put(&mut lines, entry.to_vec());
        }
        rest = after;
    }
    lines
}

/// Puts the attributes of an entry, each in a line of its own; what is left is the entry.
fn put_attributes<'t>(lines: &mut String, mut entry: &'t [TokenTree]) -> &'t [TokenTree] {
    while let [sign @ TokenTree::Punct(punct), group @ TokenTree::Group(attribute), rest @ ..] = entry
        && punct.as_char() == '#'
    {
        if let [TokenTree::Ident(name), _, TokenTree::Literal(text)] = tokens_of(attribute).as_slice()
            && name == "doc"
            && let Ok(syn::Lit::Str(text)) = syn::parse_str(&text.to_string())
        {
            lines.extend(["        ///", &text.value(), "\n"]);
        } else {
            lines.extend(["        ", &line([sign.clone(), group.clone()]), "\n"]);
        }
        entry = rest;
    }
    entry
}

/// One entry; a list at its end is broken into lines where it does not fit into one.
fn put(lines: &mut String, mut entry: Vec<TokenTree>) {
    let whole = line(entry.clone());
    let brackets = |list: &Group| match list.delimiter() {
        Delimiter::Bracket if !is_one_wide_item(list) => Some([" [", "]"]),
        Delimiter::Parenthesis if items_of(&tokens_of(list)).len() > 1 => Some(["(", ")"]),
        _ => None,
    };
    let broken = |list: &Group| brackets(list).filter(|_| !list.stream().is_empty() && whole.len() > WIDEST);
    let comma = entry.pop_if(|last| is_comma(last)).is_some();
    match entry.pop() {
        Some(TokenTree::Group(list)) if let Some([opening, closing]) = broken(&list) => {
            lines.extend(["        ", &line(entry), opening, "\n"]);
            let items: Vec<String> = items_of(&tokens_of(&list)).into_iter().map(|item| line(item.to_vec())).collect();
            let widths: Vec<usize> = items.iter().map(String::len).collect();
            for (item, begins) in items.iter().zip(line_begins(&widths)) {
                let before = match begins {
                    true if lines.ends_with('\n') => "            ",
                    true => "\n            ",
                    false => " ",
                };
                lines.extend([before, item, ","]);
            }
            lines.extend(["\n        ", closing, if comma { ",\n" } else { "\n" }]);
        }
        last => {
            entry.extend(last);
            let pieces: Vec<String> = pieces(entry).into_iter().map(line).collect();
            let widths: Vec<usize> = pieces.iter().map(String::len).collect();
            lines.push_str("        ");
            for (piece, begins) in pieces.iter().zip(piece_begins(&widths)) {
                lines.extend([begins, piece]);
            }
            lines.push_str(if comma { ",\n" } else { "\n" });
        }
    }
}

/// The pieces of an entry that go into lines of their own where it does not fit into one: what it returns, and tags.
fn pieces(tokens: Vec<TokenTree>) -> Vec<Vec<TokenTree>> {
    let mut pieces = vec![Vec::new()];
    for token in tokens {
        let begins =
            |punct: &Punct| punct.as_char() == '|' || (punct.as_char(), punct.spacing()) == ('-', Spacing::Joint);
        if matches!(&token, TokenTree::Punct(punct) if begins(punct)) {
            pieces.push(Vec::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(token);
        }
    }
    pieces
}

/// What stands before each piece of an entry: nothing, a space, or the beginning of a line.
pub(super) fn piece_begins(widths: &[usize]) -> Vec<&'static str> {
    let mut filled = 0;
    let mut most = WIDEST;
    let begins = widths.iter().enumerate().map(|(index, width)| {
        let fits = filled + 1 + width < most;
        filled = if index == 0 || !fits { *width } else { filled + 1 + width };
        match (index, fits) {
            (0, _) => "",
            (_, true) => " ",
            (_, false) => {
                most = LINE;
                "\n            "
            }
        }
    });
    begins.collect()
}

/// Whether a list has one item alone, which would not fit into a line of its own either.
fn is_one_wide_item(list: &Group) -> bool {
    matches!(items_of(&tokens_of(list)).as_slice(), [only] if line(only.to_vec()).len() > LINE)
}

fn tokens_of(list: &Group) -> Vec<TokenTree> {
    list.stream().into_iter().collect()
}

/// Where the first item of a list ends: after its comma.
fn end_of_item(tokens: &[TokenTree]) -> usize {
    tokens.iter().position(ends_item()).map_or(tokens.len(), |comma| comma + 1)
}

/// The items between commas.
fn items_of(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    tokens.split(ends_item()).filter(|item| !item.is_empty()).collect()
}

/// Whether the next token ends an item: a comma, but for those between the parameters of a type.
fn ends_item() -> impl FnMut(&TokenTree) -> bool {
    let (mut depth, mut is_arrow) = (0_usize, false);
    move |token| {
        let TokenTree::Punct(punct) = token else { return false };
        match punct.as_char() {
            '<' => depth += 1,
            '>' if !is_arrow => depth = depth.saturating_sub(1),
            _ => {}
        }
        is_arrow = punct.spacing() == Spacing::Joint && "-=".contains(punct.as_char());
        punct.as_char() == ',' && depth == 0
    }
}

/// The widest entry that is not broken.
pub(super) const WIDEST: usize = 92;

/// The widest item that shares its line, and the widest line of such.
const SHORT: usize = 24;
pub(super) const LINE: usize = 88;

/// Of the items of a list that is broken, whether each begins a line: short ones share lines, as rustfmt has them.
pub(super) fn line_begins(widths: &[usize]) -> Vec<bool> {
    let short = widths.iter().all(|width| *width <= SHORT);
    let mut filled = LINE;
    let begins = widths.iter().map(|width| {
        let begins = !short || filled + width + 2 > LINE;
        filled = if begins { width + 1 } else { filled + width + 2 };
        begins
    });
    begins.collect()
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

/// Tokens in one line.
fn line(tokens: impl IntoIterator<Item = TokenTree>) -> String {
    let mut text = String::new();
    let mut before: Option<TokenTree> = None;
    for token in tokens {
        let closes = match (&before, &token) {
            (Some(TokenTree::Ident(_)), TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
            (before, TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint => {
                follows_type(before.as_ref())
            }
            (_, TokenTree::Punct(punct)) => ",:.<>".contains(punct.as_char()),
            _ => false,
        };
        let opens = match &before {
            Some(TokenTree::Punct(punct)) => punct.spacing() == Spacing::Joint || ".<#&-".contains(punct.as_char()),
            None => true,
            _ => false,
        };
        if !opens && !closes && !text.ends_with("::") {
            text.push(' ');
        }
        match &token {
            TokenTree::Group(group) => text.push_str(&grouped(group)),
            other => text.push_str(&other.to_string()),
        }
        before = Some(token);
    }
    text
}

/// Whether `::` goes on from what stands before it. Elsewhere it begins a path, and `:::` would be read as another sign.
fn follows_type(before: Option<&TokenTree>) -> bool {
    match before {
        Some(TokenTree::Punct(punct)) => punct.as_char() == '>' || punct.spacing() == Spacing::Joint,
        before => matches!(before, Some(TokenTree::Ident(name)) if name != "impl"),
    }
}

fn grouped(group: &Group) -> String {
    let text = line(group.stream());
    match group.delimiter() {
        Delimiter::Parenthesis => format!("({text})"),
        Delimiter::Bracket => format!("[{text}]"),
        Delimiter::Brace => format!("{{ {text} }}"),
        Delimiter::None => text,
    }
}
