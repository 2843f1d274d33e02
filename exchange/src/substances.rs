//! Substances that a death certificate can name: the one vocabulary of owner and analysis unit.
//!
//! An owner's text never leaves; the codes of the substances that it names do ([`PayloadKind::Substances`](crate::spec::PayloadKind)).
//! A cell is the codes in the order of the list, one space between them, or [`NONE_NAMED`] where a text names none; it is null where
//! there is no text.
//!
//! The list follows the substances of the Office for National Statistics ("Deaths related to drug poisoning by selected substances",
//! England and Wales), with the medicines that certificates name beside them. `controlled` says whether the Misuse of Drugs Act 1971
//! covers the substance today: ONS goes back and counts earlier years alike. Dextropropoxyphene counts as co-proxamol, as in its tables.

use std::sync::LazyLock;

const SHIPPED: &str = include_str!("../codes/substances_1.tsv");

/// What a cell holds where there is a text that names no substance of the list.
pub const NONE_NAMED: &str = "none";

/// A substance of the list.
#[derive(Debug, PartialEq, Eq)]
pub struct Substance {
    /// Its code in payload tables.
    pub code: &'static str,
    /// Its name in reports.
    pub label: &'static str,
    /// The groups it belongs to: one, or two where a benzodiazepine or an amphetamine is a new psychoactive substance.
    pub groups: Vec<SubstanceGroup>,
    /// Whether the Misuse of Drugs Act 1971 covers it.
    pub is_controlled: bool,
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

/// A line of the list; a test holds that every line is one.
fn parsed(line: &'static str) -> Option<Substance> {
    let fields: [&str; 5] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
    let [code, label, groups, controlled, names] = fields;
    let group = |name: &str| GROUPS.iter().find(|(known, _)| *known == name).map(|(_, group)| *group);
    let is_controlled = match controlled {
        "yes" => true,
        "no" => false,
        _ => return None,
    };
    let groups = groups.split(' ').map(group).collect::<Option<_>>()?;
    Some(Substance { code, label, groups, is_controlled, names: names.split('|').collect() })
}

/// The cell of a text that names these substances, in any order and any number of times.
#[must_use]
pub fn cell_of(named: &[&'static Substance]) -> String {
    let codes: Vec<&str> =
        Substance::all().iter().filter(|one| named.contains(one)).map(|substance| substance.code).collect();
    if codes.is_empty() { NONE_NAMED.to_owned() } else { codes.join(" ") }
}

/// The substances of a cell; nothing where it holds a code that is not in the list.
#[must_use]
pub fn of_cell(cell: &str) -> Option<Vec<&'static Substance>> {
    if cell == NONE_NAMED { Some(Vec::new()) } else { cell.split(' ').map(Substance::of_code).collect() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_of_the_list_is_a_substance_with_names_of_its_own() {
        let list = Substance::all();
        assert_eq!(list.len(), SHIPPED.lines().count() - 1);
        let codes: BTreeSet<&str> = list.iter().map(|substance| substance.code).collect();
        let names: Vec<&str> = list.iter().flat_map(|substance| substance.names.iter().copied()).collect();
        assert_eq!(codes.len(), list.len());
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        assert!(!codes.contains(NONE_NAMED) && codes.iter().all(|code| !code.contains(' ')));
        assert!(
            names.iter().all(|name| name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b' '))
        );
    }

    #[test]
    fn a_cell_says_which_are_named_in_the_order_of_the_list() {
        let of = |code: &str| Substance::of_code(code).unwrap();
        let named = [of("diazepam"), of("heroin"), of("diazepam")];
        assert_eq!(cell_of(&named), "heroin diazepam");
        assert_eq!(of_cell("heroin diazepam"), Some(vec![of("heroin"), of("diazepam")]));
        assert_eq!((cell_of(&[]).as_str(), of_cell("none")), ("none", Some(Vec::new())));
        for cell in ["", "heroin  diazepam", "HEROIN", "none heroin", "heroin poisoning"] {
            assert_eq!(of_cell(cell), None, "{cell}");
        }
    }
}
