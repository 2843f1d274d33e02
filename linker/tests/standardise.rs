//! The standardising readers against tables of cells whose answers were written by hand.

use linker::standardise::{
    DEFAULT_LATEST_YEAR, DateFormat, Finding, Findings, Name, NameKind, PartialDate, PostcodeShape, read_date,
    read_event_date, read_forenames, read_name, read_postcode, soundex,
};

#[test]
fn names() {
    for row in rows("standardise_names.csv") {
        let [raw, kind, whole, parts, finding] = row.as_array();
        let kind = match kind {
            "forename" => NameKind::Forename,
            "surname" => NameKind::Surname,
            "middle" => NameKind::Middle,
            other => panic!("{other} is no kind of name"),
        };
        let read = read_name(raw, kind);
        let read_parts: Vec<&str> = read.value.iter().flat_map(Name::parts).collect();
        assert_eq!(read.value.as_ref().map_or("", Name::whole), whole, "{raw}");
        assert_eq!(read_parts.join(" "), parts, "{raw}");
        assert_eq!(rules(read.findings), finding, "{raw}");
    }
}

#[test]
fn dates() {
    for row in rows("standardise_dates.csv") {
        let [raw, formats, year, month, day, finding] = row.as_array();
        let formats: Vec<DateFormat> =
            formats.split_terminator(';').map(|name| DateFormat::from_name(name).expect(name)).collect();
        let read = read_date(raw, &formats, DEFAULT_LATEST_YEAR);
        let text = |part: Option<u16>| part.map_or(String::new(), |part| part.to_string());
        let date = read.value;
        assert_eq!(text(date.and_then(PartialDate::year)), year, "{raw}");
        assert_eq!(text(date.and_then(PartialDate::month).map(u16::from)), month, "{raw}");
        assert_eq!(text(date.and_then(PartialDate::day).map(u16::from)), day, "{raw}");
        assert_eq!(rules(read.findings), finding, "{raw}");
    }
}

/// A file of historical persons declares its years; what would be a default elsewhere is then a date.
#[test]
fn a_declared_range_of_years_replaces_the_default() {
    let years = 1500..=1950;
    let born = |raw| read_date(raw, &[DateFormat::YearMonthDay], years.clone()).value.and_then(PartialDate::year);
    assert_eq!(born("1753-05-06"), Some(1753));
    assert_eq!(born("1800-05-06"), Some(1800));
    assert_eq!(born("1951-05-06"), None);
    assert_eq!(born("1900-01-01"), None);
}

#[test]
fn event_dates_are_whole_or_null() {
    let formats = [DateFormat::CompactYearMonthDay];
    let read = |raw| read_event_date(raw, &formats, DEFAULT_LATEST_YEAR);
    assert_eq!(read("20O90229").value, None);
    assert_eq!(read("2OO90228").value.map(|event| event.date().to_string()).as_deref(), Some("2009-02-28"));
    for (raw, finding) in [
        ("20091325", "impossible_month"),
        ("20090212 ", ""),
        ("20090012", "impossible_month"),
        ("99991231", "placeholder_date"),
        ("2009029", "unreadable_date"),
        ("21010101", "year_out_of_range"),
        ("", "missing"),
    ] {
        let read = read(raw);
        assert_eq!(rules(read.findings), finding, "{raw}");
        assert_eq!(read.value.is_some(), finding.is_empty(), "{raw}");
    }
    // The parts of a birth date are exchanged when that makes it possible; those of an event never.
    let born = read_date("20092512", &formats, DEFAULT_LATEST_YEAR);
    assert_eq!(rules(born.findings), "day_month_swapped");
    assert_eq!(rules(read("20092512").findings), "impossible_month");
}

#[test]
fn forenames_are_split_at_spaces() {
    for (raw, first, middle) in [
        ("JOHN PAUL", "JOHN", Some("PAUL")),
        ("John-Paul", "JOHNPAUL", None),
        ("Anne-Marie Louise Jane", "ANNEMARIE", Some("LOUISEJANE")),
        ("J P", "J", Some("P")),
        ("J.P.", "J", Some("P")),
        ("De Shawn", "DESHAWN", None),
        ("Abd al Rahman Khalid", "ABDALRAHMAN", Some("KHALID")),
        ("Van Anh", "VAN", Some("ANH")),
        ("Mr John", "JOHN", None),
        ("Mary XXX", "MARY", None),
    ] {
        let forenames = read_forenames(raw).value.expect(raw);
        assert_eq!(forenames.first.whole(), first, "{raw}");
        assert_eq!(forenames.middle.as_ref().map(Name::whole), middle, "{raw}");
    }
    for raw in ["", "UNKNOWN", "Baby Boy", "XXX John", "Иван"] {
        assert!(read_forenames(raw).value.is_none(), "{raw}");
    }
}

#[test]
fn postcodes() {
    for row in rows("standardise_postcodes.csv") {
        let [raw, shape, unit, sector, district, finding] = row.as_array();
        let shape = match shape {
            "auto" => PostcodeShape::Auto,
            "whole" => PostcodeShape::Whole,
            "sector" => PostcodeShape::Sector,
            "district" => PostcodeShape::District,
            other => panic!("{other} is no shape"),
        };
        let read = read_postcode(raw, shape);
        let postcode = read.value.as_ref();
        assert_eq!(postcode.and_then(|p| p.unit()).unwrap_or_default(), unit, "{raw}");
        assert_eq!(postcode.and_then(|p| p.sector()).unwrap_or_default(), sector, "{raw}");
        assert_eq!(postcode.and_then(|p| p.district()).unwrap_or_default(), district, "{raw}");
        assert_eq!(rules(read.findings), finding, "{raw}");
    }
}

/// Codes computed by the Python package jellyfish 1.3.0 for United Kingdom names, half of them with H or W between
/// consonants, where implementations differ. The names are from the reference lists of ukbabynames (CC0) and
/// sdglinkage (MIT).
#[test]
fn soundex_codes() {
    for row in rows("soundex.csv") {
        let [name, code] = row.as_array();
        assert_eq!(soundex(name).as_deref(), Some(code), "{name}");
    }
}

fn rules(findings: Findings) -> String {
    let rules: Vec<&str> = findings.iter().map(Finding::rule).collect();
    rules.join(";")
}

struct Row(csv::StringRecord);

impl Row {
    fn as_array<const COLUMNS: usize>(&self) -> [&str; COLUMNS] {
        assert_eq!(self.0.len(), COLUMNS);
        std::array::from_fn(|column| &self.0[column])
    }
}

fn rows(file: &str) -> Vec<Row> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file);
    let mut reader = csv::Reader::from_path(path).expect("the table is part of the crate");
    let rows: Vec<Row> = reader.records().map(|record| Row(record.expect("a well-formed row"))).collect();
    assert!(rows.len() > 50);
    rows
}
