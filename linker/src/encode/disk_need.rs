//! How much disk a run will need, told before it begins.

use exchange::spec::{Spec, TableKind};

use super::entry::EntryLayout;
use super::pseudonymise::Order;
use super::sweep::alternatives;
use crate::error::Result;
use crate::input::SourceTable;
use crate::spill::Workspace;
use crate::watch::DiskNeed;

/// Block, handle and null mask of a row of a pass file, beside its tokens; and its row in the table of handles.
const ROW_BYTES: u64 = 24 + 20;
/// What a payload row takes more where it leaves sealed: handle, number, tag and length; and padding to the longest.
const SEALED_ROW_BYTES: u64 = 40;
/// Padding adds up to a sixteenth.
const PADDING: u64 = 16;

/// What pseudonymising will need, by the tables' bytes and rows; entries over a cap are left out of the delivery.
pub fn disk_need(order: &Order<'_>) -> Result<DiskNeed> {
    let source = &order.spec.sources[order.source];
    let (mut identities, mut identity_bytes, mut payload_bytes) = (0, 0, 0);
    for table in &source.tables {
        let path = order.folder.join(&table.file);
        let file = SourceTable::open(&path)?;
        let (is_identity, leaves_sealed) =
            (table.kind != TableKind::Event, order.spec.sealed && !table.payload.is_empty());
        // Counting reads the whole of a CSV file: not where nobody asks.
        let rows = if is_identity || leaves_sealed { file.rows_at_most(&path) } else { 0 };
        if is_identity {
            identities += rows;
            identity_bytes += file.bytes();
        }
        if !table.payload.is_empty() {
            payload_bytes += file.bytes() + if leaves_sealed { SEALED_ROW_BYTES * rows } else { 0 };
        }
    }
    let identities = identities + (identities as f64 * order.spec.dummies) as u64;
    let (mut delivered, mut entries) = (identity_bytes + payload_bytes, 0);
    for (row_bytes, entry_bytes) in links(order.spec, order.source) {
        delivered += identities * row_bytes + identities * row_bytes / PADDING;
        // The entries of one link are forgotten before those of the next are made.
        entries = entries.max(identities * entry_bytes);
    }
    let unfinished = identity_bytes + payload_bytes + entries;
    let fits = unfinished < Workspace::counted_bytes(order.memory_bytes);
    Ok(DiskNeed { delivery_bytes: delivered, sealed_bytes: if fits { 0 } else { unfinished } })
}

/// For each link, bytes of an identity's rows in all pass files, and of its entries.
fn links(spec: &Spec, source: usize) -> impl Iterator<Item = (u64, u64)> {
    let token_bytes = spec.token_bytes();
    spec.links_of(source).map(move |(_, link)| {
        let groups = link.groups();
        let slots: usize = groups.iter().map(|group| group.slots()).sum();
        let entries: u64 = link.passes.iter().map(|pass| alternatives(&pass.key).len() as u64).sum();
        let entry = EntryLayout { groups: groups.len(), slots, token_bytes }.bytes() as u64;
        (entries * (ROW_BYTES + (slots * token_bytes) as u64), entries * entry)
    })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::path::Path;

    use exchange::spec::{FOUR_DEPARTMENTS, PERSON};
    use keys::Keyring;

    use super::*;

    #[test]
    fn rows_are_counted_and_not_judged_from_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let mut rows = "rec_id,forename,surname,address\n".to_owned();
        for row in 0..3_000 {
            let address = if row < 1_000 { "A LONG ADDRESS OF MANY WORDS ".repeat(40) } else { String::new() };
            writeln!(rows, "{row},ANN,LEE,{address}").unwrap();
        }
        std::fs::write(folder.path().join("left.csv"), rows).unwrap();
        let spec = Spec::parse(PERSON, Path::new("person.toml")).unwrap();
        let keyring = Keyring::from_test_seed(&spec.project, 1).unwrap();
        let source = spec.source("left").unwrap().0;
        let need = |memory_bytes| {
            disk_need(&Order { spec: &spec, source, folder: folder.path(), keyring: &keyring, memory_bytes }).unwrap()
        };
        let least: u64 = links(&spec, source).map(|(row_bytes, _)| 3_000 * row_bytes).sum();
        assert!(need(4 << 30).delivery_bytes >= least, "{:?} < {least}", need(4 << 30));
        // What the program itself takes is not there for the work.
        assert_eq!(need(4 << 30).sealed_bytes, 0);
        assert!(need(200 << 20).sealed_bytes > 0);
    }

    #[test]
    fn payload_is_counted_by_its_bytes_and_sealed_rows_by_number_too() {
        let folder = tempfile::tempdir().unwrap();
        let write = |file: &str, header: &str, row: &str, rows: usize| {
            std::fs::write(folder.path().join(file), format!("{header}\n{}", format!("{row}\n").repeat(rows))).unwrap();
        };
        write("claimant.csv", "NINO,FORENAME,SURNAME,DOB,SEX,POSTCODE", "QQ123456C,ANN,LEE,1980-02-29,F,LS1 1AA", 9);
        write("employment_spell.csv", "NINO,START,END", "", 0);
        let spell = "QQ123456C,JSA,2007-05-01,2007-06-01";
        for (sealed, a_row) in [("false", 0), ("true", SEALED_ROW_BYTES)] {
            let text = FOUR_DEPARTMENTS.replacen("project =", &format!("sealed = {sealed}\nproject ="), 1);
            let spec = Spec::parse(&text, Path::new("spec.toml")).unwrap();
            let keyring = Keyring::from_test_seed(&spec.project, 1).unwrap();
            let (source, memory_bytes) = (spec.source("dwp").unwrap().0, 4 << 30);
            let need = |rows| {
                write("benefit_spell.csv", "NINO,BENEFIT,START,END", spell, rows);
                let order = Order { spec: &spec, source, folder: folder.path(), keyring: &keyring, memory_bytes };
                disk_need(&order).unwrap().delivery_bytes
            };
            let more = need(1_500) - need(500);
            assert_eq!(more, 1_000 * (spell.len() as u64 + 1 + a_row), "sealed = {sealed}");
        }
    }
}
