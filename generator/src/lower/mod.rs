//! From the document to [`ir::Api`]: every decision is made here, and every finding is collected.
//!
//! Names first: component schemas claim theirs, then operations, then what has no name of its own. Then each schema
//! is planned in the document's order, after what it needs to know of others was learned in theirs, and each operation
//! is put together from the planned types.

mod ahead;
mod alike;
mod ambiguous;
mod answers;
mod arrays;
mod bodies;
mod branches;
mod checks;
mod circular;
mod claims;
mod components;
mod contradicted;
mod decisions;
mod defaults;
mod derives;
mod direction;
mod dispatch;
mod division;
mod docs;
mod encodings;
mod endless;
mod enums;
mod envelope;
mod equals;
mod events;
mod evidence;
mod examples;
mod exchange;
mod expressions;
mod failures;
mod families;
mod flows;
mod follows;
mod form_styles;
mod forms;
mod headers;
mod item_samples;
mod labels;
mod learned;
mod links;
mod look_ahead;
mod lost;
mod maps;
mod misfits;
mod multipart;
mod objects;
mod one_way;
mod operations;
mod order;
mod pages;
mod parameters;
mod part_headers;
mod part_styles;
mod path_items;
mod patterns;
mod places;
mod plain;
mod planned;
mod refusals;
mod reversed;
mod sample;
mod sample_pattern;
mod scalars;
mod schemas;
mod security;
mod sequences;
mod servers;
mod spelled;
mod stated;
mod styles;
mod tags;
mod templates;
mod unchecked;
mod unevaluated;
mod unions;
mod validation;
mod view;

use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};

use foldhash::HashMap;
use indexmap::IndexMap;

use crate::diagnostic::{Diagnostics, Pointer};
use crate::dialect::{Document, PathItems};
use crate::ir::Role;
use crate::names::Scope;
use crate::parallel::Leftovers;
use crate::resolve::Resolver;
use crate::{Options, Wanted};
use crate::{cycles, ir, parallel, sizes};

use claims::Claims;
use components::Component;
use direction::Direction;
use envelope::Enveloping;
pub(crate) use evidence::{Evidence, evidence};
use families::Families;
use planned::Plans;

/// A document of which all components and operations have their names.
pub(crate) struct Named<'a> {
    lowering: Lowering<'a>,
    components: Vec<Component>,
    claims: Claims,
}

/// Looks through a document, and gives names to all that has one of its own. `items` are the path items of `paths`, as
/// soon as they are read.
pub(crate) fn name<'a>(
    document: &'a Document<'a>,
    items: impl FnOnce() -> PathItems,
    resolver: Resolver<'a>,
    options: &'a Options,
    diagnostics: &'a mut Diagnostics,
) -> Named<'a> {
    let families = families::find(resolver);
    let forms = forms::Forms::of(resolver, families::references(&families));
    let mut lowering = Lowering::new(document, resolver, (forms, Arc::new(families)), options, diagnostics);
    let components = lowering.claim_components();
    let claims = lowering.claim_operations(items());
    Named { lowering, components, claims }
}

/// Lowers a document that was checked meanwhile; what cannot be expressed is a finding, and costs that element alone.
///
/// What it took comes with it.
pub(crate) fn lower(named: Named<'_>, (evidence, found): (Evidence, Diagnostics)) -> (ir::Api, Leftovers) {
    let Named { mut lowering, components, claims } = named;
    let (root, version, options) = (lowering.resolver.root(), lowering.resolver.version(), lowering.options);
    lowering.evidence = Arc::new(evidence);
    lowering.put_first(found);
    lowering.plan_beside(&components, &claims);
    let envelope = lowering.envelope();
    let (asks, asked) = mpsc::channel();
    let asked = Mutex::new(asked);
    lowering.asks = asks;
    let show = || examples::show(root, version, &asked, envelope.as_ref(), options);
    // Who asks is moved there.
    let (shown, (mut api, diagnostics, leftovers)) =
        parallel::following(show, || put_together(lowering, &components, claims, envelope.as_ref()));
    examples::put(&mut api, shown, diagnostics);
    ambiguous::check(&api, diagnostics);
    (api, leftovers)
}

