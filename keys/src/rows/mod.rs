//! Keys of single people's payload rows: the owner seals, the key custodian gives out the keys of a study's people, the analysis unit opens.
//!
//! Every handle of a `pseudonymise` run has a key of its own, `HMAC(K, handle as u64, big-endian)` with `K` derived for the source and the run
//! (`derive.rs`). It seals all rows of that handle with AES-256-GCM (NIST SP 800-38D). The nonce is the table's number in the source and
//! the row's number among the rows of its handle, so that none repeats under a key; rows can neither be exchanged nor moved.

mod file;

use std::fmt;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

pub use file::{RowKeysFile, SourceRowKeys};

use crate::{Error, Prf};

/// The row keys of one run of `pseudonymise`.
pub struct RowKeys(Prf);

impl RowKeys {
    pub(crate) fn keyed(prf: Prf) -> Self {
        Self(prf)
    }

    /// The key of a handle's rows.
    #[must_use]
    pub fn of(&self, handle: u64) -> RowKey {
        RowKey(Zeroizing::new(self.0.mac_raw(&handle.to_be_bytes())))
    }
}

impl fmt::Debug for RowKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RowKeys(redacted)")
    }
}

/// The key of all rows of one handle.
pub struct RowKey(Zeroizing<[u8; Self::BYTES]>);

impl RowKey {
    const BYTES: usize = 32;

    /// The cipher under this key.
    #[must_use]
    pub fn cipher(&self) -> RowCipher {
        RowCipher::keyed(&self.0)
    }
}

impl fmt::Debug for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RowKey(redacted)")
    }
}

/// Seals and opens the rows of one handle.
pub struct RowCipher(LessSafeKey);

/// Which row of a handle: number of the table in its source, and of the row among those that the table has of the handle.
#[derive(Clone, Copy, Debug)]
pub struct RowPlace {
    /// The table.
    pub table: u32,
    /// The row.
    pub row: u32,
}

impl RowCipher {
    /// How many bytes sealing adds to a row.
    pub const OVERHEAD_BYTES: usize = 16;

    pub(crate) fn keyed(key: &[u8; RowKey::BYTES]) -> Self {
        let key = UnboundKey::new(&AES_256_GCM, key).expect("AES-256 takes a key of 32 bytes");
        Self(LessSafeKey::new(key))
    }

    /// Seals a row. The caller seals one row at a place, or the same one again.
    ///
    /// # Errors
    /// [`Error::SealedRow`] for a row beyond GCM's limit of 64 GiB.
    pub fn seal(&self, place: RowPlace, row: &[u8]) -> Result<Vec<u8>, Error> {
        let mut sealed = Vec::with_capacity(row.len() + Self::OVERHEAD_BYTES);
        sealed.extend_from_slice(row);
        let added = self.0.seal_in_place_append_tag(place.nonce(), Aad::empty(), &mut sealed);
        added.map_err(|_| Error::SealedRow)?;
        Ok(sealed)
    }

    /// Opens in place what [`seal`](Self::seal) made for the same place.
    ///
    /// # Errors
    /// [`Error::SealedRow`] where it was sealed under another key or for another place, or altered since.
    pub fn open<'a>(&self, place: RowPlace, sealed: &'a mut [u8]) -> Result<&'a [u8], Error> {
        match self.0.open_in_place(place.nonce(), Aad::empty(), sealed) {
            Ok(row) => Ok(row),
            Err(_) => Err(Error::SealedRow),
        }
    }
}

impl RowPlace {
    fn nonce(self) -> Nonce {
        let mut nonce = [0; NONCE_LEN];
        nonce[..4].copy_from_slice(&self.table.to_be_bytes());
        nonce[NONCE_LEN - 4..].copy_from_slice(&self.row.to_be_bytes());
        Nonce::assume_unique_for_key(nonce)
    }
}

impl fmt::Debug for RowCipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RowCipher(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Keyring;

    #[test]
    fn a_row_opens_only_whole_in_its_place_under_its_own_key() {
        let keyring = Keyring::from_test_seed("pilot", 1).unwrap();
        let key = |source, batch, handle| keyring.row_keys(source, batch).unwrap().of(handle).cipher();
        let own = key("pnc", "00ff", 7);
        let place = RowPlace { table: 1, row: 2 };
        let sealed = own.seal(place, b"1980, F").unwrap();
        assert_eq!(sealed.len(), 7 + RowCipher::OVERHEAD_BYTES);
        assert_eq!(own.open(place, &mut sealed.clone()).unwrap(), b"1980, F");

        let refused = |cipher: &RowCipher, place, mut sealed: Vec<u8>| {
            assert!(matches!(cipher.open(place, &mut sealed), Err(Error::SealedRow)));
        };
        for other in [RowPlace { table: 2, row: 1 }, RowPlace { row: 3, ..place }, RowPlace { table: 0, ..place }] {
            refused(&own, other, sealed.clone());
        }
        for other in [key("pnc", "00ff", 8), key("dwp", "00ff", 7), key("pnc", "00fe", 7)] {
            refused(&other, place, sealed.clone());
        }
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            refused(&own, place, flipped);
            refused(&own, place, sealed[..at].to_vec());
        }
    }
}
