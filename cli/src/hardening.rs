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
    if areas_on_disk(&areas, |device| is_safe(Path::new("/sys/class/block"), device)) > 0 {
        printer.note(
            "warning: this machine swaps to a disk that is not known to be encrypted, keys included; switch swap off or encrypt it",
        );
    }
}

/// Swap areas, in the words of `proc(5)`, that may reach a disk in clear.
fn areas_on_disk(areas: &str, is_safe: impl Fn(&str) -> bool) -> usize {
    areas.lines().skip(1).filter_map(|line| line.split_whitespace().next()).filter(|path| !is_safe(path)).count()
}

/// Whether what goes to this device stays in memory, or dm-crypt stands between it and every disk.
fn is_safe(devices: &Path, device: &str) -> bool {
    let Some(device) = Path::new(device).strip_prefix("/dev").ok().and_then(Path::to_str) else { return false };
    let of_device = |file: &str| devices.join(device).join(file);
    if device.starts_with("zram") {
        return fs::read_to_string(of_device("backing_dev")).is_ok_and(|disk| disk.trim() == "none");
    }
    let kind = fs::read_to_string(of_device("dm/uuid")).unwrap_or_default();
    // A mapping that checks what it reads, and hides nothing.
    if kind.starts_with("CRYPT-") && !kind.starts_with("CRYPT-INTEGRITY-") {
        return true;
    }
    let Ok(below) = fs::read_dir(of_device("slaves")) else { return false };
    let mut below = below.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).peekable();
    below.peek().is_some() && below.all(|device| is_safe(devices, &format!("/dev/{device}")))
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
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let write = |file: &str, text: &str| {
            fs::create_dir_all(at.join(file).parent().unwrap()).unwrap();
            fs::write(at.join(file), text).unwrap();
        };
        write("zram0/backing_dev", "none\n");
        write("zram1/backing_dev", "/dev/sda9\n");
        write("dm-0/dm/uuid", "CRYPT-LUKS2-0123\n");
        write("dm-1/dm/uuid", "LVM-4567\n");
        write("dm-1/slaves/dm-0/size", "8\n");
        write("dm-2/dm/uuid", "LVM-89ab\n");
        write("dm-2/slaves/dm-0/size", "8\n");
        write("dm-2/slaves/sda5/size", "8\n");
        write("dm-3/dm/uuid", "CRYPT-INTEGRITY-cdef\n");
        write("sda5/size", "8\n");
        let told = |paths: &[&str]| {
            let lines = paths.join("  partition 8388604 0 -2\n");
            areas_on_disk(&format!("Filename Type Size Used Priority\n{lines}"), |device| is_safe(at, device))
        };
        assert_eq!(told(&[]), 0);
        assert_eq!(told(&["/dev/zram0", "/dev/dm-0", "/dev/dm-1"]), 0);
        assert_eq!(told(&["/dev/zram1", "/dev/dm-2", "/dev/dm-3", "/dev/sda5", "/swapfile"]), 5);
    }

    #[test]
    fn the_system_holds_to_it() {
        assert!(no_core_dumps() && not_traceable());
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
        let limit = getrlimit(Resource::Core);
        assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
    }
}
