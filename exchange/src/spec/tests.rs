use std::path::Path;

use super::*;

fn parse(text: &str) -> Result<Spec, SpecError> {
    Spec::parse(text, Path::new("spec.toml"))
}

#[test]
fn shipped_specs_parse_in_both_profiles() {
    for text in [PERSON, PERSON_DEDUPE, FOUR_DEPARTMENTS] {
        let spec = parse(text).unwrap();
        assert_eq!(spec.profile, Profile::Guarded);
        assert!(!show(&spec).is_empty());
        let open = Spec::parse_with_profile(text, Path::new("spec.toml"), Profile::Open).unwrap();
        assert_ne!(spec.hash(), open.hash(), "the profile is part of what is signed");
    }
    assert_eq!(parse(PERSON).unwrap().links[0].passes.len(), 22);
}

#[test]
fn the_hash_is_of_the_meaning() {
    let plain = parse(PERSON).unwrap();
    let spaced = parse(&format!("# signed\n\n{PERSON}\n")).unwrap();
    assert_eq!(plain.hash(), spaced.hash());
    let later = parse(&PERSON.replace("delivery = \"one\"", "delivery = \"two\"")).unwrap();
    assert_eq!((plain.hash(), "two"), (later.hash(), later.delivery_label()));
    let other = parse(&PERSON.replacen("cap = 3", "cap = 2", 1)).unwrap();
    assert_ne!(plain.hash(), other.hash());
}

/// The first three as departments signed them, before a date and sex could be written otherwise, costs were what they are and certificates were
/// read; then as they ship. What a spec may say since counts where it says it.
#[test]
fn shipped_specs_keep_the_hash_they_were_signed_with() {
    let former = |text: &str| {
        let text = text.replace("[\"yyyy-mm-dd\", \"dd/mm/yyyy\"]", "[\"yyyy-mm-dd\"]");
        let text: String =
            text.split_inclusive('\n').filter(|line| !line.contains("kind = \"substances_1\"")).collect();
        let text = text.replace("false_link_costs = 6.0", "false_link_costs = 4.0");
        let text = text.replace("false_link_costs = 10.0", "false_link_costs = 20.0");
        text.replace("codes = \"any\"", "codes = \"letters\"")
    };
    for (text, hash) in [
        (&*former(PERSON), "95d9829b0dc910c308c0ff473c34a71099f6dc68451c988e526c49a1aad784a6"),
        (&*former(PERSON_DEDUPE), "ba21aa5b31a79516dbaff546e76c071daaf41c3d7a79ea57d18d1a717048be1f"),
        (PERSON, "d58c0ac351c2629d2dc39b67f30fd80668d411e85197476bd054233d940ab765"),
        (PERSON_DEDUPE, "f5b2b9a6fb1e1f81c8b09e82a7899eeb8ff679ca0eb4346126a0ccb10a3bdc88"),
        (&*former(FOUR_DEPARTMENTS), "4793e773b9798a931a5a185c80911f1474a24e58878577a4ef4ceb4fedd7b62e"),
        (FOUR_DEPARTMENTS, "dce99f4b6a3a3e05ecba381a55af8a88a3ac938f28d07160530f408775fc2d40"),
    ] {
        assert_eq!(parse(text).unwrap().hash(), hash);
        let relayed = parse(&text.replacen("project =", "relay = true\nproject =", 1)).unwrap();
        assert_ne!(relayed.hash(), hash);
        assert_eq!(relayed.token_role(), crate::Role::Relay);
        assert!(show(&relayed).contains("to the relay"));
        let hidden = parse(&text.replacen("project =", "dummies = 0.1\nproject =", 1)).unwrap();
        assert_ne!(hidden.hash(), hash);
        assert!(show(&hidden).contains("10 % of identities that are nobody's"));
        let sealed = parse(&text.replacen("project =", "sealed = true\nproject =", 1)).unwrap();
        assert_ne!(sealed.hash(), hash);
        assert_eq!(sealed.payload_role(), crate::Role::Sealed);
        let off = "relay = false\nsealed = false\ndummies = 0.0\nproject =";
        let off = parse(&text.replacen("project =", off, 1)).unwrap();
        assert_eq!(off.hash(), hash);
    }
}

