//! What the studies find in one world, before any rounding.

use std::collections::BTreeMap;

use studies::disclose::{Policy, Released, SafeCell, SafeTable, ZeroPolicy};
use studies::run::{Finding, headlines};
use studies::study_file::EXAMPLES;
use studies::{StudyFile, StudyKind};

use super::World;
use crate::Result;

/// Which links an estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// As the union desk declared them; in a truly linked world, the truth.
    Declared,
    /// Pooled over links drawn by their probability, so that the interval holds linkage error.
    Drawn,
    /// The same, allowing for events that no link finds: what a report gives as its answer to linkage error.
    Adjusted,
    /// The truth.
    Perfect,
}

/// An estimate with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// Estimates of one world by name: headlines on any links, and, by course and treatment state, on the declared ones.
pub struct Estimates {
    findings: Vec<Finding>,
    /// Ratios by course and by state.
    pub by_group: BTreeMap<String, Estimate>,
    /// Person-years by treatment state, in the order in treatment, 0-28, 29-365 and more days after leaving.
    pub person_years: Vec<f64>,
}

/// Columns of ratios by group, by table.
const BY_GROUP: [(&str, &str); 3] =
    [("convictions", "rate_ratio"), ("deaths", "rate_ratio"), ("deaths-drug", "rate_ratio")];

/// Runs the shipped studies, their links drawn `draws` times.
pub fn estimates(world: &World, draws: u32) -> Result<Estimates> {
    let mut found = Estimates { findings: Vec::new(), by_group: BTreeMap::new(), person_years: Vec::new() };
    for (_, text) in EXAMPLES {
        let mut study = StudyFile::parse(text)?;
        study.policy = unrounded();
        study.linkage.draws = draws;
        let (findings, tables) = headlines(&study, &world.inputs)?;
        found.findings.extend(findings);
        for (id, column) in BY_GROUP {
            let Some(table) = tables.iter().find(|table| table.id() == id) else { continue };
            let rows = cells(table, column).filter_map(|(row, cell)| match cell {
                SafeCell::Estimate(released) => Some((format!("{id}: {row}"), estimate(released))),
                _ => None,
            });
            found.by_group.extend(rows);
        }
        if study.kind() == StudyKind::Deaths
            && let Some(table) = tables.iter().find(|table| table.id() == "deaths")
        {
            let years = cells(table, "person_years").filter_map(|(_, cell)| match cell {
                SafeCell::Number(years) => Some(years),
                _ => None,
            });
            found.person_years = years.collect();
        }
    }
    Ok(found)
}

impl Estimates {
    /// Every headline on `links`, by its name in `results.json`.
    #[must_use]
    pub fn headlines(&self, links: Links) -> BTreeMap<&'static str, Estimate> {
        let on = |finding: &Finding| match links {
            Links::Declared => finding.declared,
            Links::Drawn => finding.drawn,
            Links::Adjusted => finding.adjusted,
            Links::Perfect => finding.perfect,
        };
        self.findings.iter().filter_map(|found| Some((found.key.name(), estimate(on(found)?)))).collect()
    }
}

fn cells<'t>(table: &'t SafeTable, column: &str) -> impl Iterator<Item = (&'t str, SafeCell)> {
    let place = table.columns().iter().position(|found| found.name() == column);
    table.rows().iter().filter_map(move |row| Some((row.label(), row.cells()[place?])))
}

fn estimate(released: Released) -> Estimate {
    let interval = released.interval();
    Estimate { value: released.estimate(), low: interval.low, high: interval.high }
}

/// A rule that hides and rounds nothing. Of invented people only: no study file and no policy file can say this.
fn unrounded() -> Policy {
    Policy {
        name: "nothing hidden: the people are invented".to_owned(),
        threshold: 1,
        rounding_base: 1,
        zeros: ZeroPolicy::Show,
        dominance_share: 1.0,
        minimum_denominator: 0,
        reliable_events: 0,
        residual_freedom: 0,
        perturbation: None,
    }
}
