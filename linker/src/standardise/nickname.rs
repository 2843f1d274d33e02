//! Nickname classes: which forenames may be the same person's.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use super::latin;

/// `name1,has_nickname,name2`; origin and licence in `data/NOTICE.md`.
const SHIPPED: &str = include_str!("../../data/nicknames.csv");

/// A table from a nickname to the formal names it stands for. All names are upper-case letters A-Z.
///
/// ```
/// use linker::standardise::Nicknames;
///
/// let nicknames = Nicknames::shipped();
/// assert!(nicknames.formals("BILL").contains(&"WILLIAM".to_owned()));
/// assert!(nicknames.near("BILL", "WILLIAM"));
/// ```
#[derive(Debug)]
pub struct Nicknames {
    formals: HashMap<String, Vec<String>>,
}

impl Nicknames {
    /// The list that is part of the product. It is the same for every owner, so that equal names give equal classes.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static TABLE: OnceLock<Nicknames> = OnceLock::new();
        TABLE.get_or_init(|| Self::parse(SHIPPED))
    }

    /// The formal names of which `name` is a nickname, sorted; empty when it is none.
    #[must_use]
    pub fn formals(&self, name: &str) -> &[String] {
        self.formals.get(name).map_or(&[], Vec::as_slice)
    }

    /// One name for the class: the smallest formal name, or the name itself when it is no nickname.
    ///
    /// It is coarser than a name and not a partition by nearness: `ALEX` has one canonical name and many formals.
    #[must_use]
    pub fn canonical<'a>(&'a self, name: &'a str) -> &'a str {
        self.formals(name).first().map_or(name, String::as_str)
    }

    /// The name and its formal names. Two names are nickname-near when their classes intersect.
    pub fn class<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        std::iter::once(name).chain(self.formals(name).iter().map(String::as_str).filter(move |formal| *formal != name))
    }

    /// Whether the classes of two names intersect.
    #[must_use]
    pub fn near(&self, left: &str, right: &str) -> bool {
        self.class(left).any(|name| self.class(right).any(|other| other == name))
    }

    fn parse(table: &str) -> Self {
        let mut formals: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in table.lines().skip(1) {
            let mut cells = row.split(',');
            if let (Some(formal), Some("has_nickname"), Some(nickname)) = (cells.next(), cells.next(), cells.next()) {
                formals.entry(latin::letters(nickname)).or_default().insert(latin::letters(formal));
            }
        }
        let formals =
            formals.into_iter().map(|(nickname, formals)| (nickname, formals.into_iter().collect())).collect();
        Self { formals }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_shipped_list_is_read() {
        let rows = SHIPPED.lines().skip(1).count();
        let read: usize = Nicknames::shipped().formals.values().map(Vec::len).sum();
        let distinct: BTreeSet<_> = SHIPPED.lines().skip(1).map(|row| row.replace('.', "")).collect();
        assert_eq!(rows, 2691);
        assert_eq!(read, distinct.len());
        for (nickname, formals) in &Nicknames::shipped().formals {
            assert!(nickname.bytes().all(|b| b.is_ascii_uppercase()));
            assert!(formals.is_sorted());
        }
    }

    #[test]
    fn canonical_is_the_smallest_formal_name() {
        let nicknames = Nicknames::shipped();
        assert_eq!(nicknames.canonical("RON"), "AARON");
        assert_eq!(nicknames.canonical("NOSUCHNAME"), "NOSUCHNAME");
        let formals = nicknames.formals("ABBY");
        assert_eq!(nicknames.canonical("ABBY"), formals[0]);
        assert!(formals.contains(&"ABIGAIL".to_owned()));
    }

    #[test]
    fn nearness_is_symmetric_and_needs_a_common_name() {
        let nicknames = Nicknames::shipped();
        for (left, right) in [("BOB", "ROBERT"), ("BOB", "ROB"), ("PEGGY", "MARGARET")] {
            assert!(nicknames.near(left, right), "{left} {right}");
            assert!(nicknames.near(right, left), "{right} {left}");
        }
        assert!(nicknames.near("ZEBEDEE", "ZEBEDEE"));
        assert!(!nicknames.near("BOB", "MARGARET"));
    }
}
