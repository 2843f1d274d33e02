//! An entry of a pass as it lies in a bucket: one identity in one block, its tokens bound, the empty slots still empty.

use exchange::Token;

use super::token_v1::{BlockMaterial, ValueToken};

/// Bytes before the counts of values.
const HEAD: usize = 17;

/// How entries of one link lie in bytes: block, variant, entity, alternative; how many values each token group has; tokens.
#[derive(Clone, Copy)]
pub(crate) struct EntryLayout {
    pub(crate) groups: usize,
    pub(crate) slots: usize,
    pub(crate) token_bytes: usize,
}

/// One entry.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    bytes: &'a [u8],
    layout: EntryLayout,
}

/// Whose entry it is.
#[derive(Clone, Copy)]
pub(crate) struct Owner {
    pub(crate) variant: u32,
    pub(crate) entity: u32,
    /// Which alternative of the block key, 0 when there is one.
    pub(crate) alternative: u8,
}

impl EntryLayout {
    /// Bytes of an entry.
    pub(crate) fn bytes(self) -> usize {
        HEAD + self.groups + self.token_bytes * self.slots
    }

    /// Replaces `out` by an entry without tokens; `counts` has one number a group.
    pub(crate) fn begin(self, owner: Owner, block: &BlockMaterial, counts: &[u8], out: &mut Vec<u8>) {
        out.clear();
        out.extend_from_slice(&block.token.to_le_bytes());
        out.extend_from_slice(&owner.variant.to_le_bytes());
        out.extend_from_slice(&owner.entity.to_le_bytes());
        out.push(owner.alternative);
        out.extend_from_slice(counts);
        out.resize(self.bytes(), 0);
    }

    /// Puts the token of a bound value into a slot of an entry that was begun.
    pub(crate) fn put<T: Token>(self, entry: &mut [u8], slot: usize, bound: &ValueToken) {
        let at = HEAD + self.groups + T::BYTES * slot;
        entry[at..at + T::BYTES].copy_from_slice(&bound[..T::BYTES]);
    }

    /// The entries that lie one behind the other in `bytes`.
    pub(crate) fn entries(self, bytes: &[u8]) -> impl Iterator<Item = Entry<'_>> {
        bytes.chunks_exact(self.bytes()).map(move |bytes| Entry { bytes, layout: self })
    }
}

impl<'a> Entry<'a> {
    pub(crate) fn block(self) -> u64 {
        let mut block = [0; 8];
        block.copy_from_slice(&self.bytes[..8]);
        u64::from_le_bytes(block)
    }

    pub(crate) fn owner(self) -> Owner {
        Owner { variant: self.word(8), entity: self.word(12), alternative: self.bytes[16] }
    }

    /// How many values each token group has.
    pub(crate) fn counts(self) -> &'a [u8] {
        &self.bytes[HEAD..HEAD + self.layout.groups]
    }

    /// Mask with the bits of the groups that have no value.
    pub(crate) fn nulls(self) -> u64 {
        nulls(self.counts())
    }

    /// Tokens of all slots, group after group; a group's values come first in it.
    pub(crate) fn tokens<T: Token>(self) -> impl Iterator<Item = T> {
        self.bytes[HEAD + self.layout.groups..].chunks_exact(T::BYTES).map(T::leading)
    }

    fn word(self, at: usize) -> u32 {
        u32::from_le_bytes([self.bytes[at], self.bytes[at + 1], self.bytes[at + 2], self.bytes[at + 3]])
    }
}

/// Mask with the bits of the groups of which there is no value.
pub(crate) fn nulls(counts: &[u8]) -> u64 {
    counts.iter().enumerate().fold(0, |nulls, (bit, count)| nulls | u64::from(*count == 0) << bit)
}
