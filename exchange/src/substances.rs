//! Substances that a death certificate can name: the one vocabulary of owner and analysis unit.
//!
//! An owner's text never leaves; the codes of the substances that it names do ([`PayloadKind::Substances1`](crate::spec::PayloadKind)).
//! A cell is the codes in the order of the list, one space between them, or [`NONE_NAMED`] where a text names none; it is null where
//! there is no text, or the death is no drug poisoning.
//!
//! The list follows the substances of the Office for National Statistics ("Deaths related to drug poisoning by selected substances",
//! England and Wales), with the medicines that certificates name beside them. It is frozen: a spec names it by its number, so that one
//! signed text always sends the same, and another list is another number.

use std::sync::LazyLock;

const SHIPPED: &str = include_str!("../codes/substances_1.tsv");

/// What a cell holds where there is a text that names no substance of the list.
pub const NONE_NAMED: &str = "none";

/// A substance of the list.
#[derive(Debug, PartialEq, Eq)]
pub struct Substance {
    /// Its code in payload tables.
    pub code: &'static str,
    /// The groups it belongs to: one, or two where a benzodiazepine or an amphetamine is a new psychoactive substance.
    pub groups: Vec<SubstanceGroup>,
    /// Whether a poisoning that names it is drug misuse: the Misuse of Drugs Act 1971 covers it today, whatever the year, as ONS goes back
    /// and counts; but not in one medicine with paracetamol, which dextropropoxyphene is taken to have been.
    pub counts_as_misuse: bool,
    /// The words that certificates use for it, in capitals, none of them any other substance's.
    pub names: Vec<&'static str>,
}

/// A group of substances, as official tables add them up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubstanceGroup {
    /// Opiates and opioids, but for those in one medicine with paracetamol.
    Opiate,
    /// Cocaine.
    Cocaine,
    /// Amphetamines, MDMA among them.
    Amphetamine,
    /// Cannabis.
    Cannabis,
    /// New psychoactive substances, GHB among them.
    NewPsychoactive,
    /// Benzodiazepines.
    Benzodiazepine,
    /// Zopiclone, zolpidem and zaleplon.
    ZDrug,
    /// Pregabalin and gabapentin.
    Gabapentinoid,
    /// Barbiturates.
    Barbiturate,
    /// Antipsychotics.
    Antipsychotic,
    /// Antidepressants.
    Antidepressant,
    /// Paracetamol, alone or in one medicine with an opioid.
    Paracetamol,
    /// Alcohol.
    Alcohol,
    /// Anything else.
    Other,
}

const GROUPS: [(&str, SubstanceGroup); 14] = [
    ("opiate", SubstanceGroup::Opiate),
    ("cocaine", SubstanceGroup::Cocaine),
    ("amphetamine", SubstanceGroup::Amphetamine),
    ("cannabis", SubstanceGroup::Cannabis),
    ("nps", SubstanceGroup::NewPsychoactive),
    ("benzodiazepine", SubstanceGroup::Benzodiazepine),
    ("z-drug", SubstanceGroup::ZDrug),
    ("gabapentinoid", SubstanceGroup::Gabapentinoid),
    ("barbiturate", SubstanceGroup::Barbiturate),
    ("antipsychotic", SubstanceGroup::Antipsychotic),
    ("antidepressant", SubstanceGroup::Antidepressant),
    ("paracetamol", SubstanceGroup::Paracetamol),
    ("alcohol", SubstanceGroup::Alcohol),
    ("other", SubstanceGroup::Other),
];

impl Substance {
    /// The whole list.
    #[must_use]
    pub fn all() -> &'static [Self] {
        static LIST: LazyLock<Vec<Substance>> = LazyLock::new(|| SHIPPED.lines().skip(1).filter_map(parsed).collect());
        &LIST
    }

    /// The substance of this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<&'static Self> {
        Self::all().iter().find(|substance| substance.code == code)
    }
}

/// A line of the list, whose label is for people who read the file; a test holds that every line is one.
fn parsed(line: &'static str) -> Option<Substance> {
    let fields: [&str; 5] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
    let [code, _label, groups, counts_as_misuse, names] = fields;
    let group = |name: &str| GROUPS.iter().find(|(known, _)| *known == name).map(|(_, group)| *group);
    let counts_as_misuse = match counts_as_misuse {
        "yes" => true,
        "no" => false,
        _ => return None,
    };
    let groups = groups.split(' ').map(group).collect::<Option<_>>()?;
    Some(Substance { code, groups, counts_as_misuse, names: names.split('|').collect() })
}

/// The cell of a text that names these substances, in any order and any number of times.
#[must_use]
pub fn cell_of(named: &[&'static Substance]) -> String {
    let codes: Vec<&str> =
        Substance::all().iter().filter(|one| named.contains(one)).map(|substance| substance.code).collect();
    if codes.is_empty() { NONE_NAMED.to_owned() } else { codes.join(" ") }
}

/// The substances of a cell; nothing where it is not as [`cell_of`] writes it.
#[must_use]
pub fn of_cell(cell: &str) -> Option<Vec<&'static Substance>> {
    let named = cell.split(' ').map(Substance::of_code).collect();
    let named: Vec<_> = if cell == NONE_NAMED { Some(Vec::new()) } else { named }?;
    (cell_of(&named) == cell).then_some(named)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn every_line_of_the_list_is_a_substance_with_names_of_its_own() {
        let list = Substance::all();
        assert_eq!(list.len(), SHIPPED.lines().count() - 1);
        let codes: BTreeSet<&str> = list.iter().map(|substance| substance.code).collect();
        let names: Vec<&str> = list.iter().flat_map(|substance| substance.names.iter().copied()).collect();
        assert_eq!(codes.len(), list.len());
        let distinct: BTreeSet<String> = names.iter().map(|name| name.replace(' ', "")).collect();
        assert_eq!(distinct.len(), names.len(), "names are compared without their spaces");
        assert!(!codes.contains(NONE_NAMED) && codes.iter().all(|code| !code.contains(' ')));
        assert!(
            names.iter().all(|name| name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b' '))
        );
    }

    #[test]
    fn the_list_is_the_one_that_specs_name() {
        assert_eq!(
            crate::hex::hex(&Sha256::digest(SHIPPED)),
            "841c4b37a021bf3bbe8d0a861637935395cfb01c75668a5144c27a96a1c5306b"
        );
    }

    #[test]
    fn a_cell_says_which_are_named_in_the_order_of_the_list() {
        let of = |code: &str| Substance::of_code(code).unwrap();
        let named = [of("diazepam"), of("heroin"), of("diazepam")];
        assert_eq!(cell_of(&named), "heroin diazepam");
        assert_eq!(of_cell("heroin diazepam"), Some(vec![of("heroin"), of("diazepam")]));
        assert_eq!((cell_of(&[]).as_str(), of_cell("none")), ("none", Some(Vec::new())));
        for cell in
            ["", "heroin  diazepam", "HEROIN", "none heroin", "heroin poisoning", "diazepam heroin", "heroin heroin"]
        {
            assert_eq!(of_cell(cell), None, "{cell}");
        }
    }
}
