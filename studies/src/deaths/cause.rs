//! Causes of death that are drug-related.

use crate::inputs::{Death, IcdCode};

/// Whether an underlying cause is drug poisoning as the Office for National Statistics defines it: ICD-10 F11-F16, F18-F19,
/// X40-X44, X60-X64, X85, Y10-Y14. Alcohol (F10, X45), tobacco (F17) and gases (X46, X47) are not.
///
/// Source: ONS, "Deaths related to drug poisoning in England and Wales", definition, as presented by Griffiths (ONS) in
/// Fingerhut, Griffiths and Wilkins. "Drug misuse" is narrower and needs the substances named on the certificate.
#[must_use]
pub fn is_drug_poisoning(underlying: IcdCode) -> bool {
    matches!(
        underlying.parts(),
        ('F', 11..=16 | 18..=19) | ('X', 40..=44 | 60..=64 | 85) | ('Y', 10..=14)
    )
}

/// Underlying causes of death, those of drug poisoning told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeathClass {
    /// Drug abuse or dependence: drug misuse by criterion (a). F11-F16 and F19, and F18 where the study counts it.
    Misuse,
    /// Volatile solvents (F18) where the study does not count them as misuse.
    Solvents,
    /// Accidental poisoning (X40-X44).
    Accidental,
    /// Intentional self-poisoning (X60-X64).
    Intentional,
    /// Poisoning by assault (X85), or of undetermined intent (Y10-Y14).
    AssaultOrUndetermined,
    /// No drug poisoning, or no usable code.
    Other,
}

impl DeathClass {
    /// Every class, in the order reports use; the one that is no poisoning last.
    pub const ALL: [Self; 6] =
        [Self::Misuse, Self::Solvents, Self::Accidental, Self::Intentional, Self::AssaultOrUndetermined, Self::Other];

    /// The class of a death. Lists differ on whether F18 is drug misuse: the study says.
    #[must_use]
    pub fn of(death: &Death, misuse_includes_f18: bool) -> Self {
        match death.underlying.map(IcdCode::parts) {
            Some(('F', 18)) if !misuse_includes_f18 => Self::Solvents,
            Some(('F', 11..=16 | 18 | 19)) => Self::Misuse,
            Some(('X', 40..=44)) => Self::Accidental,
            Some(('X', 60..=64)) => Self::Intentional,
            Some(('X', 85) | ('Y', 10..=14)) => Self::AssaultOrUndetermined,
            _ => Self::Other,
        }
    }

    /// The label in tables.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Misuse => "Drug abuse or dependence (misuse by criterion a)",
            Self::Solvents => "Volatile solvents",
            Self::Accidental => "Accidental poisoning",
            Self::Intentional => "Intentional self-poisoning",
            Self::AssaultOrUndetermined => "Assault or undetermined intent",
            Self::Other => "Other causes",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_a_poisoning_unless_it_is_other_and_f18_is_a_switch() {
        use crate::day::Day;
        use crate::inputs::PayloadHandle;
        let class = |code: &str, f18| {
            let underlying = IcdCode::parse(code);
            DeathClass::of(
                &Death { deceased: PayloadHandle(1), died: Day::from_epoch_days(0), registered: None, underlying },
                f18,
            )
        };
        for letter in ['F', 'X', 'Y'] {
            for number in 0..100 {
                let code = format!("{letter}{number:02}");
                let poisoning = is_drug_poisoning(IcdCode::parse(&code).unwrap());
                assert_eq!(class(&code, true) != DeathClass::Other, poisoning, "{code}");
            }
        }
        assert_eq!((class("F18", true), class("F18", false)), (DeathClass::Misuse, DeathClass::Solvents));
    }

    #[test]
    fn follows_the_ons_list_at_every_edge() {
        let is = |code| is_drug_poisoning(IcdCode::parse(code).unwrap());
        for code in ["F11", "F16.2", "F18", "F19", "X40", "X44", "X42.0", "X60", "X64", "X85", "Y10", "Y14"] {
            assert!(is(code), "{code}");
        }
        for code in ["F10", "F17", "F20", "X39", "X45", "X46", "X59", "X65", "X84", "X86", "Y09", "Y15", "A11", "I42"] {
            assert!(!is(code), "{code}");
        }
    }
}
