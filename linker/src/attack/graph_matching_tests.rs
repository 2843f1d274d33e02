use super::super::view::{Group, PassView};
use super::*;

/// People under plain global tokens, as a similarity-preserving encoding shows them: one block for all who share any of three
/// values, drawn from short lists. `known` says who is in the file.
fn plain_tokens(people: u32, known: impl Fn(u32) -> bool) -> SimilarityGraph {
    let mut graph = SimilarityGraph::new(people as usize);
    let values: Vec<[u32; 6]> = (0..people)
        .map(|person| {
            let mut draws = SplitMix64::new(mix(u64::from(person)));
            let lists = [40_usize, 60, 25, 30, 12, 2];
            std::array::from_fn(|field| {
                // Squared, so that some values are common.
                let x = draws.unit();
                ((x * x * lists[field] as f64) as u32) + 1_000 * field as u32
            })
        })
        .collect();
    for field in 0..3 {
        let mut entries: Vec<(u64, u32)> =
            (0..people).filter(|&p| known(p)).map(|p| (u64::from(values[p as usize][field]), p)).collect();
        entries.sort_unstable();
        let n = entries.len();
        graph.add(&PassView {
            block: entries.iter().map(|entry| entry.0).collect(),
            person: entries.iter().map(|entry| entry.1).collect(),
            nulls: vec![0; n],
            tokens: entries.iter().flat_map(|entry| values[entry.1 as usize]).collect(),
            groups: (0..6).map(|f| Group { name: format!("{f}"), domain: f, offset: f.into(), len: 1 }).collect(),
            persons: people as usize,
        });
    }
    graph
}

#[test]
fn plain_tokens_fall_to_an_exact_copy_and_mostly_to_one_with_gaps() {
    let file = plain_tokens(1_000, |_| true);
    let exact = graph_matching(&file, &plain_tokens(1_000, |_| true), 1);
    assert!(exact.rate > 0.95, "{exact:?}");
    let gaps = graph_matching(&file, &plain_tokens(1_000, |person| person % 50 != 0), 1);
    assert!(gaps.rate > 0.3, "{gaps:?}");
}

#[test]
fn another_population_is_not_named() {
    // Numbers 0..500 are in the file, 500..1,000 in the copy: whatever is matched is wrong.
    let attack = graph_matching(&plain_tokens(1_000, |p| p < 500), &plain_tokens(1_000, |p| p >= 500), 1);
    assert!(attack.successes.abs() < 1e-12 && attack.detail[0].value > 0.0, "{attack:?}");
}

#[test]
fn who_looks_alike_is_named_no_better_than_at_random() {
    // A thousand pairs, all alike: a tie must not be settled by the numbers that both graphs share.
    let pairs = || {
        let mut graph = SimilarityGraph::new(2_000);
        graph.add(&PassView {
            block: (0..2_000).map(|person| person / 2).collect(),
            person: (0..2_000).collect(),
            nulls: vec![0; 2_000],
            persons: 2_000,
            ..PassView::default()
        });
        graph
    };
    assert!(graph_matching(&pairs(), &pairs(), 1).successes < 8.0);
}
