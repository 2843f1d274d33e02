//! A study of the four departments on invented people, as its desks would link it, judged by kind of person.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::spec::{FOUR_DEPARTMENTS, Spec};
use exchange::{Desk, Frame, NewFolder, Received, Role, receive};
use fixtures::{WorldSpec, write_departments};
use keys::{Randomness, StudyKey};
use linker::Unwatched;
use linker::encode::{CROSSWALK_FILE, Order, pseudonymise};
use linker::evaluate::{CaseAccuracy, LinkedPeople, SourceRecords, TruthFolder, by_case, pooled, spine_pairs};
use linker::link::link;
use linker::union::{self, union};

use crate::Result;
use crate::accuracy::MEMORY;
use crate::population::{SEED, keyring};

const STUDY: &str = "cases";
/// The source whose people the others are linked to.
pub(crate) const ANCHOR: &str = "ndtms";

/// Accuracy of the links from treatment records to the three other departments, together.
pub fn four_departments(people: usize) -> Result<Vec<CaseAccuracy>> {
    let work = tempfile::tempdir()?;
    let extracts = work.path().join("extracts");
    write_departments(&WorldSpec::for_people(people, SEED), &extracts, &|_| ())?;
    let spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("four_departments.toml"))?;
    let spines = spines(&spec, &extracts, work.path())?;
    let mut truth = TruthFolder::open(&extracts.join("truth"))?;
    let anchor = crosswalk(work.path(), ANCHOR)?;
    let others = spec.sources.iter().map(|source| source.name.as_str()).filter(|name| *name != ANCHOR);
    let links = others
        .map(|name| {
            let other = crosswalk(work.path(), name)?;
            let [left, right] =
                [(ANCHOR, &anchor), (name, &other)].map(|(source, records)| SourceRecords { source, records });
            let mut people = LinkedPeople {
                left: truth.persons(ANCHOR)?.of(anchor.iter().map(|record| record.1.as_str()))?,
                right: truth.persons(name)?.of(other.iter().map(|record| record.1.as_str()))?,
                links: Vec::new(),
            };
            let pairs = spine_pairs(&spines, left, right, |_, _| false)?;
            let linked = pairs.iter().filter(|pair| pair.link);
            people.links =
                linked.map(|pair| (people.left[pair.left as usize], people.right[pair.right as usize])).collect();
            Ok(by_case(&truth.cases, &people))
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(pooled(&links))
}

/// The shipped agreement of four departments, without the ceiling on unique people: a small world has more of them, and nobody in it
/// exists.
pub fn agreement() -> Result<Spec> {
    let mut spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("four_departments.toml"))?;
    for source in &mut spec.sources {
        source.uniques_ceiling = 1.0;
    }
    Ok(spec)
}

/// Every desk in turn; deliveries lie in `work` by source.
fn spines(spec: &Spec, extracts: &Path, work: &Path) -> Result<Received> {
    deliver(spec, extracts, work)?;
    linked(spec, work)
}

/// Every owner's delivery, in `work` by source.
pub fn deliver(spec: &Spec, extracts: &Path, work: &Path) -> Result<()> {
    (0..spec.sources.len()).try_for_each(|source| deliver_one(spec, source, extracts, work))
}

/// One owner's delivery, in `work` by source.
pub fn deliver_one(spec: &Spec, source: usize, extracts: &Path, work: &Path) -> Result<()> {
    let name = &spec.sources[source].name;
    let (folder, keyring) = (extracts.join(name), keyring(spec)?);
    let order = Order { spec, source, folder: &folder, keyring: &keyring, memory_bytes: MEMORY };
    let out = NewFolder::begin_inside_unfinished(work.join(name))?;
    pseudonymise(&order, out, Randomness::from_test_seed(SEED, name)?, &Unwatched)?;
    Ok(())
}

/// The spine that the linkage unit and the union desk make of the deliveries in `work`.
pub(crate) fn linked(spec: &Spec, work: &Path) -> Result<Received> {
    let (pairs, spine) = (work.join("pairs"), work.join("spine"));
    let out = NewFolder::begin_inside_unfinished(&pairs)?;
    link(spec, &deliveries(spec, work, Role::Linkage)?, &BTreeMap::new(), out, None, u64::MAX, &Unwatched)?;
    let study = StudyKey::from_test_seed(&spec.project, STUDY, SEED)?;
    let linked = receive(&pairs, Role::Pairs, Desk::OneHat)?;
    let out = NewFolder::begin_inside_unfinished(&spine)?;
    let folders = deliveries(spec, work, Role::Union)?;
    let order = union::Order { spec, linked: &linked, folders: &folders, study_key: &study, memory_bytes: u64::MAX };
    union(&order, out, &Unwatched)?;
    Ok(receive(&spine, Role::Spine, Desk::OneHat)?)
}

/// One folder of every delivery in `work`, in the order of the spec's sources.
pub fn deliveries(spec: &Spec, work: &Path, role: Role) -> Result<Vec<Received>> {
    spec.sources.iter().map(|source| delivery(work, &source.name, role)).collect()
}

/// One folder of a source's delivery in `work`.
pub fn delivery(work: &Path, source: &str, role: Role) -> Result<Received> {
    Ok(receive(&work.join(source).join(role.folder_name()), role, Desk::OneHat)?)
}

/// Payload handle and record id of a source's entities.
pub fn crosswalk(work: &Path, source: &str) -> Result<Vec<(u64, String)>> {
    let frame = Frame::read(&delivery(work, source, Role::Owner)?.file(CROSSWALK_FILE)?)?;
    let handle = exchange::payload::PAYLOAD_HANDLE;
    let keys = frame.columns().iter().filter(|column| column.name != handle);
    let texts = keys.map(|column| frame.texts(&column.name)).collect::<std::result::Result<Vec<_>, _>>()?;
    let id = |row: usize| {
        let parts: Vec<_> = texts.iter().map(|column| column[row].as_deref().unwrap_or_default()).collect();
        parts.join("/")
    };
    Ok(frame.handles(handle)?.iter().enumerate().map(|(row, handle)| (*handle, id(row))).collect())
}
