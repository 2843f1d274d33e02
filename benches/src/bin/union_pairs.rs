//! What `union` costs on so many scored pairs of one link, under several `--memory`: seconds, peak memory and what it seals on disk, each in a
//! process of its own. Fails where a spine is not the same under all, or a peak is above what was allowed by more than a tenth.
//!
//! `cargo run --release -p benches --bin union_pairs [-- PAIRS] [--write PAGE]` (default 50 million, in seven passes that each saw three
//! pairs in seven, between 1.5 million clients and 11 million offenders). Handles and pairs are made without people, in the order in which
//! `pseudonymise` and `link` write them.

use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

use benches::Result;
use benches::document::{Table, replace};
use benches::national::spread_handle;
use benches::own_process::in_own_process;
use exchange::run::peak_rss_mib;
use exchange::spec::{FOUR_DEPARTMENTS, Link, Spec};
use exchange::{
    Desk, EntityRow, HandleRow, MODEL_FORMAT_1, Manifest, Model, ModelPass, NewFolder, PairRow, Received, Role, Row,
    RowWriter, handles, pairs, receive,
};
use keys::StudyKey;
use linker::Unwatched;
use linker::link::model_file;
use linker::union::{Order, union};
use studies::stats::uniform;

const SIDES: [(&str, u64); 2] = [("ndtms", 1_500_000), ("pnc", 11_000_000)];
/// Of this many passes each pair is seen by [`SEEN_BY`].
const PASSES: u64 = 7;
const SEEN_BY: u64 = 3;
/// The bar of a whole linkage, and what hardly a laptop lacks.
const MEMORY_MIB: [u32; 3] = [4096, 1024, 512];
/// Rows made at once.
const AT_ONCE: u64 = 100_000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", pairs, folder] => make(pairs.parse()?, Path::new(folder)),
        ["union", folder, memory_mib] => measured(Path::new(folder), memory_mib.parse()?),
        [] => all("50000000", None),
        [pairs] => all(pairs, None),
        ["--write", page] => all("50000000", Some(page.into())),
        [pairs, "--write", page] => all(pairs, Some(page.into())),
        _ => Err("the arguments are the number of pairs and --write PAGE".into()),
    }
}

fn all(pairs: &str, page: Option<PathBuf>) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().to_str().ok_or("the temporary folder has no name in UTF-8")?;
    in_own_process(&["make", pairs, path])?;
    let mut table = Table::new(&[
        "scored pairs",
        "pairs of entities",
        "--memory, MiB",
        "seconds",
        "peak MiB",
        "sealed on disk, MiB",
    ]);
    let distinct = pairs.parse::<u64>()? / SEEN_BY;
    let mut spines = Vec::new();
    for memory_mib in MEMORY_MIB {
        let found = in_own_process(&["union", path, &memory_mib.to_string()])?;
        let [seconds, peak, sealed, spine] = found.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err("a run prints seconds, peak, sealed bytes and the hash of the spine".into());
        };
        if peak.parse::<f64>()? > 1.1 * f64::from(memory_mib) {
            return Err(format!("{peak} MiB were taken where {memory_mib} are allowed").into());
        }
        let cells = [pairs, &distinct.to_string(), &memory_mib.to_string(), seconds, peak, sealed];
        table.row(&cells.map(str::to_owned));
        spines.push(spine.to_owned());
    }
    if spines.iter().any(|spine| *spine != spines[0]) {
        return Err("the spine depends on the memory".into());
    }
    std::io::stdout().write_all(table.text().as_bytes())?;
    page.map_or(Ok(()), |page| replace(&page, "union-pairs", table.text()))
}

/// The agreement of the four departments, with these two alone.
fn spec() -> Result<Spec> {
    let mut spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("four_departments.toml"))?;
    let sources = SIDES.map(|(name, _)| spec.sources.iter().position(|source| source.name == name));
    let [Some(left), Some(right)] = sources else { return Err("the shipped spec has both sources".into()) };
    spec.links.retain(|link| (link.left, link.right) == (left, right));
    spec.sources.truncate(left.max(right) + 1);
    if (spec.links.len(), spec.sources.len()) == (1, 2) && spec.links[0].passes.len() as u64 == PASSES {
        Ok(spec)
    } else {
        Err("the shipped spec begins with treatment and police, and links them by seven passes".into())
    }
}

/// Streams of handles: payload, then the passes of either side.
fn pass_stream(side: usize, pass: u64) -> u64 {
    1 + 2 * pass + side as u64
}

