//! The three desks of a trial at one desk, on two files whose truth is known.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use exchange::spec::Spec;
use exchange::{Desk, Frame, LinkClass, NewFolder, Role, receive};
use keys::Randomness;
use linker::Unwatched;
use linker::encode::{Delivery, Order, pseudonymise};
use linker::evaluate::{
    CaseAccuracy, Evaluation, LinkedPeople, ScoredPair, Truth, TruthFolder, by_case, evaluate_pairs,
};
use linker::link::{Linked, link};
use linker::union::{Decision, Entities, candidates, decide};

use crate::Result;
use crate::population::{SEED, keyring};

/// Bytes that pseudonymise may hold at a time.
pub const MEMORY: u64 = 4 << 30;

/// What a spec made of two files.
pub struct Trial {
    /// Pairs compared, by pass.
    pub linked: Linked,
    /// Every pair above the floor, with its truth.
    pub scored: Vec<ScoredPair>,
    /// Record ids of the left and of the right file, by the numbers that `scored` uses.
    pub record_ids: [Vec<String>; 2],
    /// Against the truth.
    pub evaluation: Evaluation,
    /// Costs, left and right.
    pub deliveries: Vec<Delivery>,
}

/// The folders under `root` with a `left.csv`, a `right.csv` and a `truth.csv`, by name.
pub fn linked_sets(root: &Path) -> Result<Vec<PathBuf>> {
    let mut sets: Vec<PathBuf> = std::fs::read_dir(root)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    sets.retain(|set| ["left.csv", "right.csv", "truth.csv"].iter().all(|file| set.join(file).is_file()));
    sets.sort_unstable();
    Ok(sets)
}

/// What a set is called: its folder's name.
#[must_use]
pub fn set_name(set: &Path) -> String {
    set.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Links `left.csv` with `right.csv` of `set` under the first link of `spec` and evaluates against `truth.csv`.
pub fn trial(spec: &Spec, set: &Path) -> Result<Trial> {
    let truth = Truth::read(&set.join("truth.csv"))?;
    let work = tempfile::tempdir()?;
    let keyring = keyring(spec)?;
    let mut deliveries = Vec::new();
    let mut linkage = Vec::new();
    for (number, source) in spec.sources.iter().enumerate() {
        let order = Order { spec, source: number, folder: set, keyring: &keyring, memory_bytes: MEMORY };
        let out = NewFolder::begin_inside_unfinished(work.path().join(&source.name))?;
        let randomness = Randomness::from_test_seed(SEED, &source.name)?;
        deliveries.push(pseudonymise(&order, out, randomness, &Unwatched)?);
        linkage.push(receive(&work.path().join(&source.name).join("linkage"), Role::Linkage, Desk::OneHat)?);
    }
    let pairs = work.path().join("pairs");
    let linked = link(
        spec,
        &linkage,
        &BTreeMap::new(),
        NewFolder::begin_inside_unfinished(&pairs)?,
        None,
        u64::MAX,
        &Unwatched,
    )?;
    let [left, right] = [0, 1].map(|side| Records::read(&work.path().join(&spec.sources[side].name)));
    let (left, right) = (left?, right?);
    let declared = &spec.links[0];
    let received = receive(&pairs, Role::Pairs, Desk::OneHat)?;
    let found = candidates(0, declared, &received, &left.entities, &right.entities)?;
    let scored: Vec<ScoredPair> = decide(&found, Decision::of(declared))
        .iter()
        .map(|decided| {
            let candidate = decided.candidate;
            ScoredPair {
                left: candidate.left,
                right: candidate.right,
                match_weight: candidate.match_weight,
                link: decided.class == LinkClass::Link,
                truth: truth.holds(left.id(candidate.left), right.id(candidate.right)),
            }
        })
        .collect();
    let evaluation = evaluate_pairs(&scored, truth.total(), truth.left_reused());
    Ok(Trial { linked, scored, record_ids: [left, right].map(Records::into_ids), evaluation, deliveries })
}

/// Links two generated files and judges the links by kind of person; `set` also holds the `truth` folder that
/// [`fixtures::write_linked_pair`] makes.
pub fn trial_by_people(spec: &Spec, set: &Path) -> Result<Vec<CaseAccuracy>> {
    let found = trial(spec, set)?;
    let mut truth = TruthFolder::open(&set.join("truth"))?;
    let [left, right] = [(0, "left"), (1, "right")].map(|(side, name)| -> Result<Vec<u32>> {
        Ok(truth.persons(name)?.of(found.record_ids[side].iter().map(String::as_str))?)
    });
    let mut people = LinkedPeople { left: left?, right: right?, links: Vec::new() };
    let links = found.scored.iter().filter(|pair| pair.link);
    people.links = links.map(|pair| (people.left[pair.left as usize], people.right[pair.right as usize])).collect();
    Ok(by_case(&truth.cases, &people))
}

/// The record id of every entity of one side.
struct Records {
    entities: Entities,
    ids: BTreeMap<u32, String>,
}

impl Records {
    fn read(delivery: &Path) -> Result<Self> {
        let entities = Entities::read(&receive(&delivery.join("union"), Role::Union, Desk::OneHat)?)?;
        let owner = receive(&delivery.join("owner"), Role::Owner, Desk::OneHat)?;
        let frame = Frame::read(&owner.file("crosswalk.parquet")?)?;
        let ids = frame
            .handles("payload_handle")?
            .iter()
            .zip(frame.texts("rec_id")?)
            .filter_map(|(handle, id)| Some((entities.number(*handle)?, id.clone()?)))
            .collect();
        Ok(Self { entities, ids })
    }

    fn into_ids(self) -> Vec<String> {
        (0..self.entities.len() as u32).map(|entity| self.id(entity).to_owned()).collect()
    }

    fn id(&self, entity: u32) -> &str {
        self.ids.get(&entity).map_or("", String::as_str)
    }
}
