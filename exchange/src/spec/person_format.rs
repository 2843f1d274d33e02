//! A source that is read from one table in the person format, the columns of the shipped person spec.

use super::{
    DateColumn, DateFormat, Identity, Names, PostcodeColumn, PostcodeShape, SexCodes, SexColumn, Source, Table,
    TableKind,
};

impl Source {
    /// The source as it is, but reading one `file` in the person format: its rules of identity and of the same person stay, its tables
    /// do not. What a link of initials leaves out of its keys and bundles, the attacks do not see either.
    #[must_use]
    pub fn in_person_format(&self, file: &str) -> Self {
        let identity = Identity {
            forename: Some("forename".into()),
            names: Names::First,
            middle: Some("middle".into()),
            surname: Some("surname".into()),
            birth_date: Some(DateColumn { column: "dob".into(), formats: vec![DateFormat::YearMonthDay] }),
            birth_parts: None,
            sex: Some(SexColumn { column: "sex".into(), codes: SexCodes::Letters }),
            postcode: Some(PostcodeColumn { column: "postcode".into(), shape: PostcodeShape::Auto }),
            address: Some("address".into()),
            town: Some("town".into()),
        };
        let person = Table {
            name: "person".into(),
            file: file.into(),
            kind: TableKind::Person,
            identity,
            optional_columns: false,
            payload: Vec::new(),
        };
        Self {
            name: self.name.clone(),
            entity_key: vec!["rec_id".into()],
            null_markers: Vec::new(),
            consent: None,
            withdrawals: None,
            latest: None,
            same_person: self.same_person.clone(),
            uniques_ceiling: 1.0,
            tables: vec![person],
        }
    }
}
