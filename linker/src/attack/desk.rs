//! The union desk's view: what handle tables state of each entity, and who is scored against whom with what weight.

use super::naming::{Naming, count, named_by_copy};
use super::outcome::{Attack, AttackName, share};
use crate::random::mix;

/// What the union desk is shown of the entities of one file. Holds hashes alone, so that it can be compared, not read.
#[derive(Clone)]
pub struct DeskView {
    states: Vec<u64>,
    /// Person of each entity, `0..persons`.
    person_of: Vec<u32>,
    persons: usize,
}

/// A scored pair as the desk sees it: entities of the left and of the right file, and a number for what is stated of it.
#[derive(Clone, Copy)]
pub struct SeenPair {
    /// Entity of the left file.
    pub left: u32,
    /// Entity of the right file.
    pub right: u32,
    /// Link, pass and match weight, as one number: see [`SeenPair::new`].
    label: u64,
}

impl SeenPair {
    /// A pair of one pass; `place` tells the pass from all others, the weight counts to the last bit.
    #[must_use]
    pub fn new(left: u32, right: u32, place: u64, match_weight: f64) -> Self {
        Self { left, right, label: mix(match_weight.to_bits() ^ mix(place.wrapping_add(1))) }
    }

    /// The pair from the other side.
    #[must_use]
    pub fn turned(self) -> Self {
        Self { left: self.right, right: self.left, ..self }
    }
}

impl DeskView {
    /// Nothing shown yet; `person_of` gives the person of each entity, `0..persons`.
    #[must_use]
    pub fn new(person_of: Vec<u32>, persons: usize) -> Self {
        Self { states: vec![0; person_of.len()], person_of, persons }
    }

    /// Adds one statement of the tables about an entity; the order of statements plays no part.
    pub fn state(&mut self, entity: u32, statement: &[u64]) {
        let whole = statement.iter().fold(1_u64, |whole, part| mix(whole.wrapping_add(*part)).wrapping_add(1));
        let state = &mut self.states[entity as usize];
        *state = state.wrapping_add(mix(whole));
    }

    /// People of the file.
    #[must_use]
    pub fn persons(&self) -> usize {
        self.persons
    }

    /// The view after each entity has looked once at its pairs: their labels, and the states of its partners.
    fn refined(&self, partners: &Self, pairs: impl Iterator<Item = (u32, u32, u64)>) -> Self {
        let mut sums = vec![0_u64; self.states.len()];
        for (own, other, label) in pairs {
            let sum = &mut sums[own as usize];
            *sum = sum.wrapping_add(mix(mix(label).wrapping_add(partners.states[other as usize])));
        }
        let states = self.states.iter().zip(sums).map(|(state, sum)| mix(mix(*state).wrapping_add(sum))).collect();
        Self { states, ..self.clone() }
    }

    fn shown(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        self.states.iter().copied().zip(self.person_of.iter().copied())
    }
}

/// The desk with a full, exact register of one file: people named because the tables state of them what they state of nobody else.
#[must_use]
pub fn handle_tables(file: &DeskView) -> Attack {
    let naming = Naming::by_signature(file.shown(), file.persons);
    naming
        .attack(AttackName::HandleTables)
        .with("distinct statements", naming.signatures as f64)
        .with("guessing among equals, share", share(naming.guessed, file.persons))
}

/// The desk with exact copies of both files, who knows who is in which and the model: people named by tables and scored pairs.
/// `rounds` = 1 looks at the weights of a person's own pairs, each more at those of her partners' as well. For
/// reporting; people of the two files are counted separately.
#[must_use]
pub fn scored_pairs(left: &DeskView, right: &DeskView, pairs: &[SeenPair], rounds: usize) -> Attack {
    let (left, right) = refined(left, right, pairs, rounds);
    let people = right.shown().map(|(state, person)| (mix(state ^ 1), left.persons as u32 + person));
    let naming = Naming::by_signature(left.shown().chain(people), left.persons + right.persons);
    naming.attack(AttackName::ScoredPairs { rounds }).with("distinct fingerprints", naming.signatures as f64)
}

/// The desk with a full, exact register of the left file, who takes it for the right file as well: she scores the register against itself
/// (`imagined`, under the published model) and looks in the real pairs for what only one person shows in both. `right` and `itself`
/// state nothing, since she knows neither.
#[must_use]
pub fn scored_pairs_of_a_register(
    left: &DeskView,
    right_entities: usize,
    pairs: &[SeenPair],
    imagined: &[SeenPair],
    rounds: usize,
) -> Attack {
    let blank = |entities: usize| DeskView::new(vec![0; entities], 1);
    let real = refined(left, &blank(right_entities), pairs, rounds).0;
    let own = refined(left, &blank(left.states.len()), imagined, rounds).0;
    let (named, wrong) = named_by_copy(real.shown().collect(), own.shown().collect(), left.persons);
    let name = AttackName::ScoredPairsOfRegister { rounds };
    Attack::new(name, count(&named), left.persons, share(1.0, left.persons))
        .with("named wrongly, share", share(wrong as f64, left.persons))
}

fn refined(left: &DeskView, right: &DeskView, pairs: &[SeenPair], rounds: usize) -> (DeskView, DeskView) {
    (0..rounds).fold((left.clone(), right.clone()), |(left, right), _| {
        let of_left = left.refined(&right, pairs.iter().map(|pair| (pair.left, pair.right, pair.label)));
        let of_right = right.refined(&left, pairs.iter().map(|pair| (pair.right, pair.left, pair.label)));
        (of_left, of_right)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(count: u32) -> DeskView {
        DeskView::new((0..count).collect(), count as usize)
    }

    #[test]
    fn tables_name_whom_they_describe_alone() {
        let mut view = people(4);
        for (entity, withheld) in [(0, 0b01), (1, 0b01), (2, 0b10), (3, 0)] {
            view.state(entity, &[0, withheld]);
        }
        assert!((handle_tables(&view).successes - 2.0).abs() < 1e-12);
        // Two entities of one person hide nobody.
        let mut twice = DeskView::new(vec![0, 0, 1], 2);
        twice.state(2, &[0, 1]);
        assert!((handle_tables(&twice).successes - 2.0).abs() < 1e-12);
    }

    #[test]
    fn weights_then_partners_tell_people_apart() {
        let pair = |left, right, weight| SeenPair::new(left, right, 0, weight);
        // 0 and 1 have equal weights, but the partner of 1 has another pair; 2 has a weight of its own.
        let pairs = [pair(0, 0, 9.0), pair(1, 1, 9.0), pair(2, 1, 3.0), pair(3, 2, 9.0)];
        let by = |rounds| scored_pairs(&people(4), &people(3), &pairs, rounds).successes;
        assert!((by(0)).abs() < 1e-12);
        // Left 2 and right 1.
        assert!((by(1) - 2.0).abs() < 1e-12, "{}", by(1));
        // Left 1 too.
        assert!((by(2) - 3.0).abs() < 1e-12, "{}", by(2));
    }

    #[test]
    fn a_register_names_what_it_can_score_itself() {
        let pair = |left, right, weight| SeenPair::new(left, right, 3, weight);
        let imagined = [pair(0, 0, 9.0), pair(1, 1, 8.0), pair(2, 2, 9.0)];
        // 1 is in both files and shows its own weight; 0 meets a stranger; 2 is not in the right file.
        let real = [pair(0, 0, 2.0), pair(1, 1, 8.0)];
        let attack = scored_pairs_of_a_register(&people(3), 2, &real, &imagined, 1);
        assert!((attack.successes - 1.0).abs() < 1e-12, "{attack:?}");
    }
}
