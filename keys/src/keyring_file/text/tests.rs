//! The text is written in one way and read in that way alone.

use super::*;

const PATH: &str = "project.keys";

fn project_text() -> String {
    write(&Keyring::from_test_seed("pilot", 1).unwrap().into()).unwrap().to_string()
}

fn study_text() -> String {
    write(&StudyKey::from_test_seed("pilot", "deaths", 1).unwrap().into()).unwrap().to_string()
}

fn relay_text() -> String {
    write(&RelayKeyring::from_test_seed("pilot", 1).unwrap().into()).unwrap().to_string()
}

fn read_text(text: &str) -> Result<KeyringFile, Error> {
    read(Path::new(PATH), text.as_bytes())
}

/// Frozen: files of version 1 must stay readable.
#[test]
fn version_1_is_this_text() {
    let key = "a18303738406cc3f69c61b1fa09bae2c8706ca1862c3f49b22251ff773d901df";
    let frozen = format!("dwlink keyring 1\nkind=project\nproject=pilot\nkey={key}\ncheck=934C-1518-4309-B3D2\n");
    assert_eq!(project_text(), frozen);
    let lines: Vec<_> = study_text().lines().map(|line| line.split('=').next().unwrap().to_owned()).collect();
    assert_eq!(lines, ["dwlink keyring 1", "kind", "project", "study", "key", "check"]);
}

/// Frozen: version 2 is version 1 with a last day of use.
#[test]
fn version_2_is_this_text() {
    let key = "a18303738406cc3f69c61b1fa09bae2c8706ca1862c3f49b22251ff773d901df";
    let frozen = format!(
        "dwlink keyring 2\nkind=project\nproject=pilot\nuse-until=2027-03-31\nkey={key}\ncheck=934C-1518-4309-B3D2\n"
    );
    assert_eq!(ending(&project_text()), frozen);
    for changed in [
        frozen.replace("2027-03-31", "2027-02-30"),
        frozen.replace("2027-03-31", "20270331"),
        frozen.replace("use-until=2027-03-31\n", ""),
        frozen.replace("keyring 2", "keyring 1"),
    ] {
        assert!(matches!(read_text(&changed), Err(Error::Altered { .. })), "{changed}");
    }
}

/// Frozen: versions 3 and 4 are a relay's, without and with a last day of use. The key is that of the frozen derivations.
#[test]
fn versions_3_and_4_are_these_texts() {
    let [key, check] = ["test relay root", "relay check value|pilot"].map(|question| {
        let answers = include_str!("../../../tests/data/derivations_v1.txt");
        answers.lines().find_map(|line| line.strip_prefix(question)?.strip_prefix(" => ")).unwrap()
    });
    let check: Vec<_> = check.as_bytes().chunks(4).map(|part| String::from_utf8_lossy(part).to_uppercase()).collect();
    let lines = format!("key={key}\ncheck={}\n", check.join("-"));
    assert_eq!(relay_text(), format!("dwlink keyring 3\nkind=relay\nproject=pilot\n{lines}"));
    let ends = ending(&relay_text());
    assert_eq!(ends, format!("dwlink keyring 4\nkind=relay\nproject=pilot\nuse-until=2027-03-31\n{lines}"));
    for changed in [relay_text().replace("keyring 3", "keyring 1"), project_text().replace("keyring 1", "keyring 3")] {
        assert!(matches!(read_text(&changed), Err(Error::Altered { .. })), "{changed}");
    }
}

fn ending(text: &str) -> String {
    let mut file = read_text(text).unwrap();
    file.set_use_until(Some(jiff::civil::date(2027, 3, 31)));
    write(&file).unwrap().to_string()
}

#[test]
fn what_is_written_is_read() {
    let without = [project_text(), study_text(), relay_text()];
    for text in without.iter().cloned().chain(without.iter().map(|text| ending(text))) {
        assert_eq!(write(&read_text(&text).unwrap()).unwrap().as_str(), text);
    }
    assert!(matches!(read_text(&study_text()), Ok(KeyringFile::Study(key)) if key.study() == "deaths"));
    assert!(matches!(read_text(&relay_text()), Ok(KeyringFile::Relay(key)) if key.project() == "pilot"));
}

#[test]
fn the_longest_names_fit_the_buffer() {
    let name = "n".repeat(Name::MAXIMUM_CHARS);
    let mut file = KeyringFile::from(StudyKey::from_test_seed(&name, &name, 1).unwrap());
    file.set_use_until(Some(jiff::civil::Date::MAX));
    let text = write(&file).unwrap();
    assert!(text.len() <= CAPACITY && text.capacity() == CAPACITY);
}

#[test]
fn any_other_text_is_refused() {
    for text in [project_text(), study_text(), relay_text()] {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        for place in 1..lines.len() {
            let without: String = [&lines[..place], &lines[place + 1..]].concat().concat();
            let twice: String = [&lines[..=place], &lines[place..]].concat().concat();
            assert!(matches!(read_text(&without), Err(Error::Altered { .. })), "without line {place}");
            assert!(matches!(read_text(&twice), Err(Error::Altered { .. })), "line {place} twice");
        }
    }
    let text = project_text();
    for changed in [
        text.replace("pilot", "pilot2"),
        text.replace("pilot", "pi lot"),
        text.replace("kind=project", "kind=other"),
        text.replace('\n', "\r\n").replacen("\r\n", "\n", 1),
        text.trim_end().to_owned(),
        format!("{text}\n"),
        format!("{text}extra=1\n"),
        text.replace("key=", "key= "),
        text.replace("key=a1", "key=A1"),
        text.replace("key=a1", "key=a2"),
        text.replace("key=a1", "key="),
        text.replace("check=934C", "check=934c"),
        text.replace("check=934C", "check=934D"),
    ] {
        assert_ne!(changed, text);
        assert!(matches!(read_text(&changed), Err(Error::Altered { .. })), "{changed}");
    }
}

#[test]
fn another_version_or_another_file_is_told_apart() {
    let later = project_text().replacen("keyring 1", "keyring 5", 1);
    assert!(matches!(read_text(&later), Err(Error::OtherVersion { .. })));
    for other in ["", "hello\n", "dwlink keyring", "AGE-SECRET-KEY-1\n"] {
        assert!(matches!(read_text(other), Err(Error::NotKeyring { .. })), "{other}");
    }
    assert!(matches!(read(Path::new(PATH), &[0xFF, 0xFE]), Err(Error::NotKeyring { .. })));
}
