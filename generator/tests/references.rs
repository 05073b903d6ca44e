//! References into other files: what may be read, what is read, and what cargo is told of it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use twinspec::render::Style;
use twinspec::{Config, Failure};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A document with one schema: a reference.
fn document(reference: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: Pets, version: '1'}}\npaths: {{}}\n\
         components: {{schemas: {{Pet: {{$ref: '{reference}'}}}}}}\n"
    )
}

/// What is generated from `api/spec.yaml`; the findings when it has errors.
fn generated(folder: &Path, change: impl Fn(Config) -> Config) -> Result<String, String> {
    let config = Config::for_spec(folder.join("api/spec.yaml")).output(folder.join("out"));
    match change(config).generate() {
        Ok(report) => {
            let findings: String = report.apis.iter().map(|api| api.findings.render(Style::default())).collect();
            assert_eq!(findings, "");
            Ok(fs::read_to_string(folder.join("out/types.rs")).unwrap_or_default())
        }
        Err(failure @ Failure::Diagnostics(_)) => Err(failure.to_string()),
        Err(failure) => panic!("{failure}"),
    }
}

/// Set where a test is run as a build script: the document.
const AS_BUILD_SCRIPT: &str = "TWINSPEC_TEST_AS_BUILD_SCRIPT";

const PET: &str = "type: object\nrequired: [name]\nproperties: {name: {type: string}}\n";

#[test]
fn nothing_outside_of_the_folder_is_read() {
    for reference in [
        "../secret.yaml",
        "./../secret.yaml",
        "parts/../../secret.yaml",
        "%2e%2e/secret.yaml",
        "..%2Fsecret.yaml",
        "parts/..%2f..%2Fsecret.yaml",
        "..\\\\secret.yaml",
    ] {
        let folder = self::folder(&[("secret.yaml", PET), ("api/parts/pet.yaml", PET)]);
        fs::write(folder.path().join("api/spec.yaml"), document(reference)).unwrap();
        let error = generated(folder.path(), |config| config).unwrap_err();
        let backslash = reference.contains('\\');
        assert!(error.contains(if backslash { "TS0130" } else { "TS0131" }), "{reference}: {error}");
    }
    let folder = folder(&[("secret.yaml", PET), ("api/pet.yaml", PET)]);
    let absolute = folder.path().join("secret.yaml");
    for reference in [absolute.display().to_string(), format!("file://{}", absolute.display())] {
        fs::write(folder.path().join("api/spec.yaml"), document(&reference)).unwrap();
        let error = generated(folder.path(), |config| config).unwrap_err();
        assert!(error.contains("TS0131"), "{reference}: {error}");
    }
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_folder() {
    use std::os::unix::fs::symlink;

    let folder = folder(&[("outside/secret.yaml", PET), ("api/pet.yaml", PET)]);
    let api = folder.path().join("api");
    symlink(folder.path().join("outside/secret.yaml"), api.join("file.yaml")).unwrap();
    symlink(folder.path().join("outside"), api.join("folder")).unwrap();
    symlink("../outside/secret.yaml", api.join("relative.yaml")).unwrap();
    for reference in ["file.yaml", "folder/secret.yaml", "relative.yaml"] {
        fs::write(api.join("spec.yaml"), document(reference)).unwrap();
        let error = generated(folder.path(), |config| config).unwrap_err();
        assert!(error.contains("TS0131") && error.contains("is a link that leads out"), "{reference}: {error}");
        // Where the folder is allowed, so is the link.
        let types = generated(folder.path(), |config| config.reference_root(folder.path())).unwrap();
        assert!(types.contains("pub struct Pet {"), "{reference}");
    }
    // A link within the folder is followed, and a file under two names is one type.
    symlink("pet.yaml", api.join("same.yaml")).unwrap();
    let both = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\ncomponents: {schemas: {Both: \
                {type: object, properties: {a: {$ref: pet.yaml}, b: {$ref: same.yaml}}}}}\n";
    fs::write(api.join("spec.yaml"), both).unwrap();
    let types = generated(folder.path(), |config| config).unwrap();
    assert_eq!(types.matches("pub struct ").count(), 2, "{types}");
}

#[test]
fn a_wider_folder_can_be_allowed() {
    let spec = document("../common/pet.yaml");
    let config = "[[api]]\nname = \"pets\"\nspec = \"api/spec.yaml\"\nreference-root = \".\"\n";
    let folder = folder(&[("api/spec.yaml", &spec), ("common/pet.yaml", PET), ("twinspec.toml", config)]);
    assert!(generated(folder.path(), |config| config).unwrap_err().contains("TS0131"));
    let types = generated(folder.path(), |config| config.reference_root(folder.path())).unwrap();
    assert!(types.contains("pub struct Pet {"), "{types}");

    Config::from_toml(folder.path().join("twinspec.toml")).unwrap().generate().unwrap();
    assert!(fs::read_to_string(folder.path().join("generated/pets/types.rs")).unwrap().contains("pub struct Pet {"));

    let command = |arguments: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_twinspec"));
        command.current_dir(folder.path()).args(arguments.split(' ')).output().unwrap().status.code()
    };
    assert_eq!(command("generate api/spec.yaml --out one"), Some(1));
    assert_eq!(command("generate api/spec.yaml --out one --reference-root ."), Some(0));
    assert_eq!(command("check api/spec.yaml --out one --reference-root ."), Some(0));
    fs::write(folder.path().join("common/pet.yaml"), PET.replace("name", "title")).unwrap();
    assert_eq!(command("check api/spec.yaml --out one --reference-root ."), Some(1), "another file is watched as well");
}

