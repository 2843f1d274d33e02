//! The truth about invented people, as `fixtures` writes it: who each record is, and who is hard to link.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::cases::{Case, LinkedPeople};
use super::truth::Truth;
use crate::error::{InputFault, Result};
use crate::input::CsvTable;

/// A folder of `<source>.csv` (key columns, then `person_id`) and `cases.csv` (`case,person_id,other_id`).
pub struct TruthFolder {
    folder: PathBuf,
    numbers: HashMap<String, u32>,
    /// In the order of the file.
    pub cases: Vec<Case>,
}

/// The persons of the records of one source, by record id; key columns are joined by `/`, as a crosswalk joins them.
pub struct Persons {
    file: String,
    by_record: HashMap<String, u32>,
}

impl TruthFolder {
    /// Opens a folder and reads its cases.
    pub fn open(folder: &Path) -> Result<Self> {
        let mut opened = Self { folder: folder.to_path_buf(), numbers: HashMap::new(), cases: Vec::new() };
        let mut file = CsvTable::open(&folder.join("cases.csv"))?;
        let [case, person, other] = ["case", "person_id", "other_id"].map(|column| file.required(column));
        let (case, person, other) = (case?, person?, other?);
        let rows = file.rows().collect::<Result<Vec<_>>>()?;
        let mut places: HashMap<String, usize> = HashMap::new();
        for row in &rows {
            let name = row.text(Some(case));
            let place = *places.entry(name.to_owned()).or_insert(opened.cases.len());
            if place == opened.cases.len() {
                opened.cases.push(Case { name: name.to_owned(), ..Case::default() });
            }
            let one = opened.number(row.text(Some(person)));
            match row.text(Some(other)) {
                "" => drop(opened.cases[place].people.insert(one)),
                other => {
                    let other = opened.number(other);
                    opened.cases[place].pairs.insert((one.min(other), one.max(other)));
                }
            }
        }
        Ok(opened)
    }

    /// Reads who the records of a source are.
    pub fn persons(&mut self, source: &str) -> Result<Persons> {
        let mut file = CsvTable::open(&self.folder.join(format!("{source}.csv")))?;
        let person = file.required("person_id")?;
        let name = file.file().to_owned();
        let rows = file.rows().collect::<Result<Vec<_>>>()?;
        let by_record = rows
            .iter()
            .map(|row| {
                let key: Vec<_> = (0..person).map(|column| row.text(Some(column))).collect();
                (key.join("/"), self.number(row.text(Some(person))))
            })
            .collect();
        Ok(Persons { file: name, by_record })
    }

    fn number(&mut self, person: &str) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(person.to_owned()).or_insert(next)
    }
}

impl Persons {
    /// Person of each record.
    pub fn of<'r>(&self, records: impl IntoIterator<Item = &'r str>) -> Result<Vec<u32>> {
        let missing = || {
            let remedy = "give the truth folder of the world that the records are from";
            InputFault::of_file(&self.file, "the truth does not know a record", remedy).into()
        };
        records.into_iter().map(|record| self.by_record.get(record).copied().ok_or_else(missing)).collect()
    }

    /// Every record that the truth knows.
    pub fn records(&self) -> impl Iterator<Item = &str> {
        self.by_record.keys().map(String::as_str)
    }
}

impl Truth {
    /// Truth of two files whose records' persons are known: record ids and persons of either side.
    #[must_use]
    pub fn of_people(left_ids: &[&str], right_ids: &[&str], people: &LinkedPeople) -> Self {
        let mut lefts: HashMap<u32, Vec<&str>> = HashMap::new();
        for (id, person) in left_ids.iter().zip(&people.left) {
            lefts.entry(*person).or_default().push(id);
        }
        let rights = right_ids.iter().zip(&people.right);
        let matches = |(right, person): (&&str, &u32)| -> Vec<(String, String)> {
            let lefts = lefts.get(person).into_iter().flatten();
            lefts.map(|left| ((*left).to_owned(), (*right).to_owned())).collect()
        };
        Self::of_pairs(rights.flat_map(matches))
    }
}
