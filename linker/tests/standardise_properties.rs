//! What must hold for any cell, whatever was typed into it.

use linker::standardise::{
    DEFAULT_LATEST_YEAR, DateFormat, EventDate, Findings, Name, NameKind, NullMarkers, PartialDate, PostcodeShape,
    Reading, SexCodes, read_address, read_cro_number, read_date, read_date_parts, read_event_date, read_forenames,
    read_name, read_nhs_number, read_nino, read_pnc_id, read_postcode, soundex,
};
use proptest::prelude::*;

const KINDS: [NameKind; 3] = [NameKind::Forename, NameKind::Surname, NameKind::Middle];

const FORMATS: [DateFormat; 7] = [
    DateFormat::DayMonthYear,
    DateFormat::MonthDayYear,
    DateFormat::YearMonthDay,
    DateFormat::CompactYearMonthDay,
    DateFormat::CompactDayMonthYear,
    DateFormat::DayNamedMonthYear,
    DateFormat::DayMonthShortYear { pivot: 1930 },
];

/// Anything, and texts made of what names are made of, so that the rules meet each other.
fn cell() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[A-Za-z]{1,8}",
        "[0-9|]{1,2}",
        prop::sample::select(vec![
            "MC", "O", "VAN", "DER", "DE", "AL", "ST", "ABD", "MR", "DR", "JR", "III", "1ST", "NEE", "BABY", "BOY",
            "OF", "THE", "TEST", "UN", "KNOWN", "XX", "É", "ß", "Ł", "’", "-", "(", ")", "Б", "م", "_", "/", ".", ",",
        ])
        .prop_map(str::to_owned),
    ];
    prop_oneof![
        any::<String>(),
        prop::collection::vec((piece, prop::sample::select(vec!["", " ", "-"])), 1..6)
            .prop_map(|pieces| pieces.into_iter().map(|(a, b)| a + b).collect()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_name_is_letters_made_of_its_parts_and_reads_as_itself(raw in cell()) {
        for kind in KINDS {
            let read = read_name(&raw, kind);
            let Some(name) = read.value else {
                prop_assert!(!read.findings.is_clean());
                continue;
            };
            prop_assert!(!name.whole().is_empty() && name.whole().len() <= Name::MAX_LETTERS);
            prop_assert!(name.whole().bytes().all(|b| b.is_ascii_uppercase()));
            prop_assert_eq!(name.parts().collect::<String>(), name.whole());
            prop_assert_eq!(name.parts().count(), name.part_count());
            prop_assert!(name.parts().all(|part| !part.is_empty()));
            let again = read_name(name.whole(), kind);
            prop_assert_eq!(again.findings, Findings::default());
            prop_assert_eq!(again.value.as_ref().map(Name::whole), Some(name.whole()));
            prop_assert!(soundex(name.whole()).is_some_and(|code| code.len() == 4));
        }
    }

    /// Outside baselines keep the letters of the raw text and nothing else.
    #[test]
    fn an_ordinary_name_is_its_letters(raw in "[A-Z][a-z]{3,8}([ '-][A-Z][a-z]{3,8})?") {
        let read = read_name(&raw, NameKind::Surname);
        if read.findings.is_clean() {
            let letters: String = raw.chars().filter(char::is_ascii_alphabetic).collect();
            let name = read.value.expect("a clean reading has a value");
            prop_assert_eq!(name.whole(), letters.to_uppercase());
        }
    }

    #[test]
    fn forenames_are_the_name_cut_in_two(raw in cell()) {
        let (all, cut) = (read_name(&raw, NameKind::Forename), read_forenames(&raw));
        if let (Some(all), Some(cut)) = (all.value, cut.value) {
            prop_assert!(all.whole().starts_with(cut.first.whole()));
            if let Some(middle) = cut.middle.filter(|_| all.whole().len() < Name::MAX_LETTERS) {
                prop_assert_eq!(cut.first.whole().to_owned() + middle.whole(), all.whole());
            }
        }
    }

    #[test]
    fn no_reader_panics_and_null_has_a_reason(raw in any::<String>(), other in "[0-9OlZS|/. :T-]{0,12}") {
        for text in [raw.as_str(), other.as_str()] {
            null_has_a_reason(&read_date(text, &FORMATS, DEFAULT_LATEST_YEAR))?;
            null_has_a_reason(&read_date_parts(text, &other, &raw, DEFAULT_LATEST_YEAR))?;
            null_has_a_reason(&read_event_date(text, &FORMATS, DEFAULT_LATEST_YEAR))?;
            for shape in [PostcodeShape::Auto, PostcodeShape::Whole, PostcodeShape::Sector, PostcodeShape::District] {
                null_has_a_reason(&read_postcode(text, shape))?;
            }
            null_has_a_reason(&read_address(text))?;
            null_has_a_reason(&read_forenames(text))?;
            null_has_a_reason(&SexCodes::shipped().read(text))?;
            null_has_a_reason(&read_nhs_number(text))?;
            null_has_a_reason(&read_nino(text))?;
            null_has_a_reason(&read_pnc_id(text))?;
            null_has_a_reason(&read_cro_number(text))?;
            prop_assert_eq!(NullMarkers::of(&["NA"]).text(text).is_empty(), ["", "NA"].contains(&text.trim()));
        }
    }

    #[test]
    fn a_possible_date_survives_every_format(year in 1850_u16..=2100, month in 1_u8..=12, day in 1_u8..=31) {
        prop_assume!(PartialDate::new(Some(year), Some(month), Some(day)).is_some());
        for (text, format) in [
            (format!("{day:02}/{month:02}/{year}"), DateFormat::DayMonthYear),
            (format!("{year}-{month:02}-{day:02}"), DateFormat::YearMonthDay),
            (format!("{year}{month:02}{day:02}"), DateFormat::CompactYearMonthDay),
        ] {
            let birth = read_date(&text, &[format], DEFAULT_LATEST_YEAR).value;
            let event = read_event_date(&text, &[format], DEFAULT_LATEST_YEAR).value;
            prop_assert_eq!(birth.and_then(PartialDate::to_civil), event.map(EventDate::date));
            if let Some(birth) = birth {
                prop_assert_eq!((birth.year(), birth.month(), birth.day()), (Some(year), Some(month), Some(day)));
            }
        }
    }

    #[test]
    fn a_postcode_unit_reads_as_itself(raw in "[A-Z]{1,2}[0-9OIS]{1,2}[A-Z]? ?[0-9OIS][A-Z0-9]{2}") {
        let read = read_postcode(&raw, PostcodeShape::Auto).value;
        if let Some((postcode, unit)) = read.as_ref().and_then(|postcode| Some((postcode, postcode.unit()?))) {
            let again = read_postcode(unit, PostcodeShape::Auto).value;
            prop_assert_eq!(again.as_ref(), Some(postcode));
            for coarser in [postcode.sector(), postcode.district()] {
                prop_assert!(unit.starts_with(coarser.expect("of a unit")));
            }
        }
    }
}

fn null_has_a_reason<T>(read: &Reading<T>) -> Result<(), TestCaseError> {
    prop_assert!(read.value.is_some() || !read.findings.is_clean());
    Ok(())
}

#[test]
fn debug_shows_no_value() {
    let shown = [
        format!("{:?}", read_name("Smith", NameKind::Surname)),
        format!("{:?}", read_forenames("John Paul")),
        format!("{:?}", read_date("31/12/1980", &FORMATS, DEFAULT_LATEST_YEAR)),
        format!("{:?}", read_event_date("31/12/1980", &FORMATS, DEFAULT_LATEST_YEAR)),
        format!("{:?}", read_postcode("NR14 7UJ", PostcodeShape::Auto)),
        format!("{:?}", read_address("7 Main Road")),
        format!("{:?}", SexCodes::letters().read("F")),
        format!("{:?}", read_nhs_number("9434765919")),
        format!("{:?}", read_nino("AB123456C")),
        format!("{:?}", read_pnc_id("81/34U")),
        format!("{:?}", read_cro_number("265416/21G")),
    ];
    for text in shown {
        assert!(text.contains("[redacted]"), "{text}");
        for value in ["SMITH", "JOHN", "PAUL", "1980", "NR14", "MAIN", "Female", "9434", "AB12", "34U", "2654"] {
            assert!(!text.contains(value), "{text}");
        }
    }
}
