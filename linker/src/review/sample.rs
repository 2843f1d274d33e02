//! The draw.

use std::collections::BTreeMap;

use exchange::review::ReviewKey;
use exchange::spec::{Link, Spec};
use exchange::{Model, PairRow, PassReader, PassRows, Received, pairs, read_rows, tokens};

use super::levels::{Rows, Shown, stray};
use super::strata::Cells;
use crate::compare::Comparer;
use crate::error::{InputFault, Result};
use crate::link::{given_passes, model_file, side};
use crate::model::PassModel;
use crate::random::{SplitMix64, mix};
use crate::watch::Watch;

/// What to draw.
pub struct Sample<'a> {
    /// Spec of the pairs.
    pub spec: &'a Spec,
    /// Links to draw from.
    pub links: Vec<&'a Link>,
    /// Folder that `link` made.
    pub linked: &'a Received,
    /// Token folders that it was given.
    pub folders: &'a [Received],
    /// Pairs to draw, over all links.
    pub size: u64,
    /// Same seed and files, same sample.
    pub seed: u64,
}

/// A sample in the order of its item numbers.
pub struct Sampled {
    /// Strata, and the stratum of each item.
    pub key: ReviewKey,
    /// The first is item 1.
    pub items: Vec<Item>,
}

/// One pair to be reviewed.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Link.
    pub link: String,
    /// What it shows, in the link's order.
    pub levels: Vec<Shown>,
    /// Pass; not for reviewers.
    pub pass: String,
    /// The pair in that pass; not for reviewers, and kept in no file.
    pub pair: PairRow,
}

/// Draws a stratified sample of the pairs that were kept.
///
/// # Errors
/// Fewer pairs asked for than ten of each band, or token folders that the pairs were not made from.
pub fn sample(order: &Sample<'_>, watch: &dyn Watch) -> Result<Sampled> {
    let cells = order.links.iter().map(|link| count(order, link)).collect::<Result<Vec<_>>>()?;
    let least = cells.iter().map(Cells::least).max().unwrap_or(0) * cells.len() as u64;
    if order.size < least {
        let what = format!("{} pairs are too few to say anything of every band of match probability", order.size);
        return Err(InputFault::of_file("the command", what, &format!("ask for at least {least}")).into());
    }
    let mut draws = SplitMix64::new(order.seed);
    let (mut strata, mut drawn) = (Vec::new(), Vec::new());
    for (number, (link, cells)) in order.links.iter().zip(&cells).enumerate() {
        watch.reached("sampling", number as f64 / order.links.len() as f64)?;
        let size = (order.size + number as u64) / order.links.len() as u64;
        let (found, items) = draw(order, link, cells, size, &mut draws)?;
        drawn.extend(items.into_iter().map(|(stratum, item)| ((strata.len() + stratum) as u32, item)));
        strata.extend(found);
    }
    // Numbers that followed the strata would tell a reviewer what the model thinks.
    let shuffled = draws.sample(drawn.len() as u32, drawn.len());
    let (numbers, items) = shuffled.into_iter().map(|place| drawn[place as usize].clone()).unzip();
    Ok(Sampled { key: ReviewKey::new(order.spec.hash(), order.seed, strata, numbers), items })
}

fn count(order: &Sample<'_>, link: &Link) -> Result<Cells> {
    let mut cells = Cells::new(link);
    for (number, pass) in link.passes.iter().enumerate() {
        cells.add(number, &kept(order, link, &pass.name)?);
    }
    Ok(cells)
}

fn kept(order: &Sample<'_>, link: &Link, pass: &str) -> Result<Vec<PairRow>> {
    Ok(read_rows(&order.linked.file(&pairs::file_name(&link.name, pass))?)?)
}

type Drawn = (Vec<exchange::review::Stratum>, Vec<(usize, Item)>);

fn draw(order: &Sample<'_>, link: &Link, cells: &Cells, size: u64, draws: &mut SplitMix64) -> Result<Drawn> {
    let plan = cells.plan(size);
    let mut wanted: Vec<Vec<u32>> = Vec::new();
    for (stratum, size) in plan.strata.iter().zip(&plan.sizes) {
        let mut places = draws.sample(stratum.pairs as u32, *size as usize);
        places.sort_unstable();
        wanted.push(places);
    }
    let comparer = Comparer::new(link);
    let model = Model::read(&order.linked.file(&model_file(&link.name))?)?;
    let models = given_passes(&model, link, comparer.space())?;
    let mut seen = vec![0_u32; plan.strata.len()];
    let mut items = Vec::new();
    for (number, (pass, model)) in link.passes.iter().zip(&models).enumerate() {
        let mut chosen: Vec<(usize, PairRow)> = Vec::new();
        for pair in kept(order, link, &pass.name)? {
            let Some(stratum) = plan.of_cell[cells.band(&pair)][number] else { continue };
            if wanted[stratum].binary_search(&seen[stratum]).is_ok() {
                chosen.push((stratum, pair));
            }
            seen[stratum] += 1;
        }
        if !chosen.is_empty() {
            items.extend(compared(order, link, &pass.name, (&comparer, model), &chosen)?);
        }
    }
    Ok((plan.strata, items))
}

/// The chosen pairs of one pass with the levels that they show.
fn compared(
    order: &Sample<'_>,
    link: &Link,
    pass: &str,
    (comparer, model): (&Comparer, &PassModel),
    chosen: &[(usize, PairRow)],
) -> Result<Vec<(usize, Item)>> {
    /// By how many bits a weight may differ from the one that was written.
    const SAME: f64 = 1e-6;
    let name = tokens::file_name(&link.name, pass);
    let layout = link.layout();
    let read = |source: usize| -> Result<PassRows> {
        Ok(PassReader::open_as(&side(order.spec, source, order.folders)?.file(&name)?, &layout)?.read_to_end()?)
    };
    let left = read(link.left)?;
    let right = if link.is_deduplication() { None } else { Some(read(link.right)?) };
    let rows = Rows { left: &left, right: right.as_ref().unwrap_or(&left), comparer };
    let pairs: Vec<PairRow> = chosen.iter().map(|(_, pair)| *pair).collect();
    let patterns = rows.patterns(&pairs, &name)?;
    let mut shown: BTreeMap<usize, Vec<Shown>> = BTreeMap::new();
    chosen
        .iter()
        .zip(patterns)
        .map(|((stratum, pair), pattern)| {
            if (model.match_weight(pattern) - pair.match_weight).abs() > SAME {
                return Err(stray(&name));
            }
            let levels = shown.entry(pattern).or_insert_with(|| rows.shown(pattern)).clone();
            Ok((*stratum, Item { link: link.name.clone(), levels, pass: pass.to_owned(), pair: *pair }))
        })
        .collect()
}

/// The places of `items` items in the order in which one of several reviewers sees them; orders do not tell of each other.
#[must_use]
pub fn presentation_order(items: usize, seed: u64, reviewer: u64) -> Vec<usize> {
    let mut draws = SplitMix64::new(mix(seed).wrapping_add(reviewer));
    draws.sample(items as u32, items).into_iter().map(|place| place as usize).collect()
}
