//! The table of handles: those of every entry that a variant may have in a pass, whether or not it left.
//!
//! The union desk asks which entity a handle of a pair belongs to. Which passes let an entity go is a fingerprint to whoever can work it out
//! from a register, so the table does not say: a handle that is in no pass file is in no pair either, and looks like the others.

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
    for pass in passes {
        let alternatives = alternatives(&link.passes[pass].key).len();
        let pass = pass as u16;
        let handles =
            HandleSort::of(&run.extract.workspace, entities.len(), entities.len() * alternatives, |variants| {
                let owners: Vec<_> = variants
                    .flat_map(|variant| {
                        let entity = entities[variant as usize];
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
