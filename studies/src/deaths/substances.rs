//! Substances that certificates of drug poisoning name.

use exchange::{Substance, SubstanceGroup};

use super::cause::is_in_one_medicine_with_paracetamol;
use super::timeline::{Timeline, died};
use crate::cohort::Member;
use crate::disclose::{Cell, Chart, Table};
use crate::inputs::RecordKey;

/// A death and what its certificate names.
type Named<'a> = (RecordKey, &'a [&'static Substance]);

/// Which certificates count in a row, of those that count in the wider row.
#[derive(Clone, Copy)]
enum Which {
    All,
    /// Those that name anything but alcohol.
    Drug,
    Group(SubstanceGroup),
    /// One of these codes.
    Codes(&'static [&'static str]),
    /// One of the group that has none of these codes.
    Others(SubstanceGroup, &'static [&'static str]),
}

/// A row: its label and its certificates.
type Row = (&'static str, Which);

/// Rows that are each part of one wider row.
struct Section {
    heading: &'static str,
    within: Option<&'static str>,
    rows: &'static [Row],
}

const EVERY_TEXT: &str = "All with a text";
const ANY_DRUG: &str = "Any drug of the list named";
const ANY_OPIATE: &str = "Any opiate";
const ANY_BENZODIAZEPINE: &str = "Any benzodiazepine";

/// Opiates that have a row.
const OPIATES: &[&str] = &[
    "heroin",
    "morphine",
    "methadone",
    "tramadol",
    "codeine",
    "dihydrocodeine",
    "oxycodone",
    "fentanyl",
    "fentanyl-analogue",
    "buprenorphine",
    "opiate",
];

const SECTIONS: [Section; 5] = [
    Section { heading: "Drug poisonings", within: None, rows: &[(EVERY_TEXT, Which::All)] },
    Section { heading: "Drug poisonings", within: Some(EVERY_TEXT), rows: &[(ANY_DRUG, Which::Drug)] },
    Section {
        heading: "That name a drug, by group",
        within: Some(ANY_DRUG),
        rows: &[
            (ANY_OPIATE, Which::Group(SubstanceGroup::Opiate)),
            ("Cocaine", Which::Group(SubstanceGroup::Cocaine)),
            ("Any amphetamine", Which::Group(SubstanceGroup::Amphetamine)),
            ("Cannabis", Which::Group(SubstanceGroup::Cannabis)),
            ("Any new psychoactive substance", Which::Group(SubstanceGroup::NewPsychoactive)),
            (ANY_BENZODIAZEPINE, Which::Group(SubstanceGroup::Benzodiazepine)),
            ("Zopiclone, zolpidem or zaleplon", Which::Group(SubstanceGroup::ZDrug)),
            ("Pregabalin or gabapentin", Which::Group(SubstanceGroup::Gabapentinoid)),
            ("Any barbiturate", Which::Group(SubstanceGroup::Barbiturate)),
            ("Any antipsychotic", Which::Group(SubstanceGroup::Antipsychotic)),
            ("Any antidepressant", Which::Group(SubstanceGroup::Antidepressant)),
            ("Any paracetamol", Which::Group(SubstanceGroup::Paracetamol)),
            ("Alcohol beside a drug", Which::Group(SubstanceGroup::Alcohol)),
        ],
    },
    Section {
        heading: "That name an opiate",
        within: Some(ANY_OPIATE),
        rows: &[
            ("Heroin or morphine", Which::Codes(&["heroin", "morphine"])),
            ("Methadone", Which::Codes(&["methadone"])),
            ("Tramadol", Which::Codes(&["tramadol"])),
            ("Codeine, not with paracetamol", Which::Codes(&["codeine"])),
            ("Dihydrocodeine, not with paracetamol", Which::Codes(&["dihydrocodeine"])),
            ("Oxycodone", Which::Codes(&["oxycodone"])),
            ("Fentanyl", Which::Codes(&["fentanyl"])),
            ("Fentanyl analogue", Which::Codes(&["fentanyl-analogue"])),
            ("Buprenorphine", Which::Codes(&["buprenorphine"])),
            ("Another opiate", Which::Others(SubstanceGroup::Opiate, OPIATES)),
            ("Which opiate is not said", Which::Codes(&["opiate"])),
        ],
    },
    Section {
        heading: "That name a benzodiazepine",
        within: Some(ANY_BENZODIAZEPINE),
        rows: &[
            ("Diazepam", Which::Codes(&["diazepam"])),
            ("Temazepam", Which::Codes(&["temazepam"])),
            (
                "Another benzodiazepine, or which one is not said",
                Which::Others(SubstanceGroup::Benzodiazepine, &["diazepam", "temazepam"]),
            ),
        ],
    },
];

impl Which {
    fn holds(self, named: &[&'static Substance]) -> bool {
        let any = |wanted: &dyn Fn(&Substance) -> bool| {
            named.iter().any(|one| !is_in_one_medicine_with_paracetamol(one, named) && wanted(one))
        };
        match self {
            Self::All => true,
            Self::Drug => any(&|one| !one.groups.contains(&SubstanceGroup::Alcohol)),
            Self::Group(group) => any(&|one| one.groups.contains(&group)),
            Self::Codes(codes) => any(&|one| codes.contains(&one.code)),
            Self::Others(group, codes) => any(&|one| one.groups.contains(&group) && !codes.contains(&one.code)),
        }
    }
}

/// A row with its certificates.
struct Counted<'a> {
    heading: &'static str,
    label: &'static str,
    here: Vec<Named<'a>>,
    /// Place of the wider row.
    within: Option<usize>,
}

/// Every row of the table, in order.
fn rows<'a>(named: &[Named<'a>]) -> Vec<Counted<'a>> {
    let mut rows: Vec<Counted<'a>> = Vec::new();
    for Section { heading, within, rows: of_section } in SECTIONS {
        let within = within.and_then(|label| rows.iter().position(|wider| wider.label == label));
        for &(label, which) in of_section {
            let of = within.map_or(named, |wider| rows[wider].here.as_slice());
            let here = of.iter().copied().filter(|(_, named)| which.holds(named)).collect();
            rows.push(Counted { heading, label, here, within });
        }
    }
    rows
}

