//! The key to a clerical sample, and a reviewer's answers.
#![no_main]

use dwlink_fuzz::with_file;
use exchange::review::ReviewKey;
use libfuzzer_sys::fuzz_target;
use linker::review::read_answers;

fuzz_target!(|bytes: &[u8]| {
    with_file("review.json", bytes, |path| {
        let _ = ReviewKey::read(path);
        let _ = read_answers(path, 100);
    });
});
