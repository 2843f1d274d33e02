//! Cells: names, dates, postcodes, addresses, sex, identifiers, texts of certificates. What is read must read the same when it is read again.
#![no_main]

use exchange::spec::DateFormat;
use exchange::substances::{cell_of, of_cell};
use libfuzzer_sys::fuzz_target;
use linker::standardise::{
    DEFAULT_LATEST_YEAR, NameKind, Nicknames, NullMarkers, PostcodeShape, SexCodes, named_substances, one_deletions,
    read_address, read_cro_number, read_date, read_date_parts, read_event_date, read_forenames, read_name,
    read_nhs_number, read_nino, read_pnc_id, read_postcode, soundex,
};

const FORMATS: [&str; 7] =
    ["dd/mm/yyyy", "yyyy-mm-dd", "yyyymmdd", "ddmmyyyy", "dd-mon-yyyy", "dd/mm/yy@1930", "mm/dd/yyyy"];

fuzz_target!(|raw: &str| {
    let formats: Vec<DateFormat> = FORMATS.iter().filter_map(|name| DateFormat::from_name(name)).collect();
    let _ = read_date(raw, &formats, DEFAULT_LATEST_YEAR);
    let _ = read_event_date(raw, &formats, DEFAULT_LATEST_YEAR);
    let mut parts = raw.splitn(3, ',');
    let mut part = || parts.next().unwrap_or_default();
    let _ = read_date_parts(part(), part(), part(), DEFAULT_LATEST_YEAR);
    for kind in [NameKind::Forename, NameKind::Surname, NameKind::Middle] {
        let _ = read_name(raw, kind);
    }
    let _ = read_forenames(raw);
    let _ = (one_deletions(raw), soundex(raw), Nicknames::shipped().canonical(raw).len());
    for shape in [PostcodeShape::Auto, PostcodeShape::Whole, PostcodeShape::Sector, PostcodeShape::District] {
        let _ = read_postcode(raw, shape);
    }
    let _ = (read_address(raw), SexCodes::shipped().read(raw), NullMarkers::of(&["NA"]).is_null(raw));
    let _ = (read_cro_number(raw), read_nhs_number(raw), read_nino(raw), read_pnc_id(raw));
    let cell = cell_of(&named_substances(raw));
    assert_eq!(of_cell(&cell).map(|named| cell_of(&named)), Some(cell));
});
