//! A certificate of destruction. One that is accepted is written again byte by byte.
#![no_main]

use dwlink_fuzz::with_file;
use exchange::custody::Certificate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    with_file("destroyed.json", bytes, |path| {
        let Ok(certificate) = Certificate::read(path) else { return };
        assert!(!Certificate::signed_bytes(&certificate.destroyed).is_empty());
        let again = path.with_file_name("again.json");
        let (file, _) = certificate.begin(&again).expect("a certificate can be written");
        file.commit().expect("it appears");
        assert_eq!(std::fs::read(&again).expect("it was written"), bytes);
        std::fs::remove_file(&again).expect("it can be removed");
    });
});
