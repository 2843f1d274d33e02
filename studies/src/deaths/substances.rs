//! Substances that certificates of drug poisoning name.

use exchange::{Substance, SubstanceGroup};

use super::cause::{is_drug_poisoning, is_in_one_medicine_with_paracetamol};
use super::timeline::{Died, Timeline, died};
use crate::cohort::Member;
use crate::disclose::{Cell, Chart, Measure, Table};

/// What one certificate names.
#[derive(Clone, Copy)]
struct Named<'a>(&'a [&'static Substance]);

impl Named<'_> {
    /// One of these codes, other than in one medicine with paracetamol.
    fn has(self, codes: &[&str]) -> bool {
        self.counted().any(|one| codes.contains(&one.code))
    }

    fn has_group(self, groups: &[SubstanceGroup]) -> bool {
        self.counted().any(|one| one.groups.iter().any(|group| groups.contains(group)))
    }

    /// Of this group, one that is none of these codes.
    fn has_other(self, group: SubstanceGroup, codes: &[&str]) -> bool {
        self.counted().any(|one| one.groups.contains(&group) && !codes.contains(&one.code))
    }

    fn counted(self) -> impl Iterator<Item = &'static Substance> {
        self.0.iter().copied().filter(move |one| !is_in_one_medicine_with_paracetamol(one, self.0))
    }
}

/// A row: its label, and whether a certificate counts in it.
type Row = (&'static str, fn(Named<'_>) -> bool);

/// Rows under a heading, which says of which deaths they are parts.
struct Section {
    heading: &'static str,
    of: fn(Named<'_>) -> bool,
    rows: &'static [Row],
}

const OPIATES: [&str; 9] = [
    "heroin",
    "morphine",
    "methadone",
    "tramadol",
    "codeine",
    "dihydrocodeine",
    "oxycodone",
    "fentanyl",
    "buprenorphine",
];

const SECTIONS: [Section; 4] = [
    Section {
        heading: "Of all drug poisonings with a text",
        of: |_| true,
        rows: &[("Any substance named", |named| !named.0.is_empty())],
    },
    Section {
        heading: "Of those that name any substance",
        of: |named| !named.0.is_empty(),
        rows: &[
            ("Any opiate", |named| named.has_group(&[SubstanceGroup::Opiate])),
            ("Cocaine", |named| named.has_group(&[SubstanceGroup::Cocaine])),
            ("Any amphetamine", |named| named.has_group(&[SubstanceGroup::Amphetamine])),
            ("Cannabis", |named| named.has_group(&[SubstanceGroup::Cannabis])),
            ("Any new psychoactive substance", |named| named.has_group(&[SubstanceGroup::NewPsychoactive])),
            ("Any benzodiazepine", |named| named.has_group(&[SubstanceGroup::Benzodiazepine])),
            ("Zopiclone or zolpidem", |named| named.has_group(&[SubstanceGroup::ZDrug])),
            ("Pregabalin or gabapentin", |named| named.has_group(&[SubstanceGroup::Gabapentinoid])),
            ("Any barbiturate", |named| named.has_group(&[SubstanceGroup::Barbiturate])),
            ("Any antipsychotic", |named| named.has_group(&[SubstanceGroup::Antipsychotic])),
            ("Any antidepressant", |named| named.has_group(&[SubstanceGroup::Antidepressant])),
            ("Any paracetamol", |named| named.has_group(&[SubstanceGroup::Paracetamol])),
            ("Alcohol", |named| named.has_group(&[SubstanceGroup::Alcohol])),
        ],
    },
    Section {
        heading: "Of those that name an opiate",
        of: |named| named.has_group(&[SubstanceGroup::Opiate]),
        rows: &[
            ("Heroin or morphine", |named| named.has(&["heroin", "morphine"])),
            ("Methadone", |named| named.has(&["methadone"])),
            ("Tramadol", |named| named.has(&["tramadol"])),
            ("Codeine, not with paracetamol", |named| named.has(&["codeine"])),
            ("Dihydrocodeine, not with paracetamol", |named| named.has(&["dihydrocodeine"])),
            ("Oxycodone", |named| named.has(&["oxycodone"])),
            ("Fentanyl", |named| named.has(&["fentanyl"])),
            ("Buprenorphine", |named| named.has(&["buprenorphine"])),
            ("Another opiate, or which one not said", |named| named.has_other(SubstanceGroup::Opiate, &OPIATES)),
        ],
    },
    Section {
        heading: "Of those that name a benzodiazepine",
        of: |named| named.has_group(&[SubstanceGroup::Benzodiazepine]),
        rows: &[
            ("Diazepam", |named| named.has(&["diazepam"])),
            ("Temazepam", |named| named.has(&["temazepam"])),
            ("Another benzodiazepine, or which one not said", |named| {
                named.has_other(SubstanceGroup::Benzodiazepine, &["diazepam", "temazepam"])
            }),
        ],
    },
];

/// Drug poisonings by substance named; nothing where the owner sends nothing of what certificates name.
///
/// The rows are those of "Deaths related to drug poisoning by selected substances" (ONS). Each is a part of the deaths in its heading,
/// so that what is left of those is protected too.
pub(super) fn mentions(members: &[Member], lines: &[Timeline<'_>], period: &str) -> Option<Table> {
    let named = |(key, death): Died<'_>| {
        let is_poisoning = death.underlying.is_some_and(is_drug_poisoning);
        let substances = death.substances.as_ref().filter(|_| is_poisoning)?;
        Some((key, substances.clone()))
    };
    let named: Vec<_> = died(members, lines).filter_map(named).collect();
    if named.is_empty() {
        return None;
    }
    let mut table = Table::new(
        "deaths-substances",
        "Substances named on the certificates of drug poisonings",
        "People who started drug treatment and died of drug poisoning in the period",
        period,
    );
    let of = table.count("of", "Deaths in the heading");
    let deaths = table.part_of(of, "deaths", "Deaths that name it");
    table.measure("share", "Share, % (95% interval)", Measure::Percent { part: deaths, whole: of });
    for section in &SECTIONS {
        table.section(section.heading);
        let wider: Vec<_> = named.iter().filter(|(_, substances)| (section.of)(Named(substances))).collect();
        for (label, counts) in section.rows {
            let here = wider.iter().filter(|(_, substances)| counts(Named(substances)));
            let cells =
                [(of, Cell::of(wider.iter().map(|(key, _)| *key))), (deaths, Cell::of(here.map(|(key, _)| *key)))];
            table.row(*label, cells).alone();
        }
    }
    table.chart(Chart::Bars { column: deaths });
    table.note(
        "A certificate can name several substances, and a death then stands in several rows: they must not be added. Heroin turns into \
         morphine in the body, so the two are one row. Codeine and dihydrocodeine named beside paracetamol are taken to have been in one \
         medicine with it, and are no opiates here.",
    );
    table.note(
        "Found by the owner, word by word, in the text of the certificate, of which nothing else leaves: a name counts wherever it stands, and \
         what is spelt in none of the known ways is missed.",
    );
    Some(table)
}

#[cfg(test)]
mod tests {
    use exchange::substances::of_cell;

