use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::program::dwlink;
use crate::world::small_four_departments;

/// Enough that every step takes some tenths of a second.
const PEOPLE: usize = 40_000;
const SOURCES: [&str; 4] = ["ndtms", "pnc", "deaths", "dwp"];

/// A step that can be killed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Work {
    /// `pseudonymise` of a source of four links and two payload tables, whose rows leave sealed.
    Treatment,
    /// `pseudonymise` of a source with aliases, through the gate.
    Police,
    /// `link`.
    Link,
    /// `union`.
    Union,
    /// `relay` of a source.
    Relay,
}

impl Work {
    pub(super) const ALL: [Self; 5] = [Self::Treatment, Self::Police, Self::Link, Self::Union, Self::Relay];

    /// The command line; the output is `out`.
    pub(super) fn line(self) -> String {
        self.line_to("out")
    }

    /// Files that may lie in the unfinished folder at once, about.
    pub(super) fn files(self) -> usize {
        match self {
            Self::Treatment | Self::Link | Self::Relay => 24,
            Self::Police => 9,
            Self::Union => 3,
        }
    }

    fn line_to(self, out: &str) -> String {
        let fixed = format!("--spec spec.toml --test-seed 7 --out {out}");
        let sealed = format!("--spec sealed.toml --test-seed 7 --out {out}");
        let folders = |role: &str| SOURCES.map(|source| format!("made/{source}/{role}")).join(" ");
        match self {
            Self::Treatment => pseudonymise("ndtms", &sealed),
            Self::Police => pseudonymise("pnc", &format!("{fixed} --leakage-ceiling 100")),
            Self::Link => format!("link {fixed} {}", folders("linkage")),
            Self::Union => {
                format!("union {fixed} --linked made/Link --study pilot --study-key none {}", folders("union"))
            }
            Self::Relay => format!(
                "relay made/relayed/relay --spec relayed.toml --keys none --test-seed 7 --log custody.log --out {out}"
            ),
        }
    }
}

fn pseudonymise(source: &str, fixed: &str) -> String {
    format!("pseudonymise extracts/{source} --source {source} --keys none {fixed}")
}

/// Extracts, and what an undisturbed run makes of them.
pub(super) struct World(TempDir);

impl World {
    /// The world, made once.
    pub(super) fn get() -> &'static Self {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| {
            // A static is never dropped: what is left lies in target/, where `cargo clean` finds it.
            let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
            let at = folder.path();
            fs::write(at.join("spec.toml"), small_four_departments()).unwrap();
            dwlink(at, &format!("fixtures generate --people {PEOPLE} --seed 5 --out extracts"));
            fs::create_dir(at.join("made")).unwrap();
            for source in SOURCES {
                let fixed = format!("--spec spec.toml --test-seed 7 --out made/{source}");
                dwlink(at, &pseudonymise(source, &fixed));
            }
            let sealed = small_four_departments().replacen("project =", "sealed = true\nproject =", 1);
            fs::write(at.join("sealed.toml"), sealed).unwrap();
            let relayed = small_four_departments().replacen("project =", "relay = true\nproject =", 1);
            fs::write(at.join("relayed.toml"), relayed).unwrap();
            dwlink(at, &pseudonymise("ndtms", "--spec relayed.toml --test-seed 7 --out made/relayed"));
            for work in Work::ALL {
                dwlink(at, &work.line_to(&format!("made/{work:?}")));
            }
            Self(folder)
        })
    }

    /// A folder in which the lines of [`Work`] can run.
    pub(super) fn fresh(&self) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for shared in ["spec.toml", "sealed.toml", "relayed.toml", "extracts", "made"] {
            std::os::unix::fs::symlink(self.0.path().join(shared), folder.path().join(shared)).unwrap();
        }
        folder
    }

    pub(super) fn undisturbed(&self, work: Work) -> PathBuf {
        self.path().join("made").join(format!("{work:?}"))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }
}
