//! Relayed tokens, version 1. Frozen: a change is a new module beside this one.
//!
//! An owner in relay mode makes `encode::token_v1`'s blocks and tokens under the project key `K_O`, the tokens 64 bits
//! long. The relay holds `K_C`, a root of its own, and makes of them:
//!
//! ```text
//! block material = HMAC-SHA-256(K_C[link, pass], owner's block token as u64, b.-e.)             32 bytes
//! block token    = bytes 0..8 of it, big-endian                                                 u64, leaves
//! block key      = bytes 16..32 of it                                                           never leaves
//! token          = bytes 0..4 of AES-128(block key, owner's token as u64, b.-e. ‖ 8 zero bytes) u32, leaves
//! ```
//!
//! Handles and null masks stay. Tokens are sorted again within each group, and rows by block token, then handle, so that
//! no order of the owner's is left.
//!
//! **Who can do what.** To whoever lacks `K_C` the block material is 256 unknown random bits a block: the linkage unit and an owner
//! with `K_O` compute any owner's token of any name, and cannot tell whether it is in a relayed file. To whoever lacks `K_O` the owner's
//! tokens are those of `token_v1`: the relay, alone or with the linkage unit, sees block sizes, null masks and equality inside
//! one block of one pass, and can try no name. Both keys together open everything.
//!
//! **What stays equal.** Two owners' tokens of one block and value are equal, so are the relayed ones. Different ones stay
//! different but for coincidences: among an owner's tokens of 64 bits one in 2^64 pairs, among relayed ones of 32 bits
//! one in 2^32, as in a plain file. Filler is random before and after, so nobody learns which slots or rows are filler.
//!
//! **Handles pass as they are.** Each is one AES block under a key that the owner forgets, and two passes share none: the relay
//! cannot join the passes of a record, and to seal handles to the linkage unit would hide nothing more from it. What this leaves: the
//! union desk, which holds the table of handles, joins the relay's passes as it joins the linkage unit's; and an owner knows its own rows in
//! a relayed file by their handles, hence which blocks its own people are in.

use std::ops::Range;

use exchange::{BundleLayout, PassRows, RelayRows, Token as _};
use keys::{BlockCipher, Prf};

/// Turns the rows of one pass into relayed ones.
pub(super) struct Rekeyer {
    pass: Prf,
    layout: BundleLayout,
}

impl Rekeyer {
    /// For bundles of this layout; `pass` is the relay's key of the link and pass.
    pub(super) fn new(pass: Prf, layout: BundleLayout) -> Self {
        Self { pass, layout }
    }

    /// Slots of a row.
    pub(super) fn slots(&self) -> usize {
        self.layout.slots()
    }

    /// Relayed rows of `range`, in the order of the owner's.
    pub(super) fn relayed(&self, rows: &RelayRows, range: Range<usize>) -> PassRows {
        let slots = self.slots();
        let mut relayed = PassRows::with_capacity(range.len(), slots);
        let (mut values, mut tokens) = (Vec::new(), Vec::with_capacity(slots));
        let mut first = range.start;
        for block in rows.block[range].chunk_by(|a, b| a == b) {
            let (token, cipher) = self.block(block[0]);
            let mine = first..first + block.len();
            first = mine.end;
            values.clear();
            values.extend(rows.tokens[mine.start * slots..mine.end * slots].iter().map(|token| widened(*token)));
            cipher.bind(&mut values);
            for (row, bound) in mine.zip(values.chunks_exact(slots)) {
                tokens.clear();
                tokens.extend(bound.iter().map(|bytes| u32::leading(bytes)));
                for group in self.layout.groups() {
                    tokens[group.slots()].sort_unstable();
                }
                relayed.push(token, rows.handle[row], rows.nulls[row], &tokens);
            }
        }
        relayed
    }

    /// The relayed token of an owner's block, and the cipher that binds tokens there.
    fn block(&self, owners: u64) -> (u64, BlockCipher) {
        let material = self.pass.mac_raw(&owners.to_be_bytes());
        let (mut token, mut key) = ([0; 8], [0; 16]);
        token.copy_from_slice(&material[..8]);
        key.copy_from_slice(&material[16..]);
        (u64::from_be_bytes(token), BlockCipher::new(&key))
    }
}

fn widened(token: u64) -> [u8; 16] {
    (u128::from(token) << 64).to_be_bytes()
}

#[cfg(test)]
mod tests;
