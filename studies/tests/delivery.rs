//! What the analysis unit receives, written and read back through `exchange`.

#![expect(clippy::unwrap_used, reason = "a test helper that fails is a failed test")]

use std::path::Path;

use exchange::{
    Column, Desk, Frame, LinkClass, Manifest, NewFolder, Received, Role, SpineRow, Values, receive, write_rows,
};
use studies::Error;
use studies::day::Day;
use studies::inputs::{
    Certificate, Conviction, Delivery, DischargeReason, DrugGroup, Needed, PassedOver, PayloadHandle, Person, Sex,
    read, read_needed,
};

fn texts(values: &[Option<&str>]) -> Values {
    Values::Text(values.iter().map(|v| v.map(str::to_owned)).collect())
}

fn folder(parent: &Path, name: &str, role: Role, write: impl Fn(&Path) -> Vec<String>) -> Received {
    let target = parent.join(name);
    let folder = NewFolder::begin(&target, false).unwrap();
    let files = write(folder.path());
    let mut manifest = Manifest::new(role, "recon", "2014-12", "9f86d081");
    for file in files {
        manifest.add_file(folder.path(), &file, None).unwrap();
    }
    manifest.write(folder.path()).unwrap();
    folder.commit().unwrap();
    receive(&target, role, Desk::OneDesk).unwrap()
}

fn payload(parent: &Path, source: &str, table: &str, columns: &[(&str, Values)]) -> Received {
    folder(parent, source, Role::Analysis, |path| {
        let name = exchange::payload::file_name(table);
        let columns = columns.iter().map(|(name, values)| Column::new(*name, values.clone())).collect();
        Frame::new(columns).unwrap().write(&path.join(&name)).unwrap();
        vec![name]
    })
}

fn episodes(parent: &Path, name: &str, birth_year: Option<&str>) -> Received {
    let columns = [
        ("payload_handle", Values::Handle(vec![11, 12])),
        ("birth_year", texts(&[birth_year, None])),
        ("SEX", texts(&[Some("1"), Some("9")])),
        ("TRIAGED", Values::Date(vec![Some(13_300), None])),
        ("DISD", Values::Date(vec![Some(13_400), None])),
        ("DISRSN", texts(&[Some("2"), None])),
        ("DRUG1", texts(&[Some("1011"), Some("7000")])),
    ];
    payload(parent, name, "episode", &columns)
}

fn row(payload_handle: u64, candidate: Option<(&str, f64)>, class: LinkClass, rank: u32) -> SpineRow {
    SpineRow {
        payload_handle,
        study_pseudonym: candidate.map(|(name, _)| name.to_owned()),
        match_probability: candidate.map(|(_, probability)| probability),
        leader_margin: None,
        class,
        rank,
        cell_key: 0,
    }
}

fn spines(parent: &Path) -> Received {
    let anchor = [
        row(11, Some(("bbb", 1.0)), LinkClass::Link, 1),
        row(12, Some(("aaa", 1.0)), LinkClass::Link, 1),
        row(13, None, LinkClass::Unreachable, 0),
    ];
    let police = [
        row(21, Some(("bbb", 0.97)), LinkClass::Link, 1),
        row(21, Some(("aaa", 0.02)), LinkClass::Possible, 2),
        row(22, None, LinkClass::Unlinked, 0),
    ];
    folder(parent, "spine", Role::Spine, |path| {
        write_rows(&path.join("ndtms.parquet"), &anchor).unwrap();
        write_rows(&path.join("pnc.parquet"), &police).unwrap();
        vec!["ndtms.parquet".into(), "pnc.parquet".into()]
    })
}

#[test]
fn a_delivery_becomes_typed_rows_and_people() {
    let parent = tempfile::tempdir().unwrap();
    let offences = [
        ("payload_handle", Values::Handle(vec![21, 21])),
        ("HO_OFFENCE_CODE", texts(&[Some("04600"), Some("04600")])),
        ("OFFENCE_START_DATE", Values::Date(vec![Some(13_000), Some(13_500)])),
        ("CONVICTION_DATE", Values::Date(vec![Some(13_050), Some(13_520)])),
        ("OUTCOME", texts(&[Some("CONVICTION"), Some("CAUTION")])),
    ];
    let (spine, treatment) = (spines(parent.path()), episodes(parent.path(), "ndtms", Some("1975")));
    let police = payload(parent.path(), "pnc", "offence", &offences);
    let delivery = Delivery { spine: &spine, treatment: &treatment, police: Some(&police), deaths: None, work: None };
    let inputs = read(&delivery).unwrap();
    let [episode] = &inputs.payload.episodes[..] else { panic!("an episode without triage never started") };
    assert_eq!((episode.client, episode.birth_year, episode.sex), (PayloadHandle(11), Some(1975), Sex::Male));
    assert_eq!((episode.reason, episode.drug), (Some(DischargeReason::Completed), DrugGroup::Opiate));
    let convictions: Vec<bool> = inputs.payload.offences.iter().map(|o| o.conviction != Conviction::None).collect();
    assert_eq!(convictions, [true, false]);
    assert_eq!(inputs.spine.people, 2);
    let people: Vec<_> = inputs.spine.clients.iter().map(|c| (c.person, c.reachable)).collect();
    assert_eq!(people, [(Some(Person(1)), true), (Some(Person(0)), true), (None, false)]);
    let candidates: Vec<_> =
        inputs.spine.police.entities[0].candidates.iter().map(|c| (c.person.0, c.probability)).collect();
    assert_eq!(candidates, [(1, 0.97), (0, 0.02)]);
    assert!(inputs.spine.deaths.entities.is_empty());
}

