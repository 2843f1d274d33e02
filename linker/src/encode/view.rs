//! What one delivery would show the linkage unit, pass by pass, with the owner's own knowledge: input of the attacks.

use exchange::spec::Spec;
use keys::Keyring;

use super::blocks::entries;
use super::bundles::Bundles;
use super::extract::Extract;
use super::persons::Persons;
use super::run::first_16;
use super::token_v1::TokenMaker;
use super::values::ValueTokens;
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
        let made = entries(link, pass..pass + 1, extract, persons.of_entity(), &maker);
        let (values, _) = ValueTokens::new(link, extract, &maker, &made);
        let seed = first_16(&filler.mac(&[b"view", link.name.as_bytes(), &(pass as u64).to_be_bytes()]));
        let bundles = Bundles::new(link, &made[0], &values, seed);
        let order = made[0].by_block();
        let kept = || order.iter().map(|entry| &made[0].emitted[*entry as usize]);
        let view = PassView {
            block: kept().map(|entry| entry.block.token).collect(),
            person: kept()
                .map(|entry| persons.of_entity()[extract.variants[entry.variant as usize].entity as usize])
                .collect(),
            nulls: order.iter().map(|entry| bundles.nulls[*entry as usize]).collect(),
            tokens: order.iter().flat_map(|entry| bundles.tokens_of(*entry)).copied().collect(),
            groups: groups.clone(),
            persons: persons.people(),
        };
        (pass, view)
    }))
}
