//! Error rates by kind of person: are twins pushed apart, and whom do the links lose?

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::interval::Share;

/// A kind of person, or of two people who may be taken for each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Name.
    pub name: String,
    /// People who are such a case by themselves.
    pub people: HashSet<u32>,
    /// Pairs of people who are one together, the smaller number first.
    pub pairs: HashSet<(u32, u32)>,
}

/// Who is in the records of two linked files, and which of them were declared one person.
#[derive(Clone, Debug, Default)]
pub struct LinkedPeople {
    /// Person of every left record.
    pub left: Vec<u32>,
    /// Person of every right record.
    pub right: Vec<u32>,
    /// Left and right person of every declared link.
    pub links: Vec<(u32, u32)>,
}

/// How the links fared with one kind of person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseAccuracy {
    /// Case; the first is everybody.
    pub case: String,
    /// True pairs of records of such people that were declared, out of all that there are.
    pub recall: Share,
    /// True links, out of all declared links that touch a record of such people.
    pub precision: Share,
    /// Declared links of two such people with each other, out of all pairs of their records that the files hold; nothing
    /// where the case is one of single people.
    pub confused: Share,
}

/// Name of the row of all people.
const EVERYBODY: &str = "everybody";

/// Accuracy of everybody and of each case. A case of two counts where both people are in the files.
#[must_use]
pub fn by_case(cases: &[Case], linked: &LinkedPeople) -> Vec<CaseAccuracy> {
    let counts = Counts { left: multiplicities(&linked.left), right: multiplicities(&linked.right) };
    let everybody = Case {
        name: EVERYBODY.to_owned(),
        people: linked.left.iter().chain(&linked.right).copied().collect(),
        pairs: HashSet::new(),
    };
    std::iter::once(&everybody).chain(cases).map(|case| accuracy(case, linked, &counts)).collect()
}

fn accuracy(case: &Case, linked: &LinkedPeople, counts: &Counts) -> CaseAccuracy {
    let pairs: HashSet<_> = case.pairs.iter().filter(|(a, b)| counts.holds(*a) && counts.holds(*b)).copied().collect();
    let people: HashSet<u32> = case.people.iter().copied().chain(pairs.iter().flat_map(|(a, b)| [*a, *b])).collect();
    let true_pairs = people.iter().map(|person| counts.pairs(*person, *person)).sum();
    let of_case = || linked.links.iter().filter(|(a, b)| people.contains(a) || people.contains(b));
    let hits = of_case().filter(|(a, b)| a == b).count() as u64;
    let confused = linked.links.iter().filter(|(a, b)| pairs.contains(&(*a.min(b), *a.max(b)))).count() as u64;
    let possible = pairs.iter().map(|(a, b)| counts.pairs(*a, *b) + counts.pairs(*b, *a)).sum();
    CaseAccuracy {
        case: case.name.clone(),
        recall: Share::of(hits, true_pairs),
        precision: Share::of(hits, of_case().count() as u64),
        confused: Share::of(confused, possible),
    }
}

/// Records of each person.
struct Counts {
    left: HashMap<u32, u64>,
    right: HashMap<u32, u64>,
}

impl Counts {
    fn holds(&self, person: u32) -> bool {
        self.left.contains_key(&person) || self.right.contains_key(&person)
    }

    /// Pairs of a left record of one and a right record of the other.
    fn pairs(&self, left: u32, right: u32) -> u64 {
        self.left.get(&left).unwrap_or(&0) * self.right.get(&right).unwrap_or(&0)
    }
}

fn multiplicities(records: &[u32]) -> HashMap<u32, u64> {
    let mut counts = HashMap::new();
    for person in records {
        *counts.entry(*person).or_default() += 1;
    }
    counts
}

/// The accuracies of several links together, case by case.
#[must_use]
pub fn pooled(links: &[Vec<CaseAccuracy>]) -> Vec<CaseAccuracy> {
    let mut order = Vec::new();
    let mut sums: BTreeMap<&str, [(u64, u64); 3]> = BTreeMap::new();
    for found in links.iter().flatten() {
        let sum = sums.entry(&found.case).or_insert_with(|| {
            order.push(found.case.as_str());
            [(0, 0); 3]
        });
        for (sum, share) in sum.iter_mut().zip([found.recall, found.precision, found.confused]) {
            *sum = (sum.0 + share.part, sum.1 + share.whole);
        }
    }
    let share = |(part, whole): (u64, u64)| Share::of(part, whole);
    order
        .into_iter()
        .map(|case| {
            let [recall, precision, confused] = sums[case].map(share);
            CaseAccuracy { case: case.to_owned(), recall, precision, confused }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twins 1 and 2; 3 has moved; 4 has a twin, 5, who is in no file.
    fn cases() -> Vec<Case> {
        let twins = Case { name: "twins".to_owned(), pairs: [(1, 2), (4, 5)].into(), ..Case::default() };
        let moved = Case { name: "moved".to_owned(), people: [3].into(), ..Case::default() };
        vec![twins, moved]
    }

    fn counts(share: Share) -> (u64, u64) {
        (share.part, share.whole)
    }

    #[test]
    fn worked_by_hand() {
        // Person 1 has two left records. Twin 2's right record goes to one of them; 3 is missed; 9 is linked to 1.
        let linked = LinkedPeople {
            left: vec![1, 1, 2, 3, 4, 9],
            right: vec![1, 2, 3, 4],
            links: vec![(1, 1), (1, 2), (4, 4), (9, 1)],
        };
        let found = by_case(&cases(), &linked);
        let [everybody, twins, moved] = &found[..] else { panic!("{found:?}") };
        assert_eq!((counts(everybody.recall), counts(everybody.precision)), ((2, 5), (2, 4)));
        assert_eq!(counts(everybody.confused), (0, 0));
        assert_eq!((counts(twins.recall), counts(twins.precision)), ((1, 3), (1, 3)));
        // Two left records of 1 with the right one of 2, and the left one of 2 with the right one of 1.
        assert_eq!(counts(twins.confused), (1, 3));
        assert_eq!((counts(moved.recall), counts(moved.precision)), ((0, 1), (0, 0)));
        let twice = pooled(&[found.clone(), found]);
        assert_eq!((twice.len(), counts(twice[1].confused), twice[0].case.as_str()), (3, (2, 6), EVERYBODY));
    }
}
