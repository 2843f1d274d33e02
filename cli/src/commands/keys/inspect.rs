//! `keys inspect`.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use exchange::ExchangeError;
use exchange::custody::Certificate;
use keys::{KeyringFile, Share, VerifyingKey};

use crate::args::Common;
use crate::clock;
use crate::error::{CliError, ExitStatus};
use crate::printer::Printer;
use crate::secrets::{self, Content, Passphrases};

pub(super) fn run(file: &Path, common: &Common, printer: &Printer) -> Result<ExitStatus, CliError> {
    if begins_as_json(file)? {
        return inspect_certificate(&Certificate::read(file)?, printer);
    }
    match secrets::any(file, common, &mut Passphrases::of(common))? {
        Content::Keyring(keyring) => describe_keyring(&keyring, common, printer),
        Content::Share(share) => describe_share(&share, printer),
    }
    Ok(ExitStatus::Done)
}

pub(super) fn describe_keyring(file: &KeyringFile, common: &Common, printer: &Printer) {
    let kind = match file.kind() {
        "study" => "study key",
        "relay" => "relay keyring",
        _ => "project keyring",
    };
    printer.line(format!("kind         {kind}"));
    printer.line(format!("project      {}", file.project()));
    if let Some(study) = file.study() {
        printer.line(format!("study        {study}"));
    }
    let expired = file.use_until().is_some_and(|day| day < clock::today(common));
    if let Some(day) = file.use_until() {
        printer.line(format!("use until    {day}{}", if expired { ", expired" } else { "" }));
    }
    printer.line(format!("check value  {}", file.check_value()));
    printer.json(&serde_json::json!({
        "kind": kind, "project": file.project(), "study": file.study(), "use_until": file.use_until(),
        "expired": expired, "check_value": file.check_value().to_string(),
    }));
}

pub(super) fn describe_share(share: &Share, printer: &Printer) {
    let quorum = share.quorum();
    printer.line("kind         key share".to_owned());
    printer.line(format!("project      {}", share.project()));
    printer.line(format!("set          {}", share.set()));
    printer.line(format!("share        {} of {}, {} open", share.index(), quorum.holders(), quorum.threshold()));
    printer.json(&serde_json::json!({
        "kind": "key share", "project": share.project(), "set": share.set().to_string(), "index": share.index(),
        "holders": quorum.holders(), "threshold": quorum.threshold(),
    }));
}

fn inspect_certificate(certificate: &Certificate, printer: &Printer) -> Result<ExitStatus, CliError> {
    let (stated, signer) = (&certificate.destroyed, certificate.signer.parse::<VerifyingKey>()?);
    let holds = signer.verifies(&Certificate::signed_bytes(stated), &certificate.signature);
    printer.line("kind         certificate of destruction".to_owned());
    printer.line(format!("file         {}, SHA-256 {}", stated.file, stated.sha256));
    let opened = [("project", &stated.project), ("study", &stated.study), ("check value", &stated.check_value)];
    for (name, value) in opened.iter().filter_map(|(name, value)| value.as_ref().map(|value| (name, value))) {
        printer.line(format!("{name:<12} {value}"));
    }
    printer.line(format!("stated by    {} at {}", stated.actor, stated.time));
    printer.line(format!("signed by    {signer}"));
    printer.line(format!("signature    {}", if holds { "holds" } else { "DOES NOT HOLD" }));
    printer.note("Compare the signing key with the one that the custodian's desk gave you; other copies may exist.");
    printer.json(&serde_json::json!({ "kind": "certificate", "destroyed": stated, "signer": signer.to_string(), "holds": holds }));
    Ok(if holds { ExitStatus::Done } else { ExitStatus::CheckFailed })
}

fn begins_as_json(file: &Path) -> Result<bool, CliError> {
    let mut first = [0];
    let failed = |source| ExchangeError::io(file, source);
    let read = File::open(file).map_err(failed)?.read(&mut first).map_err(failed)?;
    Ok(read == 1 && first[0] == b'{')
}
