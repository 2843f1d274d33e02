//! All output: results on stdout, messages on stderr.

use std::cell::RefCell;
use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use serde::Serialize;

use crate::args::Common;
use crate::error::CliError;

/// Says that the program stopped by its own fault `place` (` at FILE, line N`, or nothing).
pub(crate) fn bug(place: &str) {
    let remedy = "a bug in dwlink: please report it with this place; what it was working on is withheld";
    let _ = writeln!(io::stderr().lock(), "error: dwlink stopped{place} ({remedy})");
}

/// Says how far long work is.
pub(crate) fn progress(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// The one type that prints.
pub(crate) struct Printer {
    json: bool,
    quiet: bool,
    /// Why a part of the result did not reach stdout.
    lost: RefCell<Option<io::Error>>,
}

impl Printer {
    pub(crate) fn new(common: &Common) -> Self {
        Self { json: common.json, quiet: common.quiet, lost: RefCell::default() }
    }

    /// A line of the result, for people; nothing under `--json`.
    pub(crate) fn line(&self, text: impl Display) {
        if !self.json {
            self.result(text);
        }
    }

    /// The whole result as one JSON document; nothing without `--json`.
    pub(crate) fn json(&self, value: &impl Serialize) {
        if self.json {
            let text = serde_json::to_string_pretty(value).unwrap_or_default();
            self.result(text);
        }
    }

    /// Whether the whole result reached stdout; else why not.
    pub(crate) fn finish(&self) -> Result<(), CliError> {
        let lost = self.lost.take().map(|error| exchange::ExchangeError::io(Path::new("standard output"), error));
        lost.map_or(Ok(()), |error| Err(error.into()))
    }

    /// A message about the work.
    pub(crate) fn note(&self, text: impl Display) {
        if !self.quiet {
            let _ = writeln!(io::stderr().lock(), "{text}");
        }
    }

    /// Why the command stopped.
    #[expect(clippy::unused_self, reason = "errors are printed whatever the flags, and only here")]
    pub(crate) fn error(&self, error: &CliError) {
        let _ = writeln!(io::stderr().lock(), "error: {error}");
    }

    fn result(&self, text: impl Display) {
        match writeln!(io::stdout().lock(), "{text}") {
            // A closed pipe is the reader's choice, not an error.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => *self.lost.borrow_mut() = Some(error),
            _ => {}
        }
    }

    /// Whether a progress bar may be drawn.
    pub(crate) fn draws_progress(&self) -> bool {
        !self.quiet && !self.json && io::stderr().is_terminal()
    }

    /// Whether long work may say a line now and then: where no bar can be drawn.
    pub(crate) fn says_progress(&self) -> bool {
        !self.quiet && !io::stderr().is_terminal()
    }
}
