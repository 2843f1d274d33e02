//! Reading an identity from a table row.

use std::ops::RangeInclusive;

use exchange::spec::{self, Names, Table};

use super::identity::{Area, House, Identity, NameParts};
use super::quality::ColumnCounts;
use crate::error::Result;
use crate::input::{Row, SourceTable};
use crate::standardise::{
    DateFormat, Findings, NameKind, NullMarkers, PartialDate, PostcodeShape, Reading, SexCodes, Town, read_address,
    read_date, read_date_parts, read_forenames, read_name, read_postcode, read_town,
};

/// Years of birth that are read. Wide, because linkage needs only that both files err alike: historical registers start
/// in the sixteenth century, and a typing error in the century still agrees with itself.
const BIRTH_YEARS: RangeInclusive<u16> = 1500..=2100;

/// Where an identity's columns lie in one table.
pub(crate) struct IdentityReader<'a> {
    nulls: NullMarkers,
    names: Names,
    forename: Option<usize>,
    middle: Option<usize>,
    surname: Option<usize>,
    birth: Option<usize>,
    birth_formats: Vec<DateFormat>,
    birth_parts: [Option<usize>; 3],
    sex: Option<(usize, SexCodes)>,
    postcode: Option<(usize, PostcodeShape)>,
    address: Option<usize>,
    town: Option<usize>,
    columns: [Option<&'a str>; PARTS],
}

const PARTS: usize = 8;

impl<'a> IdentityReader<'a> {
    /// Finds the columns; one that is missing is an error unless the table's columns are optional.
    pub(crate) fn new(table: &'a Table, nulls: &[String], file: &SourceTable) -> Result<Self> {
        let identity = &table.identity;
        let find = |column: &Option<String>| match column {
            None => Ok(None),
            Some(column) if table.optional_columns => file.read_if_there(column),
            Some(column) => file.required(column).map(Some),
        };
        let birth_column = identity.birth_date.as_ref().map(|date| date.column.clone());
        let sex_column = identity.sex.as_ref().map(|sex| sex.column.clone());
        let postcode_column = identity.postcode.as_ref().map(|postcode| postcode.column.clone());
        let mut birth_parts = [None; 3];
        if let Some(columns) = &identity.birth_parts {
            for (place, column) in birth_parts.iter_mut().zip(columns) {
                *place = find(&Some(column.clone()))?;
            }
        }
        let reader = Self {
            nulls: NullMarkers::of(&nulls.iter().map(String::as_str).collect::<Vec<_>>()),
            names: identity.names,
            forename: find(&identity.forename)?,
            middle: find(&identity.middle)?,
            surname: find(&identity.surname)?,
            birth: find(&birth_column)?,
            birth_formats: identity
                .birth_date
                .as_ref()
                .map_or_else(Vec::new, |date| file.date_formats(&date.column, &date.formats)),
            birth_parts,
            sex: find(&sex_column)?.zip(identity.sex.as_ref().map(|sex| sex_codes(sex.codes))),
            postcode: find(&postcode_column)?.zip(identity.postcode.as_ref().map(|postcode| postcode.shape)),
            address: find(&identity.address)?,
            town: find(&identity.town)?,
            columns: [
                identity.forename.as_deref(),
                identity.middle.as_deref(),
                identity.surname.as_deref(),
                identity.birth_date.as_ref().map(|date| date.column.as_str()),
                identity.sex.as_ref().map(|sex| sex.column.as_str()),
                identity.postcode.as_ref().map(|postcode| postcode.column.as_str()),
                identity.address.as_deref(),
                identity.town.as_deref(),
            ],
        };
        if table.optional_columns && reader.reads_nothing() {
            return Err(file.tells_nobody_apart());
        }
        Ok(reader)
    }

    fn reads_nothing(&self) -> bool {
        let single = [self.forename, self.middle, self.surname, self.birth, self.address, self.town];
        let is_there = single.iter().chain(&self.birth_parts).any(Option::is_some);
        !is_there && self.sex.is_none() && self.postcode.is_none()
    }

    /// Empty counts for the identity columns of this table, in the order [`Self::read`] fills them.
    pub(crate) fn counts(&self) -> Vec<ColumnCounts> {
        let nothing = "";
        self.columns.iter().map(|column| ColumnCounts::new(column.unwrap_or(nothing))).collect()
    }

    /// Reads one row, packs its identity behind `packed`, and counts what was found in each column.
    pub(crate) fn read(&self, row: &Row, counts: &mut [ColumnCounts], packed: &mut Vec<u8>) {
        let text = |position| self.nulls.text(row.text(position));
        let (mut forename, mut middle) = (None, None);
        if self.names == Names::All {
            if let Some(forenames) = counted(read_forenames(text(self.forename)), &mut counts[0], row) {
                (forename, middle) = (Some(forenames.first), forenames.middle);
            }
        } else if self.forename.is_some() {
            forename = counted(read_name(text(self.forename), NameKind::Forename), &mut counts[0], row);
        }
        if self.middle.is_some() {
            middle = counted(read_name(text(self.middle), NameKind::Middle), &mut counts[1], row);
        }
        let surname =
            self.surname.and_then(|at| counted(read_name(text(Some(at)), NameKind::Surname), &mut counts[2], row));
        let birth = self.birth(row, &mut counts[3]);
        let sex = self.sex.as_ref().and_then(|(at, codes)| counted(codes.read(text(Some(*at))), &mut counts[4], row));
        let postcode =
            self.postcode.and_then(|(at, shape)| counted(read_postcode(text(Some(at)), shape), &mut counts[5], row));
        let address = self.address.and_then(|at| counted(read_address(text(Some(at))), &mut counts[6], row));
        let town = self.town.and_then(|at| counted(read_town(text(Some(at))), &mut counts[7], row));
        let identity = Identity {
            forename: forename.as_ref().map(NameParts::of),
            middle: middle.as_ref().map(NameParts::of),
            surname: surname.as_ref().map(NameParts::of),
            birth,
            sex,
            postcode: postcode.as_ref().and_then(Area::of),
            address: address.as_ref().map(House::of),
            town: town.as_ref().map(Town::letters),
        };
        identity.pack(packed);
    }

    /// The whole date, or else its parts.
    fn birth(&self, row: &Row, counts: &mut ColumnCounts) -> Option<PartialDate> {
        let text = |position| self.nulls.text(row.text(position));
        let whole = text(self.birth);
        let has_parts = self.birth_parts.iter().any(Option::is_some);
        if self.birth.is_none() && !has_parts {
            return None;
        }
        let reading = if whole.is_empty() && has_parts {
            let [year, month, day] = self.birth_parts.map(text);
            read_date_parts(year, month, day, BIRTH_YEARS)
        } else {
            read_date(whole, &self.birth_formats, BIRTH_YEARS)
        };
        counted(reading, counts, row)
    }
}

fn counted<T>(reading: Reading<T>, counts: &mut ColumnCounts, row: &Row) -> Option<T> {
    let findings: Findings = reading.findings;
    counts.add(findings, reading.value.is_some(), row.place().row);
    reading.value
}

fn sex_codes(codes: spec::SexCodes) -> SexCodes {
    match codes {
        spec::SexCodes::Letters => SexCodes::letters(),
        spec::SexCodes::Numeric => SexCodes::numeric(),
        spec::SexCodes::Words => SexCodes::words(),
        spec::SexCodes::Any => SexCodes::shipped(),
    }
}
