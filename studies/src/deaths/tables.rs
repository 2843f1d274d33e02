//! Tables of deaths by treatment state, and the headline results in them.

use super::person_time::{FollowUp, follow};
use super::recorded::recorded;
use super::timeline::State;
use crate::cohort::Cohort;
use crate::day::DAYS_PER_YEAR;
use crate::disclose::{Cell, Chart, ColumnId, Measure, RowId, Table};
use crate::inputs::Death;
use crate::linkage::Linked;
use crate::run::{Located, Tables};
use crate::study_file::{Deaths, StudyFile};

/// Where the results stand that sentences are made of.
#[derive(Clone, Copy, Debug)]
pub struct Results {
    /// Deaths per 1,000 person-years in treatment.
    pub rate_in: Located,
    /// Deaths per 1,000 person-years out of treatment.
    pub rate_out: Located,
    /// Rate out of treatment over rate in treatment.
    pub ratio_out: Located,
    /// Rate in the four weeks after leaving over rate in treatment.
    pub ratio_four_weeks: Located,
    /// Drug-related deaths: rate out of treatment over rate in treatment.
    pub drug_ratio_out: Located,
    /// Of the deaths that the treatment service recorded, the percentage that a link finds.
    pub found: Located,
}

/// Follows everyone under one set of links and lays deaths out by treatment state.
#[must_use]
pub fn results(cohort: &Cohort, linked: &Linked<'_>, study: &StudyFile, settings: Deaths) -> Tables<Results> {
    let people: Vec<FollowUp<'_>> = cohort.members.iter().map(|m| follow(m, linked, settings.until)).collect();
    let period = format!("{} to {}", study.cohort.from.in_words(), settings.until.plus(-1).in_words());
    let mut all = Layout::new("deaths", "Deaths in treatment and after leaving, all causes", &period, false);
    let places = all.fill(&people);
    let mut drug = Layout::new("deaths-drug", "Drug-related deaths in treatment and after leaving", &period, true);
    let drug_places = drug.fill(&people);
    all.table.note(
        "The rate is deaths per 1,000 person-years, with the exact Poisson interval; the ratio compares it with the rate in treatment. \
         Both intervals allow for rounding, and for small counts being hidden. Neither holds linkage error.",
    );
    all.table.note(
        "People can stand in several rows, since they move from one state to the next. Deaths count by date of death.",
    );
    drug.table.note(
        "Drug-related: the underlying cause is drug poisoning as the Office for National Statistics defines it (ICD-10 F11-F16, F18-F19, \
         X40-X44, X60-X64, X85, Y10-Y14).",
    );
    let recorded = recorded(cohort, linked, period.clone());
    let located = Results {
        rate_in: Located { table: 0, row: places.inside, column: all.rate },
        rate_out: Located { table: 0, row: places.outside, column: all.rate },
        ratio_out: Located { table: 0, row: places.outside, column: all.ratio },
        ratio_four_weeks: Located { table: 0, row: places.four_weeks, column: all.ratio },
        drug_ratio_out: Located { table: 1, row: drug_places.outside, column: drug.ratio },
        found: Located { table: 3, row: recorded.row, column: recorded.share },
    };
    Tables { tables: vec![all.table, drug.table, negative_controls(&people, period), recorded.table], located }
}

struct Layout {
    table: Table,
    people: ColumnId,
    years: ColumnId,
    deaths: ColumnId,
    drug_deaths: Option<ColumnId>,
    rate: ColumnId,
    ratio: ColumnId,
}

struct Places {
    inside: RowId,
    four_weeks: RowId,
    outside: RowId,
}

impl Layout {
    fn new(id: &'static str, title: &str, period: &str, drug_related: bool) -> Self {
        let mut table = Table::new(
            id,
            title,
            "People who started drug treatment, followed to death or the end of the period",
            period,
        );
        let people = table.distinct("people", "People");
        let years = table.years(people, "person_years", "Person-years");
        let deaths = table.count("deaths", "Deaths");
        let drug_deaths = drug_related.then(|| table.part_of(deaths, "drug_deaths", "Drug-related deaths"));
        let events = drug_deaths.unwrap_or(deaths);
        let rate = table.measure(
            "rate",
            "Rate per 1,000 person-years (95% interval)",
            Measure::PerThousandYears { events, years },
        );
        let ratio = table.measure(
            "rate_ratio",
            "Ratio to in treatment (95% interval)",
            Measure::RateRatioToFirst { events, years },
        );
        table.chart(Chart::Interval { measure: rate, reference: None });
        table.chart(Chart::Interval { measure: ratio, reference: Some(1.0) });
        Self { table, people, years, deaths, drug_deaths, rate, ratio }
    }

    fn fill(&mut self, people: &[FollowUp<'_>]) -> Places {
        let [inside, four_weeks, year, longer] =
            State::ALL.map(|state| self.table.row(state.label(), self.cells(people, &[state])));
        let (inside_id, four_weeks_id) = (inside.id(), four_weeks.id());
        let outside =
            self.table.total("Out of treatment, all", [four_weeks, year, longer], self.cells(people, &State::ALL[1..]));
        let outside_id = outside.id();
        self.table.total("Everyone", [inside, outside], self.cells(people, &State::ALL)).alone();
        Places { inside: inside_id, four_weeks: four_weeks_id, outside: outside_id }
    }

    fn cells(&self, people: &[FollowUp<'_>], states: &[State]) -> Vec<(ColumnId, Cell)> {
        let years =
            |f: &FollowUp<'_>| f64::from(states.iter().map(|&s| f.days[s as usize]).sum::<i32>()) / DAYS_PER_YEAR;
        let deaths = |wanted: fn(&Death) -> bool| {
            let counted = people
                .iter()
                .filter(|f| f.death.is_some_and(|(state, death)| states.contains(&state) && wanted(death)));
            Cell::of(counted.map(|f| f.record_key))
        };
        let mut cells = vec![
            (self.people, Cell::of(people.iter().filter(|f| years(f) > 0.0).map(|f| f.record_key))),
            (self.years, Cell::person_years(people.iter().map(years))),
            (self.deaths, deaths(|_| true)),
        ];
        cells.extend(self.drug_deaths.map(|column| (column, deaths(Death::is_drug_poisoning))));
        cells
    }
}

fn negative_controls(people: &[FollowUp<'_>], period: String) -> Table {
    let mut table =
        Table::new("deaths-impossible", "Links that cannot be true", "People who started drug treatment", period);
    let count = table.distinct("people", "People");
    let impossible = people.iter().filter(|f| f.impossible_link).map(|f| f.record_key);
    table.row("Linked to a death before a later day in treatment", [(count, Cell::of(impossible))]).alone();
    table.note(
        "These links are not believed: the people stay in the study as living. Their number is a check on false links.",
    );
    table
}