    use super::*;

    /// The rows of every section in which a certificate counts.
    fn rows(cell: &str) -> Vec<&'static str> {
        let named = of_cell(cell).unwrap();
        let named = Named(&named);
        let sections = SECTIONS.iter().filter(|section| (section.of)(named));
        sections.flat_map(|section| section.rows).filter(|(_, counts)| counts(named)).map(|(label, _)| *label).collect()
    }

    #[test]
    fn a_certificate_counts_in_the_rows_of_what_it_names() {
        for (cell, labels) in [
            ("none", vec![]),
            ("heroin morphine alcohol", vec!["Any opiate", "Alcohol", "Heroin or morphine"]),
            ("opiate", vec!["Any opiate", "Another opiate, or which one not said"]),
            ("codeine", vec!["Any opiate", "Codeine, not with paracetamol"]),
            ("codeine paracetamol", vec!["Any paracetamol"]),
            ("methadone co-codamol codeine", vec!["Any opiate", "Any paracetamol", "Methadone"]),
            (
                "diazepam etizolam",
                vec![
                    "Any new psychoactive substance",
                    "Any benzodiazepine",
                    "Diazepam",
                    "Another benzodiazepine, or which one not said",
                ],
            ),
            ("verapamil", vec![]),
        ] {
            let labels = if cell == "none" { labels } else { [vec!["Any substance named"], labels].concat() };
            assert_eq!(rows(cell), labels, "{cell}");
        }
    }

    #[test]
    fn every_code_of_the_rows_is_in_the_list() {
        assert!(OPIATES.iter().chain(&["temazepam", "dihydrocodeine"]).all(|code| Substance::of_code(code).is_some()));
    }
}
