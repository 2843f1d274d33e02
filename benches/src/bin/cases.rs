//! Error rates by kind of person: twins, namesakes, movers and others, on invented people whose kinds are known.
//!
//! `cargo run --release -p benches --bin cases [-- --write docs/quality.md]`.

use std::io::Write;
use std::path::Path;

use benches::Result;
use benches::accuracy::trial_by_people;
use benches::departments::four_departments;
use benches::document::{Table, page_argument, percent, replace};
use exchange::spec::{PERSON, Profile, Spec};
use fixtures::PairSpec;
use linker::evaluate::{CaseAccuracy, Share};

/// 200,000 different people in the two generated files.
const GENERATED: PairSpec = PairSpec { left: 130_000, right: 130_000, overlap: 60_000, seed: 1 };
/// People of whom some are in each of the four departments.
const COUNTRY: usize = 300_000;

fn main() -> Result<()> {
    let page = page_argument()?;
    let spec = Spec::parse_with_profile(PERSON, Path::new("person.toml"), Profile::Guarded)?;
    let files = tempfile::tempdir()?;
    fixtures::write_linked_pair(&GENERATED, files.path())?;
    let persons = table(&trial_by_people(&spec, files.path())?);
    let mut independent = spec;
    independent.links[0].home.clear();
    let independent = table(&trial_by_people(&independent, files.path())?);
    let departments = table(&four_departments(COUNTRY)?);
    let text = format!(
        "### Two generated files of 130,000 that share 60,000 people, person spec, `guarded`\n\n{}\n\
         ### The same files, the fields of a home taken as independent\n\n{}\n\
         ### Treatment records with police, deaths and benefits, {COUNTRY} people, as one\n\n{}",
        persons.text(),
        independent.text(),
        departments.text()
    );
    std::io::stdout().write_all(text.as_bytes())?;
    page.map_or(Ok(()), |page| replace(&page, "cases", &text))
}

fn table(cases: &[CaseAccuracy]) -> Table {
    let headings = [
        "kind of person",
        "true pairs",
        "recall %",
        "declared links",
        "false",
        "precision %",
        "taken for each other",
        "%",
    ];
    let mut table = Table::new(&headings);
    for found in cases {
        let confused = found.confused;
        let pairs = |text: String| if confused.whole == 0 { String::new() } else { text };
        table.row(&[
            found.case.replace('_', " "),
            found.recall.whole.to_string(),
            shown(found.recall, 1),
            found.precision.whole.to_string(),
            (found.precision.whole - found.precision.part).to_string(),
            shown(found.precision, 1),
            pairs(format!("{} of {}", confused.part, confused.whole)),
            pairs(shown(confused, 2)),
        ]);
    }
    table
}

fn shown(share: Share, places: usize) -> String {
    let found = share.share.map_or_else(|| "-".to_owned(), |share| percent(share, places));
    format!("{found} ({}-{})", percent(share.low, places), percent(share.high, places))
}
