//! Roots in a PKCS#11 token: the PIN is asked like a passphrase.

use std::path::Path;

use exchange::NewFile;
use jiff::civil::Date;
use keys::{Hsm, Keyring, TokenKeyring};

use super::Passphrases;
use crate::args::Common;
use crate::error::CliError;

/// A project's keyring whose root is in the token that `file` names.
pub(super) fn project(
    (file, project): (&Path, &str),
    today: Date,
    common: &Common,
    passphrases: &mut Passphrases,
) -> Result<Keyring, CliError> {
    let named = TokenKeyring::read(file)?;
    let hsm = load(common)?;
    let pin = passphrases.ask("PIN of the token: ")?;
    Ok(named.open(file, (&hsm, &pin), project, today)?)
}

/// Draws a project's root in the token called `token` and writes `out`, which names it.
pub(crate) fn generate(
    (token, project): (&str, &str),
    use_until: Option<Date>,
    out: &Path,
    common: &Common,
) -> Result<Keyring, CliError> {
    // First: a root that was drawn and that no file names stays in the token, where it keeps a second one from being used.
    super::refuse_existing(out)?;
    drop(NewFile::begin(out, false)?);
    let hsm = load(common)?;
    let pin = Passphrases::of(common).ask("PIN of the token: ")?;
    let keyring = hsm.generate(token, &pin, project)?;
    TokenKeyring::of(&keyring, token, use_until)?.write(out)?;
    Ok(keyring)
}

fn load(common: &Common) -> Result<Hsm, CliError> {
    let library = common.pkcs11.as_ref().ok_or_else(|| {
        CliError::usage("the key is in a hardware token", "name its vendor's library: --pkcs11 /path/to/library.so")
    })?;
    Ok(Hsm::load(library)?)
}
