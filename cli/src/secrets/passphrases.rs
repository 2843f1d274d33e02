//! Asking for passphrases.

use std::fs::File;
use std::io::Read as _;

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret as _, SecretString};

use crate::args::Common;
use crate::error::CliError;

/// More than anybody types.
const MAXIMUM_BYTES: usize = 1024;

/// The prompt, or a file descriptor that holds a passphrase a line in the order in which they are asked. One a command: a second
/// would begin again at the first line of a file.
pub(crate) struct Passphrases {
    descriptor: Option<i32>,
    opened: Option<File>,
}

impl Passphrases {
    pub(crate) fn of(common: &Common) -> Self {
        Self { descriptor: common.passphrase_fd, opened: None }
    }

    /// A passphrase that opens something.
    pub(crate) fn ask(&mut self, prompt: &str) -> Result<SecretString, CliError> {
        let passphrase = match self.descriptor {
            Some(descriptor) => self.line(descriptor)?,
            None => rpassword::prompt_password(prompt).map(SecretString::from).map_err(|_| {
                CliError::usage("no passphrase could be asked for", "use --passphrase-fd N where there is no terminal")
            })?,
        };
        if passphrase.expose_secret().len() > MAXIMUM_BYTES {
            let what = "a passphrase is longer than 1,024 bytes";
            return Err(CliError::usage(what, "give a shorter one: six random words are enough"));
        }
        Ok(passphrase)
    }

    /// A passphrase that will seal something: typed twice at a prompt, given once by file descriptor.
    pub(crate) fn ask_new(&mut self, of: &str) -> Result<SecretString, CliError> {
        let first = self.ask(&format!("New passphrase{of}: "))?;
        if self.descriptor.is_none() && first.expose_secret() != self.ask("Again: ")?.expose_secret() {
            return Err(CliError::usage("the two passphrases differ", "run the command again"));
        }
        Ok(first)
    }

    /// Read byte by byte: a buffer would keep a copy, and would take what belongs to the next line. Of a line that is too long one byte
    /// too many is read, and told by.
    fn line(&mut self, descriptor: i32) -> Result<SecretString, CliError> {
        let unreadable = || {
            let what = format!("file descriptor {descriptor} cannot be read");
            CliError::usage(what, "open it for this command: N< FILE")
        };
        if self.opened.is_none() {
            self.opened = Some(File::open(format!("/dev/fd/{descriptor}")).map_err(|_| unreadable())?);
        }
        let Some(file) = &mut self.opened else { return Err(unreadable()) };
        let mut line = Zeroizing::new(Vec::with_capacity(MAXIMUM_BYTES + 1));
        let mut byte = [0];
        while file.read(&mut byte).map_err(|_| unreadable())? == 1 && byte[0] != b'\n' && line.len() <= MAXIMUM_BYTES {
            line.push(byte[0]);
        }
        while line.last() == Some(&b'\r') {
            line.pop();
        }
        let text =
            str::from_utf8(&line).map_err(|_| CliError::usage("a passphrase is not UTF-8", "save it as UTF-8"))?;
        Ok(SecretString::from(text))
    }
}
