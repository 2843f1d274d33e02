//! How the intervals behave; what they are is in `known_answers/`.

use super::*;

#[test]
fn a_count_shown_as_it_is_has_garwoods_limits() {
    for count in [1, 9, 100, 685] {
        let (found, garwood) = (ReleasedCount::exact(count).mean_interval(), exact_poisson_interval(count));
        assert!((found.low / garwood.low - 1.0).abs() < 1e-6 && (found.high / garwood.high - 1.0).abs() < 1e-6);
    }
}

#[test]
fn rounding_widens_an_interval_and_hiding_small_counts_lowers_it() {
    let exact = ReleasedCount::exact(15);
    let rounded = ReleasedCount { rounding_variance: 2.0, ..exact };
    let shown = ReleasedCount { smallest: 13, ..exact };
    let reference = ReleasedCount::exact(160);
    let limits = |count: ReleasedCount| [count.mean_interval(), rate_ratio_interval(count, reference).unwrap()];
    for ((exact, rounded), shown) in limits(exact).into_iter().zip(limits(rounded)).zip(limits(shown)) {
        assert!(rounded.low < exact.low && rounded.high > exact.high, "{rounded:?} {exact:?}");
        // A 15 that would have been hidden below 13 says little about how small the mean may be, and as much about how large.
        assert!(shown.low < 0.7 * exact.low && shown.high > 0.95 * exact.high, "{shown:?} {exact:?}");
    }
    let far = ReleasedCount { smallest: 13, ..ReleasedCount::exact(60) }.mean_interval();
    assert!((far.low / exact_poisson_interval(60).low - 1.0).abs() < 1e-6);
}

#[test]
fn shares_without_people_have_no_interval() {
    assert!(wilson_interval(0, 0).is_none());
    assert!(wilson_interval(3, 2).is_none());
    assert!(rate_ratio_interval(ReleasedCount::exact(0), ReleasedCount::exact(5)).is_none());
}

#[test]
fn the_sandwich_is_the_poisson_error_for_single_events_of_different_people() {
    // 100 people with one event before only, 80 with one after only: the paired error is close to sqrt(1/100 + 1/80).
    let one = |before, after| PersonCounts { before, years_before: 1.0, after, years_after: 1.0 };
    let mut people = vec![one(1, 0); 100];
    people.extend(vec![one(0, 1); 80]);
    people.extend(vec![one(0, 0); 100_000]);
    let error = log_ratio_standard_error(&people).unwrap();
    assert!((error - (1.0_f64 / 100.0 + 1.0 / 80.0).sqrt()).abs() < 1e-3, "{error}");
}

#[test]
fn the_sandwich_is_nought_for_people_who_do_not_change_and_grows_with_clustering() {
    let person = |before, after| PersonCounts { before, years_before: 2.0, after, years_after: 2.0 };
    let constant = vec![person(3, 3); 50];
    assert!(log_ratio_standard_error(&constant).unwrap() < 1e-12);
    let spread: Vec<PersonCounts> = (0..100).map(|i| person(1 + i % 2, 1 + (i / 2) % 2)).collect();
    let clustered: Vec<PersonCounts> = (0..100)
        .map(|i| if i < 10 { person(10 * (1 + i % 2), 10 * (1 + (i / 2) % 2)) } else { person(0, 0) })
        .collect();
    assert!(log_ratio_standard_error(&clustered).unwrap() > 2.0 * log_ratio_standard_error(&spread).unwrap());
}
