//! A whole study by separate hats on the four-departments spec, and its links against the truth.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use exchange::{Desk, Role, receive};

use crate::folders::{assert_same_bytes, copy, files};
use crate::program::{Run, dwlink};
use crate::world::{IDENTITY, RECIPIENT, small_four_departments};

const SOURCES: [&str; 4] = ["ndtms", "pnc", "deaths", "dwp"];

#[test]
fn a_round_by_separate_hats() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("spec.toml"), small_four_departments()).unwrap();
    fs::write(at.join("identity.txt"), IDENTITY).unwrap();
    dwlink(at, "fixtures generate --people 3000 --seed 5 --out extracts");
    custodian(at);
    owners(at);
    linkage_unit(at);
    union_desk(at);
    evaluation(at);
}

fn custodian(at: &Path) {
    let project = format!("keys generate --project four-departments --recipient {RECIPIENT}");
    dwlink(at, &format!("{project} --out project.keys"));
    dwlink(at, &format!("{project} --study pilot --out study.keys"));
    let shown = dwlink(at, "keys inspect study.keys --identity identity.txt");
    assert!(shown.stdout.contains("pilot"), "{}", shown.stdout);
}

/// Each owner sees its own extract and the keyring; only what it hands over reaches the others.
fn owners(at: &Path) {
    for source in SOURCES {
        let keys = "--keys project.keys --identity identity.txt";
        dwlink(at, &format!("check extracts/{source} --spec spec.toml --source {source}"));
        dwlink(at, &format!("pseudonymise extracts/{source} --spec spec.toml --source {source} {keys} --out {source}"));
        for hat in ["linkage", "union"] {
            fs::create_dir_all(at.join(hat)).unwrap();
            copy(&at.join(source).join(hat), &at.join(hat).join(source));
        }
    }
}

fn linkage_unit(at: &Path) {
    let folders: Vec<_> = SOURCES.iter().map(|source| format!("linkage/{source}")).collect();
    let folders = folders.join(" ");
    let planned = dwlink(at, &format!("plan --spec spec.toml {folders}"));
    assert!(planned.stdout.contains("comparisons in all"), "{}", planned.stdout);
    dwlink(at, &format!("link --spec spec.toml {folders} --out linked"));
    let models: Vec<_> = files(&at.join("linked"))
        .iter()
        .filter(|path| path.to_string_lossy().ends_with(".model.json"))
        .map(|path| format!("--model {}", path.display()))
        .collect();
    assert_eq!(models.len(), 4);
    dwlink(at, &format!("link --spec spec.toml {folders} --out again {}", models.join(" ")));
    // A given model has another status and no history.
    let mut not_pairs = vec!["manifest.json".to_owned(), linker::link::QUALITY_PAGE.to_owned()];
    not_pairs.extend(SOURCES.iter().map(|source| format!("ndtms-{source}.model.json")));
    let not_pairs: Vec<_> = not_pairs.iter().map(String::as_str).collect();
    assert_same_bytes(&at.join("linked"), &at.join("again"), &not_pairs);
}

fn union_desk(at: &Path) {
    let folders: Vec<_> = SOURCES.iter().map(|source| format!("union/{source}")).collect();
    let folders = folders.join(" ");
    let study = "--study pilot --study-key study.keys --identity identity.txt";
    let run = format!("union --spec spec.toml --linked linked {folders} {study} --out spine");
    let refused = Run::new(at, &run.replace("union/dwp", "dwp")).expect_code(6);
    assert!(refused.stderr.contains("owner"), "{}", refused.stderr);
    let refused = Run::new(at, &format!("{run} --memory 1MiB")).expect_code(6);
    assert!(refused.stderr.contains("MiB of memory, and --memory allows 1 MiB"), "{}", refused.stderr);
    dwlink(at, &run);
    let spine = receive(&at.join("spine"), Role::Spine, Desk::OneHat).unwrap();
    let named: BTreeSet<_> = spine.manifest.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(named, SOURCES.map(|source| [source, ".parquet"].concat()).iter().map(String::as_str).collect());
}

/// Initials, dates, sex and sector find most benefit claimants, and few others.
fn evaluation(at: &Path) {
    let truth = at.join("extracts/truth");
    fs::write(at.join("truth.csv"), pairs(&people(&truth.join("ndtms.csv")), &people(&truth.join("dwp.csv")))).unwrap();
    let found = dwlink(at, "evaluate spine --truth truth.csv --crosswalk ndtms/owner dwp/owner --json");
    let found: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
    let share = |name: &str| found["default"][name].as_f64().unwrap();
    assert!(share("precision") > 0.9 && share("recall") > 0.6, "{found}");
    // The folder knows the same pairs but those of people who gave no consent, whose records were not delivered.
    let by_folder = dwlink(at, "evaluate spine --truth extracts/truth --crosswalk ndtms/owner dwp/owner --json");
    let by_folder: serde_json::Value = serde_json::from_str(&by_folder.stdout).unwrap();
    assert_eq!(by_folder["default"]["precision"], found["default"]["precision"]);
    assert!(by_folder["default"]["recall"].as_f64() >= Some(share("recall")), "{by_folder}");
    assert_eq!(by_folder["cases"][0]["case"], "everybody");
}

/// Record ids by person; several key columns are joined by `/`, as evaluation joins them.
fn people(file: &Path) -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(file).unwrap();
    let mut people: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let (id, person) = line.rsplit_once(',').unwrap();
        people.entry(person.to_owned()).or_default().push(id.replace(',', "/"));
    }
    people
}

fn pairs(left: &BTreeMap<String, Vec<String>>, right: &BTreeMap<String, Vec<String>>) -> String {
    let mut text = "left_id,right_id\n".to_owned();
    for (person, lefts) in left {
        for (a, b) in lefts.iter().flat_map(|a| right.get(person).into_iter().flatten().map(move |b| (a, b))) {
            let _ = writeln!(text, "{a},{b}");
        }
    }
    text
}
