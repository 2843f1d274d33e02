//! What a study found.

use crate::disclose::{Released, SafeTable};
use crate::study_file::StudyFile;

/// A study's results: safe to release as they stand.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyResult {
    /// The study as it was read.
    pub study: StudyFile,
    /// The result in plain English, one or two sentences.
    pub summary: String,
    /// Headline results.
    pub findings: Vec<Finding>,
    /// How the cohort came to be and who is in it.
    pub cohort: Vec<SafeTable>,
    /// The study's own tables.
    pub outcomes: Vec<SafeTable>,
    /// Headline results under each set of links.
    pub sensitivity: SafeTable,
    /// How good the links are.
    pub quality: Vec<SafeTable>,
}

impl StudyResult {
    /// Every table, in order of reading.
    #[must_use]
    pub fn tables(&self) -> Vec<&SafeTable> {
        let sensitivity = std::iter::once(&self.sensitivity);
        self.outcomes.iter().chain(sensitivity).chain(&self.cohort).chain(&self.quality).collect()
    }

    /// One headline result, if it is shown.
    #[must_use]
    pub fn released(&self, key: FindingKey) -> Option<Released> {
        self.findings.iter().find(|finding| finding.key == key)?.declared
    }
}

/// One headline result.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which.
    pub key: FindingKey,
    /// What is estimated, with its unit.
    pub label: String,
    /// On the declared links.
    pub declared: Option<Released>,
    /// On strict links.
    pub strict: Option<Released>,
    /// On declared and possible links.
    pub loose: Option<Released>,
    /// Pooled over links drawn by probability.
    pub drawn: Option<Released>,
    /// The same, and allowing for links that nobody could draw where that changes the result: rates of events, some of which are missed.
    pub adjusted: Option<Released>,
    /// On the true links, where a demonstration knows them.
    pub perfect: Option<Released>,
}

/// The headline results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKey {
    /// Percentage change of convictions.
    ConvictionsChange,
    /// Conviction rate after over before, per person-year alive.
    ConvictionsRateRatio,
    /// Deaths per 1,000 person-years in treatment.
    DeathRateIn,
    /// Deaths per 1,000 person-years out of treatment.
    DeathRateOut,
    /// Death rate out of treatment over in treatment.
    DeathRateRatio,
    /// Death rate in the four weeks after leaving over in treatment.
    DeathRateRatioFourWeeks,
    /// Drug-related death rate out of treatment over in treatment.
    DrugDeathRateRatio,
    /// Share in work at the first day.
    InWorkFirst,
    /// Share in work at the second day.
    InWorkSecond,
    /// Completed less dropped out, in work at the first day.
    WorkDifferenceFirst,
    /// Completed less dropped out, in work at the second day.
    WorkDifferenceSecond,
}

impl FindingKey {
    /// Whether a missed link makes the result too low: a rate of events. In ratios, and among people who are linked, it cancels out.
    #[must_use]
    pub fn misses_events(self) -> bool {
        matches!(self, Self::DeathRateIn | Self::DeathRateOut)
    }

    /// The name in `results.json`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ConvictionsChange => "convictions_change_percent",
            Self::ConvictionsRateRatio => "convictions_rate_ratio",
            Self::DeathRateIn => "death_rate_in_treatment",
            Self::DeathRateOut => "death_rate_out_of_treatment",
            Self::DeathRateRatio => "death_rate_ratio_out_in",
            Self::DeathRateRatioFourWeeks => "death_rate_ratio_four_weeks_in",
            Self::DrugDeathRateRatio => "drug_death_rate_ratio_out_in",
            Self::InWorkFirst => "in_work_percent_first",
            Self::InWorkSecond => "in_work_percent_second",
            Self::WorkDifferenceFirst => "in_work_difference_first",
            Self::WorkDifferenceSecond => "in_work_difference_second",
        }
    }

    /// What is estimated, with its unit.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ConvictionsChange => "Change in convictions, %",
            Self::ConvictionsRateRatio => "Conviction rate after ÷ before, per year alive",
            Self::DeathRateIn => "Deaths per 1,000 person-years in treatment",
            Self::DeathRateOut => "Deaths per 1,000 person-years out of treatment",
            Self::DeathRateRatio => "Death rate, out of treatment ÷ in treatment",
            Self::DeathRateRatioFourWeeks => "Death rate, first 28 days out ÷ in treatment",
            Self::DrugDeathRateRatio => "Drug-related death rate, out of treatment ÷ in treatment",
            Self::InWorkFirst => "In work at the first day, %",
            Self::InWorkSecond => "In work at the second day, %",
            Self::WorkDifferenceFirst => "In work at the first day, completed less dropped out, percentage points",
            Self::WorkDifferenceSecond => "In work at the second day, completed less dropped out, percentage points",
        }
    }
}
