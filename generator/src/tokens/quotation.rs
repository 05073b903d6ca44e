//! The macro that makes tokens.

use std::slice;

/// Rust as tokens: `#name` puts a [`ToTokens`](super::ToTokens) there, `#(#names),*` each of several.
///
/// It is the macro of the crate `quote`; a repetition knows one name alone.
macro_rules! quote {
    ($($tokens:tt)*) => {{
        #[allow(unused_mut, reason = "there may be none")]
        let mut made = $crate::tokens::TokenStream::with_room();
        $crate::tokens::put!(made $($tokens)*);
        made
    }};
}

/// Adds what the first tokens of a quotation mean, and goes on with the others.
macro_rules! put {
    ($to:ident) => {};
    ($to:ident #[doc = $text:literal] $($rest:tt)*) => {
        $to.push_encoded(concat!("///", $text, "\u{1f}"));
        $crate::tokens::put!($to $($rest)*);
    };
    ($to:ident #[$($inner:tt)*] $($rest:tt)*) => {
        $to.push_encoded("#\u{1f}[\u{1f}");
        $crate::tokens::put!($to $($inner)*);
        $to.push_encoded("]\u{1f}");
        $crate::tokens::put!($to $($rest)*);
    };
    ($to:ident #![$($inner:tt)*] $($rest:tt)*) => {
        $to.push_encoded("#\u{1f}!\u{1f}[\u{1f}");
        $crate::tokens::put!($to $($inner)*);
        $to.push_encoded("]\u{1f}");
        $crate::tokens::put!($to $($rest)*);
    };
    ($to:ident #($($inner:tt)*)* $($rest:tt)*) => {
        $crate::tokens::repeat!($to () ($($inner)*) $($inner)*);
        $crate::tokens::put!($to $($rest)*);
    };
    ($to:ident #($($inner:tt)*) $between:tt* $($rest:tt)*) => {
        $crate::tokens::repeat!($to ($between) ($($inner)*) $($inner)*);
        $crate::tokens::put!($to $($rest)*);
    };
    ($to:ident #$name:ident $($rest:tt)*) => {
        $crate::tokens::ToTokens::to_tokens(&$name, &mut $to);
        $crate::tokens::put!($to $($rest)*);
    };
    ($to:ident ($($inner:tt)*) $($rest:tt)*) => {
        $to.push_encoded("(\u{1f}");
        $crate::tokens::put!($to $($inner)*);
        $to.push_encoded(")\u{1f}");
        $crate::tokens::put!($to $($rest)*);
    };
    ($to:ident [$($inner:tt)*] $($rest:tt)*) => {
        $to.push_encoded("[\u{1f}");
        $crate::tokens::put!($to $($inner)*);
        $to.push_encoded("]\u{1f}");
        $crate::tokens::put!($to $($rest)*);
    };
    ($to:ident {$($inner:tt)*} $($rest:tt)*) => {
        $to.push_encoded("{\u{1f}");
        $crate::tokens::put!($to $($inner)*);
        $to.push_encoded("}\u{1f}");
        $crate::tokens::put!($to $($rest)*);
    };
    ($to:ident $token:tt $($rest:tt)*) => {
        $to.push_encoded(concat!(stringify!($token), "\u{1f}"));
        $crate::tokens::put!($to $($rest)*);
    };
}

/// Adds a repetition of what the first name in it, outside of its groups, stands for.
macro_rules! repeat {
    (@ $to:ident $name:ident () ($($inner:tt)*)) => {
        for $name in $crate::tokens::each!($name) {
            $crate::tokens::put!($to $($inner)*);
        }
    };
    (@ $to:ident $name:ident ($between:tt) ($($inner:tt)*)) => {
        for (number, $name) in $crate::tokens::each!($name).enumerate() {
            if number > 0 {
                $crate::tokens::put!($to $between);
            }
            $crate::tokens::put!($to $($inner)*);
        }
    };
    ($to:ident $between:tt $inner:tt #$name:ident $($after:tt)*) => {
        $crate::tokens::repeat!(@ $to $name $between $inner);
    };
    ($to:ident $between:tt $inner:tt $skipped:tt $($after:tt)*) => {
        $crate::tokens::repeat!($to $between $inner $($after)*);
    };
}

/// What a repetition goes through: an iterator, or what can be borrowed as a slice.
macro_rules! each {
    ($name:ident) => {{
        #[allow(unused_imports, reason = "one of them is used")]
        use $crate::tokens::{Repeat as _, Repeated as _};
        $name.each()
    }};
}

pub(crate) use {each, put, quote, repeat};

/// What is gone through once.
pub(crate) trait Repeat: Iterator + Sized {
    /// Itself.
    fn each(self) -> Self {
        self
    }
}

impl<I: Iterator> Repeat for I {}

/// What can be gone through many times.
pub(crate) trait Repeated {
    /// What it holds.
    type Item;

    /// All of it.
    fn each(&self) -> slice::Iter<'_, Self::Item>;
}

impl<T> Repeated for [T] {
    type Item = T;

    fn each(&self) -> slice::Iter<'_, T> {
        self.iter()
    }
}
