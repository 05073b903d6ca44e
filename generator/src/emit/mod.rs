//! From [`ir::Api`] to tokens: nothing is decided here, and nothing can fail.
//!
//! One function per emitted shape, named for what it emits, with what it prints in its documentation. Text of the
//! document becomes identifiers (allocated by the lowering), literals and doc attributes, and never source text.

mod answers;
mod api;
mod bodies;
mod checks;
mod client;
mod codec;
mod credentials;
mod defaults;
mod enums;
mod examples;
mod failures;
mod fields;
mod follows;
mod gates;
mod headers;
mod hygiene;
mod module;
mod overlaps;
mod pages;
mod part_headers;
mod parts;
mod replies;
mod routes;
mod scaffold;
mod sequences;
mod server;
mod styles;
mod tables;
mod types;
mod unions;

use crate::ir::Api;
use crate::{EmittedFile, Options, Piece, Wanted};

/// Prints an API: one file for each concern.
pub fn emit<'a>(api: &'a Api, options: &'a Options) -> Vec<EmittedFile<'a>> {
    let file = |path: &str, pieces: Vec<Piece<'a>>| EmittedFile { path: path.to_owned(), pieces };
    if let Wanted::Skeleton(module, part) = &options.wanted {
        let part = part.as_ref().map(|wanted| api.parts.iter().find(|part| part.module == *wanted));
        let served = part.map_or(Some(api), |part| part.map(|part| &part.api)).filter(|api| !api.groups.is_empty());
        // The configuration takes nothing but paths.
        let path = move || module.parse().unwrap_or_default();
        let skeleton = |api| move || scaffold::scaffold(api, &path(), part.flatten().map(|part| &*part.module));
        return served.map(|api| file("service.rs", vec![Box::new(skeleton(api))])).into_iter().collect();
    }
    let mut files = vec![
        file("mod.rs", vec![Box::new(move || module::module(api, options))]),
        file("types.rs", types::types(api, options)),
    ];
    files.extend(sides(api, options));
    if hygiene::is_needed(api) {
        for file in &mut files {
            hygiene::spell(file, api);
        }
    }
    for part in &api.parts {
        files.push(file(&format!("{}/mod.rs", part.module), vec![Box::new(move || module::part(part, options))]));
        for mut side in sides(&part.api, options) {
            if hygiene::is_needed(&part.api) {
                hygiene::spell(&mut side, &part.api);
            }
            side.path = format!("{}/{}", part.module, side.path);
            files.push(side);
        }
    }
    files
}

/// The contract of an API or of what goes the other way, and its two sides.
fn sides<'a>(api: &'a Api, options: &'a Options) -> Vec<EmittedFile<'a>> {
    let file = |path: &str, pieces: Vec<Piece<'a>>| EmittedFile { path: path.to_owned(), pieces };
    let mut files = vec![file("api.rs", api::api(api, options))];
    // A document without operations (of webhooks, of schemas alone) has nobody to call and nothing to serve.
    let calls = !api.groups.is_empty();
    if options.client && calls {
        files.push(file("client.rs", client::client(api, options)));
    }
    if options.server && calls {
        files.push(file("server.rs", server::server(api, options)));
    }
    files
}
