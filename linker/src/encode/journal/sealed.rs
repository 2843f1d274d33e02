use std::sync::{Mutex, PoisonError};

use exchange::{ExchangeError, Journal, NewFolder, Provenance};
use keys::{JournalKey, Keyring, Randomness};

use crate::error::Result;

/// Name under which the label of the journal's key stands in the first record.
const KEY_LABEL: &str = "journal key";

/// The journal of an unfinished folder: the first record is the run's provenance in clear, every later one is sealed for
/// its place.
pub(super) struct SealedJournal<'f> {
    journal: &'f Journal,
    key: JournalKey,
    records: Mutex<u64>,
}

impl<'f> SealedJournal<'f> {
    /// Opens the journal of `folder`; also gives the records that an earlier run left, opened. A folder without an earlier
    /// run gets a key of its own.
    ///
    /// # Errors
    /// [`ExchangeError::OtherRun`] where the earlier run had another provenance; [`keys::Error::JournalChunk`] for a
    /// record that was altered.
    pub(super) fn open(
        folder: &NewFolder,
        journal: &'f Journal,
        provenance: Provenance,
        (keyring, source): (&Keyring, &str),
    ) -> Result<(Self, Vec<Vec<u8>>)> {
        let Some((first, sealed)) = journal.left().split_first() else {
            let mut label = [0; 16];
            // Never of a test seed: two keys never seal alike, and no byte of it leaves.
            Randomness::system().fill(&mut label)?;
            let provenance = provenance.with(KEY_LABEL, format!("{:032x}", u128::from_be_bytes(label)));
            journal.append(&serde_json::to_vec(&provenance).expect("texts are JSON"))?;
            let key = keyring.journal_key(source, &label)?;
            return Ok((Self { journal, key, records: Mutex::new(1) }, Vec::new()));
        };
        let unreadable = || ExchangeError::Journal { path: folder.path().to_path_buf() };
        let earlier: Provenance = serde_json::from_slice(first).map_err(|_| unreadable())?;
        let label = earlier.get(KEY_LABEL).map(str::to_owned);
        let provenance = match &label {
            Some(label) => provenance.with(KEY_LABEL, label),
            None => provenance,
        };
        folder.check_provenance(&provenance, &earlier)?;
        let label = label.and_then(|label| u128::from_str_radix(&label, 16).ok()).ok_or_else(unreadable)?;
        let key = keyring.journal_key(source, &label.to_be_bytes())?;
        let opened = (1..).zip(sealed).map(|(place, record)| Ok(key.open(place, &mut record.clone())?.to_vec()));
        let opened = opened.collect::<Result<Vec<_>>>()?;
        let records = Mutex::new(1 + opened.len() as u64);
        Ok((Self { journal, key, records }, opened))
    }

    /// Seals a record and adds it; from any thread.
    pub(super) fn append(&self, record: &[u8]) -> Result<()> {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        self.journal.append(&self.key.seal(*records, record)?)?;
        *records += 1;
        Ok(())
    }
}
