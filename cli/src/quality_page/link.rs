//! The page of the linkage unit: every link, its passes folded.

use exchange::Training;
use exchange::model::SMALLEST_PATTERN_COUNT;
use exchange::spec::Spec;
use linker::quality::{LinkQuality, PassQuality, by_threshold};
use studies::report::text::{decimal, each, escape};

use super::blocking::{shown, status};
use super::{blocking, completeness, dependence, frame, history, levels, thresholds, unlinkables, weights};

/// The page beside the pairs.
pub(crate) fn of_links(spec: &Spec, links: &[LinkQuality]) -> String {
    let contents = each(links, |link| {
        let name = escape(&link.link);
        format!("<li><a href=\"#{name}\">{name}</a></li>")
    });
    let contents = if links.len() > 1 { format!("<nav><ul>{contents}</ul></nav>\n") } else { String::new() };
    let body = format!("{}{contents}{}", introduction(spec), each(links, section));
    frame::page(&format!("Linkage quality: {}", spec.project), &body)
}

pub(super) fn introduction(spec: &Spec) -> String {
    format!(
        "<p class=\"lead\">What the models say of the links they make: Fellegi and Sunter's model, estimated without any known \
         link, one a blocking pass, conditional on the block.</p>\n\
         <p>This page holds parameters and counts, no record, value or handle. Counts under 10 are joined to their neighbours or \
         hidden. Weights are log2, in bits: each bit doubles the odds. Delivery {}, spec {}, dwlink {}.</p>\n",
        escape(&spec.delivery),
        &spec.hash()[..12],
        env!("CARGO_PKG_VERSION"),
    )
}

pub(super) fn section(link: &LinkQuality) -> String {
    let opened = link.passes.iter().enumerate().max_by_key(|(_, pass)| pass.kept).map(|(index, _)| index);
    let shown = link.passes.iter().enumerate().filter(|(_, pass)| pass.model.pairs >= SMALLEST_PATTERN_COUNT);
    let passes = each(shown, |(index, pass)| self::pass(pass, link.threshold, Some(index) == opened));
    let name = escape(&link.link);
    format!(
        "<section><h2 id=\"{name}\">Link {name}</h2>\n{}{}{}<h3>Models, pass by pass</h3>\
         <p class=\"note\">Precision and recall are what the model expects of one pass, from its match probabilities; recall is \
         among the pairs that the pass compared, so matches that met in no block are not in it. They are as good as the \
         model's view of which fields go together: set them against a truth or a clerical sample before relying on them.</p>\n{passes}</section>\n",
        link.given.as_ref().map_or_else(String::new, given),
        blocking::section(link),
        completeness::chart(link),
    )
}

/// Says that nothing was estimated here, and on what the model was trained instead.
fn given(trained: &Training) -> String {
    let cells: Vec<_> =
        trained.passes.iter().map(|pass| vec![pass.name.clone(), shown(pass.pairs), status(pass.status)]).collect();
    format!(
        "<p class=\"warning\">This model was given, not trained on these files: m, u and the share of matches are those of \
         delivery {} of {}, under the same spec. Where these files have more or fewer matches than those, or other errors, \
         match probabilities, precision and recall below are off.</p>\n{}",
        escape(&trained.delivery),
        escape(&trained.sources.join(" and ")),
        frame::folded_table("What the given model was trained on", &["Pass", "Pairs, about", "Model"], &cells),
    )
}

fn pass(pass: &PassQuality, threshold: f64, is_open: bool) -> String {
    let model = &pass.model;
    let expected = by_threshold(&pass.weights, |bin| bin.expected_matches);
    let open = if is_open { " open" } else { "" };
    format!(
        "<details class=\"pass\"{open}><summary>{} <span>{} pairs, {} % matches expected; {}</span></summary>\n{}{}{}{}{}{}</details>\n",
        escape(&model.name),
        shown(model.pairs),
        decimal(100.0 * model.prior, 1),
        status(model.status),
        levels::charts(model),
        dependence::tables(pass),
        weights::chart(&pass.weights, threshold, "compared pairs"),
        thresholds::charts(&expected, None, threshold),
        unlinkables::chart(&pass.rows, threshold),
        history::chart(&model.log_likelihood),
    )
}
