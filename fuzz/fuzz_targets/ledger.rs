//! The ledger of releases. One whose chain holds is written again line by line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studies::release::Ledger;

fuzz_target!(|text: &str| {
    if let Ok(ledger) = Ledger::parse(text) {
        assert!(Ledger::parse(&format!("{text}x")).is_err() || ledger == Ledger::default());
    }
});
