//! Key custody: shares give the same tokens, the log shows what was done to it, a secret given by mistake is not repeated.

use std::fs;
use std::path::Path;
use std::process::Command;

use exchange::{PairRow, read_rows};

use crate::folders::files;
use crate::program::{self, Ended, Run, dwlink};
use crate::world::{self, HOLDERS, IDENTITY, RECIPIENT};

#[test]
fn a_combined_keyring_gives_the_same_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    world::copy_into(at);
    let holders: String = HOLDERS.map(|(name, recipient)| format!(" --holder {name}={recipient}")).concat();
    let open = "--identity identity.txt";
    dwlink(at, &format!("keys split trial.keys {open} --threshold 2{holders} --out split.age"));
    let log = fs::read_to_string(at.join("custody.log")).unwrap();
    let split = log.lines().last().unwrap();
    assert!(HOLDERS.iter().all(|(name, recipient)| split.contains(&format!("\"{name}\":\"{recipient}\""))), "{split}");
    dwlink(at, &format!("keys destroy trial.keys --open {open}"));
    let shares = "--share split.cy.share.age --share split.ann.share.age";
    dwlink(at, &format!("keys combine split.age {open} {shares} --recipient {RECIPIENT} --out again.keys"));
    dwlink(at, &format!("pseudonymise left --spec person.toml --source left --keys again.keys {open} --out again"));
    // Tokens of the right source were made before the split: were the new ones of another key, nothing would agree.
    dwlink(at, "link --spec person.toml again/linkage b/linkage --out relinked");
    let (before, after) = (weights(&at.join("linked")), weights(&at.join("relinked")));
    assert!(before.len() > 50, "only {} pairs", before.len());
    assert_eq!(before, after);
}

/// Bits of every match weight, sorted: handles are drawn anew, weights follow from tokens alone.
pub(crate) fn weights(linked: &Path) -> Vec<u64> {
    let parquet = files(linked).into_iter().filter(|path| path.extension().is_some_and(|end| end == "parquet"));
    let mut weights: Vec<_> =
        parquet.flat_map(|path| read_rows::<PairRow>(&path).unwrap()).map(|pair| pair.match_weight.to_bits()).collect();
    weights.sort_unstable();
    weights
}

#[test]
fn the_log_shows_every_change_and_a_head_shows_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("identity.txt"), IDENTITY).unwrap();
    for name in ["a", "b", "c", "d"] {
        let line =
            format!("keys generate --project pilot --recipient {RECIPIENT} --sign identity.txt --out {name}.keys");
        dwlink(at, &line);
    }
    let whole = fs::read_to_string(at.join("custody.log")).unwrap();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let shown = dwlink(at, "keys log verify custody.log").stdout;
    let head = shown.trim_end().rsplit(' ').next().unwrap().to_owned();
    let verify = |log: &str, more: &str| {
        fs::write(at.join("custody.log"), log).unwrap();
        Run::new(at, &format!("keys log verify custody.log{more}")).end()
    };
    assert_eq!(verify(&whole, &format!(" --head {head}")).code, Some(0));
    let without_one = [lines[0], lines[2], lines[3]].concat();
    let reordered = [lines[0], lines[2], lines[1], lines[3]].concat();
    let edited = whole.replace("c.keys", "e.keys");
    let last_edited = whole.replace("d.keys", "e.keys");
    for changed in [without_one, reordered, edited, last_edited, lines[1..].concat(), whole.trim_end().to_owned()] {
        assert_eq!(verify(&changed, "").code, Some(1), "{changed}");
    }
    let shorter = lines[..3].concat();
    assert_eq!(verify(&shorter, "").code, Some(0), "a chain cannot know what came after it");
    let ended = verify(&shorter, &format!(" --head {head}"));
    assert_eq!(ended.code, Some(1));
    assert!(ended.stdout.contains("never had this head"), "{}", ended.stdout);
    // Written anew by somebody without the desk's identity: the chain holds, the signatures do not.
    let forged = whole_anew(&whole.replace("c.keys", "e.keys"));
    let ended = verify(&forged, "");
    assert_eq!(ended.code, Some(1));
    assert!(ended.stdout.contains("line 3: its signature does not hold"), "{}", ended.stdout);
}

