//! The readers on the outside evaluation sets, when they are at hand.
#![expect(clippy::print_stdout, reason = "a test says that it was skipped, and what it counted")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use linker::standardise::{
    DEFAULT_LATEST_YEAR, Finding, FindingKind, Findings, NameKind, PostcodeShape, SexCodes, read_address,
    read_date_parts, read_name, read_postcode,
};

/// What the sets demand: an outside baseline keeps the letters of a name and nothing else, so a clean name is that;
/// and few of the cells that hold something may be lost.
#[test]
fn evaluation_sets_keep_their_values() {
    let Some(data) = std::env::var_os("DWLINK_EVAL_DATA").map(PathBuf::from) else {
        println!("skipped: DWLINK_EVAL_DATA is not set");
        return;
    };
    for file in ["ons_dev/left.csv", "febrl4/right.csv", "pp_census_ssa_hard_dev/right.csv", "h50k/records.csv"] {
        let counts = read_file(&data.join(file));
        println!("{file}");
        for ((field, finding), count) in &counts.findings {
            println!("  {field}: {} {count}", finding.rule());
        }
        for (field, lost) in counts.lost {
            let filled = counts.filled[field];
            assert!(lost * 50 <= filled, "{file}: {lost} of {filled} values of {field} became null");
        }
    }
}

#[derive(Default)]
struct Counts {
    findings: BTreeMap<(&'static str, Finding), usize>,
    /// Cells that hold something.
    filled: BTreeMap<&'static str, usize>,
    /// Of those, cells that became null for another reason than being a placeholder.
    lost: BTreeMap<&'static str, usize>,
}

impl Counts {
    fn add(&mut self, field: &'static str, is_null: bool, findings: Findings) {
        for finding in findings.iter() {
            *self.findings.entry((field, finding)).or_default() += 1;
        }
        if findings.contains(Finding::Missing) {
            return;
        }
        *self.filled.entry(field).or_default() += 1;
        if is_null && findings.iter().all(|finding| finding.kind() == FindingKind::Invalid) {
            *self.lost.entry(field).or_default() += 1;
        }
    }
}

fn read_file(path: &Path) -> Counts {
    let mut reader = csv::Reader::from_path(path).expect("an evaluation file");
    let headers = reader.headers().expect("a header").clone();
    let column = |name: &str| headers.iter().position(|header| header == name).expect("the person columns");
    let at =
        ["forename", "surname", "middle", "dob_year", "dob_month", "dob_day", "sex", "postcode", "address"].map(column);
    let sexes = SexCodes::shipped();
    let mut counts = Counts::default();
    for record in reader.records() {
        let record = record.expect("a row");
        let [forename, surname, middle, year, month, day, sex, postcode, address] = at.map(|column| &record[column]);
        for (field, raw, kind) in [
            ("forename", forename, NameKind::Forename),
            ("surname", surname, NameKind::Surname),
            ("middle", middle, NameKind::Middle),
        ] {
            let read = read_name(raw, kind);
            if let Some(name) = read.value.as_ref().filter(|_| read.findings.is_clean() && raw.is_ascii()) {
                let letters: String = raw.chars().filter(char::is_ascii_alphabetic).collect();
                assert!(name.whole() == letters.to_ascii_uppercase(), "a clean {field} is not its letters");
            }
            counts.add(field, read.value.is_none(), read.findings);
        }
        let date = read_date_parts(year, month, day, DEFAULT_LATEST_YEAR);
        counts.add("birth date", date.value.is_none(), date.findings);
        let sex = sexes.read(sex);
        counts.add("sex", sex.value.is_none(), sex.findings);
        let postcode = read_postcode(postcode, PostcodeShape::Auto);
        counts.add("postcode", postcode.value.is_none(), postcode.findings);
        let address = read_address(address);
        counts.add("address", address.value.is_none(), address.findings);
    }
    counts
}
