//! Row keys on their way from the key custodian to the analysis unit: an age file around a few lines of text, and the keys.
//!
//! ```text
//! dwlink row keys 1
//! project=NAME
//! source=NAME batch=LABEL keys=COUNT      once a source
//!                                         an empty line
//! handle (u64, big-endian), key (32 bytes)   COUNT times for each source, in that order; handles ascend
//! ```

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use zeroize::{Zeroize as _, Zeroizing};

use super::RowKey;
use crate::{Error, Lock, Unlock, sealed_file};

const FORMAT: &str = "dwlink row keys 1";
const ENTRY_BYTES: usize = 8 + RowKey::BYTES;
/// More than the lines of any spec's sources take.
const HEAD_BYTES: u64 = 64 * 1024;

/// The keys of a study's people, by source.
#[derive(Debug)]
pub struct RowKeysFile {
    /// The project.
    pub project: String,
    /// At most one entry a source.
    pub sources: Vec<SourceRowKeys>,
}

/// The row keys of some handles of one run of `pseudonymise`.
pub struct SourceRowKeys {
    /// The source.
    pub source: String,
    /// Label of the run, as its manifests have it.
    pub batch: String,
    /// By handle, ascending.
    pub keys: Vec<(u64, RowKey)>,
}

impl SourceRowKeys {
    /// The key of a handle, if it was given out.
    #[must_use]
    pub fn of(&self, handle: u64) -> Option<&RowKey> {
        let at = self.keys.binary_search_by_key(&handle, |(known, _)| *known).ok()?;
        Some(&self.keys[at].1)
    }
}

impl fmt::Debug for SourceRowKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceRowKeys({}, {} keys)", self.source, self.keys.len())
    }
}

impl RowKeysFile {
    /// Seals the keys into a new file at `path` with mode 0600, which appears whole or not at all.
    pub fn seal(&self, path: &Path, lock: &Lock<'_>) -> Result<(), Error> {
        sealed_file::refuse_existing(path)?;
        let encryptor = lock.encryptor(path)?;
        sealed_file::write_new_by(path, |file| {
            let mut sealed = encryptor.wrap_output(BufWriter::new(file))?;
            self.write(&mut sealed)?;
            sealed.finish()?.flush()
        })
    }

    /// Opens the file at `path`.
    ///
    /// # Errors
    /// As for a keyring file; [`Error::NotRowKeys`] for an age file around something else.
    pub fn open(path: &Path, unlock: &Unlock<'_>) -> Result<Self, Error> {
        let file = File::open(path).map_err(Error::io(path, "read"))?;
        let bytes = file.metadata().map_err(Error::io(path, "read"))?.len();
        let mut plain = BufReader::new(unlock.reader(path, BufReader::new(file))?);
        Self::read(&mut plain, bytes).map_err(|fault| match fault {
            Fault::Bytes => Error::Altered { path: path.to_owned() },
            Fault::Content => Error::NotRowKeys { path: path.to_owned() },
        })
    }

    fn write(&self, to: &mut impl Write) -> io::Result<()> {
        writeln!(to, "{FORMAT}\nproject={}", self.project)?;
        for SourceRowKeys { source, batch, keys } in &self.sources {
            writeln!(to, "source={source} batch={batch} keys={}", keys.len())?;
        }
        writeln!(to)?;
        for (handle, key) in self.sources.iter().flat_map(|source| &source.keys) {
            to.write_all(&handle.to_be_bytes())?;
            to.write_all(key.0.as_slice())?;
        }
        Ok(())
    }

    /// Reads what [`write`](Self::write) wrote from a source of at most `bytes` bytes.
    fn read(from: &mut impl BufRead, bytes: u64) -> Result<Self, Fault> {
        let mut head = String::new();
        loop {
            let before = head.len();
            let room = HEAD_BYTES.saturating_sub(before as u64);
            let read = from.take(room).read_line(&mut head)?;
            match &head[before..] {
                "\n" => break,
                line if read == 0 || !line.ends_with('\n') => return Err(Fault::Content),
                _ => {}
            }
        }
        let (project, declared) = parse_head(&head).ok_or(Fault::Content)?;
        let mut sources = Vec::new();
        for (source, batch, count) in declared {
            if count.checked_mul(ENTRY_BYTES as u64).is_none_or(|needed| needed > bytes) {
                return Err(Fault::Content);
            }
            let keys = read_keys(from, count as usize)?;
            sources.push(SourceRowKeys { source, batch, keys });
        }
        if from.fill_buf()?.is_empty() { Ok(Self { project, sources }) } else { Err(Fault::Content) }
    }
}

/// Why a file does not read.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// Its bytes cannot be had.
    Bytes,
    /// They are not what [`RowKeysFile::write`] makes.
    Content,
}

impl From<io::Error> for Fault {
    fn from(_: io::Error) -> Self {
        Self::Bytes
    }
}

fn read_keys(from: &mut impl Read, count: usize) -> Result<Vec<(u64, RowKey)>, Fault> {
    let mut keys: Vec<(u64, RowKey)> = Vec::with_capacity(count);
    let (mut handle, mut key) = ([0; 8], [0; RowKey::BYTES]);
    for _ in 0..count {
        from.read_exact(&mut handle)?;
        from.read_exact(&mut key)?;
        let handle = u64::from_be_bytes(handle);
        if keys.last().is_some_and(|(before, _)| *before >= handle) {
            return Err(Fault::Content);
        }
        keys.push((handle, RowKey(Zeroizing::new(key))));
    }
    key.zeroize();
    Ok(keys)
}

type Declared = (String, String, u64);

