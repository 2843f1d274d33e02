//! Which crate, and which module of `linker`, may use which; and who owns a dependency.

use std::collections::{BTreeMap, BTreeSet};

use crate::paths::mentions;

/// What each member may depend on among the members, in tests too.
const MEMBERS: &[(&str, &[&str])] = &[
    ("keys", &[]),
    ("exchange", &[]),
    ("linker", &["keys", "exchange"]),
    ("studies", &["exchange"]),
    ("fixtures", &[]),
    ("dwlink", &["keys", "exchange", "linker", "studies", "fixtures"]),
    ("benches", &["keys", "exchange", "linker", "studies", "fixtures"]),
];

/// The only members that may ship with each of these dependencies.
const OWNERS: &[(&str, &[&str])] = &[
    ("hmac", &["keys"]),
    ("aes", &["keys"]),
    ("ring", &["keys"]),
    ("age", &["keys"]),
    ("vsss-rs", &["keys"]),
    ("cryptoki", &["keys"]),
    ("rand_core", &["keys"]),
    ("sha2", &["keys", "exchange"]),
    ("arrow", &["exchange"]),
    ("parquet", &["exchange"]),
    ("csv", &["linker", "fixtures"]),
    ("zip", &["studies"]),
    ("quick-xml", &["studies"]),
    ("microlp", &["studies"]),
    ("rand", &["fixtures"]),
    ("rand_chacha", &["fixtures"]),
    ("clap", &["dwlink"]),
    ("indicatif", &["dwlink"]),
    ("rpassword", &["dwlink"]),
    ("rustix", &["dwlink"]),
];

/// What each module of `linker` may use of the others. From `block` on, nothing that knows a clear identifier.
const STAGES: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("watch", &["error"]),
    ("random", &[]),
    ("input", &["error"]),
    ("standardise", &[]),
    ("spill", &["error"]),
    // Cells without a name or a key.
    ("packed", &[]),
    ("encode", &["error", "watch", "input", "standardise", "spill", "packed", "attack"]),
    // Tokens alone: neither `encode` nor anything else that knows a clear identifier.
    ("relay", &["error", "watch", "spill"]),
    // Payload rows, whose cells the spec lets leave.
    ("sealed", &["error", "watch", "packed"]),
    ("payload", &["error", "packed", "sealed", "attack"]),
    ("block", &[]),
    ("compare", &["random", "block"]),
    ("model", &["compare"]),
    ("quality", &["compare", "model"]),
    ("link", &["error", "watch", "random", "block", "compare", "model", "quality"]),
    ("union", &["error", "watch", "spill", "model", "link", "attack"]),
    ("evaluate", &["error", "input", "model"]),
    // Knows equalities of tokens alone; `encode` and `union` show it what a delivery shows.
    ("attack", &["random"]),
    ("review", &["error", "watch", "random", "input", "compare", "model", "link", "evaluate"]),
];

/// A member of the workspace and the names it depends on.
#[derive(Default)]
pub(crate) struct Member {
    pub(crate) name: String,
    /// Shipped: neither for tests nor for build scripts.
    pub(crate) shipped: BTreeSet<String>,
    pub(crate) others: BTreeSet<String>,
}

/// A source file of `linker`: its module path and its text.
pub(crate) struct Source {
    pub(crate) module: Vec<String>,
    pub(crate) text: String,
}

/// Every forbidden arrow between members, and every dependency in the wrong hands.
pub(crate) fn forbidden_between_members(members: &[Member]) -> Vec<String> {
    let allowed: BTreeMap<_, _> = MEMBERS.iter().copied().collect();
    let mut faults = Vec::new();
    for member in members {
        let Some(may_use) = allowed.get(member.name.as_str()) else {
            faults.push(format!("{} has no place among the members: add it to MEMBERS", member.name));
            continue;
        };
        for dependency in member.shipped.union(&member.others) {
            if allowed.contains_key(dependency.as_str()) && !may_use.contains(&dependency.as_str()) {
                faults.push(format!("{} may not depend on {dependency}", member.name));
            }
        }
        for (dependency, owners) in OWNERS {
            if member.shipped.contains(*dependency) && !owners.contains(&member.name.as_str()) {
                faults.push(format!("{} may not depend on {dependency}: {} owns it", member.name, owners.join(", ")));
            }
        }
    }
    faults
}

/// Every forbidden arrow between modules of `linker`.
pub(crate) fn forbidden_between_stages(sources: &[Source]) -> Vec<String> {
    let allowed: BTreeMap<_, _> = STAGES.iter().copied().collect();
    let mut faults = Vec::new();
    for source in sources {
        let Some(stage) = source.module.first() else {
            faults.extend(hidden_by_the_root(&source.text));
            continue;
        };
        let place = source.module.join("::");
        let Some(may_use) = allowed.get(stage.as_str()) else {
            faults.push(format!("{place} has no place among the stages: add it to STAGES"));
            continue;
        };
        let module: Vec<_> = source.module.iter().map(String::as_str).collect();
        for mention in mentions(&source.text, &module) {
            let path: Vec<_> = mention.path.iter().map(String::as_str).collect();
            let fault = match path[..] {
                ["crate", target, ..] if target == stage || may_use.contains(&target) => None,
                ["crate", target, ..] if allowed.contains_key(target) => {
                    Some(format!("may not use {}", path.join("::")))
                }
                ["keys", "Error"] if stage == "error" => None,
                ["keys", ..] if !["encode", "union", "spill", "relay", "sealed"].contains(&stage.as_str()) => {
                    Some("may not use keys".to_owned())
                }
                ["csv", ..] if stage != "input" => Some("may not read CSV itself: input does".to_owned()),
                _ => None,
            };
            faults.extend(fault.map(|fault| format!("{place}, line {}: {fault}", mention.line)));
        }
    }
    faults
}

