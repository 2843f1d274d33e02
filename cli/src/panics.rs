//! A panic says where, never what: its message may hold a value from the data.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::process::ExitCode;

use crate::error::ExitStatus;
use crate::printer;

/// From here on a panic, in whatever thread, prints its place alone; nothing where a library so refuses a damaged file, which becomes an error.
pub(crate) fn withhold_messages() {
    set_hook(Box::new(|panic| {
        if exchange::panic_is_damage() {
            return;
        }
        let place = panic.location().map_or_else(String::new, |at| format!(" at {}, line {}", at.file(), at.line()));
        printer::bug(&place);
    }));
}

/// Runs the program; a panic ends it as a bug.
pub(crate) fn caught(run: impl FnOnce() -> ExitCode) -> ExitCode {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or(ExitStatus::Bug.into())
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::process::{Command, Output};

    use super::*;

    const CANARY: &str = "ZQXVORNAME";
    const KIND: &str = "DWLINK_TEST_PANIC";

    /// Run by the tests below in a process of its own; by itself it does nothing.
    #[test]
    fn child() {
        let Ok(kind) = env::var(KIND) else { return };
        if kind != "without the hook" {
            withhold_messages();
        }
        let canary = CANARY.to_owned();
        let end = caught(|| {
            match kind.as_str() {
                "index" => drop(canary[canary.len() + 1..].to_owned()),
                "thread" => rayon::scope(|scope| scope.spawn(|_| panic!("{canary}"))),
                "unwrap" => drop(canary.parse::<Named>().unwrap()),
                _ => panic!("{canary}"),
            }
            ExitCode::SUCCESS
        });
        assert_eq!(end, ExitStatus::Bug.into());
    }

    /// Its error holds what was parsed, as errors of libraries may.
    struct Named;

    impl std::str::FromStr for Named {
        type Err = String;

        fn from_str(text: &str) -> Result<Self, String> {
            if text.is_empty() { Ok(Self) } else { Err(text.to_owned()) }
        }
    }

    fn run_child(kind: &str) -> Output {
        Command::new(env::current_exe().unwrap())
            .args(["--exact", "panics::tests::child", "--nocapture"])
            .env(KIND, kind)
            .output()
            .unwrap()
    }

    #[test]
    fn no_message_of_a_panic_reaches_the_terminal() {
        for kind in ["text", "index", "thread", "unwrap"] {
            let output = run_child(kind);
            let shown = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
            assert!(output.status.success(), "{kind}: {shown}");
            assert!(!shown.contains(CANARY), "{kind}: {shown}");
            assert!(shown.contains("a bug in dwlink") && shown.contains("panics.rs"), "{kind}: {shown}");
        }
    }

    #[test]
    fn without_the_hook_it_would() {
        let shown = String::from_utf8_lossy(&run_child("without the hook").stderr).into_owned();
        assert!(shown.contains(CANARY), "{shown}");
    }
}
