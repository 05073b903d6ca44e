//! What the codec costs the compiler, beside serde's derive: 800 structs of 8 members, from cold.
//!
//! `cargo bench -p twinspec-runtime --bench compile`
//!
//! Two scratch crates in the target folder hold the same types, once with the derive and once with the codec.
//! Each reads and writes every type, so that a build has to make machine code of all of it.

#![allow(missing_docs, clippy::expect_used, clippy::print_stdout)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const STRUCTS: usize = 800;
/// A struct holds the one before it, up to this many deep.
const DEPTH: usize = 10;

/// Field, member name, type, and whether it is optional.
const MEMBERS: [(&str, &str, &str, bool); 7] = [
    ("id", "id", "String", false),
    ("display_name", "displayName", "String", true),
    ("count", "count", "i64", false),
    ("is_active", "isActive", "bool", false),
    ("ratio", "ratio", "f64", true),
    ("tags", "tags", "Vec<String>", false),
    ("created_at", "createdAt", "String", true),
];

/// The crates: the types without any JSON, which both others contain, and the two that are compared.
const CRATES: [&str; 3] = ["types", "derive", "codec"];

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile-bench");
    workspace(&root);
    let library = |name: &str| root.join(name).join("src/lib.rs");
    for name in CRATES {
        write(&library(name), "");
        for command in ["check", "build"] {
            cargo(&root, command, name);
        }
    }

    println!("{STRUCTS} structs of {} members: CPU seconds (wall seconds)", MEMBERS.len() + 1);
    println!("{:<12}{:>16}{:>16}{:>16}{:>15}", "", "types alone", "derive", "codec", "codec/derive");
    for command in ["check", "build"] {
        let [types, derive, codec] = CRATES.map(|name| {
            write(&library(name), &source(name));
            let cost = cargo(&root, command, name);
            write(&library(name), "");
            cost
        });
        let show = |(cpu, wall): (f64, f64)| format!("{cpu:.2} ({wall:.2})");
        let [all, added] = [0.0, types.0].map(|base| (codec.0 - base) / (derive.0 - base));
        println!(
            "cargo {command:<6}{:>16}{:>16}{:>16}{all:>15.3}   without the types: {added:.3}",
            show(types),
            show(derive),
            show(codec),
        );
    }
}

/// Crates that use what this one uses, in the same versions.
fn workspace(root: &Path) {
    let runtime = env!("CARGO_MANIFEST_DIR");
    let package = |name: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n")
    };
    write(&root.join("Cargo.toml"), "[workspace]\nmembers = [\"types\", \"derive\", \"codec\"]\nresolver = \"3\"\n");
    write(&root.join("types/Cargo.toml"), &package("types"));
    let derive = "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";
    write(&root.join("derive/Cargo.toml"), &(package("derive") + derive));
    let codec = format!("twinspec-runtime = {{ path = {runtime:?}, default-features = false }}\n");
    write(&root.join("codec/Cargo.toml"), &(package("codec") + &codec));
    let lock = fs::read_to_string(Path::new(runtime).join("../Cargo.lock"));
    write(&root.join("Cargo.lock"), &lock.expect("the workspace has a lock file"));
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the target folder can be written");
    fs::write(path, text).expect("the target folder can be written");
}

/// Runs cargo on a package, and tells the CPU and the wall seconds that it took.
fn cargo(root: &Path, command: &str, package: &str) -> (f64, f64) {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let (cpu, wall) = (children_cpu_seconds(), Instant::now());
    let status = Command::new(cargo)
        .args([command, "--quiet", "--offline", "--package", package, "--target-dir"])
        .arg(root.join("target"))
        .current_dir(root)
        .env("CARGO_INCREMENTAL", "0")
        .status();
    assert!(status.expect("cargo runs").success(), "cargo {command} of {package} failed");
    let wall = wall.elapsed().as_secs_f64();
    match (cpu, children_cpu_seconds()) {
        (Some(before), Some(after)) => (after - before, wall),
        _ => (wall, wall),
    }
}

/// User and system time of the processes that ended, in Linux's hundredths of a second.
fn children_cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks = fields.split_whitespace().skip(13).take(2);
    ticks.map(|field| field.parse::<f64>().ok()).sum::<Option<f64>>().map(|ticks| ticks / 100.0)
}

/// The struct that struct `n` holds in its last member.
fn child(n: usize) -> String {
    if n.is_multiple_of(DEPTH) { "Vec<i64>".to_owned() } else { format!("Vec<Type{}>", n - 1) }
}

/// The members of struct `n`: field, member name, type, and whether it is optional.
fn members(n: usize) -> impl Iterator<Item = (&'static str, &'static str, String, bool)> {
    let own = MEMBERS.map(|(field, name, of, optional)| (field, name, of.to_owned(), optional));
    own.into_iter().chain([("child_items", "childItems", child(n), true)])
}

/// The struct `n` and, when nothing holds it, the functions that read and write it.
fn with_struct(
    text: &mut String,
    n: usize,
    attribute: impl Fn(&str, bool) -> String,
    derives: &str,
    functions: [&str; 2],
) {
    let mut out = format!("#[derive(Debug, Clone, PartialEq{derives})]\npub struct Type{n} {{\n");
    for (field, name, of, optional) in members(n) {
        let of = if optional { format!("Option<{of}>") } else { of };
        let _ = writeln!(out, "{}    pub {field}: {of},", attribute(name, optional));
    }
    out.push_str("}\n");
    if n % DEPTH == DEPTH - 1 {
        for function in functions {
            out.push_str(&function.replace("{n}", &n.to_string()));
        }
    }
    text.push_str(&out);
}

fn source(name: &str) -> String {
    match name {
        "derive" => derived(),
        "codec" => coded(),
        _ => {
            let mut text = String::new();
            for n in 0..STRUCTS {
                with_struct(&mut text, n, |_, _| String::new(), "", ["", ""]);
            }
            text
        }
    }
}

fn derived() -> String {
    let mut text = String::new();
    let attribute = |name: &str, optional: bool| {
        let skip = if optional { ", skip_serializing_if = \"Option::is_none\"" } else { "" };
        format!("    #[serde(rename = {name:?}{skip})]\n")
    };
    let functions = [
        "pub fn read{n}(text: &[u8]) -> serde_json::Result<Type{n}> { serde_json::from_slice(text) }\n",
        "pub fn write{n}(value: &Type{n}) -> serde_json::Result<Vec<u8>> { serde_json::to_vec(value) }\n",
    ];
    for n in 0..STRUCTS {
        with_struct(&mut text, n, attribute, ", serde::Serialize, serde::Deserialize", functions);
    }
    text
}

fn coded() -> String {
    let mut text = String::from("use twinspec_runtime as rt;\n");
    let functions = [
        "pub fn read{n}(text: &[u8]) -> rt::Decoded<Type{n}> { rt::from_slice(text) }\n",
        "pub fn write{n}(value: &Type{n}) -> rt::Decoded<Vec<u8>> { rt::to_vec(value) }\n",
    ];
    for n in 0..STRUCTS {
        with_struct(&mut text, n, |_, _| String::new(), "", functions);
        let _ = writeln!(text, "rt::object! {{\n    Type{n} {{");
        for (field, name, _, optional) in members(n) {
            let presence = if optional { "optional" } else { "required" };
            let _ = writeln!(text, "        {field}: {presence} {name:?},");
        }
        text.push_str("    }\n}\n");
    }
    text
}
