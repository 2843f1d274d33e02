//! Every attack of the suite on deliveries of some 200,000 people, as tables for SECURITY.md.
//!
//! `cargo run --release -p benches --bin attacks [-- --people N] [--write SECURITY.md]`. Ends with exit code 1 when a single party
//! opens more than the ceiling in a pass of a default profile.

use std::io::Write;
use std::process::ExitCode;

use benches::Result;
use benches::attacks::{Subject, by_group, by_pass, over_passes};
use benches::document::{people_and_page, percent, replace};
use benches::exposure::CEILING;
use exchange::spec::Profile;

/// Rows of each file in the person format.
const PEOPLE: usize = 200_000;
/// People of a country whose police file holds [`PEOPLE`]: 11 of 82.5 million are on it.
const COUNTRY_PER_OFFENDER: (usize, usize) = (825, 110);

fn main() -> Result<ExitCode> {
    let (people, page) = people_and_page(PEOPLE)?;
    let mut report = Report { text: String::new(), holds: true };
    let guarded = Subject::persons(people, Profile::Guarded)?;
    report.add("Person spec, `guarded`", &guarded)?;
    report.section(&format!("{}\n", by_group(&guarded)?))?;
    drop(guarded);
    let country = people * COUNTRY_PER_OFFENDER.0 / COUNTRY_PER_OFFENDER.1;
    let police = "Four departments, the police file of the national profile";
    report.add(&format!("{police}, `guarded`"), &Subject::police(country, Profile::Guarded)?)?;
    report.add(&format!("{police}, `joint`"), &Subject::police(country, Profile::Joint)?)?;
    if let Some(page) = page {
        replace(&page, "attacks", &report.text)?;
    }
    Ok(if report.holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What has been found so far; printed as it is found.
struct Report {
    text: String,
    holds: bool,
}

impl Report {
    fn add(&mut self, title: &str, subject: &Subject) -> Result<()> {
        let people = subject.persons[0].people();
        self.section(&format!("#### {title}: {people} people, {} beside them\n\n", subject.persons[1].people()))?;
        let (passes, every_pass, any_pass) = by_pass(subject)?;
        self.section(&format!("{passes}\n"))?;
        let (desks, every_desk) = over_passes(subject, &any_pass)?;
        let verdict = if every_pass && every_desk { "hold" } else { "**do not hold**" };
        let ceiling = percent(CEILING, 1);
        self.section(&format!("{desks}\nThe attacks of a single party {verdict} the ceiling of {ceiling} %.\n\n"))?;
        self.holds &= every_pass && every_desk;
        Ok(())
    }

    fn section(&mut self, text: &str) -> Result<()> {
        std::io::stdout().write_all(text.as_bytes())?;
        self.text.push_str(text);
        Ok(())
    }
}
