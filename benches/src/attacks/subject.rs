//! What is attacked: two owners' deliveries under one spec, and what the linkage unit makes of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use exchange::spec::{FOUR_DEPARTMENTS, PERSON, Profile, Source, Spec, TableKind};
use exchange::{Desk, Model, NewFolder, Received, Role, receive};
use fixtures::{PairSpec, WorldSpec, write_departments, write_linked_pair, write_population};
use keys::{Keyring, Randomness};
use linker::Unwatched;
use linker::attack::{PassView, SeenPair};
use linker::encode::{Extract, Order, Persons, Workspace, extract, pass_views, pseudonymise};
use linker::link::{link, model_file};
use linker::union::seen_pairs;
use tempfile::TempDir;

use crate::Result;
use crate::accuracy::MEMORY;
use crate::population::{SEED, keyring};

/// Two deliveries under one spec. All files lie in a folder that vanishes with it.
pub struct Subject {
    /// The agreement, with the one link between the two sources.
    pub spec: Spec,
    /// Source under attack and the one beside it.
    pub sources: [usize; 2],
    /// Folder of the source under attack.
    folder: PathBuf,
    /// The same, as its owner reads it.
    file: Extract,
    /// What attacker A holds: as many other people, read as the source under attack.
    pub sample: Extract,
    /// Persons of the two sources, as each owner counts them.
    pub persons: [Persons; 2],
    /// Scored pairs of the link.
    pub pairs: Received,
    keyring: Keyring,
    work: TempDir,
}

/// A draw from the same names and places that shares nobody with `SEED`'s.
const ATTACKER: u64 = 2;

impl Subject {
    /// Two files in the person format of `people` rows each that share half their people, under a profile of the person spec.
    pub fn persons(people: usize, profile: Profile) -> Result<Self> {
        let work = tempfile::tempdir()?;
        let spec = Spec::parse_with_profile(PERSON, Path::new("person.toml"), profile)?;
        let pair = PairSpec { left: people, right: people, overlap: people / 2, seed: SEED };
        let files = work.path().join("files");
        write_linked_pair(&pair, &files)?;
        let sample = work.path().join("sample");
        write_population(people, SEED, ATTACKER, &sample)?;
        std::fs::rename(sample.join("persons.csv"), sample.join("left.csv"))?;
        Self::of(spec, 0, [0, 1], |_| files.clone(), &sample, work)
    }

    /// The police file of a country of `people` with the country's own shares, and the treatment file beside it, under the shipped
    /// agreement of four departments in this profile.
    pub fn police(people: usize, profile: Profile) -> Result<Self> {
        let work = tempfile::tempdir()?;
        let [country, other] = ["country", "other"].map(|name| work.path().join(name));
        write_departments(&WorldSpec::national(people, SEED), &country, &|_| ())?;
        write_departments(&WorldSpec::national(people, ATTACKER), &other, &|_| ())?;
        let mut spec = Spec::parse_with_profile(FOUR_DEPARTMENTS, Path::new("four_departments.toml"), profile)?;
        for source in &mut spec.sources {
            source.uniques_ceiling = 1.0;
        }
        let source = |name: &str| spec.source(name).map(|(number, _)| number).ok_or("the shipped spec has this source");
        let sources = [source("pnc")?, source("ndtms")?];
        let link = spec.links.iter().position(|link| (link.right, link.left) == (sources[0], sources[1]));
        let link = link.ok_or("the shipped spec links treatment and police")?;
        let name = spec.sources[sources[0]].name.clone();
        Self::of(spec, link, sources, |name| country.join(name), &other.join(name), work)
    }

    fn of(
        mut spec: Spec,
        link: usize,
        sources: [usize; 2],
        folder: impl Fn(&str) -> PathBuf,
        sample: &Path,
        work: TempDir,
    ) -> Result<Self> {
        spec.links = vec![spec.links.swap_remove(link)];
        for source in sources {
            let name = &spec.sources[source].name;
            deliver(&spec, source, &folder(name), &work.path().join(name))?;
        }
        let read = |folder: &Path| -> Result<Extract> {
            Ok(extract(&spec.sources[sources[0]], folder, &Workspace::temporary(MEMORY)?, &Unwatched)?)
        };
        let folder = folder(&spec.sources[sources[0]].name);
        let (file, sample) = (read(&folder)?, read(sample)?);
        let received = |source: usize, role: Role| received(&work.path().join(&spec.sources[source].name), role);
        let persons = |source| -> Result<Persons> { Ok(Persons::read(&received(source, Role::Owner)?)?) };
        let persons = [persons(sources[0])?, persons(sources[1])?];
        let linkage = [received(sources[0], Role::Linkage)?, received(sources[1], Role::Linkage)?];
        let pairs = linked(&spec, &linkage, &work.path().join("pairs"), &BTreeMap::new())?;
        let keyring = keyring(&spec)?;
        Ok(Self { spec, sources, folder, file, sample, persons, pairs, keyring, work })
    }

