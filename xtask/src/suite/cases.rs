//! The files of the suite, and the documents that their schemas are put into.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Missing, OpenApi, embed};
use crate::Fallible;
use crate::generate::Order;
use crate::workspace::Module;

/// A schema with its instances.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Group {
    /// The file, by its path below the folder.
    #[serde(skip)]
    pub(super) file: String,
    pub(super) description: String,
    pub(super) schema: Value,
    pub(super) tests: Vec<Test>,
}

/// An instance.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Test {
    pub(super) description: String,
    pub(super) data: Value,
    pub(super) valid: bool,
}

/// Some schemas in one document.
#[derive(Debug, Clone)]
pub(super) struct Document {
    name: String,
    /// The schemas, each by the number of its group.
    pub(super) groups: Vec<(usize, Value)>,
}

/// Every group of the files below a folder.
pub(super) fn read(folder: &Path) -> Fallible<Vec<Group>> {
    let mut groups = Vec::new();
    for path in files(folder)? {
        let text = fs::read_to_string(&path)?;
        let read: Vec<Group> = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        let file = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        groups.extend(read.into_iter().map(|group| Group { file: file.clone(), ..group }));
    }
    Ok(groups)
}

/// The files with tests, in the order of their names.
fn files(folder: &Path) -> Fallible<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The name of the type that carries the schema of a group.
pub(super) fn probe(index: usize) -> String {
    format!("Case{index}")
}

/// One document per file, and one for each schema that needs one for itself; and what no document can say.
pub(super) fn documents(groups: &[Group], openapi: OpenApi) -> (Vec<Document>, BTreeMap<usize, Missing>) {
    let mut missing = BTreeMap::new();
    let mut shared: BTreeMap<&str, Document> = BTreeMap::new();
    let mut alone = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        match embedded(group, index, openapi) {
            Err(reason) => {
                missing.insert(index, Missing::NotExpressible(reason));
            }
            Ok(schema) if embed::needs_own_document(&schema) => alone.push(Document::single(index, schema)),
            Ok(schema) => {
                let number = shared.len();
                let new = || Document { name: format!("f{number}"), groups: Vec::new() };
                shared.entry(&group.file).or_insert_with(new).groups.push((index, schema));
            }
        }
    }
    (shared.into_values().chain(alone).collect(), missing)
}

/// The schema of a group as a component.
fn embedded(group: &Group, index: usize, openapi: OpenApi) -> Result<Value, String> {
    if let Some(reason) = embed::not_expressible(&group.schema) {
        return Err(reason);
    }
    let schema = if openapi == OpenApi::V3_0 { embed::to_3_0(&group.schema)? } else { group.schema.clone() };
    Ok(embed::moved(&schema, &format!("Group{index}")))
}

impl Document {
    fn single(index: usize, schema: Value) -> Self {
        Self { name: format!("g{index}"), groups: vec![(index, schema)] }
    }

    /// Each schema in a document of its own.
    pub(super) fn apart(self) -> impl Iterator<Item = Self> {
        self.groups.into_iter().map(|(index, schema)| Self::single(index, schema))
    }

    /// The module of its code.
    pub(super) fn module(&self, folder: &Path, lines: usize) -> Module {
        Module {
            name: self.name.clone(),
            folder: folder.join(&self.name),
            lines,
            probes: self.groups.iter().map(|(index, _)| probe(*index)).collect(),
        }
    }

    /// Writes the document and says what to generate.
    pub(super) fn write(&self, folder: &Path, openapi: OpenApi) -> Fallible<Order> {
        let mut schemas = Map::new();
        for (index, schema) in &self.groups {
            schemas.insert(format!("Group{index}"), schema.clone());
            let reference = format!("#/components/schemas/Group{index}");
            let carrier = json!({
                "type": "object",
                "required": ["value"],
                "properties": {"value": {"$ref": reference}},
            });
            schemas.insert(probe(*index), carrier);
        }
        let document = json!({
            "openapi": openapi.as_str(),
            "info": {"title": "Schemas", "version": "1"},
            "paths": {},
            "components": {"schemas": schemas},
        });
        let spec = folder.join(format!("{}.json", self.name));
        fs::write(&spec, serde_json::to_vec_pretty(&document)?)?;
        Ok(Order {
            spec,
            out: folder.join(&self.name),
            types_only: true,
            untyped_as_any: true,
            plain_formats: true,
            ..Order::default()
        })
    }
}
