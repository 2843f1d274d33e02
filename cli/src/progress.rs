//! Progress on stderr, and Ctrl-C.

use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};
use linker::{LinkerError, Result, Watch};

use crate::error::CliError;
use crate::printer::Printer;

/// Follows long work and stops it when the user asks.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
}

/// Whether the user asked to stop: one flag a process, since a process can have one handler.
static STOPPED: AtomicBool = AtomicBool::new(false);

const STEPS: u64 = 1000;

impl Progress {
    /// Begin it before anything is written: from here on Ctrl-C lets the work clean up after itself.
    pub(crate) fn new(printer: &Printer) -> std::result::Result<Self, CliError> {
        // A second handler in one process (a demo runs several commands) is refused; the first serves them all.
        let _ = ctrlc::set_handler(|| STOPPED.store(true, Ordering::Relaxed));
        let bar = printer.draws_progress().then(|| {
            let style = ProgressStyle::with_template("{msg:14} {bar:30} {percent:>3} %  {eta} left")
                .map_err(|error| CliError::Bug(error.to_string()))?;
            Ok::<_, CliError>(ProgressBar::new(STEPS).with_style(style))
        });
        Ok(Self { bar: bar.transpose()? })
    }
}

impl Watch for Progress {
    fn reached(&self, what: &str, share: f64) -> Result<()> {
        if STOPPED.load(Ordering::Relaxed) {
            return Err(LinkerError::Interrupted);
        }
        if let Some(bar) = &self.bar {
            if bar.message() != what {
                // Time left is judged by the step's own pace.
                bar.reset();
                bar.set_message(what.to_owned());
            }
            bar.set_position((share * STEPS as f64) as u64);
        }
        Ok(())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
