//! `run.json` of a delivery: seconds by stage. It also tells `--force` that the folder is ours to replace.

use std::time::Instant;

use exchange::{NewFolder, RunReport};

/// Times one stage after the other.
pub(super) struct Stages {
    report: RunReport,
    since: Instant,
}

impl Stages {
    pub(super) fn begin(command: &str) -> Self {
        let report = RunReport::new(command, rayon::current_num_threads(), env!("CARGO_PKG_VERSION"));
        Self { report, since: Instant::now() }
    }

    /// Ends the stage that began with the last call.
    pub(super) fn end(&mut self, stage: &str) {
        self.report.add_stage(stage, self.since.elapsed());
        self.since = Instant::now();
    }

    /// Writes the report, with the bytes that did not fit into memory.
    pub(super) fn write(mut self, folder: &NewFolder, spilled_bytes: u64) -> exchange::Result<()> {
        self.report.resumed = folder.is_resumed();
        self.report.spilled_mib = Some((spilled_bytes as f64 / f64::from(1 << 20) * 10.0).round() / 10.0);
        self.report.write(folder.path())
    }
}
