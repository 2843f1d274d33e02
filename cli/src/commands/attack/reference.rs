//! The shipped reference, where no population file is given: invented people under the country's own names, places and households.

use std::collections::BTreeSet;

use exchange::Received;
use exchange::spec::{Identity, Names, Source};
use fixtures::write_population;
use linker::Unwatched;
use linker::encode::{Extract, Workspace, extract, usable_columns};

use crate::error::CliError;

/// Name of the file that fixtures write.
const PERSONS: &str = "persons.csv";
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
    let source = with_parts_of(source, &usable_columns(owner)?);
    Ok(extract(&source, folder.path(), &Workspace::temporary(memory)?, &Unwatched)?)
}

/// The source in the person format, with those parts of which any table has a `usable` column.
fn with_parts_of(source: &Source, usable: &BTreeSet<String>) -> Source {
    let has = |column: fn(&Identity) -> Option<&String>| {
        source.tables.iter().filter_map(|table| column(&table.identity)).any(|column| usable.contains(column))
    };
    let mut parts_of_birth = source.tables.iter().flat_map(|table| table.identity.birth_parts.iter().flatten());
    let has_birth_date =
        has(|own| own.birth_date.as_ref().map(|date| &date.column)) || parts_of_birth.any(|part| usable.contains(part));
    let has_forename = has(|own| own.forename.as_ref());
    let has_all_names = has_forename && source.tables.iter().any(|table| table.identity.names == Names::All);
    let mut reading = source.in_person_format(PERSONS);
    let whole = &mut reading.tables[0].identity;
    whole.forename.take_if(|_| !has_forename);
    whole.middle.take_if(|_| !has_all_names && !has(|own| own.middle.as_ref()));
    whole.surname.take_if(|_| !has(|own| own.surname.as_ref()));
    whole.birth_date.take_if(|_| !has_birth_date);
    whole.sex.take_if(|_| !has(|own| own.sex.as_ref().map(|sex| &sex.column)));
    whole.postcode.take_if(|_| !has(|own| own.postcode.as_ref().map(|postcode| &postcode.column)));
    whole.address.take_if(|_| !has(|own| own.address.as_ref()));
    whole.town.take_if(|_| !has(|own| own.town.as_ref()));
    reading
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
            with_parts_of(spec.source(source).unwrap().1, &usable).tables[0].identity.clone()
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
