use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use crate::spec::SpecError;

/// What this crate's functions return.
pub type Result<T> = std::result::Result<T, ExchangeError>;

/// Everything that can go wrong with a file between departments. A message names the place and the remedy, never a
/// value from the data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// A file or folder that should be there is not.
    #[error("{path}: not found; check the path, or run the step that writes it")]
    Missing {
        /// The path looked for.
        path: PathBuf,
    },
    /// A folder, device or link stands where a file belongs.
    #[error("{path}: not an ordinary file; name a file")]
    NotAFile {
        /// The path given.
        path: PathBuf,
    },
    /// A file stands where a folder belongs, or the path cannot name one.
    #[error("{path}: not a folder; name a folder")]
    NotAFolder {
        /// The path given.
        path: PathBuf,
    },
    /// A symbolic link stands where output would go or input would be read: it could point outside the folder.
    #[error("{path}: is a symbolic link; name the real place")]
    Symlink {
        /// The link.
        path: PathBuf,
    },
    /// A file is shorter than its manifest or its own footer says.
    #[error("{path}: cut short; ask the sender for this folder again")]
    Truncated {
        /// The file.
        path: PathBuf,
    },
    /// A file's SHA-256 differs from its manifest, or its content contradicts itself.
    #[error("{path}: altered since it was written; ask the sender for this folder again")]
    Altered {
        /// The file.
        path: PathBuf,
    },
    /// A file is of another format, or of another version of it.
    #[error(
        "{path}: format is {found}, expected {expected}; use the matching file, or the dwlink version that wrote it"
    )]
    OtherFormat {
        /// The file.
        path: PathBuf,
        /// Format this reader understands.
        expected: String,
        /// Format the file declares, or `none`.
        found: String,
    },
    /// Inputs that must belong together do not.
    #[error("{what} differs between {}; use folders made from one spec, keyring and delivery", list(files))]
    Disagree {
        /// What differs.
        what: &'static str,
        /// The first folder, then each that differs from it.
        files: Vec<PathBuf>,
    },
    /// A folder holds more than this hat may see.
    #[error(
        "{folder}: holds more than this step may see ({}); receive only this step's folder, or pass --one-desk if one desk wears every hat",
        list(files)
    )]
    TooMuch {
        /// The folder given.
        folder: PathBuf,
        /// What is too much in it, relative to the folder.
        files: Vec<PathBuf>,
    },
    /// Tokens that must have passed a relay have not, or the reverse.
    #[error("{folder}: {}", relayed(*wanted))]
    Relayed {
        /// The folder.
        folder: PathBuf,
        /// Whether they should have passed one.
        wanted: bool,
    },
    /// Payload rows are sealed.
    #[error(
        "{folder}: its rows are sealed; open those of the study's people with `dwlink unseal`, and give the folder that it makes"
    )]
    Sealed {
        /// The folder.
        folder: PathBuf,
    },
    /// Output would overwrite something.
    #[error("{path}: already exists; choose another place, or pass --force to replace it")]
    Exists {
        /// The path given.
        path: PathBuf,
    },
    /// `--force` would remove a folder that dwlink did not write.
    #[error(
        "{path}: is not a dwlink output (no run.json or manifest.json of ours in it); choose another place, or remove it yourself"
    )]
    NotOurs {
        /// The path given.
        path: PathBuf,
    },
    /// Several runs were left unfinished, and none is the obvious one to go on with.
    #[error("{path}: several runs were left unfinished ({}); remove all but the one to go on with", list(folders))]
    SeveralUnfinished {
        /// The output that each was to make.
        path: PathBuf,
        /// The unfinished folders.
        folders: Vec<PathBuf>,
    },
    /// A run was ended between giving its folder the name and saying so.
    #[error("{path}: is complete: the run that made it was ended after its last step, and nothing is left to do")]
    Complete {
        /// The finished folder.
        path: PathBuf,
    },
    /// Another process is at work on an unfinished folder.
    #[error("{path}: another process is at work there; wait for it, or end it")]
    StillRunning {
        /// The unfinished folder.
        path: PathBuf,
    },
    /// The run that was left unfinished is not this one.
    #[error(
        "{path}: was left unfinished by a run that differs in: {what}; resume with what that run was given, or run without --resume"
    )]
    OtherRun {
        /// The unfinished folder.
        path: PathBuf,
        /// What differs, by name.
        what: String,
    },
    /// The journal of an unfinished folder does not read.
    #[error("{path}: holds no journal that this version can read; remove it, and run without --resume")]
    Journal {
        /// The unfinished folder, or its journal.
        path: PathBuf,
    },
    /// The disk or quota is full.
    #[error("{path}: the disk is full; free space and run again")]
    DiskFull {
        /// The file being written.
        path: PathBuf,
    },
    /// Any other operating-system error.
    #[error("{path}: {source}")]
    Io {
        /// The path concerned.
        path: PathBuf,
        /// The operating system's reason.
        source: io::Error,
    },
    /// A column is absent, of another type, undeclared, or holds what it may not.
    #[error("{path}, column {column}: expected {expected}")]
    Schema {
        /// The file, or `(in memory)`.
        path: PathBuf,
        /// The column.
        column: String,
        /// What should be there.
        expected: String,
    },
    /// A column is compressed in a way that is not read.
    #[error(
        "{path}, column {column}: is compressed by {codec}, which is not read; write the file with snappy, or with none"
    )]
    Compression {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// The compression.
        codec: &'static str,
    },
    /// Rows are not in the order of the format.
    #[error("{path}, row {row}: not in order; rows must be sorted by {order}, none twice")]
    Unsorted {
        /// The file.
        path: PathBuf,
        /// First offending row, counted from 0.
        row: u64,
        /// The order of the format.
        order: &'static str,
    },
    /// A bundle layout that cannot be, or not the one expected.
    #[error("{path}: token layout {problem}; pseudonymise again with this spec")]
    Layout {
        /// The file, or `(in memory)`.
        path: PathBuf,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A JSON file that does not parse.
    #[error("{path}, line {line}, column {column}: not the JSON of this format; ask the sender for this folder again")]
    Json {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// A line of a custody log is not as it was written, or not in its place.
    #[error(
        "{path}, line {line}: was changed, moved, put in or cut short, or lines before it were taken out; restore the log from its copy"
    )]
    BrokenLog {
        /// The log.
        path: PathBuf,
        /// The first such line, from 1.
        line: usize,
    },
    /// A document is larger than any that this program writes.
    #[error("{path}: larger than the {mebibytes} MiB that are read of such a file; ask the sender what it is")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// What would be read at most.
        mebibytes: u64,
    },
    /// The last day on which tokens may be used is over.
    #[error(
        "{folder}: its tokens were to be used until {use_until}; ask the key custodian for a later day and deliver again"
    )]
    Expired {
        /// The folder.
        folder: PathBuf,
        /// The last day of use.
        use_until: jiff::civil::Date,
    },
    /// A folder that was to be signed by a desk is not.
    #[error(
        "{folder}: {fault}; ask its sender for the folder made with --sign, and for the signing key over another channel"
    )]
    Unsigned {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with its signature.
        fault: &'static str,
    },
    /// A linkage spec that does not make sense.
    #[error(transparent)]
    Spec(#[from] SpecError),
}

