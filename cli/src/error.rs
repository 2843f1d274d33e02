//! What stops a command, and the exit code that scripts see.

use std::process::ExitCode;

use exchange::ExchangeError;
use exchange::spec::SpecError;
use linker::LinkerError;

/// How a command ended. The numbers are fixed: outside checks read them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    /// Done.
    Done = 0,
    /// Ran, but a check failed.
    CheckFailed = 1,
    /// Usage or configuration.
    Usage = 2,
    /// Input unusable.
    Input = 3,
    /// Key or permission.
    Key = 4,
    /// Refused by policy.
    Policy = 6,
    /// A bug in this program.
    Bug = 70,
    /// Interrupted; may be run again.
    Interrupted = 75,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status as u8)
    }
}

/// Why a command stopped. Messages state place and remedy, never a value.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error("{0}")]
    Spec(#[from] SpecError),
    #[error(transparent)]
    Linker(#[from] LinkerError),
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    #[error(transparent)]
    Keys(#[from] keys::Error),
    #[error(transparent)]
    Fixtures(#[from] fixtures::FixtureError),
    #[error("{what}\n  remedy: {remedy}")]
    Usage { what: String, remedy: String },
    #[error(
        "the keyring is not the one that the delivery was made with\n  remedy: compare its check value (`dwlink keys inspect`) with the manifest's"
    )]
    OtherKeyring,
    #[error(transparent)]
    Study(#[from] studies::Error),
    #[error("{0} (a bug in dwlink: please report it)")]
    Bug(String),
}

impl CliError {
    pub(crate) fn usage(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Usage { what: what.into(), remedy: remedy.into() }
    }
}

impl From<&CliError> for ExitStatus {
    fn from(error: &CliError) -> Self {
        match error {
            CliError::Spec(_) | CliError::Usage { .. } => Self::Usage,
            CliError::Study(error) => of_study(error),
            CliError::OtherKeyring => Self::Key,
            CliError::Bug(_) => Self::Bug,
            CliError::Keys(error) => of_keys(error),
            CliError::Fixtures(_) => Self::Input,
            CliError::Exchange(error) => of_exchange(error),
            CliError::Linker(error) => match error {
                LinkerError::Exchange(error) => of_exchange(error),
                LinkerError::Keys(error) => of_keys(error),
                LinkerError::Policy { .. } => Self::Policy,
                LinkerError::Interrupted => Self::Interrupted,
                _ => Self::Input,
            },
        }
    }
}

fn of_exchange(error: &ExchangeError) -> ExitStatus {
    match error {
        ExchangeError::TooMuch { .. }
        | ExchangeError::Expired { .. }
        | ExchangeError::Relayed { .. }
        | ExchangeError::Sealed { .. } => ExitStatus::Policy,
        ExchangeError::Exists { .. }
        | ExchangeError::NotOurs { .. }
        | ExchangeError::SeveralUnfinished { .. }
        | ExchangeError::Complete { .. }
        | ExchangeError::StillRunning { .. }
        | ExchangeError::OtherRun { .. } => ExitStatus::Usage,
        ExchangeError::Unsigned { .. } => ExitStatus::Key,
        _ => ExitStatus::Input,
    }
}

fn of_study(error: &studies::Error) -> ExitStatus {
    use studies::Error;
    match error {
        Error::StudyFile { .. }
        | Error::PolicyFile { .. }
        | Error::EmptyPeriod { .. }
        | Error::Setting { .. }
        | Error::Policy { .. } => ExitStatus::Usage,
        Error::FollowUpBeyondData { .. }
        | Error::EmptyCohort
        | Error::MissingSource { .. }
        | Error::Ledger { .. }
        | Error::Recorded => ExitStatus::Policy,
        _ => ExitStatus::Input,
    }
}

fn of_keys(error: &keys::Error) -> ExitStatus {
    match error {
        keys::Error::Name { .. }
        | keys::Error::Recipient
        | keys::Error::NoRecipient
        | keys::Error::Quorum { .. }
        | keys::Error::VerifyingKey
        | keys::Error::Exists { .. } => ExitStatus::Usage,
        keys::Error::Expired { .. } => ExitStatus::Policy,
        _ => ExitStatus::Key,
    }
}