#[test]
fn faults_name_their_line_and_a_remedy() {
    let cases = [
        ("kind = \"person\"", "kind = \"persons\"", "unknown table kind", "use one of: person, alias, event"),
        ("\"birth_date_unordered\"", "\"birthdate\"", "unknown value", "use one of: forename,"),
        ("\"yyyy-mm-dd\"", "\"yyyy.mm\"", "unknown date format", "dd/mm/yyyy"),
        ("cap = 3", "cap = 0", "emits nothing", "at least 1"),
        ("cap = 3", "kap = 3", "unknown field", "spec new"),
        ("false_link_costs = 1.0", "false_link_costs = 0.0", "missed links above 0", "10 for a study"),
        (
            "\"postcode\", \"town\"]",
            "\"postcode\", \"sex\"]",
            "unknown comparison of a home",
            "surname, postcode, town",
        ),
        ("\"postcode\", \"town\"]", "\"postcode\"]", "who lives together", "at least two of"),
        ("\"postcode\", \"town\"]", "\"postcode\", \"postcode\"]", "two home fields", "rename"),
        ("u = [0.5, 0.5]", "u = [0.5, 0.4]", "add up to 1", "different, same"),
        ("kind = \"middle_initial\"", "kind = \"sex\"", "'sex' stands twice", "leave one"),
        ("name = \"left\"", "name = \"Left One\"", "cannot be a name", "a-z"),
        ("file = \"left.csv\"", "file = \"../left.csv\"", "plain file name", "source folder"),
        ("format = \"dwlink/spec/1\"", "format = \"dwlink/spec/9\"", "unknown format", "dwlink/spec/1"),
        ("profile = \"guarded\"", "dummies = 1.5\nprofile = \"guarded\"", "dummies must lie", "give a share"),
        ("right = \"right\"", "right = \"elsewhere\"", "unknown source", "left, right"),
    ];
    for (from, to, what, remedy) in cases {
        assert!(PERSON.contains(from), "{from}");
        let line = PERSON[..PERSON.find(from).unwrap()].matches('\n').count() + 1;
        let error = parse(&PERSON.replacen(from, to, 1)).unwrap_err();
        assert!(error.what.contains(what), "{error}");
        assert!(error.remedy.contains(remedy), "{error}");
        let named = error.line.unwrap_or_else(|| panic!("no line: {error}"));
        assert!(named.abs_diff(line) <= 3, "line {named} instead of {line}: {error}");
    }
}

#[test]
fn a_link_compares_something() {
    let (head, link) = PERSON.split_once("[[link.comparison]]").unwrap();
    let passes = &link[link.find("[[link.pass]]").unwrap()..];
    let text = format!("{head}comparison = []\n{passes}").replace("home = [\"surname\", \"postcode\", \"town\"]", "");
    assert!(parse(&text).unwrap_err().what.contains("compares nothing"));
}

#[test]
fn every_comparison_has_levels_and_groups() {
    for kind in ComparisonKind::ALL {
        assert!(kind.levels().len() >= 2);
        assert!(kind.exact() < kind.levels().len());
        assert!(!kind.groups().is_empty());
    }
}

#[test]
fn the_groups_of_all_comparisons_fit_one_layout() {
    let mut link = parse(PERSON).unwrap().links.remove(0);
    let fixed = link.comparisons[0].fixed.clone();
    link.comparisons =
        ComparisonKind::ALL.iter().map(|kind| Comparison { kind: *kind, fixed: fixed.clone() }).collect();
    assert_eq!(link.layout().groups().len(), link.groups().len());
}

#[test]
fn substances_and_they_alone_are_sent_by_underlying_cause() {
    for (from, to) in [(", cause = \"S_UNDERLYING_COD_ICD10\"", ""), ("kind = \"substances_1\"", "kind = \"text\"")] {
        assert!(FOUR_DEPARTMENTS.contains(from), "{from}");
        let error = parse(&FOUR_DEPARTMENTS.replacen(from, to, 1)).unwrap_err();
        assert!(error.what.contains("by underlying cause") && error.remedy.contains("cause ="), "{error}");
    }
}
