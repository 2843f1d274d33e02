//! Are match probabilities what they say: reliability by band, pooled over the linked sets and a generated pair of files.
//!
//! `cargo run --release -p benches --bin calibration [-- --write docs/quality.md]`. The sets lie under
//! `DWLINK_EVAL_DATA`; where that is not set, only the generated files are measured.

use std::io::Write;
use std::path::{Path, PathBuf};

use benches::Result;
use benches::accuracy::{linked_sets, set_name, trial};
use benches::document::{Table, page_argument, percent, replace};
use exchange::spec::{PERSON, Profile, Spec};
use fixtures::PairSpec;
use linker::evaluate::{Band, ScoredPair, calibration};

/// 200,000 different people in the two generated files.
const GENERATED: PairSpec = PairSpec { left: 130_000, right: 130_000, overlap: 60_000, seed: 1 };
/// A band with fewer pairs says too little.
const LEAST_PAIRS: u64 = 300;
/// By how much a band is widened before its true share is judged.
const SLACK: f64 = 0.05;

fn main() -> Result<()> {
    let page = page_argument()?;
    let spec = Spec::parse_with_profile(PERSON, Path::new("person.toml"), Profile::Guarded)?;
    let generated = tempfile::tempdir()?;
    fixtures::write_linked_pair(&GENERATED, generated.path())?;
    let mut sets: Vec<(String, PathBuf)> = Vec::new();
    if let Some(root) = std::env::var_os("DWLINK_EVAL_DATA") {
        sets.extend(linked_sets(Path::new(&root))?.into_iter().map(|set| (set_name(&set), set)));
    }
    sets.push(("generated, 200,000 people".to_owned(), generated.path().to_owned()));
    let mut scores = Table::new(&["files", "pairs", "Brier score", "best F1", "one-to-one F1", "declared F1"]);
    let mut pooled: Vec<ScoredPair> = Vec::new();
    for (name, set) in &sets {
        let found = trial(&spec, set)?;
        let evaluation = found.evaluation;
        scores.row(&[
            name.clone(),
            found.scored.len().to_string(),
            format!("{:.4}", calibration(&found.scored).brier),
            format!("{:.4}", evaluation.best.accuracy.f1),
            format!("{:.4}", evaluation.one_to_one.f1),
            format!("{:.4}", evaluation.default.f1),
        ]);
        pooled.extend(found.scored);
    }
    let found = calibration(&pooled);
    let mut bands = Table::new(&["match probability", "pairs", "mean %", "true %", "holds"]);
    for band in &found.bands {
        bands.row(&[
            format!("{:.2} to {:.2}", band.low, band.high),
            band.pairs.to_string(),
            percent(band.mean_probability, 1),
            percent(band.true_share, 1),
            verdict(band).to_owned(),
        ]);
    }
    let text = format!("{}\nPooled: Brier score {:.4}.\n\n{}", scores.text(), found.brier, bands.text());
    std::io::stdout().write_all(text.as_bytes())?;
    page.map_or(Ok(()), |page| replace(&page, "calibration", &text))
}

fn verdict(band: &Band) -> &'static str {
    match (band.pairs < LEAST_PAIRS, band.holds(SLACK)) {
        (true, _) => "too few pairs",
        (false, true) => "yes",
        (false, false) => "NO",
    }
}
