//! The program of the generated code: it serves each document's examples, and passes calls on by each document's client.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::documents::Document;
use crate::workspace::{project, quoted, scratch, write};
use crate::{Fallible, cargo, generate, say_aside};

/// What does not depend on the documents.
const FRAME: &str = include_str!("../../peers/program.rs");

/// The name of the crate, different from those of other workspaces: all share one target folder.
const NAME: &str = "peers-program";

/// Generates the code of the documents and compiles it as one program.
pub(super) fn build(documents: &[Document], folder: &Path) -> Fallible<PathBuf> {
    let mut text = FRAME.to_owned();
    for document in documents {
        let out = folder.join("code").join(&document.module);
        let order = generate::Order {
            spec: document.path.clone(),
            overlay: document.overlay.clone(),
            out: out.clone(),
            ..generate::Order::default()
        };
        let generated = generate::generate(&order)?;
        if !generated.written {
            return Err(format!("{}: there is no code: {:?}", document.name, generated.findings).into());
        }
        text.push_str(&module(&document.module, &out)?);
    }
    for (name, arguments) in [("examples", ""), ("gateway", "upstream, recorder, log")] {
        let parameters = if arguments.is_empty() { "" } else { ", upstream: &str, recorder: Recorder, log: Log" };
        write!(text, "\nfn {name}(module: &str{parameters}) -> axum::Router {{\n    match module {{\n")?;
        for Document { module, .. } in documents {
            writeln!(text, "        \"{module}\" => {module}_peer::{name}({arguments}),")?;
        }
        text.push_str("        other => panic!(\"there is no {other}\"),\n    }\n}\n");
    }
    let crate_folder = folder.join("program");
    write(&crate_folder.join("Cargo.toml"), &manifest())?;
    write(&crate_folder.join("src/main.rs"), &text)?;
    fs::copy(project().join("Cargo.lock"), crate_folder.join("Cargo.lock"))?;
    say_aside(&format!("building the code of {} documents", documents.len()));
    let build = scratch().join("build");
    let mut command = cargo::program();
    command.current_dir(&crate_folder).args(["build", "--quiet", "--offline"]).env("CARGO_TARGET_DIR", &build);
    if !command.status()?.success() {
        return Err("the program of the peers does not compile".into());
    }
    Ok(build.join("debug").join(NAME))
}

fn manifest() -> String {
    let runtime = quoted(&project().join("runtime"));
    let features = r#"["client", "server", "reqwest", "uuid", "chrono", "base64", "regex"]"#;
    format!(
        "[package]\nname = \"{NAME}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [profile.dev]\ndebug = 0\nincremental = false\n\n[dependencies]\nhttp = \"1\"\n\
         reqwest = {{ version = \"0.13\", default-features = false }}\nserde_json = \"1\"\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\"] }}\n\
         twinspec-runtime = {{ path = {runtime}, default-features = false, features = {features} }}\n"
    )
}

/// The generated module, and what serves its examples and passes its calls on.
fn module(name: &str, folder: &Path) -> Fallible<String> {
    let file = quoted(&folder.join("mod.rs"));
    let server = fs::read_to_string(folder.join("server.rs"))?;
    let blocks = blocks(&server);
    let mut text = format!(
        "\n#[path = {file}]\npub mod {name};\n\nmod {name}_peer {{\n    use super::{name}::{{api, client, server, types}};\n    \
         use super::{{Log, Recorder, axum, rt}};\n\n    pub struct Served;\n\n    pub struct Passed {{\n        \
         client: client::Client,\n        log: Log,\n    }}\n\n    \
         pub fn examples() -> axum::Router {{\n        server::router(Served)\n    }}\n\n    \
         pub fn gateway(upstream: &str, recorder: Recorder, log: Log) -> axum::Router {{\n        \
         let client = client::Client::builder().base_url(upstream).transport(recorder).build().unwrap();\n        \
         server::router_with(Passed {{ client, log: log.clone() }}, log.options())\n    }}\n"
    );
    for block in &blocks {
        implementation(&mut text, block, "Served")?;
        implementation(&mut text, block, "Passed")?;
    }
    text.push_str("}\n");
    Ok(text)
}

