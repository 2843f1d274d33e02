//! A delivery's bytes: those of earlier versions, however little memory there is and however many threads; and what its tables of handles
//! keep to themselves.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use exchange::spec::{FOUR_DEPARTMENTS, PERSON, Spec};
use exchange::{
    Desk, EntityRow, FileEntry, HandleRow, Manifest, NewFolder, PassReader, Role, RunReport, handles, read_rows,
    receive, tokens,
};
use keys::{Keyring, Randomness};
use linker::Unwatched;
use linker::encode::{Delivery, Order, pseudonymise};

const SEED: u64 = 7;
const PEOPLE: usize = 4000;
/// Three departments, and a file with whole names, some too long for their slots.
const SOURCES: [&str; 4] = ["ndtms", "pnc", "deaths", "left"];
/// Made by `dwlink pseudonymise --test-seed 7` of commit 26e8159, which held everything in memory, on the tables below; those of `union/` by
/// `write_the_known_deliveries` when columns of random values came to be stored plain, the table of deaths when it got the substances
/// that certificates name.
const KNOWN: &str = include_str!("../data/deliveries.json");

#[test]
fn bytes_depend_neither_on_memory_nor_on_threads_and_are_those_that_are_known() {
    let known: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(KNOWN).unwrap();
    for source in SOURCES {
        for (memory, threads) in [(0, 1), (0, 2), (1 << 40, 1), (1 << 40, 3)] {
            let (made, spilled) = delivered(source, memory, threads);
            assert_eq!(made, known[source], "{source}, {memory} bytes, {threads} threads");
            assert_eq!(spilled > 0.0, memory == 0, "{source}, {memory} bytes: {spilled} MiB were spilled");
        }
    }
}

#[test]
#[ignore = "replaces what is known; compare with `git diff` what has changed"]
fn write_the_known_deliveries() {
    let known = SOURCES.map(|source| (source, delivered(source, 1 << 40, 1).0));
    let text = serde_json::to_string_pretty(&BTreeMap::from(known)).unwrap().replace("  ", " ");
    fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/deliveries.json"), text + "\n").unwrap();
}

#[test]
fn the_union_desk_sees_neither_which_passes_let_an_entity_go_nor_how_many_names_it_has() {
    for source in SOURCES {
        let spec = spec(source);
        deliver(source, 1 << 40, 2, |out, _| {
            let union = receive(&out.join("union"), Role::Union, Desk::OneHat).unwrap();
            let entities: Vec<EntityRow> = read_rows(&union.file(handles::ENTITIES_FILE).unwrap()).unwrap();
            for row in entities {
                assert_eq!((row.withheld, row.emitted.min(row.null)), (0, 0), "{source}: all passes or none");
            }
            let rows: Vec<HandleRow> = read_rows(&union.file(handles::HANDLES_FILE).unwrap()).unwrap();
            let mut held = BTreeMap::<_, usize>::new();
            for row in &rows {
                *held.entry((row.link, row.payload_handle, row.pass)).or_default() += 1;
            }
            let mut variants = BTreeMap::<_, Vec<usize>>::new();
            for ((link, entity, pass), handles) in held {
                let key = &spec.links[usize::from(link)].passes[usize::from(pass)].key;
                let alternatives: usize = key.iter().map(Vec::len).product();
                assert_eq!(handles % alternatives, 0, "{source}");
                variants.entry((link, entity)).or_default().push(handles / alternatives);
            }
            assert!(variants.len() > PEOPLE / 4, "{source}");
            for ((link, _), of_passes) in variants {
                let passes = spec.links[usize::from(link)].passes.len();
                assert_eq!(of_passes, vec![of_passes[0]; passes], "{source}: as many variants in every pass");
                assert!(of_passes[0].is_power_of_two(), "{source}: {} variants", of_passes[0]);
            }
        });
    }
}

fn spec(source: &str) -> Spec {
    let text = if source == "left" { PERSON } else { FOUR_DEPARTMENTS };
    Spec::parse(&text.replace("uniques_ceiling = 0.2", "uniques_ceiling = 1.0"), Path::new("four.toml")).unwrap()
}

#[test]
fn every_pass_file_is_reported_as_it_lies_on_the_disk() {
    for source in SOURCES {
        let spec = spec(source);
        deliver(source, 1 << 40, 2, |out, made| {
            let linkage = receive(&out.join("linkage"), Role::Linkage, Desk::OneHat).unwrap();
            let mut bytes = 0;
            for pass in &made.passes {
                let file = linkage.file(&tokens::file_name(&pass.link, &pass.pass)).unwrap();
                let lies = (PassReader::open(&file).unwrap().rows(), fs::metadata(&file).unwrap().len());
                assert_eq!((pass.rows, pass.bytes), lies, "{source}, {}", pass.pass);
                assert!(pass.withheld <= made.quality.entities);
                bytes += lies.1;
            }
            assert_eq!((made.passes.len(), made.token_bytes()), (linkage.manifest.files.len(), bytes));
            // Some pass holds people back in the sources where people are alike, and whoever is in none is not emitted.
            for (link, withheld) in &made.withheld {
                let most = made.passes.iter().filter(|pass| pass.link == *link).map(|pass| pass.withheld).max();
                let share = most.unwrap() as f64 / made.quality.entities as f64;
                let passes = spec.links.iter().find(|declared| declared.name == *link).unwrap().passes.len() as f64;
                assert!(share <= *withheld && *withheld <= passes * share, "{source}, {link}: {share} {withheld}");
            }
        });
    }
}

