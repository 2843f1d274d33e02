//! Written files as the linkage unit and the union desk see them, joined to people by the handle table: input of the attacks.

use std::collections::BTreeMap;

use exchange::spec::Spec;
use exchange::{EntityRow, HandleRow, PassRows, Received, Role, RowReader, Token as _, handles, tokens};

use super::entities::{Entities, stray};
use super::joined::{LinkedSides, PassPairs};
use super::memory::Room;
use crate::attack::{DeskView, Group, PassView, SeenPair};
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
    let owners_of_pass = (0..spec.links[link].passes.len()).map(|pass| handles.of_pass(pass as u16));
    let mut owners_of_pass = owners_of_pass.collect::<Result<Vec<_>>>()?;
    Ok(spec.links[link].passes.iter().enumerate().map(move |(pass, declared)| {
        let rows = rows(linkage, &tokens::file_name(&spec.links[link].name, &declared.name))?;
        let owners = std::mem::take(&mut owners_of_pass[pass]);
        let mut view = PassView { groups: groups.clone(), persons: entities.len(), ..PassView::default() };
        let slots = view.width();
        for row in 0..rows.len() {
            if let Ok(place) = owners.binary_search_by_key(&rows.handle[row], |(handle, _)| *handle) {
                let tokens = &rows.tokens[row * slots..(row + 1) * slots];
                view.push(rows.block[row], owners[place].1, rows.nulls[row], tokens.iter().copied());
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
    let tokens = rows.tokens.iter().map(|token| token.first_32_bits()).collect();
    Ok(PassRows { block: rows.block, handle: rows.handle, nulls: rows.nulls, tokens })
}

/// What an owner's written handle tables show the union desk: of each entity and link its masks of withheld, null and emitted passes,
/// and how many handles it has in each pass.
pub fn desk_view(union: &Received, persons: Vec<u32>, people: usize) -> Result<DeskView> {
    let entities = Entities::read(union)?;
    if persons.len() != entities.len() {
        return Err(stray(handles::ENTITIES_FILE));
    }
    let mut view = DeskView::new(persons, people);
    for chunk in RowReader::<EntityRow>::open(&union.file(handles::ENTITIES_FILE)?)? {
        for row in chunk? {
            let entity = entities.number(row.payload_handle).ok_or_else(|| stray(handles::ENTITIES_FILE))?;
            view.state(entity, &[place(row.link, 0), row.withheld, row.null, row.emitted]);
        }
    }
    let mut counts: BTreeMap<(u32, u64), u64> = BTreeMap::new();
    for chunk in RowReader::<HandleRow>::open(&union.file(handles::HANDLES_FILE)?)? {
        for row in chunk? {
            let entity = entities.number(row.payload_handle).ok_or_else(|| stray(handles::HANDLES_FILE))?;
            *counts.entry((entity, place(row.link, row.pass))).or_default() += 1;
        }
    }
    for ((entity, place), count) in counts {
        view.state(entity, &[place, count]);
    }
    Ok(view)
}

/// The scored pairs of one link as the union desk sees them, without those of dummies: entities, pass and weight.
pub fn seen_pairs(
    spec: &Spec,
    link: usize,
    linked: &Received,
    left: &Received,
    right: &Received,
) -> Result<Vec<SeenPair>> {
    let (number, link) = (link as u16, &spec.links[link]);
    let (left, right) = (Entities::read(left)?, Entities::read(right)?);
    let (room, sides) = (Room::unbounded()?, LinkedSides { number, link, linked, left: &left, right: &right });
    let mut passes = PassPairs::new(sides, &room, 1)?;
    let mut seen = Vec::new();
    for pass in 0..link.passes.len() {
        let place = place(number, pass as u16);
        passes.pass(pass, &|_| Ok(()), |pairs| {
            seen.extend(pairs.iter().map(|pair| SeenPair::new(pair.left, pair.right, place, pair.match_weight)));
            Ok(())
        })?;
    }
    Ok(seen)
}

/// One number for a pass of a link.
fn place(link: u16, pass: u16) -> u64 {
    u64::from(link) << 16 | u64::from(pass)
}
