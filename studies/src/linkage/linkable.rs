//! The rows that links can reach at all.

use crate::inputs::{Payload, PayloadHandle, SourceLinks, Spine};

/// Outcomes of entities that somebody may be; of a country's police and benefit files, a tenth. Treatment records and custody are left out:
/// they do not vary with the links.
#[must_use]
pub fn linkable(payload: &Payload, spine: &Spine) -> Payload {
    let (police, deaths, work) = (anybody(&spine.police), anybody(&spine.deaths), anybody(&spine.work));
    Payload {
        offences: rows(&payload.offences, &police, |offence| offence.offender),
        deaths: rows(&payload.deaths, &deaths, |death| death.deceased),
        employment: rows(&payload.employment, &work, |spell| spell.person),
        benefits: rows(&payload.benefits, &work, |benefit| benefit.spell.person),
        ..Payload::default()
    }
}

/// Handles of entities with a candidate, sorted.
fn anybody(source: &SourceLinks) -> Vec<PayloadHandle> {
    let known = source.entities.iter().filter(|entity| !entity.candidates.is_empty());
    let mut handles: Vec<PayloadHandle> = known.map(|entity| entity.handle).collect();
    handles.sort_unstable();
    handles
}

fn rows<T: Clone>(rows: &[T], known: &[PayloadHandle], handle: impl Fn(&T) -> PayloadHandle) -> Vec<T> {
    rows.iter().filter(|row| known.binary_search(&handle(row)).is_ok()).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Day;
    use crate::inputs::{Candidate, Entity, LinkClass, Person, Spell};

    #[test]
    fn rows_of_nobody_are_left_out_and_rows_of_a_possible_person_stay() {
        let entity =
            |handle, candidates: Vec<Candidate>| Entity { handle: PayloadHandle(handle), reachable: true, candidates };
        let possible = Candidate { person: Person(0), probability: 0.1, class: LinkClass::Unlinked };
        let spine = Spine {
            people: 1,
            work: SourceLinks { entities: vec![entity(7, vec![possible]), entity(3, Vec::new())] },
            ..Spine::default()
        };
        let spell =
            |handle| Spell { person: PayloadHandle(handle), start: Day::from_epoch_days(handle as i32), end: None };
        let payload = Payload { employment: vec![spell(3), spell(7), spell(9), spell(7)], ..Payload::default() };
        let kept: Vec<u64> = linkable(&payload, &spine).employment.iter().map(|spell| spell.person.0).collect();
        assert_eq!(kept, [7, 7]);
    }
}
