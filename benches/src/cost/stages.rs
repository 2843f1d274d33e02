//! Where the time of pseudonymising goes, by running its parts again one at a time.

use std::fs::File;
use std::path::Path;
use std::time::Instant;

use exchange::{Manifest, PassReader, PassRows, PassWriter, Role, tokens};
use linker::Unwatched;
use linker::encode::{Workspace, extract};
use linker::input::{SourceTable, each_chunk};

use super::{Measured, Prepared, seconds_of_hmacs, seconds_with_binding};
use crate::Result;
use crate::accuracy::MEMORY;
use crate::population::keyring;

/// Seconds of one part, run by itself.
#[derive(Clone, Copy)]
pub struct Stage {
    /// Wall seconds.
    pub seconds: f64,
}

impl Stage {
    /// What the parts that [`stages`] times do, in their order.
    pub const HEADINGS: [&str; 8] =
        ["CSV", "standardise, place", "HMACs", "AES", "write pass files", "SHA-256", "flush to disk", "the rest"];
}

/// Times the parts of pseudonymising `source`, whose delivery lies in `out`.
pub fn stages(prepared: &Prepared, source: usize, out: &Path, measured: &Measured) -> Result<Vec<Stage>> {
    let declared = &prepared.spec.sources[source];
    let folder = &prepared.folders[source];
    let csv = timed(|| {
        for table in &declared.tables {
            let mut file = SourceTable::open(&folder.join(&table.file))?;
            each_chunk(&mut file, |_, _| Ok(()))?;
        }
        Ok(())
    })?;
    let read = timed(|| {
        extract(declared, folder, &Workspace::temporary(MEMORY)?, &Unwatched)?;
        Ok(())
    })?;
    let keyring = keyring(&prepared.spec)?;
    let hmacs = seconds_of_hmacs(&keyring, measured.work.hmacs)?;
    let bound = seconds_with_binding(&keyring, &measured.work)?;
    let Files { write, hash, flush } = files(prepared, source, out)?;
    let known = read + bound + write + hash + flush;
    let rest = (measured.seconds - known).max(0.0);
    let parts = [csv, (read - csv).max(0.0), hmacs, (bound - hmacs).max(0.0), write, hash, flush, rest];
    Ok(parts.map(|seconds| Stage { seconds }).to_vec())
}

/// Seconds spent on the pass files.
#[derive(Default)]
struct Files {
    write: f64,
    hash: f64,
    flush: f64,
}

/// Writes, hashes and flushes the pass files again.
fn files(prepared: &Prepared, source: usize, out: &Path) -> Result<Files> {
    let copies = tempfile::tempdir()?;
    let mut files = Files::default();
    let spec = &prepared.spec;
    for (_, link) in spec.links_of(source) {
        for pass in &link.passes {
            let name = tokens::file_name(&link.name, &pass.name);
            let reader = PassReader::open(&out.join(Role::Linkage.folder_name()).join(&name))?;
            let layout = reader.layout().clone();
            let chunks: Vec<PassRows> = reader.collect::<std::result::Result<_, _>>()?;
            files.write += timed(|| {
                let mut writer = PassWriter::create(&copies.path().join(&name), &layout)?;
                for chunk in chunks {
                    writer.append(chunk)?;
                }
                writer.finish()?;
                Ok(())
            })?;
            let mut manifest = Manifest::new(Role::Linkage, &spec.project, &spec.delivery, spec.hash());
            files.hash += timed(|| Ok(manifest.add_file(copies.path(), &name, None)?))?;
        }
    }
    // A delivery is flushed as a whole, when it is committed.
    files.flush = timed(|| {
        for copy in std::fs::read_dir(copies.path())? {
            File::open(copy?.path())?.sync_all()?;
        }
        Ok(())
    })?;
    Ok(files)
}

fn timed(work: impl FnOnce() -> Result<()>) -> Result<f64> {
    let clock = Instant::now();
    work()?;
    Ok(clock.elapsed().as_secs_f64())
}
