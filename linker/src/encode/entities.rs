//! Who is in a source: entities by key, in order of first appearance, in a few dozen bytes each.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use super::row_keys::KEY_SEPARATOR;
use crate::spill::{Held, Workspace};

/// Entities by key, numbered in order of first appearance.
pub(crate) struct Entities {
    /// Keys one behind the other, and where each ends.
    letters: String,
    ends: Vec<u32>,
    /// Open addressing with linear probing: the entity in each slot, or `EMPTY`. At most three quarters are taken.
    slots: Vec<u32>,
    /// Drawn for every run, so that no file can be made whose keys all collide.
    hasher: RandomState,
    latest: Vec<Box<str>>,
    refused: HashSet<Box<str>>,
    withdrawn: HashSet<Box<str>>,
    held: Held,
}

const EMPTY: u32 = u32::MAX;
const FIRST_SLOTS: usize = 1 << 10;

impl Entities {
    /// Nobody yet; rows of the `withdrawn` will be left out.
    pub(crate) fn new(withdrawn: HashSet<Box<str>>, workspace: &Workspace) -> Self {
        Self {
            letters: String::new(),
            ends: Vec::new(),
            slots: vec![EMPTY; FIRST_SLOTS],
            hasher: RandomState::new(),
            latest: Vec::new(),
            refused: HashSet::new(),
            withdrawn,
            held: workspace.hold(0),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// What [`Entities::find`] and [`Entities::add`] want to know of a key; apart, so that other threads may compute it.
    pub(crate) fn hash(&self, key: &str) -> u64 {
        self.hasher.hash_one(key)
    }

    pub(crate) fn find(&self, key: &str, hash: u64) -> Option<u32> {
        match self.slots[self.slot(key, hash)] {
            EMPTY => None,
            entity => Some(entity),
        }
    }

    pub(crate) fn number(&self, key: &str) -> Option<u32> {
        self.find(key, self.hash(key))
    }

    /// Adds an entity that [`Entities::find`] did not find.
    pub(crate) fn add(&mut self, key: &str, hash: u64) -> u32 {
        if 4 * self.len() >= 3 * self.slots.len() {
            self.grow();
        }
        let entity = self.len() as u32;
        let slot = self.slot(key, hash);
        self.slots[slot] = entity;
        self.letters.push_str(key);
        self.ends.push(u32::try_from(self.letters.len()).expect("the keys of a source take less than 4 GiB"));
        entity
    }

    /// Columns of an entity's key.
    pub(crate) fn key(&self, entity: u32) -> impl Iterator<Item = &str> {
        self.whole_key(entity).split(KEY_SEPARATOR)
    }

    /// Notes a registration of an entity; the greatest stands for it.
    pub(crate) fn register(&mut self, entity: u32, latest: &str) {
        let entity = entity as usize;
        if entity >= self.latest.len() {
            self.latest.resize(entity + 1, Box::default());
        }
        if latest > &*self.latest[entity] {
            self.latest[entity] = latest.into();
        }
    }

    /// Value of the `latest` column that stands for this entity.
    pub(crate) fn latest(&self, entity: u32) -> &str {
        self.latest.get(entity as usize).map_or("", |latest| latest)
    }

    pub(crate) fn refuse(&mut self, key: &str) {
        self.refused.insert(key.into());
    }

    pub(crate) fn is_withdrawn(&self, key: &str) -> bool {
        self.withdrawn.contains(key)
    }

    /// Whether the entity is known to have been dropped, so that its events are too.
    pub(crate) fn is_dropped(&self, key: &str) -> bool {
        self.refused.contains(key) || self.withdrawn.contains(key)
    }

    /// Counts the memory taken so far.
    pub(crate) fn count_memory(&mut self) {
        let words = self.ends.capacity() + self.slots.len();
        let texts = (self.latest.len() + self.refused.len() + self.withdrawn.len()) * 3 * size_of::<Box<str>>();
        self.held.resize((self.letters.capacity() + words * size_of::<u32>() + texts) as u64);
    }

    fn whole_key(&self, entity: u32) -> &str {
        let entity = entity as usize;
        let start = entity.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.letters[start as usize..self.ends[entity] as usize]
    }

    /// The slot of a key, or the empty one where it belongs.
    fn slot(&self, key: &str, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while self.slots[slot] != EMPTY && self.whole_key(self.slots[slot]) != key {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let mask = 2 * self.slots.len() - 1;
        // The old slots go first: the table is the largest part of what an entity takes.
        self.slots = Vec::new();
        self.slots = vec![EMPTY; mask + 1];
        for entity in 0..self.len() as u32 {
            let mut slot = self.hash(self.whole_key(entity)) as usize & mask;
            while self.slots[slot] != EMPTY {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = entity;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_found_by_their_keys() {
        let workspace = Workspace::temporary(1 << 30).unwrap();
        let mut entities = Entities::new(HashSet::new(), &workspace);
        let key = |number: u32| format!("A{}{KEY_SEPARATOR}{number}", number % 7);
        for number in 0..10_000 {
            assert_eq!(entities.number(&key(number)), None);
            assert_eq!(entities.add(&key(number), entities.hash(&key(number))), number);
        }
        for number in 0..10_000 {
            assert_eq!(entities.number(&key(number)), Some(number));
            assert!(entities.key(number).eq([format!("A{}", number % 7), number.to_string()]));
        }
        assert_eq!(entities.number("A0"), None);
    }

    #[test]
    fn the_greatest_registration_stands() {
        let mut entities = Entities::new(HashSet::new(), &Workspace::temporary(0).unwrap());
        for latest in ["2010", "2012", "2011"] {
            entities.register(3, latest);
        }
        assert_eq!([0, 3, 9].map(|entity| entities.latest(entity).to_owned()), ["", "2012", ""]);
    }
}
