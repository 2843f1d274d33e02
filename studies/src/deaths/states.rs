//! Kinds of treatment, weeks after leaving it, and weeks after release from prison.

use super::exposure::{Division, Exposure, rates};
use super::timeline::{Stretch, Timeline};
use crate::cohort::Member;
use crate::day::Day;
use crate::disclose::Table;
use crate::inputs::{CustodyStay, Modality, ModalitySpell};
use crate::linkage::Stays;

const TREATMENT: [&str; 9] = [
    "In treatment: prescribing",
    "In treatment: residential or inpatient",
    "In treatment: psychosocial only",
    "In treatment: other, or no kind recorded",
    "Weeks 1 and 2 after leaving",
    "Weeks 3 and 4 after leaving",
    "Weeks 5 to 12 after leaving",
    "Weeks 13 to 52 after leaving",
    "More than a year after leaving",
];

const PRISON: [&str; 5] = [
    "No release in the year before",
    "Weeks 1 and 2 after release",
    "Weeks 3 and 4 after release",
    "Weeks 5 to 12 after release",
    "Weeks 13 to 52 after release",
];

/// First day of each band of weeks, counted from the day of leaving.
const WEEK_BANDS: [i32; 4] = [14, 28, 84, 364];

/// Deaths by kind of treatment and by weeks after leaving it.
pub(super) fn by_kind(members: &[Member], lines: &[Timeline<'_>], stays: &Stays<'_>, period: &str) -> Table {
    let people: Vec<Exposure<'_>> = members
        .iter()
        .zip(lines)
        .map(|(member, line)| {
            let kinds: Vec<&ModalitySpell> = stays.modalities.of(member.person).collect();
            let changes: Vec<Day> = kinds.iter().flat_map(|k| [Some(k.start), k.end]).flatten().collect();
            exposure(member, line, &changes, TREATMENT.len(), |stretch| Some(kind(stretch, &kinds)))
        })
        .collect();
    let mut table = rates(
        &Division {
            id: "deaths-kinds",
            title: "Deaths by kind of treatment and by weeks after leaving it",
            population: "People who started drug treatment, followed to death or the end of the period",
            period,
            states: &TREATMENT,
            compares: true,
        },
        &people,
    );
    table.note(
        "On a day with several kinds of treatment, residential or inpatient comes first, then prescribing, then psychosocial; between two kinds \
         the one that ended last goes on.",
    );
    table
}

/// Deaths by weeks after release from prison; days in prison are left out.
pub(super) fn after_prison(members: &[Member], lines: &[Timeline<'_>], stays: &Stays<'_>, period: &str) -> Table {
    let people: Vec<Exposure<'_>> = members
        .iter()
        .zip(lines)
        .map(|(member, line)| {
            let custody: Vec<&CustodyStay> = stays.custody.of(member.person).collect();
            let bands = |released: Day| WEEK_BANDS.map(|days| released.plus(days)).into_iter().chain([released]);
            let releases = custody.iter().filter_map(|stay| stay.released).flat_map(bands);
            let changes: Vec<Day> = releases.chain(custody.iter().map(|stay| stay.received)).collect();
            exposure(member, line, &changes, PRISON.len(), |stretch| weeks_free(stretch.from, &custody))
        })
        .collect();
    let mut table = rates(
        &Division {
            id: "deaths-prison",
            title: "Deaths by weeks after release from prison",
            population: "People who started drug treatment, outside prison, followed to death or the end of the period",
            period,
            states: &PRISON,
            compares: true,
        },
        &people,
    );
    table.note(
        "Custody is known for people linked to the Police National Computer; the others count as never released.",
    );
    table
}

fn exposure<'a>(
    member: &Member,
    line: &Timeline<'a>,
    changes: &[Day],
    states: usize,
    state: impl Fn(&Stretch) -> Option<usize>,
) -> Exposure<'a> {
    let (mut days, mut last) = (vec![0; states], None);
    for stretch in &line.stretches {
        let bands = stretch.left.into_iter().flat_map(|left| WEEK_BANDS.map(|days| left.plus(days)));
        for piece in stretch.cut(bands.chain(changes.iter().copied())) {
            last = state(&piece);
            if let Some(state) = last {
                days[state] += piece.to.since(piece.from);
            }
        }
    }
    Exposure { record_key: member.record_key, days, death: last.zip(line.death) }
}

