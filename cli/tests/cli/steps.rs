//! Steps that prepare a case's folder.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use exchange::{Column, Frame, Kind, Values};
use serde::Deserialize;

use crate::folders;

/// One change to the folder. Paths are relative to it.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Step {
    /// Writes a text as UTF-8.
    Write { path: PathBuf, text: String },
    /// Writes a text in windows-1252; it may use the characters which that shares with Latin-1.
    WriteWindows1252 { path: PathBuf, text: String },
    /// Writes a table without quotation marks as Parquet; columns are texts but for those listed, empty cells are nulls.
    WriteParquet {
        path: PathBuf,
        text: String,
        #[serde(default)]
        dates: Vec<String>,
        #[serde(default)]
        integers: Vec<String>,
        #[serde(default)]
        numbers: Vec<String>,
    },
    /// Appends one line of this many bytes.
    AppendLongLine { path: PathBuf, bytes: usize },
    /// Appends a text.
    Append { path: PathBuf, text: String },
    /// Puts one text in place of another, which must be there.
    Replace { path: PathBuf, from: String, to: String },
    /// Cuts a file to this many bytes.
    Truncate { path: PathBuf, bytes: u64 },
    /// Changes one bit in the middle of a file.
    FlipBit { path: PathBuf },
    /// Removes a file or a folder.
    Remove { path: PathBuf },
    /// Makes a folder.
    MakeFolder { path: PathBuf },
    /// Copies a file or a folder.
    Copy { path: PathBuf, to: PathBuf },
}

impl Step {
    pub(crate) fn apply(&self, folder: &Path) {
        let at = |path: &PathBuf| folder.join(path);
        match self {
            Self::Write { path, text } => fs::write(at(path), text).unwrap(),
            Self::WriteWindows1252 { path, text } => {
                let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).expect("Latin-1")).collect();
                fs::write(at(path), bytes).unwrap();
            }
            Self::WriteParquet { path, text, dates, integers, numbers } => {
                let typed = [(Kind::Date, dates), (Kind::Integer, integers), (Kind::Number, numbers)];
                let kind = |name: &str| {
                    typed
                        .iter()
                        .find(|(_, names)| names.iter().any(|typed| typed == name))
                        .map_or(Kind::Text, |found| found.0)
                };
                write_parquet(&at(path), text, kind);
            }
            Self::AppendLongLine { path, bytes } => append(&at(path), &vec![b'A'; *bytes]),
            Self::Append { path, text } => append(&at(path), text.as_bytes()),
            Self::Replace { path, from, to } => {
                let text = fs::read_to_string(at(path)).unwrap();
                assert!(text.contains(from), "{} does not hold {from}", path.display());
                fs::write(at(path), text.replace(from, to)).unwrap();
            }
            Self::Truncate { path, bytes } => {
                File::options().write(true).open(at(path)).unwrap().set_len(*bytes).unwrap();
            }
            Self::FlipBit { path } => {
                let mut bytes = fs::read(at(path)).unwrap();
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
                fs::write(at(path), bytes).unwrap();
            }
            Self::Remove { path } if at(path).is_dir() => fs::remove_dir_all(at(path)).unwrap(),
            Self::Remove { path } => fs::remove_file(at(path)).unwrap(),
            Self::MakeFolder { path } => fs::create_dir_all(at(path)).unwrap(),
            Self::Copy { path, to } => folders::copy(&at(path), &at(to)),
        }
    }
}

fn write_parquet(path: &Path, text: &str, kind: impl Fn(&str) -> Kind) {
    let mut rows = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = rows.next().expect("a header");
    let rows: Vec<_> = rows.collect();
    let column = |(at, name): (usize, &&str)| {
        let cells = rows.iter().map(|row| Some(row[at]).filter(|cell| !cell.is_empty()));
        let values = match kind(name) {
            Kind::Date => Values::Date(cells.map(|cell| cell.map(days_since_1970)).collect()),
            Kind::Integer => Values::Integer(cells.map(|cell| cell.map(|cell| cell.parse().unwrap())).collect()),
            Kind::Number => Values::Number(cells.map(|cell| cell.map(|cell| cell.parse().unwrap())).collect()),
            _ => Values::Text(cells.map(|cell| cell.map(str::to_owned)).collect()),
        };
        Column::new(*name, values)
    };
    Frame::new(header.iter().enumerate().map(column).collect()).unwrap().write(path).unwrap();
}

fn days_since_1970(date: &str) -> i32 {
    let date: jiff::civil::Date = date.parse().unwrap();
    date.since(jiff::civil::date(1970, 1, 1)).unwrap().get_days()
}

fn append(path: &Path, bytes: &[u8]) {
    File::options().append(true).create(true).open(path).unwrap().write_all(bytes).unwrap();
}
