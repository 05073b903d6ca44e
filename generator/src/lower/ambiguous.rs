//! Paths that fit the same URL, of which neither is the concrete one: the specification leaves it to the tool which of
//! them is meant (section 4.8.8.2, Path Templating Matching).

use foldhash::HashMap;

use crate::codes;
use crate::diagnostic::{Diagnostics, Pointer};
use crate::ir::{Api, Location, Operation, Shape, Type, TypeDef};

/// Paths of more are not looked at: no others are like them by chance.
const MOST_SEGMENTS: usize = 256;

/// Warns of each path that another one takes requests from.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) {
    let types = api.types.iter().map(|def| (def.name.as_str(), def)).collect();
    let mut methods: HashMap<&str, Node<'_>> = HashMap::default();
    for (number, operation) in api.groups.iter().flat_map(|group| &group.operations).enumerate() {
        let known = methods.entry(&operation.http_method).or_default();
        let segments: Vec<&str> = operation.path.split('/').collect();
        if segments.len() > MOST_SEGMENTS {
            continue;
        }
        let mut near = Vec::new();
        known.find(&segments, &mut near);
        near.sort_by_key(|(number, _)| *number);
        let met = near.into_iter().find_map(|(_, other)| Some((other, meet(other, operation, &types)?)));
        if let Some((other, first)) = met {
            let taken = if first { &other.path } else { &operation.path };
            let at = |path: &str| Pointer::root().child("paths").child(path);
            diagnostics
                .warning(
                    codes::AMBIGUOUS_PATHS,
                    &at(&operation.path),
                    format!("`{}` fits two paths", url(&other.path, &operation.path)),
                )
                .key()
                .label(format!("this one, and `{}`", other.path))
                .help(format!("the generated server takes it for `{taken}`, whose concrete part comes first"))
                .related(&at(&other.path), "this is the other");
        }
        known.add(&segments, (number, operation));
    }
}

/// A part of the tree of all paths of a method, in which only few of them need to be looked at for each.
#[derive(Default)]
struct Node<'a> {
    concrete: HashMap<&'a str, Self>,
    with_parameters: HashMap<&'a str, Self>,
    /// The operation whose path ends here, with its number.
    end: Option<(usize, &'a Operation)>,
}

impl<'a> Node<'a> {
    fn add(&mut self, segments: &[&'a str], operation: (usize, &'a Operation)) {
        let Some((segment, rest)) = segments.split_first() else {
            self.end.get_or_insert(operation);
            return;
        };
        let children = if segment.contains('{') { &mut self.with_parameters } else { &mut self.concrete };
        children.entry(segment).or_default().add(rest, operation);
    }

    /// The operations whose paths may fit the same URL as these segments.
    fn find(&self, segments: &[&str], found: &mut Vec<(usize, &'a Operation)>) {
        let Some((segment, rest)) = segments.split_first() else {
            found.extend(self.end);
            return;
        };
        self.with_parameters.values().for_each(|child| child.find(rest, found));
        if segment.contains('{') {
            self.concrete.values().for_each(|child| child.find(rest, found));
        } else if let Some(child) = self.concrete.get(segment) {
            child.find(rest, found);
        }
    }
}

/// Whether one URL fits both paths, and each of them is the concrete one in some place; then whether the first of them
/// is so before the other is.
fn meet(one: &Operation, other: &Operation, types: &HashMap<&str, &TypeDef>) -> Option<bool> {
    let (mut first, mut second) = (None, None);
    for (index, (a, b)) in one.path.split('/').zip(other.path.split('/')).enumerate() {
        match (a.contains('{'), b.contains('{')) {
            (false, false) if a == b => {}
            (true, true) if ends_meet(a, b) => {}
            (false, true) if takes(other, b, a, types) => first = first.or(Some(index)),
            (true, false) if takes(one, a, b, types) => second = second.or(Some(index)),
            _ => return None,
        }
    }
    Some(first? < second?)
}

/// A URL that fits both paths.
fn url(one: &str, other: &str) -> String {
    let concrete = |(a, b): (&str, &str)| if a.contains('{') { b.to_owned() } else { a.to_owned() };
    one.split('/').zip(other.split('/')).map(concrete).collect::<Vec<_>>().join("/")
}

/// What stands before the first parameter of a segment, and after the last one.
fn ends(segment: &str) -> (&str, &str) {
    let from = segment.split_once('{').map_or(segment, |(from, _)| from);
    let to = segment.rsplit_once('}').map_or(segment, |(_, to)| to);
    (from, to)
}

fn ends_meet(a: &str, b: &str) -> bool {
    let ((from, to), (other_from, other_to)) = (ends(a), ends(b));
    (from.starts_with(other_from) || other_from.starts_with(from)) && (to.ends_with(other_to) || other_to.ends_with(to))
}

/// Whether a segment with parameters can be this text.
fn takes(operation: &Operation, segment: &str, text: &str, types: &HashMap<&str, &TypeDef>) -> bool {
    let (from, to) = ends(segment);
    let Some(value) = text.strip_prefix(from).and_then(|rest| rest.strip_suffix(to)).filter(|rest| !rest.is_empty())
    else {
        return false;
    };
    let name = segment.get(from.len() + 1..segment.len().saturating_sub(to.len() + 1)).unwrap_or_default();
    let mut parameters = operation.parameters.iter().filter(|parameter| parameter.location == Location::Path);
    parameters.find(|parameter| parameter.wire == name).is_none_or(|found| is_of(value, &found.ty, types, types.len()))
}

/// Whether a text may be a value of a type, which is named through no more than `most` aliases.
fn is_of(text: &str, ty: &Type, types: &HashMap<&str, &TypeDef>, most: usize) -> bool {
    match ty {
        Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::U8 | Type::U16 | Type::U32 | Type::U64 => {
            text.parse::<i128>().is_ok()
        }
        Type::Number | Type::F32 | Type::F64 => text.parse::<f64>().is_ok(),
        Type::Bool => text == "true" || text == "false",
        Type::Uuid | Type::Date | Type::DateTime | Type::Ipv4 | Type::Ipv6 => text.starts_with(char::is_numeric),
        Type::Nullable(inner) => is_of(text, inner, types, most),
        Type::Named(name) => match types.get(name.as_str()).map(|def| &def.shape) {
            Some(Shape::StringEnum(shape)) if !shape.open => shape.variants.iter().any(|one| one.wire == text),
            Some(Shape::IntegerEnum(_)) => text.parse::<i128>().is_ok(),
            Some(Shape::Alias(inner)) if most > 0 => is_of(text, inner, types, most - 1),
            _ => true,
        },
        _ => true,
    }
}
