//! The macro by which a server learns how most operations are read and answered.

/// What [`operation!`](crate::operation) tells the server: how each part of the request is read and what is checked of it,
/// and how each answer is written.
#[doc(hidden)]
#[macro_export]
macro_rules! __serve {
    ($Operation:ident [$($failure:ident)?] {
        $($field:ident: $part:ident $described:tt $([$($check:ident($($bound:tt)*)),+ $(,)?])?,)*
        $($code:literal => $kind:ident $(($Envelope:ident))? $($Enum:ident::$Variant:ident)? $(, $header:ident $($how:ident $name:literal)?)?;)*
    }) => {
        impl $crate::server::Serve for $Operation {
            #[inline]
            fn read(
                incoming: &mut $crate::server::Incoming<'_>,
            ) -> ::core::result::Result<Self, $crate::Recorded> {
                let _ = &incoming;
                $(
                    let $field = $crate::__serve!(@part incoming $part $described);
                    $($crate::__serve!(@check incoming $part $described $field $($check($($bound)*))+);)?
                )*
                ::core::result::Result::Ok(Self { $($field: $crate::__serve!(@take $part $field),)* })
            }

            #[inline]
            fn write(outcome: &$crate::Answered<Self>, reply: &mut $crate::server::Reply) {
                match outcome {
                    $(::core::result::Result::Ok(
                        $crate::__serve!(@pattern body $kind $($Enum::$Variant)? $(, $header)?)
                    ) => {
                        $crate::__serve!(@write reply $code body $kind $(($Envelope))? $($header $($how $name)?)?)
                    })*
                    ::core::result::Result::Err(failure) => {
                        $crate::__serve!(@failed reply failure $($failure)?)
                    }
                }
            }
        }
    };
    (@part $incoming:ident form($($field:expr),* $(,)?)) => { $incoming.form(&[$($field),*]) };
    (@part $incoming:ident optional_form($($field:expr),* $(,)?)) => { $incoming.optional_form(&[$($field),*]) };
    (@part $incoming:ident $part:ident $described:tt) => { $incoming.$part $described };
    (@check $incoming:ident $part:ident ($name:literal) $field:ident $($check:ident($($bound:tt)*))+) => {
        $incoming.check($crate::__serve!(@place $part), $name, &$field, |value| {
            $($crate::object!(@rule value $check $($bound)*);)+
        })
    };
    (@check $incoming:ident $part:ident ($parameter:expr) $field:ident $($check:ident($($bound:tt)*))+) => {
        $incoming.check_parameter($parameter, &$field, |value| {
            $($crate::object!(@rule value $check $($bound)*);)+
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
    (@pattern $body:ident empty) => { () };
    (@pattern $body:ident $kind:ident) => { $body };
    (@pattern $body:ident empty $Enum:ident::$Variant:ident) => { $Enum::$Variant };
    (@pattern $body:ident $kind:ident $Enum:ident::$Variant:ident) => { $Enum::$Variant($body) };
    (@pattern $body:ident json $Enum:ident::$Variant:ident, $header:ident) => { $Enum::$Variant { $header, $body } };
    (@pattern $body:ident empty $Enum:ident::$Variant:ident, $header:ident) => { $Enum::$Variant { $header } };
    (@write $reply:ident $code:literal $body:ident $kind:ident) => {
        $crate::__serve!(@body $body $kind $reply.status($code))
    };
    (@write $reply:ident $code:literal $body:ident $kind:ident $headers:ident) => {
        $crate::__serve!(@body $body $kind $reply.status($code).headers($headers))
    };
    (@write $reply:ident $code:literal $body:ident $kind:ident $header:ident $how:ident $name:literal) => {
        $crate::__serve!(@body $body $kind $reply.status($code).$how($name, $header))
    };
    (@write $reply:ident $code:literal $body:ident enveloped ($Envelope:ident)) => {
        $reply.status($code).enveloped(&$Envelope, $body)
    };
    (@body $body:ident json $($reply:tt)+) => { $($reply)+.json($body) };
    (@body $body:ident empty $($reply:tt)+) => { $($reply)+.empty() };
    (@failed $reply:ident $failure:ident) => { match *$failure {} };
    (@failed $reply:ident $failure:ident json_failure) => { $reply.json_failure($failure) };
}
