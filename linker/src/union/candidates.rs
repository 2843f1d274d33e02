//! One value for each pair of entities, from the passes that saw it.

use exchange::Received;
use exchange::spec::Link;

use super::entities::Entities;
use super::joined::{LinkedSides, pairs_of};
use super::memory::Room;
use super::seen::SeenPairs;
use crate::error::Result;

/// A pair of entities and what the passes make of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Left entity.
    pub left: u32,
    /// Right entity.
    pub right: u32,
    /// Log2 of the posterior odds, by the link's combine rule.
    pub match_weight: f64,
}

/// Candidates of one link, by left and right entity, all in memory. In de-duplication `right` is the same source and each unordered
/// pair occurs once.
pub fn candidates(
    number: usize,
    link: &Link,
    linked: &Received,
    left: &Entities,
    right: &Entities,
) -> Result<Vec<Candidate>> {
    let people: Vec<u32> = (0..left.len() as u32).collect();
    let sides = LinkedSides { number: number as u16, link, linked, left, right };
    let room = Room::unbounded()?;
    let buckets = room.buckets(pairs_of(link, linked)?);
    SeenPairs::read(sides, &people, (&room, buckets), &|_| Ok(()))?.take_all(&|_| Ok(()))
}
