//! Policy files: the three that are shipped, any other, and the strictest of several.

use super::p_table::PTable;
use super::policy::{Policy, ZeroPolicy};
use crate::Error;

/// Shipped policies: `(file name, text)`.
pub const POLICIES: [(&str, &str); 3] = [
    ("ons-10-5.toml", include_str!("../../policies/ons-10-5.toml")),
    ("opensafely-7-5.toml", include_str!("../../policies/opensafely-7-5.toml")),
    ("acro.toml", include_str!("../../policies/acro.toml")),
];

impl Policy {
    /// Reads a policy file.
    ///
    /// # Errors
    /// [`Error::PolicyFile`] with the TOML reader's account, [`Error::Policy`] if its numbers make no rule.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let policy: Self = toml::from_str(text).map_err(|error| Error::PolicyFile { reason: error.to_string() })?;
        policy.check()?;
        Ok(policy)
    }

    /// The shipped policy of this name, such as `ons-10-5`.
    #[must_use]
    pub fn shipped(name: &str) -> Option<&'static str> {
        POLICIES.into_iter().find(|(file, _)| file.trim_end_matches(".toml") == name).map(|(_, text)| text)
    }

    /// The rule that satisfies both owners: of every number the stricter one.
    ///
    /// A rounding base that is no multiple of the other is the larger of the two: both widths are then left open.
    #[must_use]
    pub fn strictest(&self, other: &Self) -> Self {
        let (own, others) = (self.zeros == ZeroPolicy::Show, other.zeros == ZeroPolicy::Show);
        let zeros = if own && others { ZeroPolicy::Show } else { ZeroPolicy::Suppress };
        let name =
            if self.name == other.name { self.name.clone() } else { format!("{} and {}", self.name, other.name) };
        Self {
            name,
            threshold: self.threshold.max(other.threshold),
            rounding_base: self.rounding_base.max(other.rounding_base),
            zeros,
            dominance_share: self.dominance_share.min(other.dominance_share),
            minimum_denominator: self.minimum_denominator.max(other.minimum_denominator),
            reliable_events: self.reliable_events.max(other.reliable_events),
            residual_freedom: self.residual_freedom.max(other.residual_freedom),
            perturbation: noisier(self.perturbation.as_ref(), other.perturbation.as_ref()).cloned(),
        }
    }
}

/// Of two p-tables the one with more noise in large counts; of one and none, the one.
fn noisier<'p>(own: Option<&'p PTable>, other: Option<&'p PTable>) -> Option<&'p PTable> {
    let variance = |table: &PTable| table.variance(u64::MAX);
    [own, other].into_iter().flatten().max_by(|a, b| variance(a).total_cmp(&variance(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_policies_are_rules_and_the_first_is_the_default() {
        let policies = POLICIES.map(|(_, text)| Policy::parse(text).unwrap());
        assert_eq!(policies[0], Policy::default());
        assert!(policies.iter().all(|policy| policy.protection_width() >= 5.0));
        assert_eq!(Policy::shipped("acro"), Some(POLICIES[2].1));
        assert_eq!(Policy::shipped("none"), None);
    }

    #[test]
    fn of_two_owners_the_stricter_wins_in_every_number() {
        let lenient = Policy { zeros: ZeroPolicy::Show, threshold: 20, ..Policy::default() };
        let strict = Policy { rounding_base: 10, dominance_share: 0.5, ..Policy::default() };
        let both = lenient.strictest(&strict);
        assert_eq!((both.threshold, both.rounding_base, both.zeros), (20, 10, ZeroPolicy::Suppress));
        assert!((both.dominance_share - 0.5).abs() < 1e-12);
        assert_eq!(both, Policy { ..strict.strictest(&lenient) });
    }

    #[test]
    fn an_owners_noise_stays_beside_another_owners_rounding() {
        let table = PTable::parse(crate::disclose::P_TABLE_EXAMPLE).unwrap();
        let noisy = Policy { rounding_base: 1, perturbation: Some(table.clone()), ..Policy::default() };
        let both = noisy.strictest(&Policy::default());
        assert_eq!((both.rounding_base, both.perturbation), (5, Some(table)));
        assert!(noisy.in_words().contains("at most 2 down and 2 up"), "{}", noisy.in_words());
    }

    #[test]
    fn a_policy_file_with_an_unknown_rule_is_refused() {
        assert!(matches!(Policy::parse("treshold = 10"), Err(Error::PolicyFile { .. })));
        // The last would be looked through count by count: 2^32 of them.
        for rule in ["threshold = 1", "round_base = 0", "threshold = 4294967295", "round_base = 4294967295"] {
            assert!(matches!(Policy::parse(rule), Err(Error::Policy { .. })), "{rule}");
        }
    }
}
