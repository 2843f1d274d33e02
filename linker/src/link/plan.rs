//! What a link will cost, before any pair is compared.

use std::path::Path;

use exchange::spec::{Link, Spec};
use exchange::{Received, tokens};

use super::run::side;
use crate::block::{Pairing, join};
use crate::error::Result;

/// What one pass will cost.
#[derive(Clone, Debug, serde::Serialize)]
pub struct PassPlan {
    /// Link.
    pub link: String,
    /// Pass.
    pub pass: String,
    /// Rows of either side.
    pub rows: (u64, u64),
    /// Blocks both sides have.
    pub shared_blocks: u64,
    /// Pairs to compare.
    pub comparisons: u64,
    /// Pairs of the largest block.
    pub largest_block: u64,
}

/// Counts blocks and comparisons of every pass.
pub fn plan(spec: &Spec, folders: &[Received]) -> Result<Vec<PassPlan>> {
    let mut plans = Vec::new();
    for link in &spec.links {
        for pass in &link.passes {
            let name = tokens::file_name(&link.name, &pass.name);
            plans.push(plan_pass(spec, link, &pass.name, folders, &name)?);
        }
    }
    Ok(plans)
}

fn plan_pass(spec: &Spec, link: &Link, pass: &str, folders: &[Received], name: &str) -> Result<PassPlan> {
    let left = blocks(&side(spec, link.left, folders)?.file(name)?)?;
    let right =
        if link.is_deduplication() { left.clone() } else { blocks(&side(spec, link.right, folders)?.file(name)?)? };
    let pairing = Pairing::of(link);
    let shared = join(&left, &right, pairing);
    Ok(PassPlan {
        link: link.name.clone(),
        pass: pass.to_owned(),
        rows: (left.len() as u64, right.len() as u64),
        shared_blocks: shared.len() as u64,
        comparisons: shared.iter().map(|block| block.pairs(pairing)).sum(),
        largest_block: shared.iter().map(|block| block.pairs(pairing)).max().unwrap_or(0),
    })
}

fn blocks(path: &Path) -> Result<Vec<u64>> {
    let mut blocks = Vec::new();
    for rows in exchange::PassReader::open(path)? {
        blocks.extend(rows?.block);
    }
    Ok(blocks)
}
