//! The page of a trial: all passes joined, and what the truth says where it is known.

use exchange::LinkClass;
use exchange::model::SMALLEST_PATTERN_COUNT;
use exchange::spec::{Cardinality, Link, Spec};
use linker::evaluate::{Calibration, ScoredPair, calibration};
use linker::model::bits;
use linker::quality::{LinkQuality, WeightBin, by_threshold, weight_bins};
use linker::union::Decided;
use studies::report::text::{count, decimal, each};

use super::blocking::shown;
use super::frame::{figure, folded_table, page};
use super::link::{introduction, section};
use super::plot::{Axis, Plot};
use super::{thresholds, weights};

/// Candidates of a trial after the union, and their truth where it is known.
pub(crate) struct Judged<'a> {
    pub(crate) link: &'a Link,
    pub(crate) decided: &'a [Decided],
    /// One for each of `decided`.
    pub(crate) truth: Option<&'a [ScoredPair]>,
}

/// The page of a trial.
pub(crate) fn of_trial(spec: &Spec, links: &[LinkQuality], judged: &Judged<'_>) -> String {
    let body = format!("{}{}{}", introduction(spec), united(judged), each(links, section));
    page(&format!("Linkage quality: {}", spec.project), &body)
}

fn united(judged: &Judged<'_>) -> String {
    let bins = weight_bins(judged.decided.iter().map(|decided| (decided.candidate.match_weight, 1)));
    let expected = by_threshold(&bins, |bin| bin.expected_matches);
    let counted = judged.truth.map(|pairs| {
        let found = true_pairs(&bins, pairs);
        by_threshold(&bins, |bin| found[bins.partition_point(|other| other.low < bin.low)] as f64)
    });
    let threshold = judged.link.loss.threshold();
    format!(
        "<section><h2>All passes together</h2>\n<p>Each pair of records once, at the match weight that its passes give it. Recall \
         is among these candidates.</p>\n{}{}{}{}{}</section>\n",
        weights::chart(&bins, threshold, "candidate pairs"),
        thresholds::charts(&expected, counted.as_deref(), threshold),
        judged.truth.map_or_else(String::new, |pairs| calibration_chart(&calibration(pairs))),
        margins(judged),
        bridges(judged),
    )
}

/// True pairs of each bin; the outermost bins hold what lies beyond them.
fn true_pairs(bins: &[WeightBin], pairs: &[ScoredPair]) -> Vec<u64> {
    let mut found = vec![0; bins.len()];
    for pair in pairs.iter().filter(|pair| pair.truth) {
        let begun = bins.partition_point(|bin| bin.low <= pair.match_weight);
        if let Some(count) = found.get_mut(begun.saturating_sub(1)) {
            *count += 1;
        }
    }
    found
}

fn calibration_chart(found: &Calibration) -> String {
    let bands = || found.bands.iter().filter(|band| band.pairs >= SMALLEST_PATTERN_COUNT);
    let mut plot = Plot::new(Axis::share("mean match probability of the band"), Axis::share("share that are matches"));
    plot.line("c", &[(0.0, 0.0), (1.0, 1.0)]);
    plot.line("a", &bands().map(|band| (band.mean_probability, band.true_share)).collect::<Vec<_>>());
    for band in bands() {
        plot.dot("a", band.mean_probability, band.true_share);
    }
    let rows: Vec<_> = bands()
        .map(|band| {
            vec![
                format!("{} to {}", band.low, band.high),
                count(band.pairs as f64),
                decimal(100.0 * band.mean_probability, 1),
                decimal(100.0 * band.true_share, 1),
            ]
        })
        .collect();
    let caption = format!(
        "Calibration: are match probabilities what they say? On the dotted line they are. Brier score {}",
        decimal(found.brier, 4)
    );
    let columns = ["Match probability", "Pairs", "Mean probability, %", "Matches, %"];
    figure(&caption, &plot.finish("Share of matches by match probability; the figures are in the table below"))
        + &folded_table("Reliability by band, bands of 10 pairs and more", &columns, &rows)
}

/// By how much the best candidate of each record leads the next.
fn margins(judged: &Judged<'_>) -> String {
    let leading = |decided: &&Decided| decided.class == LinkClass::Link || decided.class == LinkClass::Ambiguous;
    let margins = judged.decided.iter().filter(leading).filter_map(|decided| decided.leader_margin);
    let bins = weight_bins(margins.map(|margin| (margin, 1)));
    let (Some(first), Some(last)) = (bins.first(), bins.last()) else { return String::new() };
    let a_bit = |bin: &WeightBin| bin.pairs as f64 / (bin.high - bin.low);
    let mut plot = Plot::new(
        Axis::linear("leader margin, bits", first.low.min(0.0), last.high),
        Axis::root("pairs a bit, square-root scale", bins.iter().map(a_bit).fold(0.0, f64::max)),
    );
    for bin in &bins {
        plot.bar("a", bin.low, bin.high, a_bit(bin));
    }
    let needed = bits(judged.link.loss.threshold());
    plot.threshold(needed, &format!("{} bits: what two candidates alone need", decimal(needed, 1)));
    let rows: Vec<_> =
        bins.iter().map(|bin| vec![decimal(bin.low, 0), decimal(bin.high, 0), count(bin.pairs as f64)]).collect();
    figure(
        "Leader margins: bits by which a chosen pair leads its nearest rival, where it has one",
        &plot.finish("Histogram of leader margins; the figures are in the table below"),
    ) + &folded_table("Leader margins", &["Margin from", "to", "Pairs"], &rows)
}

/// Pairs above the threshold that clustering kept apart.
fn bridges(judged: &Judged<'_>) -> String {
    if judged.link.cardinality != Cardinality::Cluster {
        return String::new();
    }
    let weak = judged.decided.iter().filter(|decided| decided.class == LinkClass::Ambiguous).count();
    format!(
        "<h3>Weak bridges</h3><p>{} pairs reach the threshold but join two clusters whose other pairs speak against it; they \
         were not declared.</p>\n",
        shown(weak as u64)
    )
}