fn parse_head(head: &str) -> Option<(String, Vec<Declared>)> {
    let mut lines = head.strip_suffix("\n\n")?.split('\n');
    if lines.next()? != FORMAT {
        return None;
    }
    let project = lines.next()?.strip_prefix("project=")?.to_owned();
    let mut declared: Vec<Declared> = Vec::new();
    for line in lines {
        let mut words = line.split(' ');
        let mut value = |name: &str| words.next()?.strip_prefix(name)?.strip_prefix('=');
        let (source, batch, count) = (value("source")?, value("batch")?, value("keys")?.parse().ok()?);
        if words.next().is_some() || declared.iter().any(|(known, ..)| known == source) {
            return None;
        }
        declared.push((source.to_owned(), batch.to_owned(), count));
    }
    Some((project, declared))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::{DeskIdentity, Keyring, KeyringFile, RowPlace};

    fn keys_of(source: &str, handles: &[u64]) -> SourceRowKeys {
        let keyring = Keyring::from_test_seed("pilot", 1).unwrap();
        let keys = keyring.row_keys(source, "0a").unwrap();
        let keys = handles.iter().map(|handle| (*handle, keys.of(*handle))).collect();
        SourceRowKeys { source: source.to_owned(), batch: "0a".to_owned(), keys }
    }

    #[test]
    fn what_the_custodian_seals_the_analysis_unit_opens() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (desk, stranger) = (at("desk.txt"), at("stranger.txt"));
        let [recipient, _] = [&desk, &stranger].map(|path| {
            let identity = DeskIdentity::generate();
            identity.write(path, jiff::Timestamp::UNIX_EPOCH).unwrap();
            identity.recipient()
        });
        let file = RowKeysFile {
            project: "pilot".to_owned(),
            sources: vec![keys_of("pnc", &[3, 9, u64::MAX]), keys_of("deaths", &[]), keys_of("dwp", &[9])],
        };
        let path = at("study.rows");
        file.seal(&path, &Lock::Recipients(std::slice::from_ref(&recipient))).unwrap();
        assert!(matches!(
            file.seal(&path, &Lock::Recipients(std::slice::from_ref(&recipient))),
            Err(Error::Exists { .. })
        ));

        let opened = RowKeysFile::open(&path, &Unlock::Identities(std::slice::from_ref(&desk))).unwrap();
        assert_eq!(opened.project, "pilot");
        let known: Vec<_> = opened.sources.iter().map(|source| (source.source.as_str(), source.keys.len())).collect();
        assert_eq!(known, [("pnc", 3), ("deaths", 0), ("dwp", 1)]);
        let place = RowPlace { table: 0, row: 0 };
        let sealed = file.sources[0].of(9).unwrap().cipher().seal(place, b"row").unwrap();
        assert_eq!(opened.sources[0].of(9).unwrap().cipher().open(place, &mut sealed.clone()).unwrap(), b"row");
        assert!(opened.sources[2].of(9).unwrap().cipher().open(place, &mut sealed.clone()).is_err());
        assert!(opened.sources[0].of(8).is_none());

        let refused = RowKeysFile::open(&path, &Unlock::Identities(&[stranger]));
        assert!(matches!(refused, Err(Error::WrongIdentity { .. })));
        let sealed = fs::read(&path).unwrap();
        let mut flipped = sealed.clone();
        *flipped.last_mut().unwrap() ^= 1;
        for damaged in [&flipped[..], &sealed[..sealed.len() - 1], &sealed[..sealed.len() / 2]] {
            fs::write(at("damaged"), damaged).unwrap();
            let refused = RowKeysFile::open(&at("damaged"), &Unlock::Identities(std::slice::from_ref(&desk)));
            assert!(matches!(refused, Err(Error::Altered { .. })), "{refused:?}");
        }
        let keyring = KeyringFile::Project(Keyring::from_test_seed("pilot", 1).unwrap());
        keyring.seal(&at("pilot.keys"), &Lock::Recipients(&[recipient])).unwrap();
        let refused = RowKeysFile::open(&at("pilot.keys"), &Unlock::Identities(&[desk]));
        assert!(matches!(refused, Err(Error::NotRowKeys { .. })), "{refused:?}");
    }

    #[test]
    fn counts_and_order_are_believed_only_as_far_as_the_bytes_go() {
        let read = |bytes: &[u8]| RowKeysFile::read(&mut &bytes[..], bytes.len() as u64);
        let mut whole = Vec::new();
        let file = RowKeysFile { project: "pilot".to_owned(), sources: vec![keys_of("pnc", &[3, 9])] };
        file.write(&mut whole).unwrap();
        assert_eq!(read(&whole).unwrap().sources[0].keys.len(), 2);
        for length in 0..whole.len() {
            assert!(read(&whole[..length]).is_err(), "{length} bytes");
        }
        let longer = [whole.as_slice(), b"x"].concat();
        assert_eq!(read(&longer).unwrap_err(), Fault::Content);
        for line in ["keys=18446744073709551615", "keys=1000000", "keys=0 x", "keys=0\nsource=pnc batch=0a keys=0"] {
            let text = format!("dwlink row keys 1\nproject=pilot\nsource=pnc batch=0a {line}\n\n");
            assert_eq!(read(text.as_bytes()).unwrap_err(), Fault::Content, "{line}");
        }
        let sources: Vec<_> = (0..99).map(|source| format!("source=s{source} batch=0a keys=0\n")).collect();
        let text = format!("dwlink row keys 1\nproject=pilot\n{}\n", sources.concat());
        assert_eq!(read(text.as_bytes()).unwrap().sources.len(), 99);
        let mut unsorted = Vec::new();
        let file = RowKeysFile { project: "pilot".to_owned(), sources: vec![keys_of("pnc", &[9, 3])] };
        file.write(&mut unsorted).unwrap();
        assert_eq!(read(&unsorted).unwrap_err(), Fault::Content);
    }
}
