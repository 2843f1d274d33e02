//! Who is named when everything shows a signature that the attacker can work out for everybody.

use rayon::prelude::*;

use super::outcome::{Attack, AttackName, share};

/// What unique signatures open.
pub(super) struct Naming {
    /// Whether each person shows a signature that nobody else shows.
    pub(super) named: Vec<bool>,
    /// Expected people right when guessing among all that show one signature; exact for a person with one, a union bound for several.
    pub(super) guessed: f64,
    /// Number of different signatures.
    pub(super) signatures: usize,
}

impl Naming {
    /// From every signature shown, with the person who shows it.
    pub(super) fn by_signature(shown: impl Iterator<Item = (u64, u32)>, persons: usize) -> Self {
        let mut shown: Vec<(u64, u32)> = shown.collect();
        shown.par_sort_unstable();
        let mut named = vec![false; persons];
        let mut right = vec![0.0; persons];
        let mut signatures = 0;
        for class in shown.chunk_by(|a, b| a.0 == b.0) {
            signatures += 1;
            for own in class.chunk_by(|a, b| a.1 == b.1) {
                let person = own[0].1 as usize;
                named[person] |= own.len() == class.len();
                right[person] += own.len() as f64 * (own.len() as f64 / class.len() as f64);
            }
        }
        let guessed = right.iter().map(|p: &f64| p.min(1.0)).sum();
        Self { named, guessed, signatures }
    }

    /// Against everyone in the file; the baseline names one at random for each.
    pub(super) fn attack(&self, name: AttackName) -> Attack {
        let persons = self.named.len();
        Attack::new(name, count(&self.named), persons, share(1.0, persons))
    }
}

pub(super) fn count(flags: &[bool]) -> f64 {
    flags.iter().filter(|&&flag| flag).count() as f64
}

/// People whom a copy names: their signature is shown once in the file and once in the attacker's copy, and both are theirs. Also
/// the people whom such a match names wrongly. Signatures come with the person who shows them; a person who shows one signature twice
/// shows it once.
pub(super) fn named_by_copy(file: Vec<(u64, u32)>, copy: Vec<(u64, u32)>, persons: usize) -> (Vec<bool>, usize) {
    let (file, copy) = (shown_once(file), shown_once(copy));
    let mut named = vec![false; persons];
    let mut wrong = 0;
    let mut rest = copy.iter().peekable();
    for (signature, person) in file {
        while rest.next_if(|other| other.0 < signature).is_some() {}
        match rest.peek() {
            Some(other) if other.0 == signature && other.1 == person => named[person as usize] = true,
            Some(other) if other.0 == signature => wrong += 1,
            _ => {}
        }
    }
    (named, wrong)
}

/// Signatures of one person alone, ascending.
fn shown_once(mut shown: Vec<(u64, u32)>) -> Vec<(u64, u32)> {
    shown.par_sort_unstable();
    shown.dedup();
    shown.chunk_by(|a, b| a.0 == b.0).filter(|class| class.len() == 1).map(|class| class[0]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_else_shows_names() {
        let naming = Naming::by_signature([(7, 0), (7, 0), (8, 0), (8, 1), (9, 2)].into_iter(), 4);
        assert_eq!((naming.named, naming.signatures), (vec![true, false, true, false], 3));
        assert!((naming.guessed - (1.0 + 0.5 + 1.0)).abs() < 1e-12);
    }

    #[test]
    fn a_copy_names_only_what_is_single_on_both_sides() {
        let file = vec![(1, 0), (2, 1), (3, 2), (3, 3), (4, 4)];
        let copy = vec![(1, 0), (2, 5), (3, 2), (4, 4), (4, 1)];
        assert_eq!(named_by_copy(file, copy, 6), (vec![true, false, false, false, false, false], 1));
    }
}
