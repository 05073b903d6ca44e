//! The macro that says what most operations are.

/// Makes a type an [`Operation`](crate::Operation) that a client can call and a server can serve, from one list: its
/// [`Meta`](crate::Meta), of which what is empty is left out, each part of the request, and how each answer is read and
/// written. Before the list stand the type, its output and its failure.
///
/// - `new` is the constructor, which takes what is required.
/// - A combination of `security` is in parentheses, each scheme with the scopes that it needs.
/// - A part that is optional has the name of its setter, `by` which it is set, and what that takes: `impl Into<String>`. Setters
///   are `#[must_use]` where the operation is.
/// - A part is a method of `Outgoing` and of `Incoming` with what describes a parameter, or the members of a form that do not
///   stand in it in the usual way; in brackets what a server checks of its value: methods of [`Checker`](crate::Checker).
/// - A success is its status, and `json`, `empty`, or `enveloped` with the [`Envelope`](crate::Envelope) and the failure that
///   it may be instead; it may be a variant, `with headers` or with a single header. Failures read and write themselves; an
///   operation that documents none has no such line.
///
/// ```
/// use twinspec_runtime as rt;
///
/// pub struct GetUser {
///     pub id: String,
///     pub depth: Option<i64>,
/// }
///
/// pub const BEARER: rt::SecurityScheme =
///     rt::SecurityScheme { name: "bearer", kind: rt::SchemeKind::Http("bearer") };
///
/// #[derive(Debug)]
/// pub enum GetUserOutput {
///     Ok { e_tag: Option<String>, body: String },
///     NoContent,
/// }
///
/// rt::operation! {
///     GetUser: GetUserOutput, rt::NoFailure {
///         new(id: impl Into<String>),
///         operation_id: "getUser",
///         call: "GET" "/users/{id}",
///         security: [(), (BEARER("read"))],
///         produces: ["application/json"],
///         statuses: ["200", "204"],
///         id: path("id") [min_length(1)],
///         depth by with_depth(i64): optional_query("depth") [minimum(0i64), maximum(9i64)],
///         200 => json as GetUserOutput::Ok with e_tag: optional_header("ETag"),
///         204 => empty as GetUserOutput::NoContent,
///     }
/// }
///
/// let request = GetUser::new("ada").with_depth(2);
/// assert_eq!((request.id.as_str(), request.depth), ("ada", Some(2)));
/// let meta = <GetUser as rt::Operation>::META;
/// assert_eq!((meta.method, meta.security.len(), meta.consumes.len()), ("GET", 2, 0));
/// ```
#[macro_export]
macro_rules! operation {
    ($Operation:ident: $Output:ty, $Failure:ty {
        new($($required:ident: $asked:ty),* $(,)?),
        operation_id: $id:literal,
        call: $method:literal $path:literal,
        $(servers: $servers:literal,)?
        $(security: [$(($($Scheme:ident $(($($scope:literal),+ $(,)?))?),*)),+ $(,)?],)?
        $(consumes: [$($consumed:literal),+ $(,)?],)?
        $(produces: [$($produced:literal),+ $(,)?],)?
        statuses: [$($status:literal),* $(,)?],
        $($field:ident $(by $(#[$attribute:meta])* $setter:ident($argument:ty))?: $part:ident $described:tt $([$($checks:tt)+])?,)*
        $($code:literal => $kind:ident $(($Envelope:ident, $Failed:ident::$Refused:ident))? $(as $Enum:ident::$Variant:ident)? $(with $header:ident $(: $how:ident($name:literal))?)?,)*
        $(_ => $failure:ident,)?
    }) => {
        $crate::request! {
            $Operation {
                new($($required: $asked),*),
                $($($(#[$attribute])* $setter($field: $argument),)?)*
            }
        }

        impl $crate::Operation for $Operation {
            type Output = $Output;
            type Failure = $Failure;
            const META: $crate::Meta = $crate::Meta {
                id: $id,
                method: $method,
                path: $path,
                security: &[$($(&[$($crate::Requirement::new(&$Scheme, &[$($($scope),+)?])),*]),+)?],
                consumes: &[$($($consumed),+)?],
                produces: &[$($($produced),+)?],
                statuses: &[$($status),*],
            };

            #[inline]
            fn read(answer: &$crate::Answer) -> $crate::Read<Self> {
                match answer.status().as_u16() {
                    $($code => {
                        $crate::operation!(
                            @read answer $kind $(($Envelope, $Failed::$Refused))? $($Enum::$Variant)? $(, $header $($how $name)?)?
                        )
                    })*
                    _ => $crate::operation!(@failed answer $($failure)?),
                }
            }
        }

        $crate::__call!($Operation [$($servers)?] { $($field: $part $described,)* });
        $crate::__serve!($Operation [$($failure)?] {
            $($field: $part $described $([$($checks)+])?,)*
            $($code => $kind $(($Envelope))? $($Enum::$Variant)? $(, $header $($how $name)?)?;)*
        });
    };
    (@read $answer:ident json) => { $answer.success() };
    (@read $answer:ident empty) => { ::core::result::Result::Ok(::core::result::Result::Ok(())) };
    (@read $answer:ident json $Enum:ident::$Variant:ident) => { $answer.success_as($Enum::$Variant) };
    (@read $answer:ident empty $Enum:ident::$Variant:ident) => {
        ::core::result::Result::Ok(::core::result::Result::Ok($Enum::$Variant))
    };
    (@read $answer:ident json $Enum:ident::$Variant:ident, $header:ident $($how:ident $name:literal)?) => {{
        let $header = $crate::operation!(@header $answer $($how $name)?)?;
        // A closure would be compiled anew for every type.
        match $answer.json() {
            ::core::result::Result::Ok(body) => {
                ::core::result::Result::Ok(::core::result::Result::Ok($Enum::$Variant { $header, body }))
            }
            ::core::result::Result::Err(unreadable) => ::core::result::Result::Err(unreadable),
        }
    }};
    (@read $answer:ident empty $Enum:ident::$Variant:ident, $header:ident $($how:ident $name:literal)?) => {{
        let $header = $crate::operation!(@header $answer $($how $name)?)?;
        ::core::result::Result::Ok(::core::result::Result::Ok($Enum::$Variant { $header }))
    }};
    (@read $answer:ident enveloped ($Envelope:ident, $Failed:ident::$Refused:ident) $($Enum:ident::$Variant:ident)?) => {
        match $answer.enveloped(&$Envelope) {
            ::core::result::Result::Ok(outcome) => {
                ::core::result::Result::Ok(outcome $(.map($Enum::$Variant))? .map_err($Failed::$Refused))
            }
            ::core::result::Result::Err(unreadable) => ::core::result::Result::Err(unreadable),
        }
    };
    (@header $answer:ident) => { $crate::Headers::read($answer) };
    (@header $answer:ident $how:ident $name:literal) => { $answer.$how($name) };
    (@failed $answer:ident) => { ::core::result::Result::Err($answer.unexpected()) };
    (@failed $answer:ident json_failure) => { $answer.json_failure() };
}

/// Without the feature `client` nobody calls.
#[cfg(not(feature = "client"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __call {
    ($($list:tt)*) => {};
}

/// Without the feature `server` nobody serves.
#[cfg(not(feature = "server"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serve {
    ($($list:tt)*) => {};
}
