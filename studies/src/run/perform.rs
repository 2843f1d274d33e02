//! [`run`]: one study, on every set of links.

use rayon::prelude::*;

use super::finding::{Finding, FindingKey, StudyResult};
use super::sensitivity;
use super::statement::summary;
use super::tables::Located;
use crate::cohort::{self, Cohort};
use crate::disclose::{Released, SafeTable, Table, corrected, disclose, pool};
use crate::inputs::{Inputs, PassedOver, Spine};
use crate::linkage::{Events, Linked, Scenario, StayRows, Stays};
use crate::study_file::{Definition, StudyFile};
use crate::{Error, deaths, employment, quality, reoffending};

/// Runs `study` on `inputs`. Every figure in the result has passed disclosure control under the study's policy.
///
/// # Errors
/// [`Error::MissingSource`] and [`Error::EmptyCohort`] when the data cannot support the study.
pub fn run(study: &StudyFile, inputs: &Inputs) -> Result<StudyResult, Error> {
    let events = Events::new(&inputs.payload);
    let Estimated { cohort, mut declared, findings } = estimate(study, inputs, &events)?;
    let linked = Linked::new(&events, &inputs.spine, Scenario::Declared, &study.linkage);
    let further = further(study, inputs, &cohort, &linked);
    declared.tables.extend(further.into_iter().map(|table| disclose(table, &study.policy)));
    Ok(StudyResult {
        summary: summary(study, &declared.places, &declared.tables, &findings),
        sensitivity: sensitivity::table(study, &findings, inputs.perfect.is_some()),
        findings,
        cohort: vec![
            disclose(cohort::flow_table(&cohort, study), &study.policy),
            disclose(cohort::characteristics(&cohort, study), &study.policy),
        ],
        outcomes: declared.tables,
        quality: quality::tables(inputs, &cohort, &linked, study),
        study: study.clone(),
    })
}

/// The headline results of [`run()`] and the tables they stand in, without what takes longer: regressions, matching, link quality.
///
/// # Errors
/// As [`run()`].
pub fn headlines(study: &StudyFile, inputs: &Inputs) -> Result<(Vec<Finding>, Vec<SafeTable>), Error> {
    estimate(study, inputs, &Events::new(&inputs.payload)).map(|found| (found.findings, found.declared.tables))
}

struct Estimated {
    cohort: Cohort,
    declared: Outcome,
    findings: Vec<Finding>,
}

/// Everything that is repeated on every set of links.
fn estimate(study: &StudyFile, inputs: &Inputs, events: &Events<'_>) -> Result<Estimated, Error> {
    check_sources(study, inputs)?;
    super::support::check(study, &inputs.payload)?;
    let cohort = cohort::build(&inputs.payload, &inputs.spine, study.cohort);
    if cohort.members.is_empty() {
        return Err(Error::EmptyCohort);
    }
    let on = |scenario| Outcome::of(study, events, &inputs.spine, &cohort, scenario);
    let declared = on(Scenario::Declared);
    let draws = (0..study.linkage.draws).map(Scenario::Draw);
    let others: Vec<Scenario> = [Scenario::Strict, Scenario::Loose].into_iter().chain(draws).collect();
    let mut others: Vec<Outcome> = others.into_par_iter().with_max_len(1).map(on).collect();
    let draws = others.split_off(2);
    let (strict, loose) = (&others[0], &others[1]);
    let perfect = inputs.perfect.as_ref().map(|spine| {
        let cohort = cohort::build(&inputs.payload, spine, study.cohort);
        Outcome::of(study, events, spine, &cohort, Scenario::Declared)
    });
    let findings: Vec<Finding> = declared
        .places
        .keys()
        .into_iter()
        .map(|(key, _)| {
            let drawn: Vec<Option<Released>> = draws.iter().map(|draw| draw.estimate(key)).collect();
            let adjusted: Vec<Option<Released>> = draws.iter().map(|draw| draw.adjusted(key)).collect();
            Finding {
                key,
                label: sensitivity::label(key, study),
                declared: declared.estimate(key),
                strict: strict.estimate(key),
                loose: loose.estimate(key),
                drawn: pool(&drawn),
                adjusted: pool(&adjusted),
                perfect: perfect.as_ref().and_then(|outcome| outcome.estimate(key)),
            }
        })
        .collect();
    Ok(Estimated { cohort, declared, findings })
}

/// The tables behind the headline: on the declared links alone.
fn further(study: &StudyFile, inputs: &Inputs, cohort: &Cohort, linked: &Linked<'_>) -> Vec<Table> {
    match study.definition {
        Definition::Reoffending(settings) => reoffending::further(cohort, linked, study, settings, &inputs.severities),
        Definition::Deaths(settings) => {
            let rows = StayRows::new(&inputs.payload);
            let stays = Stays::new(&rows, &inputs.spine, &study.linkage);
            deaths::further(cohort, linked, &stays, study, settings, inputs.reference.as_ref())
        }
        Definition::Employment(settings) => employment::further(cohort, linked, study, settings),
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
    fn of(study: &StudyFile, events: &Events<'_>, spine: &Spine, cohort: &Cohort, scenario: Scenario) -> Self {
        let linked = Linked::new(events, spine, scenario, &study.linkage);
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

    /// The estimate as it would be had no event been missed, as far as the study can tell.
    fn adjusted(&self, key: FindingKey) -> Option<Released> {
        match self.places {
            Places::Deaths(places) if key.misses_events() => {
                corrected(self.estimate(key)?, places.found.estimate(&self.tables)?)
            }
            _ => self.estimate(key),
        }
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
    let Inputs { payload, spine, .. } = inputs;
    let has_none = |kept: usize, passed_over: PassedOver| kept == 0 && passed_over == PassedOver::default();
    missing("ndtms", payload.episodes.is_empty() || spine.clients.is_empty())?;
    match study.definition {
        Definition::Reoffending(_) => {
            missing("pnc", has_none(payload.offences.len(), payload.left_out.offences) || spine.police.is_empty())
        }
        Definition::Deaths(_) => {
            missing("deaths", has_none(payload.deaths.len(), payload.left_out.deaths) || spine.deaths.is_empty())
        }
        Definition::Employment(_) => {
            missing("dwp", has_none(payload.employment.len(), payload.left_out.employment) || spine.work.is_empty())
        }
    }
}
