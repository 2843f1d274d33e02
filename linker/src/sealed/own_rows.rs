//! The owner's own view of what it sealed: the project's keyring opens every row.

use exchange::spec::{Source, Table};
use exchange::{Frame, Received};
use keys::{Keyring, RowKeys};

use super::unseal::Opener;
use crate::error::{LinkerError, Result};

/// A folder of sealed payload, and the keys of all its rows.
pub struct OwnRows<'a> {
    sealed: &'a Received,
    keys: RowKeys,
}

impl<'a> OwnRows<'a> {
    /// Of a source's folder.
    ///
    /// # Errors
    /// [`LinkerError::Policy`] where the folder does not say of which run of `pseudonymise` of this source it is.
    pub fn new(source: &Source, sealed: &'a Received, keyring: &Keyring) -> Result<Self> {
        let batch = sealed.manifest.batches.get(&source.name).ok_or_else(LinkerError::foreign_folder)?;
        Ok(Self { sealed, keys: keyring.row_keys(&source.name, batch)? })
    }

    /// The rows of a table, some at a time and ordered by payload handle.
    ///
    /// # Errors
    /// A file that is missing or unreadable; [`LinkerError::Keys`] for a row under another key.
    pub fn each(&self, source: &Source, table: &Table, each: impl FnMut(&Frame) -> Result<()>) -> Result<()> {
        let cipher_of = |handle| Some(self.keys.of(handle).cipher());
        Opener::of(source, table, &cipher_of).each(self.sealed, each)?;
        Ok(())
    }
}
