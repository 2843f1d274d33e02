//! Strata: bands of match probability, and within a band the passes that are large enough to be drawn from alone.

use exchange::PairRow;
use exchange::review::Stratum;
use exchange::spec::Link;

use super::allocate::{Claim, allocate};
use crate::model::probability;

/// Lower edges of the bands; the link's threshold is one more.
const EDGES: [f64; 5] = [0.0, 0.05, 0.5, 0.9, 0.99];
/// Fewest pairs drawn from a band, or all of them.
pub(super) const FEWEST_OF_BAND: u64 = 10;
/// A pass that would get fewer of its band's draws is drawn from together with other small ones.
const FEWEST_OF_PASS: f64 = 5.0;
/// A band is drawn from as if at least one pair in a hundred were not what the model says: the sample is there to judge it.
const LEAST_DEVIATION: f64 = 0.1;

/// Pairs of one link by band and pass, not yet drawn from.
pub(super) struct Cells {
    edges: Vec<f64>,
    threshold: f64,
    link: String,
    passes: Vec<String>,
    /// Pairs and sum of match probabilities, by band and pass.
    counts: Vec<Vec<(u64, f64)>>,
}

/// The strata of one link, how many pairs to draw from each, and which stratum a cell lies in.
pub(super) struct Plan {
    pub(super) strata: Vec<Stratum>,
    pub(super) sizes: Vec<u64>,
    /// By band and pass; `None` where the cell is empty.
    pub(super) of_cell: Vec<Vec<Option<usize>>>,
}

impl Cells {
    pub(super) fn new(link: &Link) -> Self {
        let mut edges = EDGES.to_vec();
        if !edges.iter().any(|edge| (edge - link.loss.threshold()).abs() < 1e-9) {
            edges.push(link.loss.threshold());
            edges.sort_by(f64::total_cmp);
        }
        Self {
            counts: vec![vec![(0, 0.0); link.passes.len()]; edges.len()],
            edges,
            threshold: link.loss.threshold(),
            link: link.name.clone(),
            passes: link.passes.iter().map(|pass| pass.name.clone()).collect(),
        }
    }

    pub(super) fn add(&mut self, pass: usize, pairs: &[PairRow]) {
        for pair in pairs {
            let probability = probability(pair.match_weight);
            let band = self.band(pair);
            let cell = &mut self.counts[band][pass];
            *cell = (cell.0 + 1, cell.1 + probability);
        }
    }

    /// Band of a pair.
    pub(super) fn band(&self, pair: &PairRow) -> usize {
        let probability = probability(pair.match_weight);
        self.edges.partition_point(|edge| *edge <= probability).saturating_sub(1)
    }

    /// Fewest pairs that a sample of this link must have.
    pub(super) fn least(&self) -> u64 {
        self.counts.iter().map(|band| pairs(band).min(FEWEST_OF_BAND)).sum()
    }

    /// Draws `size` pairs: over bands by Neyman's allocation, under the deviations that the model expects; within a band in
    /// proportion to the passes.
    ///
    /// Source: Neyman (1934), "On the two different aspects of the representative method", JRSS 97:558-625.
    pub(super) fn plan(&self, size: u64) -> Plan {
        let claims: Vec<_> = self
            .counts
            .iter()
            .map(|band| {
                let most = pairs(band);
                let mean = band.iter().map(|cell| cell.1).sum::<f64>() / most.max(1) as f64;
                let deviation = (mean * (1.0 - mean)).sqrt().max(LEAST_DEVIATION);
                Claim { weight: most as f64 * deviation, least: FEWEST_OF_BAND, most }
            })
            .collect();
        let mut plan = Plan { strata: Vec::new(), sizes: Vec::new(), of_cell: Vec::new() };
        for (band, size) in allocate(size, &claims).into_iter().enumerate() {
            self.plan_band(band, size, &mut plan);
        }
        plan
    }

    fn plan_band(&self, band: usize, size: u64, plan: &mut Plan) {
        let cells = &self.counts[band];
        let mut of_cell = vec![None; cells.len()];
        let groups = groups(cells, size);
        let claims: Vec<_> = groups
            .iter()
            .map(|group| {
                let most = group.iter().map(|pass| cells[*pass].0).sum();
                Claim { weight: most as f64, least: 1, most }
            })
            .collect();
        for ((group, claim), size) in groups.iter().zip(&claims).zip(allocate(size, &claims)) {
            for pass in group {
                of_cell[*pass] = Some(plan.strata.len());
            }
            plan.strata.push(Stratum {
                link: self.link.clone(),
                passes: group.iter().map(|pass| self.passes[*pass].clone()).collect(),
                low: self.edges[band],
                high: self.edges.get(band + 1).copied().unwrap_or(1.0),
                declared: self.edges[band] >= self.threshold - 1e-9,
                pairs: claim.most,
            });
            plan.sizes.push(size);
        }
        plan.of_cell.push(of_cell);
    }
}

fn pairs(band: &[(u64, f64)]) -> u64 {
    band.iter().map(|cell| cell.0).sum()
}

/// Passes of a band: alone where their share of `size` is large enough, else together; ascending.
fn groups(cells: &[(u64, f64)], size: u64) -> Vec<Vec<usize>> {
    let total = pairs(cells).max(1) as f64;
    let share = |pass: &usize| size as f64 * cells[*pass].0 as f64 / total;
    let mut occupied: Vec<usize> = (0..cells.len()).filter(|pass| cells[*pass].0 > 0).collect();
    occupied.sort_by_key(|pass| (cells[*pass].0, *pass));
    let mut together = Vec::new();
    let mut of_together = 0.0;
    let mut alone = Vec::new();
    for pass in occupied {
        let is_small = share(&pass) < FEWEST_OF_PASS || (!together.is_empty() && of_together < FEWEST_OF_PASS);
        if is_small {
            of_together += share(&pass);
            together.push(pass);
        } else {
            alone.push(vec![pass]);
        }
    }
    together.sort_unstable();
    alone.extend((!together.is_empty()).then_some(together));
    alone.sort_unstable();
    alone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_passes_are_drawn_from_together_until_they_are_not_small() {
        let cells = |counts: &[u64]| counts.iter().map(|count| (*count, 0.0)).collect::<Vec<_>>();
        assert_eq!(groups(&cells(&[500, 2, 0, 480, 3]), 20), [vec![0], vec![1, 3, 4]]);
        assert_eq!(groups(&cells(&[500, 500]), 20), [vec![0], vec![1]]);
        assert_eq!(groups(&cells(&[5, 5, 5]), 10), [vec![0, 1, 2]]);
        assert!(groups(&cells(&[0, 0]), 10).is_empty());
    }
}
