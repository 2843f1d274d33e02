use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use super::act::Entry;
use crate::chain::{self, Chain, Chained};
use crate::{ExchangeError, Result, document};

/// A custody log, opened to be added to and locked against another program that would.
#[derive(Debug)]
pub struct CustodyLog {
    path: PathBuf,
    file: File,
    chain: Chain<Entry>,
}

impl CustodyLog {
    /// Opens the log at `path`, made with mode 0600 if there is none, and follows its chain.
    ///
    /// # Errors
    /// [`ExchangeError::BrokenLog`] if a line is not as it was written, or not in its place.
    pub fn open(path: &Path) -> Result<Self> {
        let failed = |source| ExchangeError::io(path, source);
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(failed)?;
        file.lock().map_err(failed)?;
        let chain = Self::read(path)?;
        Ok(Self { path: path.to_path_buf(), file, chain })
    }

    /// Follows the chain of an existing log without changing it.
    ///
    /// # Errors
    /// As [`CustodyLog::open`], and [`ExchangeError::Missing`], [`ExchangeError::TooLarge`].
    pub fn read(path: &Path) -> Result<Chain<Entry>> {
        Self::parse(path, &document::read_text(path)?)
    }

    /// Follows the chain of a log that is already in memory; `path` is named in errors only.
    ///
    /// # Errors
    /// [`ExchangeError::BrokenLog`].
    pub fn parse(path: &Path, text: &str) -> Result<Chain<Entry>> {
        Chain::parse(text).map_err(|broken| ExchangeError::BrokenLog { path: path.to_path_buf(), line: broken.line })
    }

    /// What is recorded so far.
    #[must_use]
    pub fn chain(&self) -> &Chain<Entry> {
        &self.chain
    }

    /// Writes `line`, which [`Chain::next`] made, and waits for the disk. Ends the log's use: the lock goes with it.
    ///
    /// # Errors
    /// [`ExchangeError::DiskFull`], [`ExchangeError::Io`]; the log is then as it was.
    pub fn append(mut self, line: &Chained<Entry>) -> Result<()> {
        let written = chain::append(&mut self.file, &format!("{}\n", line.text()));
        written.map_err(|source| ExchangeError::io(&self.path, source))
    }
}

/// What a line's signature covers: a prefix that no other signature of this program has, and the line's text without the
/// signature and without its hash, which covers the signature. Place and previous hash are part of it, so a signed line cannot be
/// moved to another chain.
#[must_use]
pub fn signed_bytes(line: &Chained<Entry>) -> Vec<u8> {
    let mut unsigned = line.clone();
    unsigned.body.signature = None;
    format!("dwlink custody log\n{}", unsigned.hashed_text()).into_bytes()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::super::{Act, Subject};
    use super::*;

    fn entry(seconds: i64, act: Act) -> Entry {
        let subject = Subject {
            time: jiff::Timestamp::from_second(seconds).unwrap(),
            actor: "custodian".to_owned(),
            file: "pilot.age".to_owned(),
            sha256: "ab".repeat(32),
            project: Some("pilot".to_owned()),
            study: None,
            check_value: Some("7F3A-91C2-04DE-B815".to_owned()),
            test: false,
        };
        Entry { subject, act, signer: None, signature: None }
    }

    fn generate() -> Act {
        let recipients = BTreeMap::from([("custodian".to_owned(), "age1xyz".to_owned())]);
        Act::Generate { use_until: Some(jiff::civil::date(2027, 3, 31)), recipients }
    }

    #[test]
    fn the_same_acts_give_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("custody.log");
        for (seconds, act) in [(1_767_225_600, generate()), (1_767_225_661, Act::Destroy { certificate: None })] {
            let log = CustodyLog::open(&path).unwrap();
            let line = log.chain().next(entry(seconds, act));
            log.append(&line).unwrap();
        }
        let expected = include_str!("../../tests/data/custody.log");
        assert_eq!(fs::read_to_string(&path).unwrap(), expected);
        assert_eq!(CustodyLog::read(&path).unwrap().lines().len(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("custody.log");
        CustodyLog::open(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
    }

    #[test]
    fn a_broken_log_is_neither_read_nor_added_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("custody.log");
        fs::write(&path, include_str!("../../tests/data/custody.log").replace("custodian", "somebody")).unwrap();
        assert!(matches!(CustodyLog::open(&path), Err(ExchangeError::BrokenLog { line: 1, .. })));
        fs::write(&path, [0xFF, 0xFE]).unwrap();
        assert!(matches!(CustodyLog::read(&path), Err(ExchangeError::Io { .. })));
        assert!(matches!(CustodyLog::read(&folder.path().join("none")), Err(ExchangeError::Missing { .. })));
    }

    #[test]
    fn a_signature_covers_all_but_itself() {
        let chain = Chain::default();
        let unsigned = chain.next(entry(0, generate()));
        let mut signed = unsigned.clone();
        signed.body.signature = Some("00".to_owned());
        assert_eq!(signed_bytes(&signed), signed_bytes(&unsigned));
        signed.body.signer = Some("somebody".to_owned());
        assert_ne!(signed_bytes(&signed), signed_bytes(&unsigned));
    }
}
