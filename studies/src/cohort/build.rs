//! Who is in the cohort, and who is left out at which step.

use super::journey::journeys;
use super::member::{DischargeGroup, Member};
use crate::inputs::{Episode, Payload, Person, RecordKey, Spine};
use crate::linkage::{ByHandle, Grouped, clients};
use crate::study_file::Period;

/// Members in order of person, and how they came to be.
pub struct Cohort {
    /// Members.
    pub members: Vec<Member>,
    /// People left at each step.
    pub flow: Flow,
}

/// People at each step; each step is part of the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Client records that carry a pseudonym.
    pub clients: u64,
    /// Different people among them.
    pub people: u64,
    /// People with at least one record that holds enough identity to be linked.
    pub reachable: u64,
    /// Of these, people with a journey that starts in the window.
    pub started: u64,
    /// Of these, people who were 18 or over, or of unknown age: the cohort.
    pub adults: u64,
}

/// Builds the cohort of `window` from the treatment episodes of `payload`.
#[must_use]
pub fn build(payload: &Payload, spine: &Spine, window: Period) -> Cohort {
    let clients = clients(spine);
    let rows = ByHandle::new(&payload.episodes, |episode| episode.client);
    let episodes = Grouped::new(spine.people, &clients, &rows);
    let mut known = vec![false; spine.people as usize];
    let mut reachable = known.clone();
    for client in &spine.clients {
        if let Some(Person(person)) = client.person {
            known[person as usize] = true;
            reachable[person as usize] |= client.reachable;
        }
    }
    let mut flow = Flow { clients: clients.len() as u64, ..Flow::default() };
    let mut members = Vec::new();
    for person in (0..spine.people).map(Person) {
        let index = person.0 as usize;
        flow.people += u64::from(known[index]);
        flow.reachable += u64::from(reachable[index]);
        let known_as = (person, spine.record_keys[index]);
        let Some(member) =
            reachable[index].then(|| member(known_as, &episodes.of(person).collect::<Vec<_>>(), window)).flatten()
        else {
            continue;
        };
        flow.started += 1;
        if member.birth_year.is_some_and(|year| member.index.year() - year < 18) {
            continue;
        }
        flow.adults += 1;
        members.push(member);
    }
    Cohort { members, flow }
}

fn member((person, record_key): (Person, RecordKey), episodes: &[&Episode], window: Period) -> Option<Member> {
    let all = journeys(episodes);
    let first = all.iter().position(|journey| window.contains(journey.start))?;
    let index = all[first].start;
    let episode = episodes.iter().filter(|e| e.triaged == index).min_by_key(|e| e.client)?;
    Some(Member {
        person,
        record_key,
        index,
        discharge: DischargeGroup::of(&all[first], index),
        journeys: all[first..].to_vec(),
        last_triage: episodes.iter().map(|e| e.triaged).max()?,
        sex: episode.sex,
        birth_year: episode.birth_year,
        drug: episode.drug,
        area: episode.area.clone(),
        ethnic: episode.ethnic.clone(),
    })
}
