//! A spec in plain English: what leaves each building, who can see what, and what it costs.

use std::fmt::Write;

use super::{Cardinality, Link, PayloadKind, Source, Spec};

/// The spec in plain English, for people who sign it.
#[must_use]
pub fn show(spec: &Spec) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "Project {}, delivery {}, profile {}.", spec.project, spec.delivery, spec.profile.name());
    let _ = writeln!(out, "Spec hash {}.", spec.hash());
    for (index, source) in spec.sources.iter().enumerate() {
        let _ = writeln!(out, "\n{}", source.name.to_uppercase());
        leaves(&mut out, spec, index, source);
    }
    for link in &spec.links {
        let _ = writeln!(out, "\nLINK {}", link.name);
        compared(&mut out, spec, link);
    }
    out
}

fn leaves(out: &mut String, spec: &Spec, index: usize, source: &Source) {
    let files: Vec<_> = source.tables.iter().map(|table| table.file.as_str()).collect();
    let _ = writeln!(out, "  reads      {}", files.join(", "));
    if let Some(consent) = &source.consent {
        let _ = writeln!(out, "  drops      rows whose {} is {}", consent.column, consent.refused);
    }
    for (_, link) in spec.links_of(index) {
        let (slots, passes) = (slots(link), link.passes.len());
        let (to, bytes) = if spec.relay { ("to the relay        ", 8) } else { ("to the linkage unit ", 4) };
        let _ = writeln!(
            out,
            "  {to}  link {}: {passes} passes of {slots} keyed tokens, up to {} bytes a record; no name, date, postcode \
             or sex",
            link.name,
            passes * (24 + bytes * slots),
        );
    }
    if spec.relay {
        let relayed = "from the relay: the same tokens under the key custodian's own key, 4 bytes each";
        let _ = writeln!(out, "  to the linkage unit   {relayed}");
    }
    if spec.dummies > 0.0 {
        let _ = writeln!(out, "  among them            {} % of identities that are nobody's", 100.0 * spec.dummies);
    }
    let desk = "random handles, about how many names, and whether any pass let somebody go";
    let _ = writeln!(out, "  to the union desk     {desk}");
    for table in source.tables.iter().filter(|table| !table.payload.is_empty()) {
        let columns: Vec<_> =
            table.payload.iter().map(|column| format!("{} ({})", column.name, kept(&column.kind))).collect();
        let _ = writeln!(out, "  to the analysis unit  {}: {}", table.name, columns.join(", "));
    }
    if spec.sealed {
        let rest = "sealed row by row: it opens those of a study's people, whose keys the key custodian gives it, and of the \
                    others sees how many rows each handle has and the latest day in each column of dates";
        let _ = writeln!(out, "  all of it             {rest}");
    }
    let _ =
        writeln!(out, "  stays                 the crosswalk, who has several records, and the check report (owner/)");
}

fn slots(link: &Link) -> usize {
    link.groups().iter().map(|group| group.slots()).sum()
}

fn kept(kind: &PayloadKind) -> &'static str {
    match kind {
        PayloadKind::Text => "as it stands",
        PayloadKind::Integer => "a whole number",
        PayloadKind::Date(_) => "the exact date",
        PayloadKind::Year(_) => "year only",
        PayloadKind::Code(_) => "one of a list of codes",
        PayloadKind::PostcodeArea => "postcode area only",
        PayloadKind::Substances1 { .. } => {
            "of drug poisonings the drugs of a shipped list that it names, and no other word"
        }
    }
}

fn compared(out: &mut String, spec: &Spec, link: &Link) {
    let (left, right) = (&spec.sources[link.left].name, &spec.sources[link.right].name);
    let _ = match link.cardinality {
        Cardinality::Cluster => writeln!(out, "  finds records of one person within {left}"),
        Cardinality::OneOne => writeln!(out, "  {left} with {right}, one record to one"),
        Cardinality::ManyOne => writeln!(out, "  {left} with {right}, several {left} records may share one"),
    };
    let compared: Vec<_> = link.comparisons.iter().map(|comparison| comparison.kind.name()).collect();
    let _ = writeln!(out, "  compares   {}", compared.join(", "));
    if !link.home.is_empty() {
        let home: Vec<_> = link.home.iter().map(|kind| kind.name()).collect();
        let _ = writeln!(out, "  of a home  {}: two people who live together agree on these at once", home.join(", "));
    }
    let _ = writeln!(
        out,
        "  declares   from match probability {:.3} beside rivals: a false link costs {} missed ones",
        link.loss.threshold(),
        link.loss.false_link()
    );
    for pass in &link.passes {
        let key: Vec<_> = pass
            .key
            .iter()
            .map(|part| part.iter().map(|derived| derived.name()).collect::<Vec<_>>().join(" or "))
            .collect();
        let _ = writeln!(out, "  pass {:<18} same {}; at most {} people a block", pass.name, key.join(", "), pass.cap);
    }
}