impl ExchangeError {
    /// The error for an operating-system failure at `path`, told apart where the remedy differs.
    #[must_use]
    pub fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            io::ErrorKind::NotFound => Self::Missing { path },
            io::ErrorKind::AlreadyExists => Self::Exists { path },
            io::ErrorKind::IsADirectory => Self::NotAFile { path },
            io::ErrorKind::NotADirectory => Self::NotAFolder { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            io::ErrorKind::UnexpectedEof => Self::Truncated { path },
            _ => Self::Io { path, source },
        }
    }

    pub(crate) fn schema(path: &Path, column: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::Schema { path: path.to_path_buf(), column: column.into(), expected: expected.into() }
    }

    /// `found` comes from the file: anything that does not look like a format name is not repeated.
    pub(crate) fn other_format(path: &Path, expected: &str, found: Option<&str>) -> Self {
        let plain = |text: &&str| {
            text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte))
        };
        let found = match found {
            None => "none",
            Some(text) => Some(text).filter(plain).unwrap_or("not a dwlink format"),
        };
        Self::OtherFormat { path: path.to_path_buf(), expected: expected.to_owned(), found: found.to_owned() }
    }
}

fn relayed(wanted: bool) -> &'static str {
    if wanted {
        "its tokens have not passed the relay that the spec asks for; the key custodian runs `dwlink relay` on it first"
    } else {
        "its tokens have passed a relay, and the spec asks for none; give the spec they were made under"
    }
}

fn list(paths: &[PathBuf]) -> String {
    const SHOWN: usize = 8;
    let mut text = String::new();
    for (index, path) in paths.iter().take(SHOWN).enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        let _ = write!(text, "{comma}{}", path.display());
    }
    if paths.len() > SHOWN {
        let _ = write!(text, " and {} more", paths.len() - SHOWN);
    }
    text
}
