//! In work and off benefit: on a day, for weeks, and without a break.

use crate::cohort::{Cohort, Member, is_alive_on};
use crate::day::DAYS_PER_YEAR;
use crate::disclose::{Cell, Chart, Measure, Table};
use crate::inputs::Source;
use crate::linkage::Linked;
use crate::study_file::StudyFile;

/// Days after the index day that are looked at.
const YEAR: i32 = 364;

/// One member's year after the index day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkYear {
    /// In work, by day.
    working: Vec<bool>,
    /// On an out-of-work benefit, by day.
    claiming: Vec<bool>,
}

impl WorkYear {
    /// Days from the index day on which a spell counts.
    #[must_use]
    pub fn of(member: &Member, linked: &Linked<'_>) -> Self {
        let mut year = Self { working: vec![false; YEAR as usize], claiming: vec![false; YEAR as usize] };
        let mark = |days: &mut [bool], spell: &crate::inputs::Spell| {
            let from = spell.start.since(member.index).clamp(0, YEAR);
            let to = spell.end.map_or(YEAR, |end| end.since(member.index).saturating_add(1).clamp(0, YEAR));
            days[from as usize..to.max(from) as usize].fill(true);
        };
        linked.employment.of(member.person).iter().for_each(|spell| mark(&mut year.working, spell));
        let claims = linked.benefits.of(member.person).iter().filter(|benefit| benefit.out_of_work);
        claims.for_each(|benefit| mark(&mut year.claiming, &benefit.spell));
        year
    }

    /// Days in work.
    #[must_use]
    pub fn days_in_work(&self) -> usize {
        self.working.iter().filter(|&&works| works).count()
    }

    fn is_off_benefit_in_work(&self, day: usize) -> bool {
        self.working[day] && !self.claiming[day]
    }

    /// Days in work and off benefit, together.
    #[must_use]
    pub fn sustained_days(&self) -> usize {
        (0..YEAR as usize).filter(|&day| self.is_off_benefit_in_work(day)).count()
    }

    /// Blocks of four weeks without a break, one after the other.
    #[must_use]
    pub fn four_week_blocks(&self) -> usize {
        let (mut run, mut blocks) = (0, 0);
        for day in 0..YEAR as usize {
            run = if self.is_off_benefit_in_work(day) { run + 1 } else { 0 };
            if run == 28 {
                (run, blocks) = (0, blocks + 1);
            }
        }
        blocks
    }
}

type Rule = fn(&WorkYear) -> bool;

const RULES: [(&str, Rule); 7] = [
    ("On the last day of week 13", |year| year.is_off_benefit_in_work(13 * 7 - 1)),
    ("On the last day of week 26", |year| year.is_off_benefit_in_work(26 * 7 - 1)),
    ("On the last day of week 52", |year| year.is_off_benefit_in_work(52 * 7 - 1)),
    ("13 weeks or more in all, within 52", |year| year.sustained_days() >= 13 * 7),
    ("26 weeks or more in all, within 52", |year| year.sustained_days() >= 26 * 7),
    ("Four weeks without a break at least once", |year| year.four_week_blocks() >= 1),
    ("Four weeks without a break three times", |year| year.four_week_blocks() >= 3),
];

/// People in work and off benefit by each rule.
pub(super) fn table(cohort: &Cohort, linked: &Linked<'_>, study: &StudyFile) -> Table {
    let mut table = Table::new(
        "sustained",
        "In work and off out-of-work benefits in the year after starting treatment",
        "People who started drug treatment, linked to benefit and employment records, alive a year later",
        study.cohort.in_words(),
    );
    let people = table.distinct("people", "People");
    let found = table.distinct("in_work_off_benefit", "In work and off benefit");
    let share = Measure::Percent { part: found, whole: people };
    let share = table.measure("share", "Share, % (95% interval)", share);
    let days = table.years(people, "years_in_work", "Years in work in the year after");
    table.measure(
        "days_in_work",
        "Days in work, per person",
        Measure::Mean { events: days, people, times: DAYS_PER_YEAR },
    );
    let years: Vec<WorkYear> = cohort
        .members
        .iter()
        .filter(|m| linked.is_linked(m.person, Source::Work) && is_alive_on(m, linked, m.index.plus(YEAR)))
        .map(|member| WorkYear::of(member, linked))
        .collect();
    let all = || Cell::people(years.len() as u64);
    for (label, rule) in RULES {
        let count = years.iter().filter(|year| rule(year)).count() as u64;
        table.row(label, [(people, all()), (found, Cell::people(count))]).alone();
    }
    let worked = years.iter().filter(|year| year.days_in_work() > 0).count() as u64;
    let lived = years.iter().map(|year| year.days_in_work() as f64 / DAYS_PER_YEAR);
    let cells = [(people, all()), (found, Cell::people(worked)), (days, Cell::person_years(lived))];
    table.row("Any day in work, on benefit or off", cells).alone();
    table.chart(Chart::Interval { measure: share, reference: None });
    table.note("In all: weeks need not be consecutive. Benefits: JSA, ESA, IB, SDA, IS, UC. Days in work are known for P45 employment alone.");
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_add_up_and_breaks_end_a_run() {
        let mut year = WorkYear { working: vec![false; YEAR as usize], claiming: vec![false; YEAR as usize] };
        year.working[0..60].fill(true);
        year.working[100..155].fill(true);
        year.claiming[10..20].fill(true);
        // Off benefit in work: 0-9, 20-59 and 100-154.
        assert_eq!((year.days_in_work(), year.sustained_days(), year.four_week_blocks()), (115, 105, 2));
        assert!(RULES[3].1(&year) && !RULES[4].1(&year) && RULES[5].1(&year) && !RULES[6].1(&year));
        assert!(!RULES[0].1(&year));
    }
}
