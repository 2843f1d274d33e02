//! Positive control of C: a birth-date pass must fall at cap 20, and hold at cap 2.

use std::time::Instant;

use linker::attack::{Attack, Evidence, counting, known_rows, register, register_by, register_of_two_files};

use crate::population::{Person, pass, people};

const PEOPLE: usize = 200_000;

fn show(what: &str, attack: &Attack) {
    println!(
        "{what}: {} {:.3} % ({:.3} to {:.3}), baseline {:.4}",
        attack.name,
        100.0 * attack.rate,
        100.0 * attack.interval_95.0,
        100.0 * attack.interval_95.1,
        100.0 * attack.baseline
    );
}

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    println!("{what}: {:.2} s", start.elapsed().as_secs_f64());
    result
}

#[test]
fn birth_date_blocks_fall_at_cap_20_and_hold_at_cap_2() {
    let people = people(PEOPLE, 1);
    let by_date = |cap| pass(&people, cap, Person::birth_date);
    let wide = by_date(20);
    let strong = timed("register, cap 20", || register(&wide));
    let weak = register_by(&wide, Evidence::Intersects);
    for attack in [&strong.named, &strong.guessed, &strong.block, &weak.named] {
        show("birth date, cap 20", attack);
    }
    assert!((0.60..0.90).contains(&strong.named.rate));
    assert!(weak.named.successes <= strong.named.successes);
    assert!(strong.guessed.rate >= strong.named.rate && strong.block.rate >= strong.named.rate);

    let narrow = by_date(2);
    let named = register(&narrow).named;
    show("birth date, cap 2", &named);
    assert!(named.rate < 0.01);
}

#[test]
fn the_cap_is_the_lever_on_a_finer_pass_too() {
    let people = people(PEOPLE, 2);
    let by_cap = |cap| register(&pass(&people, cap, Person::birth_date_and_surname_initial)).named;
    let (two, three, twenty) = (by_cap(2), by_cap(3), by_cap(20));
    for (cap, attack) in [(2, &two), (3, &three), (20, &twenty)] {
        show(&format!("birth date and initial, cap {cap}"), attack);
        println!("   emitted {:.3}", attack.detail[0].value);
    }
    assert!(two.rate < 0.005 && two.rate < three.rate && three.rate < twenty.rate);
}

#[test]
fn two_exact_files_show_more_than_one() {
    let (left, mut right) = (people(PEOPLE, 3), people(PEOPLE / 2, 4));
    let view = |people: &[Person], cap| pass(people, cap, Person::birth_date_and_surname_initial);
    let one = register(&view(&left, 20)).named;
    // Half the people are in both files.
    right.extend(people(PEOPLE, 3).into_iter().take(PEOPLE / 2));
    let both = timed("register of two files", || register_of_two_files(&view(&left, 20), &view(&right, 20)).named);
    show("one file", &one);
    show("two files", &both);
    assert!(both.rate > one.rate && both.trials == 2 * PEOPLE);
}

#[test]
fn counting_and_known_rows_follow_their_laws() {
    let (file, sample) = (people(PEOPLE, 5), people(PEOPLE, 6));
    let view = |people: &[Person], cap| pass(people, cap, Person::birth_date);
    let (file, sample) = (view(&file, 20), view(&sample, 20));
    let a = timed("counting", || counting(&file, &sample));
    show("birth date, cap 20", &a);
    // One right token for each size at most, in expectation: 1 + 2 + .. + 20 people.
    assert!(a.successes <= 210.0 && a.successes > 0.0);
    for known in [1_000, 10_000] {
        let b = timed("known rows", || known_rows(&file, known, 5, 1));
        show("birth date, cap 20", &b);
        assert!((b.rate / b.detail[0].value - 1.0).abs() < 0.05, "{b:?}");
        assert!(b.rate < 19.0 * known as f64 / PEOPLE as f64);
    }
}
