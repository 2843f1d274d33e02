//! Dummies among the rows that leave: they drive nobody out, look like rows, and are gone at the union desk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use exchange::spec::{PERSON, Spec};
use exchange::{HandleRow, Manifest, NewFolder, PassRows, Role, handles, read_rows, tokens};
use linker::Unwatched;
use linker::link::link;
use linker::union::{Candidate, Entities, candidates};

use crate::world::{MEMORY, SIDES, delivered, owners_key, received};

fn spec(dummies: &str) -> Spec {
    let text = PERSON.replacen("project =", &format!("dummies = {dummies}\nproject ="), 1);
    Spec::parse(&text, Path::new("person.toml")).unwrap()
}

#[test]
fn dummies_drive_nobody_out_and_are_in_no_table_of_handles() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for (out, share) in [("plain", "0.0"), ("hidden", "0.25")] {
        delivered(&spec(share), "left", &owners_key(1), at, out);
    }
    let [plain, hidden] = ["plain", "hidden"]
        .map(|out| read_rows::<HandleRow>(&at.join(out).join("union").join(handles::HANDLES_FILE)).unwrap());
    assert_eq!(plain, hidden, "the handles of the same people");
    let link = &spec("0.0").links[0];
    let (mut beside, mut among, mut without, mut rows_before, mut rows_after) = (0, 0, 0, 0, 0);
    for (number, pass) in link.passes.iter().enumerate() {
        let name = tokens::file_name(&link.name, &pass.name);
        let rows = |out: &str| tokens::read_all::<u32>(&at.join(out).join("linkage").join(&name)).unwrap().1;
        let (before, after) = (rows("plain"), rows("hidden"));
        let known: BTreeSet<u64> =
            plain.iter().filter(|row| usize::from(row.pass) == number).map(|row| row.handle).collect();
        let people = of_people(&before, &known);
        assert_eq!(people, of_people(&after, &known), "{name}: the same people leave");
        let (blocks, all) = (blocks(&before, &known), blocks(&after, &BTreeSet::from_iter(after.handle.clone())));
        // Padding's blocks are random: none of it stands beside a person.
        let strangers: usize = blocks.keys().map(|block| all[block] - blocks[block]).sum();
        (beside, among) = (beside + strangers, among + people.len());
        without += before.len() - people.len();
        rows_before += before.len();
        rows_after += after.len();
        assert!(blocks.keys().all(|block| all[block] <= pass.cap.max(blocks[block])), "{name}: over the cap");
    }
    assert!(beside * 100 > among, "only {beside} dummies stand beside {among} rows of people");
    // Not in every pass: where most blocks are full, a dummy finds no room, and padding goes up to other multiples.
    assert!(rows_after > rows_before * 11 / 10, "{rows_after} rows in place of {rows_before}");
    assert!(without > 0, "padding is there without dummies too");
}

#[test]
fn the_union_desk_strips_them_before_it_declares_anything() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let [plain, hidden] = [("plain", "0.0"), ("hidden", "0.25")].map(|(out, share)| linked(at, out, share));
    assert!(plain.len() > 500, "only {} pairs", plain.len());
    // Weights move with the model, which saw dummies, the more the fewer people there are (`benches --bin dummies` has the accuracy of
    // large files): what was sure stays so. That dummies made pairs at all, the test below shows.
    let sure = |pairs: &[Candidate]| -> BTreeSet<(u32, u32)> {
        pairs.iter().filter(|pair| pair.match_weight > 4.0).map(|pair| (pair.left, pair.right)).collect()
    };
    let (plain, hidden) = (sure(&plain), sure(&hidden));
    let kept = plain.intersection(&hidden).count();
    assert!(kept * 100 >= plain.len() * 97, "{kept} of {} pairs are as sure as without dummies", plain.len());
}

/// The share of dummies is known to nobody but by the spec; a table that claims none takes a strange handle for a fault.
#[test]
fn a_handle_without_an_entity_is_a_fault_where_there_are_no_dummies() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    linked(at, "hidden", "0.25");
    let path = at.join("hidden-left/union");
    let mut manifest = Manifest::read(&path, Role::Union).unwrap();
    assert!(manifest.dummies);
    manifest.dummies = false;
    std::fs::remove_file(path.join("manifest.json")).unwrap();
    manifest.write(&path).unwrap();
    assert!(found(at, "hidden", "0.25").is_err());
}

fn linked(at: &Path, out: &str, share: &str) -> Vec<Candidate> {
    let spec = spec(share);
    let folders = SIDES.map(|side| {
        let name = format!("{out}-{side}");
        delivered(&spec, side, &owners_key(1), at, &name);
        received(&at.join(name).join("linkage"), Role::Linkage)
    });
    let pairs = NewFolder::begin(at.join(format!("{out}-pairs")), false).unwrap();
    link(&spec, &folders, &BTreeMap::new(), pairs, None, MEMORY, &Unwatched).unwrap();
    found(at, out, share).unwrap()
}

fn found(at: &Path, out: &str, share: &str) -> linker::Result<Vec<Candidate>> {
    let pairs = received(&at.join(format!("{out}-pairs")), Role::Pairs);
    let [left, right] = SIDES
        .map(|side| Entities::read(&received(&at.join(format!("{out}-{side}")).join("union"), Role::Union)).unwrap());
    candidates(0, &spec(share).links[0], &pairs, &left, &right)
}

/// Block and null mask by handle.
fn of_people(rows: &PassRows, known: &BTreeSet<u64>) -> BTreeMap<u64, (u64, u64)> {
    let all = (0..rows.len()).map(|row| (rows.handle[row], (rows.block[row], rows.nulls[row])));
    all.filter(|(handle, _)| known.contains(handle)).collect()
}

/// Rows of each block, of these handles.
fn blocks(rows: &PassRows, known: &BTreeSet<u64>) -> BTreeMap<u64, usize> {
    let mut blocks = BTreeMap::new();
    for (block, _) in rows.block.iter().zip(&rows.handle).filter(|(_, handle)| known.contains(handle)) {
        *blocks.entry(*block).or_default() += 1;
    }
    blocks
}
