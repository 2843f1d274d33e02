use std::sync::atomic::{AtomicUsize, Ordering};

use exchange::read_rows;
use exchange::spec::Loss;

use super::*;
use crate::error::LinkerError;
use crate::union::world::{LEFTS, RIGHTS, World};

/// The spine of the offenders as bytes and rows, and the counts: in memory or sealed, on so many threads.
fn spine(
    world: &World,
    (sealed, threads): (bool, usize),
    reached: Reached<'_>,
) -> Result<(Vec<u8>, Vec<SpineRow>, LinkCounts)> {
    let room = if sealed { Room::sealing(world.path()) } else { Room::unbounded()? };
    let key = StudyKey::from_test_seed("project", "study", 1)?;
    let path = world.path().join("spine.parquet");
    let link = world.spec.links.iter().enumerate().find(|(_, link)| link.right == 1);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let made = pool.install(|| {
        let spines = Spines::new((&world.spec, 0), &world.linked, world.entities(), &key, room.clone(), reached)?;
        spines.write(1, link, &path, reached)
    });
    let bytes = std::fs::read(&path).unwrap_or_default();
    let (_, counts) = made.inspect_err(|_| {
        // An unfinished run leaves its files to the folder that holds them.
        let _ = std::fs::remove_file(&path);
    })?;
    assert_eq!(room.workspace.spilled_bytes() > 0, sealed);
    let rows = read_rows(&path)?;
    std::fs::remove_file(&path).unwrap();
    Ok((bytes, rows, counts.unwrap()))
}

#[test]
fn a_spine_is_the_same_in_memory_and_sealed_on_any_number_of_threads() {
    let mut world = World::new(RIGHTS);
    for cardinality in [Cardinality::ManyOne, Cardinality::OneOne] {
        for is_clustered in [true, false] {
            world.spec.links[1].cardinality = cardinality;
            // At such a loss nobody is anybody else.
            world.spec.links[0].loss = Loss::new(if is_clustered { 9.0 } else { 1e9 }).unwrap();
            let made = |how| spine(&world, how, &|_| Ok(())).unwrap();
            let (bytes, rows, counts) = made((false, 1));
            for how in [(true, 1), (false, 3), (true, 3)] {
                assert_eq!(made(how).0, bytes, "{cardinality:?}, {how:?}");
            }
            assert_eq!(counts.people == LEFTS, !is_clustered, "{counts:?}");
            assert_eq!(counts.by_class.values().sum::<u64>(), counts.people);
            let of_class = |class| rows.iter().filter(|row| row.class == class).count();
            assert!(of_class(LinkClass::Link) > 10 && of_class(LinkClass::Possible) > 10, "{counts:?}");
            let mut entities: Vec<u64> = rows.iter().map(|row| row.payload_handle).collect();
            entities.dedup();
            assert_eq!(entities.len() as u64, RIGHTS, "every offender is in the spine");
        }
    }
}

#[test]
fn a_source_without_anybody_has_a_spine_without_rows() {
    let world = World::new(0);
    let room = Room::unbounded().unwrap();
    let key = StudyKey::from_test_seed("project", "study", 1).unwrap();
    let spines = Spines::new((&world.spec, 0), &world.linked, world.entities(), &key, room, &|_| Ok(())).unwrap();
    let path = world.path().join("spine.parquet");
    let (written, counts) = spines.write(1, Some((1, &world.spec.links[1])), &path, &|_| Ok(())).unwrap();
    assert_eq!(written.rows, 0);
    let counts = counts.unwrap();
    assert_eq!(counts.by_class.values().sum::<u64>(), counts.people);
}

#[test]
fn work_stops_wherever_it_is_told_to() {
    let world = World::new(RIGHTS);
    let stopped_at = |stop| {
        let calls = AtomicUsize::new(0);
        let reached = |share: f64| {
            assert!((0.0..=1.0).contains(&share), "{share}");
            if calls.fetch_add(1, Ordering::Relaxed) == stop { Err(LinkerError::Interrupted) } else { Ok(()) }
        };
        let made = spine(&world, (false, 1), &reached).map(|_| ());
        (made, calls.into_inner())
    };
    let (made, all) = stopped_at(usize::MAX);
    made.unwrap();
    let passes: usize = world.spec.links.iter().map(|link| link.passes.len()).sum();
    assert!(all > 2 * passes, "told {all} times in {passes} passes");
    for stop in 0..all {
        let (made, calls) = stopped_at(stop);
        assert!(matches!(made, Err(LinkerError::Interrupted)), "{stop}: {made:?}");
        assert_eq!(calls, stop + 1);
    }
}
