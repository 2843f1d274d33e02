//! One-deletion variants: equality that survives one typing error.

/// The name and every text made by leaving one letter out of it, distinct and sorted; at most n + 1 for n letters.
///
/// Two names one insertion, deletion, substitution or exchange of neighbours apart always share a variant; two that
/// share one are never more than two insertions, deletions or substitutions apart (symmetric deletion: W. Garbe,
/// `SymSpell`, <https://github.com/wolfgarbe/SymSpell>). Two different initials are the exception: a one-letter name
/// has only itself, because the empty text would make every initial near every other.
#[must_use]
pub fn one_deletions(name: &str) -> Vec<String> {
    let mut variants = Vec::with_capacity(name.len() + 1);
    each_one_deletion(name, |before, after| variants.push([before, after].concat()));
    variants.sort_unstable();
    variants
}

/// Shows `each` what stands before and behind the letter that is left out, for every text of [`one_deletions`]; for the
/// name itself nothing stands behind. The order depends on nothing but the name.
pub fn each_one_deletion<'a>(name: &'a str, mut each: impl FnMut(&'a str, &'a str)) {
    each(name, "");
    let mut last = None;
    for (at, letter) in name.char_indices() {
        // Of a run of one letter it does not matter which is left out, and nothing else gives a text twice.
        if last.replace(letter) != Some(letter) && letter.len_utf8() < name.len() {
            each(&name[..at], &name[at + letter.len_utf8()..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use strsim::{levenshtein, osa_distance};

    use super::*;

    #[test]
    fn lists_each_variant_once() {
        assert_eq!(one_deletions("ANN"), ["AN", "ANN", "NN"]);
        assert_eq!(one_deletions("J"), ["J"]);
        assert_eq!(one_deletions("LLL"), ["LL", "LLL"]);
        assert_eq!(one_deletions("ABAB"), ["AAB", "ABA", "ABAB", "ABB", "BAB"]);
    }

    fn share(left: &str, right: &str) -> bool {
        let right = one_deletions(right);
        one_deletions(left).iter().any(|variant| right.binary_search(variant).is_ok())
    }

    proptest! {
        // Two letters and short names, so that near pairs are common.
        #[test]
        fn near_names_share_a_variant_and_sharers_are_near(left in "[AB]{1,6}", right in "[AB]{1,6}") {
            let both_initials = left.len() == 1 && right.len() == 1 && left != right;
            if osa_distance(&left, &right) <= 1 && !both_initials {
                prop_assert!(share(&left, &right));
            }
            if share(&left, &right) {
                prop_assert!(levenshtein(&left, &right) <= 2);
            }
        }

        #[test]
        fn one_edit_always_shares(name in "[A-Z]{2,12}", at in 0_usize..12, letter in "[A-Z]", edit in 0..4) {
            let at = at % name.len();
            let mut letters: Vec<char> = name.chars().collect();
            let new = letter.chars().next().expect("one letter");
            match edit {
                0 => letters.insert(at, new),
                1 => letters[at] = new,
                2 => drop(letters.remove(at)),
                _ => if at + 1 < letters.len() { letters.swap(at, at + 1) },
            }
            let edited: String = letters.into_iter().collect();
            prop_assert!(osa_distance(&name, &edited) <= 1);
            prop_assert!(share(&name, &edited));
        }
    }
}
