//! Every derivation of this program, on one screen.
//!
//! `subkey = HKDF-SHA256(salt = "dwlink/v1", ikm = the 32-byte root, info, L)` (RFC 5869), where
//! `info = part(label) ‖ part(project) ‖ part(scope 1) ‖ ...` and `part(x) = length of x in bytes as u16, big-endian ‖ x`.
//! Labels, names and scopes are UTF-8; L is 32 unless stated. Scopes come in this order:
//!
//! | label | scope | L | gives |
//! |---|---|---|---|
//! | `check value` | none | 8 | [`KeyCheckValue`] of a project |
//! | `block` | link, pass, delivery | 32 | [`Prf`] of block tokens and of the keys that bind values to blocks |
//! | `value` | link, domain, delivery | 32 | [`Prf`] of value tokens |
//! | `handle` | source | 32 | [`Prf`] of the handles of one pass |
//! | `payload handle` | source | 32 | [`Prf`] of the handles under which payload travels |
//! | `payload row` | source, batch | 32 | [`Prf`] of the keys of single handles' payload rows, see [`RowKeys`] |
//! | `filler` | source | 32 | [`Prf`] of the seeds of padding, by delivery nonce |
//! | `journal` | source, run (16 bytes) | 32 | [`JournalKey`] of interrupted work |
//! | `study check value` | study | 8 | [`KeyCheckValue`] of a study; the root is the study's own |
//! | `study pseudonym` | study | 32 | [`Prf`] of [`StudyKey::pseudonym`](crate::StudyKey::pseudonym) |
//! | `study cell` | study | 32 | [`Prf`] of [`StudyKey::cell_key`](crate::StudyKey::cell_key) |
//! | `relay check value` | none | 8 | [`KeyCheckValue`] of a relay; the root is the relay's own |
//! | `relay block` | link, pass, delivery | 32 | [`Prf`] of relayed block tokens and of the keys that bind relayed tokens to blocks |
//! | `relay journal` | source, run (16 bytes) | 32 | [`JournalKey`] of a relay's work that does not fit into memory |
//!
//! A delivery of `None` is the empty part: the specification is incremental, and tokens of different deliveries
//! compare. A root in a PKCS#11 token (feature `hsm`) is used as HKDF's PRK itself: `subkey = HKDF-Expand(token key, info, 32)`, one
//! `CKM_SHA256_HMAC` of `info ‖ 0x01`; the check value is its first 8 bytes. A desk's signing key is not a project's: `ikm` is the desk's age identity as text (`AGE-SECRET-KEY-1...`) and `info` is
//! `part("desk signature")` (L 32, the seed of Ed25519). For tests alone, `ikm` is the seed as u64 big-endian and `info` is `part(label)` for `test root`,
//! `test study root` and `test relay root` (L 32), or `part(label) ‖ part(stream)` for `test stream` (L 16).

use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

use crate::name::Name;
use crate::root::Root;
use crate::{DeskIdentity, Error, JournalKey, KeyCheckValue, Keyring, Prf, RelayKeyring, RootKey, RowKeys};

const SALT: &[u8] = b"dwlink/v1";
const CHECK_VALUE: &str = "check value";
const BLOCK: &str = "block";
const VALUE: &str = "value";
const HANDLE: &str = "handle";
const PAYLOAD_HANDLE: &str = "payload handle";
const PAYLOAD_ROW: &str = "payload row";
const FILLER: &str = "filler";
const JOURNAL: &str = "journal";
const STUDY_CHECK_VALUE: &str = "study check value";
const STUDY_PSEUDONYM: &str = "study pseudonym";
const STUDY_CELL: &str = "study cell";
const RELAY_CHECK_VALUE: &str = "relay check value";
const RELAY_BLOCK: &str = "relay block";
const RELAY_JOURNAL: &str = "relay journal";
const DESK_SIGNATURE: &str = "desk signature";
pub(crate) const TEST_ROOT: &str = "test root";
pub(crate) const TEST_STUDY_ROOT: &str = "test study root";
pub(crate) const TEST_RELAY_ROOT: &str = "test relay root";
const TEST_STREAM: &str = "test stream";

/// Where block tokens compare: one pass of one link.
#[derive(Clone, Copy, Debug)]
pub struct BlockScope<'a> {
    /// The link of the specification, so that equality shows only between the sources it names.
    pub link: &'a str,
    /// The blocking pass.
    pub pass: &'a str,
    /// The delivery; `None` when the specification is incremental.
    pub delivery: Option<&'a str>,
}

