//! Where EM starts with homes, and its second step.

use super::{ByHome, Homes, is_address};
use crate::compare::PatternSpace;
use crate::model::factors::Expected;
use crate::model::parameters::MU;

/// Starts, all far from 0 and 1: matches who stayed where they lived, non-matches of one home, an address that is the
/// same within one home and another between two, relatives of one surname.
const STAYED: f64 = 0.8;
const TOGETHER: f64 = 0.05;
const ADDRESS: f64 = 0.9;
const RELATED: f64 = 0.5;
/// Pairs added to each level and class, as in the rest of EM.
const PSEUDO_COUNT: f64 = 0.1;

/// Sums in matches of one home, of two homes, non-matches of one home, of two.
type Sums = [f64; 4];

impl Homes {
    /// Where EM starts from, beside `levels`.
    pub(in crate::model) fn start(space: &PatternSpace, members: &[usize], levels: &[Vec<Option<MU>>]) -> Self {
        let start = |index: usize| {
            let kind = space.kinds()[index];
            let by_home = |(level, known): (usize, &Option<MU>)| {
                let towards = |best: usize, by: f64, u: f64| (1.0 - by) * u + if level == best { by } else { 0.0 };
                known.map(|MU { m, u }| {
                    if is_address(kind) {
                        let (one, two) = (towards(kind.exact(), ADDRESS, u), towards(0, ADDRESS, u));
                        ByHome { one: MU { m: one, u: one }, two: MU { m: two, u: two } }
                    } else {
                        ByHome { one: MU { m, u: towards(kind.exact(), RELATED, u) }, two: MU { m, u } }
                    }
                })
            };
            members.contains(&index).then(|| levels[index].iter().enumerate().map(by_home).collect())
        };
        Self { share: MU { m: STAYED, u: TOGETHER }, levels: (0..levels.len()).map(start).collect() }
    }

    /// EM's second step: chances by expected pairs.
    ///
    /// Within one home an address differs by error alone, in both classes alike; and whether someone moved says nothing of
    /// the surname. What these hold in common is estimated together.
    pub(in crate::model) fn maximised(&self, space: &PatternSpace, expected: &[Expected]) -> Self {
        let (all, by_level) = self.expected_pairs(space, expected);
        let share = |one: f64, two: f64| (one + PSEUDO_COUNT) / (one + two + 2.0 * PSEUDO_COUNT);
        let chances = |(index, sums): (usize, Option<Vec<Option<Sums>>>)| {
            let is_address = is_address(space.kinds()[index]);
            let pooled = |[m1, m2, u1, u2]: Sums| {
                if is_address { [m1 + u1, m2, m1 + u1, u2] } else { [m1 + m2, m1 + m2, u1, u2] }
            };
            Some(shares(sums?.into_iter().map(|sums| sums.map(pooled)).collect()))
        };
        Self {
            share: MU { m: share(all[0], all[1]), u: share(all[2], all[3]) },
            levels: by_level.into_iter().enumerate().map(chances).collect(),
        }
    }

    /// In all, and by comparison and level.
    fn expected_pairs(&self, space: &PatternSpace, expected: &[Expected]) -> (Sums, Vec<Option<Vec<Option<Sums>>>>) {
        let empty = |levels: &Vec<Option<ByHome>>| levels.iter().map(|known| known.map(|_| Sums::default())).collect();
        let mut by_level: Vec<Option<Vec<Option<Sums>>>> =
            self.levels.iter().map(|levels| levels.as_ref().map(empty)).collect();
        let mut all = Sums::default();
        for Expected { pattern, matches, non_matches } in expected {
            let ByHome { one, two } = self.by_home(|index| space.level(*pattern, index));
            let (m, u) = (matches / (one.m + two.m), non_matches / (one.u + two.u));
            let pairs = [m * one.m, m * two.m, u * one.u, u * two.u];
            add(&mut all, pairs);
            for (index, levels) in by_level.iter_mut().enumerate() {
                let level = space.level(*pattern, index);
                if let (Some(levels), Some(level)) = (levels, level)
                    && let Some(sums) = &mut levels[level]
                {
                    add(sums, pairs);
                }
            }
        }
        (all, by_level)
    }
}

fn add(sums: &mut Sums, more: Sums) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

/// Each level's share of its class.
fn shares(sums: Vec<Option<Sums>>) -> Vec<Option<ByHome>> {
    let mut total = Sums::default();
    for known in sums.iter().flatten() {
        add(&mut total, known.map(|sum| sum + PSEUDO_COUNT));
    }
    let share = |sums: Sums| {
        let [m1, m2, u1, u2]: Sums = std::array::from_fn(|class| (sums[class] + PSEUDO_COUNT) / total[class]);
        ByHome { one: MU { m: m1, u: u1 }, two: MU { m: m2, u: u2 } }
    };
    sums.into_iter().map(|known| known.map(share)).collect()
}
