//! The release rule, as a setting that every output repeats.

use serde::{Deserialize, Serialize};

use super::p_table::PTable;
use crate::Error;

/// What may leave. The default is the ONS "10-5" rule; the strictest data owner's policy should win.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// The name a reader knows the rule by.
    pub name: String,
    /// Counts below this are hidden.
    pub threshold: u32,
    /// Counts shown are rounded to the nearest multiple of this.
    #[serde(alias = "round_base")]
    pub rounding_base: u32,
    /// What happens to a count of nobody.
    pub zeros: ZeroPolicy,
    /// A count of events is hidden if its two largest contributors make up more than this share of it.
    pub dominance_share: f64,
    /// A share or rate of fewer people than this is hidden, even where its counts are shown.
    pub minimum_denominator: u32,
    /// An estimate from fewer events than this is marked `[u]`: shown, but unreliable.
    pub reliable_events: u32,
    /// A model with fewer residual degrees of freedom than this is hidden.
    pub residual_freedom: u32,
    /// How counts of known people are perturbed before they are rounded. From a file of the data owner's; no output repeats it.
    #[serde(skip)]
    pub perturbation: Option<PTable>,
}

/// What happens to a count of 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ZeroPolicy {
    /// Hidden like any small count: that *nobody* in a group had an event can say as much as that one person had.
    Suppress,
    /// Shown as 0.
    Show,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            name: "ONS 10-5".into(),
            threshold: 10,
            rounding_base: 5,
            zeros: ZeroPolicy::Suppress,
            dominance_share: 0.9,
            minimum_denominator: 10,
            reliable_events: 20,
            residual_freedom: 10,
            perturbation: None,
        }
    }
}

/// Larger thresholds and bases would hide whole countries.
const LARGEST: u32 = 1_000_000;

impl Policy {
    /// Checks that the numbers make a rule.
    ///
    /// # Errors
    /// [`Error::Policy`] if the threshold is below 3, the base is 0, one of them is beyond a million, or the dominance share is not in (0, 1].
    pub fn check(&self) -> Result<(), Error> {
        // The smallest released count is looked for from the threshold on, at most a base further.
        let fault = if !(3..=LARGEST).contains(&self.threshold) {
            "threshold must be from 3 to 1,000,000"
        } else if !(1..=LARGEST).contains(&self.rounding_base) {
            "rounding_base must be from 1 to 1,000,000"
        } else if !(self.dominance_share > 0.0 && self.dominance_share <= 1.0) {
            "dominance_share must be above 0 and at most 1"
        } else {
            return Ok(());
        };
        Err(Error::Policy { fault })
    }

    /// The smallest count that is shown: the first at or above the threshold whose rounded value no hidden count shares.
    #[must_use]
    pub fn smallest_released(&self) -> u32 {
        let hidden = self.rounded(f64::from(self.threshold - 1));
        let mut count = self.threshold;
        while self.rounded(f64::from(count)) <= hidden {
            count += 1;
        }
        count
    }

    /// The rule in plain English, for the foot of every output.
    #[must_use]
    pub fn in_words(&self) -> String {
        let zeros = match self.zeros {
            ZeroPolicy::Suppress => "counts of 0 are hidden too",
            ZeroPolicy::Show => "counts of 0 are shown",
        };
        let (threshold, base, smallest) = (self.threshold, self.rounding_base, self.smallest_released());
        let narrow = if smallest > threshold {
            format!(
                " Counts from {threshold} to {} are hidden as well, because no other count would round to the same figure.",
                smallest - 1
            )
        } else {
            String::new()
        };
        if let Some(table) = &self.perturbation {
            let (below, above) = table.reach();
            return format!(
                "{}: counts below {threshold} are hidden and shown as [c]; {zeros}; other counts of people change by random noise, at most {below} \
                 down and {above} up, that is the same wherever the same people are counted, and are then rounded to the nearest {base}; other \
                 figures are rounded to the nearest {}.{narrow} Totals change by noise of their own, so parts need not add up to them. Rates and \
                 intervals are worked out again from what is shown.",
                self.name,
                self.plain_base()
            );
        }
        format!(
            "{}: counts below {threshold} are hidden and shown as [c]; {zeros}; other counts are rounded to the nearest {base}.{narrow} \
             Totals, rates and intervals are worked out again from the rounded counts.",
            self.name
        )
    }

