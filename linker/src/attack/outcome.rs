//! The result of one attack, and how it stands against a ceiling.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The result of one attack on one pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attack {
    /// Which attack.
    pub name: AttackName,
    /// People opened: a count, or an expectation where the attacker guesses or the attack is repeated.
    pub successes: f64,
    /// People who could have been opened.
    pub trials: usize,
    /// `successes / trials`; 0 when there is nobody to open.
    pub rate: f64,
    /// Wilson 95 % interval of `rate`; (0, 1) when there is nobody to open.
    pub interval_95: (f64, f64),
    /// Rate of an attacker who ignores the tokens.
    pub baseline: f64,
    /// Further figures, for the report.
    pub detail: Vec<Measure>,
}

/// The attacks of the suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttackName {
    /// A: block sizes against those of an independent sample.
    Counting,
    /// A with structure: kinds of blocks against those of an independent sample.
    Alignment,
    /// B: `known` people's handles are known; other people of their blocks are opened.
    KnownRows {
        /// People whose handles the attacker knows.
        known: usize,
    },
    /// C: the register's holder names a person by a structure that is unique in the file.
    Register,
    /// C in one pass or another.
    RegisterAnyPass,
    /// B in one pass or another.
    KnownRowsAnyPass {
        /// People whose handles the attacker knows, in every pass.
        known: usize,
    },
    /// Cg: the register's holder guesses among people of equal structure.
    RegisterGuess,
    /// Cb: the register's holder names a block, not necessarily who is who in it.
    RegisterBlock,
    /// The register's holder looks at the structure to a depth of `rounds` only.
    Fingerprint {
        /// Rounds of refinement: 0 sizes and single entries, 1 neighbours too.
        rounds: usize,
    },
    /// C with a register that lacks some of the file's people and has others.
    RegisterWithGaps,
    /// Two deliveries of one source are joined by structure.
    TwoDeliveries,
    /// People have one payload handle in two deliveries of one source.
    RepeatedHandles,
    /// People of two payloads of one source are joined by what they show.
    PayloadsJoined,
    /// Rows of different passes are joined by rare null masks.
    MaskJoins,
    /// Rows of different passes are joined by rare block sizes, with mask and equalities of the row itself.
    CountJoins,
    /// Fields are told by how often they agree.
    Schema,
    /// People of the payload whom nobody equals on what an outsider may know.
    PayloadUniques,
    /// People of the payload whom nobody equals in the dates of their events.
    Trajectories,
    /// The key is one that a test seed makes.
    DefaultKey,
    /// Blocks that the key's holder opens by trying out values; estimated from a sample.
    LeakedKey,
    /// The graph of who resembles whom is laid over that of a clear file: the linkage unit and the union desk together.
    GraphMatching,
    /// The register's holder sees which rows of all passes are one record: the linkage unit and the union desk together.
    JoinedPasses {
        /// Rounds of refinement over all passes.
        rounds: usize,
    },
    /// The union desk holds the register and reads the handle tables.
    HandleTables,
    /// The union desk holds exact copies of both files and reads tables and scored pairs.
    ScoredPairs {
        /// Rounds of refinement over the pairs.
        rounds: usize,
    },
    /// The union desk holds the register of one file, takes it for the other too, and reads tables and scored pairs.
    ScoredPairsOfRegister {
        /// Rounds of refinement over the pairs.
        rounds: usize,
    },
}

/// One further figure of an attack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// What is measured, with its unit.
    pub name: Cow<'static, str>,
    /// The figure.
    pub value: f64,
}

/// How an attack stands against a signed ceiling. `Within` is a measurement of this attack, not a promise about others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The rate is at most the ceiling.
    Within,
    /// The rate is over the ceiling.
    Above,
}

impl Attack {
    /// An attack that opened `successes` of `trials` people.
    #[must_use]
    pub fn new(name: AttackName, successes: f64, trials: usize, baseline: f64) -> Self {
        Self {
            name,
            successes,
            trials,
            rate: share(successes, trials),
            interval_95: wilson_95(successes, trials),
            baseline,
            detail: Vec::new(),
        }
    }

