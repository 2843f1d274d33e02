//! Token format v1. Frozen: a change is a new module beside this one.
//!
//! `‖` joins parts that each follow their own length byte; the link, pass, domain and delivery are in the keys' labels.
//!
//! ```text
//! block material  = HMAC-SHA-256(K[link, pass], value1 ‖ value2 ‖ ...)      32 bytes
//! block token     = bytes 0..8 of it, big-endian                            u64, leaves
//! block key       = bytes 16..32 of it                                      never leaves
//! value token     = bytes 0..16 of HMAC-SHA-256(K[link, domain], value)     never leaves
//! token           = bytes 0..4 of AES-128(block key, value token), b.-e.    u32, leaves
//! ```
//!
//! Where a spec says `relay`, block and token go to a relay, the token as bytes 0..8 (u64), and the linkage unit gets what
//! `relay::relay_v1` makes of them.
//!
//! A value is hashed once a record, not once a pass, and bound to each block by one AES block. To whoever lacks the
//! project key the value token is 128 unknown random bits and the block key is independent of the block token (halves
//! of one PRF output), so within a block tokens are those of a random permutation and between blocks they are
//! unrelated: equality inside one block of one pass is all that shows, exactly as with one HMAC a block and value.

use std::collections::BTreeMap;

use exchange::spec::{Link, TokenDomain};
use keys::{BlockCipher, BlockScope, Frame, Keyring, Prf, ValueScope};

use crate::error::Result;

/// Bytes of a value token.
pub(crate) type ValueToken = [u8; 16];

/// Where a record lies in one pass, and the key that binds its tokens there.
#[derive(Clone, Copy)]
pub(crate) struct BlockMaterial {
    pub(crate) token: u64,
    key: [u8; 16],
}

/// Keys of one link.
pub(crate) struct TokenMaker {
    passes: Vec<Prf>,
    domains: BTreeMap<TokenDomain, DomainKey>,
}

/// The key under which the values of one domain are hashed.
pub(crate) struct DomainKey(Prf);

impl TokenMaker {
    /// Derives the keys of a link; `delivery` is empty when deliveries are comparable.
    pub(crate) fn new(keyring: &Keyring, link: &Link, delivery: &str) -> Result<Self> {
        let delivery = (!delivery.is_empty()).then_some(delivery);
        let passes = link
            .passes
            .iter()
            .map(|pass| keyring.block_key(&BlockScope { link: &link.name, pass: &pass.name, delivery }))
            .collect::<std::result::Result<_, _>>()?;
        let mut domains = BTreeMap::new();
        for group in link.groups() {
            let domain = group.domain().name();
            let key = keyring.value_key(&ValueScope { link: &link.name, domain, delivery })?;
            domains.insert(group.domain(), DomainKey(key));
        }
        Ok(Self { passes, domains })
    }

    /// Block material of the values of one key of one pass.
    pub(crate) fn block<'v>(
        &self,
        pass: usize,
        values: impl Iterator<Item = &'v str>,
        frame: &mut Frame,
    ) -> BlockMaterial {
        frame.clear();
        for value in values {
            frame.push(value.as_bytes());
        }
        let material = self.passes[pass].mac_raw(frame.as_bytes());
        let (mut token, mut key) = ([0; 8], [0; 16]);
        token.copy_from_slice(&material[..8]);
        key.copy_from_slice(&material[16..]);
        BlockMaterial { token: u64::from_be_bytes(token), key }
    }

    /// The key of a domain of the link.
    pub(crate) fn domain(&self, domain: TokenDomain) -> &DomainKey {
        &self.domains[&domain]
    }
}

impl DomainKey {
    /// Value token of one value.
    pub(crate) fn value(&self, value: &str, frame: &mut Frame) -> ValueToken {
        frame.clear().push(value.as_bytes());
        let mut token = [0; 16];
        token.copy_from_slice(&self.0.mac_raw(frame.as_bytes())[..16]);
        token
    }
}

impl BlockMaterial {
    /// Binds value tokens to the block, in place.
    pub(crate) fn bind(&self, values: &mut [ValueToken]) {
        BlockCipher::new(&self.key).bind(values);
    }
}

#[cfg(test)]
mod tests;
