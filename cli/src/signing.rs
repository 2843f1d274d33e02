//! Signing the folders that are handed over, and checking those that are received.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::manifest::Signature;
use exchange::{ExchangeError, NewFolder, Received};
use keys::{Signer, VerifyingKey};

use crate::args;
use crate::error::CliError;
use crate::printer::Printer;

/// The folder, whose manifests will be signed if the command line names an identity.
pub(crate) fn signed(folder: NewFolder, identity: Option<&Path>, printer: &Printer) -> Result<NewFolder, CliError> {
    let Some(identity) = identity else { return Ok(folder) };
    let signer = Signer::of_identity(identity)?;
    let public = signer.public().to_string();
    printer.note(format!("Signing as {public}"));
    Ok(folder.signed_with(move |bytes| Signature::of(public.clone(), signer.sign(bytes))))
}

/// Whose signature each folder must carry; nobody's where none is named.
#[derive(Default)]
pub(crate) struct Signers(BTreeMap<String, VerifyingKey>);

impl Signers {
    pub(crate) fn parse(args: &args::Signers) -> Result<Self, CliError> {
        let mut signers = BTreeMap::new();
        for (given, place) in args.signer.iter().zip(1_usize..) {
            // The text is not repeated: somebody may give a secret by mistake.
            let fault = |what: &str| {
                CliError::usage(
                    format!("--signer number {place}: {what}"),
                    "give WHO=ed25519:..., as `dwlink keys identity` prints it",
                )
            };
            let (who, key) = given.split_once('=').ok_or_else(|| fault("does not say whose key this is"))?;
            if signers.insert(who.to_owned(), key.parse()?).is_some() {
                return Err(fault("names a second key for the same sender"));
            }
        }
        Ok(Self(signers))
    }

    /// Refuses a folder that its sender did not sign, where anybody is named at all.
    pub(crate) fn check(&self, received: &Received) -> Result<(), CliError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let manifest = &received.manifest;
        let who = manifest.source.as_deref().unwrap_or(manifest.role.folder_name());
        let Some(key) = self.0.get(who) else {
            let what = format!("{}: no --signer names whose signature it must carry", received.folder.display());
            return Err(CliError::usage(what, format!("add --signer {who}=ed25519:...")));
        };
        let fault = match received.signature()? {
            None => "is not signed",
            Some(signature) if signature.signer != key.to_string() => "is signed by another desk than the one named",
            Some(signature) if !key.verifies(&received.signed_bytes()?, &signature.signature) => {
                "has another manifest than the one that was signed"
            }
            Some(_) => return Ok(()),
        };
        Err(ExchangeError::Unsigned { folder: received.folder.clone(), fault }.into())
    }
}
