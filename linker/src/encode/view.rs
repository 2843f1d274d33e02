//! What one delivery would show the linkage unit, pass by pass, with the owner's own knowledge: input of the attacks.

use exchange::spec::{Spec, TokenDomain, TokenGroupKind};
use exchange::{Received, tokens};
use keys::Keyring;

use super::blocks::{entries, persons};
use super::bundles::bundles;
use super::extract::Extract;
use super::token_v1::TokenMaker;
use crate::attack::{Group, PassView};
use crate::error::Result;
use crate::union::Entities;

/// The passes of one link as the linkage unit sees them, made one at a time; each with the pass's index.
pub fn pass_views<'a>(
    spec: &'a Spec,
    source: usize,
    link: usize,
    extract: &'a Extract,
    keyring: &Keyring,
) -> Result<impl Iterator<Item = (usize, PassView)> + 'a> {
    let (link, source) = (&spec.links[link], &spec.sources[source]);
    let maker = TokenMaker::new(keyring, link, spec.delivery_label())?;
    let persons = persons(source, extract);
    let groups = groups(&link.groups());
    Ok((0..link.passes.len()).map(move |pass| {
        let kept = entries(link, pass, extract, &persons, &maker).emitted;
        let (made, _) = bundles(link, extract, &maker, &[&kept], &[[pass as u8; 16]]);
        let made = &made[0];
        let mut place = vec![0; kept.len()];
        for (at, number) in made.order.iter().enumerate() {
            place[*number as usize] = at;
        }
        let view = PassView {
            block: kept.iter().map(|entry| entry.block.token).collect(),
            person: kept
                .iter()
                .map(|entry| persons[extract.variants[entry.variant as usize].entity as usize])
                .collect(),
            nulls: place.iter().map(|at| made.nulls[*at]).collect(),
            tokens: place.iter().flat_map(|at| made.tokens_of(*at).iter().copied()).collect(),
            groups: groups.clone(),
            persons: extract.entities.len(),
        };
        (pass, view)
    }))
}

fn groups(kinds: &[TokenGroupKind]) -> Vec<Group> {
    let mut domains: Vec<TokenDomain> = kinds.iter().map(|kind| kind.domain()).collect();
    domains.sort_unstable();
    domains.dedup();
    let mut offset = 0;
    kinds
        .iter()
        .map(|kind| {
            let domain = domains.iter().position(|domain| *domain == kind.domain()).unwrap_or_default() as u16;
            let group = Group { name: kind.name().to_owned(), domain, offset, len: kind.slots() };
            offset += kind.slots();
            group
        })
        .collect()
}

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
    let groups = groups(&spec.links[link].groups());
    Ok(spec.links[link].passes.iter().enumerate().map(move |(pass, declared)| {
        let (_, rows) = tokens::read_all(&linkage.file(&tokens::file_name(&spec.links[link].name, &declared.name))?)?;
        let owners = entities.of_pass(link as u16, pass as u16)?;
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
