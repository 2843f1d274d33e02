//! Published and independently computed answers, from `tests/data/intervals.csv`.

use super::*;

const ANSWERS: &str = include_str!("../../tests/data/intervals.csv");

#[test]
fn intervals_agree_with_published_values() {
    let mut seen = 0;
    for line in ANSWERS.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [method, a, b, per, estimate, low, high, tolerance, _source] = fields[..] else { panic!("{line}") };
        let number = |text: &str| text.parse::<f64>().unwrap();
        let (a, b, per) = (number(a), number(b), number(per));
        let (found, interval) = match method {
            "exact_poisson" => (a / b * per, scaled(exact_poisson_interval(a as u64), per / b)),
            "byar" => (a / b * per, scaled(byar_interval(a as u64), per / b)),
            "wilson" => (a / b * per, scaled(wilson_interval(a as u64, b as u64).unwrap(), per)),
            other => panic!("{other}"),
        };
        for (found, published) in [(found, estimate), (interval.low, low), (interval.high, high)] {
            if !published.is_empty() {
                assert!((found - number(published)).abs() <= number(tolerance), "{line}: {found}");
            }
        }
        seen += 1;
    }
    assert!(seen >= 12, "{seen}");
}

fn scaled(interval: Interval, factor: f64) -> Interval {
    Interval { low: interval.low * factor, high: interval.high * factor }
}

#[test]
fn newcombe_agrees_with_his_worked_examples() {
    // Newcombe 1998 (Stat Med 17:873-890), table II, method 10: (a) 56/70 - 48/80, (b) 9/10 - 3/10, (g) 10/10 - 0/20.
    for (first, second, low, high) in
        [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 20), 0.6791, 1.0)]
    {
        let interval = newcombe_difference(first, second).unwrap();
        assert!((interval.low - low).abs() < 1e-4 && (interval.high - high).abs() < 1e-4, "{interval:?}");
    }
}

#[test]
fn rate_ratios_agree_with_poisson_test() {
    // R's manual page of poisson.test: 11 in 800 against 21 in 3011.
    let interval = rate_ratio_interval(ReleasedCount::exact(11), ReleasedCount::exact(21)).unwrap();
    let per = 3011.0 / 800.0;
    assert!((interval.low * per - 0.858_426_4).abs() < 1e-5, "{interval:?}");
    assert!((interval.high * per - 4.277_265_9).abs() < 1e-5, "{interval:?}");
}

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
