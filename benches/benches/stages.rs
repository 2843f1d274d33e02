//! Time by stage, on files small enough to run in seconds. Sizes that matter are measured by `--bin cost`.

use std::collections::BTreeMap;
use std::path::Path;

use benches::accuracy::{MEMORY, trial};
use benches::cost::{Work, seconds_of_hmacs, seconds_with_binding};
use benches::population::{SEED, keyring};
use criterion::{BatchSize, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use exchange::spec::{PERSON, Profile, Spec};
use exchange::{Desk, NewFolder, Received, Role, receive};
use fixtures::PairSpec;
use keys::Randomness;
use linker::Unwatched;
use linker::encode::{Order, Workspace, extract, pseudonymise};
use linker::link::link;
use linker::union::{Decision, Entities, candidates, decide};
use std::time::Duration;
use tempfile::TempDir;

/// Rows of each of two files, half of them in both.
const ROWS: usize = 5_000;

criterion_group!(benches, stages);
criterion_main!(benches);

/// Two files, their deliveries and their pairs, made once.
struct Prepared {
    folder: TempDir,
    spec: Spec,
}

fn stages(criterion: &mut Criterion) {
    let prepared = Prepared::new().expect("the files of a bench can be written");
    let mut group = criterion.benchmark_group("stages");
    group.sample_size(10).sampling_mode(SamplingMode::Flat).measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("standardise", |bencher| {
        bencher.iter(|| {
            let workspace = Workspace::temporary(MEMORY).expect("randomness");
            extract(&prepared.spec.sources[0], prepared.folder.path(), &workspace, &Unwatched)
                .expect("the file is sound")
        });
    });
    group.bench_function("pseudonymise", |bencher| {
        let fresh = || tempfile::tempdir().expect("a folder can be made");
        let run = |out: TempDir| prepared.pseudonymise(0, &out.path().join("out")).expect("the file is sound");
        bencher.iter_batched(fresh, run, BatchSize::PerIteration);
    });
    let work = prepared.work();
    let keyring = keyring(&prepared.spec).expect("a test keyring can be made");
    group.bench_function("pseudonymise, its HMACs alone", |bencher| {
        bencher.iter(|| seconds_of_hmacs(&keyring, work.hmacs).expect("the key is there"));
    });
    group.bench_function("pseudonymise, its HMACs and AES alone", |bencher| {
        bencher.iter(|| seconds_with_binding(&keyring, &work).expect("the key is there"));
    });
    let one_pass = prepared.one_pass();
    let pairs = prepared.link(&one_pass, "pairs-of-one-pass").expect("the deliveries are sound");
    group.throughput(Throughput::Elements(pairs));
    group.bench_function("link one pass, pairs", |bencher| {
        let fresh = || tempfile::tempdir().expect("a folder can be made");
        let run =
            |out: TempDir| prepared.link_into(&one_pass, &out.path().join("out")).expect("the deliveries are sound");
        bencher.iter_batched(fresh, run, BatchSize::PerIteration);
    });
    let pairs = prepared.link(&prepared.spec, "pairs").expect("the deliveries are sound");
    group.throughput(Throughput::Elements(pairs));
    group.bench_function("union, pairs", |bencher| {
        bencher.iter(|| prepared.union().expect("the pairs are sound"));
    });
    group.throughput(Throughput::Elements(2 * ROWS as u64));
    group.bench_function("whole trial", |bencher| {
        bencher.iter(|| trial(&prepared.spec, prepared.folder.path()).expect("the files are sound"));
    });
    group.finish();
}

impl Prepared {
    fn new() -> benches::Result<Self> {
        let folder = tempfile::tempdir()?;
        let pair = PairSpec { left: ROWS, right: ROWS, overlap: ROWS / 2, seed: SEED };
        fixtures::write_linked_pair(&pair, folder.path())?;
        let spec = Spec::parse_with_profile(PERSON, Path::new("person.toml"), Profile::Guarded)?;
        let prepared = Self { folder, spec };
        for (number, source) in prepared.spec.sources.iter().enumerate() {
            prepared.pseudonymise(number, &prepared.folder.path().join(&source.name))?;
        }
        Ok(prepared)
    }

    fn pseudonymise(&self, source: usize, out: &Path) -> benches::Result<linker::encode::Delivery> {
        let keyring = keyring(&self.spec)?;
        let folder = self.folder.path();
        let order = Order { spec: &self.spec, source, folder, keyring: &keyring, memory_bytes: MEMORY };
        let randomness = Randomness::from_test_seed(SEED, &self.spec.sources[source].name)?;
        Ok(pseudonymise(&order, NewFolder::begin(out, false)?, randomness, &Unwatched)?)
    }

    /// The keyed work of the left delivery.
    fn work(&self) -> Work {
        let prepared = benches::cost::Prepared {
            name: "bench".into(),
            spec: self.spec.clone(),
            folders: vec![self.folder.path().to_path_buf(); 2],
            sources: vec![0],
        };
        let out = self.folder.path().join("measured");
        benches::cost::measure(&prepared, 0, &out).expect("the file is sound").work
    }

    /// The spec with its first pass alone.
    fn one_pass(&self) -> Spec {
        let mut spec = self.spec.clone();
        spec.links[0].passes.truncate(1);
        spec
    }

    fn received(&self, role: Role) -> benches::Result<Vec<Received>> {
        let folder = |name: &str| self.folder.path().join(name).join(role.folder_name());
        self.spec.sources.iter().map(|source| Ok(receive(&folder(&source.name), role, Desk::OneHat)?)).collect()
    }

    /// Pairs compared.
    fn link(&self, spec: &Spec, name: &str) -> benches::Result<u64> {
        self.link_into(spec, &self.folder.path().join(name))
    }

    fn link_into(&self, spec: &Spec, out: &Path) -> benches::Result<u64> {
        let folders = self.received(Role::Linkage)?;
        let linked = link(spec, &folders, &BTreeMap::new(), NewFolder::begin(out, false)?, None, u64::MAX, &Unwatched)?;
        Ok(linked.passes.iter().map(|pass| pass.comparisons).sum())
    }

    fn union(&self) -> benches::Result<usize> {
        let declared = &self.spec.links[0];
        let union = self.received(Role::Union)?;
        let [left, right] = [Entities::read(&union[0])?, Entities::read(&union[1])?];
        let pairs = receive(&self.folder.path().join("pairs"), Role::Pairs, Desk::OneHat)?;
        let found = candidates(0, declared, &pairs, &left, &right)?;
        Ok(decide(&found, Decision::of(declared)).len())
    }
}