/// All but the examples, of a document of which the components are planned.
fn put_together<'a>(
    mut lowering: Lowering<'a>,
    components: &[Component],
    claims: Claims,
    envelope: Option<&Enveloping>,
) -> (ir::Api, &'a mut Diagnostics, Leftovers) {
    let document = lowering.document;
    let chosen = equals::Chosen::of(components.iter().map(components::Component::names));
    let mut schemes = lowering.schemes();
    let mut servers = lowering.servers();
    let own_servers = lowering.own_servers(&claims.paths, &mut servers, &schemes);
    let (groups, parts) = lowering.contracts(&claims, envelope, &mut schemes);
    if let Some(envelope) = envelope {
        lowering.check_data(&groups, envelope);
    }
    lowering.cut_circular_unions(components);
    lowering.tell_endless(components);
    lowering.tell_lost();
    lowering.note_contents();
    let decision = match &lowering.options.wanted {
        Wanted::Decision(pointer) => lowering.decision(pointer),
        Wanted::Code | Wanted::Skeleton(..) => None,
    };
    let Lowering { mut scope, asks, types, lists, diagnostics, mut leftovers, .. } = lowering;
    drop(asks);
    leftovers.keep((lowering.plans, lowering.ahead, claims));
    leftovers.keep((lowering.forms.into_marks(), lowering.evidence, lowering.learned, lowering.defined));
    let mut api = ir::Api {
        role: Role::Api,
        title: docs::line(&document.api.info.title),
        version: docs::line(&document.api.info.version),
        docs: docs::of_api(document.root),
        types: settled(types.into_iter().flatten().collect(), &chosen),
        groups,
        failures: Vec::new(),
        headers: Vec::new(),
        servers,
        own_servers,
        schemes: schemes.into_iter().map(|(_, scheme)| scheme).collect(),
        envelope: envelope.map(|envelope| envelope.rule.clone()),
        parts,
        decision,
    };
    reversed::keep_own_schemes(&mut api);
    derives::derive(&mut api);
    headers::share(&mut api, &mut scope);
    failures::share(&mut api, &mut scope, &chosen);
    api.answers_mut().for_each(docs::join_status);
    pages::paginate(&mut api, &lists, document.root, diagnostics);
    (api, diagnostics, leftovers)
}

/// The types, of which now all are known.
fn settled(mut types: Vec<ir::TypeDef>, chosen: &equals::Chosen) -> Vec<ir::TypeDef> {
    let by_name = cycles::by_name(&types);
    cycles::untangle(&mut types, &by_name);
    tags::settle(&mut types, &by_name);
    let order = cycles::box_cycles(&mut types, &by_name);
    sizes::box_large(&mut types, &by_name, &order);
    equals::unite(&mut types, &by_name, chosen);
    types
}

