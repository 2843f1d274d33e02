//! Tables of convictions before and after, and the headline results in them.

use super::counts::{Counts, counts};
use super::drug_related::DrugRelated;
use crate::cohort::{Cohort, Course};
use crate::day::span_in_words;
use crate::disclose::{BeforeAfter, Cell, Chart, ColumnId, Measure, Part, Table};
use crate::linkage::Linked;
use crate::run::{Located, Tables};
use crate::stats::{PersonCounts, log_ratio_standard_error};
use crate::study_file::{Reoffending, StudyFile};

/// Where the results stand that sentences are made of.
#[derive(Clone, Copy, Debug)]
pub struct Results {
    /// Percentage change of convictions, everyone.
    pub change: Located,
    /// Rate after over rate before per person-year alive, everyone.
    pub ratio: Located,
    /// Convictions before, everyone.
    pub before: Located,
    /// Convictions after, everyone.
    pub after: Located,
}

/// Counts convictions under one set of links and lays them out.
#[must_use]
pub fn results(cohort: &Cohort, linked: &Linked<'_>, study: &StudyFile, settings: Reoffending) -> Tables<Results> {
    let (tables, located) = before_and_after(cohort, linked, study, settings, None);
    Tables { tables, located }
}

/// Everyone, and beside it those with a conviction before; of drug-related offences alone where a list is given.
pub(super) fn before_and_after(
    cohort: &Cohort,
    linked: &Linked<'_>,
    study: &StudyFile,
    settings: Reoffending,
    list: Option<&DrugRelated>,
) -> (Vec<Table>, Results) {
    let everyone = counts(cohort, linked, settings, &|offence| list.is_none_or(|list| list.holds(offence)));
    let (ids, kind) = match list {
        None => (["convictions", "convictions-prior"], "Convictions"),
        Some(_) => (["convictions-drug", "convictions-drug-prior"], "Convictions for drug-related offences"),
    };
    let convicted_before: Vec<Counts> = everyone.iter().copied().filter(|c| c.counts.before > 0).collect();
    let window = span_in_words(settings.window_days);
    let (mut all, located) =
        table(ids[0], format!("{kind} {window} before and after starting treatment"), &everyone, study);
    all.note(
        "An offence counts on the day it was committed, if it led to a conviction. People with no linked police record count as having \
         none.",
    );
    all.note(
        "The interval allows for the same people being counted before and after and for convictions clustering in people: a robust \
         (sandwich) standard error of the log ratio with people as clusters.",
    );
    all.note(
        "People who die are at risk for less time after: the last column divides by the years each person was alive.",
    );
    let (mut restricted, _) = table(
        ids[1],
        format!("{kind} before and after, only people with a conviction of this kind in the {window} before"),
        &convicted_before,
        study,
    );
    restricted.note(
        "Read with care. People are chosen here because they had been convicted, so fewer convictions would follow even without \
         treatment (regression to the mean). The fall is overstated.",
    );
    (vec![all, restricted], located)
}

fn table(id: &'static str, title: String, people: &[Counts], study: &StudyFile) -> (Table, Results) {
    let mut table =
        Table::new(id, title, "People who started drug treatment, reachable and consenting", study.cohort.in_words());
    let columns = Columns::new(&mut table);
    let parts: Vec<Part> = Course::ALL
        .into_iter()
        .map(|course| {
            let members: Vec<Counts> = people.iter().copied().filter(|c| c.course == course).collect();
            table.row(course.label(), columns.cells(&members))
        })
        .collect();
    let total = table.total("Everyone", parts, columns.cells(people)).alone();
    table.chart(Chart::BeforeAfter { before: columns.before, after: columns.after });
    table.chart(Chart::Interval { measure: columns.change, reference: Some(0.0) });
    let at = |column| Located { table: 0, row: total, column };
    let results = Results {
        change: at(columns.change),
        ratio: at(columns.ratio),
        before: at(columns.before),
        after: at(columns.after),
    };
    (table, results)
}

struct Columns {
    people: ColumnId,
    before: ColumnId,
    after: ColumnId,
    change: ColumnId,
    years_before: ColumnId,
    years_after: ColumnId,
    ratio: ColumnId,
    standard_error: ColumnId,
    standard_error_alive: ColumnId,
}

impl Columns {
    fn new(table: &mut Table) -> Self {
        let people = table.count("people", "People");
        let before = table.count("convictions_before", "Convictions before");
        let after = table.count("convictions_after", "Convictions after");
        let standard_error = table.standard_error([before, after], "log_ratio_se", "Standard error of the log ratio");
        let years_before = table.years(people, "years_before", "Person-years before");
        let years_after = table.years(people, "years_after", "Person-years alive after");
        let standard_error_alive =
            table.standard_error([before, after], "log_rate_ratio_se", "Standard error of the log rate ratio");
        let counts = BeforeAfter { before, after, years: None, standard_error };
        let rates =
            BeforeAfter { years: Some((years_before, years_after)), standard_error: standard_error_alive, ..counts };
        let change = table.measure("change", "Change, % (95% interval)", Measure::Change(counts));
        let ratio = table.measure(
            "rate_ratio",
            "Rate after ÷ rate before, per year alive (95% interval)",
            Measure::Ratio(rates),
        );
        Self { people, before, after, change, years_before, years_after, ratio, standard_error, standard_error_alive }
    }

    fn cells(&self, people: &[Counts]) -> Vec<(ColumnId, Cell)> {
        let members: Vec<PersonCounts> = people.iter().map(|c| c.counts).collect();
        let size = members.len() as u64;
        let whole_windows: Vec<PersonCounts> =
            members.iter().map(|m| PersonCounts { years_after: m.years_before, ..*m }).collect();
        let mut cells = vec![
            (self.people, Cell::of(people.iter().map(|c| c.record_key))),
            (self.before, Cell::events_of(people.iter().map(|c| (c.record_key, c.counts.before)))),
            (self.after, Cell::events_of(people.iter().map(|c| (c.record_key, c.counts.after)))),
            (self.years_before, Cell::person_years(members.iter().map(|m| m.years_before))),
            (self.years_after, Cell::person_years(members.iter().map(|m| m.years_after))),
        ];
        cells.extend(
            log_ratio_standard_error(&whole_windows).map(|se| (self.standard_error, Cell::standard_error(se, size))),
        );
        cells.extend(
            log_ratio_standard_error(&members).map(|se| (self.standard_error_alive, Cell::standard_error(se, size))),
        );
        cells
    }
}