fn kind(stretch: &Stretch, kinds: &[&ModalitySpell]) -> usize {
    if let Some(left) = stretch.left {
        let days = stretch.from.since(left);
        return 4 + WEEK_BANDS.iter().filter(|&&band| days >= band).count();
    }
    let covers = |k: &&&ModalitySpell| k.start <= stretch.from && k.end.is_none_or(|end| stretch.from < end);
    // Between two kinds, and between a discharge for death and the death, the kind that ended last goes on.
    let ended =
        || kinds.iter().filter(|k| k.start <= stretch.from).max_by_key(|k| (k.end, k.start)).map(|k| k.modality);
    match kinds.iter().filter(covers).map(|k| k.modality).min().or_else(ended) {
        Some(Modality::Prescribing) => 0,
        Some(Modality::Residential) => 1,
        Some(Modality::Psychosocial) => 2,
        Some(Modality::Other) | None => 3,
    }
}

/// The band of `day`; `None` in prison.
fn weeks_free(day: Day, custody: &[&CustodyStay]) -> Option<usize> {
    if custody.iter().any(|stay| stay.received <= day && stay.released.is_none_or(|released| day < released)) {
        return None;
    }
    let last = custody.iter().filter_map(|stay| stay.released).filter(|released| *released <= day).max();
    let Some(days) = last.map(|released| day.since(released)).filter(|days| *days < WEEK_BANDS[3]) else {
        return Some(0);
    };
    Some(1 + WEEK_BANDS.iter().filter(|&&band| days >= band).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::PayloadHandle;

    #[test]
    fn weeks_after_release_start_on_the_day_and_prison_is_left_out() {
        let day = Day::from_epoch_days;
        let stay = |from, to: Option<i32>| CustodyStay {
            offender: PayloadHandle(1),
            received: day(from),
            released: to.map(day),
        };
        let (first, second) = (stay(0, Some(100)), stay(150, None));
        let custody = [&first, &second];
        let bands: Vec<_> = [50, 100, 113, 114, 128, 149, 150, 900].map(|d| weeks_free(day(d), &custody)).into();
        assert_eq!(bands, [None, Some(1), Some(1), Some(2), Some(3), Some(3), None, None]);
        assert_eq!(weeks_free(day(463), &[&first]), Some(4));
        assert_eq!(weeks_free(day(464), &[&first]), Some(0));
    }

    #[test]
    fn a_stretch_has_the_kind_that_counts_first() {
        let day = Day::from_epoch_days;
        let spell = |modality, from, to: Option<i32>| ModalitySpell {
            client: PayloadHandle(1),
            modality,
            start: day(from),
            end: to.map(day),
        };
        let (talk, script) = (spell(Modality::Psychosocial, 0, None), spell(Modality::Prescribing, 10, Some(20)));
        let at = |from, left: Option<i32>| {
            kind(&Stretch { from: day(from), to: day(from + 1), left: left.map(day) }, &[&talk, &script])
        };
        assert_eq!([at(5, None), at(10, None), at(19, None), at(20, None)], [2, 0, 0, 2]);
        assert_eq!(kind(&Stretch { from: day(25), to: day(26), left: None }, &[&script]), 0, "goes on after its end");
        assert_eq!(
            [at(30, Some(30)), at(44, Some(30)), at(58, Some(30)), at(114, Some(30)), at(394, Some(30))],
            [4, 5, 6, 7, 8]
        );
    }
}
