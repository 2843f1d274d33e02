//! An owner's written delivery as the linkage unit sees it, joined to people by the handle table: input of the attacks.

use exchange::spec::Spec;
use exchange::{Received, tokens};

use super::entities::Entities;
use crate::attack::{Group, PassView};
use crate::error::Result;

/// The passes of one link as an owner's written delivery shows them; padding rows, which are nobody's, are left out.
///
/// `linkage` and `union` are the delivery's folders of those roles.
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
        let (_, rows) = tokens::read_all(&linkage.file(&tokens::file_name(&spec.links[link].name, &declared.name))?)?;
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
