//! Pseudo-postcodes and words for no postcode.

/// Whether the letters and digits of the cell, upper-case, stand for no postcode.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.starts_with("ZZ99") || DUMMIES.contains(&text) || WORDS.contains(&text)
}

/// `ZZ99` is the Office for National Statistics' range for no fixed abode and abroad (above). `NF1` is used for no
/// fixed abode in justice data; the others are typed to pass a form, in areas that do not exist.
const DUMMIES: &[&str] = &["NF11NF", "NF11FA", "NF11", "NF1", "AA11AA", "XX11XX", "ZZ11ZZ"];

const WORDS: &[&str] = &[
    "NFA",
    "NOFIXEDABODE",
    "NOFIXEDADDRESS",
    "HOMELESS",
    "UNKNOWN",
    "NOTKNOWN",
    "NONE",
    "NK",
    "NA",
    "NULL",
    "ABROAD",
    "OVERSEAS",
];
