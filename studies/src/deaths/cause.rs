//! Causes of death that are drug-related.

use exchange::{Substance, SubstanceGroup};

use crate::inputs::{Death, IcdCode};

/// What a death has to do with drugs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DrugDeath {
    /// Drug misuse as the Office for National Statistics defines it: the underlying cause is drug abuse or dependence (a), or another drug
    /// poisoning whose certificate names a controlled drug (b).
    Misuse,
    /// Any other drug poisoning. Where the owner sends nothing of what certificates name, those of (b) are here.
    OtherPoisoning,
    /// Nothing by its underlying cause.
    None,
}

impl DrugDeath {
    /// Of one death.
    ///
    /// Source: the definition that official indicators print ("Deaths from drug misuse", Public Health Outcomes Framework), F18 under (b).
    pub(super) fn of(death: &Death, misuse_includes_f18: bool) -> Self {
        let controlled = |named: &[&Substance]| {
            named.iter().any(|one| one.counts_as_misuse && !is_in_one_medicine_with_paracetamol(one, named))
        };
        match DeathClass::of(death, misuse_includes_f18) {
            DeathClass::Misuse => Self::Misuse,
            DeathClass::Other => Self::None,
            _ if death.certificate.named().is_some_and(controlled) => Self::Misuse,
            _ => Self::OtherPoisoning,
        }
    }
}

/// Codeine and dihydrocodeine, named beside paracetamol, are taken to have been in one medicine with it: such a medicine counts neither as
/// a controlled drug nor as an opiate.
///
/// Source: National Records of Scotland, "Drug-related deaths", annex on the United Kingdom's baseline definition of drug misuse deaths.
pub(super) fn is_in_one_medicine_with_paracetamol(substance: &Substance, named: &[&Substance]) -> bool {
    matches!(substance.code, "codeine" | "dihydrocodeine")
        && named.iter().any(|other| other.groups.contains(&SubstanceGroup::Paracetamol))
}

/// Underlying causes of death, those of drug poisoning told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DeathClass {
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
    /// The class of a death. Lists differ on whether F18 is drug misuse: the study says.
    pub(super) fn of(death: &Death, misuse_includes_f18: bool) -> Self {
        match death.underlying.map(IcdCode::parts) {
            Some(('F', 18)) if !misuse_includes_f18 => Self::Solvents,
            Some(('F', 11..=16 | 18 | 19)) => Self::Misuse,
            Some(('X', 40..=44)) => Self::Accidental,
            Some(('X', 60..=64)) => Self::Intentional,
            Some(('X', 85) | ('Y', 10..=14)) => Self::AssaultOrUndetermined,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use exchange::substances::of_cell;

    use super::*;
    use crate::day::Day;
    use crate::inputs::{Certificate, PayloadHandle};

    fn death(code: &str, named: Option<&str>) -> Death {
        Death {
            deceased: PayloadHandle(1),
            died: Day::from_epoch_days(0),
            registered: None,
            underlying: IcdCode::parse(code),
            certificate: named.map_or(Certificate::NotSent, |cell| Certificate::Names(of_cell(cell).unwrap())),
        }
    }

    #[test]
    fn a_class_is_a_poisoning_unless_it_is_other_and_f18_is_a_switch() {
        let class = |code: &str, f18| DeathClass::of(&death(code, None), f18);
        for letter in ['F', 'X', 'Y'] {
            for number in 0..100 {
                let code = format!("{letter}{number:02}");
                let poisoning = IcdCode::parse(&code).unwrap().is_drug_poisoning();
                assert_eq!(class(&code, true) != DeathClass::Other, poisoning, "{code}");
            }
        }
        assert_eq!((class("F18", true), class("F18", false)), (DeathClass::Misuse, DeathClass::Solvents));
    }

    #[test]
    fn misuse_is_dependence_or_a_poisoning_that_names_a_controlled_drug() {
        for (code, named, misuse) in [
            ("F11", None, true),
            ("F19", Some("none"), true),
            ("X42", None, false),
            ("X42", Some("none"), false),
            ("X42", Some("heroin"), true),
            ("X61", Some("diazepam paracetamol"), true),
            ("Y12", Some("amitriptyline alcohol"), false),
            ("F18", Some("none"), false),
            ("F18", Some("ketamine"), true),
            // In one medicine with paracetamol, by name or by what stands beside it.
            ("X64", Some("codeine"), true),
            ("X64", Some("codeine paracetamol"), false),
            ("X64", Some("dihydrocodeine co-dydramol"), false),
            ("X64", Some("co-proxamol"), false),
            ("X64", Some("morphine codeine paracetamol"), true),
            // No poisoning, whatever was found.
            ("I21", Some("cocaine"), false),
            ("X45", Some("heroin alcohol"), false),
        ] {
            assert_eq!(DrugDeath::of(&death(code, named), false) == DrugDeath::Misuse, misuse, "{code} {named:?}");
        }
        assert_eq!(DrugDeath::of(&death("F18", Some("none")), true), DrugDeath::Misuse);
        assert_eq!(DrugDeath::of(&death("X42", Some("none")), true), DrugDeath::OtherPoisoning);
        assert_eq!(DrugDeath::of(&death("I21", None), true), DrugDeath::None);
    }
}
