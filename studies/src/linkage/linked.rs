//! Outcomes of every person under one set of links.

use super::by_handle::ByHandle;
use super::choose::{Chosen, choose};
use super::events::Events;
use super::grouped::Grouped;
use super::scenario::Scenario;
use crate::day::Day;
use crate::inputs::{BenefitSpell, Death, Offence, Person, Source, Spell, Spine};
use crate::study_file::LinkageSettings;

/// Payload of other departments by person of the anchor source.
pub struct Linked<'a> {
    /// Offences.
    pub offences: Grouped<'a, Offence>,
    /// Employment spells.
    pub employment: Grouped<'a, Spell>,
    /// Benefit spells.
    pub benefits: Grouped<'a, BenefitSpell>,
    deaths: Vec<Option<&'a Death>>,
    /// Whether a person is linked, by source in the order of [`Source::ALL`].
    found: [Vec<bool>; 3],
}

impl<'a> Linked<'a> {
    /// Follows the links of `spine` that `scenario` believes.
    #[must_use]
    pub fn new(events: &'a Events<'_>, spine: &Spine, scenario: Scenario, settings: &LinkageSettings) -> Self {
        let links = Source::ALL.map(|source| choose(spine.source(source), scenario, settings));
        let [police, deaths, work] = &links;
        Self {
            offences: Grouped::new(spine.people, police, &events.offences),
            employment: Grouped::new(spine.people, work, &events.employment),
            benefits: Grouped::new(spine.people, work, &events.benefits),
            deaths: one_death_each(spine.people, deaths, &events.deaths),
            found: links.each_ref().map(|links| linked_people(spine.people, links)),
        }
    }

    /// The person's death, if one is linked.
    #[must_use]
    pub fn death(&self, person: Person) -> Option<&'a Death> {
        self.deaths[person.0 as usize]
    }

    /// Whether an employment spell of the person covers `day`.
    #[must_use]
    pub fn works_on(&self, person: Person, day: Day) -> bool {
        self.employment.of(person).any(|spell| spell.covers(day))
    }

    /// Whether an out-of-work benefit of the person covers `day`.
    #[must_use]
    pub fn claims_on(&self, person: Person, day: Day) -> bool {
        self.benefits.of(person).any(|benefit| benefit.out_of_work && benefit.spell.covers(day))
    }

    /// Whether any entity of `source` is linked to the person.
    #[must_use]
    pub fn is_linked(&self, person: Person, source: Source) -> bool {
        self.found[source as usize][person.0 as usize]
    }
}

/// Nobody dies twice: of several linked deaths the surest stays, the lowest handle among equals.
fn one_death_each<'a>(people: u32, links: &[Chosen], deaths: &'a ByHandle<'_, Death>) -> Vec<Option<&'a Death>> {
    let mut best: Vec<Option<(f64, &Death)>> = vec![None; people as usize];
    for death in deaths.rows() {
        let Ok(found) = links.binary_search_by_key(&death.deceased, |link| link.handle) else { continue };
        let Chosen { person, probability, .. } = links[found];
        let slot = &mut best[person.0 as usize];
        if slot.is_none_or(|(surest, _)| probability > surest) {
            *slot = Some((probability, death));
        }
    }
    best.into_iter().map(|slot| slot.map(|(_, death)| death)).collect()
}

fn linked_people(people: u32, links: &[Chosen]) -> Vec<bool> {
    let mut linked = vec![false; people as usize];
    for link in links {
        linked[link.person.0 as usize] = true;
    }
    linked
}
