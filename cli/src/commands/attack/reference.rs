//! The shipped reference, where no population file is given: invented people under the country's own names, places and households.

use std::collections::BTreeSet;

use exchange::Received;
use exchange::spec::{
    DateColumn, DateFormat, Identity, Names, PostcodeColumn, PostcodeShape, SexCodes, SexColumn, Source, Table,
    TableKind,
};
use fixtures::write_population;
use linker::Unwatched;
use linker::encode::{Extract, Workspace, extract, usable_columns};

use crate::error::CliError;

/// A draw that no file of `fixtures generate` is: theirs are the first two samples of their seed.
const SEED: u64 = 1;
const SAMPLE: u64 = 2;
/// More would take longer to invent than to attack.
const MOST: usize = 2_000_000;

/// As many invented people as the file has, or [`MOST`], read as `source` would hold them: with the parts of an identity that the
/// delivery of this `owner` has, whole, and one name each.
pub(super) fn invented(source: &Source, owner: &Received, people: usize, memory: u64) -> Result<Extract, CliError> {
    let folder = tempfile::tempdir().map_err(|_| {
        CliError::usage("no temporary folder can be made", "free space there, or set TMPDIR to another place")
    })?;
    write_population(people.min(MOST), SEED, SAMPLE, folder.path())?;
    let source = in_the_person_format(source, &usable_columns(owner)?);
    Ok(extract(&source, folder.path(), &Workspace::temporary(memory)?, &Unwatched)?)
}

/// The source, were it one table in the person format that has those parts of which any table has a `usable` column.
fn in_the_person_format(source: &Source, usable: &BTreeSet<String>) -> Source {
    let has = |columns: fn(&Identity) -> Vec<Option<&String>>| {
        let own = source.tables.iter().flat_map(|table| columns(&table.identity));
        own.flatten().any(|column| usable.contains(column))
    };
    let column = |name: &str, columns| has(columns).then(|| name.to_owned());
    let all_names = source.tables.iter().any(|table| table.identity.names == Names::All);
    let forename = column("forename", |own| vec![own.forename.as_ref()]);
    let identity = Identity {
        middle: column("middle", |own| vec![own.middle.as_ref()])
            .or_else(|| (all_names && forename.is_some()).then(|| "middle".to_owned())),
        forename,
        surname: column("surname", |own| vec![own.surname.as_ref()]),
        birth_date: column("dob", |own| {
            let whole = own.birth_date.iter().map(|date| Some(&date.column));
            whole.chain(own.birth_parts.iter().flatten().map(Some)).collect()
        })
        .map(|column| DateColumn { column, formats: vec![DateFormat::YearMonthDay] }),
        sex: column("sex", |own| vec![own.sex.as_ref().map(|sex| &sex.column)])
            .map(|column| SexColumn { column, codes: SexCodes::Letters }),
        postcode: column("postcode", |own| vec![own.postcode.as_ref().map(|postcode| &postcode.column)])
            .map(|column| PostcodeColumn { column, shape: PostcodeShape::Whole }),
        address: column("address", |own| vec![own.address.as_ref()]),
        town: column("town", |own| vec![own.town.as_ref()]),
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use exchange::spec::{FOUR_DEPARTMENTS, Spec};

    use super::*;

    #[test]
    fn the_reference_has_the_parts_that_any_table_fills() {
        let spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("four_departments.toml")).unwrap();
        let identity = |source: &str, usable: &[&str]| {
            let usable = usable.iter().map(|column| (*column).to_owned()).collect();
            in_the_person_format(spec.source(source).unwrap().1, &usable).tables[0].identity.clone()
        };
        let full = identity("deaths", &["DEC_FORENAMES", "DEC_SURNAME", "DEC_DATE_OF_BIRTH", "DEC_SEX", "DEC_PCODE"]);
        assert!(full.forename.is_some() && full.middle.is_some() && full.surname.is_some(), "{full:?}");
        assert!(full.birth_date.is_some() && full.sex.is_some() && full.postcode.is_some() && full.town.is_none());
        // A birth date that aliases alone have; a column that is there and empty.
        let part = identity("pnc", &["SURNAME", "ALIAS_DOB"]);
        assert!(part.surname.is_some() && part.birth_date.is_some(), "{part:?}");
        assert!(part.forename.is_none() && part.middle.is_none() && part.sex.is_none() && part.postcode.is_none());
    }
}
