//! What one delivery would show the linkage unit, pass by pass, with the owner's own knowledge: input of the attacks.

use exchange::spec::Spec;
use keys::Keyring;

use super::bundles::Bundles;
use super::capped::{Capped, Outcome};
use super::extract::Extract;
use super::persons::Persons;
use super::run::first_16;
use super::sweep::Sweep;
use super::token_v1::TokenMaker;
use crate::attack::{Group, PassView};
use crate::error::Result;

/// The passes of one link as the linkage unit sees them, made one at a time; each with the pass's index. Dummies that were
/// added to the extract are numbered after the people, and count among them.
pub fn pass_views<'a>(
    spec: &'a Spec,
    source: usize,
    link: usize,
    extract: &'a Extract,
    keyring: &Keyring,
) -> Result<impl Iterator<Item = Result<(usize, PassView)>> + 'a> {
    let (link, source) = (&spec.links[link], &spec.sources[source]);
    let maker = TokenMaker::new(keyring, link, spec.delivery_label())?;
    let persons = Persons::of(source, extract)?;
    let (groups, kinds) = (Group::of_link(link), link.groups());
    // Filler of the project's own, as in a delivery: two projects' views share nothing.
    let filler = keyring.filler_key(&source.name)?;
    let dummies = extract.dummies();
    Ok((0..link.passes.len()).map(move |pass| {
        let sweep = Sweep::new::<u32>(link, &[pass], extract, &maker, |_| Ok(()))?;
        let outcome = Outcome::new(extract.entities.len());
        let capped = Capped::new(&sweep, pass, link.passes[pass].cap, persons.of_entity(), &outcome)?;
        let seed = first_16(&filler.mac(&[b"view", link.name.as_bytes(), &(pass as u64).to_be_bytes()]));
        let people = persons.people() + dummies;
        let mut view = PassView { groups: groups.clone(), persons: people, ..PassView::default() };
        let person_of = |entity: u32| match persons.of_entity().get(entity as usize) {
            Some(person) => *person,
            None => persons.people() as u32 + entity - extract.entities.len() as u32,
        };
        for bucket in 0..capped.buckets.len() {
            let bundles = Bundles::<u32>::new(&sweep, &kinds, &capped, (pass, bucket), seed)?;
            view.block.extend_from_slice(&bundles.blocks);
            view.person.extend(bundles.owners.iter().map(|owner| person_of(owner.entity)));
            view.nulls.extend_from_slice(&bundles.nulls);
            view.tokens.extend_from_slice(bundles.tokens());
        }
        Ok((pass, view))
    }))
}
