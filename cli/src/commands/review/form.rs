//! A reviewer's pairs as one HTML file that needs nothing else: it shows a pair at a time and saves the answers as CSV.

use exchange::spec::Spec;
use linker::review::Item;
use serde::Serialize;
use studies::report::text::{each, escape};

use super::sheet::Reviewer;

const PAGE: &str = include_str!("form.html");
const STYLE: &str = include_str!("form.css");
const SCRIPT: &str = include_str!("form.js");

/// What the form's script reads of a pair.
#[derive(Serialize)]
struct Card<'i> {
    item: usize,
    link: &'i str,
    /// Comparison and label; no label is missing.
    levels: Vec<(String, Option<&'static str>)>,
}

pub(super) fn form(spec: &Spec, reviewer: Reviewer, items: &[Item], order: &[usize]) -> String {
    let cards: Vec<_> = order.iter().map(|place| card(*place, &items[*place])).collect();
    // Inside a script element only "</" could end the text early; labels and names are ours, and hold none.
    let cards = serde_json::to_string(&cards).unwrap_or_default().replace("</", "<\\/");
    PAGE.replace("{{style}}", STYLE)
        .replace("{{script}}", SCRIPT)
        .replace("{{project}}", &escape(&spec.project))
        .replace("{{reviewer}}", reviewer.letter())
        .replace("{{scales}}", &scales(spec, items))
        .replace("{{cards}}", &cards)
}

fn card(place: usize, item: &Item) -> Card<'_> {
    let levels = item.levels.iter().map(|shown| (words(shown.comparison), shown.level)).collect();
    Card { item: place + 1, link: &item.link, levels }
}

/// The levels that each comparison of the drawn links can show, weakest first.
fn scales(spec: &Spec, items: &[Item]) -> String {
    let drawn = spec.links.iter().filter(|link| items.iter().any(|item| item.link == link.name));
    let mut kinds: Vec<_> = drawn.flat_map(|link| link.comparisons.iter().map(|comparison| comparison.kind)).collect();
    let mut seen = Vec::new();
    kinds.retain(|kind| {
        let is_new = !seen.contains(kind);
        seen.push(*kind);
        is_new
    });
    each(&kinds, |kind| {
        let mut levels: Vec<_> = kind.levels().iter().collect();
        levels.sort_by_key(|level| level.strength);
        let labels: Vec<_> = levels.iter().map(|level| escape(level.label)).collect();
        format!("<dt>{}</dt><dd>{}</dd>\n", escape(&words(kind.name())), labels.join(" · "))
    })
}

/// A name as a spec writes it, in words.
fn words(name: &str) -> String {
    name.replace('_', " ")
}
