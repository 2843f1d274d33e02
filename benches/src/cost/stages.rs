//! Where the time of pseudonymising goes, by running its parts again one at a time.

use std::fs::File;
use std::path::Path;
use std::time::Instant;

use exchange::{Manifest, PassReader, PassRows, PassWriter, Role, tokens};
use linker::encode::extract;
use linker::input::CsvTable;

use super::{Measured, Prepared, seconds_of_hmacs, seconds_with_binding};
use crate::Result;
use crate::population::keyring;

/// Seconds of one part.
pub struct Stage {
    /// What it does.
    pub name: &'static str,
    /// Wall seconds when run by itself.
    pub seconds: f64,
}

const CHUNK_ROWS: usize = 1 << 16;

/// Times the parts of pseudonymising `source`, whose delivery lies in `out`.
pub fn stages(prepared: &Prepared, source: usize, out: &Path, measured: &Measured) -> Result<Vec<Stage>> {
    let declared = &prepared.spec.sources[source];
    let folder = &prepared.folders[source];
    let csv = timed(|| {
        for table in &declared.tables {
            let mut file = CsvTable::open(&folder.join(&table.file))?;
            while !file.chunk(CHUNK_ROWS)?.is_empty() {}
        }
        Ok(())
    })?;
    let read = timed(|| {
        extract(declared, folder)?;
        Ok(())
    })?;
    let keyring = keyring(&prepared.spec)?;
    let hmacs = seconds_of_hmacs(&keyring, measured.work.hmacs)?;
    let bound = seconds_with_binding(&keyring, &measured.work)?;
    let Files { write, hash, flush } = files(prepared, source, out)?;
    let known = read + bound + write + hash + flush;
    Ok(vec![
        Stage { name: "reading the CSV tables", seconds: csv },
        Stage { name: "standardising and placing rows", seconds: (read - csv).max(0.0) },
        Stage { name: "HMACs", seconds: hmacs },
        Stage { name: "AES: binding and filler", seconds: (bound - hmacs).max(0.0) },
        Stage { name: "writing the pass files", seconds: write },
        Stage { name: "SHA-256 of the pass files", seconds: hash },
        Stage { name: "waiting until the pass files are on disk", seconds: flush },
        Stage { name: "the rest: deriving, capping, sorting, handles", seconds: (measured.seconds - known).max(0.0) },
    ])
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
