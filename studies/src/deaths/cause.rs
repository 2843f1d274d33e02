//! Causes of death that are drug-related.

use exchange::{Substance, SubstanceGroup};

use crate::inputs::{Death, IcdCode};

/// Whether an underlying cause is drug poisoning as the Office for National Statistics defines it: ICD-10 F11-F16, F18-F19,
/// X40-X44, X60-X64, X85, Y10-Y14. Alcohol (F10, X45), tobacco (F17) and gases (X46, X47) are not.
///
/// Source: ONS, "Deaths related to drug poisoning in England and Wales", definition, as presented by Griffiths (ONS) in
/// Fingerhut, Griffiths and Wilkins. "Drug misuse" is narrower: [`is_drug_misuse`].
#[must_use]
pub fn is_drug_poisoning(underlying: IcdCode) -> bool {
    matches!(
        underlying.parts(),
        ('F', 11..=16 | 18..=19) | ('X', 40..=44 | 60..=64 | 85) | ('Y', 10..=14)
    )
}

/// Whether a death is drug misuse as the Office for National Statistics defines it: the underlying cause is drug abuse or dependence (a),
/// or another drug poisoning whose certificate names a controlled drug (b). Where the owner sends nothing of the certificate's text there
/// is no (b).
///
/// Source: the definition that official indicators print ("Deaths from drug misuse", Public Health Outcomes Framework), F18 under (b).
#[must_use]
pub fn is_drug_misuse(death: &Death, includes_f18: bool) -> bool {
    match DeathClass::of(death, includes_f18) {
        DeathClass::Misuse => true,
        DeathClass::Other => false,
        _ => death.substances.as_ref().is_some_and(|named| {
            named.iter().any(|one| one.is_controlled && !is_in_one_medicine_with_paracetamol(one, named))
        }),
    }
}

/// Codeine and dihydrocodeine, named beside paracetamol, are taken to have been in one medicine with it, as in the tables of the Office
/// for National Statistics: such a medicine is no controlled drug in its definition of misuse, and no opiate.
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
    use crate::inputs::PayloadHandle;

    fn death(code: &str, named: Option<&str>) -> Death {
        Death {
            deceased: PayloadHandle(1),
            died: Day::from_epoch_days(0),
            registered: None,
            underlying: IcdCode::parse(code),
            substances: named.map(|cell| of_cell(cell).unwrap()),
        }
    }

    #[test]
    fn a_class_is_a_poisoning_unless_it_is_other_and_f18_is_a_switch() {
        let class = |code: &str, f18| DeathClass::of(&death(code, None), f18);
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
    fn misuse_is_dependence_or_a_poisoning_that_names_a_controlled_drug() {
        for (code, named, misuse) in [
            ("F11", None, true),
            ("F19", Some("none"), true),
            ("X42", None, false),
            ("X42", Some("none"), false),
            ("X42", Some("heroin"), true),
            ("X61", Some("paracetamol diazepam"), true),
            ("Y12", Some("amitriptyline alcohol"), false),
            ("F18", Some("none"), false),
            ("F18", Some("ketamine"), true),
            // In one medicine with paracetamol, by name or by what stands beside it.
            ("X64", Some("codeine"), true),
            ("X64", Some("codeine paracetamol"), false),
            ("X64", Some("dihydrocodeine co-dydramol"), false),
            ("X64", Some("co-proxamol"), false),
            ("X64", Some("codeine morphine paracetamol"), true),
            // No poisoning, whatever was found.
            ("I21", Some("cocaine"), false),
            ("X45", Some("alcohol heroin"), false),
        ] {
            assert_eq!(is_drug_misuse(&death(code, named), false), misuse, "{code} {named:?}");
        }
        assert!(is_drug_misuse(&death("F18", Some("none")), true));
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
