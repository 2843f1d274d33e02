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

/// The handles of one link's variants.
pub(super) struct VariantHandles<'a> {
    run: &'a Run<'a>,
    number: u16,
    link: &'a Link,
    /// The entity of each variant. Dummies are not among them: by that the union desk knows them.
    entities: &'a [u32],
    /// The entities of made-up variants.
    made_up: Vec<u32>,
}

impl<'a> VariantHandles<'a> {
    /// Of the link with this `number`; `entities` has the entity of each variant, dummies among them.
    pub(super) fn of(run: &'a Run<'a>, (number, link): (u16, &'a Link), entities: &'a [u32]) -> Self {
        let entities = run.extract.own(entities);
        Self { run, number, link, entities, made_up: made_up(entities) }
    }

    /// Appends the handles of consecutive `passes` to the `table`, each pass by handle.
    pub(super) fn append(&self, passes: Range<usize>, table: &mut RowWriter<HandleRow>) -> Result<()> {
        for pass in passes {
            let rows = |sorted: &[(u64, u32)]| {
                let payload_handles = self.run.payload_handles(sorted.iter().map(|(_, entity)| *entity));
                let row = |(payload_handle, (handle, _)): (u64, &(u64, u32))| HandleRow {
                    payload_handle,
                    link: self.number,
                    pass: pass as u16,
                    handle: *handle,
                };
                payload_handles.into_iter().zip(sorted).map(row).collect::<Vec<_>>()
            };
            self.of_pass(pass)?.in_order(rows, |rows| Ok(table.append(&rows)?))?;
        }
        Ok(())
    }

    /// The handles of a pass, each with its entity.
    fn of_pass(&self, pass: usize) -> Result<HandleSort> {
        let alternatives = alternatives(&self.link.passes[pass].key).len();
        let variants = self.entities.len() + self.made_up.len();
        HandleSort::of(&self.run.extract.workspace, variants, variants * alternatives, |places| {
            let owners: Vec<_> = places
                .flat_map(|place| {
                    let (variant, entity) = self.variant(place as usize);
                    (0..alternatives as u8).map(move |alternative| Owner { variant, entity, alternative })
                })
                .collect();
            let handles = self.run.handles(self.number, pass as u16, &owners);
            handles.into_iter().zip(owners.iter().map(|owner| owner.entity)).collect()
        })
    }

    /// Number and entity of a variant; made-up ones come last, numbered after the dummies, which have handles of their own.
    fn variant(&self, place: usize) -> (u32, u32) {
        match self.made_up.get(place.wrapping_sub(self.entities.len())) {
            Some(entity) => ((place + self.run.extract.dummies()) as u32, *entity),
            None => (place as u32, self.entities[place]),
        }
    }
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
