//! A payload table under the schema of a spec.
#![no_main]

use dwlink_fuzz::with_file;
use exchange::payload::{self, PAYLOAD_HANDLE, PayloadColumn, PayloadSchema};
use exchange::{Frame, Kind};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    with_file("table.parquet", bytes, |path| {
        let Ok(any) = Frame::read(path) else { return };
        let columns = any.columns().iter().filter(|column| column.name != PAYLOAD_HANDLE);
        let kind = |name: &str| any.schema().iter().find(|(own, _)| *own == name).map_or(Kind::Text, |(_, kind)| *kind);
        let columns = columns.map(|column| PayloadColumn { name: column.name.clone(), kind: kind(&column.name) });
        if let Ok(frame) = payload::read(path, &PayloadSchema { columns: columns.collect() }) {
            assert_eq!(frame.rows(), any.rows());
        }
    });
});