/// One trait implemented for one of the two types.
fn implementation(text: &mut String, block: &Block, subject: &str) -> Fallible<()> {
    let authenticator = block.of == "Authenticator";
    let path = if authenticator { "server::Authenticator" } else { block.of.as_str() };
    write!(text, "\n    impl {path} for {subject} {{\n")?;
    for function in &block.functions {
        let Function { name, signature } = function;
        let body = match (authenticator, subject) {
            (true, "Served") => "super::judged(&_presented)".to_owned(),
            (true, _) => "Ok(rt::server::Principal::anonymous())".to_owned(),
            (false, "Served") => format!("{path}::{name}(&server::Examples, request).await"),
            (false, _) => format!("self.log.call(request, |request| {path}::{name}(&self.client, request)).await"),
        };
        writeln!(text, "{signature}\n        {body}\n    }}")?;
    }
    text.push_str("    }\n");
    Ok(())
}

/// `impl … for Examples` in a generated `server.rs`.
struct Block {
    of: String,
    functions: Vec<Function>,
}

struct Function {
    name: String,
    /// All of it up to its opening brace.
    signature: String,
}

/// What the examples implement. The text is of our own making, so its layout can be relied on: an `impl` for credentials,
/// and `rt::examples!` with a list for each trait of the contract.
fn blocks(server: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in server.lines() {
        let of = line.trim_start().strip_suffix(" for Examples {");
        if let Some(of) = of.map(|of| of.strip_prefix("impl ").unwrap_or(of)) {
            blocks.push(Block { of: of.to_owned(), functions: Vec::new() });
            continue;
        }
        if line.starts_with('}') {
            open = false;
        }
        let Some(block) = blocks.last_mut() else { continue };
        if let Some(rest) = line.strip_prefix("    async fn ").filter(|_| block.of == "Authenticator") {
            let name = rest.split('(').next().unwrap_or_default().to_owned();
            block.functions.push(Function { name, signature: String::new() });
            open = true;
        }
        if let Some(function) = block.functions.last_mut().filter(|_| open) {
            let line = line.replace("        _: rt::server::Presented", "        _presented: rt::server::Presented");
            function.signature += "\n";
            function.signature += &line;
            open = !line.ends_with('{');
        }
        if let Some((name, message)) = entry(line).filter(|_| block.of != "Authenticator") {
            let signature = format!(
                "\n    async fn {name}(&self, request: rt::Request<{message}>) -> rt::Outcome<\n        \
                 <{message} as rt::Operation>::Output,\n        <{message} as rt::Operation>::Failure,\n    > {{"
            );
            block.functions.push(Function { name: name.to_owned(), signature });
        }
    }
    blocks
}

/// The name and the message of `        list(api::List): [`.
fn entry(line: &str) -> Option<(&str, String)> {
    let (name, rest) = line.strip_prefix("        ")?.split_once("(api::")?;
    let (message, _) = rest.split_once("): [")?;
    let plain = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '#');
    (plain(name) && plain(message)).then(|| (name, format!("api::{message}")))
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn signatures_are_found() {
        let text = "impl Authenticator for Examples {\n    async fn key(\n        &self,\n        _: rt::server::Presented,\n    \
                    ) -> A {\n        b()\n    }\n}\n\nrt::examples! {\n    api::PetsApi for Examples {\n        \
                    list(api::List): [\n            C,\n        ],\n        add(api::Add): [D],\n    }\n}\n";
        let found: Vec<String> = blocks(text)
            .iter()
            .flat_map(|block| {
                block.functions.iter().map(move |it| format!("{} {} {}", block.of, it.name, it.signature))
            })
            .collect();
        let outcome = |name: &str| {
            format!(
                "<\n        <api::{name} as rt::Operation>::Output,\n        <api::{name} as rt::Operation>::Failure,\n    > {{"
            )
        };
        assert_eq!(
            found,
            [
                "Authenticator key \n    async fn key(\n        &self,\n        _presented: rt::server::Presented,\n    ) -> A {".to_owned(),
                format!("api::PetsApi list \n    async fn list(&self, request: rt::Request<api::List>) -> rt::Outcome{}", outcome("List")),
                format!("api::PetsApi add \n    async fn add(&self, request: rt::Request<api::Add>) -> rt::Outcome{}", outcome("Add")),
            ]
        );
    }
}
