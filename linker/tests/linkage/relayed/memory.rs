//! A relay's bytes depend neither on memory nor on threads, and its output is not taken for anything else.

use exchange::{ExchangeError, Manifest, NewFolder, PassReader, RelayReader, Role, tokens};
use linker::relay::{Order, relay};
use linker::{LinkerError, Unwatched};

use crate::world::{delivered, owners_key, received, relayed, relays_key, spec};

#[test]
fn bytes_depend_neither_on_memory_nor_on_threads() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let spec = spec(true);
    delivered(&spec, "left", &owners_key(1), at, "owner");
    let mut first = None;
    for (memory, threads) in [(1 << 40, 1), (1 << 40, 3), (0, 1), (0, 2)] {
        let out = format!("out-{memory}-{threads}");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let made = pool.install(|| relayed(&spec, &relays_key(2), at, ("owner", &out), memory));
        assert_eq!(made.spilled_bytes > 0, memory == 0);
        let manifest = std::fs::read(at.join(&out).join("manifest.json")).unwrap();
        assert_eq!(*first.get_or_insert_with(|| manifest.clone()), manifest, "{memory} bytes, {threads} threads");
    }
}

#[test]
fn a_manifest_says_what_it_was_and_what_it_passed() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let spec = spec(true);
    delivered(&spec, "left", &owners_key(1), at, "owner");
    assert!(!at.join("owner/linkage").exists());
    relayed(&spec, &relays_key(2), at, ("owner", "out"), 1 << 40);
    let before = Manifest::read(&at.join("owner/relay"), Role::Relay).unwrap();
    let after = Manifest::read(&at.join("out"), Role::Linkage).unwrap();
    assert_eq!(after.relay_check, Some(relays_key(2).check_value().to_string()));
    assert_eq!(before.key_check, Some(owners_key(1).check_value().to_string()));
    let common = |manifest: &Manifest| {
        let Manifest { project, delivery, source, spec_hash, key_check, batches, layouts, .. } = manifest.clone();
        let names: Vec<_> = manifest.files.iter().map(|file| file.name.clone()).collect();
        (project, delivery, source, spec_hash, key_check, batches, layouts, names)
    };
    assert_eq!(common(&before), common(&after));
    let name = tokens::file_name(&spec.links[0].name, &spec.links[0].passes[0].name);
    let (wide, narrow) = (at.join("owner/relay").join(&name), at.join("out").join(&name));
    assert_eq!(RelayReader::open(&wide).unwrap().rows(), PassReader::open(&narrow).unwrap().rows());
    assert!(matches!(PassReader::open(&wide).map(drop), Err(ExchangeError::OtherFormat { .. })));
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let with_relay = spec(true);
    delivered(&with_relay, "left", &owners_key(1), at, "owner");
    let folder = received(&at.join("owner/relay"), Role::Relay);
    let plain = spec(false);
    let other = keys::RelayKeyring::from_test_seed("other", 2).unwrap();
    let own = relays_key(2);
    for (spec, keyring) in [(&plain, &own), (&with_relay, &other)] {
        let order = Order { spec, keyring, folder: &folder, memory_bytes: 1 << 40 };
        let refused = relay(&order, &NewFolder::begin(at.join("out"), false).unwrap(), &Unwatched);
        assert!(matches!(refused, Err(LinkerError::Policy { .. })), "{refused:?}");
        assert!(!at.join("out").exists());
    }
}
