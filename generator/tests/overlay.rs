//! OpenAPI Overlay 1.0: what actions do, and that findings still point into the right file.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use serde_json::{Value, json};
use twinspec::codes;
use twinspec::diagnostic::{Diagnostics, Focus, Pointer};
use twinspec::load::load;
use twinspec::overlay::apply;
use twinspec::source::{Source, Sources};

const DOCUMENT: &str = "\
info:
  title: Pets
  tags: [a, b]
paths:
  /pets:
    get:
      parameters:
        - name: one
        - name: two
        - name: three
        - name: four
    post:
      summary: Make
";

/// What a document is after overlays.
struct Overlaid {
    document: Value,
    sources: Sources,
    diagnostics: Diagnostics,
}

/// Applies overlays, given by their actions, to the document.
fn overlaid(overlays: &[&str]) -> Overlaid {
    let mut diagnostics = Diagnostics::default();
    let source = Source::new("spec.yaml", DOCUMENT);
    let mut document = Value::from(&load(&source, &mut diagnostics).unwrap().value);
    let mut sources = Sources::of(source);
    for (number, actions) in overlays.iter().enumerate() {
        let source = Source::new(format!("{number}.yaml"), format!("overlay: 1.0.0\nactions:\n{actions}"));
        let overlay = Value::from(&load(&source, &mut diagnostics).unwrap().value);
        let file = sources.add(source);
        apply(&overlay, file, &mut document, &mut sources, &mut diagnostics);
    }
    Overlaid { document, sources, diagnostics }
}

impl Overlaid {
    /// The file and line in which a node of the merged document was written.
    fn place(&self, pointer: &str) -> (String, usize) {
        let place = self.sources.locate(&Pointer::parse(pointer), Focus::Value).unwrap();
        (place.file.display().to_string(), place.line)
    }

    /// The codes of the findings.
    fn codes(&self) -> Vec<codes::Code> {
        self.diagnostics.iter().map(|found| found.code).collect()
    }
}

#[test]
fn objects_are_merged_arrays_joined_and_values_replaced() {
    let done = overlaid(&["- target: $.info\n  update:\n    title: Dogs\n    tags: [c]\n    contact: {name: me}\n"]);
    assert!(done.diagnostics.is_empty());
    assert_eq!(done.document["info"], json!({"title": "Dogs", "tags": ["a", "b", "c"], "contact": {"name": "me"}}));
    assert_eq!(done.place("/info/title"), ("0.yaml".into(), 5));
    assert_eq!(done.place("/info/tags/1"), ("spec.yaml".into(), 3));
    assert_eq!(done.place("/info/tags/2"), ("0.yaml".into(), 6));
    assert_eq!(done.place("/info/contact/name"), ("0.yaml".into(), 7));
    assert_eq!(done.place("/info"), ("spec.yaml".into(), 1), "an object that was merged into stays where it was");
}

#[test]
fn an_array_takes_one_element_or_several() {
    let target = "- target: $.paths['/pets'].get.parameters\n  update:\n";
    let one = overlaid(&[&format!("{target}    name: five\n")]);
    assert_eq!(one.document["paths"]["/pets"]["get"]["parameters"][4], json!({"name": "five"}));
    assert_eq!(one.place("/paths/~1pets/get/parameters/4/name"), ("0.yaml".into(), 5));
    let two = overlaid(&[&format!("{target}    - name: five\n    - name: six\n")]);
    assert_eq!(two.document["paths"]["/pets"]["get"]["parameters"][5], json!({"name": "six"}));
    assert_eq!(two.place("/paths/~1pets/get/parameters/5/name"), ("0.yaml".into(), 6));
}

#[test]
fn removed_elements_do_not_mislead() {
    let done = overlaid(&[
        "- target: $.paths..parameters[?@.name == 'one' || @.name == 'three']\n  remove: true\n",
        "- target: $.paths['/pets'].get.parameters[1]\n  update: {in: query}\n- target: $.paths['/pets'].post\n  remove: true\n",
    ]);
    assert!(done.diagnostics.is_empty());
    let get = &done.document["paths"]["/pets"]["get"];
    assert_eq!(get["parameters"], json!([{"name": "two"}, {"name": "four", "in": "query"}]));
    assert_eq!(done.document["paths"]["/pets"].get("post"), None);
    let parameters = "/paths/~1pets/get/parameters";
    assert_eq!(done.place(&format!("{parameters}/0/name")), ("spec.yaml".into(), 9));
    assert_eq!(done.place(&format!("{parameters}/1/name")), ("spec.yaml".into(), 11));
    assert_eq!(done.place(&format!("{parameters}/1/in")), ("1.yaml".into(), 4));
}

#[test]
fn actions_see_what_the_ones_before_them_did() {
    let done = overlaid(&["- target: $.paths\n  update:\n    /dogs: {get: {summary: Dogs}}\n\
         - target: $.paths[*].get\n  update: {deprecated: true}\n\
         - target: $.paths[*][?@.summary == 'Make']\n  update: {summary: Create}\n"]);
    assert!(done.diagnostics.is_empty());
    assert_eq!(done.document["paths"]["/dogs"]["get"], json!({"summary": "Dogs", "deprecated": true}));
    assert_eq!(done.document["paths"]["/pets"]["post"]["summary"], "Create");
    assert_eq!(done.place("/paths/~1dogs/get/summary"), ("0.yaml".into(), 5));
    assert_eq!(done.place("/paths/~1dogs/get/deprecated"), ("0.yaml".into(), 7));
}

#[test]
fn all_selected_nodes_are_removed_parents_too() {
    let done = overlaid(&["- target: $.paths..*\n  remove: true\n"]);
    assert!(done.diagnostics.is_empty());
    assert_eq!(done.document["paths"], json!({}));
    let twice = overlaid(&["- target: $.info.tags[1, 0, 0, -1]\n  remove: true\n"]);
    assert_eq!(twice.document["info"]["tags"], json!([]));
}

#[test]
fn a_target_without_a_match_is_a_warning_and_the_rest_is_applied() {
    let done = overlaid(&["- target: $.nothing\n  remove: true\n- target: $.info\n  update: {title: Dogs}\n"]);
    assert_eq!(done.codes(), [codes::OVERLAY_WITHOUT_MATCH]);
    assert!(!done.diagnostics.has_errors());
    assert_eq!(done.document["info"]["title"], "Dogs");
    let span = done.diagnostics.iter().next().unwrap().span.clone().unwrap();
    assert_eq!(done.sources.place_of(&span).line, 3);
}

#[test]
fn faulty_actions_are_errors_and_nothing_panics() {
    for actions in [
        "- 1\n",
        "- {}\n",
        "- target: 1\n  remove: true\n",
        "- target: $.info\n",
        "- target: '$['\n  remove: true\n",
        "- target: $.info\n  remove: 1\n",
        "- target: $.info.title\n  update: {a: 1}\n",
        "- target: $.info\n  update: text\n",
        "- target: $\n  remove: true\n",
        "- target: $.info\n  copy: $.paths\n",
    ] {
        let done = overlaid(&[actions]);
        assert_eq!(done.codes(), [codes::BAD_OVERLAY], "{actions}");
    }
    assert!(
        overlaid(&["- target: $.info\n  remove: false\n  update: {title: x}\n  x-why: because\n"])
            .diagnostics
            .is_empty()
    );
}
