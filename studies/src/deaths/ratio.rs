//! Deaths over those expected if people of the same sex and age in the general population were as many.

use super::timeline::Timeline;
use crate::cohort::Member;
use crate::day::{DAYS_PER_YEAR, Day};
use crate::disclose::{Cell, Chart, Modelled, Table};
use crate::inputs::{ReferenceRates, Sex};
use crate::stats::{Interval, standardised_mortality_ratio};

/// Standardised mortality ratios of men and women, in treatment and out of it.
pub(super) fn table(members: &[Member], lines: &[Timeline<'_>], reference: &ReferenceRates, period: &str) -> Table {
    let mut table = Table::new(
        "deaths-smr",
        "Deaths against those of the general population",
        "People who started drug treatment, of a sex and age in the population table",
        period,
    );
    let ratio = table.modelled("smr", "Standardised mortality ratio (95% interval)", "ratio");
    for (sex, heading) in [(Sex::Male, "Men"), (Sex::Female, "Women")] {
        table.section(heading);
        for (inside, row) in [(true, "In treatment"), (false, "Out of treatment")] {
            let (mut observed, mut expected, mut people) = (0, 0.0, 0);
            for (member, line) in members.iter().zip(lines).filter(|(member, _)| member.sex == sex) {
                let found = of_member(member, line, inside, reference);
                observed += found.0;
                expected += found.1;
                people += u64::from(found.1 > 0.0);
            }
            let cell = standardised_mortality_ratio(observed, expected).map(|found| {
                let Interval { low, high } = found.interval;
                Cell::modelled(Modelled {
                    estimate: found.value,
                    interval: Interval { low, high },
                    people,
                    least_events: observed,
                    residual_freedom: people,
                })
            });
            table.row(row, cell.map(|cell| (ratio, cell))).alone();
        }
    }
    table.chart(Chart::Interval { measure: ratio, reference: Some(1.0) });
    table.note("Expected deaths: person-years by sex and single year of age, times the rates of the population table that was supplied.");
    table
}

/// Deaths seen and deaths expected. Time, and a death, at an age without a reference rate counts in neither.
fn of_member(member: &Member, line: &Timeline<'_>, inside: bool, reference: &ReferenceRates) -> (u64, f64) {
    let Some(born) = member.birth_year else { return (0, 0.0) };
    let rate = |day: Day| reference.rate(member.sex, day.year() - born);
    let mut expected = 0.0;
    for stretch in line.stretches.iter().filter(|stretch| stretch.left.is_none() == inside) {
        for piece in stretch.cut_at_new_year() {
            expected += rate(piece.from).unwrap_or(0.0) * f64::from(piece.to.since(piece.from)) / DAYS_PER_YEAR;
        }
    }
    let last_inside = line.stretches.last().is_some_and(|stretch| stretch.left.is_none());
    let died = line.death.filter(|death| last_inside == inside && rate(death.died).is_some());
    (u64::from(died.is_some()), expected)
}
