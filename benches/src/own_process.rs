//! Steps in processes of their own, so that each has its own peak memory.

use std::process::Command;

use crate::Result;

/// Runs this program with other arguments; gives what it printed.
///
/// # Errors
/// A step that fails, with what it complained of.
pub fn in_own_process(arguments: &[&str]) -> Result<String> {
    let done = Command::new(std::env::current_exe()?).args(arguments).output()?;
    if !done.status.success() {
        return Err(format!("{}: {}", arguments[0], String::from_utf8_lossy(&done.stderr)).into());
    }
    Ok(String::from_utf8(done.stdout)?)
}
