//! Days at risk, worked by hand.

use super::{State, Stretch, by_state, follow, timeline};
use crate::cohort::{DischargeGroup, Journey, Member};
use crate::day::Day;
use crate::inputs::{
    Candidate, Certificate, Death, DischargeReason, DrugGroup, Entity, IcdCode, LinkClass, Payload, PayloadHandle,
    Person, RecordKey, Sex, SourceLinks, Spine,
};
use crate::linkage::{Events, Linked, Scenario};
use crate::study_file::LinkageSettings;

const SETTINGS: LinkageSettings =
    LinkageSettings { strict_probability: 0.99, loose_probability: 0.5, draws: 2, seed: 1 };

fn day(number: i32) -> Day {
    Day::from_epoch_days(number)
}

fn journey(start: i32, end: Option<i32>, reason: Option<DischargeReason>) -> Journey {
    Journey { start: day(start), end: end.map(day), reason }
}

fn member(journeys: &[Journey], last_triage: i32) -> Member {
    Member {
        record_key: RecordKey::default(),
        person: Person(0),
        index: journeys[0].start,
        discharge: DischargeGroup::Other,
        journeys: journeys.to_vec(),
        last_triage: day(last_triage),
        sex: Sex::NotKnown,
        birth_year: None,
        drug: DrugGroup::Opiate,
        area: None,
        ethnic: None,
    }
}

/// Days by state, the state of death, and whether the link is impossible; follow-up ends before day 1000.
fn followed(member: &Member, died: Option<i32>) -> ([i32; 4], Option<State>, bool) {
    let handle = PayloadHandle(9);
    let deaths = died.map(|died| Death {
        deceased: handle,
        died: day(died),
        registered: None,
        underlying: IcdCode::parse("X42"),
        certificate: Certificate::NotSent,
    });
    let payload = Payload { deaths: deaths.into_iter().collect(), ..Payload::default() };
    let candidates = vec![Candidate { person: Person(0), probability: 1.0, class: LinkClass::Link }];
    let links =
        SourceLinks { entities: vec![Entity { handle, reachable: true, candidates }], ..SourceLinks::default() };
    let spine = Spine { people: 1, deaths: links, ..Spine::default() };
    let events = Events::new(&payload);
    let linked = Linked::new(&events, &spine, Scenario::Declared, &SETTINGS);
    let follow_up = follow(member, &linked, day(1000));
    // The stretches say the same in another way.
    let mut days = [0; 4];
    let line = timeline(member, &linked, day(1000));
    let stretches = by_state(&line);
    for stretch in &stretches {
        days[stretch.state() as usize] += stretch.to.since(stretch.from);
    }
    assert_eq!(days, follow_up.days);
    assert_eq!(line.death.and(stretches.last()).map(Stretch::state), follow_up.death.map(|(state, _)| state));
    (follow_up.days, follow_up.death.map(|(state, _)| state), follow_up.impossible_link)
}

#[test]
fn states_follow_each_other_and_fill_the_time() {
    use DischargeReason::{Completed, DroppedOut};
    let two = member(&[journey(0, Some(100), Some(DroppedOut)), journey(200, Some(300), Some(Completed))], 200);
    // 100 in, 29 + 71 out, 100 in, 29 + 337 + 334 out.
    assert_eq!(followed(&two, None), ([200, 58, 408, 334], None, false));
    assert_eq!(followed(&member(&[journey(0, None, None)], 0), None), ([1000, 0, 0, 0], None, false));
}

#[test]
fn a_death_counts_in_the_state_of_its_day() {
    let left = member(&[journey(0, Some(100), Some(DischargeReason::DroppedOut))], 0);
    assert_eq!(followed(&left, Some(99)), ([100, 0, 0, 0], Some(State::In), false));
    assert_eq!(followed(&left, Some(100)), ([100, 1, 0, 0], Some(State::OutFourWeeks), false));
    assert_eq!(followed(&left, Some(128)), ([100, 29, 0, 0], Some(State::OutFourWeeks), false));
    assert_eq!(followed(&left, Some(129)), ([100, 29, 1, 0], Some(State::OutYear), false));
    assert_eq!(followed(&left, Some(466)), ([100, 29, 337, 1], Some(State::OutLonger), false));
    assert_eq!(followed(&left, Some(1000)), ([100, 29, 337, 534], None, false));
}

#[test]
fn a_discharge_because_of_death_does_not_move_the_death_out_of_treatment() {
    let died = member(&[journey(0, Some(100), Some(DischargeReason::Died))], 0);
    assert_eq!(followed(&died, Some(104)), ([105, 0, 0, 0], Some(State::In), false));
    assert_eq!(followed(&died, Some(98)), ([99, 0, 0, 0], Some(State::In), false));
    assert_eq!(followed(&died, None), ([100, 0, 0, 0], None, false), "nobody is followed past a recorded death");
}

#[test]
fn a_death_before_a_later_triage_is_not_believed() {
    let back = member(&[journey(0, Some(100), Some(DischargeReason::DroppedOut)), journey(200, None, None)], 200);
    assert_eq!(followed(&back, Some(150)), ([900, 29, 71, 0], None, true));
}
