//! A study, once parsed: no later stage can see an invalid one.

use crate::day::Day;
use crate::disclose::Policy;
use crate::inputs::Needed;

/// A parsed study file.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyFile {
    /// Title of the study, as the report prints it.
    pub name: String,
    /// People whose first treatment journey in these days makes them members.
    pub cohort: Period,
    /// The last day the data cover.
    pub data_cut: Day,
    /// What is measured.
    pub definition: Definition,
    /// How links are varied.
    pub linkage: LinkageSettings,
    /// What may leave.
    pub policy: Policy,
}

/// Days from `from` up to, not including, `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Day,
    /// The day after the last.
    pub until: Day,
}

impl Period {
    /// Whether `day` lies in the period.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && day < self.until
    }

    /// `1 April 2006 to 31 March 2009`.
    #[must_use]
    pub fn in_words(&self) -> String {
        format!("{} to {}", self.from.in_words(), self.until.plus(-1).in_words())
    }
}

/// What is measured, with the settings that only this measure has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Definition {
    /// Convictions before and after treatment.
    Reoffending(Reoffending),
    /// Deaths in and after treatment.
    Deaths(Deaths),
    /// In work after the start of treatment.
    Employment(Employment),
}

/// The three kinds of study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StudyKind {
    /// Convictions before and after treatment.
    Reoffending,
    /// Deaths in and after treatment.
    Deaths,
    /// In work after the start of treatment.
    Employment,
}

/// Settings of a re-offending study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reoffending {
    /// Length of the window before and of the window after the index day.
    pub window_days: i32,
    /// Days left after the last window for its offences to reach a conviction.
    pub conviction_wait_days: i32,
}

/// Settings of a mortality study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deaths {
    /// Follow-up ends before this day.
    pub until: Day,
    /// Days left after it for a death to be registered.
    pub registration_wait_days: i32,
    /// Whether volatile solvents (F18) count as drug misuse: lists differ.
    pub misuse_includes_f18: bool,
}

/// Settings of an employment study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Employment {
    /// Days after the index day on which work is looked for, first and second.
    pub points: [i32; 2],
}

/// How links are varied to see whether a result moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkageSettings {
    /// Declared links at or above this probability make the strict set.
    pub strict_probability: f64,
    /// Possible links at or above this probability join the declared ones in the loose set.
    pub loose_probability: f64,
    /// How many sets of links are drawn by their probability.
    pub draws: u32,
    /// Seed of the draws.
    pub seed: u64,
}

impl StudyFile {
    /// The kind of study.
    #[must_use]
    pub fn kind(&self) -> StudyKind {
        match self.definition {
            Definition::Reoffending(_) => StudyKind::Reoffending,
            Definition::Deaths(_) => StudyKind::Deaths,
            Definition::Employment(_) => StudyKind::Employment,
        }
    }
}

impl StudyKind {
    /// The tables that the study reads.
    #[must_use]
    pub fn needed(self) -> Needed {
        match self {
            Self::Reoffending => Needed { offences: true, ..Needed::default() },
            Self::Deaths => Needed { stays: true, ..Needed::default() },
            // People are matched on what they were convicted of before.
            Self::Employment => Needed { offences: true, work: true, ..Needed::default() },
        }
    }

    /// The word used in commands, file names and study files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reoffending => "reoffending",
            Self::Deaths => "deaths",
            Self::Employment => "employment",
        }
    }
}
