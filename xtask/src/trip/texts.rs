//! Texts and numbers, the awkward ones before all.

use proptest::prelude::{RngExt as _, Strategy as _};
use proptest::strategy::{BoxedStrategy, ValueTree as _};
use proptest::string::string_regex_parsed;
use proptest::test_runner::TestRunner;
use regex_syntax::hir::{Hir, HirKind};
use serde_json::{Number, Value};
use twinspec::ir::{self, Check, Type};

/// Texts with what means something in a path, a query, a header, a cookie, a form, or in JSON.
const AWKWARD: [&str; 36] = [
    "",
    " ",
    "a b",
    " a",
    "a ",
    "/",
    "a/b",
    "../a",
    ".",
    "..",
    "?",
    "#",
    "&",
    "=",
    "a=b&c=d",
    "+",
    "%",
    "%2F",
    "%25",
    ",",
    "a,b",
    ";",
    "a;b",
    "|",
    "[a]",
    "{\"a\":1}",
    "null",
    "true",
    "1",
    "\"",
    "\\",
    "ä é",
    "日本語",
    "🦀",
    "\u{0}",
    "a\r\nb\t",
];

/// A text of one of two kinds: of letters and digits alone, or an awkward one.
pub(super) fn text(runner: &mut TestRunner, wild: bool, checks: &[&Check]) -> String {
    let text = if wild && runner.rng().random_ratio(1, 2) {
        let index = runner.rng().random_range(0..AWKWARD.len());
        AWKWARD.get(index).copied().unwrap_or_default().to_owned()
    } else {
        let length = runner.rng().random_range(1..9);
        let letters = "abcXYZ019_-";
        (0..length).filter_map(|_| letters.chars().nth(runner.rng().random_range(0..letters.len()))).collect()
    };
    fit(text, count(checks, "min_length").unwrap_or(0), count(checks, "max_length"))
}

/// A text that is none of a number or of a Boolean value as well, where a branch may be either.
pub(super) fn no_number(value: Value) -> Value {
    match value {
        Value::String(text) if text.parse::<f64>().is_ok() || text == "true" || text == "false" => {
            format!("x{text}").into()
        }
        value => value,
    }
}

/// A text made as long, or as short, as it must be.
fn fit(mut text: String, least: usize, most: Option<usize>) -> String {
    let length = text.chars().count();
    // The limit keeps tests of megabytes away; what is too short is left to the judge.
    text.extend(std::iter::repeat_n('x', least.min(10_000).saturating_sub(length)));
    most.map_or(text.clone(), |most| text.chars().take(most).collect())
}

/// The operand of a constraint on a length.
pub(super) fn count(checks: &[&Check], name: &str) -> Option<usize> {
    let counts = checks.iter().filter_map(|check| match check {
        Check::Count(method, count) if *method == name => Some(*count),
        _ => None,
    });
    if name.starts_with("min") { counts.max() } else { counts.min() }
}

/// Texts of a pattern, where proptest can make such.
pub(super) fn of_pattern(pattern: &str) -> Option<BoxedStrategy<String>> {
    // ECMA-262 has no digits and letters but those of ASCII here.
    let pattern = pattern.replace(r"\d", "[0-9]").replace(r"\w", "[0-9A-Za-z_]").replace(r"\s", "[ ]");
    let hir = regex_syntax::parse(&pattern).ok()?;
    Some(string_regex_parsed(&without_anchors(&hir)?).ok()?.boxed())
}

/// One text of a strategy.
pub(super) fn one(strategy: &BoxedStrategy<String>, runner: &mut TestRunner) -> Option<String> {
    strategy.new_tree(runner).ok().map(|tree| tree.current())
}

/// The same expression, with nothing said about what is around; `None` when a part of it takes no text at all.
fn without_anchors(hir: &Hir) -> Option<Hir> {
    Some(match hir.kind() {
        HirKind::Look(_) => Hir::empty(),
        HirKind::Capture(group) => without_anchors(&group.sub)?,
        HirKind::Concat(all) => Hir::concat(all.iter().map(without_anchors).collect::<Option<_>>()?),
        HirKind::Alternation(all) => Hir::alternation(all.iter().map(without_anchors).collect::<Option<_>>()?),
        HirKind::Repetition(repetition) => {
            let mut repetition = repetition.clone();
            repetition.sub = Box::new(without_anchors(&repetition.sub)?);
            // Without a limit of its own it is short.
            repetition.max = repetition.max.or(Some(repetition.min + 8));
            Hir::repetition(repetition)
        }
        HirKind::Class(_) if hir.properties().minimum_len().is_none() => return None,
        _ => hir.clone(),
    })
}

