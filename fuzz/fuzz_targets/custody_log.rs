//! A custody log. One that is accepted is written again byte by byte, and a line can be added to it.
#![no_main]

use std::path::Path;

use exchange::custody::{CustodyLog, signed_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let path = Path::new("custody.log");
    let Ok(chain) = CustodyLog::parse(path, text) else { return };
    let again: String = chain.lines().iter().map(|line| format!("{}\n", line.text())).collect();
    assert_eq!(again, text);
    if let Some(last) = chain.lines().last() {
        assert!(!signed_bytes(last).is_empty());
        let next = chain.next(last.body.clone()).text();
        assert!(CustodyLog::parse(path, &format!("{again}{next}\n")).is_ok());
    }
});