    /// One folder of the delivery of source `which`: 0 under attack, 1 beside it.
    pub fn delivery(&self, which: usize, role: Role) -> Result<Received> {
        received(&self.work.path().join(&self.spec.sources[self.sources[which]].name), role)
    }

    /// The person table of the source under attack, where it is in the person format.
    pub fn table(&self) -> Result<PathBuf> {
        let table = self.spec.sources[self.sources[0]].tables.first().ok_or("a source has tables")?;
        Ok(self.folder.join(&table.file))
    }

    /// The name of the source under attack.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.spec.sources[self.sources[0]].name
    }

    /// The passes of the attacker's independent sample, under the owner's key.
    pub fn sample_views(&self) -> Result<impl Iterator<Item = Result<PassView>> + '_> {
        self.views(&self.spec, &self.sample)
    }

    /// The agreement under another label of the delivery.
    #[must_use]
    pub fn relabelled(&self, label: &str) -> Spec {
        let mut spec = self.spec.clone();
        label.clone_into(&mut spec.delivery);
        spec
    }

    /// The passes of the file as delivered under such an agreement, one at a time.
    pub fn delivered_under<'a>(&'a self, spec: &'a Spec) -> Result<impl Iterator<Item = Result<PassView>> + 'a> {
        self.views(spec, &self.file)
    }

    fn views<'a>(
        &'a self,
        spec: &'a Spec,
        extract: &'a Extract,
    ) -> Result<impl Iterator<Item = Result<PassView>> + 'a> {
        let views = pass_views(spec, self.sources[0], 0, extract, &self.keyring)?;
        Ok(views.map(|view| Ok(view?.1)))
    }

    /// The scored pairs as the union desk sees them, the file under attack on the left.
    pub fn seen_pairs(&self) -> Result<Vec<SeenPair>> {
        let [own, beside] = [self.delivery(0, Role::Union)?, self.delivery(1, Role::Union)?];
        self.seen(&self.pairs, &own, &beside)
    }

    /// Pairs that the holder of the register under attack expects when she takes it for the other file as well: scored under the
    /// published model. Of aliases, which another department seldom has, she takes none.
    pub fn imagined_pairs(&self) -> Result<Vec<SeenPair>> {
        let (own, name) = (&self.spec.sources[self.sources[0]], &self.spec.sources[self.sources[1]].name);
        let tables = own.tables.iter().filter(|table| table.kind == TableKind::Person).cloned().collect();
        let mut spec = self.spec.clone();
        spec.sources[self.sources[1]] = Source { name: name.clone(), tables, ..own.clone() };
        let copy = self.work.path().join("copy");
        deliver(&spec, self.sources[1], &self.folder, &copy)?;
        let model = Model::read(&self.pairs.file(&model_file(&self.spec.links[0].name))?)?;
        let given = BTreeMap::from([(self.spec.links[0].name.clone(), model)]);
        let linkage = [self.delivery(0, Role::Linkage)?, received(&copy, Role::Linkage)?];
        let pairs = linked(&self.spec, &linkage, &self.work.path().join("imagined"), &given)?;
        self.seen(&pairs, &self.delivery(0, Role::Union)?, &received(&copy, Role::Union)?)
    }

    fn seen(&self, pairs: &Received, own: &Received, beside: &Received) -> Result<Vec<SeenPair>> {
        if self.spec.links[0].left == self.sources[0] {
            return Ok(seen_pairs(&self.spec, 0, pairs, own, beside)?);
        }
        let seen = seen_pairs(&self.spec, 0, pairs, beside, own)?;
        Ok(seen.into_iter().map(SeenPair::turned).collect())
    }
}

fn deliver(spec: &Spec, source: usize, folder: &Path, out: &Path) -> Result<()> {
    let keyring = keyring(spec)?;
    let order = Order { spec, source, folder, keyring: &keyring, memory_bytes: MEMORY };
    let name = &spec.sources[source].name;
    let out = NewFolder::begin_inside_unfinished(out)?;
    pseudonymise(&order, out, Randomness::from_test_seed(SEED, name)?, &Unwatched)?;
    Ok(())
}

fn received(delivery: &Path, role: Role) -> Result<Received> {
    Ok(receive(&delivery.join(role.folder_name()), role, Desk::OneHat)?)
}

fn linked(spec: &Spec, linkage: &[Received], out: &Path, given: &BTreeMap<String, Model>) -> Result<Received> {
    link(spec, linkage, given, NewFolder::begin_inside_unfinished(out)?, None, u64::MAX, &Unwatched)?;
    Ok(receive(out, Role::Pairs, Desk::OneHat)?)
}
