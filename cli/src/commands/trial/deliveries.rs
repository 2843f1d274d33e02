//! The deliveries of a trial's files.

use std::path::{Path, PathBuf};

use exchange::NewFolder;
use exchange::spec::Spec;
use keys::{Keyring, SystemRandom};
use linker::Watch;
use linker::encode::{Delivery, Order, disk_need, pseudonymise};
use rayon::prelude::*;

use crate::args::Common;
use crate::error::CliError;
use crate::progress::{Progress, Unshown};
use crate::secrets;

/// Deliveries that need at most so many bytes together are made beside each other: each has stretches that one thread walks alone, which
/// the other fills. Larger ones keep all threads at work by themselves, and would only take memory at the same time.
const SMALL_BYTES: u64 = 256 << 20;
/// The least `--memory` for that: what a run takes uncounted is then taken twice.
const MEMORY_FOR_ALL: u64 = 1 << 30;

/// Pseudonymises every source, whose files lie in `folders`, into a folder of its name in `work`, under one key.
pub(super) fn pseudonymise_all(
    spec: &Spec,
    folders: &[&Path],
    work: &Path,
    common: &Common,
    progress: &Progress,
) -> Result<Vec<Delivery>, CliError> {
    let keyring = match common.test_seed {
        Some(seed) => Keyring::from_test_seed(&spec.project, seed)?,
        None => Keyring::generate(&spec.project, &SystemRandom::new())?,
    };
    let sources = spec.sources.len();
    let order = |source: usize, memory_bytes: u64| Order {
        spec,
        source,
        folder: folders[source],
        keyring: &keyring,
        memory_bytes,
    };
    let pseudonymised = |order: Order<'_>, watch: &dyn Watch| -> Result<Delivery, CliError> {
        let name = &spec.sources[order.source].name;
        let out = NewFolder::begin_inside_unfinished(work.join(name))?;
        Ok(pseudonymise(&order, out, secrets::randomness(common, name)?, watch)?)
    };
    let share = common.memory / sources as u64;
    if common.memory < MEMORY_FOR_ALL || !are_small((0..sources).map(|source| order(source, share))) {
        return (0..sources).map(|source| pseudonymised(order(source, common.memory), progress)).collect();
    }
    let all: Vec<_> = (0..sources)
        .into_par_iter()
        // One bar would leap between several: it shows the first.
        .map(|source| pseudonymised(order(source, share), if source == 0 { progress } else { &Unshown }))
        .collect();
    // Of two errors it is always the same that is told.
    all.into_iter().collect()
}

/// Whether these are deliveries to be made beside each other. What cannot be judged is none: what ails it is told where it is read.
fn are_small<'o>(orders: impl Iterator<Item = Order<'o>>) -> bool {
    // A pipe can be read but once, and a large file is not read for this: it delivers more than it has.
    let may_be_small = |path: PathBuf| path.metadata().is_ok_and(|file| file.is_file() && file.len() <= SMALL_BYTES);
    let bytes = |order: Order<'_>| {
        let mut tables = order.spec.sources[order.source].tables.iter().map(|table| order.folder.join(&table.file));
        if tables.all(may_be_small) { Some(disk_need(&order).ok()?.delivery_bytes) } else { None }
    };
    orders.map(bytes).try_fold(0_u64, |sum, bytes| sum.checked_add(bytes?)).is_some_and(|bytes| bytes <= SMALL_BYTES)
}