#[test]
fn nothing_is_done_that_cannot_be_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    world::copy_into(at);
    let before = files(at);
    let log = fs::read(at.join("custody.log")).unwrap();
    let seal = format!("--recipient {RECIPIENT} --out new.keys");
    for (act, code) in [
        ("keys destroy trial.keys --sign identity.txt --certificate none/gone.json".to_owned(), 3),
        ("keys destroy trial.keys --log none/custody.log".to_owned(), 2),
        (format!("keys generate --project trial {seal} --log none/custody.log"), 2),
        (format!("keys share trial.keys --identity identity.txt {seal} --log none/custody.log"), 2),
    ] {
        let ended = Run::new(at, &act).expect_code(code);
        assert!(ended.stderr.contains("none"), "{}", ended.stderr);
        assert_eq!(files(at), before, "{act}");
        assert_eq!(fs::read(at.join("custody.log")).unwrap(), log, "{act}");
    }
}

/// No file may grow beyond so many blocks of 512 bytes; the signal that would end the program is turned off, so that the write
/// fails half-way instead.
#[test]
fn a_line_that_is_cut_short_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("identity.txt"), IDENTITY).unwrap();
    // A signed line is longer than a block.
    let act = format!("keys generate --project pilot --recipient {RECIPIENT} --sign identity.txt");
    dwlink(at, &format!("{act} --out a.keys"));
    let log = fs::read(at.join("custody.log")).unwrap();
    let small_files = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" {act} --out b.keys", log.len() / 512 + 1);
    let output = Command::new("sh").args(["-c", &small_files]).arg(program::path()).current_dir(at).output().unwrap();
    let ended = Ended::of(small_files, &output);
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    assert!(ended.stderr.contains("The act is done, but it is not recorded"), "{}", ended.stderr);
    assert_eq!(fs::read(at.join("custody.log")).unwrap(), log);
    dwlink(at, &format!("{act} --out c.keys"));
    dwlink(at, "keys log verify custody.log");
}

/// The same acts in a chain of their own.
fn whole_anew(text: &str) -> String {
    use exchange::chain::{Chain, Chained};
    use exchange::custody::{CustodyLog, Entry};
    let mut anew = String::new();
    for line in text.lines() {
        let entry: Chained<Entry> = serde_json::from_str(line).unwrap();
        let chain: Chain<Entry> = CustodyLog::parse(Path::new("custody.log"), &anew).unwrap();
        anew.extend([chain.next(entry.body).text().as_str(), "\n"]);
    }
    anew
}

#[test]
fn a_passphrase_is_taken_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let sealed_by = |bytes: usize| {
        Run::new(folder.path(), "keys generate --project pilot --out x.keys").passphrase(&"p".repeat(bytes))
    };
    let refused = sealed_by(1025).expect_code(2);
    assert!(refused.stderr.contains("longer than 1,024 bytes"), "{}", refused.stderr);
    sealed_by(1024).expect_code(0);
}

#[test]
fn a_secret_given_for_a_recipient_is_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    for argument in [format!("--recipient {IDENTITY}"), format!("--recipient desk={IDENTITY}")] {
        let ended = Run::new(folder.path(), &format!("keys generate --project pilot {argument} --out x.keys")).end();
        assert_eq!(ended.code, Some(2));
        assert!(ended.stderr.contains("not an age recipient") && !ended.stderr.contains("QYQSZ"), "{}", ended.stderr);
    }
    assert_eq!(files(folder.path()).len(), 0);
}

#[test]
fn a_secret_given_for_anything_is_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let generate = "keys generate --project pilot --out x.keys";
    for (line, told) in [
        (
            format!("{generate} --passphrase-fd {IDENTITY}"),
            "--passphrase-fd <N>': give the number of a file descriptor",
        ),
        (format!("{generate} --use-until {IDENTITY}"), "--use-until <YYYY-MM-DD>': give a day as YYYY-MM-DD"),
        (format!("{generate} --sign {IDENTITY}"), "--sign <FILE>': give the file that holds the identity"),
        (format!("{generate} --identity {IDENTITY}"), "--identity <FILE>': give the file that holds the identity"),
        (format!("{generate} --threads {IDENTITY}"), "--threads <N>'"),
        (format!("keys log verify x.log --head {IDENTITY}"), "--head <SHA-256>': give the 64 hexadecimal digits"),
        (format!("trial a b --out c --profile {IDENTITY}"), "possible values: guarded"),
    ] {
        let ended = Run::new(folder.path(), &line).expect_code(2);
        assert!(ended.stderr.contains(told) && !ended.stderr.contains("QYQSZ"), "{}", ended.stderr);
    }
}
