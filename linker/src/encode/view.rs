//! What one delivery would show the linkage unit, pass by pass, with the owner's own knowledge: input of the attacks.

use exchange::spec::Spec;
use keys::Keyring;

use super::blocks::entries;
use super::bundles::bundles;
use super::extract::Extract;
use super::persons::Persons;
use super::pseudonymise::first_16;
use super::token_v1::TokenMaker;
use crate::attack::{Group, PassView};
use crate::error::Result;

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
    let persons = Persons::of(source, extract);
    let groups = Group::of_link(link);
    // Filler of the project's own, as in a delivery: two projects' views share nothing.
    let filler = keyring.filler_key(&source.name)?;
    Ok((0..link.passes.len()).map(move |pass| {
        let kept = entries(link, pass..pass + 1, extract, persons.of_entity(), &maker).remove(0).emitted;
        let seed = first_16(&filler.mac(&[b"view", link.name.as_bytes(), &(pass as u64).to_be_bytes()]));
        let (made, _) = bundles(link, extract, &maker, &[&kept], &[seed]);
        let made = &made[0];
        let mut place = vec![0; kept.len()];
        for (at, number) in made.order.iter().enumerate() {
            place[*number as usize] = at;
        }
        let view = PassView {
            block: kept.iter().map(|entry| entry.block.token).collect(),
            person: kept
                .iter()
                .map(|entry| persons.of_entity()[extract.variants[entry.variant as usize].entity as usize])
                .collect(),
            nulls: place.iter().map(|at| made.nulls[*at]).collect(),
            tokens: place.iter().flat_map(|at| made.tokens_of(*at).iter().copied()).collect(),
            groups: groups.clone(),
            persons: persons.people(),
        };
        (pass, view)
    }))
}
