//! What pseudonymising costs, against the least that its cryptography could cost on the same machine in the same run.

mod cryptography;
mod sources;
mod stages;

pub use cryptography::{Work, seconds_of_hmacs, seconds_with_binding};
pub use sources::{Prepared, prepared};
pub use stages::{Stage, stages};

use std::path::Path;
use std::time::Instant;

use exchange::NewFolder;
use keys::Randomness;
use linker::Unwatched;
use linker::encode::{Order, pseudonymise};

use crate::Result;
use crate::accuracy::MEMORY;
use crate::population::{SEED, keyring};

/// One source pseudonymised.
pub struct Measured {
    /// Wall seconds of `pseudonymise`, files and all.
    pub seconds: f64,
    /// Records: identity variants.
    pub records: u64,
    /// Bytes of the pass files.
    pub token_bytes: u64,
    /// Its cryptography.
    pub work: Work,
}

/// Pseudonymises one source of a prepared spec into `out`.
pub fn measure(prepared: &Prepared, source: usize, out: &Path) -> Result<Measured> {
    let spec = &prepared.spec;
    let keyring = keyring(spec)?;
    let order = Order { spec, source, folder: &prepared.folders[source], keyring: &keyring, memory_bytes: MEMORY };
    let folder = NewFolder::begin_resumable(out, false)?;
    let randomness = Randomness::from_test_seed(SEED, &spec.sources[source].name)?;
    let clock = Instant::now();
    let delivery = pseudonymise(&order, folder, randomness, &Unwatched)?;
    let seconds = clock.elapsed().as_secs_f64();
    // The HMACs that are not of blocks are those of values, once a record and link.
    let values = delivery.hmacs - delivery.entries;
    let links = spec.links_of(source).count() as f64;
    let slots: usize = spec
        .links_of(source)
        .map(|(_, link)| link.groups().iter().map(|group| group.slots()).sum::<usize>())
        .max()
        .unwrap_or(0);
    let filled = (values as f64 / links / delivery.variants as f64).round() as usize;
    Ok(Measured {
        seconds,
        records: delivery.variants,
        token_bytes: delivery.token_bytes(),
        work: Work { hmacs: delivery.hmacs, blocks: delivery.entries, bundles: delivery.bundles, filled, slots },
    })
}
