//! The year after the index day, day by day.

use rayon::prelude::*;

use crate::cohort::{Cohort, Member, is_alive_on};
use crate::inputs::{RecordKey, Source, Spell};
use crate::linkage::Linked;

/// Days after the index day that are looked at.
pub(super) const YEAR: i32 = 364;

/// Weeks at the end of which it is asked whether someone is in work and off benefit.
pub(super) const WEEKS: [usize; 3] = [13, 26, 52];

/// What a member's year comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WorkYear {
    /// What perturbs counts of the member.
    pub(super) record_key: RecordKey,
    /// In work and off benefit on the last day of each of [`WEEKS`].
    pub(super) off_benefit_in_work: [bool; WEEKS.len()],
    /// Days in work.
    pub(super) days_in_work: u16,
    /// Days in work and off benefit, together.
    pub(super) sustained_days: u16,
    /// Blocks of four weeks in work and off benefit without a break, one after the other.
    pub(super) four_week_blocks: u16,
}

/// Members linked to benefit and employment records who live to the end of the year, each with what it comes to.
pub(super) fn years<'c>(cohort: &'c Cohort, linked: &Linked<'_>) -> Vec<(&'c Member, WorkYear)> {
    cohort
        .members
        .par_iter()
        .filter(|member| {
            linked.is_linked(member.person, Source::Work) && is_alive_on(member, linked, member.index.plus(YEAR))
        })
        .map(|member| (member, Days::of(member, linked).sum(member.record_key)))
        .collect()
}

/// Each day from the index day on.
struct Days {
    working: [bool; YEAR as usize],
    /// On an out-of-work benefit.
    claiming: [bool; YEAR as usize],
}

impl Days {
    fn of(member: &Member, linked: &Linked<'_>) -> Self {
        let mut year = Self { working: [false; YEAR as usize], claiming: [false; YEAR as usize] };
        let mark = |days: &mut [bool], spell: &Spell| {
            let from = spell.start.since(member.index).clamp(0, YEAR);
            let to = spell.end.map_or(YEAR, |end| end.since(member.index).saturating_add(1).clamp(0, YEAR));
            days[from as usize..to.max(from) as usize].fill(true);
        };
        linked.employment.of(member.person).for_each(|spell| mark(&mut year.working, spell));
        let claims = linked.benefits.of(member.person).filter(|benefit| benefit.out_of_work);
        claims.for_each(|benefit| mark(&mut year.claiming, &benefit.spell));
        year
    }

    fn sum(&self, record_key: RecordKey) -> WorkYear {
        let off_benefit = |day: usize| self.working[day] && !self.claiming[day];
        let (mut run, mut blocks) = (0, 0);
        for day in 0..YEAR as usize {
            run = if off_benefit(day) { run + 1 } else { 0 };
            if run == 28 {
                (run, blocks) = (0, blocks + 1);
            }
        }
        WorkYear {
            record_key,
            off_benefit_in_work: WEEKS.map(|weeks| off_benefit(7 * weeks - 1)),
            days_in_work: self.working.iter().filter(|&&works| works).count() as u16,
            sustained_days: (0..YEAR as usize).filter(|&day| off_benefit(day)).count() as u16,
            four_week_blocks: blocks,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_add_up_and_breaks_end_a_run() {
        let mut days = Days { working: [false; YEAR as usize], claiming: [false; YEAR as usize] };
        days.working[0..60].fill(true);
        days.working[100..155].fill(true);
        days.working[360..364].fill(true);
        days.claiming[10..20].fill(true);
        days.claiming[150..190].fill(true);
        // Off benefit in work: 0-9, 20-59, 100-149 and 360-363.
        let year = days.sum(RecordKey::default());
        assert_eq!((year.days_in_work, year.sustained_days, year.four_week_blocks), (119, 104, 2));
        assert_eq!(year.off_benefit_in_work, [false, false, true]);
    }
}
