//! The text of a death certificate: the substances that it names.

use std::collections::HashMap;
use std::sync::LazyLock;

use exchange::Substance;

/// Letters from which on a name is known again with one of them mistyped: shorter ones are near ordinary words.
const FORGIVEN_FROM: usize = 7;

/// Ordinary words one slip away from a name.
const NO_SLIPS: [&str; 6] = ["BUTYLENE", "ETHYLENE", "METHYLENE", "MORPHEA", "PIPERAZINE", "PROPYLENE"];

/// Words that a name can be broken into: "3,4-methylene-dioxy-meth-amphetamine".
const BROKEN_INTO: usize = 5;

/// Every name, without its spaces.
static NAMES: LazyLock<HashMap<String, &'static Substance>> = LazyLock::new(|| named().collect());

/// Names long enough to forgive a slip, by their first letter.
static LONG_NAMES: LazyLock<HashMap<u8, Vec<(String, &'static Substance)>>> = LazyLock::new(|| {
    let mut names: HashMap<_, Vec<_>> = HashMap::new();
    for (name, substance) in named().filter(|(name, _)| name.len() >= FORGIVEN_FROM) {
        names.entry(name.as_bytes()[0]).or_default().push((name, substance));
    }
    names
});

fn named() -> impl Iterator<Item = (String, &'static Substance)> {
    Substance::all().iter().flat_map(|one| one.names.iter().map(move |name| (name.replace(' ', ""), one)))
}

/// The substances of the list that a text names, in the order in which it does.
///
/// Letters and digits count, not what stands between them: "co-codamol", "cocodamol" and "co codamol" are one name, and of names that begin
/// at one word the longest is meant ("dihydro-codeine" is not codeine). A name counts wherever it stands, also in a denial ("no heroin
/// found"), as it does where people look for words in these texts. One letter left out, put in, changed or exchanged with its neighbour is
/// forgiven in a name of seven letters or more, but never the first letter, and not where the word then stands between two substances.
#[must_use]
pub fn named_substances(text: &str) -> Vec<&'static Substance> {
    let text = text.to_ascii_uppercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (mut at, mut found) = (0, Vec::new());
    while at < words.len() {
        let mut joined = String::new();
        let candidates: Vec<String> = words[at..]
            .iter()
            .take(BROKEN_INTO)
            .map(|word| {
                joined.push_str(word);
                joined.clone()
            })
            .collect();
        let longest_first = || candidates.iter().enumerate().rev();
        let exact = longest_first().find_map(|(more, name)| Some((more, *NAMES.get(name)?)));
        let meant = exact.or_else(|| longest_first().find_map(|(more, name)| Some((more, nearly(name)?))));
        at += meant.map_or(1, |(more, _)| more + 1);
        found.extend(meant.map(|(_, substance)| substance));
    }
    found
}

/// The one substance with a name that `word` is one slip away from.
fn nearly(word: &str) -> Option<&'static Substance> {
    let near = |name: &str| name.len().abs_diff(word.len()) < 2 && strsim::osa_distance(name, word) == 1;
    let mut near = LONG_NAMES.get(word.as_bytes().first()?)?.iter().filter(|(name, _)| near(name));
    let (_, first) = near.next()?;
    (!NO_SLIPS.contains(&word) && near.all(|(_, substance)| substance == first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What certificates say and how it is read, one a line.
    const CERTIFICATES: &str = include_str!("../../tests/data/certificates.tsv");

    fn codes(text: &str) -> Vec<&'static str> {
        named_substances(text).iter().map(|substance| substance.code).collect()
    }

    #[test]
    fn certificates_are_read_as_people_read_them() {
        for line in CERTIFICATES.lines().filter(|line| !line.starts_with('#')) {
            let (text, wanted) = line.split_once('\t').unwrap();
            assert_eq!(codes(text).join(" "), wanted, "{text}");
        }
    }

    #[test]
    fn every_name_of_the_list_is_found_as_its_own_substance() {
        for substance in Substance::all() {
            for name in &substance.names {
                for name in [(*name).to_owned(), name.replace(' ', "-"), name.replace(' ', "")] {
                    assert_eq!(codes(&format!("ACUTE {name} TOXICITY")), [substance.code], "{name}");
                }
            }
        }
    }
}