/// What every stage of lowering works on.
struct Lowering<'a> {
    document: &'a Document<'a>,
    resolver: Resolver<'a>,
    options: &'a Options,
    diagnostics: &'a mut Diagnostics,
    /// The names of types and traits of the module.
    scope: Scope,
    /// The named types in the order in which they are printed; a slot is empty while its type is being planned.
    types: Vec<Option<ir::TypeDef>>,
    /// The slots of the named types.
    defined: HashMap<String, usize>,
    /// What is known of the components beyond the types that are there.
    learned: learned::Learned,
    /// Which schemas have a form for each direction.
    forms: forms::Forms<'a>,
    /// Takes the examples that are asked for.
    asks: Sender<examples::Asked>,
    /// The direction of what is being planned.
    direction: Direction,
    /// Whether what is being planned is of a webhook or a callback: then the server asks, and the client answers.
    reversed: bool,
    /// The members that the object whose checks are lowered lacks in this direction.
    absent: Vec<&'a str>,
    /// What the examples say of schemas without `type`.
    evidence: Arc<Evidence>,
    plans: Plans,
    /// The operations that are planned already.
    ahead: ahead::Ahead,
    /// What is made, where it is planned ahead.
    journal: Option<ahead::Journal>,
    /// The types of events that are told apart by their names.
    events: Vec<events::Named>,
    /// The parents with a discriminator, which stand for their children too.
    families: Arc<Families<'a>>,
    /// Of the regular expressions that were met, whether they can be run and whether they are such of ECMA-262.
    patterns: HashMap<String, (bool, bool)>,
    /// How much of what schemas demand is not checked.
    unchecked: unchecked::Unchecked,
    /// How deep the schema that is being planned stands within others without names.
    depth: usize,
    /// Whether references within checks are written out, so that what they evaluate counts.
    expands: bool,
    /// The Media Type Object of the multipart body that is planned next: in that object binary strings are files, and
    /// parts have headers.
    parts: Option<Pointer>,
    /// The operations whose answers are pages.
    lists: Vec<pages::List>,
    /// The schemas that are being written out.
    expanding: Vec<Pointer>,
    /// The elements of operations that could not be read.
    lost: lost::Lost,
    /// What is not needed any more.
    leftovers: Leftovers,
    /// The schemas of what is in a text, and whether something reads the text by it.
    contents: IndexMap<Pointer, bool>,
}

impl<'a> Lowering<'a> {
    /// A document of which nothing is known but what a look through it tells.
    fn new(
        document: &'a Document<'a>,
        resolver: Resolver<'a>,
        (forms, families): (forms::Forms<'a>, Arc<Families<'a>>),
        options: &'a Options,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            document,
            resolver,
            asks: mpsc::channel().0,
            forms,
            direction: Direction::Response,
            reversed: false,
            absent: Vec::new(),
            options,
            diagnostics,
            scope: Scope::of_types(&RESERVED),
            types: Vec::new(),
            defined: HashMap::default(),
            learned: learned::Learned::default(),
            evidence: Arc::default(),
            events: Vec::new(),
            plans: Plans::default(),
            ahead: ahead::Ahead::default(),
            journal: None,
            families,
            patterns: HashMap::default(),
            unchecked: unchecked::Unchecked::default(),
            depth: 0,
            expands: false,
            lists: Vec::new(),
            parts: None,
            expanding: Vec::new(),
            lost: IndexMap::new(),
            contents: IndexMap::new(),
            leftovers: Leftovers::default(),
        }
    }

    /// Plans the components, and beside them the operations, of which then those are left to plan that need more than
    /// what others are told of components.
    fn plan_beside(&mut self, components: &[Component], claims: &Claims) {
        self.learn_components(components);
        let start = self.start();
        // What stands in an envelope is known when all components are planned.
        let alone = self.resolver.root().get(envelope::EXTENSION).is_some();
        let operations = if alone { &[] } else { claims.paths.as_slice() };
        let plan = || ahead::plan(&start, operations);
        let (ahead, ()) = parallel::both(plan, || self.plan_components(components, &start.before));
        self.keep(ahead, start);
    }

    /// Puts what the check of the document found before all else: an element of which it says why it is left out is not
    /// told of once more.
    fn put_first(&mut self, found: Diagnostics) {
        let own = std::mem::replace(self.diagnostics, found);
        self.diagnostics.extend_unexplained(own);
    }
}

/// Schemas nested deeper than this are any JSON value: a document may nest deeper than the stack is.
const DEEPEST: usize = 96;

/// Components that refer to each other in a cycle are planned no more often than this.
const MOST_ROUNDS: usize = 16;

/// Names that the printed code imports.
const RESERVED: [&str; 1] = ["Future"];
