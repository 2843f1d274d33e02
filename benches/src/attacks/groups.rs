//! Who is opened: the register attack by sex, age and commonness of the surname.

use std::collections::{BTreeMap, HashMap};

use exchange::payload::PAYLOAD_HANDLE;
use exchange::{Frame, Role};
use linker::attack::register;
use linker::encode::CROSSWALK_FILE;
use linker::input::CsvTable;
use linker::union::{Entities, delivered_views};

use super::{Subject, people};
use crate::Result;
use crate::document::{Table, percent};

/// One row a group: its people, and the shares of them that C names in the pass that is worst for the group, and on average.
pub fn by_group(subject: &Subject) -> Result<String> {
    let groups = groups(subject)?;
    let size = |group: &str| groups.iter().filter(|of| of.contains(&group)).count();
    let names: std::collections::BTreeSet<&str> = groups.iter().flatten().copied().collect();
    let mut named: BTreeMap<&str, Vec<f64>> = names.iter().map(|name| (*name, Vec::new())).collect();
    let (linkage, union) = (subject.delivery(0, Role::Linkage)?, subject.delivery(0, Role::Union)?);
    for view in delivered_views(&subject.spec, 0, &linkage, &union)? {
        let opened = register(&people(&view?.1, subject, 0)).who;
        for (group, rates) in &mut named {
            let opened = groups.iter().zip(&opened).filter(|(of, opened)| **opened && of.contains(group)).count();
            rates.push(opened as f64 / size(group) as f64);
        }
    }
    let mut table = Table::new(&["group", "people", "C, worst pass %", "C, mean of passes %"]);
    for (group, rates) in named {
        let worst = rates.iter().copied().fold(0.0, f64::max);
        let mean = rates.iter().sum::<f64>() / rates.len() as f64;
        table.row(&[group.to_owned(), size(group).to_string(), percent(worst, 3), percent(mean, 3)]);
    }
    Ok(table.text().to_owned())
}

/// The groups of every person of the file under attack, which is in the person format and has one row a person.
fn groups(subject: &Subject) -> Result<Vec<Vec<&'static str>>> {
    let rows = rows(subject)?;
    let entities = Entities::read(&subject.delivery(0, Role::Union)?)?;
    let crosswalk = Frame::read(&subject.delivery(0, Role::Owner)?.file(CROSSWALK_FILE)?)?;
    let mut groups = vec![Vec::new(); subject.persons[0].people()];
    for (handle, id) in crosswalk.handles(PAYLOAD_HANDLE)?.iter().zip(crosswalk.texts("rec_id")?) {
        let entity = entities.number(*handle).ok_or("the crosswalk knows the entities")?;
        let row = id.as_ref().and_then(|id| rows.get(id)).ok_or("the crosswalk knows the rows")?;
        groups[subject.persons[0].of_entity()[entity as usize] as usize].clone_from(row);
    }
    Ok(groups)
}

fn rows(subject: &Subject) -> Result<HashMap<String, Vec<&'static str>>> {
    let mut file = CsvTable::open(&subject.table()?)?;
    let at = ["rec_id", "sex", "dob_year", "surname"].map(|column| file.required(column));
    let [id, sex, year, surname] = at;
    let (id, sex, year, surname) = (id?, sex?, year?, surname?);
    let mut read = Vec::new();
    for row in file.rows() {
        let row = row?;
        let text = |column| row.text(Some(column)).to_owned();
        read.push((text(id), text(sex), text(year), text(surname)));
    }
    let mut bearers: HashMap<String, usize> = HashMap::new();
    for row in &read {
        *bearers.entry(row.3.clone()).or_default() += 1;
    }
    let mut ranks: Vec<(&String, &usize)> = bearers.iter().collect();
    ranks.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let rank: HashMap<&String, usize> = ranks.iter().enumerate().map(|(rank, (name, _))| (*name, rank)).collect();
    let of = |(_, sex, year, surname): &(String, String, String, String)| {
        vec![sex_group(sex), age_group(year), surname_group(rank[surname])]
    };
    Ok(read.iter().map(|row| (row.0.clone(), of(row))).collect())
}

fn sex_group(sex: &str) -> &'static str {
    match sex {
        "F" => "sex: female",
        "M" => "sex: male",
        _ => "sex: not stated",
    }
}

/// Age in 2008, the year of the files.
fn age_group(year: &str) -> &'static str {
    match year.parse().map(|year: i32| 2008 - year) {
        Ok(..18) => "age: under 18",
        Ok(18..35) => "age: 18 to 34",
        Ok(35..50) => "age: 35 to 49",
        Ok(50..65) => "age: 50 to 64",
        Ok(65..) => "age: 65 and over",
        Err(_) => "age: not stated",
    }
}

/// By how many surnames of the file have more bearers.
fn surname_group(rank: usize) -> &'static str {
    match rank {
        ..100 => "surname: the 100 commonest",
        100..1_000 => "surname: the next 900",
        1_000..10_000 => "surname: the next 9,000",
        _ => "surname: rarer",
    }
}
