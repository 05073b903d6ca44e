//! The macro by which a server learns how most operations are read and answered.

/// Lets a server serve an operation, from a list: each part of the request, and how each answer is written.
///
/// A part is a method of [`Incoming`](crate::server::Incoming) with what describes a parameter, and in brackets what is
/// checked of its value: methods of [`Checker`](crate::Checker). A success is its status, and `json` or `empty`; it may be
/// a variant, `with headers` or with a single header. Failures write themselves; an operation that documents none has no such line.
///
/// ```
/// use twinspec_runtime as rt;
///
/// # use rt::{Answer, Meta, NoFailure, Operation, Read};
/// pub struct GetUser {
///     pub id: String,
///     pub depth: Option<i64>,
/// }
///
/// # impl Operation for GetUser {
/// #     type Output = String;
/// #     type Failure = NoFailure;
/// #     const META: Meta = Meta {
/// #         id: "getUser",
/// #         method: "GET",
/// #         path: "/users/{id}",
/// #         security: &[],
/// #         consumes: &[],
/// #         produces: &["application/json"],
/// #         statuses: &["200"],
/// #     };
/// #     fn read(answer: &Answer) -> Read<Self> {
/// #         answer.success()
/// #     }
/// # }
/// rt::serve! {
///     GetUser {
///         id: path("id") [min_length(1)],
///         depth: optional_query("depth") [minimum(0i64), maximum(9i64)],
///         200 => json,
///     }
/// }
/// ```
#[macro_export]
macro_rules! serve {
    ($($Operation:ident)::+ {
        $($field:ident: $method:ident $described:tt $([$($check:ident($($bound:literal)?)),+ $(,)?])?,)*
        $($code:literal => $kind:ident $(as $Output:ident $(:: $Variant:ident)+)?
            $(with $header:ident $(: $how:ident($name:literal))?)?,)+
        $(_ => $failure:ident,)?
    }) => {
        impl $crate::server::Serve for $($Operation)::+ {
            #[inline]
            fn read(
                incoming: &mut $crate::server::Incoming<'_>,
            ) -> ::core::result::Result<Self, $crate::Recorded> {
                let _ = &incoming;
                $(
                    let $field = incoming.$method $described;
                    $($crate::serve!(@check incoming $method $described $field $($check($($bound)?))+);)?
                )*
                ::core::result::Result::Ok(Self { $($field: $crate::serve!(@take $method $field),)* })
            }

            #[inline]
            fn write(outcome: &$crate::Answered<Self>, reply: &mut $crate::server::Reply) {
                match outcome {
                    $(::core::result::Result::Ok(
                        $crate::serve!(@pattern body $kind $($Output $(:: $Variant)+)? $(, $header)?)
                    ) => {
                        $crate::serve!(@write reply $code body $kind $($header $($how $name)?)?)
                    })+
                    ::core::result::Result::Err(failure) => {
                        $crate::serve!(@failed reply failure $($failure)?)
                    }
                }
            }
        }
    };
    (@check $incoming:ident $method:ident ($name:literal) $field:ident $($check:ident($($bound:literal)?))+) => {
        $incoming.check($crate::serve!(@place $method), $name, &$field, |value| {
            $($crate::object!(@rule value $check $($bound)?);)+
        })
    };
    (@place path) => { "path" };
    (@place query) => { "query" };
    (@place optional_query) => { "query" };
    (@place header) => { "header" };
    (@place optional_header) => { "header" };
    (@take optional_query $field:ident) => { $field };
    (@take optional_header $field:ident) => { $field };
    (@take optional_parameter $field:ident) => { $field };
    (@take optional_json $field:ident) => { $field };
    (@take optional_form $field:ident) => { $field };
    // The conversion of `?` would be compiled anew for every type.
    (@take $method:ident $field:ident) => {
        match $field {
            ::core::result::Result::Ok(value) => value,
            ::core::result::Result::Err(recorded) => return ::core::result::Result::Err(recorded),
        }
    };
    (@pattern $body:ident json) => { $body };
    (@pattern $body:ident empty) => { () };
    (@pattern $body:ident json $Output:ident $(:: $Variant:ident)+) => { $Output $(:: $Variant)+ ($body) };
    (@pattern $body:ident empty $Output:ident $(:: $Variant:ident)+) => { $Output $(:: $Variant)+ };
    (@pattern $body:ident json $Output:ident $(:: $Variant:ident)+, $header:ident) => {
        $Output $(:: $Variant)+ { $header, $body }
    };
    (@pattern $body:ident empty $Output:ident $(:: $Variant:ident)+, $header:ident) => {
        $Output $(:: $Variant)+ { $header }
    };
    (@write $reply:ident $code:literal $body:ident $kind:ident) => {
        $crate::serve!(@body $body $kind $reply.status($code))
    };
    (@write $reply:ident $code:literal $body:ident $kind:ident $headers:ident) => {
        $crate::serve!(@body $body $kind $reply.status($code).headers($headers))
    };
    (@write $reply:ident $code:literal $body:ident $kind:ident $header:ident $how:ident $name:literal) => {
        $crate::serve!(@body $body $kind $reply.status($code).$how($name, $header))
    };
    (@body $body:ident json $($reply:tt)+) => { $($reply)+.json($body) };
    (@body $body:ident empty $($reply:tt)+) => { $($reply)+.empty() };
    (@failed $reply:ident $failure:ident) => { match *$failure {} };
    (@failed $reply:ident $failure:ident json_failure) => { $reply.json_failure($failure) };
}
