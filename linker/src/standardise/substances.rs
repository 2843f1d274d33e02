//! The text of a death certificate: the substances that it names.

use std::collections::HashMap;
use std::sync::LazyLock;

use exchange::Substance;

/// Letters from which on a name is known again with one of them mistyped: shorter ones are near ordinary words.
const FORGIVEN_FROM: usize = 7;

/// A name word by word, and whose it is.
type Named = (Vec<&'static str>, &'static Substance);

/// Names by their first word, those of more words first: "synthetic cannabinoid" is not cannabis.
static NAMES: LazyLock<HashMap<&'static str, Vec<Named>>> = LazyLock::new(|| {
    let mut names: HashMap<_, Vec<Named>> = HashMap::new();
    for substance in Substance::all() {
        for name in &substance.names {
            let words: Vec<&str> = name.split(' ').collect();
            names.entry(words[0]).or_default().push((words, substance));
        }
    }
    for named in names.values_mut() {
        named.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    names
});

/// Names long enough to forgive a slip, by their first letter.
static LONG_NAMES: LazyLock<HashMap<u8, Vec<(&'static str, &'static Substance)>>> = LazyLock::new(|| {
    let mut names: HashMap<_, Vec<_>> = HashMap::new();
    for substance in Substance::all() {
        for name in substance.names.iter().filter(|name| name.len() >= FORGIVEN_FROM && !name.contains(' ')) {
            names.entry(name.as_bytes()[0]).or_default().push((*name, substance));
        }
    }
    names
});

/// The substances of the list that a text names, in the order in which it does.
///
/// A name counts wherever it stands, also in a denial ("no heroin found"), as it does where people look for words in these texts.
/// One letter left out, put in, changed or exchanged with its neighbour is forgiven in a word of seven letters or more, but never the
/// first letter, and not where the word then stands between two substances.
#[must_use]
pub fn named_substances(text: &str) -> Vec<&'static Substance> {
    let text = text.to_ascii_uppercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (mut at, mut found) = (0, Vec::new());
    while let Some(word) = words.get(at) {
        let named = NAMES.get(word).and_then(|names| names.iter().find(|(name, _)| words[at..].starts_with(name)));
        at += named.map_or(1, |(name, _)| name.len());
        found.extend(named.map(|(_, substance)| *substance).or_else(|| nearly(word)));
    }
    found
}

/// The one substance with a name that `word` is one slip away from.
fn nearly(word: &str) -> Option<&'static Substance> {
    let near = |name: &str| name.len().abs_diff(word.len()) < 2 && strsim::osa_distance(name, word) == 1;
    let mut near = LONG_NAMES.get(word.as_bytes().first()?)?.iter().filter(|(name, _)| near(name));
    let (_, first) = near.next()?;
    near.all(|(_, substance)| substance == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<&'static str> {
        named_substances(text).iter().map(|substance| substance.code).collect()
    }

    #[test]
    fn finds_what_a_certificate_names() {
        for (text, named) in [
            ("1A HEROIN AND ALCOHOL POISONING", vec!["heroin", "alcohol"]),
            ("Combined toxicity of methadone, diazepam & pregabalin", vec!["methadone", "diazepam", "pregabalin"]),
            ("MORPHINE/CODEINE TOXICITY", vec!["morphine", "codeine"]),
            ("Overdose of co-codamol", vec!["co-codamol"]),
            ("SYNTHETIC CANNABINOIDS (SPICE)", vec!["synthetic-cannabinoid", "synthetic-cannabinoid"]),
            ("25C-NBOMe intoxication", vec!["nbome"]),
            ("Gamma-hydroxybutyric acid", vec!["ghb"]),
            ("Multi-drug toxicity", vec![]),
            ("BRONCHOPNEUMONIA", vec![]),
            ("METHANOL POISONING", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(codes(text), named, "{text}");
        }
    }

    #[test]
    fn every_name_of_the_list_is_found_as_its_own_substance() {
        for substance in Substance::all() {
            for name in &substance.names {
                assert_eq!(codes(&format!("ACUTE {name} TOXICITY")), [substance.code], "{name}");
            }
        }
    }

    #[test]
    fn a_slip_in_a_long_word_is_forgiven_unless_it_could_be_two() {
        for (text, named) in [
            ("MORPHNE", vec!["morphine"]),
            ("METHADDONE", vec!["methadone"]),
            ("DIAZEPAN", vec!["diazepam"]),
            ("CODIENE", vec!["codeine"]),
            // One letter from both cocaine and codeine.
            ("CODAINE", vec![]),
            ("NETHADONE", vec![]),
            ("HEROEN", vec![]),
            ("MRPHNE", vec![]),
        ] {
            assert_eq!(codes(text), named, "{text}");
        }
    }
}
