//! The key hierarchy of a linkage project, and the keyed primitives of the token format. It knows no records.
//!
//! A project has one random root key, held in a [`Keyring`]. Every other key is derived from it for one purpose
//! and one scope (link, pass, domain, source, delivery) by the functions of `derive.rs`, so that equality of two
//! outputs is visible only inside the scope a specification asks for. A study has a root of its own, a [`StudyKey`], and so
//! has a relay, a [`RelayKeyring`]. All rest on disk only inside a sealed [`KeyringFile`], which a passphrase, the identity of a desk or any M of N
//! [`Share`]s open.
//!
//! This crate is the one place in the workspace that touches HMAC, AES, HKDF, the operating system's random
//! generator and the age format. No secret type can be cloned, printed or compared. Roots, subkeys, cipher schedules
//! and HMAC states are overwritten on drop. That narrows the time a key spends in memory; it cannot promise that no
//! copy remains: registers, stack copies, swap, and ring's and age's own buffers are out of reach.
//!
//! # A value token, bound to a block
//!
//! ```
//! use keys::{BlockCipher, BlockScope, Keyring, ValueScope};
//!
//! # fn main() -> Result<(), keys::Error> {
//! let keyring = Keyring::from_test_seed("pilot", 1)?; // worthless by design: `generate` makes a real one
//! let value_key = keyring.value_key(&ValueScope { link: "a-b", domain: "surname", delivery: Some("2024-q1") })?;
//! let block_key = keyring.block_key(&BlockScope { link: "a-b", pass: "dob", delivery: Some("2024-q1") })?;
//!
//! let mut values = [[0; 16]];
//! values[0].copy_from_slice(&value_key.mac(&[b"SMITH"])[..16]);
//! let block = block_key.mac(&[b"1980-02-29", b"J"]);
//! let binding = block[16..].first_chunk().expect("a block's HMAC has 32 bytes");
//! BlockCipher::new(binding).bind(&mut values);
//! let token = u32::from_be_bytes([values[0][0], values[0][1], values[0][2], values[0][3]]);
//! # assert_ne!(token, 0);
//! # Ok(())
//! # }
//! ```

mod base32;
mod block_cipher;
mod check_value;
mod derive;
mod error;
mod filler;
mod frame;
mod hex;
#[cfg(feature = "hsm")]
mod hsm;
mod identity;
mod journal;
mod keyring;
mod keyring_file;
mod lock;
mod name;
mod prf;
mod randomness;
mod relay;
mod root;
mod rows;
mod sealed_file;
mod share;
mod signature;
mod study;

pub use block_cipher::BlockCipher;
pub use check_value::KeyCheckValue;
pub use derive::{BlockScope, ValueScope};
pub use error::Error;
pub use filler::Filler;
pub use frame::Frame;
#[cfg(feature = "hsm")]
pub use hsm::{Hsm, TokenKeyring};
pub use identity::DeskIdentity;
pub use journal::JournalKey;
pub use keyring::Keyring;
pub use keyring_file::KeyringFile;
pub use lock::{Lock, MINIMUM_PASSPHRASE_CHARS, Recipient, Unlock, WorkFactor};
pub use prf::Prf;
pub use randomness::Randomness;
pub use relay::RelayKeyring;
pub use ring::rand::{SecureRandom, SystemRandom};
pub use root::RootKey;
pub use rows::{RowCipher, RowKey, RowKeys, RowKeysFile, RowPlace, SourceRowKeys};
pub use sealed_file::{Sealing, destroy};
pub use share::{MAXIMUM_HOLDERS, NewSet, Quorum, SetId, SetKey, Share};
pub use signature::{Signer, VerifyingKey};
pub use study::StudyKey;
