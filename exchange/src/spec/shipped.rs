//! The specs that ship with the program.

/// Two files of people: what `trial LEFT RIGHT` uses.
pub const PERSON: &str = include_str!("../../specs/person.toml");

/// One file of people to de-duplicate: what `trial LEFT` uses.
pub const PERSON_DEDUPE: &str = include_str!("../../specs/person_dedupe.toml");

/// Drug treatment, convictions, deaths, and benefits and work.
pub const FOUR_DEPARTMENTS: &str = include_str!("../../specs/four_departments.toml");