/// What the crate's root gives a second name, under which no other check would see it.
fn hidden_by_the_root(text: &str) -> Vec<String> {
    let stages = STAGES.iter().map(|(stage, _)| *stage).filter(|stage| !["error", "watch"].contains(stage));
    let hidden: BTreeSet<_> = stages.collect();
    mentions(text, &[])
        .into_iter()
        .filter(|mention| mention.path.iter().take(2).any(|part| hidden.contains(part.as_str()) || part == "keys"))
        .map(|mention| {
            format!("the root, line {}: may not give {} a second name", mention.line, mention.path.join("::"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, shipped: &[&str], others: &[&str]) -> Member {
        let set = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Member { name: name.to_owned(), shipped: set(shipped), others: set(others) }
    }

    fn stage_faults(module: &str, text: &str) -> Vec<String> {
        let module = module.split("::").map(str::to_owned).collect();
        forbidden_between_stages(&[Source { module, text: text.to_owned() }])
    }

    #[test]
    fn a_forbidden_member_is_reported_even_in_tests() {
        assert_eq!(
            forbidden_between_members(&[member("studies", &["linker"], &["keys"])]),
            ["studies may not depend on keys", "studies may not depend on linker"]
        );
        assert_eq!(forbidden_between_members(&[member("fixtures", &[], &["exchange"])]).len(), 1);
        assert_eq!(forbidden_between_members(&[member("exchange", &["dwlink"], &[])]).len(), 1);
        assert!(forbidden_between_members(&[member("linker", &["keys", "exchange", "serde"], &[])]).is_empty());
    }

    #[test]
    fn a_dependency_in_the_wrong_hands_is_reported_unless_only_tests_use_it() {
        assert_eq!(
            forbidden_between_members(&[member("linker", &["hmac"], &[])]),
            ["linker may not depend on hmac: keys owns it"]
        );
        assert_eq!(forbidden_between_members(&[member("studies", &["csv", "sha2"], &[])]).len(), 2);
        assert!(forbidden_between_members(&[member("exchange", &["sha2"], &["csv"])]).is_empty());
    }

    #[test]
    fn members_and_stages_without_a_place_are_reported() {
        assert_eq!(forbidden_between_members(&[member("service", &[], &[])]).len(), 1);
        assert_eq!(stage_faults("similarity::sketch", "").len(), 1);
    }

    #[test]
    fn a_clear_identifier_after_blocking_is_reported_with_its_line() {
        assert_eq!(
            stage_faults("compare::names", "\nuse crate::standardise::Name;"),
            ["compare::names, line 2: may not use crate::standardise::Name"]
        );
        for module in ["block::join", "relay::run", "model::em", "evaluate::truth", "attack::view", "union::spine"] {
            assert_eq!(stage_faults(module, "fn f(x: crate::encode::Extract) {}").len(), 1, "{module}");
            assert_eq!(stage_faults(module, "use super::super::standardise::*;").len(), 1, "{module}");
        }
        assert_eq!(stage_faults("link::plan", "use crate::{block, encode::layout};").len(), 1);
        assert!(stage_faults("encode::derive", "use crate::standardise::{Name, soundex};").is_empty());
    }

    #[test]
    fn a_second_name_at_the_root_is_reported() {
        let root = |text: &str| forbidden_between_stages(&[Source { module: Vec::new(), text: text.to_owned() }]);
        assert_eq!(root("mod encode;\npub use encode::Extract;").len(), 1);
        assert_eq!(root("pub use crate::standardise::Name as Label; pub use keys::Keyring;").len(), 2);
        assert!(root("mod encode; pub use error::{LinkerError, Result};").is_empty());
    }

    #[test]
    fn keys_in_other_stages_are_reported() {
        for module in ["link::score", "attack::register", "standardise::name", "input::csv_table", "error"] {
            assert_eq!(stage_faults(module, "use keys::Keyring;").len(), 1, "{module}");
        }
        assert!(stage_faults("union::spine", "use keys::StudyKey;").is_empty());
        assert!(stage_faults("error", "pub enum E { Keys(#[from] keys::Error) }").is_empty());
    }

    #[test]
    fn csv_outside_input_is_reported() {
        assert_eq!(stage_faults("evaluate::truth", "csv::Reader::from_path(path)").len(), 1);
        assert!(stage_faults("input::csv_table", "use csv::Reader;").is_empty());
    }
}
