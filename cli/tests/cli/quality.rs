//! `quality.html`: nothing from outside, no small count, and an expectation near the truth.

use std::fs;

use crate::program::dwlink;

/// By how much expected precision or recall may miss the truth, in points of per cent, at thresholds of the match weight
/// that one may choose. Measured on these files: 1.3 and 0.3 points at most.
const NEAR: f64 = 2.0;
const THRESHOLDS: std::ops::RangeInclusive<f64> = -3.0..=10.0;

#[test]
fn expected_precision_and_recall_are_near_the_truth() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let sizes = fixtures::PairSpec { left: 12_000, right: 12_000, overlap: 6_000, seed: 11 };
    fixtures::write_linked_pair(&sizes, at).unwrap();
    dwlink(at, "trial left.csv right.csv --truth truth.csv --out out");
    let page = fs::read_to_string(at.join("out/quality.html")).unwrap();
    let rows: Vec<Vec<f64>> = rows(&page, "Accuracy by threshold")
        .into_iter()
        .filter(|row| row.len() == 9 && THRESHOLDS.contains(&row[0]))
        .collect();
    assert!(rows.len() >= 8, "only {} thresholds: {rows:?}", rows.len());
    let worst = |expected: usize, counted: usize| {
        rows.iter().map(|row| (row[expected] - row[counted]).abs()).fold(0.0, f64::max)
    };
    let (precision, recall) = (worst(3, 6), worst(4, 7));
    println!("expected against true: precision {precision:.1}, recall {recall:.1} points at most");
    assert!(precision <= NEAR && recall <= NEAR, "precision {precision:.1}, recall {recall:.1} points off: {rows:?}");
}

#[test]
fn the_page_needs_nothing_from_outside_and_shows_no_small_count() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    crate::world::copy_into(at);
    let page = fs::read_to_string(at.join("linked/quality.html")).unwrap();
    for foreign in ["<script", "http:", "https:", "src=", "url(", "@import", "<iframe", "<link"] {
        assert!(!page.contains(foreign), "the page holds {foreign}");
    }
    assert_eq!(page.matches("<svg").count(), page.matches("role=\"img\"").count(), "a chart says nothing");
    let counts = rows(&page, "Pairs by match weight");
    assert!(!counts.is_empty() && counts.iter().all(|row| row[2] >= 10.0), "a small count shows: {counts:?}");
    let manifest = fs::read_to_string(at.join("linked/manifest.json")).unwrap();
    assert!(manifest.contains("\"quality.html\""), "the manifest does not list the page");
    dwlink(at, "link --spec person.toml a/linkage b/linkage --out again");
    assert!(fs::read_to_string(at.join("again/quality.html")).unwrap() == page, "the same tokens give another page");
}

/// The numbers of every table of that caption, row by row.
fn rows(page: &str, caption: &str) -> Vec<Vec<f64>> {
    let caption = format!("<caption>{caption}</caption>");
    let tables = page.split(&caption).skip(1);
    let bodies = tables.filter_map(|rest| rest.split_once("<tbody>")?.1.split_once("</tbody>"));
    let rows = bodies.flat_map(|(body, _)| body.split("<tr>").skip(1).map(numbers).collect::<Vec<_>>());
    rows.collect()
}

fn numbers(row: &str) -> Vec<f64> {
    let texts =
        row.split('<').filter_map(|part| Some(part.split_once('>')?.1.replace(',', "").replace('\u{2212}', "-")));
    texts.filter_map(|text| text.trim().parse().ok()).collect()
}
