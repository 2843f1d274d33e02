//! An owner's crosswalk: a table of any columns, handles among them.
#![no_main]

use dwlink_fuzz::with_file;
use exchange::Frame;
use exchange::payload::PAYLOAD_HANDLE;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    with_file("crosswalk.parquet", bytes, |path| {
        let Ok(frame) = Frame::read(path) else { return };
        for column in frame.columns() {
            let texts = frame.texts(&column.name);
            assert!(texts.is_err() || texts.is_ok_and(|texts| texts.len() == frame.rows()));
        }
        if let Ok(handles) = frame.handles(PAYLOAD_HANDLE) {
            assert_eq!(handles.len(), frame.rows());
        }
    });
});