/// Hands a delivery made with so much memory on so many threads to `look`.
fn deliver<T>(source: &str, memory_bytes: u64, threads: usize, look: impl FnOnce(&Path, &Delivery) -> T) -> T {
    let (folder, spec) = (tempfile::tempdir().unwrap(), spec(source));
    for (name, table) in tables(source) {
        fs::write(folder.path().join(name), table).unwrap();
    }
    let keyring = Keyring::from_test_seed(&spec.project, SEED).unwrap();
    let (number, _) = spec.source(source).unwrap();
    let order = Order { spec: &spec, source: number, folder: folder.path(), keyring: &keyring, memory_bytes };
    let out = folder.path().join("out");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let made = pool.install(|| {
        let randomness = Randomness::from_test_seed(SEED, source).unwrap();
        pseudonymise(&order, NewFolder::begin(&out, false).unwrap(), randomness, &Unwatched).unwrap()
    });
    look(&out, &made)
}

/// SHA-256 of every file of a delivery by path, and the mebibytes that did not fit into memory.
fn delivered(source: &str, memory_bytes: u64, threads: usize) -> (BTreeMap<String, String>, f64) {
    deliver(source, memory_bytes, threads, |out, _| {
        let mut files = BTreeMap::new();
        for role in [Role::Linkage, Role::Union, Role::Analysis, Role::Owner] {
            let manifest = Manifest::read(&out.join(role.folder_name()), role).unwrap();
            let file = |file: FileEntry| (format!("{}/{}", role.folder_name(), file.name), file.sha256);
            files.extend(manifest.files.into_iter().map(file));
        }
        (files, RunReport::read(out).unwrap().spilled_mib.unwrap())
    })
}

/// The tables of a source, each in an order of its own: neither aliases nor events come by person.
fn tables(source: &str) -> Vec<(&'static str, String)> {
    match source {
        "ndtms" => vec![("ndtms_episode.csv", episodes()), ("ndtms_modality.csv", modalities())],
        "pnc" => vec![
            ("pnc_person.csv", persons()),
            ("pnc_alias.csv", aliases()),
            ("pnc_offence.csv", offences()),
            (
                "custody.csv",
                "PNCID,RECEPTION_DATE,RELEASE_DATE\nP2999,01/02/2011,\nP1,03/04/2012,05/06/2012\n".to_owned(),
            ),
        ],
        "deaths" => vec![("death.csv", deaths())],
        _ => vec![("left.csv", whole_names())],
    }
}

/// Three episodes of some clients, some of whom refuse; initials as they are exported.
fn episodes() -> String {
    rows(
        "AGNCY,CLIENTID,FINITIAL,SINITIAL,DOB,SEX,ETHNIC,PC,CONSENT,TRIAGED,DISD,DISRSN,DRUG1",
        (0..PEOPLE).map(|row| {
            let (client, consent) = (row * 37 % 3100, if row % 23 == 0 { "N" } else { "Y" });
            let (forename, surname) = (&forename(client)[..1], &surname(client)[..1]);
            let (born, sex) = (date(client, 1950), 1 + client % 2);
            let drug = if row % 5 == 0 { "" } else { "1001" };
            format!(
                "A{},{client},{forename},{surname},{born},{sex},{},{},{consent},{},,,{drug}",
                client % 9,
                client % 4,
                sector(client + row % 2),
                date(row, 2008)
            )
        }),
    )
}

fn modalities() -> String {
    let modality = |row: usize| {
        let client = row * 53 % 3100;
        format!("A{},{client},{},{},NA,", client % 9, row % 6, date(row * 3, 2009))
    };
    // Only clients whom the episodes above have, refused or not.
    let known: std::collections::BTreeSet<usize> = (0..PEOPLE).map(|row| row * 37 % 3100).collect();
    let refused = (0..PEOPLE).filter(|row| row % 23 == 0).map(|row| row * 37 % 3100).collect::<Vec<_>>();
    let kept = (0..2500).filter(|row| known.contains(&(row * 53 % 3100)) && !refused.contains(&(row * 53 % 3100)));
    rows("AGNCY,CLIENTID,MODAL,MODST,MODEND,MODEXIT", kept.map(modality))
}

