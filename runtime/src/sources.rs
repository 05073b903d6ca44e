//! The sources of this crate, for output that stands alone.
//!
//! A test holds the list to what is in the folder.

/// Makes the list, each path once.
macro_rules! sources {
    ($($path:literal,)*) => {
        /// Every file of the crate, as its path and its text: what `twinspec generate --standalone` writes beside the
        /// generated code.
        pub const SOURCES: &[(&str, &str)] = &[
            ("Cargo.toml", include_str!("../standalone.toml")),
            $((concat!("src/", $path), include_str!($path)),)*
        ];
    };
}

sources! {
    "answer.rs",
    "base_url.rs",
    "body.rs",
    "client/attach.rs",
    "client/builder.rs",
    "client/core.rs",
    "client/macros.rs",
    "client/mod.rs",
    "client/outgoing.rs",
    "client/reqwest.rs",
    "client/service.rs",
    "client/transport.rs",
    "collect.rs",
    "envelope.rs",
    "error.rs",
    "formats.rs",
    "headers.rs",
    "hops.rs",
    "json/applicators.rs",
    "json/checker.rs",
    "json/convert.rs",
    "json/decode.rs",
    "json/encode.rs",
    "json/evaluated.rs",
    "json/faults.rs",
    "json/locate.rs",
    "json/macros.rs",
    "json/members.rs",
    "json/memo.rs",
    "json/mod.rs",
    "json/node.rs",
    "json/number.rs",
    "json/object.rs",
    "json/parse.rs",
    "json/pattern.rs",
    "json/rule.rs",
    "json/trial.rs",
    "json/unique.rs",
    "json/value.rs",
    "json/violation.rs",
    "json/writer.rs",
    "lib.rs",
    "open_enum.rs",
    "operation.rs",
    "params/mod.rs",
    "params/read.rs",
    "params/write.rs",
    "request.rs",
    "response.rs",
    "secret.rs",
    "security.rs",
    "server/auth.rs",
    "server/authorise.rs",
    "server/checks.rs",
    "server/dispatch.rs",
    "server/example.rs",
    "server/failure.rs",
    "server/incoming.rs",
    "server/mod.rs",
    "server/options.rs",
    "server/prefer.rs",
    "server/present.rs",
    "server/rejection.rs",
    "server/reply.rs",
    "server/routes.rs",
    "template/expand.rs",
    "template/mod.rs",
    "template/recognise.rs",
    "unreadable.rs",
}
