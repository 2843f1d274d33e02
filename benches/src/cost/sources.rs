//! The shipped specs and invented files for them to read.

use std::path::{Path, PathBuf};

use exchange::spec::{PERSON, PERSON_DEDUPE, Profile, Spec, TableKind};
use fixtures::WorldSpec;

use crate::Result;
use crate::departments::agreement;
use crate::population::SEED;

/// A spec and where the files of its sources lie.
pub struct Prepared {
    /// Shown in tables.
    pub name: String,
    /// The spec, its tables named as the files are.
    pub spec: Spec,
    /// Folder of each source.
    pub folders: Vec<PathBuf>,
    /// Sources worth measuring: of two alike, one.
    pub sources: Vec<usize>,
}

/// Every shipped spec, with files of `people` generated persons written under `folder`. The four departments hold shares
/// of these people.
pub fn prepared(people: usize, folder: &Path) -> Result<Vec<Prepared>> {
    let persons = folder.join("persons");
    let world = folder.join("world");
    fixtures::write_population(people, SEED, 1, &persons)?;
    fixtures::write_departments(&WorldSpec::for_people(people, SEED), &world, &|_| {})?;
    let mut all = Vec::new();
    for (text, label) in [(PERSON, "person"), (PERSON_DEDUPE, "person, one file")] {
        for profile in [Profile::Guarded, Profile::Open] {
            let mut spec = Spec::parse_with_profile(text, Path::new("person.toml"), profile)?;
            for table in spec.sources.iter_mut().flat_map(|source| &mut source.tables) {
                table.file = "persons.csv".into();
            }
            let folders = vec![persons.clone(); spec.sources.len()];
            all.push(Prepared { name: format!("{label}, {}", profile.name()), spec, folders, sources: vec![0] });
        }
    }
    let spec = agreement()?;
    let folders: Vec<_> = spec.sources.iter().map(|source| world.join(&source.name)).collect();
    let sources: Vec<_> = (0..spec.sources.len()).collect();
    let tokens_alone = without_payload(spec.clone());
    for (name, spec) in [("four departments", spec), ("four departments, no payload", tokens_alone)] {
        all.push(Prepared { name: name.into(), spec, folders: folders.clone(), sources: sources.clone() });
    }
    Ok(all)
}

/// Payload has no tokens: events by the dozen a person are read, coarsened and written, and nothing is hashed.
fn without_payload(mut spec: Spec) -> Spec {
    for source in &mut spec.sources {
        source.tables.retain(|table| table.kind != TableKind::Event);
        for table in &mut source.tables {
            table.payload.clear();
        }
    }
    spec
}
