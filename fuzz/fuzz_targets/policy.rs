//! A disclosure policy, and the counts that it would let out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studies::disclose::Policy;

fuzz_target!(|text: &str| {
    let Ok(policy) = toml::from_str::<Policy>(text) else { return };
    if policy.check().is_ok() {
        assert!(policy.smallest_released() >= policy.threshold);
        assert!(!policy.in_words().is_empty());
    }
});
