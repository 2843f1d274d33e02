//! Events of each person, found through the links.

use super::by_handle::{ByHandle, Span};
use super::choose::Chosen;
use crate::inputs::{Person, near_partition_point};

/// Rows of a payload table by person, in order of handle.
pub struct Grouped<'a, T> {
    rows: &'a [T],
    /// Where the spans of each person start; one more than there are people.
    starts: Vec<u32>,
    spans: Vec<Span>,
}

impl<'a, T: Clone> Grouped<'a, T> {
    /// Groups the rows of `table` by the person whom `links`, in order of handle, give for it; rows of unlinked entities are left out.
    #[must_use]
    pub fn new(people: u32, links: &[Chosen], table: &'a ByHandle<'_, T>) -> Self {
        let owned = owned(links, table);
        let mut starts = vec![0_u32; people as usize + 1];
        for (person, _) in owned.clone() {
            starts[person.0 as usize + 1] += 1;
        }
        for index in 1..starts.len() {
            starts[index] += starts[index - 1];
        }
        let mut next = starts.clone();
        let mut spans = vec![Span::default(); starts.last().map_or(0, |&all| all as usize)];
        for (person, span) in owned {
            let place = &mut next[person.0 as usize];
            spans[*place as usize] = span;
            *place += 1;
        }
        Self { rows: table.rows(), starts, spans }
    }

    /// The rows of one person.
    pub fn of(&self, person: Person) -> impl Iterator<Item = &'a T> + Clone + use<'_, 'a, T> {
        let rows = self.rows;
        self.spans_of(person).iter().flat_map(move |span| &rows[span.from as usize..span.to as usize])
    }

    fn spans_of(&self, person: Person) -> &[Span] {
        let index = person.0 as usize;
        &self.spans[self.starts[index] as usize..self.starts[index + 1] as usize]
    }
}

/// Rows of linked entities and the person they are taken to be, in order of handle.
fn owned<'t, T: Clone>(
    links: &'t [Chosen],
    table: &'t ByHandle<'_, T>,
) -> impl Iterator<Item = (Person, Span)> + Clone + use<'t, T> {
    let mut left = links;
    table.spans().filter_map(move |(handle, span)| {
        // In a table of which the unlinked were passed over, the next link is near.
        left = &left[near_partition_point(left, |link| link.handle < handle)..];
        let link = left.first().filter(|link| link.handle == handle)?;
        Some((link.person, span))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::PayloadHandle;

    #[test]
    fn gives_each_person_their_rows_and_drops_the_unlinked() {
        let link = |handle, person| Chosen { handle: PayloadHandle(handle), person: Person(person), probability: 1.0 };
        let links = [link(3, 1), link(5, 0), link(9, 1)];
        let rows = [(9, 'a'), (3, 'b'), (4, 'c'), (5, 'd'), (9, 'e'), (2, 'f'), (12, 'g')];
        let table = ByHandle::new(&rows, |row| PayloadHandle(row.0));
        let grouped = Grouped::new(3, &links, &table);
        let of = |person| grouped.of(Person(person)).map(|row| row.1).collect::<String>();
        assert_eq!((of(0).as_str(), of(1).as_str(), of(2).as_str()), ("d", "bae", ""));
    }

    #[test]
    fn links_of_entities_without_rows_are_passed_over_however_many_they_are() {
        let link =
            |handle| Chosen { handle: PayloadHandle(handle), person: Person(handle as u32 % 7), probability: 1.0 };
        let links: Vec<Chosen> = (0..1000).map(link).collect();
        let rows: Vec<u64> = [0, 1, 40, 41, 999, 999, 1001].into();
        let table = ByHandle::new(&rows, |row| PayloadHandle(*row));
        let grouped = Grouped::new(7, &links, &table);
        let found: usize = (0..7).map(|person| grouped.of(Person(person)).count()).sum();
        assert_eq!(found, 6);
        assert!(grouped.of(Person(5)).eq(&[40, 999, 999]), "40 and 999 are of one person");
    }
}
