use std::fs::{self, OpenOptions};
use std::path::Path;

use proptest::prelude::*;
use tempfile::tempdir;

use super::{Row, RowReader, RowWriter, read_rows, write_rows};
use crate::{EntityRow, ExchangeError, HandleRow, LinkClass, PairRow, ROW_GROUP_ROWS, SealedRow, SpineRow};

fn pair(left: u64, right: u64) -> PairRow {
    PairRow { left, right, match_weight: left as f64 / 3.0 - right as f64 }
}

fn round_trip<R: Row + std::fmt::Debug>(mut rows: Vec<R>) {
    rows.sort_by(R::order);
    rows.dedup_by(|a, b| a.order(b).is_eq());
    let is_column = |random: &&str| R::columns().iter().any(|(name, ..)| name == random);
    assert!(R::RANDOM.iter().all(is_column), "{:?} are columns", R::RANDOM);
    let folder = tempdir().expect("folder");
    let path = folder.path().join("a.parquet");
    write_rows(&path, &rows).expect("write");
    assert_eq!(read_rows::<R>(&path).expect("read"), rows);
}

fn spine_row() -> impl Strategy<Value = SpineRow> {
    let candidate = prop::option::of(("[a-z2-7]{26}", 0.0..=1.0, prop::option::of(-50.0..50.0), 1_u32..9));
    let class = prop::sample::select(LinkClass::ALL.to_vec());
    (any::<u64>(), candidate, class, any::<u32>()).prop_map(|(payload_handle, candidate, class, cell_key)| {
        let (study_pseudonym, match_probability, leader_margin, rank) = match candidate {
            Some((pseudonym, probability, margin, rank)) => (Some(pseudonym), Some(probability), margin, rank),
            None => (None, None, None, 0),
        };
        SpineRow { payload_handle, study_pseudonym, match_probability, leader_margin, class, rank, cell_key }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn pairs_read_back(rows in prop::collection::vec((any::<u64>(), any::<u64>(), prop::num::f64::NORMAL), 0..99)) {
        let pair = |(left, right, match_weight)| PairRow { left, right, match_weight };
        round_trip::<PairRow>(rows.into_iter().map(pair).collect());
    }

    #[test]
    fn handles_read_back(rows in prop::collection::vec(any::<(u64, u16, u16, u64)>(), 0..99)) {
        let row = |(payload_handle, link, pass, handle)| HandleRow { payload_handle, link, pass, handle };
        round_trip::<HandleRow>(rows.into_iter().map(row).collect());
    }

    #[test]
    fn entities_read_back(rows in prop::collection::vec(any::<(u64, u16, u64, u64, u64)>(), 0..99)) {
        let row = |(payload_handle, link, withheld, null, emitted)| {
            EntityRow { payload_handle, link, withheld, null, emitted }
        };
        round_trip::<EntityRow>(rows.into_iter().map(row).collect());
    }

    #[test]
    fn sealed_rows_read_back(rows in prop::collection::vec(any::<(u64, u32, [u8; 5])>(), 0..99)) {
        let row = |(payload_handle, row, sealed): (_, _, [u8; 5])| SealedRow { payload_handle, row, sealed: sealed.into() };
        round_trip::<SealedRow>(rows.into_iter().map(row).collect());
    }

    #[test]
    fn spines_read_back(rows in prop::collection::vec(spine_row(), 0..99)) {
        round_trip::<SpineRow>(rows);
    }
}

#[test]
fn bytes_do_not_depend_on_chunks() {
    let folder = tempdir().expect("folder");
    let rows: Vec<_> = (0..ROW_GROUP_ROWS as u64 * 2 + 5).map(|left| pair(left, left % 7)).collect();
    let whole = folder.path().join("whole");
    write_rows(&whole, &rows).expect("write");
    for size in [777, ROW_GROUP_ROWS + 3] {
        let path = folder.path().join(size.to_string());
        let mut writer = RowWriter::create(&path).expect("create");
        for chunk in rows.chunks(size) {
            writer.append(chunk).expect("append");
        }
        assert_eq!(writer.finish().expect("finish").rows, rows.len() as u64);
        assert!(fs::read(&whole).expect("whole") == fs::read(&path).expect("chunked"), "chunks of {size}");
    }
    let reader = RowReader::<PairRow>::open(&whole).expect("open");
    assert_eq!(reader.rows(), rows.len() as u64);
    let sizes: Vec<_> = reader.map(|chunk| chunk.expect("chunk").len()).collect();
    assert_eq!(sizes, [ROW_GROUP_ROWS, ROW_GROUP_ROWS, 5]);
}

#[test]
fn order_is_kept_across_chunks() {
    let folder = tempdir().expect("folder");
    let mut writer = RowWriter::create(&folder.path().join("a")).expect("create");
    writer.append(&[pair(1, 1), pair(1, 2)]).expect("in order");
    let refused = writer.append(&[pair(1, 2)]);
    assert!(matches!(refused, Err(ExchangeError::Unsorted { row: 2, .. })), "{refused:?}");
}

#[test]
fn values_that_the_format_excludes_are_refused() {
    let folder = tempdir().expect("folder");
    let refused = write_rows(&folder.path().join("a"), &[PairRow { match_weight: f64::NAN, ..pair(1, 2) }]);
    assert!(matches!(refused, Err(ExchangeError::Schema { .. })));
    let sound = SpineRow {
        payload_handle: 1,
        study_pseudonym: Some("p".to_owned()),
        match_probability: Some(0.5),
        leader_margin: None,
        class: LinkClass::Possible,
        rank: 1,
        cell_key: 0,
    };
    assert!(write_rows(&folder.path().join("sound"), std::slice::from_ref(&sound)).is_ok());
    for (name, row) in [
        ("probability", SpineRow { match_probability: Some(1.5), ..sound.clone() }),
        ("margin", SpineRow { leader_margin: Some(f64::INFINITY), ..sound.clone() }),
        ("no pseudonym", SpineRow { study_pseudonym: None, ..sound.clone() }),
        ("rank", SpineRow { rank: 0, ..sound }),
    ] {
        let refused = write_rows(&folder.path().join(name), &[row]);
        assert!(matches!(refused, Err(ExchangeError::Schema { .. })), "{name}: {refused:?}");
    }
}

#[test]
fn one_table_is_not_taken_for_another() {
    let folder = tempdir().expect("folder");
    let path = folder.path().join("a");
    write_rows(&path, &[pair(1, 2)]).expect("write");
    let refused = read_rows::<HandleRow>(&path);
    assert!(matches!(refused, Err(ExchangeError::OtherFormat { .. })), "{refused:?}");
    assert!(matches!(write_rows(&path, &[pair(1, 2)]), Err(ExchangeError::Exists { .. })));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_apart() {
    let path = Path::new("/dev/full");
    let full = OpenOptions::new().write(true).open(path).expect("device");
    let rows: Vec<_> = (0..ROW_GROUP_ROWS as u64).map(|left| pair(left, 0)).collect();
    let mut writer = RowWriter::over(full, path).expect("writer");
    let refused = writer.append(&rows).and_then(|()| writer.finish());
    assert!(matches!(refused, Err(ExchangeError::DiskFull { .. })), "{refused:?}");
}
