use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tempfile::tempdir;

use super::{BundleLayout, PassReader, PassRows, PassWriter, RelayReader, RelayRows, TokenWriter, read_all};
use crate::columnar::ROW_GROUP_ROWS;
use crate::manifest::sha256_of_file;
use crate::{ExchangeError, Result};

fn layout() -> BundleLayout {
    BundleLayout::new([("forename", "name", 2), ("surname", "name", 1)]).expect("layout")
}

/// Rows with three tokens each, sorted: keys ascend by `gap`.
fn rows(count: usize, gap: u64) -> PassRows {
    let mut rows = PassRows::default();
    for index in 0..count as u64 {
        let word = index.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        rows.push(index / 3 * gap, index, index % 4, &[word as u32, (word >> 32) as u32, u32::MAX]);
    }
    rows
}

fn write(path: &Path, chunks: &[&PassRows]) -> Result<u64> {
    let mut writer = PassWriter::create(path, &layout())?;
    for chunk in chunks {
        writer.append((*chunk).clone())?;
    }
    Ok(writer.finish()?.rows)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_rows_read_back(mut keys in prop::collection::btree_set((any::<u64>(), any::<u64>()), 0..200),
                          nulls in 0_u64..4, seed in any::<u32>()) {
        keys.insert((u64::MAX, u64::MAX));
        let mut rows = PassRows::default();
        for (block, handle) in keys {
            rows.push(block, handle, nulls, &[seed, block as u32, !seed]);
        }
        let folder = tempdir().expect("folder");
        let path = folder.path().join("a.parquet");
        prop_assert_eq!(write(&path, &[&rows]).expect("write"), rows.len() as u64);
        prop_assert_eq!(read_all(&path).expect("read"), (layout(), rows));
    }
}

#[test]
fn bytes_do_not_depend_on_chunks() {
    let folder = tempdir().expect("folder");
    let all = rows(ROW_GROUP_ROWS * 2 + 17, 5);
    let whole = folder.path().join("whole.parquet");
    write(&whole, &[&all]).expect("write");
    for size in [999, ROW_GROUP_ROWS, ROW_GROUP_ROWS + 1] {
        let path = folder.path().join(format!("{size}.parquet"));
        let mut writer = PassWriter::create(&path, &layout()).expect("create");
        for start in (0..all.len()).step_by(size) {
            let mut chunk = PassRows::default();
            chunk.extend_from(&all, start..all.len().min(start + size), layout().slots());
            writer.append(chunk).expect("append");
        }
        writer.finish().expect("finish");
        assert!(fs::read(&whole).expect("whole") == fs::read(&path).expect("chunked"), "chunks of {size}");
    }
    assert_eq!(PassReader::open(&whole).expect("open").row_groups().len(), 3);
    assert!(read_all(&whole).expect("read").1 == all);
}

/// A manifest lists what the writer counted, and the reader checks it against the file.
#[test]
fn what_is_known_of_a_written_file_is_true_of_it() {
    let folder = tempdir().expect("folder");
    let path = folder.path().join("a.parquet");
    let mut writer = PassWriter::create(&path, &layout()).expect("create");
    writer.append(rows(ROW_GROUP_ROWS + 3, 5)).expect("append");
    let written = writer.finish().expect("finish");
    assert_eq!(written.rows, ROW_GROUP_ROWS as u64 + 3);
    assert_eq!(written.bytes, fs::metadata(&path).expect("metadata").len());
    assert_eq!(written.sha256, sha256_of_file(&path).expect("hash"));
}

/// What a file's size tells is how many rows it has.
#[test]
fn sizes_follow_from_the_number_of_rows_alone() {
    let folder = tempdir().expect("folder");
    for (number, count) in [0, 1, 17, ROW_GROUP_ROWS, ROW_GROUP_ROWS + 1].into_iter().enumerate() {
        let sizes = [0, 5, u64::MAX / 100_000].map(|gap| {
            let mut rows = rows(count, gap);
            // Without a gap, all rows are of one block; with the widest, blocks of all numbers.
            rows.nulls.fill(gap % 4);
            rows.tokens.iter_mut().for_each(|token| *token = token.wrapping_mul(gap as u32));
            let path = folder.path().join(format!("{number}-{gap}.parquet"));
            write(&path, &[&rows]).expect("write");
            fs::metadata(&path).expect("metadata").len()
        });
        assert!(sizes.iter().all(|size| *size == sizes[0]), "{count} rows take {sizes:?} bytes");
    }
}

#[test]
fn tokens_lie_plain_and_little_endian() {
    let folder = tempdir().expect("folder");
    let path = folder.path().join("a.parquet");
    let mut one = PassRows::default();
    one.push(1, 2, 0, &[0x0403_0201, 0x0807_0605, 0x0c0b_0a09]);
    write(&path, &[&one]).expect("write");
    let bytes = fs::read(&path).expect("bytes");
    let bundle: Vec<u8> = (1..=12).collect();
    assert_eq!(bytes.windows(12).filter(|window| *window == bundle).count(), 1);
}

