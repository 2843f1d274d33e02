//! What a run has finished, record by record, so that another run can go on with its folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use crate::permissions::create_private_file;
use crate::{ExchangeError, Result};

/// Name of the journal in an unfinished folder.
pub(super) const JOURNAL: &str = "journal";
/// First bytes of a journal.
const MAGIC: &[u8] = b"dwlink/journal/1\n";
/// Bytes before a record: its length as u64, little-endian, and the SHA-256 of its bytes.
const HEAD: usize = 8 + 32;

/// The journal of an unfinished folder, open to one process at a time. It is gone once the folder is finished.
///
/// A record that was cut short ends it: what was noted from there on counts as not done.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
    left: Vec<Vec<u8>>,
    records: AtomicUsize,
}

impl Journal {
    /// Starts the journal of a new folder.
    pub(super) fn begin(folder: &Path) -> Result<Self> {
        let path = folder.join(JOURNAL);
        let mut file = create_private_file(&path)?;
        lock(&file, folder)?;
        file.write_all(MAGIC).map_err(|source| ExchangeError::io(&path, source))?;
        Ok(Self { path, file: Mutex::new(file), left: Vec::new(), records: AtomicUsize::new(0) })
    }

    /// Opens the journal that an earlier run left in `folder`.
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(JOURNAL);
        let at = |source| ExchangeError::io(&path, source);
        let mut file = OpenOptions::new().read(true).write(true).open(&path).map_err(at)?;
        lock(&file, folder)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(at)?;
        let Some(records) = bytes.strip_prefix(MAGIC) else { return Err(ExchangeError::Journal { path }) };
        let (left, whole) = whole_records(records);
        let end = (MAGIC.len() + whole) as u64;
        file.set_len(end).and_then(|()| file.seek(SeekFrom::Start(end))).map_err(at)?;
        let records = AtomicUsize::new(left.len());
        Ok(Self { path, file: Mutex::new(file), left, records })
    }

    /// Whether `folder` holds a journal of ours.
    pub(super) fn lies_in(folder: &Path) -> bool {
        let path = folder.join(JOURNAL);
        let mut first = [0; MAGIC.len()];
        let ordinary = std::fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file());
        ordinary && File::open(path).is_ok_and(|mut file| file.read_exact(&mut first).is_ok() && first == MAGIC)
    }

    /// Removes the journal of a folder that is finished.
    pub(super) fn remove_from(folder: &Path) -> Result<()> {
        let path = folder.join(JOURNAL);
        std::fs::remove_file(&path).map_err(|source| ExchangeError::io(&path, source))
    }

    /// What the earlier run noted; nothing in a new journal.
    #[must_use]
    pub fn left(&self) -> &[Vec<u8>] {
        &self.left
    }

    /// Adds a record and waits until it lies on the disk.
    pub fn append(&self, record: &[u8]) -> Result<()> {
        let mut bytes = Vec::with_capacity(HEAD + record.len());
        bytes.extend_from_slice(&(record.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&Sha256::digest(record));
        bytes.extend_from_slice(record);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = file.write_all(&bytes).and_then(|()| file.sync_data());
        written.map_err(|source| ExchangeError::io(&self.path, source))?;
        self.records.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Whether there is more than the first record, which says whose the folder is.
    pub(super) fn has_work(&self) -> bool {
        self.records.load(Ordering::Relaxed) > 1
    }
}

/// A process that is killed gives its lock back.
fn lock(file: &File, folder: &Path) -> Result<()> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => ExchangeError::StillRunning { path: folder.to_path_buf() },
        TryLockError::Error(source) => ExchangeError::io(folder, source),
    })
}

/// The records up to the first that is not whole, and how many bytes they take.
fn whole_records(bytes: &[u8]) -> (Vec<Vec<u8>>, usize) {
    let (mut records, mut taken) = (Vec::new(), 0);
    while let Some((head, rest)) = bytes[taken..].split_first_chunk::<HEAD>() {
        let (length, hash) = head.split_at(8);
        let length = length.iter().rev().fold(0, |length, byte| length << 8 | u64::from(*byte));
        let record = usize::try_from(length).ok().and_then(|length| rest.get(..length));
        let Some(record) = record.filter(|record| Sha256::digest(record).as_slice() == hash) else { break };
        records.push(record.to_vec());
        taken += HEAD + record.len();
    }
    (records, taken)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_journal_ends_at_the_first_record_that_is_not_whole() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join(JOURNAL);
        let journal = Journal::begin(folder.path()).expect("begin");
        journal.append(b"one").expect("append");
        let one = fs::metadata(&path).expect("metadata").len();
        journal.append(b"").expect("append");
        journal.append(b"three").expect("append");
        drop(journal);
        let whole = fs::read(&path).expect("read");
        let left = |bytes: &[u8]| {
            fs::write(&path, bytes).expect("write");
            Journal::open(folder.path()).expect("open").left().to_vec()
        };
        assert_eq!(left(&whole), [b"one".to_vec(), Vec::new(), b"three".to_vec()]);
        assert_eq!(left(&whole[..whole.len() - 1]).len(), 2);
        assert_eq!(left(&[&whole[..one as usize], &[0; 100]].concat()), [b"one"]);
        let mut altered = whole.clone();
        altered[one as usize - 1] ^= 1;
        assert!(left(&altered).is_empty());
        let mut foreign = whole;
        foreign[0] ^= 1;
        fs::write(&path, foreign).expect("write");
        assert!(matches!(Journal::open(folder.path()), Err(ExchangeError::Journal { .. })));
    }

    #[test]
    fn what_is_added_stands_behind_what_was_left() {
        let folder = tempfile::tempdir().expect("folder");
        Journal::begin(folder.path()).expect("begin").append(b"one").expect("append");
        let mut torn = OpenOptions::new().append(true).open(folder.path().join(JOURNAL)).expect("open");
        torn.write_all(&[7; 20]).expect("write");
        let journal = Journal::open(folder.path()).expect("open");
        journal.append(b"two").expect("append");
        assert!(matches!(Journal::open(folder.path()), Err(ExchangeError::StillRunning { .. })));
        drop(journal);
        assert_eq!(Journal::open(folder.path()).expect("open").left(), [b"one", b"two"]);
    }
}
