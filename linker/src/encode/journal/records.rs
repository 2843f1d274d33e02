use std::collections::BTreeMap;

use exchange::{Provenance, Written};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::bits::Bits;
use super::super::gate::GatedPass;

/// What a run notes before it is sealed.
#[derive(Serialize, Deserialize)]
pub(super) enum Record {
    /// What the run began with.
    Begun {
        /// Hashes of the extract's tables.
        extract: Provenance,
        /// What every handle and filler of the run is drawn from.
        nonce: [u8; 16],
    },
    /// A payload table is finished.
    Table {
        /// The table.
        name: String,
        /// Its file.
        table: FinishedTable,
    },
    /// A pass file is finished; the bits of its entries and entities follow.
    Pass {
        /// Number of the link.
        link: u16,
        /// Number of the pass in it.
        pass: u16,
        /// Its file.
        written: Written,
        /// Entries that a variant may have.
        alternatives: usize,
        /// Bytes of the bits of its entries.
        emitted_bytes: usize,
        /// What the run's gate measured.
        gated: Option<GatedPass>,
    },
}

/// A payload table, and what else must be known of it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct FinishedTable {
    pub(crate) written: Written,
    /// Share of people who are unique on what an outsider may know.
    pub(crate) unique_share: f64,
    /// Where its rows are sealed, the latest day in each column of dates.
    pub(crate) latest: BTreeMap<String, Date>,
}

/// A pass file that an earlier run wrote, and what else must be known of it.
pub(crate) struct FinishedPass {
    pub(crate) written: Written,
    /// Entries that a variant may have: the bits of `emitted` are by `variant * alternatives + alternative`.
    pub(crate) alternatives: usize,
    /// Entries that left.
    pub(crate) emitted: Bits,
    /// Entities with an entry that was withheld.
    pub(crate) withheld: Bits,
    /// What the run's gate measured.
    pub(super) gated: Option<GatedPass>,
}

impl Record {
    /// The record as bytes: one line of JSON, then the bits.
    pub(super) fn to_bytes(&self, bits: &[&Bits]) -> Vec<u8> {
        let mut bytes = serde_json::to_vec(self).expect("texts and finite numbers are JSON");
        bytes.push(b'\n');
        for bits in bits {
            bytes.extend(bits.bytes().flatten());
        }
        bytes
    }

    /// The record and its bits; nothing where they do not read.
    pub(super) fn parse(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        Some((serde_json::from_slice(&bytes[..end]).ok()?, &bytes[end + 1..]))
    }
}
