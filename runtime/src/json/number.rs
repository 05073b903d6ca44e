//! JSON numbers that keep what they were.

use std::cmp::Ordering;
use std::fmt;

/// A JSON number, in the form in which it was written.
///
/// Equality and order are those of the numbers: `1` equals `1.0`.
/// An integer that fits neither `i64` nor `u64` becomes an `f64`.
///
/// ```
/// use twinspec_runtime::Number;
///
/// assert_eq!(Number::U64(1), Number::F64(1.0));
/// assert!(Number::U64(u64::MAX) < Number::F64(18_446_744_073_709_551_616.0));
/// assert_eq!(Number::F64(1e3).as_i64(), Some(1000));
/// assert_eq!(Number::F64(1.5).as_i64(), None);
/// ```
#[derive(Debug, Clone, Copy)]
pub enum Number {
    /// An integer; from text, a negative one.
    I64(i64),
    /// An integer that is not negative.
    U64(u64),
    /// Anything written with a fraction or an exponent, or too large for an integer.
    F64(f64),
}

const TWO_63: f64 = 9_223_372_036_854_775_808.0;
const TWO_64: f64 = 18_446_744_073_709_551_616.0;

impl Number {
    /// The number that `text` is, by the grammar of JSON: no space, no `+`, no leading zero, not `NaN`.
    pub fn from_text(text: &str) -> Option<Self> {
        let number = |text: &str| {
            text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit())
        };
        if !number(text) {
            return None;
        }
        match super::Json::parse(text.as_bytes()) {
            Ok(super::Json::Number(number)) => Some(number),
            _ => None,
        }
    }

    /// The integer that this is, when it is one and fits. `1.0` is one.
    pub fn as_i64(self) -> Option<i64> {
        match self {
            Self::I64(value) => Some(value),
            Self::U64(value) => i64::try_from(value).ok(),
            // Not -2^63: a smaller integer than i64::MIN is rounded to it.
            Self::F64(value) if value.fract() == 0.0 && value > -TWO_63 && value < TWO_63 =>
            {
                #[expect(clippy::cast_possible_truncation, reason = "in range and without a fraction")]
                Some(value as i64)
            }
            Self::F64(_) => None,
        }
    }

    /// The integer that this is, when it is one and fits. `1.0` is one.
    pub fn as_u64(self) -> Option<u64> {
        match self {
            Self::I64(value) => u64::try_from(value).ok(),
            Self::U64(value) => Some(value),
            Self::F64(value) if value.fract() == 0.0 && value > -1.0 && value < TWO_64 =>
            {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "in range and without a fraction"
                )]
                Some(value as u64)
            }
            Self::F64(_) => None,
        }
    }

    /// The nearest `f64`.
    pub fn as_f64(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "the nearest is asked for")]
        match self {
            Self::I64(value) => value as f64,
            Self::U64(value) => value as f64,
            Self::F64(value) => value,
        }
    }

    /// Whether it is an integer by JSON Schema: a number without a fraction, however it is written.
    pub fn is_integer(self) -> bool {
        match self {
            Self::I64(_) | Self::U64(_) => true,
            Self::F64(value) => value.fract() == 0.0,
        }
    }

    /// Whether it is a multiple of `divisor`: exact for integers,
    /// and as exact as decimal fractions are in `f64` otherwise (`0.07` is a multiple of `0.01`).
    pub fn is_multiple_of(self, divisor: Self) -> bool {
        if let (Some(value), Some(divisor)) = (self.whole(), divisor.whole()) {
            return divisor != 0 && value % divisor == 0;
        }
        let quotient = self.as_f64() / divisor.as_f64();
        (quotient - quotient.round()).abs() <= quotient.abs() * f64::EPSILON
    }

    /// The integer, when it has an exact one: what equal numbers have in common.
    pub(crate) fn whole(self) -> Option<i128> {
        match self {
            Self::I64(value) => Some(value.into()),
            Self::U64(value) => Some(value.into()),
            Self::F64(value) if value.fract() == 0.0 && value.abs() <= TWO_64 =>
            {
                #[expect(clippy::cast_possible_truncation, reason = "in range and without a fraction")]
                Some(value as i128)
            }
            Self::F64(_) => None,
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.whole(), other.whole()) {
            (Some(left), Some(right)) => Some(left.cmp(&right)),
            (Some(left), None) => compare(left, other.as_f64()),
            (None, Some(right)) => compare(right, self.as_f64()).map(Ordering::reverse),
            (None, None) => self.as_f64().partial_cmp(&other.as_f64()),
        }
    }
}

/// Compares an integer with a float exactly, where `as f64` would round the integer.
fn compare(whole: i128, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        None
    } else if float > TWO_64 {
        Some(Ordering::Less)
    } else if float < -TWO_64 {
        Some(Ordering::Greater)
    } else {
        #[expect(clippy::cast_possible_truncation, reason = "in range")]
        let truncated = float.trunc() as i128;
        whole.cmp(&truncated).then(0.0.partial_cmp(&float.fract())?).into()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::I64(value) => value.fmt(f),
            Self::U64(value) => value.fmt(f),
            Self::F64(value) => value.fmt(f),
        }
    }
}

macro_rules! from_number {
    ($($variant:ident: $($from:ty),+;)+) => {$($(
        impl From<$from> for Number {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        }
    )+)+};
}

from_number! {
    I64: i8, i16, i32, i64;
    U64: u8, u16, u32, u64;
    F64: f32, f64;
}

impl TryFrom<usize> for Number {
    type Error = std::num::TryFromIntError;

    fn try_from(value: usize) -> Result<Self, Self::Error> {
        u64::try_from(value).map(Self::U64)
    }
}
