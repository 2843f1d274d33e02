//! [`run`]: one study, on every set of links.

use rayon::prelude::*;

use super::finding::{Finding, FindingKey, StudyResult};
use super::sensitivity;
use super::statement::summary;
use super::tables::Located;
use crate::cohort::{self, Cohort};
use crate::disclose::{Released, SafeTable, Table, disclose, pool};
use crate::inputs::{Inputs, Payload, Spine};
use crate::linkage::{Linked, Scenario, Stays, linkable};
use crate::study_file::{Definition, StudyFile};
use crate::{Error, deaths, employment, quality, reoffending};

/// Runs `study` on `inputs`. Every figure in the result has passed disclosure control under the study's policy.
///
/// # Errors
/// [`Error::MissingSource`] and [`Error::EmptyCohort`] when the data cannot support the study.
pub fn run(study: &StudyFile, inputs: &Inputs) -> Result<StudyResult, Error> {
    let Estimated { cohort, mut declared, findings } = estimate(study, inputs)?;
    declared.tables.extend(further(study, inputs, &cohort).into_iter().map(|table| disclose(table, &study.policy)));
    Ok(StudyResult {
        summary: summary(study, &declared.places, &declared.tables),
        sensitivity: sensitivity::table(study, &findings, inputs.perfect.is_some()),
        findings,
        cohort: vec![
            disclose(cohort::flow_table(&cohort, study), &study.policy),
            disclose(cohort::characteristics(&cohort, study), &study.policy),
        ],
        outcomes: declared.tables,
        quality: quality::tables(inputs, &cohort, study),
        study: study.clone(),
    })
}

/// The headline results of [`run()`] and the tables they stand in, without what takes longer: regressions, matching, link quality.
///
/// # Errors
/// As [`run()`].
pub fn headlines(study: &StudyFile, inputs: &Inputs) -> Result<(Vec<Finding>, Vec<SafeTable>), Error> {
    estimate(study, inputs).map(|found| (found.findings, found.declared.tables))
}

struct Estimated {
    cohort: Cohort,
    declared: Outcome,
    findings: Vec<Finding>,
}

/// Everything that is repeated on every set of links.
fn estimate(study: &StudyFile, inputs: &Inputs) -> Result<Estimated, Error> {
    check_sources(study, inputs)?;
    super::support::check(study, &inputs.payload)?;
    let cohort = cohort::build(&inputs.payload, &inputs.spine, study.cohort);
    if cohort.members.is_empty() {
        return Err(Error::EmptyCohort);
    }
    let linkable = linkable(&inputs.payload, &inputs.spine);
    let on = |scenario| Outcome::of(study, &linkable, &inputs.spine, &cohort, scenario);
    let declared = on(Scenario::Declared);
    let (strict, loose) = (on(Scenario::Strict), on(Scenario::Loose));
    let draws: Vec<Outcome> = (0..study.linkage.draws).into_par_iter().map(|draw| on(Scenario::Draw(draw))).collect();
    let perfect = inputs.perfect.as_ref().map(|spine| {
        let cohort = cohort::build(&inputs.payload, spine, study.cohort);
        Outcome::of(study, &inputs.payload, spine, &cohort, Scenario::Declared)
    });
    let findings: Vec<Finding> = declared
        .places
        .keys()
        .into_iter()
        .map(|(key, _)| {
            let drawn: Vec<Option<Released>> = draws.iter().map(|draw| draw.estimate(key)).collect();
            Finding {
                key,
                label: sensitivity::label(key, study),
                declared: declared.estimate(key),
                strict: strict.estimate(key),
                loose: loose.estimate(key),
                drawn: pool(&drawn),
                perfect: perfect.as_ref().and_then(|outcome| outcome.estimate(key)),
            }
        })
        .collect();
    Ok(Estimated { cohort, declared, findings })
}

