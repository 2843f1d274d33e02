//! Running the program under test.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// One command line, in the folder where it runs.
pub(crate) struct Run {
    command: Command,
    line: String,
    stdin: Option<String>,
    stdout: Stdio,
}

/// How it ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) line: String,
    /// Exit code; `None` when a signal ended the program.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a command line that must succeed.
pub(crate) fn dwlink(folder: &Path, line: &str) -> Ended {
    Run::new(folder, line).expect_code(0)
}

impl Run {
    /// `line` is split at spaces.
    pub(crate) fn new(folder: &Path, line: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dwlink"));
        command.current_dir(folder).args(line.split_whitespace());
        Self { command, line: line.to_owned(), stdin: None, stdout: Stdio::piped() }
    }

    /// Hands a passphrase over file descriptor 0.
    pub(crate) fn passphrase(mut self, passphrase: &str) -> Self {
        self.command.args(["--passphrase-fd", "0"]);
        self.stdin = Some(format!("{passphrase}\n"));
        self
    }

    /// Where the program may put temporary files.
    pub(crate) fn temporary(mut self, folder: &Path) -> Self {
        self.command.env("TMPDIR", folder);
        self
    }

    /// Standard output goes to a file.
    pub(crate) fn stdout_to(mut self, file: File) -> Self {
        self.stdout = file.into();
        self
    }

    pub(crate) fn expect_code(self, code: i32) -> Ended {
        let ended = self.end();
        assert_eq!(ended.code, Some(code), "dwlink {}\n{}{}", ended.line, ended.stdout, ended.stderr);
        ended
    }

    pub(crate) fn end(mut self) -> Ended {
        let input = if self.stdin.is_some() { Stdio::piped() } else { Stdio::null() };
        self.command.stdin(input).stdout(self.stdout).stderr(Stdio::piped());
        let mut child = self.command.spawn().expect("dwlink starts");
        if let Some(text) = &self.stdin {
            // A program that needs no passphrase may end without reading it.
            let _ = child.stdin.take().expect("a pipe").write_all(text.as_bytes());
        }
        Ended::of(self.line, &child.wait_with_output().expect("dwlink ends"))
    }
}

impl Ended {
    pub(crate) fn of(line: String, output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { line, code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }
}

/// The program's path, for tests that start it through a shell.
pub(crate) fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_dwlink"))
}
