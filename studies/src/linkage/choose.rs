//! Picks at most one person for each entity.

use super::scenario::Scenario;
use crate::inputs::{Candidate, Entity, LinkClass, PayloadHandle, Person, SourceLinks};
use crate::stats::uniform;
use crate::study_file::LinkageSettings;

/// An entity and the person it is taken to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chosen {
    /// The entity.
    pub handle: PayloadHandle,
    /// The person.
    pub person: Person,
    /// How sure the link is.
    pub probability: f64,
}

/// The links of `source` under `scenario`, by handle.
#[must_use]
pub fn choose(source: &SourceLinks, scenario: Scenario, settings: &LinkageSettings) -> Vec<Chosen> {
    let mut chosen: Vec<Chosen> = source
        .entities
        .iter()
        .filter_map(|entity| {
            let candidate = pick(entity, scenario, settings)?;
            Some(Chosen { handle: entity.handle, person: candidate.person, probability: candidate.probability })
        })
        .collect();
    chosen.sort_unstable_by_key(|link| link.handle);
    chosen
}

fn pick<'e>(entity: &'e Entity, scenario: Scenario, settings: &LinkageSettings) -> Option<&'e Candidate> {
    let declared = || entity.candidates.iter().find(|c| c.class == LinkClass::Link);
    match scenario {
        Scenario::Declared => declared(),
        Scenario::Strict => declared().filter(|c| c.probability >= settings.strict_probability),
        Scenario::Loose => declared().or_else(|| likely(entity, settings)),
        Scenario::Draw(draw) => drawn(entity, draw, settings.seed),
    }
}

fn likely<'e>(entity: &'e Entity, settings: &LinkageSettings) -> Option<&'e Candidate> {
    entity.candidates.iter().find(|c| c.class == LinkClass::Possible && c.probability >= settings.loose_probability)
}

/// Candidates exclude each other, so their probabilities share one unit of chance; what is left over is "nobody".
fn drawn(entity: &Entity, draw: u32, seed: u64) -> Option<&Candidate> {
    let total: f64 = entity.candidates.iter().map(|c| c.probability).sum();
    let mut left = uniform(seed, u64::from(draw), entity.handle.0) * total.max(1.0);
    entity.candidates.iter().find(|candidate| {
        left -= candidate.probability;
        left < 0.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: LinkageSettings =
        LinkageSettings { strict_probability: 0.99, loose_probability: 0.5, draws: 20, seed: 5 };

    fn entity(handle: u64, candidates: &[(u32, f64, LinkClass)]) -> Entity {
        let candidates = candidates.iter().map(|&(person, probability, class)| Candidate {
            person: Person(person),
            probability,
            class,
        });
        Entity { handle: PayloadHandle(handle), reachable: true, candidates: candidates.collect() }
    }

    #[test]
    fn thresholds_nest() {
        let source = SourceLinks {
            entities: vec![
                entity(1, &[(1, 0.999, LinkClass::Link)]),
                entity(2, &[(2, 0.95, LinkClass::Link), (3, 0.02, LinkClass::Unlinked)]),
                entity(3, &[(4, 0.6, LinkClass::Possible), (5, 0.1, LinkClass::Unlinked)]),
                entity(4, &[(6, 0.5, LinkClass::Ambiguous), (7, 0.5, LinkClass::Ambiguous)]),
                entity(5, &[(8, 0.3, LinkClass::Possible)]),
            ],
            ..SourceLinks::default()
        };
        let people = |scenario| choose(&source, scenario, &SETTINGS).iter().map(|c| c.person.0).collect::<Vec<_>>();
        assert_eq!(people(Scenario::Strict), [1]);
        assert_eq!(people(Scenario::Declared), [1, 2]);
        assert_eq!(people(Scenario::Loose), [1, 2, 4]);
    }

    #[test]
    fn draws_follow_the_probabilities_and_repeat() {
        let source = SourceLinks {
            entities: (0..5000)
                .map(|h| entity(h, &[(1, 0.6, LinkClass::Link), (2, 0.1, LinkClass::Unlinked)]))
                .collect(),
            ..SourceLinks::default()
        };
        let draw = choose(&source, Scenario::Draw(3), &SETTINGS);
        let first = draw.iter().filter(|c| c.person == Person(1)).count();
        let second = draw.iter().filter(|c| c.person == Person(2)).count();
        // 3000 and 500 expected; four standard deviations are 139 and 85.
        assert!((2861..3139).contains(&first), "{first}");
        assert!((415..585).contains(&second), "{second}");
        assert_eq!(draw, choose(&source, Scenario::Draw(3), &SETTINGS));
        assert_ne!(draw, choose(&source, Scenario::Draw(4), &SETTINGS));
    }

    #[test]
    fn candidates_of_more_than_one_unit_of_chance_share_it() {
        let source = SourceLinks {
            entities: (0..4000).map(|h| entity(h, &[(1, 0.9, LinkClass::Link), (2, 0.9, LinkClass::Link)])).collect(),
            ..SourceLinks::default()
        };
        let draw = choose(&source, Scenario::Draw(0), &SETTINGS);
        assert_eq!(draw.len(), 4000);
        let first = draw.iter().filter(|c| c.person == Person(1)).count();
        assert!((1873..2127).contains(&first), "{first}");
    }
}
