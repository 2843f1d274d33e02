//! A study file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use studies::StudyFile;

fuzz_target!(|text: &str| {
    if let Ok(study) = StudyFile::parse(text) {
        assert!(study.policy.check().is_ok() && !study.cohort.in_words().is_empty());
    }
});
