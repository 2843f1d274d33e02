use std::fs;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, Float32Array, Int16Array, LargeStringArray, RecordBatch, UInt64Array};
use parquet::arrow::ArrowWriter;
use proptest::prelude::*;
use tempfile::tempdir;

use super::{Column, Frame, FrameReader, FrameWriter, Kind, Values};
use crate::{ExchangeError, ROW_GROUP_ROWS};

fn frame(rows: usize, offset: usize) -> Frame {
    let at = || (offset..offset + rows).map(|index| i32::try_from(index).expect("few rows"));
    let sparse = |index: i32| index % 3 != 1;
    Frame::new(vec![
        Column::new("id", Values::Handle(at().map(|i| u64::MAX - u64::from(i.unsigned_abs())).collect())),
        Column::new("name", Values::Text(at().map(|i| sparse(i).then(|| format!("v{}", i % 50))).collect())),
        Column::new("START", Values::Date(at().map(|i| sparse(i).then_some(i - 40_000)).collect())),
        Column::new("days", Values::Integer(at().map(|i| sparse(i).then_some(-i64::from(i))).collect())),
        Column::new("rate", Values::Number(at().map(|i| sparse(i).then_some(f64::from(i) / 7.0)).collect())),
    ])
    .expect("frame")
}

fn foreign(columns: Vec<(&str, ArrayRef)>) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempdir().expect("folder");
    let path = folder.path().join("foreign.parquet");
    let batch = RecordBatch::try_from_iter(columns).expect("batch");
    let mut writer =
        ArrowWriter::try_new(fs::File::create(&path).expect("file"), batch.schema(), None).expect("writer");
    writer.write(&batch).expect("write");
    writer.close().expect("close");
    (folder, path)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_values_read_back(rows in prop::collection::vec(any::<(Option<String>, Option<i64>, Option<i32>, u64)>(), 0..60),
                            numbers in prop::collection::vec(prop::option::of(prop::num::f64::ANY
                                .prop_filter("NaN is not equal to itself", |x| !x.is_nan())), 60)) {
        let frame = Frame::new(vec![
            Column::new("t", Values::Text(rows.iter().map(|row| row.0.clone()).collect())),
            Column::new("i", Values::Integer(rows.iter().map(|row| row.1).collect())),
            Column::new("d", Values::Date(rows.iter().map(|row| row.2).collect())),
            Column::new("h", Values::Handle(rows.iter().map(|row| row.3).collect())),
            Column::new("n", Values::Number(numbers[..rows.len()].to_vec())),
        ]).expect("frame");
        let folder = tempdir().expect("folder");
        let path = folder.path().join("a.parquet");
        frame.write(&path).expect("write");
        prop_assert_eq!(Frame::read(&path).expect("read"), frame);
    }
}

#[test]
fn bytes_do_not_depend_on_chunks() {
    let folder = tempdir().expect("folder");
    let rows = ROW_GROUP_ROWS + 100;
    let whole = frame(rows, 0);
    let (one, many) = (folder.path().join("one"), folder.path().join("many"));
    whole.write(&one).expect("write");
    let mut writer = FrameWriter::create(&many, &whole.schema()).expect("create");
    for start in (0..rows).step_by(30_000) {
        writer.append(&frame(30_000.min(rows - start), start)).expect("append");
    }
    assert_eq!(writer.finish().expect("finish").rows, rows as u64);
    assert!(fs::read(&one).expect("one") == fs::read(&many).expect("many"));

    let reader = FrameReader::open(&one).expect("open");
    assert_eq!(reader.rows(), rows as u64);
    let chunks: Vec<Frame> = reader.map(|chunk| chunk.expect("chunk")).collect();
    assert_eq!(chunks.iter().map(Frame::rows).collect::<Vec<_>>(), [ROW_GROUP_ROWS, 100]);
    assert!(chunks[1] == frame(100, ROW_GROUP_ROWS));
}

#[test]
fn an_empty_table_keeps_its_columns() {
    let folder = tempdir().expect("folder");
    let path = folder.path().join("a.parquet");
    frame(0, 0).write(&path).expect("write");
    let read = Frame::read(&path).expect("read");
    assert_eq!((read.rows(), read.schema()), (0, frame(0, 0).schema()));
}

#[test]
fn columns_are_found_by_name_and_type() {
    let frame = frame(4, 0);
    assert_eq!(frame.dates("START").expect("dates")[0], Some(-40_000));
    assert_eq!(frame.handles("id").expect("handles")[3], u64::MAX - 3);
    assert_eq!(frame.texts("name").expect("texts")[1], None);
    assert_eq!(frame.integers("days").expect("integers")[2], Some(-2));
    assert_eq!(frame.numbers("rate").expect("numbers").len(), 4);
    for error in [frame.dates("END"), frame.dates("name").map(|_| &[] as &[Option<i32>])] {
        let message = error.expect_err("no such column").to_string();
        assert!(message.ends_with("expected a column of type date"), "{message}");
    }
}

#[test]
fn ragged_and_repeated_columns_are_refused() {
    let column = |name: &str, rows| Column::new(name, Values::Integer(vec![None; rows]));
    for columns in [vec![column("a", 1), column("b", 2)], vec![column("a", 1), column("a", 1)]] {
        assert!(matches!(Frame::new(columns), Err(ExchangeError::Schema { .. })));
    }
}

#[test]
fn a_chunk_with_other_columns_is_refused() {
    let folder = tempdir().expect("folder");
    let chunk = |name: &str, kind: Kind| Frame::new(vec![Column::new(name, kind.empty())]).expect("frame");
    let mut writer = FrameWriter::create(&folder.path().join("a"), &[("a", Kind::Text)]).expect("create");
    assert!(writer.append(&chunk("a", Kind::Text)).is_ok());
    for other in [chunk("b", Kind::Text), chunk("a", Kind::Date), Frame::new(vec![]).expect("frame"), frame(1, 0)] {
        assert!(matches!(writer.append(&other), Err(ExchangeError::Schema { .. })));
    }
}

#[test]
fn an_owners_parquet_is_widened() {
    let (_folder, path) = foreign(vec![
        ("small", Arc::new(Int16Array::from(vec![Some(-5), None]))),
        ("ratio", Arc::new(Float32Array::from(vec![0.5, 0.25]))),
        ("text", Arc::new(LargeStringArray::from(vec![Some("x"), None]))),
    ]);
    let frame = Frame::read(&path).expect("read");
    assert_eq!(frame.integers("small").expect("small"), [Some(-5), None]);
    assert_eq!(frame.numbers("ratio").expect("ratio"), [Some(0.5), Some(0.25)]);
    assert_eq!(frame.texts("text").expect("text"), [Some("x".to_owned()), None]);
}

#[test]
fn columns_that_a_frame_does_not_hold_are_refused() {
    let flag: ArrayRef = Arc::new(BooleanArray::from(vec![true]));
    let null_handle: ArrayRef = Arc::new(UInt64Array::from(vec![Some(1), None]));
    for column in [flag, null_handle] {
        let (_folder, path) = foreign(vec![("column", column)]);
        let refused = Frame::read(&path);
        assert!(matches!(&refused, Err(ExchangeError::Schema { column, .. }) if column == "column"), "{refused:?}");
    }
}
