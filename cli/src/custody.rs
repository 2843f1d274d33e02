//! Recording acts on keys in the custody log.

use std::path::{Path, PathBuf};

use exchange::ExchangeError;
use exchange::chain::Chain;
use exchange::custody::{Act, CustodyLog, Entry, Subject, signed_bytes};
use exchange::manifest::sha256_of_file;
use jiff::Timestamp;
use keys::{KeyringFile, Signer};

use crate::args::{self, Common};
use crate::clock;
use crate::error::CliError;
use crate::printer::Printer;

/// An act about to be done, whose log was found in order.
pub(crate) struct Custody {
    log: PathBuf,
    on_record: Chain<Entry>,
    actor: String,
    signer: Option<Signer>,
    now: Timestamp,
    test: bool,
}

impl Custody {
    /// Opens the log beside `keyring`, or the one named, before anything is done: an act on a key whose log is broken, or cannot be
    /// written to, is refused. It is not kept locked, since a relay takes hours.
    pub(crate) fn begin(keyring: &Path, args: &args::Custody, common: &Common) -> Result<Self, CliError> {
        let log = args.log.clone().unwrap_or_else(|| keyring.with_file_name("custody.log"));
        let label = &args.actor;
        if label.trim().is_empty() || label.chars().count() > 64 || label.chars().any(char::is_control) {
            return Err(CliError::usage("the actor's label cannot be used", "give 1 to 64 printable characters"));
        }
        let signer = args.sign.as_deref().map(Signer::of_identity).transpose()?;
        let opened = CustodyLog::open(&log).map_err(|error| match error {
            ExchangeError::Missing { path } => {
                let what = format!("{}: the custody log's folder is missing", path.display());
                CliError::usage(what, "make the folder, or name another log: --log FILE")
            }
            other => other.into(),
        })?;
        let test = common.test_now.is_some() || common.test_seed.is_some();
        let on_record = opened.chain().clone();
        Ok(Self { log, on_record, actor: label.clone(), signer, now: clock::now(common), test })
    }

    /// Who signs, if anybody does.
    pub(crate) fn signer(&self) -> Option<&Signer> {
        self.signer.as_ref()
    }

    /// `file` and what it holds, for the log and for a certificate. Its hash is taken now.
    pub(crate) fn subject(&self, file: &Path, content: Option<&KeyringFile>) -> Result<Subject, CliError> {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Subject {
            time: self.now,
            actor: self.actor.clone(),
            file: name,
            sha256: sha256_of_file(file)?,
            project: content.map(|key| key.project().to_owned()),
            study: content.and_then(|key| key.study().map(str::to_owned)),
            check_value: content.map(|key| key.check_value().to_string()),
            test: self.test,
        })
    }

    /// What was on record when the act began.
    pub(crate) fn on_record(&self) -> &Chain<Entry> {
        &self.on_record
    }

    /// Adds `act` on `subject`, which is done, to the log.
    pub(crate) fn record(&self, subject: Subject, act: Act, printer: &Printer) -> Result<(), CliError> {
        self.record_ahead(subject, act, |_| Ok(()), printer).inspect_err(|_| {
            printer.note("The act is done, but it is not recorded: write it down, and mend the log");
        })
    }

    /// Adds `act` on `subject` to the log before it takes effect, if what is on record allows it; gives what `allowed` gives. Nobody
    /// else adds to the log in between.
    pub(crate) fn record_ahead<T>(
        &self,
        subject: Subject,
        act: Act,
        allowed: impl FnOnce(&Chain<Entry>) -> Result<T, CliError>,
        printer: &Printer,
    ) -> Result<T, CliError> {
        let log = CustodyLog::open(&self.log)?;
        let allowed = allowed(log.chain())?;
        let (line, head) = self.append(log, subject, act)?;
        printer.note(format!("recorded in {}, line {line}; its head is now {head}", self.log.display()));
        Ok(allowed)
    }

    /// The new line's place and the log's new head.
    fn append(&self, log: CustodyLog, subject: Subject, act: Act) -> Result<(u64, String), CliError> {
        let mut line = log.chain().next(Entry {
            subject,
            act,
            signer: self.signer.as_ref().map(|signer| signer.public().to_string()),
            signature: None,
        });
        line.body.signature = self.signer.as_ref().map(|signer| signer.sign(&signed_bytes(&line)));
        let (sequence, head) = (line.sequence, exchange::manifest::sha256_of_bytes(line.text().as_bytes()));
        log.append(&line)?;
        Ok((sequence, head))
    }
}
