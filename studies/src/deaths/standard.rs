//! Death rates as they would be if people had the ages of the standard population.

use std::collections::BTreeMap;

use super::timeline::Timeline;
use crate::cohort::Member;
use crate::day::{DAYS_PER_YEAR, Day};
use crate::disclose::{Cell, Chart, Modelled, Table};
use crate::inputs::{Death, Sex};
use crate::stats::Interval;
use crate::stats::{Band, ESP_2013, Estimate, directly_standardised_rate};

/// Bands of five years from 20-24 to 60-64: people in treatment hardly have others.
const FIRST_BAND: usize = 4;
const BANDS: usize = 9;

/// Directly standardised rates of men and women, in treatment and out of it.
pub(super) fn table(members: &[Member], lines: &[Timeline<'_>], period: &str) -> Table {
    let mut table = Table::new(
        "deaths-standardised",
        "Death rates standardised to the ages of the European Standard Population 2013",
        "People who started drug treatment, aged 20 to 64, of known sex and year of birth",
        period,
    );
    let label = "Deaths per 1,000 person-years, standardised (95% interval)";
    let all = table.modelled("standardised_rate", label, "per 1,000 person-years, standardised");
    let label = "Drug poisonings per 1,000 person-years, standardised (95% interval)";
    let poisonings = table.modelled("standardised_drug_rate", label, "per 1,000 person-years, standardised");
    for (sex, heading) in [(Sex::Male, "Men"), (Sex::Female, "Women")] {
        table.section(heading);
        for (inside, row) in [(true, "In treatment"), (false, "Out of treatment")] {
            let group = || members.iter().zip(lines).filter(|(member, _)| member.sex == sex);
            let people = group().filter(|(_, line)| line.stretches.iter().any(|s| s.left.is_none() == inside)).count();
            let cell = |wanted: fn(&Death) -> bool| modelled(&bands(group(), inside, wanted), people as u64);
            let drug = Death::is_drug_poisoning;
            let cells = [(all, cell(|_| true)), (poisonings, cell(drug))];
            table.row(row, cells).alone();
        }
    }
    table.chart(Chart::Interval { measure: all, reference: None });
    table.note("Direct standardisation over bands of five years from 20 to 64, with Dobson's interval; none for fewer than ten deaths.");
    table
}

/// Hidden where too few died for a rate.
fn modelled(bands: &[Band], people: u64) -> Cell {
    let Estimate { value, interval } = directly_standardised_rate(bands, &ESP_2013[FIRST_BAND..FIRST_BAND + BANDS])
        .unwrap_or(Estimate { value: f64::NAN, interval: Interval { low: f64::NAN, high: f64::NAN } });
    Cell::modelled(Modelled {
        estimate: 1000.0 * value,
        interval: Interval { low: 1000.0 * interval.low, high: 1000.0 * interval.high },
        people,
        least_events: bands.iter().map(|band| band.events).sum(),
        residual_freedom: people,
    })
}

/// Deaths and years by band of age, age being the calendar year less the year of birth.
fn bands<'a>(
    people: impl Iterator<Item = (&'a Member, &'a Timeline<'a>)>,
    inside: bool,
    wanted: fn(&Death) -> bool,
) -> Vec<Band> {
    let mut bands: BTreeMap<usize, Band> = BTreeMap::new();
    for (member, line) in people {
        let Some(born) = member.birth_year else { continue };
        let band = |day: Day| ((day.year() - born).max(0) as usize / 5).checked_sub(FIRST_BAND).filter(|b| *b < BANDS);
        for stretch in line.stretches.iter().filter(|stretch| stretch.left.is_none() == inside) {
            for piece in stretch.cut_at_new_year() {
                if let Some(band) = band(piece.from) {
                    bands.entry(band).or_default().years += f64::from(piece.to.since(piece.from)) / DAYS_PER_YEAR;
                }
            }
        }
        let last_inside = line.stretches.last().is_some_and(|stretch| stretch.left.is_none());
        let here = line.death.filter(|death| last_inside == inside && wanted(death));
        if let Some(band) = here.and_then(|death| band(death.died)) {
            bands.entry(band).or_default().events += 1;
        }
    }
    (0..BANDS).map(|band| bands.get(&band).copied().unwrap_or_default()).collect()
}
