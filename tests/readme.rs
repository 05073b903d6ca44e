//! What README.md and CONTRIBUTING.md show is true: each block of Rust is a run of lines of a file that is compiled, each
//! command is one that there is, and each link leads somewhere.

#![cfg(all(feature = "client", feature = "server", feature = "reqwest"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]
#![allow(unreachable_pub, reason = "what a page shows is public")]

use std::fs;
use std::path::{Path, PathBuf};

use twinspec::Config;

/// The first block of code.
#[path = "readme/client.rs"]
mod client;

/// The blocks about the server.
#[path = "readme/server.rs"]
#[allow(clippy::wildcard_imports, reason = "short, for a page")]
mod server;

/// The block about retries.
#[path = "readme/calls.rs"]
mod calls;

/// The build script; it is not run, since it would mend what `tests/golden.rs` judges.
#[path = "readme/build.rs"]
#[allow(dead_code, reason = "compiled only")]
mod build;

const PAGES: [&str; 2] = ["README.md", "CONTRIBUTING.md"];

/// Where the Rust of the pages stands, compiled by `cargo test --workspace`.
const COMPILED: [&str; 3] = ["tests/readme", "examples", "generated"];

#[tokio::test]
async fn the_client_links_a_provider_at_the_server() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(server::serve(listener));
    let said = client::link(&url).await.unwrap();
    assert!(said.starts_with(r#"linked: ProviderItemResponse { provider_id: Some("my-provider"), "#), "{said}");
}

#[test]
fn the_client_of_the_block_about_retries_can_be_built() {
    calls::patient_client().unwrap();
}

#[test]
fn each_block_of_rust_is_compiled() {
    let sources: Vec<String> = COMPILED.into_iter().flat_map(rust_below).map(|path| read(&path)).collect();
    let shown = blocks("rust");
    assert!(shown.len() >= 6, "only {}", shown.len());
    for block in shown {
        let is_part = |source: &String| format!("\n{source}").contains(&format!("\n{}", block.text));
        assert!(
            sources.iter().any(is_part),
            "{}: these are not lines of a file below {COMPILED:?}; change one of the two:\n\n{}",
            block.page,
            block.text
        );
    }
}

#[test]
fn each_block_of_toml_is_in_use() {
    let files = ["twinspec.toml", "examples/build-script/Cargo.toml"];
    for block in blocks("toml") {
        assert!(files.iter().any(|file| read(file).contains(&block.text)), "not in {files:?}:\n{}", block.text);
    }
}

#[test]
fn each_command_is_one() {
    let mut number = 0;
    for block in blocks("sh") {
        for line in block.text.lines() {
            let line = line.split(" #").next().unwrap_or_default().trim();
            if !line.is_empty() && !line.starts_with('#') {
                check_command(line).unwrap_or_else(|why| panic!("{}: `{line}`: {why}", block.page));
                number += 1;
            }
        }
    }
    assert!(number >= 10, "only {number}");
}

#[test]
fn what_the_command_says_is_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let report = Config::from_toml("twinspec.toml").unwrap().output(folder.path()).generate().unwrap();
    for api in report.apis {
        let report = api.to_string();
        let line = report.split_once("; ").map_or(report.as_str(), |(line, _)| line);
        assert!(blocks("text").iter().any(|block| block.text.contains(line)), "no page shows `{line}…`");
    }
}

#[test]
fn each_link_leads_somewhere() {
    let mut number = 0;
    for page in PAGES {
        let text = read(page);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            assert!(file.is_empty() || file.starts_with("https://") || Path::new(file).exists(), "{page}: {target}");
            number += 1;
        }
    }
    assert!(number >= 5, "only {number}");
}

/// Says why a command of a page is none.
fn check_command(line: &str) -> Result<(), String> {
    let words: Vec<&str> = line.split_whitespace().skip_while(|word| word.contains('=')).collect();
    match words.as_slice() {
        ["cargo", "run", "-p", package, "--", arguments @ ..] => {
            manifest_of(package)?;
            if *package == "twinspec" { check_twinspec(arguments) } else { Ok(()) }
        }
        ["cargo", "run", "--example", name] | ["cargo", "run", "--example", name, "--", ..] => {
            exists(&format!("examples/{name}.rs"))
        }
        ["cargo", "test", "--workspace"] | ["cargo", "fmt", "--all"] => Ok(()),
        ["cargo", "test", "-p", package, "--test", name] => {
            let folder = manifest_of(package)?.parent().unwrap().to_owned();
            exists(folder.join(format!("tests/{name}.rs")).to_str().unwrap())
        }
        ["cargo", "xtask", name, ..] => check_xtask(name),
        ["cargo", "install", "--path", folder] => exists(&format!("{folder}/Cargo.toml")),
        ["twinspec", arguments @ ..] => check_twinspec(arguments),
        [script] => exists(script),
        _ => Err("not a command that this test knows".to_owned()),
    }
}

/// Looks for a tool among the variants that are the commands of `cargo xtask`: of `json-schema-suite` it is
/// `JsonSchemaSuite`.
fn check_xtask(name: &str) -> Result<(), String> {
    let capital = |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect();
    let variant: String = name.split('-').map(capital).collect::<Vec<String>>().concat();
    let is_it = |line: &str| line.trim().strip_prefix(&variant).is_some_and(|rest| rest.starts_with('('));
    let found = read("xtask/src/main.rs").lines().any(is_it);
    if found { Ok(()) } else { Err(format!("`cargo xtask` has no command `{variant}`")) }
}

/// Reads the arguments as the command does.
fn check_twinspec(arguments: &[&str]) -> Result<(), String> {
    let all = std::iter::once(&"twinspec").chain(arguments);
    twinspec::cli::command().try_get_matches_from(all).map(drop).map_err(|error| error.to_string())
}

/// The `Cargo.toml` of a package of the workspace.
fn manifest_of(package: &str) -> Result<PathBuf, String> {
    let root = read("Cargo.toml");
    let members =
        root.lines().find(|line| line.starts_with("members")).expect("the members").split('"').skip(1).step_by(2);
    let manifests = members.map(|member| Path::new(member).join("Cargo.toml")).chain([PathBuf::from("Cargo.toml")]);
    let name = format!("name = \"{package}\"");
    let found = manifests.into_iter().find(|path| read(path).lines().any(|line| line == name));
    found.ok_or_else(|| format!("there is no package `{package}`"))
}

fn exists(path: &str) -> Result<(), String> {
    if Path::new(path).exists() { Ok(()) } else { Err(format!("there is no `{path}`")) }
}

/// A block of code of a page.
struct Block {
    page: &'static str,
    text: String,
}

/// The blocks of a language.
fn blocks(language: &str) -> Vec<Block> {
    let mut found = Vec::new();
    for page in PAGES {
        let mut open: Option<(bool, String)> = None;
        for line in read(page).lines() {
            match (line.strip_prefix("```"), &mut open) {
                (Some(stated), None) => open = Some((stated == language, String::new())),
                (Some(_), Some(_)) => {
                    let (wanted, text) = open.take().unwrap();
                    found.extend(wanted.then_some(Block { page, text }));
                }
                (None, Some((_, text))) => {
                    text.push_str(line);
                    text.push('\n');
                }
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{page}: a block does not end");
    }
    found
}

/// Each file of Rust in a folder and those in it.
fn rust_below(folder: &str) -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
