//! The shipped reference, where no population file is given: invented people under the country's own names, places and households.

use exchange::spec::{
    DateColumn, DateFormat, Identity, Names, PostcodeColumn, PostcodeShape, SexCodes, SexColumn, Source, Table,
    TableKind,
};
use fixtures::write_population;
use linker::Unwatched;
use linker::encode::{Extract, Workspace, extract};

use crate::error::CliError;
use crate::printer::Printer;

/// A draw that no file of `fixtures generate` is: theirs are the first two samples of their seed.
const SEED: u64 = 1;
const SAMPLE: u64 = 2;
/// More would take longer to invent than to attack.
const MOST: usize = 2_000_000;

/// As many invented people as the file has, read as `source` would hold them: with the parts of an identity that it has, whole, and one name each.
pub(super) fn invented(source: &Source, people: usize, memory: u64, printer: &Printer) -> Result<Extract, CliError> {
    let people = people.min(MOST);
    printer.note(format!(
        "The counting attacker knows {people} invented people with one name each; one who knows more of this file's people is --population"
    ));
    let folder = tempfile::tempdir().map_err(|_| {
        CliError::usage("no temporary folder can be made", "free space there, or set TMPDIR to another place")
    })?;
    write_population(people, SEED, SAMPLE, folder.path())?;
    let source = in_the_person_format(source);
    Ok(extract(&source, folder.path(), &Workspace::temporary(memory)?, &Unwatched)?)
}

/// The source, were it one table in the person format.
fn in_the_person_format(source: &Source) -> Source {
    let own = source.tables.iter().find(|table| table.kind == TableKind::Person).map(|table| &table.identity);
    let has = |part: fn(&Identity) -> bool| own.is_some_and(part);
    let column = |name: &str, part: fn(&Identity) -> bool| has(part).then(|| name.to_owned());
    let identity = Identity {
        forename: column("forename", |own| own.forename.is_some()),
        middle: column("middle", |own| own.middle.is_some() || own.names == Names::All),
        surname: column("surname", |own| own.surname.is_some()),
        birth_date: column("dob", |own| own.birth_date.is_some() || own.birth_parts.is_some())
            .map(|column| DateColumn { column, formats: vec![DateFormat::YearMonthDay] }),
        sex: column("sex", |own| own.sex.is_some()).map(|column| SexColumn { column, codes: SexCodes::Letters }),
        postcode: column("postcode", |own| own.postcode.is_some())
            .map(|column| PostcodeColumn { column, shape: PostcodeShape::Whole }),
        address: column("address", |own| own.address.is_some()),
        town: column("town", |own| own.town.is_some()),
        ..Identity::default()
    };
    let person = Table {
        name: "person".to_owned(),
        file: "persons.csv".to_owned(),
        kind: TableKind::Person,
        identity,
        optional_columns: false,
        payload: Vec::new(),
    };
    Source {
        name: source.name.clone(),
        entity_key: vec!["rec_id".to_owned()],
        null_markers: Vec::new(),
        consent: None,
        withdrawals: None,
        latest: None,
        same_person: source.same_person.clone(),
        uniques_ceiling: 1.0,
        tables: vec![person],
    }
}
