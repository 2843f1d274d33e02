//! What the attacks are given: one pass of one owner, and the owner's private knowledge of who is who in it.

use std::ops::Range;

use exchange::spec::{Link, TokenDomain};

/// What one pass of one owner shows the linkage unit, with the owner's private knowledge of who each entry is.
///
/// Entries are sorted by `block`. One person may have several entries: aliases, and the alternatives of a block key.
/// No `Debug`: `person` ties tokens to people.
#[derive(Clone, Default)]
pub struct PassView {
    /// Block token of each entry, ascending.
    pub block: Vec<u64>,
    /// Person of each entry, `0..persons`.
    pub person: Vec<u32>,
    /// Null mask of each entry: bit `g` is set when group `g` is null. Tokens of a null group are ignored.
    pub nulls: Vec<u64>,
    /// Field tokens, row-major: entry `i` holds `tokens[i * width..(i + 1) * width]`.
    pub tokens: Vec<u32>,
    /// The groups of slots that make up one bundle; at most 64, the bits of a null mask.
    pub groups: Vec<Group>,
    /// People in the file, emitted in this pass or not: the denominator of every rate.
    pub persons: usize,
}

/// One field of a bundle: `len` slots from `offset`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The field's name, for reports.
    pub name: String,
    /// Groups of one domain share a key and may be compared with each other: forename with surname, day with month.
    pub domain: u16,
    /// First slot of the group inside a bundle.
    pub offset: usize,
    /// Number of slots.
    pub len: usize,
}

impl Group {
    /// The groups of a link's bundles, in slot order.
    #[must_use]
    pub fn of_link(link: &Link) -> Vec<Self> {
        let kinds = link.groups();
        let mut domains: Vec<TokenDomain> = kinds.iter().map(|kind| kind.domain()).collect();
        domains.sort_unstable();
        domains.dedup();
        let mut offset = 0;
        kinds
            .iter()
            .map(|kind| {
                let domain = domains.iter().position(|domain| *domain == kind.domain()).unwrap_or_default() as u16;
                let group = Self { name: kind.name().to_owned(), domain, offset, len: kind.slots() };
                offset += kind.slots();
                group
            })
            .collect()
    }
}

impl PassView {
    /// Adds an entry; entries come by block.
    pub(crate) fn push(&mut self, block: u64, person: u32, nulls: u64, tokens: impl IntoIterator<Item = u32>) {
        self.block.push(block);
        self.person.push(person);
        self.nulls.push(nulls);
        self.tokens.extend(tokens);
    }

    /// Number of entries emitted.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.block.len()
    }

    /// Slots of one bundle.
    #[must_use]
    pub fn width(&self) -> usize {
        self.groups.iter().map(|g| g.offset + g.len).max().unwrap_or(0)
    }

    /// Number of people with at least one entry.
    #[must_use]
    pub fn emitted(&self) -> usize {
        distinct(&self.person).len()
    }

    /// The same file with its people counted otherwise: `person_of[p]` is the person, `0..persons`, whom this view calls `p`.
    ///
    /// # Panics
    /// When `person_of` does not answer for everyone in the file.
    #[must_use]
    pub fn regrouped(&self, person_of: &[u32], persons: usize) -> Self {
        assert!(person_of.len() == self.persons, "a grouping answers for everyone in the file");
        let person = self.person.iter().map(|&p| person_of[p as usize]).collect();
        Self { person, persons, ..self.clone() }
    }

    /// The entries of each block, in ascending order of block token.
    pub(super) fn blocks(&self) -> Vec<Range<usize>> {
        let mut start = 0;
        self.block
            .chunk_by(|a, b| a == b)
            .map(|block| {
                let range = start..start + block.len();
                start = range.end;
                range
            })
            .collect()
    }

    /// The distinct people of a block, ascending.
    pub(super) fn people(&self, block: Range<usize>) -> Vec<u32> {
        distinct(&self.person[block])
    }

    /// The slots of one group of one entry.
    pub(super) fn slots(&self, entry: usize, group: &Group, width: usize) -> &[u32] {
        let start = entry * width + group.offset;
        &self.tokens[start..start + group.len]
    }

    /// Whether two entries have a token of one group in common.
    pub(super) fn share_token(&self, (i, j): (usize, usize), group: &Group, width: usize) -> bool {
        let other = self.slots(j, group, width);
        self.slots(i, group, width).iter().any(|token| other.contains(token))
    }

    /// Stops a view that would make an attack look weaker than it is.
    ///
    /// The encoder builds views, so a failure here is a bug in this program and never a matter of the data.
    pub(super) fn assert_shape(&self) {
        let n = self.entries();
        assert!(self.block.is_sorted(), "a pass view is sorted by block token");
        assert!(
            self.person.len() == n && self.nulls.len() == n,
            "a pass view has one person and one null mask an entry"
        );
        assert!(self.tokens.len() == n * self.width(), "a pass view has one full bundle an entry");
        assert!(self.groups.len() <= 64, "a null mask has 64 bits, so a pass view has at most 64 groups");
        assert!(
            self.person.iter().all(|&p| (p as usize) < self.persons),
            "a person's number is below the number of people"
        );
    }
}

fn distinct(people: &[u32]) -> Vec<u32> {
    let mut people = people.to_vec();
    people.sort_unstable();
    people.dedup();
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view() -> PassView {
        PassView { block: vec![1, 1, 4], person: vec![2, 2, 0], nulls: vec![0; 3], persons: 5, ..PassView::default() }
    }

    #[test]
    fn blocks_and_people() {
        let view = view();
        assert_eq!(view.blocks(), vec![0..2, 2..3]);
        assert_eq!(view.people(0..2), vec![2]);
        assert_eq!((view.entries(), view.emitted(), view.width()), (3, 2, 0));
        assert!(PassView::default().blocks().is_empty());
    }

    #[test]
    #[should_panic(expected = "sorted by block token")]
    fn unsorted_view_is_refused() {
        PassView { block: vec![4, 1, 1], ..view() }.assert_shape();
    }

    #[test]
    #[should_panic(expected = "one full bundle an entry")]
    fn short_bundle_is_refused() {
        let group = Group { name: "surname".into(), domain: 0, offset: 0, len: 1 };
        PassView { groups: vec![group], tokens: vec![7, 7], ..view() }.assert_shape();
    }

    #[test]
    #[should_panic(expected = "below the number of people")]
    fn unknown_person_is_refused() {
        PassView { persons: 2, ..view() }.assert_shape();
    }
}
