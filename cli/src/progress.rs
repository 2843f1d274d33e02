//! Progress on stderr, and Ctrl-C.

mod lines;
mod pace;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use linker::{LinkerError, Result, Watch};

use crate::error::CliError;
use crate::printer::{self, Printer};
use lines::Lines;
use pace::Step;

/// Follows long work and stops it when the user asks.
pub(crate) struct Progress {
    begun: Instant,
    shown: Shown,
}

/// Follows work beside other work, whose progress is shown: it stops on Ctrl-C as that does.
pub(crate) struct Unshown;

/// How progress is shown.
enum Shown {
    Nothing,
    /// On a terminal.
    Bar(ProgressBar, Mutex<Step>),
    /// Elsewhere: a log, a scheduler's mail.
    Lines(Mutex<Lines>),
}

/// Whether the user asked to stop: one flag a process, since a process can have one handler.
static STOPPED: AtomicBool = AtomicBool::new(false);

const STEPS: u64 = 1000;

impl Progress {
    /// Begin it before anything is written: from here on Ctrl-C lets the work clean up after itself.
    pub(crate) fn new(printer: &Printer) -> std::result::Result<Self, CliError> {
        // A second handler in one process (a demo runs several commands) is refused; the first serves them all.
        let _ = ctrlc::set_handler(|| STOPPED.store(true, Ordering::Relaxed));
        let shown = if printer.draws_progress() {
            Shown::Bar(bar()?, Mutex::default())
        } else if printer.says_progress() {
            Shown::Lines(Mutex::default())
        } else {
            Shown::Nothing
        };
        Ok(Self { begun: Instant::now(), shown })
    }
}

fn bar() -> std::result::Result<ProgressBar, CliError> {
    let style = ProgressStyle::with_template("{msg:14} {bar:30} {percent:>3} %{prefix}");
    Ok(ProgressBar::new(STEPS).with_style(style.map_err(|error| CliError::Bug(error.to_string()))?))
}

fn locked<T>(shown: &Mutex<T>) -> MutexGuard<'_, T> {
    shown.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch for Progress {
    fn reached(&self, what: &str, share: f64) -> Result<()> {
        Unshown.reached(what, share)?;
        match &self.shown {
            Shown::Nothing => {}
            Shown::Bar(bar, step) => {
                let pace = locked(step).pace(what, share, self.begun.elapsed());
                bar.set_position((share * STEPS as f64) as u64);
                bar.set_prefix(pace);
                bar.set_message(what.to_owned());
            }
            Shown::Lines(lines) => {
                if let Some(line) = locked(lines).reached(what, share, self.begun.elapsed()) {
                    printer::progress(&line);
                }
            }
        }
        Ok(())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Shown::Bar(bar, _) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

impl Watch for Unshown {
    fn reached(&self, _what: &str, _share: f64) -> Result<()> {
        if STOPPED.load(Ordering::Relaxed) { Err(LinkerError::Interrupted) } else { Ok(()) }
    }
}
