use super::super::view::Group;
use super::*;

/// Rows of (block, person, token of the only field).
fn view(rows: &[(u64, u32, u32)], persons: usize) -> PassView {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| row.0);
    PassView {
        block: rows.iter().map(|r| r.0).collect(),
        person: rows.iter().map(|r| r.1).collect(),
        nulls: vec![0; rows.len()],
        tokens: rows.iter().map(|r| r.2).collect(),
        groups: vec![Group { name: "surname".into(), domain: 0, offset: 0, len: 1 }],
        persons,
    }
}

fn successes(attack: &RegisterAttack) -> (f64, f64, f64) {
    (attack.named.successes, attack.guessed.successes, attack.block.successes)
}

#[test]
fn the_odd_one_of_three_is_named() {
    // In block 1 two share a name and the third does not; blocks 2 and 3 look alike; 7 and 8 are not emitted.
    let file = view(&[(1, 0, 5), (1, 1, 5), (1, 2, 6), (2, 3, 5), (2, 4, 6), (3, 5, 7), (3, 6, 8)], 9);
    let attack = register(&file);
    // Structures: odd one; the pair; the four of blocks 2 and 3.
    assert_eq!(successes(&attack), (1.0, 3.0, 3.0));
    assert!((attack.named.rate - 1.0 / 9.0).abs() < 1e-12 && (attack.named.baseline - 1.0 / 9.0).abs() < 1e-12);
    assert!((attack.named.detail[0].value - 7.0 / 9.0).abs() < 1e-12);
}

#[test]
fn symmetric_blocks_name_nobody() {
    let rows: Vec<_> = (0..200).map(|p| (u64::from(p / 2), p, p)).collect();
    let attack = register(&view(&rows, 200));
    assert!(attack.named.successes.abs() < 1e-12 && attack.block.successes.abs() < 1e-12);
    assert!((attack.guessed.successes - 1.0).abs() < 1e-9);
}

#[test]
fn the_only_block_is_named_but_not_who_is_who() {
    let rows: Vec<_> = (0..6).map(|p| (1, p, p)).collect();
    let attack = register(&view(&rows, 6));
    let (named, guessed, block) = successes(&attack);
    assert!(named.abs() < 1e-12 && (guessed - 1.0).abs() < 1e-12 && (block - 6.0).abs() < 1e-12);
}

#[test]
fn two_entries_of_one_person_are_one_person() {
    // Person 0 is alone in a block with her alias: the two entries look alike, yet both are hers.
    let file = view(&[(1, 0, 5), (1, 0, 6), (2, 1, 5), (3, 2, 5)], 3);
    assert_eq!(successes(&register(&file)), (1.0, 2.0, 1.0));
    // Named in one of her two blocks is named.
    let file = view(&[(1, 0, 5), (1, 1, 5), (1, 2, 6), (2, 2, 5), (3, 3, 6)], 4);
    assert!((register(&file).named.successes - 1.0).abs() < 1e-12);
}

#[test]
fn nobody_to_name() {
    let attack = register(&PassView::default());
    assert!(attack.named.trials == 0 && attack.named.rate.abs() < 1e-12);
    let unseen = register(&view(&[], 12));
    assert_eq!(successes(&unseen), (0.0, 0.0, 0.0));
}

#[test]
fn the_other_file_breaks_the_symmetry() {
    // A pair in the left file is symmetric; the right file holds a copy of one of the two.
    let left = view(&[(1, 0, 5), (1, 1, 6)], 2);
    let right = view(&[(1, 0, 5)], 1);
    assert_eq!(successes(&register(&left)), (0.0, 1.0, 2.0));
    let attack = register_of_two_files(&left, &right);
    assert_eq!(successes(&attack), (3.0, 3.0, 3.0));
    assert_eq!(attack.named.trials, 3);
}

#[test]
fn an_empty_other_file_changes_nothing() {
    let left = view(&[(1, 0, 5), (1, 1, 5), (1, 2, 6), (2, 3, 5)], 4);
    assert_eq!(successes(&register_of_two_files(&left, &view(&[], 0))), successes(&register(&left)));
}

#[test]
#[should_panic(expected = "the same groups")]
fn files_of_different_passes_are_refused() {
    let left = view(&[(1, 0, 5)], 1);
    let _ = register_of_two_files(&left, &PassView { persons: 1, ..PassView::default() });
}
