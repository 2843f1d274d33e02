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

    use super::*;

    #[test]
    fn lists_each_variant_once() {
        assert_eq!(one_deletions("ANN"), ["AN", "ANN", "NN"]);
        assert_eq!(one_deletions("J"), ["J"]);
        assert_eq!(one_deletions("LLL"), ["LL", "LLL"]);
        assert_eq!(one_deletions("ABAB"), ["AAB", "ABA", "ABAB", "ABB", "BAB"]);
    }

    /// Edit distance by the textbook recurrence; `exchanges` counts a swap of neighbours as one edit.
    fn distance(left: &str, right: &str, exchanges: bool) -> usize {
        let (a, b) = (left.as_bytes(), right.as_bytes());
        let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let substitution = d[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    substitution.min(d[i - 1][j] + 1).min(d[i][j - 1] + 1)
                };
                if exchanges && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    d[i][j] = d[i][j].min(d[i - 2][j - 2] + 1);
                }
            }
        }
        d[a.len()][b.len()]
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
            if distance(&left, &right, true) <= 1 && !both_initials {
                prop_assert!(share(&left, &right));
            }
            if share(&left, &right) {
                prop_assert!(distance(&left, &right, false) <= 2);
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
            prop_assert!(distance(&name, &edited, true) <= 1);
            prop_assert!(share(&name, &edited));
        }
    }
}