/// A whole number between bounds and those of the constraints.
pub(super) fn integer(runner: &mut TestRunner, least: i128, most: i128, checks: &[&Check]) -> Value {
    let (mut low, mut high, mut step) = (least, most, 1);
    for (method, bound) in bounds(checks) {
        let bound = whole(bound);
        match method {
            "minimum" => low = low.max(bound),
            "exclusive_minimum" => low = low.max(bound + 1),
            "maximum" => high = high.min(bound),
            "exclusive_maximum" => high = high.min(bound - 1),
            "multiple_of" if bound > 0 => step = bound,
            _ => {}
        }
    }
    let random = if low < high { runner.rng().random_range(low..=high) } else { low };
    let candidates: Vec<i128> = [low, low + 1, high, high - 1, 0, 1, -1, 7, random, random % 1000]
        .into_iter()
        .map(|value| value - value.rem_euclid(step))
        .filter(|value| (low..=high).contains(value))
        .collect();
    let index = runner.rng().random_range(0..candidates.len().max(1));
    let chosen = candidates.get(index).copied().unwrap_or(low);
    i64::try_from(chosen).map(Value::from).or_else(|_| u64::try_from(chosen).map(Value::from)).unwrap_or_default()
}

/// A number between the bounds of the constraints.
pub(super) fn number(runner: &mut TestRunner, single: bool, checks: &[&Check]) -> Value {
    let (mut low, mut high, mut step) = (f64::NEG_INFINITY, f64::INFINITY, None);
    for (method, bound) in bounds(checks) {
        let bound = float(bound);
        match method {
            "minimum" | "exclusive_minimum" => low = low.max(bound),
            "maximum" | "exclusive_maximum" => high = high.min(bound),
            "multiple_of" if bound > 0.0 => step = Some(bound),
            _ => {}
        }
    }
    let random = runner.rng().random_range(0.0..1000.0);
    let large = if single { 3.0e38 } else { 1.7e308 };
    let candidates =
        [low, high, low + 0.5, high - 0.5, 0.0, 1.0, -1.0, 0.1, 1e-7, 123_456_789.0, large, -large, random];
    let exclusive = |value: f64| {
        bounds(checks).any(|(method, bound)| method.starts_with("ex") && value.total_cmp(&float(bound)).is_eq())
    };
    let fitting: Vec<f64> = candidates
        .into_iter()
        .map(|value| step.map_or(value, |step: f64| (value / step).round() * step))
        .map(|value| if single { f64::from(narrow(value)) } else { value })
        .filter(|value| value.is_finite() && *value >= low && *value <= high && !exclusive(*value))
        .collect();
    let index = runner.rng().random_range(0..fitting.len().max(1));
    fitting.get(index).and_then(|value| Number::from_f64(*value)).map_or(Value::Null, Value::Number)
}

#[expect(clippy::cast_possible_truncation, reason = "the nearest number that a single one can be")]
fn narrow(value: f64) -> f32 {
    value as f32
}

fn bounds<'c>(checks: &'c [&'c Check]) -> impl Iterator<Item = (&'static str, ir::Number)> {
    checks.iter().filter_map(|check| match check {
        Check::Number(method, bound) => Some((*method, *bound)),
        _ => None,
    })
}

#[expect(clippy::cast_possible_truncation, reason = "a bound of a whole number is one")]
fn whole(number: ir::Number) -> i128 {
    match number {
        ir::Number::Integer(value) => i128::from(value),
        ir::Number::Unsigned(value) => i128::from(value),
        ir::Number::Float(value) => value as i128,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a bound of a floating-point number is one")]
fn float(number: ir::Number) -> f64 {
    match number {
        ir::Number::Integer(value) => value as f64,
        ir::Number::Unsigned(value) => value as f64,
        ir::Number::Float(value) => value,
    }
}

/// A text of the format of a type.
pub(super) fn formatted(runner: &mut TestRunner, ty: &Type) -> Value {
    let mut next = |least: u32, most: u32| runner.rng().random_range(least..=most);
    let text = match ty {
        Type::Uuid => format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            next(0, u32::MAX),
            next(0, 0xffff),
            next(0, 0xfff),
            next(0, 0xfff),
            next(0, u32::MAX)
        ),
        Type::Ipv4 => format!("{}.{}.{}.{}", next(0, 255), next(0, 255), next(0, 255), next(0, 255)),
        Type::Ipv6 => format!("2001:db8:{:x}::{:x}", next(1, 0xffff), next(0, 0xffff)),
        Type::Base64 => {
            ["", "AA==", "+/+/", "aGVsbG8="].get(next(0, 3) as usize).copied().unwrap_or_default().to_owned()
        }
        _ => {
            let date = format!("{:04}-{:02}-{:02}", next(1, 9999), next(1, 12), next(1, 28));
            let offset = ["Z", "+02:00", "-23:59"].get(next(0, 2) as usize).copied().unwrap_or_default();
            let fraction = ["", ".5", ".123456789"].get(next(0, 2) as usize).copied().unwrap_or_default();
            let time = format!("T{:02}:{:02}:{:02}{fraction}{offset}", next(0, 23), next(0, 59), next(0, 59));
            if *ty == Type::Date { date } else { date + &time }
        }
    };
    text.into()
}

/// A media type of a range.
pub(super) fn concrete(range: &str) -> String {
    let essence = range.split(';').next().unwrap_or_default().trim();
    essence.replace("*/*", "application/x-trip").replace('*', "x-trip")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_pattern_that_no_text_matches_makes_none() {
        assert!(super::of_pattern("^[a&&b]+$").is_none() && super::of_pattern("^[ab]+$").is_some());
    }
}