/// Drug poisonings by substance named; nothing where the owner sends nothing of what certificates name.
///
/// The rows follow "Deaths related to drug poisoning by selected substances" (ONS). Each but the first is within a wider one.
pub(super) fn mentions(members: &[Member], lines: &[Timeline<'_>], period: &str) -> Option<Table> {
    let poisoned = died(members, lines).filter(|(_, death)| death.is_drug_poisoning());
    let named: Vec<_> = poisoned.filter_map(|(key, death)| Some((key, death.certificate.named()?))).collect();
    if named.is_empty() {
        return None;
    }
    let mut table = Table::new(
        "deaths-substances",
        "Substances named on the certificates of drug poisonings",
        "People who started drug treatment and died of drug poisoning in the period",
        period,
    );
    let deaths = table.count("deaths", "Deaths");
    let mut places = Vec::new();
    for counted in rows(&named) {
        table.section(counted.heading);
        let row = table.row(counted.label, [(deaths, Cell::of(counted.here.iter().map(|(key, _)| *key)))]);
        places.push(match counted.within {
            Some(wider) => table.within(places[wider], row),
            None => row.alone(),
        });
    }
    table.chart(Chart::Bars { column: deaths });
    table.note(
        "A certificate can name several substances, and a death then stands in several rows: they must not be added. Heroin turns into \
         morphine in the body, so the two are one row. Codeine and dihydrocodeine named beside paracetamol are taken to have been in one \
         medicine with it, and are no opiates here.",
    );
    table.note(
        "Found by the owner, word by word, in the text of the certificate, of which nothing else leaves: a name counts wherever it stands, and \
         what is not in the list, or spelt in none of the known ways, is missed.",
    );
    Some(table)
}

#[cfg(test)]
mod tests {
    use exchange::substances::of_cell;

    use super::*;

    /// The rows in which a certificate counts, the first left out.
    fn labels(cell: &str) -> Vec<&'static str> {
        let named = of_cell(cell).unwrap();
        let rows = rows(&[(RecordKey::default(), &named)]);
        rows.iter().skip(1).filter(|counted| !counted.here.is_empty()).map(|counted| counted.label).collect()
    }

    #[test]
    fn a_certificate_counts_in_the_rows_of_what_it_names() {
        for (cell, wanted) in [
            ("none", vec![]),
            ("alcohol", vec![]),
            ("heroin morphine alcohol", vec![ANY_DRUG, ANY_OPIATE, "Alcohol beside a drug", "Heroin or morphine"]),
            ("opiate", vec![ANY_DRUG, ANY_OPIATE, "Which opiate is not said"]),
            ("codeine", vec![ANY_DRUG, ANY_OPIATE, "Codeine, not with paracetamol"]),
            ("codeine paracetamol", vec![ANY_DRUG, "Any paracetamol"]),
            ("methadone codeine co-codamol", vec![ANY_DRUG, ANY_OPIATE, "Any paracetamol", "Methadone"]),
            ("nitazene", vec![ANY_DRUG, ANY_OPIATE, "Another opiate"]),
            (
                "diazepam etizolam",
                vec![
                    ANY_DRUG,
                    "Any new psychoactive substance",
                    ANY_BENZODIAZEPINE,
                    "Diazepam",
                    "Another benzodiazepine, or which one is not said",
                ],
            ),
            ("verapamil", vec![ANY_DRUG]),
        ] {
            assert_eq!(labels(cell), wanted, "{cell}");
        }
    }

    #[test]
    fn rows_and_list_fit_together() {
        for (label, which) in SECTIONS.iter().flat_map(|section| section.rows) {
            let codes: &[&str] = match which {
                Which::Codes(codes) | Which::Others(_, codes) => codes,
                _ => &[],
            };
            for code in codes {
                assert!(Substance::of_code(code).is_some(), "{label}: {code}");
            }
        }
        for substance in Substance::all() {
            let own_row = labels(substance.code).len();
            let groups: Vec<_> = substance.groups.iter().filter(|group| **group != SubstanceGroup::Other).collect();
            let is_detailed = substance
                .groups
                .iter()
                .any(|group| matches!(group, SubstanceGroup::Opiate | SubstanceGroup::Benzodiazepine));
            let wanted = 1 + groups.len() + usize::from(is_detailed);
            let is_drug = !substance.groups.contains(&SubstanceGroup::Alcohol);
            assert_eq!(own_row, if is_drug { wanted } else { 0 }, "{}", substance.code);
        }
        let others = Substance::all().iter().filter(|one| one.groups.contains(&SubstanceGroup::Opiate));
        let detailed = others.filter(|one| OPIATES.contains(&one.code)).count();
        assert_eq!(detailed, OPIATES.len());
    }
}
