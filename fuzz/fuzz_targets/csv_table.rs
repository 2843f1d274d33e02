//! An owner's CSV table: header, rows, lines without end.
#![no_main]

use dwlink_fuzz::with_file;
use libfuzzer_sys::fuzz_target;
use linker::input::CsvTable;

fuzz_target!(|bytes: &[u8]| {
    with_file("table.csv", bytes, |path| {
        let Ok(mut table) = CsvTable::open(path) else { return };
        let column = table.optional("rec_id");
        for row in table.rows().map_while(Result::ok) {
            assert!(row.text(column).len() <= bytes.len() && row.place().row > 1);
        }
    });
});
