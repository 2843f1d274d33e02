//! What can go wrong with keys. No message holds a key, a passphrase or a value from the data.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Any failure of this crate: what happened, where, and what to do about it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A project or study name does not fit the grammar that keyring files hold.
    #[error(
        "the {role} name is not usable; give 1 to 64 characters out of A-Z a-z 0-9 . _ - that begin with a letter or digit"
    )]
    Name {
        /// Which name: `project` or `study`.
        role: &'static str,
    },
    /// A part of a derivation's scope is empty or too long.
    #[error("the {role} label of a key is empty or longer than 255 bytes; correct it in the specification")]
    ScopeLabel {
        /// Which label: `link`, `pass`, `domain`, `source`, `delivery`, `batch` or `stream`.
        role: &'static str,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system's random generator failed; no key was made, run the command again")]
    Randomness,
    /// A check value is not four groups of four hexadecimal digits.
    #[error("not a key check value; it is four groups of four hexadecimal digits joined by hyphens")]
    CheckValue,
    /// A passphrase is too short to seal with.
    #[error("the passphrase has fewer than {minimum} characters; use at least four random words")]
    WeakPassphrase {
        /// The fewest characters accepted.
        minimum: usize,
    },
    /// A scrypt work factor lies outside the range that this crate will seal or open.
    #[error("a scrypt work factor is the logarithm of the work and lies between 1 and {maximum}")]
    WorkFactor {
        /// The largest accepted base-two logarithm.
        maximum: u8,
    },
    /// A recipient is not an age X25519 public key.
    #[error("not an age recipient; expected one public key that begins with `age1`, without plugins")]
    Recipient,
    /// A keyring file was to be sealed to nobody.
    #[error("no recipient was given; name at least one `age1...` public key or use a passphrase")]
    NoRecipient,
    /// An identity file holds no usable age identity.
    #[error("{path}: not an age identity file; expected lines that begin with `AGE-SECRET-KEY-1`")]
    IdentityFile {
        /// The identity file.
        path: PathBuf,
    },
    /// The file to be written is already there. Keyring files are never overwritten.
    #[error("{path}: the file exists already and was left as it is; choose another name or destroy it first")]
    Exists {
        /// The file that exists.
        path: PathBuf,
    },
    /// The file is not a sealed keyring of this program.
    #[error("{path}: not a keyring file; give a file that `dwlink keys generate` made")]
    NotKeyring {
        /// The file that was opened.
        path: PathBuf,
    },
    /// The file is a keyring of a format version that this program does not read.
    #[error("{path}: this keyring was written in another format version; open it with the program that made it")]
    OtherVersion {
        /// The file that was opened.
        path: PathBuf,
    },
    /// The passphrase does not open the file.
    #[error("{path}: wrong passphrase (or the file's first lines were altered); try again or restore a copy")]
    WrongPassphrase {
        /// The file that was opened.
        path: PathBuf,
    },
    /// No identity in the identity file opens the keyring file.
    #[error("{path}: sealed to other recipients; give the identity file of one of them")]
    WrongIdentity {
        /// The file that was opened.
        path: PathBuf,
    },
    /// The file is sealed by a passphrase, but an identity file was given.
    #[error("{path}: sealed by a passphrase; give the passphrase in place of an identity file")]
    NeedsPassphrase {
        /// The file that was opened.
        path: PathBuf,
    },
    /// The file is sealed to recipients, but a passphrase was given.
    #[error("{path}: sealed to recipients; give an identity file in place of a passphrase")]
    NeedsIdentity {
        /// The file that was opened.
        path: PathBuf,
    },
    /// Opening the file would take more work than any keyring of this program asks for.
    #[error("{path}: asks for scrypt work of 2^{required}, beyond the limit of 2^{maximum}; restore a trusted copy")]
    ExcessiveWork {
        /// The file that was opened.
        path: PathBuf,
        /// The base-two logarithm of the work asked for.
        required: u8,
        /// The largest accepted logarithm.
        maximum: u8,
    },
    /// The file was altered or cut short after it was sealed.
    #[error("{path}: the file was altered or cut short after it was sealed; restore it from a copy")]
    Altered {
        /// The file that was opened.
        path: PathBuf,
    },
    /// A key of one kind was given where another kind was wanted.
    #[error("{path}: holds a {found} key where a {expected} key is needed; give the other file")]
    WrongKind {
        /// The file that was opened.
        path: PathBuf,
        /// What the file holds: `project`, `study` or `relay`.
        found: &'static str,
        /// What was wanted: `project`, `study` or `relay`.
        expected: &'static str,
    },
    /// The keyring belongs to another project than the one asked for.
    #[error("{path}: belongs to another project; give the keyring of the project that the specification names")]
    OtherProject {
        /// The file that was opened.
        path: PathBuf,
    },
    /// The study key belongs to another study than the one asked for.
    #[error("{path}: belongs to another study; ask the key custodian for this study's key")]
    OtherStudy {
        /// The file that was opened.
        path: PathBuf,
    },
    /// The key's last day of use is over.
    #[error("{path}: this key was to be used until {use_until}; ask the key custodian whether it may be used longer")]
    Expired {
        /// The file that was opened.
        path: PathBuf,
        /// The last day of use.
        use_until: jiff::civil::Date,
    },
    /// The root of a keyring is in a token and was to be written to a file.
    #[error("the key is in a hardware token, which gives it to nobody; it cannot be sealed, shared or split")]
    RootInToken,
    /// A PKCS#11 token did not do what it was asked.
    #[error("the hardware token could not be {action}{}; check the library, the token's label, the PIN and its log", code.as_deref().map_or_else(String::new, |code| format!(" ({code})")))]
    Token {
        /// The past participle of what was tried.
        action: &'static str,
        /// The token's own name for the fault, such as `CKR_PIN_INCORRECT`.
        code: Option<String>,
    },
    /// A public key is not of the form that this program writes.
    #[error("not a public key of a signer; it is `ed25519:` and 64 lower-case hexadecimal digits")]
    VerifyingKey,
    /// A quorum cannot be.
    #[error("a key is split so that 2 or more of at most {maximum} holders open it, and no more than there are")]
    Quorum {
        /// The most holders.
        maximum: usize,
    },
    /// The file is no share.
    #[error("{path}: not a key share; give a file that `dwlink keys split` made for a holder")]
    NotShare {
        /// The file that was opened.
        path: PathBuf,
    },
    /// A share's signature does not hold.
    #[error("{path}: the share was altered after it was made; ask its holder for another copy, or another holder")]
    ShareAltered {
        /// The share's file.
        path: PathBuf,
    },
    /// No share was given.
    #[error("no share was given; name the files of the holders' shares")]
    NoShare,
    /// Two shares are of different sets.
    #[error("{path}: is of another set than {first}; bring shares that were made together")]
    MixedShares {
        /// The share that differs.
        path: PathBuf,
        /// The first share.
        first: PathBuf,
    },
    /// One share was given twice.
    #[error("{path}: is the same share as {first}; bring another holder's")]
    RepeatedShare {
        /// The share given again.
        path: PathBuf,
        /// Where it was given first.
        first: PathBuf,
    },
    /// Fewer shares than the quorum asks for.
    #[error("{given} of the {threshold} shares needed; bring {} more", threshold - given)]
    TooFewShares {
        /// How many were given.
        given: usize,
        /// How many open the keyring.
        threshold: usize,
    },
    /// The keyring is not sealed to the set of these shares.
    #[error(
        "{path}: is not sealed to these shares; give the keyring that was split with them, or the shares made last"
    )]
    OtherSet {
        /// The keyring's file.
        path: PathBuf,
    },
    /// The sealed file holds something else than row keys.
    #[error("{path}: not a file of row keys; give one that `dwlink keys rows` made")]
    NotRowKeys {
        /// The file that was opened.
        path: PathBuf,
    },
    /// A sealed payload row does not open under its handle's key at its place.
    #[error("a sealed row was altered, or sealed under another key; ask its owner for the folder again")]
    SealedRow,
    /// A journal chunk does not open under this key at this position.
    #[error("journal chunk {sequence} was altered, or belongs to another run; start again without `--resume`")]
    JournalChunk {
        /// The position of the chunk in its journal.
        sequence: u64,
    },
    /// A journal chunk is longer than one seal may cover.
    #[error("journal chunk {sequence} is longer than 64 GiB; lower `--memory`")]
    JournalChunkTooLong {
        /// The position of the chunk in its journal.
        sequence: u64,
    },
    /// A file could not be read, written or removed.
    #[error("{path}: could not be {action}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The past participle of what was tried, such as `read`.
        action: &'static str,
        /// The operating system's reason.
        source: io::Error,
    },
}

impl Error {
    /// Makes the converter from an I/O error at `path` during `action`.
    pub(crate) fn io(path: &Path, action: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), action, source }
    }
}
