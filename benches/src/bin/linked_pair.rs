//! Writes two generated files of people with errors, and which rows are one person: what `benches/peers` scales up on.
//!
//! `cargo run --release -p benches --bin linked_pair -- PEOPLE OUT` makes `left.csv` and `right.csv` of `PEOPLE` rows each,
//! half of them in both, and `truth.csv`.

use std::path::Path;

use benches::Result;
use benches::population::SEED;
use fixtures::{PairSpec, write_linked_pair};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [people, out] = arguments.as_slice() else {
        return Err("give the number of people in each file and the folder to write".into());
    };
    let people = people.parse()?;
    std::fs::create_dir_all(out)?;
    write_linked_pair(&PairSpec { left: people, right: people, overlap: people / 2, seed: SEED }, Path::new(out))?;
    Ok(())
}
