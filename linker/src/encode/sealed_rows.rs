//! Rows that leave sealed, each under the key of its handle.

use exchange::SealedRow;
use keys::{RowKeys, RowPlace};

use crate::error::Result;
use crate::packed::padded;

/// Seals the rows of one table.
pub(super) struct Sealer {
    keys: RowKeys,
    table: u32,
    /// Bytes of the longest row.
    longest: usize,
}

impl Sealer {
    pub(super) fn new(keys: RowKeys, table: u32, longest: usize) -> Self {
        Self { keys, table, longest }
    }

    /// Seals all rows of some handles, which come by handle.
    pub(super) fn seal(&self, rows: &[(u64, &[u8])]) -> Result<Vec<SealedRow>> {
        let mut sealed = Vec::with_capacity(rows.len());
        for of_handle in rows.chunk_by(|a, b| a.0 == b.0) {
            let payload_handle = of_handle[0].0;
            let cipher = self.keys.of(payload_handle).cipher();
            for (row, (_, cells)) in (0..).zip(of_handle) {
                let bytes = cipher.seal(RowPlace { table: self.table, row }, &padded(cells, self.longest))?;
                sealed.push(SealedRow { payload_handle, row, sealed: bytes });
            }
        }
        Ok(sealed)
    }
}

#[cfg(test)]
mod tests {
    use keys::Keyring;

    use super::*;
    use crate::packed::unpadded;

    #[test]
    fn rows_have_one_length_and_each_opens_under_its_handle() {
        let keyring = Keyring::from_test_seed("pilot", 1).unwrap();
        let keys = || keyring.row_keys("pnc", "0a").unwrap();
        let rows: [(u64, &[u8]); 4] = [(3, b"a"), (3, b"longest"), (3, b""), (9, b"a")];
        let sealed = Sealer::new(keys(), 2, 7).seal(&rows).unwrap();
        let numbered: Vec<_> = sealed.iter().map(|row| (row.payload_handle, row.row, row.sealed.len())).collect();
        assert_eq!(numbered, [(3, 0, 27), (3, 1, 27), (3, 2, 27), (9, 0, 27)]);
        for (row, (handle, cells)) in sealed.into_iter().zip(rows) {
            let mut bytes = row.sealed;
            let plain =
                keys().of(handle).cipher().open(RowPlace { table: 2, row: row.row }, &mut bytes).unwrap().to_vec();
            assert_eq!(unpadded(&plain), Some(cells));
        }
    }
}