/// Where value tokens compare: one domain (the fields that may be compared with each other) of one link.
#[derive(Clone, Copy, Debug)]
pub struct ValueScope<'a> {
    /// The link of the specification.
    pub link: &'a str,
    /// The domain; both names share one, so that a swap shows.
    pub domain: &'a str,
    /// The delivery; `None` when the specification is incremental.
    pub delivery: Option<&'a str>,
}

/// The derivations. Each fails only if a label of the scope is empty or longer than 255 bytes.
impl Keyring {
    /// The key of block tokens, and of the AES keys that bind value tokens to a block.
    pub fn block_key(&self, scope: &BlockScope<'_>) -> Result<Prf, Error> {
        let scope = [label("link", scope.link)?, label("pass", scope.pass)?, delivery(scope.delivery)?];
        self.prf(BLOCK, &scope)
    }

    /// The key of value tokens.
    pub fn value_key(&self, scope: &ValueScope<'_>) -> Result<Prf, Error> {
        let scope = [label("link", scope.link)?, label("domain", scope.domain)?, delivery(scope.delivery)?];
        self.prf(VALUE, &scope)
    }

    /// The key of a source's pass handles.
    pub fn handle_key(&self, source: &str) -> Result<Prf, Error> {
        self.prf(HANDLE, &[label("source", source)?])
    }

    /// The key of a source's payload handles.
    pub fn payload_handle_key(&self, source: &str) -> Result<Prf, Error> {
        self.prf(PAYLOAD_HANDLE, &[label("source", source)?])
    }

    /// The keys of a source's payload rows; `batch` is the label of the `pseudonymise` run.
    pub fn row_keys(&self, source: &str, batch: &str) -> Result<RowKeys, Error> {
        Ok(RowKeys::keyed(self.prf(PAYLOAD_ROW, &[label("source", source)?, label("batch", batch)?])?))
    }

    /// The key from which, with a delivery's random nonce, the seeds of a source's [`Filler`](crate::Filler) come, so
    /// that interrupted work pads alike when it is resumed.
    pub fn filler_key(&self, source: &str) -> Result<Prf, Error> {
        self.prf(FILLER, &[label("source", source)?])
    }

    /// The key that seals a source's interrupted work; `run` is drawn afresh for each run that is not a resumption.
    pub fn journal_key(&self, source: &str, run: &[u8; 16]) -> Result<JournalKey, Error> {
        Ok(JournalKey::keyed(&*self.subkey(JOURNAL, &[label("source", source)?, run])?))
    }

    fn prf(&self, label: &str, scope: &[&[u8]]) -> Result<Prf, Error> {
        Ok(Prf::keyed(&*self.subkey(label, scope)?))
    }

    /// 32 bytes: one block of HKDF-Expand, which is all that a token computes.
    #[cfg_attr(not(feature = "hsm"), expect(clippy::unnecessary_wraps, reason = "only a token can fail"))]
    fn subkey(&self, label: &str, scope: &[&[u8]]) -> Result<Zeroizing<[u8; 32]>, Error> {
        match &self.root {
            Root::Memory(root) => Ok(subkey(root, label, &self.project, scope)),
            #[cfg(feature = "hsm")]
            Root::Token(root) => root.expand(&subkey_info(label, &self.project, scope)),
        }
    }
}

/// The derivations of a relay. Each fails only if a label of the scope is empty or longer than 255 bytes.
impl RelayKeyring {
    /// The key of relayed block tokens, and of the AES keys that bind relayed tokens to a block.
    pub fn block_key(&self, scope: &BlockScope<'_>) -> Result<Prf, Error> {
        let scope = [label("link", scope.link)?, label("pass", scope.pass)?, delivery(scope.delivery)?];
        Ok(prf(&self.root, RELAY_BLOCK, &self.project, &scope))
    }

    /// The key that seals what does not fit into memory while a source's files are relayed; `run` is drawn for each run.
    pub fn journal_key(&self, source: &str, run: &[u8; 16]) -> Result<JournalKey, Error> {
        let scope = [label("source", source)?, run];
        Ok(JournalKey::keyed(&subkey(&self.root, RELAY_JOURNAL, &self.project, &scope)))
    }
}