#[test]
fn a_bad_value_is_placed_but_not_repeated() {
    let parent = tempfile::tempdir().unwrap();
    let (spine, treatment) = (spines(parent.path()), episodes(parent.path(), "ndtms", Some("nineteen")));
    let delivery = Delivery { spine: &spine, treatment: &treatment, police: None, deaths: None, work: None };
    let error = read(&delivery).unwrap_err();
    assert!(matches!(error, Error::Value { row: 1, column: "birth_year", .. }));
    assert_eq!(error.to_string(), "episode, row 1, column birth_year: must be a year");
}

#[test]
fn what_a_certificate_names_is_read_where_it_is_sent_and_known() {
    let parent = tempfile::tempdir().unwrap();
    let deaths = |name: &str, cells: Option<[Option<&str>; 3]>| {
        let mut columns = vec![
            ("payload_handle", Values::Handle(vec![31, 32, 33])),
            ("REG_DATE_OF_DEATH", Values::Date(vec![Some(14_000), None, Some(14_100)])),
            ("REG_DATE", Values::Date(vec![Some(14_050), Some(14_060), Some(14_200)])),
            ("S_UNDERLYING_COD_ICD10", texts(&[Some("X42"), Some("I219"), Some("X44")])),
        ];
        columns.extend(cells.map(|cells| ("SUBSTANCES", texts(&cells))));
        payload(parent.path(), name, "death", &columns)
    };
    let (spine, treatment) = (spines(parent.path()), episodes(parent.path(), "ndtms", Some("1975")));
    let named = |deaths: &Received| {
        let deaths = Some(deaths);
        let read = read(&Delivery { spine: &spine, treatment: &treatment, police: None, deaths, work: None })?;
        let said = |of: Certificate| match of {
            Certificate::NotSent => "not sent".to_owned(),
            Certificate::Empty => "empty".to_owned(),
            Certificate::Names(named) => named.iter().map(|one| one.code).collect::<Vec<_>>().join("+"),
        };
        Ok::<_, Error>(read.payload.deaths.into_iter().map(|death| said(death.certificate)).collect::<Vec<_>>())
    };
    let sent = deaths("sent", Some([Some("heroin alcohol"), Some("none"), None]));
    assert_eq!(named(&sent).unwrap(), ["heroin+alcohol", "", "empty"]);
    assert_eq!(named(&deaths("kept", None)).unwrap(), ["not sent"; 3]);
    let unknown = named(&deaths("unknown", Some([Some("heroin"), Some("drug of tomorrow"), None]))).unwrap_err();
    assert!(matches!(unknown, Error::Value { row: 2, column: "SUBSTANCES", .. }), "{unknown}");
}

#[test]
fn a_study_reads_the_rows_that_links_can_reach_and_counts_the_others() {
    let parent = tempfile::tempdir().unwrap();
    let offences = [
        ("payload_handle", Values::Handle(vec![20, 21, 21, 22])),
        ("HO_OFFENCE_CODE", texts(&[None, Some("04600"), None, None])),
        ("OFFENCE_START_DATE", Values::Date(vec![Some(13_000), Some(13_001), Some(13_002), Some(13_003)])),
        ("CONVICTION_DATE", Values::Date(vec![Some(13_900), Some(13_050), None, Some(13_800)])),
        ("OUTCOME", texts(&[Some("CONVICTION"), Some("CAUTION"), None, Some("CAUTION")])),
    ];
    let spells = [("payload_handle", Values::Handle(vec![1])), ("START", texts(&[Some("not a date")]))];
    let (spine, treatment) = (spines(parent.path()), episodes(parent.path(), "ndtms", Some("1975")));
    let police = payload(parent.path(), "pnc", "offence", &offences);
    let work = payload(parent.path(), "dwp", "employment_spell", &spells);
    let (police, work) = (Some(&police), Some(&work));
    let delivery = Delivery { spine: &spine, treatment: &treatment, police, deaths: None, work };
    let inputs = read_needed(&delivery, Needed { offences: true, ..Needed::default() }).unwrap();
    let kept: Vec<_> = inputs.payload.offences.iter().map(|o| (o.offender.0, o.committed)).collect();
    let day = Day::from_epoch_days;
    assert_eq!(kept, [(21, day(13_001)), (21, day(13_002))], "21 may be somebody; 20 and 22 are nobody");
    assert_eq!(inputs.payload.left_out.offences, PassedOver { rows: 2, latest: Some(day(13_900)) });
    assert_eq!(inputs.spine.police.nobody.reachable, 1);
    assert!(
        read(&delivery).is_err(),
        "whoever reads everything meets the fault in a table that the study does not need"
    );
}
