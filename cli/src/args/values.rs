//! Values whose usual parsers would repeat them in errors, or accept what nobody means: nothing, or a secret.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser};
use jiff::civil::Date;

/// A day, as in `--use-until 2027-03-31`.
pub(super) fn parse_day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "give a day as YYYY-MM-DD".to_owned())
}

/// A file descriptor, as in `--passphrase-fd 3`.
pub(super) fn parse_descriptor(text: &str) -> Result<i32, String> {
    let number = text.parse().ok().filter(|number| *number >= 0);
    number.ok_or_else(|| "give the number of a file descriptor, such as 3, from which passphrases are read".to_owned())
}

/// An empty head, such as an unset variable of a shell, would ask for nothing.
pub(super) fn parse_head(text: &str) -> Result<String, String> {
    let is_head = text.len() == 64 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    let fault = "give the 64 hexadecimal digits that an act or `keys log verify` printed";
    if is_head { Ok(text.to_ascii_lowercase()) } else { Err(fault.to_owned()) }
}

/// The path of an identity file, and not the identity: what follows would name it as a file that is not there.
pub(super) fn identity_file() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().try_map(|given: OsString| {
        let is_secret = given.to_string_lossy().to_ascii_uppercase().starts_with("AGE-SECRET-KEY-");
        if is_secret { Err("give the file that holds the identity") } else { Ok(PathBuf::from(given)) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_error_repeats_what_was_given() {
        let secret = "3141592653589";
        assert!(!parse_day(secret).unwrap_err().contains(secret));
        assert!(!parse_descriptor(secret).unwrap_err().contains(secret));
        assert!(parse_descriptor("-1").is_err());
        assert_eq!(parse_descriptor("3"), Ok(3));
        assert_eq!(parse_day("2027-03-31"), Ok(jiff::civil::date(2027, 3, 31)));
    }
}