pub(crate) fn relay_check_value(root: &RootKey, project: &Name) -> KeyCheckValue {
    KeyCheckValue::new(*subkey(root, RELAY_CHECK_VALUE, project, &[]))
}

pub(crate) fn project_check_value(keyring: &Keyring) -> KeyCheckValue {
    match &keyring.root {
        Root::Memory(root) => KeyCheckValue::new(*subkey(root, CHECK_VALUE, &keyring.project, &[])),
        #[cfg(feature = "hsm")]
        Root::Token(root) => root.check_value(),
    }
}

/// What a token expands into a project's check value; the first eight bytes count.
#[cfg(feature = "hsm")]
pub(crate) fn check_value_info(project: &Name) -> Vec<u8> {
    subkey_info(CHECK_VALUE, project, &[])
}

pub(crate) fn study_check_value(root: &RootKey, project: &Name, study: &Name) -> KeyCheckValue {
    KeyCheckValue::new(*subkey(root, STUDY_CHECK_VALUE, project, &[study.as_str().as_bytes()]))
}

pub(crate) fn study_pseudonym_key(root: &RootKey, project: &Name, study: &Name) -> Prf {
    prf(root, STUDY_PSEUDONYM, project, &[study.as_str().as_bytes()])
}

pub(crate) fn study_cell_key(root: &RootKey, project: &Name, study: &Name) -> Prf {
    prf(root, STUDY_CELL, project, &[study.as_str().as_bytes()])
}

pub(crate) fn desk_signature_seed(identity: &DeskIdentity) -> Zeroizing<[u8; 32]> {
    let mut seed = Zeroizing::new([0; 32]);
    hkdf_sha256(SALT, identity.secret().expose_secret().as_bytes(), &info(&[DESK_SIGNATURE.as_bytes()]), &mut *seed);
    seed
}

pub(crate) fn test_root(label: &str, seed: u64) -> RootKey {
    let root = RootKey::try_init(|key| {
        hkdf_sha256(SALT, &seed.to_be_bytes(), &info(&[label.as_bytes()]), key);
        Ok::<(), std::convert::Infallible>(())
    });
    root.unwrap_or_else(|never| match never {})
}

pub(crate) fn test_stream_seed(seed: u64, stream: &str) -> Result<[u8; 16], Error> {
    let mut key = [0; 16];
    let info = info(&[TEST_STREAM.as_bytes(), label("stream", stream)?]);
    hkdf_sha256(SALT, &seed.to_be_bytes(), &info, &mut key);
    Ok(key)
}

fn prf(root: &RootKey, label: &str, project: &Name, scope: &[&[u8]]) -> Prf {
    Prf::keyed(&*subkey::<32>(root, label, project, scope))
}

fn subkey<const L: usize>(root: &RootKey, label: &str, project: &Name, scope: &[&[u8]]) -> Zeroizing<[u8; L]> {
    let mut key = Zeroizing::new([0; L]);
    hkdf_sha256(SALT, root.expose_secret(), &subkey_info(label, project, scope), &mut *key);
    key
}

fn subkey_info(label: &str, project: &Name, scope: &[&[u8]]) -> Vec<u8> {
    info(&[&[label.as_bytes(), project.as_str().as_bytes()], scope].concat())
}

/// Joins `parts`, each after its length as u16, big-endian.
fn info(parts: &[&[u8]]) -> Vec<u8> {
    let mut info = Vec::new();
    for part in parts {
        let length = u16::try_from(part.len()).expect("labels are checked to be far shorter than 64 KiB");
        info.extend_from_slice(&length.to_be_bytes());
        info.extend_from_slice(part);
    }
    info
}

fn hkdf_sha256(salt: &[u8], ikm: &[u8], info: &[u8], okm: &mut [u8]) {
    let prk = Salt::new(HKDF_SHA256, salt).extract(ikm);
    prk.expand(&[info], Length(okm.len()))
        .and_then(|expanded| expanded.fill(okm))
        .expect("subkeys are far shorter than HKDF's limit of 255 hashes");
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn delivery(name: Option<&str>) -> Result<&[u8], Error> {
    name.map_or(Ok(&[]), |name| label("delivery", name))
}

fn label<'a>(role: &'static str, name: &'a str) -> Result<&'a [u8], Error> {
    if (1..=255).contains(&name.len()) { Ok(name.as_bytes()) } else { Err(Error::ScopeLabel { role }) }
}

#[cfg(test)]
mod tests;
