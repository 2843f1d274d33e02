//! Events of each person, found through the links.

use super::choose::Chosen;
use crate::inputs::{PayloadHandle, Person};

/// Rows of a payload table by person, in the order of the table.
pub struct Grouped<'a, T> {
    starts: Vec<usize>,
    rows: Vec<&'a T>,
}

impl<'a, T> Grouped<'a, T> {
    /// Groups `rows` by the person whom `links` give for their handle; rows of unlinked entities are left out.
    #[must_use]
    pub fn new(people: u32, links: &[Chosen], rows: &'a [T], handle: impl Fn(&T) -> PayloadHandle) -> Self {
        let owner = |row: &T| {
            let found = links.binary_search_by_key(&handle(row), |link| link.handle).ok()?;
            Some(links[found].person)
        };
        let mut owned: Vec<(Person, &T)> = rows.iter().filter_map(|row| Some((owner(row)?, row))).collect();
        owned.sort_by_key(|(person, _)| *person);
        let mut starts = vec![0; people as usize + 1];
        for (person, _) in &owned {
            starts[person.0 as usize + 1] += 1;
        }
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        Self { starts, rows: owned.into_iter().map(|(_, row)| row).collect() }
    }

    /// The rows of one person.
    #[must_use]
    pub fn of(&self, person: Person) -> &[&'a T] {
        let index = person.0 as usize;
        &self.rows[self.starts[index]..self.starts[index + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_each_person_their_rows_and_drops_the_unlinked() {
        let link = |handle, person| Chosen { handle: PayloadHandle(handle), person: Person(person), probability: 1.0 };
        let links = [link(3, 1), link(5, 0), link(9, 1)];
        let rows = [(9, 'a'), (3, 'b'), (4, 'c'), (5, 'd'), (9, 'e')];
        let grouped = Grouped::new(3, &links, &rows, |row| PayloadHandle(row.0));
        let of = |person| grouped.of(Person(person)).iter().map(|row| row.1).collect::<String>();
        assert_eq!((of(0).as_str(), of(1).as_str(), of(2).as_str()), ("d", "abe", ""));
    }
}
