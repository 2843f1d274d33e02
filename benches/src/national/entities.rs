//! Who is known to each source, under which handle.

use studies::stats::uniform;

/// Entities of a source, some of whom are treated people.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    /// How many there are.
    pub(super) entities: u64,
    /// How many people are treated.
    pub(super) treated: u64,
    /// The share of them whom the source knows.
    pub(super) share: f64,
}

/// Coprime to every number of treated people that a share of the country has: people come in another order than handles.
const STRIDE: u64 = 982_451_653;

impl Source {
    /// Treated people whom the source knows.
    pub(super) fn known(self) -> u64 {
        (self.treated as f64 * self.share) as u64
    }

    /// The treated person who is `entity`, if one is. They are spread evenly, as random handles spread them.
    pub(super) fn person(self, entity: u64) -> Option<u64> {
        let before = |entity: u64| (u128::from(entity) * u128::from(self.known()) / u128::from(self.entities)) as u64;
        let rank = before(entity);
        (before(entity + 1) > rank).then(|| rank * STRIDE % self.treated)
    }

    /// The handle of `entity`.
    pub(super) fn handle(self, entity: u64) -> u64 {
        spread_handle(entity, self.entities, 8)
    }
}

/// A handle of one of so many entities: anywhere in its equal part of all numbers, so that handles come in the order of entities. Each `stream`
/// has other handles.
#[must_use]
pub fn spread_handle(entity: u64, entities: u64, stream: u64) -> u64 {
    let step = u64::MAX / entities;
    entity * step + (uniform(stream, 0, entity) * step as f64 * 0.999) as u64
}

/// The pseudonym of a treated person, of as many characters as a real one.
pub(super) fn pseudonym(person: u64) -> String {
    format!("{:016x}{person:010x}", uniform(9, 0, person).to_bits())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn as_many_are_known_as_asked_each_once_and_handles_rise() {
        let source = Source { entities: 1000, treated: 150, share: 0.6 };
        let known: Vec<u64> = (0..1000).filter_map(|entity| source.person(entity)).collect();
        assert_eq!((known.len(), known.iter().collect::<BTreeSet<_>>().len()), (90, 90));
        assert!((0..1000).map(|entity| source.handle(entity)).is_sorted());
        assert_ne!(pseudonym(1), pseudonym(2));
    }
}
