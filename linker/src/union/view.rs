//! An owner's written delivery as the linkage unit sees it, joined to people by the handle table: input of the attacks.

use exchange::spec::Spec;
use exchange::{PassRows, Received, Role, tokens};

use super::entities::Entities;
use crate::attack::{Group, PassView};
use crate::error::Result;

/// The passes of one link as an owner's written delivery shows them; padding rows, which are nobody's, are left out.
///
/// `linkage` and `union` are the delivery's folders of those roles; in place of the former, that for a relay.
pub fn delivered_views<'a>(
    spec: &'a Spec,
    link: usize,
    linkage: &'a Received,
    union: &Received,
) -> Result<impl Iterator<Item = Result<(usize, PassView)>> + 'a> {
    let entities = Entities::read(union)?;
    let groups = Group::of_link(&spec.links[link]);
    let mut handles = entities.handles(link as u16)?;
    let owners_of_pass = (0..spec.links[link].passes.len()).map(|pass| handles.of_all(pass as u16));
    let mut owners_of_pass = owners_of_pass.collect::<Result<Vec<_>>>()?;
    Ok(spec.links[link].passes.iter().enumerate().map(move |(pass, declared)| {
        let rows = rows(linkage, &tokens::file_name(&spec.links[link].name, &declared.name))?;
        let owners = std::mem::take(&mut owners_of_pass[pass]);
        let mut view = PassView { groups: groups.clone(), persons: entities.len(), ..PassView::default() };
        let slots = view.width();
        for row in 0..rows.len() {
            if let Ok(place) = owners.binary_search_by_key(&rows.handle[row], |(handle, _)| *handle) {
                view.block.push(rows.block[row]);
                view.person.push(owners[place].1);
                view.nulls.push(rows.nulls[row]);
                view.tokens.extend_from_slice(&rows.tokens[row * slots..(row + 1) * slots]);
            }
        }
        Ok((pass, view))
    }))
}

/// Rows of a pass file. Of tokens on their way to a relay the first half: attacks see equality alone, and that stays but for
/// coincidences of 32 bits, as in what the relay makes of them.
fn rows(folder: &Received, name: &str) -> Result<PassRows> {
    let path = folder.file(name)?;
    if folder.manifest.role != Role::Relay {
        return Ok(tokens::read_all(&path)?.1);
    }
    let (_, rows) = tokens::read_all::<u64>(&path)?;
    let tokens = rows.tokens.iter().map(|token| (token >> 32) as u32).collect();
    Ok(PassRows { block: rows.block, handle: rows.handle, nulls: rows.nulls, tokens })
}
