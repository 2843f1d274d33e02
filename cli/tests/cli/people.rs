//! Two small tables of invented people in the columns of the shipped person spec; the first holds the planted person.

use std::fmt::Write as _;

/// Values that no output may show: each case's tables hold them.
pub(crate) const PLANTED: [&str; 8] =
    ["ZQXVORNAME", "QXZUNAME", "1961-07-19", "19/07/1961", "19610719", "QZ9 9ZZ", "QZ99ZZ", "ZQX-1961-PLANTED"];

pub(crate) const HEADER: &str = "rec_id,forename,middle,surname,dob,sex,postcode,address";
pub(crate) const PLANTED_ROW: &str =
    "ZQX-1961-PLANTED,ZQXVORNAME,ZQXVMITTE,QXZUNAME,1961-07-19,F,QZ9 9ZZ,7 QXZUNAME LANE";

/// A table of the planted person and `people` others; ids begin with `prefix`.
pub(crate) fn table(prefix: &str, people: usize) -> String {
    let mut text = format!("{HEADER}\n{PLANTED_ROW}\n");
    for number in 0..people {
        let (forename, surname) = (name(number, 7), name(number, 31));
        let (year, month, day) = (1930 + number * 17 % 70, 1 + number * 5 % 12, 1 + number * 11 % 28);
        let (sex, district, sector) = (if number % 2 == 0 { "F" } else { "M" }, 1 + number % 20, number % 10);
        let _ = writeln!(
            text,
            "{prefix}{number},{forename},,{surname},{year}-{month:02}-{day:02},{sex},M{district} {sector}AB,{number} MILL LANE",
        );
    }
    text
}

/// Syllables spelt by a number: a different name for each, the same in every table.
fn name(number: usize, stride: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["BA", "DEN", "FOR", "GIL", "HAR", "KEL", "LOM", "MAR", "NOR", "PEN", "ROS", "SAL", "TOR", "VIN", "WEL", "YOR"];
    let mixed = number * stride + stride;
    [mixed % 16, mixed / 16 % 16, mixed / 256 % 16].map(|syllable| SYLLABLES[syllable]).concat()
}
