//! A linkage spec, and the English that is made of it.
#![no_main]

use std::path::Path;

use exchange::spec::{Spec, show};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(spec) = Spec::parse(text, Path::new("spec.toml")) {
        assert!(!show(&spec).is_empty());
        assert!(spec.links.iter().all(|link| link.layout().slots() > 0));
    }
});
