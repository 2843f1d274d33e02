//! The memory of a run, and where it puts what does not fit.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use keys::{JournalKey, Keyring, Randomness, SystemRandom};

use super::budget::{Budget, Held};
use super::sealed_file::SealedFile;
use crate::error::Result;

/// What a run takes beside what is counted: the program, a chunk of rows for every thread, row groups in the making; and, of every
/// so many bytes, one that the allocator keeps between the pieces it gave.
const UNCOUNTED_BYTES: u64 = 224 << 20;
const SLACK: u64 = 8;

/// How much memory a run may take, and the folder and key for what does not fit. Cheap to clone.
#[derive(Clone)]
pub struct Workspace(Arc<Parts>);

struct Parts {
    budget: Budget,
    folder: PathBuf,
    key: JournalKey,
    files: AtomicU32,
    spilled: AtomicU64,
}

impl Workspace {
    /// A workspace of `memory_bytes` in all that spills into `folder`, sealed under the key that `key_of` derives for
    /// a run's random label.
    ///
    /// # Errors
    /// No randomness for the label; whatever `key_of` fails with.
    pub(crate) fn new(
        memory_bytes: u64,
        folder: &Path,
        key_of: impl FnOnce(&[u8; 16]) -> std::result::Result<JournalKey, keys::Error>,
    ) -> Result<Self> {
        Self::of_budget(Self::counted_bytes(memory_bytes), folder, key_of)
    }

    /// A workspace whose long-lived parts may hold `budget_bytes` together; spills into `folder` under a key of its own.
    ///
    /// # Errors
    /// No randomness for the key.
    pub(crate) fn with_own_key(budget_bytes: u64, folder: &Path) -> Result<Self> {
        let keyring = Keyring::generate("temporary", &SystemRandom::new())?;
        Self::of_budget(budget_bytes, folder, |run| keyring.journal_key("temporary", run))
    }

    fn of_budget(
        budget_bytes: u64,
        folder: &Path,
        key_of: impl FnOnce(&[u8; 16]) -> std::result::Result<JournalKey, keys::Error>,
    ) -> Result<Self> {
        // A run of its own even under a test seed: two keys never seal alike, and no byte of it leaves.
        let mut run = [0; 16];
        Randomness::system().fill(&mut run)?;
        let parts = Parts {
            budget: Budget::new(budget_bytes),
            folder: folder.to_path_buf(),
            key: key_of(&run)?,
            files: AtomicU32::new(0),
            spilled: AtomicU64::new(0),
        };
        Ok(Self(Arc::new(parts)))
    }

    /// Of `memory_bytes` in all, those that are counted: the budget of what a run holds.
    pub(crate) fn counted_bytes(memory_bytes: u64) -> u64 {
        (memory_bytes - memory_bytes / SLACK).saturating_sub(UNCOUNTED_BYTES)
    }

    /// A workspace for work without a delivery: it spills into the system's temporary folder under a key of its own.
    ///
    /// # Errors
    /// No randomness for the key.
    pub fn temporary(memory_bytes: u64) -> Result<Self> {
        Self::with_own_key(Self::counted_bytes(memory_bytes), &std::env::temp_dir())
    }

    /// A workspace for work that is all held in memory.
    ///
    /// # Errors
    /// As [`Workspace::temporary`].
    pub(crate) fn unbounded() -> Result<Self> {
        Self::with_own_key(u64::MAX, &std::env::temp_dir())
    }

    /// Bytes written to disk so far because they did not fit into memory.
    #[must_use]
    pub fn spilled_bytes(&self) -> u64 {
        self.0.spilled.load(Ordering::Relaxed)
    }

    /// Counts memory that is held in one piece.
    pub(crate) fn hold(&self, bytes: u64) -> Held {
        self.0.budget.hold(bytes)
    }

    /// Bytes that nobody holds yet.
    pub(crate) fn left(&self) -> u64 {
        self.0.budget.left()
    }

    pub(super) fn budget(&self) -> &Budget {
        &self.0.budget
    }

    pub(super) fn key(&self) -> &JournalKey {
        &self.0.key
    }

    pub(super) fn file(&self) -> Result<SealedFile> {
        SealedFile::create(&self.0.folder, self.0.files.fetch_add(1, Ordering::Relaxed))
    }

    pub(super) fn count_spilled(&self, bytes: u64) {
        self.0.spilled.fetch_add(bytes, Ordering::Relaxed);
    }
}
