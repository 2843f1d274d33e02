//! An owner's table in Parquet, with whatever columns and types.
#![no_main]

use dwlink_fuzz::with_file;
use exchange::spec::DateFormat;
use libfuzzer_sys::fuzz_target;
use linker::input::SourceTable;

fuzz_target!(|bytes: &[u8]| {
    with_file("table.parquet", bytes, |path| {
        let Ok(mut table) = SourceTable::open(path) else { return };
        for name in ["rec_id", "dob"] {
            let Ok(column) = table.required(name) else { continue };
            assert_eq!(table.optional(name), Some(column));
            assert!(table.date_formats(name, &[DateFormat::YearMonthDay]).len() == 1);
        }
        let column = table.optional("rec_id");
        for row in table.rows().map_while(Result::ok) {
            assert!(row.text(column).len() <= 1 << 20);
        }
    });
});
