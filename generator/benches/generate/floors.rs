//! A measure of criterion's: how many times the floor something takes, both in turn.
//!
//! A machine that others use too is fast for a minute and slow for the next one. Two times of different minutes say
//! little about each other; of two that were taken in turn the ratio does.

use std::time::{Duration, Instant};

use criterion::Throughput;
use criterion::measurement::{Measurement, ValueFormatter};

/// How many times the floor something takes.
pub(crate) struct Floors;

impl Measurement for Floors {
    type Intermediate = Instant;
    type Value = f64;

    fn start(&self) -> Instant {
        Instant::now()
    }

    /// Nothing takes a number of floors without one beside it: [`in_turn`] gives the values.
    fn end(&self, _: Instant) -> f64 {
        f64::NAN
    }

    fn add(&self, one: &f64, other: &f64) -> f64 {
        one + other
    }

    fn zero(&self) -> f64 {
        0.0
    }

    fn to_f64(&self, value: &f64) -> f64 {
        *value
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        self
    }
}

impl ValueFormatter for Floors {
    fn scale_values(&self, _: f64, _: &mut [f64]) -> &'static str {
        "floors"
    }

    fn scale_throughputs(&self, _: f64, _: &Throughput, _: &mut [f64]) -> &'static str {
        "floors"
    }

    fn scale_for_machines(&self, _: &mut [f64]) -> &'static str {
        "floors"
    }
}

/// The sum of so many ratios, each of what `whole` takes to what `floor` takes right before or after it.
pub(crate) fn in_turn(times: u64, mut floor: impl FnMut() -> Duration, mut whole: impl FnMut() -> Duration) -> f64 {
    let ratios = (0..times).map(|turn| {
        let first = (turn % 2 == 0).then(&mut floor);
        let taken = whole();
        taken.as_secs_f64() / first.unwrap_or_else(&mut floor).as_secs_f64()
    });
    ratios.sum()
}
