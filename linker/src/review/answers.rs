//! A reviewer's answers.

use std::path::Path;

use crate::error::{InputFault, Result};
use crate::input::CsvTable;

/// What a reviewer says of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// One person.
    Match,
    /// Two people.
    NonMatch,
    /// Cannot say.
    Unsure,
}

impl Answer {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Match, Self::NonMatch, Self::Unsure];

    /// As an answer file says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::NonMatch => "no",
            Self::Unsure => "unsure",
        }
    }
}

/// Reads a file headed `item` and `label` (other columns are ignored) with one row for each of `items` items; the first
/// answer is item 1's.
pub fn read_answers(path: &Path, items: usize) -> Result<Vec<Answer>> {
    let mut file = CsvTable::open(path)?;
    let (item, label) = (file.required("item")?, file.required("label")?);
    let name = file.file().to_owned();
    let mut answers = vec![None; items];
    for row in file.rows() {
        let row = row?;
        let fault = |column: &str, what: String, remedy: &str| {
            InputFault::of_file(&name, what, remedy).at(row.place()).in_column(column)
        };
        let number = row.text(Some(item)).parse::<usize>().ok();
        let answer = number.and_then(|number| answers.get_mut(number.checked_sub(1)?)).ok_or_else(|| {
            fault(
                "item",
                format!("this is none of the sample's items, 1 to {items}"),
                "give the answers to this sample",
            )
        })?;
        let text = row.text(Some(label)).trim();
        let said = Answer::ALL.into_iter().find(|answer| answer.label() == text);
        let said = said.ok_or_else(|| {
            let what = if text.is_empty() { "there is no answer" } else { "this is no answer" };
            fault("label", what.to_owned(), "write match, no or unsure")
        })?;
        if answer.replace(said).is_some() {
            return Err(fault("item", "the item is answered twice".to_owned(), "keep one row an item").into());
        }
    }
    let unanswered = answers.iter().filter(|answer| answer.is_none()).count();
    if unanswered > 0 {
        let what = format!("{unanswered} of {items} items have no row");
        let remedy = "answer them all: an estimate over chosen items is of no population";
        return Err(InputFault::of_file(&name, what, remedy).into());
    }
    Ok(answers.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> std::result::Result<Vec<Answer>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answers.csv");
        std::fs::write(&path, text).unwrap();
        read_answers(&path, 2).map_err(|error| error.to_string())
    }

    #[test]
    fn answers_come_in_any_order_and_all_of_them() {
        assert_eq!(read("item,forename,label\n2,exact,no\n1,none,match\n"), Ok(vec![Answer::Match, Answer::NonMatch]));
        for (text, wanted) in [
            ("item,label\n1,no\n", "1 of 2 items have no row"),
            ("item,label\n1,no\n1,no\n", "row 3, column item: the item is answered twice"),
            ("item,label\n3,no\n", "none of the sample's items, 1 to 2"),
            ("item,label\n0,no\n", "none of the sample's items"),
            ("item,label\n1,perhaps\n", "column label: this is no answer"),
            ("item,label\n1,\n", "there is no answer"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(wanted) && !error.contains("perhaps"), "{text}: {error}");
        }
    }
}