fn make(scored: u64, folder: &Path) -> Result<()> {
    let spec = spec()?;
    let passes = (1 << PASSES) - 1;
    for (side, (name, entities)) in SIDES.into_iter().enumerate() {
        let payload_handle = |entity| spread_handle(entity, entities, 0);
        let out = NewFolder::begin(folder.join(name), false)?;
        let mut manifest = Manifest::new(Role::Union, &spec.project, &spec.delivery, spec.hash());
        manifest.source = Some(name.to_owned());
        let row = |_, entity| EntityRow {
            payload_handle: payload_handle(entity),
            link: 0,
            withheld: 0,
            null: 0,
            emitted: passes,
        };
        written(&mut manifest, out.path(), handles::ENTITIES_FILE, 0..1, entities, |pass, entity| {
            vec![row(pass, entity)]
        })?;
        let row = |pass, entity| HandleRow {
            payload_handle: payload_handle(entity),
            link: 0,
            pass: pass as u16,
            handle: spread_handle(entity, entities, pass_stream(side, pass)),
        };
        let all = 0..PASSES;
        written(&mut manifest, out.path(), handles::HANDLES_FILE, all, entities, |pass, entity| {
            vec![row(pass, entity)]
        })?;
        manifest.write(out.path())?;
        out.commit()?;
    }
    let out = NewFolder::begin(folder.join("linked"), false)?;
    let mut manifest = Manifest::new(Role::Pairs, &spec.project, &spec.delivery, spec.hash());
    let link = &spec.links[0];
    for (number, pass) in (0..).zip(&link.passes) {
        let file = pairs::file_name(&link.name, &pass.name);
        let lefts = SIDES[0].1;
        written(&mut manifest, out.path(), &file, number..number + 1, lefts, |pass, left| {
            pairs_of(left, scored / SEEN_BY, pass)
        })?;
    }
    model(link).write(&out.path().join(model_file(&link.name)))?;
    manifest.add_file(out.path(), &model_file(&link.name), None)?;
    manifest.write(out.path())?;
    Ok(out.commit()?)
}

/// Writes a file of the rows of all `entities`, once for each of the `passes`.
fn written<R: Row>(
    manifest: &mut Manifest,
    folder: &Path,
    name: &str,
    passes: Range<u64>,
    entities: u64,
    rows: impl Fn(u64, u64) -> Vec<R>,
) -> Result<()> {
    let mut writer = RowWriter::create(&folder.join(name))?;
    for pass in passes {
        for first in (0..entities).step_by(AT_ONCE as usize) {
            let some = first..entities.min(first + AT_ONCE);
            writer.append(&some.flat_map(|entity| rows(pass, entity)).collect::<Vec<_>>())?;
        }
    }
    Ok(manifest.add_written(name, &writer.finish()?, None)?)
}

/// The pairs of a left entity, of `distinct` in all, that a pass saw.
fn pairs_of(left: u64, distinct: u64, pass: u64) -> Vec<PairRow> {
    let [lefts, rights] = SIDES.map(|(_, entities)| entities);
    let seen = (left..distinct).step_by(lefts as usize).filter(|pair| (pair + pass) % PASSES < SEEN_BY);
    let mut pairs: Vec<PairRow> = seen
        .map(|pair| PairRow {
            left: spread_handle(left, lefts, pass_stream(0, pass)),
            right: spread_handle((uniform(30, 0, pair) * rights as f64) as u64, rights, pass_stream(1, pass)),
            match_weight: 30.0 * uniform(31, pass, pair) - 10.0,
        })
        .collect();
    pairs.sort_by(Row::order);
    pairs.dedup_by_key(|pair| pair.right);
    pairs
}

/// A model of the first version, which says no more than how many pairs each pass saw.
fn model(link: &Link) -> Model {
    let passes = (1..).zip(&link.passes).map(|(pairs, pass)| ModelPass::given(&pass.name, 0.5, pairs)).collect();
    Model { format: MODEL_FORMAT_1.to_owned(), link: link.name.clone(), trained_on: None, passes }
}

/// Prints seconds and peak memory of the union, its reading and hashing included, what it sealed, and the hash of the spine.
fn measured(folder: &Path, memory_mib: u64) -> Result<()> {
    let clock = Instant::now();
    let spec = spec()?;
    let of = |name: &str, role| -> Result<Received> { Ok(receive(&folder.join(name), role, Desk::OneHat)?) };
    let linked = of("linked", Role::Pairs)?;
    let folders = [of(SIDES[0].0, Role::Union)?, of(SIDES[1].0, Role::Union)?];
    let key = StudyKey::from_test_seed(&spec.project, "bench", 1)?;
    let spine = folder.join("spine");
    let out = NewFolder::begin(&spine, true)?;
    let memory_bytes = memory_mib << 20;
    let order = Order { spec: &spec, linked: &linked, folders: &folders, study_key: &key, memory_bytes };
    let found = union(&order, out, &Unwatched)?;
    let (seconds, peak) = (clock.elapsed().as_secs_f64(), peak_rss_mib().unwrap_or_default());
    let made = Manifest::read(&spine, Role::Spine)?.sha256();
    Ok(writeln!(std::io::stdout(), "{seconds:.1} {peak:.0} {} {made}", found.spilled_bytes >> 20)?)
}
