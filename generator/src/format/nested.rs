//! A module and those within it as one file.

use syn::{AttrStyle, Attribute, File, Item};

use super::{FileText, FormatError, empty_file, join, parse_whole, print};
use crate::EmittedFile;

/// The text of a whole module as one file: what `mod.rs` declares (`pub mod types;`) stands in it.
///
/// It is made to be included into a module of the user's, which cannot bring inner attributes: of those of `mod.rs`,
/// each module gets what it allows, and its docs are left out.
///
/// # Errors
/// When the tokens of one of the files are not a Rust file.
pub fn nested(files: &[EmittedFile<'_>], header: &str) -> Result<FileText, FormatError> {
    let mut modules = Vec::new();
    let mut allowed: Vec<Attribute> = Vec::new();
    for emitted in files {
        let mut parsed = parse_whole(emitted)?;
        if emitted.path == "mod.rs" {
            let allows = parsed.attrs.drain(..).filter(|attribute| attribute.path().is_ident("allow"));
            allowed.extend(allows.map(|attribute| Attribute { style: AttrStyle::Outer, ..attribute }));
        }
        modules.push((emitted.path.trim_end_matches(".rs"), parsed));
    }
    let mut root = take(&mut modules, "mod").unwrap_or_else(|| empty_file(Vec::new()));
    fill(&mut root.items, "", &allowed, &mut modules);
    Ok(join(vec![print(root)], header))
}

/// Takes the file of this path out of those that are left.
fn take(modules: &mut Vec<(&str, File)>, path: &str) -> Option<File> {
    let found = modules.iter().position(|(name, _)| *name == path)?;
    Some(modules.swap_remove(found).1)
}

/// Puts the files into the modules that the file of a folder declares, each with these attributes.
fn fill(items: &mut [Item], folder: &str, allowed: &[Attribute], modules: &mut Vec<(&str, File)>) {
    for item in items {
        let Item::Mod(module) = item else { continue };
        let path = format!("{folder}{}", module.ident);
        let file = take(modules, &path).or_else(|| take(modules, &format!("{path}/mod")));
        if let Some(mut content) = file.filter(|_| module.content.is_none()) {
            fill(&mut content.items, &format!("{path}/"), &[], modules);
            module.attrs.extend(allowed.iter().cloned().chain(content.attrs));
            module.content = Some((syn::token::Brace::default(), content.items));
            module.semi = None;
        }
    }
}
