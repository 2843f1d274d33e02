//! Roots that stay inside a PKCS#11 token (OASIS PKCS #11 3.1), such as a hardware security module.
//!
//! The root is a generic secret of 32 bytes, drawn by the token, sensitive and not extractable. The token computes
//! HMAC-SHA-256 under it (`CKM_SHA256_HMAC`), which is one block of HKDF-Expand with the root as PRK (RFC 5869, 2.3). Keys derived
//! from it live in this process like any others; what cannot leave is what makes all of them.

mod token_keyring;

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as Fault, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use secrecy::SecretString;
use zeroize::Zeroizing;

pub use self::token_keyring::TokenKeyring;
use crate::name::Name;
use crate::root::Root;
use crate::{Error, KeyCheckValue, Keyring, derive};

/// A vendor's PKCS#11 library, loaded into this process: as trusted as this program.
pub struct Hsm(Pkcs11);

impl Hsm {
    /// Loads the library at `path`. A process loads one once.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let library = Pkcs11::new(path).map_err(failed("loaded"))?;
        library.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)).map_err(failed("initialised"))?;
        Ok(Self(library))
    }

    /// Makes a new project's root in the token called `token`. Fails if the project has one there.
    pub fn generate(&self, token: &str, pin: &SecretString, project: &str) -> Result<Keyring, Error> {
        let project = Name::parse("project", project)?;
        let session = self.session(token, pin)?;
        if !session.find_objects(&which(&project)).map_err(failed("searched"))?.is_empty() {
            return Err(Error::Token { action: "given a second root of this project", code: None });
        }
        let mut template = which(&project);
        template.extend([
            Attribute::ValueLen(32.into()),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Sign(true),
            Attribute::Modifiable(false),
        ]);
        session.generate_key(&Mechanism::GenericSecretKeyGen, &template).map_err(failed("asked for a root"))?;
        drop(session);
        self.open(token, pin, project.as_str())
    }

    /// Opens the project's root in the token called `token`.
    pub fn open(&self, token: &str, pin: &SecretString, project: &str) -> Result<Keyring, Error> {
        let project = Name::parse("project", project)?;
        let session = self.session(token, pin)?;
        let found = session.find_objects(&which(&project)).map_err(failed("searched"))?;
        let [key] = found[..] else {
            return Err(Error::Token { action: "found to hold one root of this project", code: None });
        };
        let check_value = KeyCheckValue::new([0; KeyCheckValue::BYTES]);
        let mut root = TokenRoot { session: Mutex::new(session), key, check_value };
        let [a, b, c, d, e, f, g, h, ..] = *root.expand(&derive::check_value_info(&project))?;
        root.check_value = KeyCheckValue::new([a, b, c, d, e, f, g, h]);
        Ok(Keyring { project, root: Root::Token(root), use_until: None })
    }

    fn session(&self, token: &str, pin: &SecretString) -> Result<Session, Error> {
        for slot in self.0.get_slots_with_token().map_err(failed("listed"))? {
            if self.0.get_token_info(slot).map_err(failed("read"))?.label() == token {
                let session = self.0.open_rw_session(slot).map_err(failed("opened"))?;
                return match session.login(UserType::User, Some(pin)) {
                    // A login is the process's: another session of ours, still open, made it.
                    Ok(()) | Err(Fault::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
                    Err(fault) => Err(failed("logged in to")(fault)),
                };
            }
        }
        Err(Error::Token { action: "found", code: None })
    }
}

impl fmt::Debug for Hsm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hsm")
    }
}

/// A root in a token, and the session that uses it. One thread asks at a time: a run asks some dozens of times in all.
pub(crate) struct TokenRoot {
    session: Mutex<Session>,
    key: ObjectHandle,
    check_value: KeyCheckValue,
}

impl TokenRoot {
    /// HKDF-Expand(root, info, 32): the first block, T(1) = HMAC(root, info ‖ 0x01).
    pub(crate) fn expand(&self, info: &[u8]) -> Result<Zeroizing<[u8; 32]>, Error> {
        let message = [info, &[1]].concat();
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let block = session.sign(&Mechanism::Sha256Hmac, self.key, &message).map_err(failed("asked for a key"))?;
        let block = Zeroizing::new(block);
        let mut key = Zeroizing::new([0; 32]);
        if block.len() != key.len() {
            return Err(Error::Token { action: "asked for a key of 32 bytes", code: None });
        }
        key.copy_from_slice(&block);
        Ok(key)
    }

    pub(crate) fn check_value(&self) -> KeyCheckValue {
        self.check_value
    }
}

/// How a project's root is found again.
fn which(project: &Name) -> Vec<Attribute> {
    vec![
        Attribute::Class(ObjectClass::SECRET_KEY),
        Attribute::KeyType(KeyType::GENERIC_SECRET),
        Attribute::Token(true),
        Attribute::Label(format!("dwlink/v1 root of {project}").into_bytes()),
    ]
}

/// The token's name for a fault, without what it was given.
fn failed(action: &'static str) -> impl FnOnce(Fault) -> Error {
    move |fault| {
        let code = match fault {
            Fault::Pkcs11(fault, _) => Some(format!("{fault:?}")),
            _ => None,
        };
        Error::Token { action, code }
    }
}

#[cfg(test)]
mod tests;
