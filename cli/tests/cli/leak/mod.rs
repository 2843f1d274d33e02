//! Planted identities: in the extracts, and after every step in no file outside `owner/`, no output and no temporary
//! file. What a spec releases on purpose (the year of birth, the postcode area) is shorter than any needle and so an
//! exception by construction; every other payload column must not hold a planted value either.

#[cfg(target_os = "linux")]
mod killed;
mod needles;
mod plant;
mod scan;

use std::fs;
use std::path::{Path, PathBuf};

use crate::folders::files;
use crate::program::Run;
use crate::world::small_four_departments;
use needles::Needles;
use plant::Identity;

const SOURCES: [&str; 4] = ["ndtms", "pnc", "deaths", "dwp"];
const PLANTED: usize = 500;
/// Keys, nonces and filler are fixed, so that no needle is hit by chance in one run of many.
const FIXED: &str = "--spec spec.toml --test-seed 7";

#[test]
fn planted_identities_are_found_nowhere_outside_their_owners() {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::new(folder.path());
    desk.run("spec show spec.toml", 0);
    for source in SOURCES {
        desk.run(&format!("check extracts/{source} --spec spec.toml --source {source}"), 0);
        let out = format!("--source {source} --keys none --out out/{source}");
        desk.run(&format!("pseudonymise extracts/{source} {FIXED} {out}"), 0);
        desk.run(&format!("pseudonymise extracts/{source} {FIXED} {out} --json --force"), 0);
    }
    let folders = |role: &str| SOURCES.map(|source| format!("out/{source}/{role}")).join(" ");
    desk.run(&format!("plan --spec spec.toml {}", folders("linkage")), 0);
    desk.run(&format!("link {FIXED} {} --out out/linked", folders("linkage")), 0);
    let study = "--linked out/linked --study pilot --study-key none --out out/spine";
    desk.run(&format!("union {FIXED} {study} {}", folders("union")), 0);
    let population = "--keys none --population extracts/dwp";
    desk.run(&format!("attack out/dwp {FIXED} {population} --ceiling 100"), 0);
    desk.errors();

    let outside = |path: &PathBuf| !path.components().any(|part| part.as_os_str() == "owner");
    let handed_over: Vec<_> = files(&folder.path().join("out")).into_iter().filter(outside).collect();
    assert!(handed_over.len() > 40, "only {} files were made", handed_over.len());
    for path in &handed_over {
        assert_eq!(scan::file(path, &desk.needles), None, "{}", path.display());
    }
    desk.the_scan_can_find(folder.path());
}

/// One desk that wears every hat, and watches what is said and what lies in the temporary folder.
struct Desk {
    at: PathBuf,
    temporary: PathBuf,
    needles: Needles,
}

impl Desk {
    fn new(at: &Path) -> Self {
        fs::write(at.join("spec.toml"), small_four_departments()).unwrap();
        crate::program::dwlink(at, "fixtures generate --people 3000 --seed 5 --out extracts");
        let identities: Vec<_> = (0..PLANTED).map(Identity::new).collect();
        plant::into(&at.join("extracts"), &identities);
        let temporary = at.join("temporary");
        fs::create_dir_all(&temporary).unwrap();
        fs::create_dir_all(at.join("out")).unwrap();
        Self { at: at.to_owned(), temporary, needles: Needles::of(&identities) }
    }

    fn run(&self, line: &str, code: i32) {
        let ended = Run::new(&self.at, line).temporary(&self.temporary).expect_code(code);
        for stream in [&ended.stdout, &ended.stderr] {
            assert_eq!(self.needles.find(stream.as_bytes()), None, "dwlink {line}\n{stream}");
        }
        for path in files(&self.temporary) {
            assert_eq!(scan::file(&path, &self.needles), None, "{} after dwlink {line}", path.display());
        }
    }

    /// Commands that stop at a planted row, or on the way.
    fn errors(&self) {
        let person = self.at.join("extracts/pnc/pnc_person.csv");
        let good = fs::read_to_string(&person).unwrap();
        let planted = good.lines().last().unwrap();
        let pseudonymise = format!("pseudonymise extracts/pnc {FIXED} --source pnc --keys none --out out/broken");
        let without_header = good.split_once('\n').unwrap().1.to_owned();
        let cut = format!("{good}{}\n", &planted[..planted.len() / 2]);
        let nul = format!("{good}{}\n", planted.replacen(',', "\0,", 1));
        let unclosed = format!("{good}\"{planted}\n");
        let planted_first = format!("{planted}\n{without_header}");
        for broken in [without_header, cut, nul, unclosed, planted_first] {
            fs::write(&person, broken).unwrap();
            self.run(&pseudonymise, 3);
            self.run("check extracts/pnc --spec spec.toml --source pnc", 3);
        }
        fs::write(&person, good).unwrap();
        let offences = self.at.join("extracts/pnc/pnc_offence.csv");
        let stranger =
            fs::read_to_string(&offences).unwrap().replace(&Identity::new(1).pnc_id(), &Identity::new(1).surname);
        fs::write(&offences, stranger).unwrap();
        self.run(&pseudonymise, 3);
        self.run(&format!("link {FIXED} out/dwp/linkage --out out/half"), 3);
    }

    /// A scan that finds nothing anywhere proves nothing.
    fn the_scan_can_find(&self, at: &Path) {
        for seen in ["extracts/dwp/claimant.csv", "extracts/deaths/death.csv", "extracts/pnc/pnc_alias.csv"] {
            assert!(scan::file(&at.join(seen), &self.needles).is_some(), "{seen}");
        }
        for source in SOURCES {
            let crosswalk = at.join("out").join(source).join("owner/crosswalk.parquet");
            assert!(scan::file(&crosswalk, &self.needles).is_some(), "{}", crosswalk.display());
        }
    }
}
