//! Files in which everybody is alike: they end, in bounded time and memory, and say what a cap withheld.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use exchange::RunReport;

use crate::people;
use crate::program::dwlink;

const ROWS: usize = 50_000;
/// Some ten times what it takes.
const PATIENCE: Duration = Duration::from_mins(2);
/// Mebibytes; pairs of everybody with everybody would take sixty thousand.
const MEMORY: f64 = 1024.0;

/// One birth date and one surname for all; forenames, sexes and addresses differ.
#[test]
fn one_birth_date_and_surname_for_all() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("person.toml"), exchange::spec::PERSON).unwrap();
    for side in ["left", "right"] {
        let table = people::table(side, ROWS);
        let mut rows = table.lines();
        let mut alike = format!("{}\n", rows.next().unwrap());
        for row in rows {
            let mut cells: Vec<&str> = row.split(',').collect();
            (cells[3], cells[4]) = ("SMITH", "1970-01-02");
            let _ = writeln!(alike, "{}", cells.join(","));
        }
        fs::create_dir(at.join(side)).unwrap();
        fs::write(at.join(side).join(format!("{side}.csv")), alike).unwrap();
    }
    let begun = Instant::now();
    for side in ["left", "right"] {
        let line = format!("pseudonymise {side} --spec person.toml --source {side} --keys none --test-seed 1");
        let ended = dwlink(at, &format!("{line} --out {side}-out"));
        let withheld = share_withheld(&ended.stdout);
        assert!(withheld > 90.0, "only {withheld} % were withheld:\n{}", ended.stdout);
        bounded(&at.join(format!("{side}-out")));
    }
    let linked = dwlink(at, "link --spec person.toml left-out/linkage right-out/linkage --out linked --json");
    let compared = pairs_compared(&linked.stdout);
    assert!(compared > 0 && compared < 1_000 * ROWS as u64, "{compared} pairs were compared");
    assert!(begun.elapsed() < PATIENCE, "it took {} s", begun.elapsed().as_secs());
}

/// Initials, birth date, sex and place are the same, so that by the spec's rule all are one person and no cap on persons
/// withholds anybody.
#[test]
fn one_person_under_every_number() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let spec = crate::world::small_four_departments();
    fs::write(at.join("spec.toml"), spec).unwrap();
    dwlink(at, "fixtures generate --people 300 --seed 5 --out extracts");
    let table = at.join("extracts/ndtms/ndtms_episode.csv");
    let text = fs::read_to_string(&table).unwrap();
    let (header, first) = (text.lines().next().unwrap(), text.lines().nth(1).unwrap());
    let number = header.split(',').position(|name| name == "CLIENTID").unwrap();
    let mut alike = text.clone();
    for client in 0..ROWS {
        let client = format!("X{client}");
        let mut cells: Vec<&str> = first.split(',').collect();
        cells[number] = &client;
        let _ = writeln!(alike, "{}", cells.join(","));
    }
    fs::write(&table, alike).unwrap();
    let begun = Instant::now();
    let fixed = "--spec spec.toml --keys none --test-seed 1";
    for source in ["ndtms", "pnc", "deaths", "dwp"] {
        let ended = dwlink(at, &format!("pseudonymise extracts/{source} {fixed} --source {source} --out {source}"));
        if source == "ndtms" {
            let withheld = share_withheld(&ended.stdout);
            assert!(withheld > 90.0, "only {withheld} % were withheld:\n{}", ended.stdout);
        }
        bounded(&at.join(source));
    }
    let folders = ["ndtms", "pnc", "deaths", "dwp"].map(|source| format!("{source}/linkage")).join(" ");
    let linked = dwlink(at, &format!("link --spec spec.toml {folders} --out linked --json"));
    let compared = pairs_compared(&linked.stdout);
    assert!(compared > 0 && compared < 1_000 * ROWS as u64, "{compared} pairs were compared");
    assert!(begun.elapsed() < PATIENCE, "it took {} s", begun.elapsed().as_secs());
}

fn bounded(delivery: &Path) {
    let peak = RunReport::read(delivery).unwrap().peak_rss_mib.unwrap_or(0.0);
    assert!(peak < MEMORY, "{peak} MiB");
}

/// The smallest share, of any link, that a cap withheld.
fn share_withheld(said: &str) -> f64 {
    let shares =
        said.lines().filter_map(|line| line.split_once("at least one pass, ")?.1.split_once(" % withheld by a cap"));
    shares.map(|(share, _)| share.parse::<f64>().unwrap()).fold(f64::INFINITY, f64::min)
}

fn pairs_compared(json: &str) -> u64 {
    let linked: serde_json::Value = serde_json::from_str(json).unwrap();
    linked["passes"].as_array().unwrap().iter().map(|pass| pass["comparisons"].as_u64().unwrap()).sum()
}
