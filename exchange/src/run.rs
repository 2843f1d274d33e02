//! `run.json`: what a run took. Kept apart from manifests, because it differs from run to run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{RUN_FORMAT, Result, json};

/// Name of the file in its folder.
pub const RUN_FILE: &str = "run.json";

/// The content of `run.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunReport {
    /// Always [`RUN_FORMAT`].
    pub format: String,
    /// Name of the command, without its arguments: those hold paths.
    pub command: String,
    /// Seconds by stage.
    pub seconds: BTreeMap<String, f64>,
    /// Largest resident memory so far, in MiB; `null` where the system does not tell.
    pub peak_rss_mib: Option<f64>,
    /// What did not fit into memory and was sealed on disk meanwhile, in MiB; absent where a step never does that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spilled_mib: Option<f64>,
    /// Whether the run went on with what an earlier one had left: the seconds are those of the later one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub resumed: bool,
    /// Threads used.
    pub threads: usize,
    /// Version of dwlink.
    pub version: String,
}

impl RunReport {
    /// A report without stages yet.
    #[must_use]
    pub fn new(command: &str, threads: usize, version: &str) -> Self {
        Self {
            format: RUN_FORMAT.to_owned(),
            command: command.to_owned(),
            seconds: BTreeMap::new(),
            peak_rss_mib: None,
            spilled_mib: None,
            resumed: false,
            threads,
            version: version.to_owned(),
        }
    }

    /// Adds `took` to the stage's seconds, kept to the millisecond.
    pub fn add_stage(&mut self, stage: &str, took: Duration) {
        let seconds = self.seconds.entry(stage.to_owned()).or_default();
        *seconds = ((*seconds + took.as_secs_f64()) * 1000.0).round() / 1000.0;
    }

    /// Notes the peak memory and writes `folder/run.json`.
    pub fn write(&mut self, folder: &Path) -> Result<()> {
        self.peak_rss_mib = peak_rss_mib();
        json::write(&folder.join(RUN_FILE), self)
    }

    /// Reads `folder/run.json`.
    pub fn read(folder: &Path) -> Result<Self> {
        json::read(&folder.join(RUN_FILE), RUN_FORMAT)
    }
}

/// Largest resident memory of this process, in MiB: `VmHWM` of `/proc/self/status` (proc(5)), on Linux.
#[must_use]
pub fn peak_rss_mib() -> Option<f64> {
    high_water_mark(&fs::read_to_string("/proc/self/status").ok()?)
}

fn high_water_mark(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some((kib as f64 / 1024.0 * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_reads_back() {
        let folder = tempfile::tempdir().expect("folder");
        let mut report = RunReport::new("link", 2, "0.1.0");
        report.add_stage("plan", Duration::from_millis(1500));
        report.add_stage("plan", Duration::from_micros(250_400));
        report.write(folder.path()).expect("write");
        assert_eq!(report.seconds["plan"].to_string(), "1.75");
        assert_eq!(RunReport::read(folder.path()).expect("read"), report);
        #[cfg(target_os = "linux")]
        assert!(report.peak_rss_mib.is_some_and(|mib| mib > 1.0));
    }

    #[test]
    fn the_high_water_mark_is_found() {
        assert_eq!(high_water_mark("Name:\tx\nVmHWM:\t   10240 kB\nVmRSS:\t 1 kB\n"), Some(10.0));
        assert_eq!(high_water_mark("Name:\tx\n"), None);
    }
}
