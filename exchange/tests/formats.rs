//! Version 1 of every table format, frozen: the files in `tests/data/v1` must stay readable, and the same rows must
//! give the same bytes. They were written by `write_the_frozen_files` below. Those in `tests/data/v1_dictionaries` were written before
//! columns of random values were stored plain, and must stay readable.

use std::path::{Path, PathBuf};

use exchange::{
    BundleLayout, Column, EntityRow, Frame, HandleRow, Kind, LinkClass, PairRow, PassRows, PassWriter, PayloadColumn,
    PayloadSchema, Row, SealedRow, SpineRow, Values, Written, payload, read_rows, tokens, write_rows,
};

type Write = fn(&Path) -> Written;

const FILES: [(&str, Write); 7] = [
    ("tokens.parquet", write_tokens),
    ("handles.parquet", |path| write_rows(path, &handles()).expect("handles")),
    ("entities.parquet", |path| write_rows(path, &entities()).expect("entities")),
    ("pairs.parquet", |path| write_rows(path, &pairs()).expect("pairs")),
    ("spine.parquet", |path| write_rows(path, &spine()).expect("spine")),
    ("sealed.parquet", |path| write_rows(path, &sealed()).expect("sealed")),
    ("payload.parquet", |path| payload::write(path, &payload_frame(), &payload_schema()).expect("payload")),
];

#[test]
fn the_same_rows_give_the_frozen_bytes() {
    let folder = tempfile::tempdir().expect("folder");
    for (name, write) in FILES {
        let path = folder.path().join(name);
        write(&path);
        let bytes = std::fs::read(&path).expect("written");
        assert!(bytes == std::fs::read(frozen(name)).expect("frozen"), "{name}: bytes differ from version 1");
    }
}

#[test]
fn the_frozen_files_read_back() {
    assert_eq!(tokens::read_all(&frozen("tokens.parquet")).expect("tokens"), (layout(), pass_rows()));
    for folder in ["v1", "v1_dictionaries"] {
        assert_reads(folder, "handles.parquet", &handles());
        assert_reads(folder, "entities.parquet", &entities());
        assert_reads(folder, "pairs.parquet", &pairs());
        assert_reads(folder, "spine.parquet", &spine());
    }
    assert_reads("v1", "sealed.parquet", &sealed());
    assert_eq!(payload::read(&frozen("payload.parquet"), &payload_schema()).expect("payload"), payload_frame());
}

#[test]
#[ignore = "writes frozen files that are not there; replaces none"]
fn write_the_frozen_files() {
    for (name, write) in FILES.into_iter().filter(|(name, _)| !frozen(name).exists()) {
        write(&frozen(name));
    }
}

fn frozen(name: &str) -> PathBuf {
    data("v1", name)
}

fn data(folder: &str, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(folder).join(name)
}

fn assert_reads<R: Row + std::fmt::Debug>(folder: &str, name: &str, expected: &[R]) {
    assert_eq!(read_rows::<R>(&data(folder, name)).expect(name), expected, "{folder}");
}

fn layout() -> BundleLayout {
    BundleLayout::new([("forename", "name", 3), ("surname", "name", 2), ("dob_day", "day_month", 1)]).expect("layout")
}

fn pass_rows() -> PassRows {
    let mut rows = PassRows::default();
    rows.push(0, 7, 0, &[1, 2, 3, 4, 5, 6]);
    rows.push(0, u64::MAX, 0b010, &[0, u32::MAX, 0x0102_0304, 9, 8, 7]);
    rows.push(u64::MAX, 0, 0b111, &[10, 20, 30, 40, 50, 60]);
    rows
}

fn write_tokens(path: &Path) -> Written {
    let mut writer = PassWriter::create(path, &layout()).expect("create");
    writer.append(pass_rows()).expect("append");
    writer.finish().expect("finish")
}

fn handles() -> Vec<HandleRow> {
    let row = |payload_handle, link, pass, handle| HandleRow { payload_handle, link, pass, handle };
    vec![row(11, 0, 0, 5), row(12, 0, 0, u64::MAX), row(11, 0, 1, 4), row(u64::MAX, u16::MAX, 0, 0)]
}

fn entities() -> Vec<EntityRow> {
    let row =
        |payload_handle, link, withheld, null, emitted| EntityRow { payload_handle, link, withheld, null, emitted };
    vec![row(11, 0, 0b100, 0, 0b011), row(12, 0, 0, u64::MAX, 0), row(0, 1, 0, 0, 1)]
}

fn pairs() -> Vec<PairRow> {
    let row = |left, right, match_weight| PairRow { left, right, match_weight };
    vec![row(1, 9, 12.625), row(1, 10, -9.999), row(u64::MAX, 0, f64::MIN_POSITIVE)]
}

fn spine() -> Vec<SpineRow> {
    let candidate = |rank, class, probability, margin| SpineRow {
        payload_handle: 21,
        study_pseudonym: Some(format!("pseudonym-{rank}")),
        match_probability: Some(probability),
        leader_margin: margin,
        class,
        rank,
        cell_key: 200,
    };
    let alone = |payload_handle, class| SpineRow {
        payload_handle,
        study_pseudonym: None,
        match_probability: None,
        leader_margin: None,
        class,
        rank: 0,
        cell_key: u32::MAX,
    };
    vec![
        alone(20, LinkClass::Unlinked),
        candidate(1, LinkClass::Link, 0.999, Some(4.5)),
        candidate(2, LinkClass::Possible, 0.25, None),
        alone(22, LinkClass::Unreachable),
    ]
}

fn sealed() -> Vec<SealedRow> {
    let row = |payload_handle, row, sealed: [u8; 3]| SealedRow { payload_handle, row, sealed: sealed.to_vec() };
    vec![row(20, 0, [7, 0, 255]), row(20, 1, [7, 1, 255]), row(21, 0, [0, 0, 0])]
}

fn payload_schema() -> PayloadSchema {
    let column = |name: &str, kind| PayloadColumn { name: name.to_owned(), kind };
    let columns = vec![
        column("SEX", Kind::Text),
        column("START", Kind::Date),
        column("EPISODES", Kind::Integer),
        column("RATE", Kind::Number),
    ];
    PayloadSchema { columns }
}

fn payload_frame() -> Frame {
    Frame::new(vec![
        Column::new("payload_handle", Values::Handle(vec![21, 20, 22])),
        Column::new("SEX", Values::Text(vec![Some("F".to_owned()), None, Some("M".to_owned())])),
        Column::new("START", Values::Date(vec![Some(-1), Some(19_723), None])),
        Column::new("EPISODES", Values::Integer(vec![Some(2), Some(i64::MIN), None])),
        Column::new("RATE", Values::Number(vec![None, Some(0.1), Some(-0.0)])),
    ])
    .expect("frame")
}
