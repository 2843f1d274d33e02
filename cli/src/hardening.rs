//! What the operating system is told before any secret is asked for.

use std::fs;
use std::path::Path;

use crate::printer::Printer;

/// Forbids core dumps, and on Linux that another process of this user reads this one's memory. Where the system refuses, says
/// so and goes on.
pub(crate) fn forbid_looking_in(printer: &Printer) {
    if !no_core_dumps() {
        printer.note("warning: core dumps could not be switched off; a crash may write keys to the disk");
    }
    if !not_traceable() {
        printer.note("warning: other programs of this user may read this one's memory, keys included");
    }
}

/// Says where what is in memory may reach the disk, before a command that opens keys. Pages are not locked: buffers of gigabytes lie among
/// them, and few systems let a user lock more than some MiB.
pub(crate) fn warn_of_swap(printer: &Printer) {
    // Other systems than Linux do not say: macOS encrypts what it swaps, Windows where it is told to.
    let Ok(areas) = fs::read_to_string("/proc/swaps") else { return };
    if areas_on_disk(&areas, is_encrypted) > 0 {
        printer.note(
            "warning: this machine swaps to a disk that is not known to be encrypted, keys included; switch swap off or encrypt it",
        );
    }
}

/// Swap areas, in the words of `proc(5)`, that are neither compressed memory nor encrypted.
fn areas_on_disk(areas: &str, is_encrypted: impl Fn(&str) -> bool) -> usize {
    let paths = areas.lines().skip(1).filter_map(|line| line.split_whitespace().next());
    paths.filter(|path| !path.starts_with("/dev/zram") && !is_encrypted(path)).count()
}

/// Whether dm-crypt stands before this block device.
fn is_encrypted(device: &str) -> bool {
    let Some(name) = Path::new(device).file_name() else { return false };
    let kind = fs::read_to_string(Path::new("/sys/class/block").join(name).join("dm/uuid"));
    kind.is_ok_and(|uuid| uuid.starts_with("CRYPT-"))
}

/// No core file whatever the shell allows; not even root's limit stays.
#[cfg(unix)]
fn no_core_dumps() -> bool {
    use rustix::process::{Resource, Rlimit, setrlimit};
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).is_ok()
}

#[cfg(not(unix))]
fn no_core_dumps() -> bool {
    true
}

/// `PR_SET_DUMPABLE` 0, prctl(2): no ptrace by processes of the same user, no core to a pipe, which no limit stops.
#[cfg(target_os = "linux")]
fn not_traceable() -> bool {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn not_traceable() -> bool {
    false
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    use super::*;

    #[test]
    fn swap_that_reaches_no_disk_in_clear_is_not_told() {
        let areas = |paths: &[&str]| {
            let lines = paths.join("  partition 8388604 0 -2\n");
            areas_on_disk(&format!("Filename Type Size Used Priority\n{lines}"), |path| path == "/dev/dm-1")
        };
        assert_eq!(areas(&[]), 0);
        assert_eq!(areas(&["/dev/zram0", "/dev/dm-1"]), 0);
        assert_eq!(areas(&["/dev/zram0", "/dev/dm-0", "/swapfile"]), 2);
        assert!(!is_encrypted("/swapfile"));
    }

    #[test]
    fn the_system_holds_to_it() {
        assert!(no_core_dumps() && not_traceable());
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
        let limit = getrlimit(Resource::Core);
        assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
    }
}
