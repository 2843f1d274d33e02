//! How fast pass files are written and read. Run with
//! `cargo test --release -p exchange --test throughput -- --ignored --nocapture`.

use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use exchange::{BundleLayout, PassReader, PassRows, PassWriter};

const ROWS: usize = 2_000_000;
const CHUNK: usize = 10_000;

#[test]
#[ignore = "writes 370 MB and reports megabytes a second"]
fn pass_files() {
    let folder = tempfile::tempdir().expect("folder");
    let layout = BundleLayout::new([("names", "name", 24_u16), ("dates", "date", 8), ("place", "place", 8)]);
    let layout = layout.expect("layout");
    let chunks = noise(&layout);
    let megabytes = (ROWS * (24 + 4 * layout.slots())) as f64 / 1e6;
    for round in 0..3 {
        let path = folder.path().join(format!("{round}.parquet"));
        let started = Instant::now();
        write(&path, &layout, chunks.clone());
        let written = started.elapsed().as_secs_f64();
        let started = Instant::now();
        let rows: usize = PassReader::open(&path).expect("open").map(|rows| rows.expect("rows").len()).sum();
        let read = started.elapsed().as_secs_f64();
        assert_eq!(rows, ROWS);
        let mut out = std::io::stdout().lock();
        writeln!(out, "{megabytes:.0} MB: write {:.0} MB/s, read {:.0} MB/s", megabytes / written, megabytes / read)
            .expect("print");
    }
}

fn write(path: &Path, layout: &BundleLayout, chunks: Vec<PassRows>) {
    let mut writer = PassWriter::create(path, layout).expect("create");
    for chunk in chunks {
        writer.append(chunk).expect("append");
    }
    assert_eq!(writer.finish().expect("finish").rows, ROWS as u64);
}

fn noise(layout: &BundleLayout) -> Vec<PassRows> {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state
    };
    let mut chunks = Vec::new();
    for start in (0..ROWS).step_by(CHUNK) {
        let mut chunk = PassRows::with_capacity(CHUNK, layout.slots());
        for row in start..start + CHUNK {
            let tokens: Vec<u32> = (0..layout.slots()).map(|_| (next() >> 32) as u32).collect();
            chunk.push((row / 3) as u64 * 1_000_003, row as u64, next() & layout.null_mask(), &tokens);
        }
        chunks.push(chunk);
    }
    chunks
}
