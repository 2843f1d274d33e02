//! The sets of links that a result is worked out on.

use crate::study_file::LinkageSettings;

/// Which links are believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// Links the union desk declared.
    Declared,
    /// Declared links of very high probability.
    Strict,
    /// Declared and possible links.
    Loose,
    /// One draw, in which each entity takes one of its candidates, or none, by their probabilities.
    Draw(u32),
}

impl Scenario {
    /// The label in tables of results by set of links.
    #[must_use]
    pub fn label(self, settings: &LinkageSettings) -> String {
        match self {
            Self::Declared => "Declared links".into(),
            Self::Strict => format!("Strict: declared links of probability {} or more", settings.strict_probability),
            Self::Loose => format!("Loose: also possible links of probability {} or more", settings.loose_probability),
            Self::Draw(draw) => format!("Draw {draw}"),
        }
    }
}
