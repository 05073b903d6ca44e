//! Both ways print the same.

use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What `prettyplease` makes of an item.
fn long_way(item: TokenStream) -> String {
    super::super::print_items(syn::parse2::<syn::File>(item).unwrap().items).text
}

/// The items of a file.
fn items(code: &str) -> Vec<TokenStream> {
    let mut items = Vec::new();
    let mut item: Vec<TokenTree> = Vec::new();
    for token in code.parse::<TokenStream>().unwrap() {
        item.push(token);
        let has_value = item.iter().any(|token| {
            matches!(token, TokenTree::Ident(word) if ["const", "use", "type", "static"].iter().any(|other| word == other))
        });
        let ends = match item.last() {
            Some(TokenTree::Punct(sign)) => sign.as_char() == ';',
            Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace && !has_value,
            _ => false,
        };
        if ends {
            items.push(item.drain(..).collect());
        }
    }
    items
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Whether an item is one of those that stand at the top of a file.
fn is_declaration(item: &TokenStream) -> bool {
    let words = ["use", "mod"];
    item.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(word) if words.iter().any(|w| word == w)))
}

#[test]
fn a_long_entry_without_a_list_is_not_broken() {
    let entry = format!("call_{0}(api::Call{0}): [],", "x".repeat(50));
    let item: TokenStream = format!("rt::examples! {{ api::Api for Examples {{ {entry} }} }}").parse().unwrap();
    let printed = super::print(&item.to_string().parse().unwrap()).unwrap().text;
    assert!(printed.contains(&format!("\n        {entry}\n")), "{printed}");
    assert_eq!(printed, long_way(item));
}

/// All that the fixtures expect, and what lies in the folder that `TWINSPEC_PRINT_BOTH` names.
#[test]
#[allow(clippy::print_stdout, reason = "what is declined is worth a look")]
fn both_ways_print_the_same() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut files);
    if let Some(folder) = std::env::var_os("TWINSPEC_PRINT_BOTH") {
        sources(Path::new(&folder), &mut files);
    }
    let (mut quick, mut all) = (0, 0);
    for path in files.iter().filter(|path| !path.components().any(|part| part.as_os_str() == "tests")) {
        for item in items(&std::fs::read_to_string(path).unwrap()) {
            all += usize::from(!is_declaration(&item));
            let Some(printed) = super::print(&item.to_string().parse().unwrap()) else {
                if std::env::var_os("TWINSPEC_PRINT_BOTH").is_some() {
                    println!("DECLINED {} {}", path.display(), long_way(item).replace('\n', "\n    "));
                }
                continue;
            };
            quick += 1;
            assert_eq!(printed.text, long_way(item), "{}", path.display());
        }
    }
    assert!(quick * 10 > all * 9, "{quick} of {all} items are known");
}
