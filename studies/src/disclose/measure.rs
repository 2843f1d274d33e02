//! Figures worked out from released figures, each with a 95 % interval.

use super::policy::Policy;
use super::safe::{Absence, SafeCell};
use super::table::ColumnId;
use crate::stats::{self, Interval, ReleasedCount, Z_95};

/// A figure to work out, row by row, once the counts have passed the door.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// `part` as a percentage of `whole`, with Wilson's interval.
    Percent {
        /// Numerator.
        part: ColumnId,
        /// Denominator.
        whole: ColumnId,
    },
    /// Percentage points above the first row's share, with Newcombe's interval.
    PointsAboveFirst {
        /// Numerator.
        part: ColumnId,
        /// Denominator.
        whole: ColumnId,
    },
    /// Events per 1,000 person-years, with the exact Poisson interval, given that the count is shown, and its rounding.
    PerThousandYears {
        /// Events.
        events: ColumnId,
        /// Person-years.
        years: ColumnId,
    },
    /// The rate over the first row's rate, with the exact interval, given that the count is shown, and the rounding of both.
    RateRatioToFirst {
        /// Events.
        events: ColumnId,
        /// Person-years.
        years: ColumnId,
    },
    /// Released events over released people, times a number that gives it its unit; no interval.
    Mean {
        /// Numerator.
        events: ColumnId,
        /// Denominator.
        people: ColumnId,
        /// Factor, such as days in a year.
        times: f64,
    },
    /// After over before for the same people, with an interval from a released standard error of the log ratio.
    Ratio(BeforeAfter),
    /// [`Measure::Ratio`] as a percentage change.
    Change(BeforeAfter),
}

/// The columns of a before/after comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BeforeAfter {
    /// Events before.
    pub before: ColumnId,
    /// Events after.
    pub after: ColumnId,
    /// Person-years before and after; without them the counts themselves are compared.
    pub years: Option<(ColumnId, ColumnId)>,
    /// Standard error of the log ratio.
    pub standard_error: ColumnId,
}

/// The scale on which an estimate is roughly normal, for pooling over draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// The figure itself.
    Identity,
    /// Its natural logarithm.
    Log,
    /// `ln(1 + change / 100)`.
    LogChange,
}

/// A released estimate with its 95 % interval. Only the door makes one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Released {
    pub(super) estimate: f64,
    pub(super) interval: Interval,
    pub(super) standard_error: f64,
    pub(super) scale: Scale,
    pub(super) is_unreliable: bool,
}

impl Released {
    /// Whether it rests on fewer events than the policy calls reliable: `[u]`.
    #[must_use]
    pub fn is_unreliable(&self) -> bool {
        self.is_unreliable
    }

    /// The estimate, in the unit of its column.
    #[must_use]
    pub fn estimate(&self) -> f64 {
        self.estimate
    }

    /// Its 95 % interval.
    #[must_use]
    pub fn interval(&self) -> Interval {
        self.interval
    }

    /// The scale on which [`Self::standard_error`] is given.
    #[must_use]
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// The standard error on [`Self::scale`].
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        self.standard_error
    }
}

impl Measure {
    pub(super) fn unit(&self) -> &'static str {
        match self {
            Self::Percent { .. } => "per cent",
            Self::PointsAboveFirst { .. } => "percentage points",
            Self::PerThousandYears { .. } => "per 1,000 person-years",
            Self::RateRatioToFirst { .. } | Self::Ratio(_) => "ratio",
            Self::Mean { .. } => "per person",
            Self::Change(_) => "per cent change",
        }
    }

    pub(super) fn decimals(&self) -> usize {
        match self {
            Self::RateRatioToFirst { .. } | Self::Ratio(_) | Self::Mean { .. } => 2,
            _ => 1,
        }
    }
}

impl Scale {
    pub(super) fn forth(self, value: f64) -> f64 {
        match self {
            Self::Identity => value,
            Self::Log => value.ln(),
            Self::LogChange => (value / 100.0).ln_1p(),
        }
    }

    pub(super) fn back(self, value: f64) -> f64 {
        match self {
            Self::Identity => value,
            Self::Log => value.exp(),
            Self::LogChange => 100.0 * value.exp_m1(),
        }
    }
}

/// Released figures by row and column, each with the variance of its rounding error; `None` is hidden.
pub(super) struct Figures {
    columns: usize,
    values: Vec<Option<(f64, f64)>>,
    policy: Policy,
}

impl Figures {
    pub(super) fn new(rows: usize, columns: usize, policy: Policy) -> Self {
        Self { columns, values: vec![None; rows * columns], policy }
    }

    pub(super) fn set(&mut self, row: usize, column: usize, value: Option<(f64, f64)>) {
        self.values[row * self.columns + column] = value;
    }

    pub(super) fn get(&self, row: usize, column: ColumnId) -> Option<f64> {
        self.values[row * self.columns + column.0].map(|(value, _)| value)
    }

    fn count(&self, row: usize, column: ColumnId) -> Option<ReleasedCount> {
        let (value, rounding_variance) = self.values[row * self.columns + column.0]?;
        Some(ReleasedCount {
            shown: value as u64,
            rounding_variance,
            smallest: u64::from(self.policy.smallest_released()),
        })
    }

    /// Events and the person-years in which they fell.
    fn rate(&self, row: usize, events: ColumnId, years: ColumnId) -> Option<(ReleasedCount, f64)> {
        Some((self.count(row, events)?, self.get(row, years).filter(|years| *years > 0.0)?))
    }

