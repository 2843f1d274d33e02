//! Exact limits of counts, shares and ratios of rates.

use super::Ours;
use crate::stats::{ReleasedCount, exact_interval, exact_poisson_interval, rate_ratio_interval};

pub(super) fn add(ours: &mut Ours) {
    for events in [0, 1, 5, 9, 10, 34, 100, 3974] {
        let interval = exact_poisson_interval(events);
        ours.say("poisson.test", format!("low {events}"), interval.low);
        ours.say("poisson.test", format!("high {events}"), interval.high);
    }
    for (part, whole) in [(0, 20), (3, 29), (15, 148), (81, 263), (20, 20)] {
        if let Some(interval) = exact_interval(part, whole) {
            ours.say("binom.test", format!("low {part}/{whole}"), interval.low);
            ours.say("binom.test", format!("high {part}/{whole}"), interval.high);
        }
    }
    for (first, second) in [(11, 21), (13, 160), (300, 45)] {
        if let Some(interval) = rate_ratio_interval(ReleasedCount::exact(first), ReleasedCount::exact(second)) {
            ours.say("poisson.test of two", format!("low {first}:{second}"), interval.low);
            ours.say("poisson.test of two", format!("high {first}:{second}"), interval.high);
        }
    }
}
