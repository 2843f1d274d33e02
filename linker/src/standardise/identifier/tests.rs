use super::*;
use crate::standardise::finding::{Finding, Findings};
use crate::standardise::reading::Reading;

/// Known answers: hmpps-person-record, `PNCIdentifierTest` and `CROIdentifierTest` (MIT, Crown copyright).
#[test]
fn pnc_identifiers_take_their_canonical_form() {
    for (raw, canonical) in [
        ("81/34U", "1981/0000034U"),
        ("02/73319Z", "2002/0073319Z"),
        ("00/223R", "2000/0000223R"),
        ("79/163001B", "1979/0163001B"),
        ("0273319Z", "2002/0073319Z"),
        ("79163001B", "1979/0163001B"),
        ("033Y", "2003/0000003Y"),
        ("20020073319Z", "2002/0073319Z"),
        (" 2002/0073319z ", "2002/0073319Z"),
        ("67/9893091D", "1967/9893091D"),
        ("2001/0171310W", "2001/0171310W"),
        ("20030011985X", "2003/0011985X"),
    ] {
        let read = read_pnc_id(raw);
        assert_eq!(read.value.as_ref().map(PncId::as_str), Some(canonical), "{raw}");
        assert!(read.findings.is_clean());
    }
    for raw in ["20030011985Z", "20120052494O", "20230583843N", "2001/0171310S"] {
        assert_eq!(read_pnc_id(raw), Reading::null(Finding::BadCheckCharacter), "{raw}");
    }
    for raw in ["TOTALLYINVALID", "1X23/1234567A", "1923[1234567A", "1923/1234567AA", "01", "Z", "é"] {
        assert_eq!(read_pnc_id(raw), Reading::null(Finding::BadShape), "{raw}");
    }
}

#[test]
fn cro_numbers_take_their_canonical_form() {
    for (raw, canonical) in [
        ("SF05/482703J", "SF05/482703J"),
        ("SF83/50058Z", "SF83/50058Z"),
        ("265416/21G", "265416/21G"),
        ("65656/91H", "065656/91H"),
    ] {
        let read = read_cro_number(raw);
        assert_eq!(read.value.as_ref().map(CroNumber::as_str), Some(canonical), "{raw}");
    }
    assert_eq!(read_cro_number("85227/65G"), Reading::null(Finding::BadCheckCharacter));
    assert_eq!(read_cro_number("000000/00Z"), Reading::null(Finding::PlaceholderIdentifier));
    assert_eq!(read_cro_number("265416"), Reading::null(Finding::BadShape));
}

#[test]
fn national_insurance_numbers_are_checked_by_shape_and_prefix() {
    let read = read_nino("ab 12 34 56 c");
    let nino = read.value.expect("a valid shape");
    assert_eq!((nino.body(), nino.suffix()), ("AB123456", Some("C")));
    let short = read_nino("AB123456");
    assert_eq!(short.findings, Findings::of(Finding::SuffixMissing));
    assert_eq!(short.value.expect("a valid shape").suffix(), None);
    for raw in [
        "QQ123456C",
        "BG123456A",
        "GB123456A",
        "KN123456A",
        "NK123456A",
        "NT123456A",
        "ZZ123456A",
        "AO123456A",
        "DA123456A",
        "AB12345C",
        "AB123456E",
        "AB1234567",
    ] {
        assert_eq!(read_nino(raw), Reading::null(Finding::BadShape), "{raw}");
    }
    assert_eq!(read_nino("TN120380F"), Reading::null(Finding::BadShape));
    assert_eq!(read_nino("TN123456A"), Reading::null(Finding::PlaceholderIdentifier));
}

/// 943 476 5919 is the example of the NHS Data Model and Dictionary's mod 11 guidance.
#[test]
fn nhs_numbers_are_checked_modulo_eleven() {
    for raw in ["9434765919", "943 476 5919", "943-476-5870"] {
        assert!(read_nhs_number(raw).value.is_some(), "{raw}");
    }
    assert_eq!(read_nhs_number("9434765918"), Reading::null(Finding::BadCheckCharacter));
    assert_eq!(read_nhs_number("0000000000"), Reading::null(Finding::PlaceholderIdentifier));
    assert_eq!(read_nhs_number("1111111111"), Reading::null(Finding::PlaceholderIdentifier));
    assert_eq!(read_nhs_number("9990000000"), Reading::null(Finding::PlaceholderIdentifier));
    assert_eq!(read_nhs_number("943476591"), Reading::null(Finding::BadShape));
}

#[test]
fn debug_shows_no_number() {
    assert!(!format!("{:?}", read_nino("AB123456C")).contains("123456"));
    assert!(!format!("{:?}", read_pnc_id("81/34U")).contains("34U"));
}