    fn pair(&self, row: usize, first: ColumnId, second: ColumnId) -> Option<(f64, f64)> {
        Some((self.get(row, first)?, self.get(row, second)?))
    }

    /// A part and a whole that is no smaller than the policy's least denominator.
    fn share(&self, row: usize, part: ColumnId, whole: ColumnId) -> Option<(f64, f64)> {
        self.pair(row, part, whole).filter(|(_, whole)| *whole >= f64::from(self.policy.minimum_denominator))
    }

    fn is_unreliable(&self, events: ReleasedCount) -> bool {
        events.shown < u64::from(self.policy.reliable_events)
    }
}

/// `holds_first` says that the row is the first, or sums it: nothing is compared with a part of itself.
pub(super) fn evaluate(measure: &Measure, figures: &Figures, row: usize, holds_first: bool) -> SafeCell {
    let compares_with_first = matches!(measure, Measure::PointsAboveFirst { .. } | Measure::RateRatioToFirst { .. });
    if compares_with_first && holds_first {
        return SafeCell::Absent(Absence::NotApplicable);
    }
    if let Measure::Mean { events, people, times } = *measure {
        let mean = figures.share(row, events, people).map(|(events, people)| times * events / people);
        return mean.filter(|mean| mean.is_finite()).map_or(SafeCell::Absent(Absence::Hidden), SafeCell::Number);
    }
    let released = match *measure {
        Measure::Mean { .. } => None,
        Measure::Percent { part, whole } => figures.share(row, part, whole).and_then(percent),
        Measure::PointsAboveFirst { part, whole } => {
            figures.share(row, part, whole).zip(figures.share(0, part, whole)).and_then(points)
        }
        Measure::PerThousandYears { events, years } => {
            figures.rate(row, events, years).and_then(|found| rate(found, figures))
        }
        Measure::RateRatioToFirst { events, years } => figures
            .rate(row, events, years)
            .zip(figures.rate(0, events, years))
            .and_then(|found| rate_ratio(found, figures)),
        Measure::Ratio(columns) => before_after(columns, figures, row, Scale::Log),
        Measure::Change(columns) => before_after(columns, figures, row, Scale::LogChange),
    };
    released.map_or(SafeCell::Absent(Absence::Hidden), SafeCell::Estimate)
}

fn percent((part, whole): (f64, f64)) -> Option<Released> {
    let interval = stats::wilson_interval(part as u64, whole as u64)?;
    let share = part / whole;
    Some(Released {
        estimate: 100.0 * share,
        interval: Interval { low: 100.0 * interval.low, high: 100.0 * interval.high },
        standard_error: 100.0 * (share * (1.0 - share) / whole).sqrt(),
        scale: Scale::Identity,
        is_unreliable: false,
    })
}

fn points(((part, whole), (first_part, first_whole)): ((f64, f64), (f64, f64))) -> Option<Released> {
    let interval = stats::newcombe_difference((part as u64, whole as u64), (first_part as u64, first_whole as u64))?;
    let (p, q) = (part / whole, first_part / first_whole);
    Some(Released {
        estimate: 100.0 * (p - q),
        interval: Interval { low: 100.0 * interval.low, high: 100.0 * interval.high },
        standard_error: 100.0 * (p * (1.0 - p) / whole + q * (1.0 - q) / first_whole).sqrt(),
        scale: Scale::Identity,
        is_unreliable: false,
    })
}

fn rate((events, years): (ReleasedCount, f64), figures: &Figures) -> Option<Released> {
    if events.shown == 0 {
        return None;
    }
    let interval = events.mean_interval();
    let per = 1000.0 / years;
    Some(Released {
        estimate: events.shown as f64 * per,
        interval: Interval { low: interval.low * per, high: interval.high * per },
        standard_error: events.log_variance().sqrt(),
        scale: Scale::Log,
        is_unreliable: figures.is_unreliable(events),
    })
}

fn rate_ratio(
    ((events, years), (first, first_years)): ((ReleasedCount, f64), (ReleasedCount, f64)),
    figures: &Figures,
) -> Option<Released> {
    let interval = stats::rate_ratio_interval(events, first)?;
    let time = first_years / years;
    Some(Released {
        estimate: events.shown as f64 / first.shown as f64 * time,
        interval: Interval { low: interval.low * time, high: interval.high * time },
        standard_error: stats::log_rate_ratio_standard_error(events, first),
        scale: Scale::Log,
        is_unreliable: figures.is_unreliable(events) || figures.is_unreliable(first),
    })
}

fn before_after(columns: BeforeAfter, figures: &Figures, row: usize, scale: Scale) -> Option<Released> {
    let (before, after) = figures.pair(row, columns.before, columns.after)?;
    let standard_error = figures.get(row, columns.standard_error)?;
    let time = match columns.years {
        Some((years_before, years_after)) => figures.pair(row, years_before, years_after).map(|(b, a)| b / a)?,
        None => 1.0,
    };
    if before <= 0.0 || after <= 0.0 || !time.is_finite() || time <= 0.0 {
        return None;
    }
    let log_ratio = (after / before * time).ln();
    // `back` of the log-change scale is 100 (exp - 1), so one line serves the ratio and the change.
    let at = |z: f64| scale.back(log_ratio + z * standard_error);
    Some(Released {
        estimate: at(0.0),
        interval: Interval { low: at(-Z_95), high: at(Z_95) },
        standard_error,
        scale,
        is_unreliable: false,
    })
}