    /// What figures are rounded to that nothing perturbs: noise on counts alone would leave them bare.
    pub(super) fn plain_base(&self) -> u32 {
        if self.perturbation.is_some() { self.rounding_base.max(5) } else { self.rounding_base }
    }

    pub(super) fn rounded(&self, value: f64) -> f64 {
        nearest(value, self.plain_base())
    }

    /// Variance of the error of rounding one whole number, all remainders equally likely.
    pub(super) fn rounding_variance(&self) -> f64 {
        variance_of_rounding(self.plain_base())
    }

    /// What is shown of a count of known people whose cell key is given; `None` where the policy perturbs nothing.
    pub(super) fn perturbed(&self, count: f64, cell_key: Option<u8>) -> Option<Perturbed> {
        let (table, key) = (self.perturbation.as_ref()?, cell_key?);
        let (below, above) = table.reach();
        let shown = nearest(table.perturbed(count as u64, key) as f64, self.rounding_base);
        let half = f64::from(self.rounding_base / 2);
        Some(Perturbed {
            shown,
            variance: table.variance(count as u64) + variance_of_rounding(self.rounding_base),
            // What noise took up, the original may lie below.
            reach: (f64::from(above) + half, f64::from(below) + half),
            // Every original that could be shown like this must be one that may be shown.
            is_too_small: count > 0.0 && shown < f64::from(self.smallest_released()) + f64::from(above) + half,
        })
    }

    pub(super) fn is_small(&self, count: f64) -> bool {
        match self.zeros {
            ZeroPolicy::Show if count == 0.0 => false,
            _ => count < f64::from(self.smallest_released()),
        }
    }

    pub(super) fn is_dominated(&self, largest_two: f64, total: f64) -> bool {
        total > 0.0 && largest_two > self.dominance_share * total
    }

    /// How far an original may lie below and above its rounded value.
    pub(super) fn rounding_reach(&self) -> (f64, f64) {
        let base = f64::from(self.plain_base());
        ((base / 2.0).floor(), ((base - 1.0) / 2.0).floor())
    }

    /// How many originals each hidden cell must keep: the rounding width, and never fewer than 5.
    #[must_use]
    pub fn protection_width(&self) -> f64 {
        f64::from(self.rounding_base.max(5))
    }
}

/// A perturbed count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Perturbed {
    pub(super) shown: f64,
    /// Variance of what is shown around the count.
    pub(super) variance: f64,
    /// How far the original may lie below and above.
    pub(super) reach: (f64, f64),
    /// Whether so small a figure could stand for a count that is hidden.
    pub(super) is_too_small: bool,
}

fn nearest(value: f64, base: u32) -> f64 {
    let base = f64::from(base);
    (value / base).round() * base
}

fn variance_of_rounding(base: u32) -> f64 {
    (f64::from(base).powi(2) - 1.0) / 12.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hidden_count_shares_a_rounded_value_with_a_shown_one() {
        for (threshold, rounding_base, smallest) in [(10, 5, 13), (8, 5, 8), (10, 1, 10), (10, 10, 15), (7, 5, 8)] {
            let policy = Policy { threshold, rounding_base, ..Policy::default() };
            assert_eq!(policy.smallest_released(), smallest, "{threshold}-{rounding_base}");
        }
    }

    #[test]
    fn a_policy_that_protects_nobody_is_refused() {
        assert!(Policy::default().check().is_ok());
        assert!(Policy { threshold: 2, ..Policy::default() }.check().is_err());
        assert!(Policy { rounding_base: 0, ..Policy::default() }.check().is_err());
        assert!(Policy { dominance_share: 1.5, ..Policy::default() }.check().is_err());
    }
}
