//! Who is emitted: the share of people that at least one pass of a link puts into its file, by sex, age and commonness of the
//! surname. Caps withhold common names first, so whom do they withhold?
//!
//! `cargo run --release -p benches --bin emitted [-- --write docs/quality.md]`.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::Path;

use benches::Result;
use benches::departments::{agreement, crosswalk, deliver_one, delivery};
use benches::document::{Table, page_argument, percent, replace};
use benches::population::SEED;
use exchange::spec::{Identity, PERSON, Profile, Spec, TableKind};
use exchange::{EntityRow, Role, handles, read_rows};
use fixtures::WorldSpec;

/// People in the file of the person spec, and of the country of whom each department holds some.
const PEOPLE: usize = 200_000;
/// Smaller groups say little.
const FEWEST: usize = 100;
/// The last year of the extracts, for ages.
const YEAR: u32 = 2013;

fn main() -> Result<()> {
    let work = tempfile::tempdir()?;
    let mut table = Table::new(&["source", "link", "group", "people", "emitted %"]);
    let persons = work.path().join("left");
    fixtures::write_population(PEOPLE, SEED, 1, &persons)?;
    std::fs::rename(persons.join("persons.csv"), persons.join("left.csv"))?;
    let spec = Spec::parse_with_profile(PERSON, Path::new("person.toml"), Profile::Guarded)?;
    add_rows(&mut table, &spec, 0, work.path())?;
    let world = work.path().join("world");
    fixtures::write_departments(&WorldSpec::for_people(PEOPLE, SEED), &world, &|_| {})?;
    let spec = agreement()?;
    for source in 0..spec.sources.len() {
        add_rows(&mut table, &spec, source, &world)?;
    }
    std::io::stdout().write_all(table.text().as_bytes())?;
    page_argument()?.map_or(Ok(()), |page| replace(&page, "emitted", table.text()))
}

/// Links of one source: everybody, then the group that is emitted least and every group below 99 %.
fn add_rows(table: &mut Table, spec: &Spec, source: usize, extracts: &Path) -> Result<()> {
    let groups = groups(spec, source, extracts)?;
    let emitted = emitted(spec, source, extracts)?;
    for (number, link) in spec.links_of(source) {
        let mut shares: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (key, groups) in &groups {
            let reached = emitted.get(&(number as u16, key.clone())).copied();
            // Who withheld consent is not in the delivery.
            let Some(reached) = reached else { continue };
            for group in groups.iter().map(String::as_str).chain(["everybody"]) {
                let (people, hits) = shares.entry(group).or_default();
                *people += 1;
                *hits += usize::from(reached);
            }
        }
        let share = |(people, hits): &(usize, usize)| *hits as f64 / *people as f64;
        let mut shown: Vec<_> = shares.iter().filter(|(_, counts)| counts.0 >= FEWEST).collect();
        shown.sort_by(|a, b| share(a.1).total_cmp(&share(b.1)));
        let least = shown.iter().position(|(group, _)| **group != "everybody");
        for (place, (group, counts)) in shown.iter().enumerate() {
            if Some(place) == least || **group == "everybody" || share(counts) < 0.99 {
                let name = if Some(place) == least { format!("{group} (the least)") } else { (**group).to_owned() };
                table.row(&[
                    spec.sources[source].name.clone(),
                    link.name.clone(),
                    name,
                    counts.0.to_string(),
                    percent(share(counts), 2),
                ]);
            }
        }
    }
    Ok(())
}

/// Whether any pass emitted each person, by link and record id.
fn emitted(spec: &Spec, source: usize, extracts: &Path) -> Result<HashMap<(u16, String), bool>> {
    let work = tempfile::tempdir()?;
    deliver_one(spec, source, extracts, work.path())?;
    let name = &spec.sources[source].name;
    let union = delivery(work.path(), name, Role::Union)?;
    let entities: Vec<EntityRow> = read_rows(&union.file(handles::ENTITIES_FILE)?)?;
    let ids: HashMap<u64, String> = crosswalk(work.path(), name)?.into_iter().collect();
    let reached = |row: &EntityRow| Some(((row.link, ids.get(&row.payload_handle)?.clone()), row.emitted != 0));
    Ok(entities.iter().filter_map(reached).collect())
}

/// Groups of every entity of the person table, by its key. Generated files quote nothing.
fn groups(spec: &Spec, source: usize, extracts: &Path) -> Result<Vec<(String, Vec<String>)>> {
    let source = &spec.sources[source];
    let person = source.tables.iter().find(|table| table.kind == TableKind::Person).ok_or("no person table")?;
    let text = std::fs::read_to_string(extracts.join(&source.name).join(&person.file))?;
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().ok_or("an empty file")?.split(',').collect();
    let place = |column: Option<&str>| header.iter().position(|name| Some(*name) == column);
    let columns = Columns {
        key: source.entity_key.iter().filter_map(|part| place(Some(part.as_str()))).collect(),
        sex: place(person.identity.sex.as_ref().map(|sex| sex.column.as_str())),
        birth: birth_column(&person.identity).and_then(|column| place(Some(column))),
        surname: place(person.identity.surname.as_deref()),
    };
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let mut common: HashMap<&str, usize> = HashMap::new();
    for surname in columns.surname.iter().flat_map(|place| rows.iter().map(|row| row[*place])) {
        *common.entry(surname).or_default() += 1;
    }
    let mut ranks: Vec<_> = common.into_iter().collect();
    ranks.sort_unstable_by_key(|(surname, count)| (std::cmp::Reverse(*count), *surname));
    let ranks: HashMap<&str, usize> =
        ranks.into_iter().enumerate().map(|(rank, (surname, _))| (surname, rank)).collect();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &rows {
        let key: Vec<_> = columns.key.iter().map(|place| row[*place]).collect();
        found.entry(key.join("/")).or_insert_with(|| columns.groups(row, &ranks));
    }
    Ok(found.into_iter().collect())
}

struct Columns {
    key: Vec<usize>,
    sex: Option<usize>,
    birth: Option<usize>,
    surname: Option<usize>,
}

impl Columns {
    fn groups(&self, row: &[&str], ranks: &HashMap<&str, usize>) -> Vec<String> {
        let sex = self.sex.map(|place| format!("sex {}", if row[place].is_empty() { "unknown" } else { row[place] }));
        let age = self.birth.map(|place| {
            let year = row[place]
                .split(['-', '/'])
                .find(|part| part.len() >= 4)
                .and_then(|part| part[..4].parse::<u32>().ok());
            year.map_or_else(
                || "age unknown".to_owned(),
                |year| {
                    let decade = YEAR.saturating_sub(year) / 10 * 10;
                    format!("age {decade} to {}", decade + 9)
                },
            )
        });
        let surname = self.surname.map(|place| match ranks[row[place]] {
            0..10 => "ten commonest surnames".to_owned(),
            10..100 => "surnames 11 to 100".to_owned(),
            _ => "other surnames".to_owned(),
        });
        [sex, age, surname].into_iter().flatten().collect()
    }
}

fn birth_column(identity: &Identity) -> Option<&str> {
    let whole = identity.birth_date.as_ref().map(|date| date.column.as_str());
    whole.or_else(|| identity.birth_parts.as_ref().map(|[year, ..]| year.as_str()))
}
