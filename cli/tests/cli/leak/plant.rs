//! People nobody could be mistaken for, written into every department's extract.

use std::fs;
use std::path::Path;

/// One planted person.
pub(super) struct Identity {
    number: usize,
    pub(super) forename: String,
    pub(super) surname: String,
    pub(super) alias: String,
    /// Year, month, day: long before anybody generated was born, yet shared enough that no year stands out.
    pub(super) birth: [usize; 3],
    /// With its space.
    pub(super) postcode: String,
}

impl Identity {
    pub(super) fn new(number: usize) -> Self {
        let (year, month, day) = (1901 + number % 5, 1 + number / 5 % 12, 13 + number / 60);
        let unit = [number / 21 % 21, number % 21].map(|letter| char::from(b"ABDEFGHJLNPQRSTUWXYZA"[letter]));
        // Digits that base32 does not have: no study pseudonym holds such a postcode by chance.
        let sector = [0, 1, 8, 9][number % 4];
        Self {
            number,
            forename: format!("ZQ{}", improbable(number * 7919 + 11)),
            surname: format!("XJ{}", improbable(number * 6271 + 5)),
            alias: format!("VK{}", improbable(number * 5003 + 3)),
            birth: [year, month, day],
            postcode: format!("ZE{} {sector}{}{}", 1 + number % 3, unit[0], unit[1]),
        }
    }

    pub(super) fn pnc_id(&self) -> String {
        format!("77/{:07}Z", 9_100_000 + self.number)
    }

    pub(super) fn nino(&self) -> String {
        format!("ZY{:06}D", 910_000 + self.number)
    }

    pub(super) fn death_id(&self) -> String {
        format!("DQX{:08}", 91_000_000 + self.number)
    }

    pub(super) fn client_id(&self) -> String {
        format!("CLQX{:06}", 910_000 + self.number)
    }

    pub(super) fn date(&self, shape: &str) -> String {
        let [year, month, day] = self.birth;
        match shape {
            "iso" => format!("{year}-{month:02}-{day:02}"),
            "uk" => format!("{day:02}/{month:02}/{year}"),
            _ => format!("{year}{month:02}{day:02}"),
        }
    }
}

/// Six letters that no name holds in a row.
fn improbable(seed: usize) -> String {
    const LETTERS: &[u8; 8] = b"BXVKJWQZ";
    let mixed = (seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (0..6).map(|place| char::from(LETTERS[(mixed >> (20 + 5 * place)) as usize % 8])).collect()
}

/// Appends the identities to the departments' tables.
pub(super) fn into(extracts: &Path, identities: &[Identity]) {
    type Cells = fn(&Identity) -> Vec<(&'static str, String)>;
    let tables: [(&str, Cells); 10] = [
        ("ndtms/ndtms_episode.csv", |person| {
            let initial = |name: &str| name[..1].to_owned();
            let sector = person.postcode[..person.postcode.len() - 2].to_owned();
            let mut cells = client(person);
            cells.extend([("FINITIAL", initial(&person.forename)), ("SINITIAL", initial(&person.surname))]);
            cells.extend([("DOB", person.date("uk")), ("PC", sector), ("CONSENT", "Y".to_owned())]);
            cells
        }),
        ("ndtms/ndtms_modality.csv", client),
        ("pnc/pnc_person.csv", |person| {
            vec![
                ("PNCID", person.pnc_id()),
                ("FORENAME1", person.forename.clone()),
                ("SURNAME", person.surname.clone()),
                ("DOB", person.date("uk")),
                ("POSTCODE", person.postcode.clone()),
            ]
        }),
        ("pnc/pnc_alias.csv", |person| {
            vec![
                ("PNCID", person.pnc_id()),
                ("ALIAS_FORENAME", person.alias.clone()),
                ("ALIAS_SURNAME", person.surname.clone()),
                ("ALIAS_DOB", person.date("uk")),
            ]
        }),
        ("pnc/pnc_offence.csv", |person| vec![("PNCID", person.pnc_id())]),
        ("pnc/custody.csv", |person| vec![("PNCID", person.pnc_id())]),
        ("deaths/death.csv", |person| {
            vec![
                ("DEATH_ID", person.death_id()),
                ("DEC_FORENAMES", format!("{} {}", person.forename, person.alias)),
                ("DEC_SURNAME", person.surname.clone()),
                ("DEC_DATE_OF_BIRTH", person.date("compact")),
                ("DEC_PCODE", person.postcode.clone()),
                ("COD_TEXT", format!("HEROIN TOXICITY. {} {} WAS FOUND DEAD", person.forename, person.surname)),
            ]
        }),
        ("dwp/claimant.csv", |person| {
            vec![
                ("NINO", person.nino()),
                ("FORENAME", person.forename.clone()),
                ("SURNAME", person.surname.clone()),
                ("DOB", person.date("iso")),
                ("POSTCODE", person.postcode.clone()),
            ]
        }),
        ("dwp/benefit_spell.csv", |person| vec![("NINO", person.nino())]),
        ("dwp/employment_spell.csv", |person| vec![("NINO", person.nino())]),
    ];
    for (table, cells) in &tables {
        append(&extracts.join(table), identities.iter().map(cells));
    }
}

fn client(person: &Identity) -> Vec<(&'static str, String)> {
    vec![("AGNCY", "ZQX01".to_owned()), ("CLIENTID", person.client_id())]
}

/// Appends rows that are the table's first one but for the cells given: whatever else a row needs is right.
fn append(table: &Path, rows: impl Iterator<Item = Vec<(&'static str, String)>>) {
    let mut text = fs::read_to_string(table).unwrap();
    let mut lines = text.lines();
    let header: Vec<String> = lines.next().unwrap().split(',').map(str::to_owned).collect();
    let model: Vec<String> = lines.next().unwrap().split(',').map(str::to_owned).collect();
    assert_eq!(header.len(), model.len(), "the first row of {} is plain", table.display());
    for cells in rows {
        let mut row = model.clone();
        for (column, value) in cells {
            let place = header.iter().position(|name| name == column);
            row[place.unwrap_or_else(|| panic!("{} has no {column}", table.display()))] = value;
        }
        text.push_str(&row.join(","));
        text.push('\n');
    }
    fs::write(table, text).unwrap();
}