    /// Adds a further figure.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: f64) -> Self {
        self.detail.push(Measure { name: name.into(), value });
        self
    }

    /// Compares the rate with a ceiling, both as shares (0.005 = 0.5 %). A ceiling that is not a number is exceeded.
    #[must_use]
    pub fn verdict(&self, ceiling: f64) -> Verdict {
        if self.rate <= ceiling { Verdict::Within } else { Verdict::Above }
    }
}

impl fmt::Display for AttackName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Counting => write!(f, "counting"),
            Self::Alignment => write!(f, "counting, with the structure of blocks"),
            Self::RegisterWithGaps => write!(f, "register with gaps"),
            Self::TwoDeliveries => write!(f, "two deliveries joined"),
            Self::RepeatedHandles => write!(f, "two deliveries, handles in both"),
            Self::PayloadsJoined => write!(f, "two payloads joined"),
            Self::PayloadUniques => write!(f, "payload, unique people"),
            Self::Trajectories => write!(f, "payload, unique event dates"),
            Self::DefaultKey => write!(f, "key of a test seed"),
            Self::LeakedKey => write!(f, "leaked key, blocks opened"),
            Self::GraphMatching => write!(f, "graph matching, passes joined"),
            Self::MaskJoins => write!(f, "rows joined by null masks"),
            Self::CountJoins => write!(f, "rows joined by row counts of blocks"),
            Self::Schema => write!(f, "fields told by their rates"),
            Self::KnownRows { known } => write!(f, "{known} known rows"),
            Self::KnownRowsAnyPass { known } => write!(f, "{known} known rows, in some pass"),
            Self::Register => write!(f, "register"),
            Self::RegisterAnyPass => write!(f, "register, in some pass"),
            Self::RegisterGuess => write!(f, "register, guessing within equal structures"),
            Self::RegisterBlock => write!(f, "register, block only"),
            Self::Fingerprint { rounds } => write!(f, "register, fingerprint of {rounds} rounds"),
            Self::JoinedPasses { rounds } => write!(f, "register, passes joined, {rounds} rounds"),
            Self::HandleTables => write!(f, "union desk, handle tables"),
            Self::ScoredPairs { rounds } => write!(f, "union desk, scored pairs of two known files, {rounds} rounds"),
            Self::ScoredPairsOfRegister { rounds } => write!(f, "union desk, scored pairs, {rounds} rounds"),
        }
    }
}

/// `part / whole`, 0 for an empty whole.
pub(super) fn share(part: f64, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part / whole as f64 }
}

/// Wilson score interval at 95 % for `successes` (a count or an expectation) of `trials`.
///
/// Source: Wilson (1927), Journal of the American Statistical Association 22:209-212.
fn wilson_95(successes: f64, trials: usize) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    if trials == 0 {
        return (0.0, 1.0);
    }
    let n = trials as f64;
    let p = successes / n;
    let scale = 1.0 + Z * Z / n;
    let centre = (p + Z * Z / (2.0 * n)) / scale;
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / scale;
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_known_values() {
        // 0 of 10: upper end z^2 / (n + z^2); 5 of 10: (.2366, .7634).
        let (low, high) = wilson_95(0.0, 10);
        assert!(low.abs() < 1e-12 && (high - 0.277_533).abs() < 1e-5, "{low} {high}");
        let (low, high) = wilson_95(5.0, 10);
        assert!((low - 0.236_593).abs() < 1e-5 && (high - 0.763_407).abs() < 1e-5, "{low} {high}");
        assert_eq!(wilson_95(0.0, 0), (0.0, 1.0));
    }

    #[test]
    fn verdicts() {
        let attack = Attack::new(AttackName::Counting, 5.0, 1000, 0.0);
        assert_eq!(attack.verdict(0.005), Verdict::Within);
        assert_eq!(attack.verdict(0.004_9), Verdict::Above);
        assert_eq!(attack.verdict(f64::NAN), Verdict::Above);
        assert_eq!(Attack::new(AttackName::Register, 0.0, 0, 0.0).verdict(0.0), Verdict::Within);
    }
}
