//! Rates made comparable with those of other populations.

use super::{Interval, byar_interval, exact_poisson_interval};

/// The European Standard Population 2013: people in each five-year band of age from 0-4 to 90 and over.
///
/// Source: Eurostat (2013), Revision of the European Standard Population.
pub const ESP_2013: [f64; 19] = [
    5000.0, 5500.0, 5500.0, 5500.0, 6000.0, 6000.0, 6500.0, 7000.0, 7000.0, 7000.0, 7000.0, 6500.0, 6000.0, 5500.0,
    5000.0, 4000.0, 2500.0, 1500.0, 1000.0,
];

/// Fewer events than this give no standardised rate.
///
/// Source: Morris JK, Tan J, Fryers P, Bestwick J (2018), Population Health Metrics 16:19.
pub const FEWEST_STANDARDISED: u64 = 10;

/// Events and person-years of one band of age.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Band {
    /// Events.
    pub events: u64,
    /// Person-years.
    pub years: f64,
}

/// An estimate with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
}

/// The 95 % interval of a Poisson count as public-health bodies print it: exact below ten, Byar's from there.
///
/// Source: Public Health England's `PHEindicatormethods` (R).
#[must_use]
pub fn count_interval(events: u64) -> Interval {
    if events < 10 { exact_poisson_interval(events) } else { byar_interval(events) }
}

/// The rate per year that the population would have if its ages were those of `weights`, with Dobson's interval.
///
/// `DSR = sum(w d / n) / sum(w)`, `DSR + sqrt(V / D) (L - D)` and the same with `U`, where `L` and `U` are [`count_interval`] of all
/// `D` events and `V = sum(w^2 d / n^2) / sum(w)^2`. `None` below [`FEWEST_STANDARDISED`] events, or if a band with a weight has no
/// person-years: cut the bands to the ages studied.
///
/// Source: Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991), Statistics in Medicine 10:457-462.
#[must_use]
pub fn directly_standardised_rate(bands: &[Band], weights: &[f64]) -> Option<Estimate> {
    let total: u64 = bands.iter().map(|band| band.events).sum();
    if total < FEWEST_STANDARDISED || bands.iter().any(|band| band.years <= 0.0) || bands.len() != weights.len() {
        return None;
    }
    let all_weight: f64 = weights.iter().sum();
    let (mut rate, mut variance) = (0.0, 0.0);
    for (band, weight) in bands.iter().zip(weights) {
        let events = band.events as f64;
        rate += weight * events / band.years;
        variance += weight * weight * events / band.years.powi(2);
    }
    let value = rate / all_weight;
    let (events, stretch) = (total as f64, (variance / total as f64).sqrt() / all_weight);
    let limits = count_interval(total);
    let interval =
        Interval { low: value + stretch * (limits.low - events), high: value + stretch * (limits.high - events) };
    Some(Estimate { value, interval })
}

/// Events over those expected if the reference rates held, with [`count_interval`] of the events; `None` if none is expected.
///
/// Source: Breslow NE, Day NE (1987), Statistical Methods in Cancer Research II, section 2.3.
#[must_use]
pub fn standardised_mortality_ratio(observed: u64, expected: f64) -> Option<Estimate> {
    if expected <= 0.0 {
        return None;
    }
    let limits = count_interval(observed);
    let interval = Interval { low: limits.low / expected, high: limits.high / expected };
    Some(Estimate { value: observed as f64 / expected, interval })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_events_and_empty_bands_give_no_rate() {
        let bands = [Band { events: 4, years: 100.0 }, Band { events: 5, years: 200.0 }];
        assert_eq!(directly_standardised_rate(&bands, &[1.0, 1.0]), None);
        let empty = [Band { events: 40, years: 100.0 }, Band { events: 0, years: 0.0 }];
        assert_eq!(directly_standardised_rate(&empty, &[1.0, 1.0]), None);
        assert_eq!(standardised_mortality_ratio(5, 0.0), None);
    }

    #[test]
    fn one_band_is_the_crude_rate() {
        let found = directly_standardised_rate(&[Band { events: 50, years: 1000.0 }], &[7000.0]).unwrap();
        let crude = count_interval(50);
        assert!((found.value - 0.05).abs() < 1e-12);
        assert!((found.interval.low - crude.low / 1000.0).abs() < 1e-12);
        assert!((found.interval.high - crude.high / 1000.0).abs() < 1e-12);
    }
}
