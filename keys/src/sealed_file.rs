//! Reading, writing and destroying sealed files whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use age::Decryptor;
use ring::rand::{SecureRandom, SystemRandom};
use tempfile::NamedTempFile;

use crate::Error;
use crate::lock::unreadable_header;

/// More than any keyring or share, sealed to hundreds of recipients; a larger file is neither.
const MAXIMUM_BYTES: u64 = 64 * 1024;

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let sealed = head(path)?;
    if sealed.len() as u64 > MAXIMUM_BYTES {
        return Err(Error::NotKeyring { path: path.to_owned() });
    }
    Ok(sealed)
}

/// The file's bytes, at most one more than a keyring file or share may have.
fn head(path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut read = || File::open(path)?.take(MAXIMUM_BYTES + 1).read_to_end(&mut bytes);
    read().map_err(Error::io(path, "read"))?;
    Ok(bytes)
}

/// How a file is sealed, as its first lines say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealing {
    /// By a passphrase.
    Passphrase,
    /// To recipients.
    Recipients,
}

impl Sealing {
    /// Looks at the file at `path`, without opening it.
    pub fn of(path: &Path) -> Result<Self, Error> {
        let head = head(path)?;
        let decryptor = Decryptor::new_buffered(head.as_slice()).map_err(|_| unreadable_header(path, &head))?;
        Ok(if decryptor.is_scrypt() { Self::Passphrase } else { Self::Recipients })
    }
}

/// Saves a second of scrypt, and the wait, when the name is taken. `write_new` decides.
pub(crate) fn refuse_existing(path: &Path) -> Result<(), Error> {
    match path.symlink_metadata() {
        Ok(_) => Err(Error::Exists { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Error::io(path, "written")(error)),
    }
}

/// Writes a temporary file (created with mode 0600) beside `path`, then gives it the name unless that is taken.
pub(crate) fn write_new(path: &Path, content: &[u8]) -> Result<(), Error> {
    write_new_by(path, |file| file.write_all(content))
}

/// [`write_new`] with what `write` writes.
pub(crate) fn write_new_by(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Error> {
    let folder = folder_of(path);
    let write = || {
        let mut file = NamedTempFile::new_in(folder)?;
        write(file.as_file_mut())?;
        file.as_file().sync_all()?;
        Ok(file)
    };
    let file = write().map_err(Error::io(path, "written"))?;
    file.persist_noclobber(path).map_err(|failure| match failure.error.kind() {
        io::ErrorKind::AlreadyExists => Error::Exists { path: path.to_owned() },
        _ => Error::io(path, "written")(failure.error),
    })?;
    sync_folder(folder).map_err(Error::io(path, "written"))
}

/// Overwrites a keyring file with random bytes and removes it. The passphrase is not needed.
///
/// This ends one copy. It does **not** reach backups, snapshots, copies on other machines, or printed shares; on
/// solid-state disks and on file systems that copy on write (btrfs, ZFS, APFS) or keep a journal of data, the old bytes
/// may also stay readable below the file system. What then protects the key is its passphrase or the identities it
/// was sealed to: destroy those too. Files of tokens are useless to a stranger without the key, and unreadable for
/// good once every copy of it is gone.
///
/// Refuses anything but a regular file that begins as an age file does: a slip must not destroy another file.
pub fn destroy(path: &Path) -> Result<(), Error> {
    let is_file = path.symlink_metadata().map_err(Error::io(path, "read"))?.is_file();
    if !is_file || !read(path)?.starts_with(b"age-encryption.org/") {
        return Err(Error::NotKeyring { path: path.to_owned() });
    }
    overwrite(path)?;
    fs::remove_file(path).map_err(Error::io(path, "removed"))?;
    sync_folder(folder_of(path)).map_err(Error::io(path, "removed"))
}

fn overwrite(path: &Path) -> Result<(), Error> {
    let failed = || Error::io(path, "overwritten");
    let mut file = OpenOptions::new().write(true).open(path).map_err(failed())?;
    let bytes = file.metadata().map_err(failed())?.len();
    let mut noise = vec![0; bytes as usize];
    SystemRandom::new().fill(&mut noise).map_err(|_| Error::Randomness)?;
    file.write_all(&noise).map_err(failed())?;
    file.sync_all().map_err(failed())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Makes a new or removed name durable. Only Unix opens a folder as a file.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_taken_in_the_meantime_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pilot.keys");
        write_new(&path, b"first").unwrap();
        assert!(matches!(write_new(&path, b"second"), Err(Error::Exists { .. })));
        assert_eq!(read(&path).unwrap(), b"first");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_folder_is_an_error_with_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("absent").join("pilot.keys");
        assert!(matches!(write_new(&path, b"x"), Err(Error::Io { path: p, action: "written", .. }) if p == path));
        assert_eq!(folder_of(Path::new("pilot.keys")), Path::new("."));
    }
}
