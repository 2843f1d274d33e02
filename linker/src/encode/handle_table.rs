//! The table of handles: those of every entry that a variant may have in a pass, whether or not it left.
//!
//! The union desk asks which entity a handle of a pair belongs to. Which passes let an entity go is a fingerprint to whoever can work it out
//! from a register, so the table does not say: a handle that is in no pass file is in no pair either, and looks like the others.

use std::ops::Range;

use exchange::spec::Link;
use exchange::{HandleRow, RowWriter};
use rayon::prelude::*;

use super::entry::Owner;
use super::handle_sort::HandleSort;
use super::run::Run;
use super::sweep::alternatives;
use crate::error::Result;

/// Variants whose handles are made together.
const TOGETHER: usize = 1 << 14;
/// So many of these for each thread before memory is looked at.
const BURST: usize = 16;

/// Appends the handles of consecutive `passes` of the link with this `number` to the table, each pass by handle; `entities` has the entity of
/// each variant.
pub(super) fn add_handles(
    run: &Run<'_>,
    (number, link): (u16, &Link),
    passes: Range<usize>,
    entities: &[u32],
    table: &mut RowWriter<HandleRow>,
) -> Result<()> {
    for pass in passes {
        let alternatives = alternatives(&link.passes[pass].key).len();
        let pass = pass as u16;
        let sorted = HandleSort::new(&run.extract.workspace, entities.len() * alternatives);
        let burst = TOGETHER * BURST * rayon::current_num_threads();
        for (first, together) in (0..).step_by(burst).zip(entities.chunks(burst)) {
            together.par_chunks(TOGETHER).enumerate().for_each(|(chunk, entities)| {
                let variants = (first + chunk * TOGETHER) as u32..;
                let owners: Vec<_> = variants
                    .zip(entities)
                    .flat_map(|(variant, entity)| {
                        (0..alternatives as u8).map(move |alternative| Owner { variant, entity: *entity, alternative })
                    })
                    .collect();
                let handles = run.handles(number, pass, &owners);
                sorted.add(handles.into_iter().zip(owners.iter().map(|owner| owner.entity)));
            });
            sorted.make_room()?;
        }
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
        sorted.in_order(rows, |rows| Ok(table.append(&rows)?))?;
    }
    Ok(())
}