#[test]
fn cargo_is_told_of_every_file_that_is_read() {
    if let Some(spec) = std::env::var_os(AS_BUILD_SCRIPT) {
        Config::for_spec(spec).generate_into_out_dir().unwrap();
        return;
    }
    let overlay = "overlay: 1.0.0\ninfo: {title: O, version: '1'}\n\
                   actions: [{target: $.info, update: {title: Cats}}]\n";
    let folder = folder(&[
        ("api/spec.yaml", &document("parts/a.yaml#/A")),
        ("api/overlay.yaml", overlay),
        (
            "api/parts/a.yaml",
            "A: {type: object, properties: {b: {$ref: 'deep/b.json'}, again: {$ref: 'deep/b.json'}}}\n",
        ),
        (
            "api/parts/deep/b.json",
            "{\"properties\": {\"root\": {\"$ref\": \"../../spec.yaml#/components/schemas/Pet\"}}}",
        ),
        ("api/parts/unused.yaml", PET),
    ]);
    let at = |path: &str| folder.path().join("api").join(path);
    let expected: Vec<PathBuf> = ["spec.yaml", "overlay.yaml", "parts/a.yaml", "parts/deep/b.json"].map(at).to_vec();
    let config = || Config::for_spec(at("spec.yaml")).overlay(at("overlay.yaml")).output(folder.path().join("out"));
    assert_eq!(config().inputs(), expected);

    // A build script: this very test, run as cargo runs one.
    let command = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "cargo_is_told_of_every_file_that_is_read"])
        .current_dir(folder.path())
        .envs([("OUT_DIR", "out"), ("HOST", "host"), ("TARGET", "target"), (AS_BUILD_SCRIPT, "api/spec.yaml")])
        .output()
        .unwrap();
    let said = String::from_utf8(command.stdout).unwrap();
    for path in ["api/spec.yaml", "api/parts/a.yaml", "api/parts/deep/b.json"] {
        let line = format!("cargo::rerun-if-changed={path}");
        assert_eq!(said.lines().filter(|known| known.ends_with(&line)).count(), 1, "{path} in {said}");
    }
    assert!(!said.contains("unused.yaml"), "{said}");
}

#[test]
fn an_overlay_changes_what_the_document_refers_to() {
    let overlay = "overlay: 1.0.0\ninfo: {title: O, version: '1'}\n\
                   actions: [{target: $.components.schemas.Pet, update: {$ref: dog.yaml}}]\n";
    let dog = PET.replace("name", "barks");
    let folder =
        folder(&[("api/spec.yaml", &document("missing.yaml")), ("api/dog.yaml", &dog), ("overlays/dog.yaml", overlay)]);
    let types = generated(folder.path(), |config| config.overlay(folder.path().join("overlays/dog.yaml"))).unwrap();
    assert!(types.contains("pub barks: String,"), "{types}");
}

#[test]
fn long_chains_of_references_have_an_end() {
    let mut schemas = String::new();
    for number in 0..12 {
        writeln!(schemas, "    S{number}: {{$ref: '#/components/schemas/S{}'}}", number + 1).unwrap();
    }
    writeln!(schemas, "    S12: {{type: [object, 'null'], properties: {{a: {{type: string}}}}}}").unwrap();
    let mut parameters = String::new();
    for number in 0..3000 {
        writeln!(parameters, "    P{number}: {{$ref: '#/components/parameters/P{}'}}", number + 1).unwrap();
    }
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: Chain, version: '1'}}\npaths:\n  /a:\n    get:\n      operationId: a\n      \
         parameters: [{{$ref: '#/components/parameters/P0'}}]\n      responses: {{'204': {{description: Fine.}}}}\n\
         components:\n  schemas:\n    Holder: {{type: object, properties: {{first: {{$ref: '#/components/schemas/S0'}}}}}}\n\
         {schemas}  parameters:\n{parameters}    P3000: {{name: limit, in: query, schema: {{type: integer}}}}\n"
    );
    let folder = folder(&[("api/spec.yaml", &text)]);
    let types = generated(folder.path(), |config| config).unwrap();
    assert!(types.contains("pub struct S12 {"));
    // Null comes all the way.
    assert!(types.contains("pub first: Option<Option<S0>>,"), "{}", &types[..2000]);
}
