//! Small union folders and scored pairs, made without people: what the tests here work on.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::spec::{FOUR_DEPARTMENTS, Link, Spec};
use exchange::{
    Desk, EntityRow, HandleRow, MODEL_FORMAT_1, Manifest, Model, ModelPass, NewFolder, PairRow, Received, Role, Row,
    handles, pairs, receive, write_rows,
};
use tempfile::TempDir;

use super::entities::Entities;
use crate::link::model_file;

pub(super) const LEFTS: u64 = 60;
pub(super) const RIGHTS: u64 = 90;
/// Pairs of each pass, of which some are the same.
const PAIRS: u64 = 400;

/// Clients of the first source and offenders of the second, and the links of the clients with themselves and with them.
pub(super) struct World {
    folder: TempDir,
    pub(super) spec: Spec,
    sources: Vec<Received>,
    pub(super) linked: Received,
}

impl World {
    /// A world with so many offenders.
    pub(super) fn new(rights: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let mut spec = Spec::parse(FOUR_DEPARTMENTS, Path::new("spec.toml")).unwrap();
        spec.links.truncate(2);
        assert!(spec.links[0].is_deduplication() && (spec.links[1].left, spec.links[1].right) == (0, 1));
        let sources = [LEFTS, rights].into_iter().enumerate();
        let sources = sources.map(|(source, entities)| source_folder(at, &spec, source as u64, entities)).collect();
        let linked = folder_of(&at.join("linked"), Role::Pairs, None, |folder, manifest| {
            for (number, link) in (0..).zip(&spec.links) {
                for (pass, declared) in (0..).zip(&link.passes) {
                    let rows = seen_by(number, pass, rights).into_iter().map(|((left, right), match_weight)| {
                        let (left, right) = (handle(0, number, pass, left), handle(number, number, pass, right));
                        let (left, right) =
                            if number == 0 { (left.min(right), left.max(right)) } else { (left, right) };
                        PairRow { left, right, match_weight }
                    });
                    table(folder, manifest, &pairs::file_name(&link.name, &declared.name), rows.collect());
                }
                model(link).write(&folder.join(model_file(&link.name))).unwrap();
                manifest.add_file(folder, &model_file(&link.name), None).unwrap();
            }
        });
        Self { folder, spec, sources, linked }
    }

    /// The folder in which all lies.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The entities of each source.
    pub(super) fn entities(&self) -> Vec<Entities> {
        self.sources.iter().map(|source| Entities::read(source).unwrap()).collect()
    }
}

/// What a pass of a link saw: left and right entity, as they were made, and the weight.
pub(super) fn seen_by(link: u64, pass: u64, rights: u64) -> BTreeMap<(u64, u64), f64> {
    let rights = if link == 0 { LEFTS } else { rights };
    let pair = |number: u64| {
        let random = handle(1, 7, 7, number) >> 32;
        let (left, right) = (random % LEFTS, (random / LEFTS).checked_rem(rights)?);
        let (left, right) = if link == 0 { (left.min(right), left.max(right)) } else { (left, right) };
        let weight = (random * (pass + 1) % 23) as f64 - 7.0;
        // Most offenders are nobody's match, and few are two clients'.
        let weight = if link == 0 || random % 37 < 2 { weight + 7.0 } else { weight / 2.0 - 9.0 };
        // Small groups of clients may be one person.
        (link == 1 || left < right && left / 3 == right / 3).then_some(((left, right), weight))
    };
    (0..PAIRS).filter_map(|place| pair(100 * pass + place)).collect()
}

/// Number of each entity of a source, by how it was made: numbers follow payload handles.
pub(super) fn numbers(source: u64, entities: u64) -> Vec<u32> {
    let payload_handle = |entity: &u64| payload_handle(source, *entity);
    let mut sorted: Vec<u64> = (0..entities).collect();
    sorted.sort_unstable_by_key(payload_handle);
    let mut numbers = vec![0; entities as usize];
    for (number, entity) in (0..).zip(sorted) {
        numbers[entity as usize] = number;
    }
    numbers
}

fn payload_handle(source: u64, entity: u64) -> u64 {
    handle(source, 3, 99, entity)
}

/// Numbers without order, each once: odd factors permute 64 bits.
fn handle(source: u64, link: u64, pass: u64, entity: u64) -> u64 {
    (entity << 16 | pass << 4 | link << 2 | source).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn source_folder(at: &Path, spec: &Spec, source: u64, entities: u64) -> Received {
    let name = &spec.sources[source as usize].name;
    let links = || (0..).zip(&spec.links).filter(|(_, link)| [link.left, link.right].contains(&(source as usize)));
    folder_of(&at.join(name), Role::Union, Some(name), |folder, manifest| {
        let of_link = |(link, _)| {
            (0..entities).map(move |entity| EntityRow {
                payload_handle: payload_handle(source, entity),
                link,
                withheld: 0,
                null: 0,
                emitted: u64::from(entity % 7 > 0),
            })
        };
        table(folder, manifest, handles::ENTITIES_FILE, links().flat_map(of_link).collect());
        let of_pass = |link: u16, pass: u16| {
            (0..entities).map(move |entity| HandleRow {
                payload_handle: payload_handle(source, entity),
                link,
                pass,
                handle: handle(source, link.into(), pass.into(), entity),
            })
        };
        let of_link = |(number, link): (u16, &Link)| -> Vec<HandleRow> {
            (0..link.passes.len() as u16).flat_map(|pass| of_pass(number, pass)).collect()
        };
        table(folder, manifest, handles::HANDLES_FILE, links().flat_map(of_link).collect());
    })
}

fn folder_of(at: &Path, role: Role, source: Option<&str>, fill: impl FnOnce(&Path, &mut Manifest)) -> Received {
    let out = NewFolder::begin(at, false).unwrap();
    let mut manifest = Manifest::new(role, "project", "delivery", "00000000");
    manifest.source = source.map(str::to_owned);
    fill(out.path(), &mut manifest);
    manifest.write(out.path()).unwrap();
    out.commit().unwrap();
    receive(at, role, Desk::OneHat).unwrap()
}

fn table<R: Row>(folder: &Path, manifest: &mut Manifest, name: &str, mut rows: Vec<R>) {
    rows.sort_by(Row::order);
    manifest.add_written(name, &write_rows(&folder.join(name), &rows).unwrap(), None).unwrap();
}

/// A model that says no more than that the first pass compared fewest pairs, the second more, and so on.
fn model(link: &Link) -> Model {
    let passes = (1..).zip(&link.passes).map(|(pairs, pass)| ModelPass::given(&pass.name, 0.5, pairs)).collect();
    Model { format: MODEL_FORMAT_1.to_owned(), link: link.name.clone(), trained_on: None, passes }
}
