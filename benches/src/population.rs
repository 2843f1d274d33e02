//! Invented people in the person format, and the sources of a spec pointed at them.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use exchange::spec::{Source, Spec};
use keys::Keyring;
use linker::Unwatched;
use linker::encode::{Extract, Workspace, extract};

use crate::Result;
use crate::accuracy::MEMORY;

/// Seed of the people and of the test keyring; any other gives the same picture.
pub const SEED: u64 = 1;
/// Name of the file that fixtures write.
const PERSONS: &str = "persons.csv";
/// The file under attack and the file of the other owner are parts of one draw, the attacker's sample is another.
const FILE_SAMPLE: u64 = 1;
const ATTACKER_SAMPLE: u64 = 2;

/// Three files of equal size: what the attacks need.
pub struct People {
    /// The file under attack.
    pub file: Extract,
    /// An independent draw of the same size: what attacker A holds.
    pub sample: Extract,
    /// A file of another owner that holds half of `file`'s people, with the same values.
    pub other: Extract,
}

impl People {
    /// Draws files of `people` persons each and reads them as `source` of a spec.
    pub fn draw(people: usize, source: &Source) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let [file, sample, other] = ["file", "sample", "other"].map(|name| folder.path().join(name));
        fixtures::write_population(people + people / 2, SEED, FILE_SAMPLE, &other)?;
        fixtures::write_population(people, SEED, ATTACKER_SAMPLE, &sample)?;
        std::fs::create_dir_all(&file)?;
        // The same draw: its first persons are the file under attack, its last those of the other owner.
        rows(&other.join(PERSONS), &file.join(PERSONS), 0, people)?;
        let whole = other.join("whole.csv");
        std::fs::rename(other.join(PERSONS), &whole)?;
        rows(&whole, &other.join(PERSONS), people / 2, people)?;
        let read = |folder: &Path| extract(source, folder, &Workspace::temporary(MEMORY)?, &Unwatched);
        Ok(Self { file: read(&file)?, sample: read(&sample)?, other: read(&other)? })
    }
}

/// Copies the header and `count` rows after the first `skipped`; no cell of the person format holds a line break.
fn rows(from: &Path, to: &Path, skipped: usize, count: usize) -> Result<()> {
    let mut lines = BufReader::new(File::open(from)?).lines();
    let mut out = BufWriter::new(File::create(to)?);
    if let Some(header) = lines.next() {
        writeln!(out, "{}", header?)?;
    }
    for line in lines.skip(skipped).take(count) {
        writeln!(out, "{}", line?)?;
    }
    Ok(out.flush()?)
}

/// The source as it is, but reading the person format from these files.
#[must_use]
pub fn in_person_format(source: &Source) -> Source {
    source.in_person_format(PERSONS)
}

/// A keyring that repeats: the attacks see equalities alone, so no figure depends on it.
pub fn keyring(spec: &Spec) -> Result<Keyring> {
    Ok(Keyring::from_test_seed(&spec.project, SEED)?)
}
