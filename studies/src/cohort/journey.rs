//! Treatment journeys: episodes that overlap or follow each other within three weeks.

use crate::day::Day;
use crate::inputs::{DischargeReason, Episode};

/// Continuous treatment, across agencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Journey {
    /// Triage of its first episode.
    pub start: Day,
    /// Discharge from its last; `None` while any episode is open.
    pub end: Option<Day>,
    /// Why the last episode to end ended; `None` while open.
    pub reason: Option<DischargeReason>,
}

/// The longest break inside one journey, in days: the NDTMS rule.
const LONGEST_BREAK_DAYS: i32 = 21;

/// Joins one person's episodes into journeys, in order of start. An episode that ends before it starts counts as its first day.
#[must_use]
pub fn journeys(episodes: &[&Episode]) -> Vec<Journey> {
    let mut sorted = episodes.to_vec();
    sorted.sort_by_key(|e| (e.triaged, e.discharged.is_none(), e.discharged));
    let mut journeys: Vec<Journey> = Vec::new();
    for episode in sorted {
        let end = episode.discharged.map(|day| day.max(episode.triaged));
        match journeys.last_mut() {
            Some(current) if current.end.is_none_or(|e| episode.triaged.since(e) <= LONGEST_BREAK_DAYS) => {
                extend(current, end, episode.reason);
            }
            _ => journeys.push(Journey { start: episode.triaged, end, reason: end.and(episode.reason) }),
        }
    }
    journeys
}

fn extend(journey: &mut Journey, end: Option<Day>, reason: Option<DischargeReason>) {
    match (journey.end, end) {
        (None, _) => {}
        (_, None) => (journey.end, journey.reason) = (None, None),
        (Some(current), Some(later)) if later >= current => (journey.end, journey.reason) = (end, reason),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::{DrugGroup, PayloadHandle, Sex};

    fn episode(from: i32, to: Option<i32>, reason: Option<DischargeReason>) -> Episode {
        Episode {
            client: PayloadHandle(0),
            triaged: Day::from_epoch_days(from),
            discharged: to.map(Day::from_epoch_days),
            reason,
            drug: DrugGroup::Opiate,
            birth_year: None,
            sex: Sex::NotKnown,
            area: None,
            ethnic: None,
        }
    }

    fn spans(episodes: &[Episode]) -> Vec<(i32, Option<i32>, Option<DischargeReason>)> {
        let origin = Day::from_epoch_days(0);
        let episodes: Vec<&Episode> = episodes.iter().collect();
        journeys(&episodes).iter().map(|j| (j.start.since(origin), j.end.map(|e| e.since(origin)), j.reason)).collect()
    }

    #[test]
    fn a_break_of_three_weeks_joins_and_one_day_more_parts() {
        use DischargeReason::{Completed, Transferred};
        let first = episode(0, Some(100), Some(Transferred));
        let joined = [episode(121, Some(200), Some(Completed)), first.clone()];
        assert_eq!(spans(&joined), [(0, Some(200), Some(Completed))]);
        let parted = [first, episode(122, Some(200), Some(Completed))];
        assert_eq!(spans(&parted), [(0, Some(100), Some(Transferred)), (122, Some(200), Some(Completed))]);
    }

    #[test]
    fn the_last_episode_to_end_gives_the_reason() {
        use DischargeReason::{Completed, DroppedOut};
        let nested = [episode(0, Some(300), Some(Completed)), episode(50, Some(60), Some(DroppedOut))];
        assert_eq!(spans(&nested), [(0, Some(300), Some(Completed))]);
    }

    #[test]
    fn an_open_episode_leaves_the_journey_open() {
        let open = [episode(0, None, None), episode(500, Some(510), Some(DischargeReason::Completed))];
        assert_eq!(spans(&open), [(0, None, None)]);
    }

    #[test]
    fn a_discharge_before_triage_is_one_day() {
        assert_eq!(
            spans(&[episode(10, Some(5), Some(DischargeReason::Other))]),
            [(10, Some(10), Some(DischargeReason::Other))]
        );
    }
}
