//! What the operating system is told before any secret is asked for.

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
    fn the_system_holds_to_it() {
        assert!(no_core_dumps() && not_traceable());
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
        let limit = getrlimit(Resource::Core);
        assert_eq!((limit.current, limit.maximum), (Some(0), Some(0)));
    }
}
