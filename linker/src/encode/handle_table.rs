//! The table of handles: those of every entry that a variant may have in a pass, whether or not it left.
//!
//! The union desk asks which entity a handle of a pair belongs to. Which passes let an entity go is a fingerprint to whoever can work it out
//! from a register, so the table does not say: a handle that is in no pass file is in no pair either, and looks like the others. Nor does it say how many
//! names somebody has: their number is made up to a power of two.

use std::ops::Range;

use exchange::spec::Link;
use exchange::{HandleRow, RowWriter};

use super::entry::Owner;
use super::handle_sort::HandleSort;
use super::run::Run;
use super::sweep::alternatives;
use crate::error::Result;

/// Appends the handles of consecutive `passes` of the link with this `number` to the table, each pass by handle; `entities` has the entity of
/// each variant.
pub(super) fn add_handles(
    run: &Run<'_>,
    (number, link): (u16, &Link),
    passes: Range<usize>,
    entities: &[u32],
    table: &mut RowWriter<HandleRow>,
) -> Result<()> {
    let made_up = made_up(entities);
    let variants = entities.len() + made_up.len();
    // Made-up variants are numbered after the dummies, which have handles of their own.
    let variant = |place: usize| match made_up.get(place.wrapping_sub(entities.len())) {
        Some(entity) => ((place + run.extract.dummies()) as u32, *entity),
        None => (place as u32, entities[place]),
    };
    for pass in passes {
        let alternatives = alternatives(&link.passes[pass].key).len();
        let pass = pass as u16;
        let handles = HandleSort::of(&run.extract.workspace, variants, variants * alternatives, |places| {
            let owners: Vec<_> = places
                .flat_map(|place| {
                    let (variant, entity) = variant(place as usize);
                    (0..alternatives as u8).map(move |alternative| Owner { variant, entity, alternative })
                })
                .collect();
            let handles = run.handles(number, pass, &owners);
            handles.into_iter().zip(owners.iter().map(|owner| owner.entity)).collect()
        })?;
        let rows = |sorted: &[(u64, u32)]| {
            let payload_handles = run.payload_handles(sorted.iter().map(|(_, entity)| *entity));
            let row = |(payload_handle, (handle, _)): (u64, &(u64, u32))| HandleRow {
                payload_handle,
                link: number,
                pass,
                handle: *handle,
            };
            payload_handles.into_iter().zip(sorted).map(row).collect::<Vec<_>>()
        };
        handles.in_order(rows, |rows| Ok(table.append(&rows)?))?;
    }
    Ok(())
}

/// The entities of the variants that make up everybody's number of them to a power of two; `entities`, of each variant, stand in order.
fn made_up(entities: &[u32]) -> Vec<u32> {
    let lacking = |variants: &[u32]| variants.len().next_power_of_two() - variants.len();
    entities.chunk_by(|a, b| a == b).flat_map(|variants| std::iter::repeat_n(variants[0], lacking(variants))).collect()
}

#[cfg(test)]
mod tests {
    use super::made_up;

    #[test]
    fn numbers_of_variants_become_powers_of_two() {
        assert_eq!(made_up(&[0, 1, 1, 2, 2, 2, 4, 4, 4, 4, 4, 7]), [2, 4, 4, 4]);
    }
}