#[test]
fn a_relays_tokens_are_twice_as_wide_and_of_another_format() {
    let folder = tempdir().expect("folder");
    let (wide, narrow) = (folder.path().join("wide.parquet"), folder.path().join("narrow.parquet"));
    let mut rows = RelayRows::default();
    rows.push(1, 2, 0, &[0x0807_0605_0403_0201, u64::MAX, 0]);
    let mut writer = TokenWriter::create(&wide, &layout()).expect("create");
    writer.append(rows.clone()).expect("append");
    writer.finish().expect("finish");
    write(&narrow, &[]).expect("write");
    assert_eq!(read_all(&wide).expect("read"), (layout(), rows));
    let bytes = fs::read(&wide).expect("bytes");
    let bundle: Vec<u8> = (1..=8).chain([0xff; 8]).chain([0; 8]).collect();
    assert_eq!(bytes.windows(24).filter(|window| *window == bundle).count(), 1);
    assert!(matches!(PassReader::open(&wide).map(drop), Err(ExchangeError::OtherFormat { .. })));
    assert!(matches!(RelayReader::open(&narrow).map(drop), Err(ExchangeError::OtherFormat { .. })));
}

#[test]
fn a_range_reads_its_blocks_only() {
    let folder = tempdir().expect("folder");
    let path = folder.path().join("a.parquet");
    let all = rows(ROW_GROUP_ROWS * 2, 2);
    write(&path, &[&all]).expect("write");
    let last = *all.block.last().expect("rows");
    for range in [0..=0, 1..=1, 40_000..=50_000, 0..=u64::MAX, last + 1..=u64::MAX] {
        let reader = PassReader::open(&path).expect("open").within(range.clone());
        let found: Vec<u64> = reader.flat_map(|rows| rows.expect("rows").handle).collect();
        let expected: Vec<u64> =
            all.handle.iter().zip(&all.block).filter(|(_, block)| range.contains(block)).map(|(h, _)| *h).collect();
        assert!(found == expected, "range {range:?}");
    }
}

#[test]
fn an_empty_pass_keeps_its_layout() {
    let folder = tempdir().expect("folder");
    let path = folder.path().join("a.parquet");
    assert_eq!(write(&path, &[]).expect("write"), 0);
    assert_eq!(read_all(&path).expect("read"), (layout(), PassRows::default()));
}

#[test]
fn rows_out_of_order_are_refused_with_their_number() {
    let folder = tempdir().expect("folder");
    let (first, mut second) = (rows(5, 1), PassRows::default());
    second.push(1, 5, 0, &[0; 3]);
    second.push(1, 5, 0, &[0; 3]);
    let twice = write(&folder.path().join("a"), &[&first, &second]);
    assert!(matches!(twice, Err(ExchangeError::Unsorted { row: 6, .. })), "{twice:?}");
    let backwards = write(&folder.path().join("b"), &[&first, &first]);
    assert!(matches!(backwards, Err(ExchangeError::Unsorted { row: 5, .. })), "{backwards:?}");
}

#[test]
fn rows_that_do_not_fit_the_layout_are_refused() {
    let folder = tempdir().expect("folder");
    let (mut short, mut masked) = (rows(5, 1), rows(5, 1));
    short.tokens.pop();
    masked.nulls[4] = 0b100;
    for (name, rows) in [("a", short), ("b", masked)] {
        let refused = write(&folder.path().join(name), &[&rows]);
        assert!(matches!(refused, Err(ExchangeError::Schema { .. })), "{refused:?}");
    }
}

#[test]
fn layouts_that_cannot_be_are_refused() {
    let long = |groups: usize, len| BundleLayout::new((0..groups).map(move |g| (format!("g{g}"), "d", len)));
    assert_eq!(long(64, 64).expect("largest").slots(), 4096);
    assert_eq!(long(64, 1).expect("most groups").null_mask(), u64::MAX);
    for groups in [long(0, 1), long(65, 1), long(1, 0), long(64, 65), long(2, u16::MAX)] {
        assert!(matches!(groups, Err(ExchangeError::Layout { .. })), "{groups:?}");
    }
    assert!(BundleLayout::new([("a", "d", 1), ("a", "d", 1)]).is_err());
    let gap = r#"{"groups":[{"name":"a","domain":"d","offset":1,"len":1}]}"#;
    assert!(serde_json::from_str::<BundleLayout>(gap).is_err());
    let text = serde_json::to_string(&layout()).expect("json");
    assert_eq!(serde_json::from_str::<BundleLayout>(&text).expect("layout"), layout());
}

#[test]
fn another_layout_is_refused() {
    let folder = tempdir().expect("folder");
    let path = folder.path().join("a.parquet");
    write(&path, &[]).expect("write");
    let other = BundleLayout::new([("forename", "name", 3)]).expect("layout");
    assert!(PassReader::open_as(&path, &layout()).is_ok());
    assert!(matches!(PassReader::open_as(&path, &other), Err(ExchangeError::Layout { .. })));
}