fn persons() -> String {
    rows(
        "PNCID,FORENAME1,FORENAME2,SURNAME,DOB,SEX,POSTCODE",
        (0..PEOPLE).map(|person| {
            let (forename, surname) = (forename(person), surname(person * 3));
            let sex = ["M", "F", "U"][person % 3];
            format!(
                "P{person},{forename},{},{surname},{},{sex},{}",
                &surname[..2],
                date(person, 1940),
                postcode(person)
            )
        }),
    )
}

fn aliases() -> String {
    rows(
        "PNCID,ALIAS_FORENAME,ALIAS_SURNAME,ALIAS_DOB",
        (0..3000).map(|row| {
            let person = row * 2377 % PEOPLE;
            match row % 7 {
                0 => format!("P{person},,,"),
                1 => format!("P{person},,{},", surname(person * 3)),
                _ => format!("P{person},{},{}-{},", forename(row * 11), surname(row), surname(row + 5)),
            }
        }),
    )
}

fn offences() -> String {
    rows(
        "PNCID,HO_OFFENCE_CODE,OFFENCE_START_DATE,CONVICTION_DATE,OUTCOME",
        (0..9000).map(|row| {
            let outcome = ["CONVICTION", "CAUTION", "REPRIMAND", "WARNING"][row % 4];
            format!(
                "P{},{}/{},{},{},{outcome}",
                row * 1709 % PEOPLE,
                row % 190,
                row % 9,
                date(row, 2003),
                date(row + 40, 2004)
            )
        }),
    )
}

/// Registrations of which the latest counts; some people are registered twice on one day.
fn deaths() -> String {
    let compact = |date: String| date.split('/').rev().collect::<String>();
    rows(
        "DEATH_ID,REG_DATE,REG_DATE_OF_DEATH,S_UNDERLYING_COD_ICD10,COD_TEXT,DEC_FORENAMES,DEC_SURNAME,DEC_DATE_OF_BIRTH,DEC_SEX,DEC_PCODE",
        (0..PEOPLE).map(|row| {
            let person = row * 17 % 2600;
            let registered = compact(date(person + row / 1900 * 29, 2012));
            let (forename, middle, surname) = (forename(person), forename(person + row), surname(person));
            let (died, born) = (compact(date(person, 2011)), compact(date(person, 1930)));
            format!(
                "D{person},{registered},{died},X4{},{},{forename} {middle},{surname},{born},{},{}",
                person % 9,
                ["1A HEROIN AND DIAZEPAM", "DROWNING", ""][person % 3],
                1 + person % 2,
                postcode(person + row % 3)
            )
        }),
    )
}

fn whole_names() -> String {
    rows(
        "rec_id,forename,middle,surname,dob,sex,postcode,address,town",
        (0..PEOPLE).map(|row| {
            let (forename, middle, surname) = (forename(row), forename(row * 3), surname(row / 2));
            let surname = if row % 4 == 0 { format!("{surname}-VANDENBERGHE") } else { surname.to_owned() };
            let born = date(row * 5, 1935).split('/').rev().collect::<Vec<_>>().join("-");
            format!(
                "r{row},{forename},{middle},{surname},{born},{},{},{} HIGH STREET,Leeds",
                ["M", "F"][row % 2],
                postcode(row),
                row % 90
            )
        }),
    )
}

fn rows(header: &str, rows: impl Iterator<Item = String>) -> String {
    rows.fold(format!("{header}\n"), |mut text, row| {
        let _ = writeln!(text, "{row}");
        text
    })
}

fn forename(number: usize) -> &'static str {
    ["MARGARET", "THOMAS", "ANN", "ALEX", "BILL", "CATHERINE", "JOHN", "OLUWASEUN", "ZOE", "KYLE", "LIAM"][number % 11]
}

fn surname(number: usize) -> &'static str {
    ["OKAFOR", "SMITH", "PROSSER", "FEATHERSTONEHAUGH", "NI BHRIAIN", "LEE", "PATEL", "JONES", "EVANS", "KHAN"]
        [number % 10]
}

fn date(number: usize, first_year: usize) -> String {
    format!("{:02}/{:02}/{}", 1 + number % 28, 1 + number / 28 % 12, first_year + number * 7 % 40)
}

fn sector(number: usize) -> String {
    format!("M{} {}", 1 + number % 20, number % 9)
}

fn postcode(number: usize) -> String {
    format!("{}{}B", sector(number), ["A", "D", "H"][number % 3])
}

/// `cargo test -p linker --test linkage -- --ignored write_tables`, then `dwlink pseudonymise` on each folder.
#[test]
#[ignore = "writes the tables from which the known bytes were made, into the folder DELIVERIES"]
fn write_tables() {
    let root = std::env::var("DELIVERIES").unwrap();
    for source in SOURCES {
        let folder = Path::new(&root).join(source);
        fs::create_dir_all(&folder).unwrap();
        for (name, table) in tables(source) {
            fs::write(folder.join(name), table).unwrap();
        }
    }
}