/// The tables behind the headline: on the declared links alone.
fn further(study: &StudyFile, inputs: &Inputs, cohort: &Cohort) -> Vec<Table> {
    let linked = Linked::new(&inputs.payload, &inputs.spine, Scenario::Declared, &study.linkage);
    let stays = Stays::new(&inputs.payload, &inputs.spine, &study.linkage);
    match study.definition {
        Definition::Reoffending(settings) => reoffending::further(cohort, &linked, study, settings, &inputs.severities),
        Definition::Deaths(settings) => {
            deaths::further(cohort, &linked, &stays, study, settings, inputs.reference.as_ref())
        }
        Definition::Employment(settings) => employment::further(cohort, &linked, study, settings),
    }
}

/// The study's tables on one set of links.
struct Outcome {
    tables: Vec<SafeTable>,
    places: Places,
}

/// Where each kind of study keeps its headline results.
#[derive(Clone, Copy, Debug)]
pub(super) enum Places {
    Reoffending(reoffending::Results),
    Deaths(deaths::Results),
    Employment(employment::Results),
}

impl Outcome {
    fn of(study: &StudyFile, payload: &Payload, spine: &Spine, cohort: &Cohort, scenario: Scenario) -> Self {
        let linked = Linked::new(payload, spine, scenario, &study.linkage);
        let policy = &study.policy;
        let (tables, places) = match study.definition {
            Definition::Reoffending(settings) => {
                let (tables, located) = reoffending::results(cohort, &linked, study, settings).disclose(policy);
                (tables, Places::Reoffending(located))
            }
            Definition::Deaths(settings) => {
                let (tables, located) = deaths::results(cohort, &linked, study, settings).disclose(policy);
                (tables, Places::Deaths(located))
            }
            Definition::Employment(settings) => {
                let (tables, located) = employment::results(cohort, &linked, study, settings).disclose(policy);
                (tables, Places::Employment(located))
            }
        };
        Self { tables, places }
    }

    fn estimate(&self, key: FindingKey) -> Option<Released> {
        let (_, located) = self.places.keys().into_iter().find(|(found, _)| *found == key)?;
        located.estimate(&self.tables)
    }
}

impl Places {
    fn keys(&self) -> Vec<(FindingKey, Located)> {
        match self {
            Self::Reoffending(r) => {
                vec![(FindingKey::ConvictionsChange, r.change), (FindingKey::ConvictionsRateRatio, r.ratio)]
            }
            Self::Deaths(d) => vec![
                (FindingKey::DeathRateIn, d.rate_in),
                (FindingKey::DeathRateOut, d.rate_out),
                (FindingKey::DeathRateRatio, d.ratio_out),
                (FindingKey::DeathRateRatioFourWeeks, d.ratio_four_weeks),
                (FindingKey::DrugDeathRateRatio, d.drug_ratio_out),
            ],
            Self::Employment(e) => vec![
                (FindingKey::InWorkFirst, e.in_work[0]),
                (FindingKey::InWorkSecond, e.in_work[1]),
                (FindingKey::WorkDifferenceFirst, e.difference[0]),
                (FindingKey::WorkDifferenceSecond, e.difference[1]),
            ],
        }
    }
}

fn check_sources(study: &StudyFile, inputs: &Inputs) -> Result<(), Error> {
    let missing =
        |source_name, is_empty: bool| if is_empty { Err(Error::MissingSource { source_name }) } else { Ok(()) };
    missing("ndtms", inputs.payload.episodes.is_empty() || inputs.spine.clients.is_empty())?;
    match study.definition {
        Definition::Reoffending(_) => {
            missing("pnc", inputs.payload.offences.is_empty() || inputs.spine.police.entities.is_empty())
        }
        Definition::Deaths(_) => {
            missing("deaths", inputs.payload.deaths.is_empty() || inputs.spine.deaths.entities.is_empty())
        }
        Definition::Employment(_) => {
            missing("dwp", inputs.payload.employment.is_empty() || inputs.spine.work.entities.is_empty())
        }
    }
}
