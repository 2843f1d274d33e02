//! Tables that an analyst supplies with a study: death rates, severities, a p-table.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studies::disclose::PTable;
use studies::inputs::{ReferenceRates, SeverityTable, Sex};

fuzz_target!(|text: &str| {
    if let Ok(rates) = ReferenceRates::parse(text) {
        assert!((0..120).filter_map(|age| rates.rate(Sex::Male, age)).all(|rate| (0.0..=1.0).contains(&rate)));
    }
    if let Ok(table) = SeverityTable::parse(text) {
        assert!(!table.name().is_empty());
    }
    if let Ok(table) = PTable::parse(text) {
        assert!((0..9).all(|count| table.variance(count).is_finite()) && table.reach().0 < u8::MAX);
    }
});
