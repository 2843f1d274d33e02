//! Every form in which a planted value might travel, and a search for all of them at once.

use std::collections::HashMap;

use super::plant::Identity;

/// Shorter texts (a year, an area, an initial) say too little to be searched for.
const SHORTEST: usize = 6;

/// The forms, by their first bytes.
pub(super) struct Needles {
    by_start: HashMap<[u8; SHORTEST], Vec<Vec<u8>>>,
    /// Whether any form starts with bytes of this hash: most places of a file are passed over by one look.
    starts: Vec<bool>,
}

impl Needles {
    pub(super) fn of(identities: &[Identity]) -> Self {
        let mut needles = Self { by_start: HashMap::new(), starts: vec![false; 1 << 20] };
        for person in identities {
            for form in forms(person).into_iter().filter(|form| form.len() >= SHORTEST) {
                needles.add(form.into_bytes());
            }
        }
        needles
    }

    fn add(&mut self, form: Vec<u8>) {
        let start = *form.first_chunk().expect("no form is shorter");
        self.starts[place(start)] = true;
        let forms = self.by_start.entry(start).or_default();
        if !forms.contains(&form) {
            forms.push(form);
        }
    }

    /// The first form found.
    pub(super) fn find(&self, bytes: &[u8]) -> Option<String> {
        (0..bytes.len()).find_map(|at| {
            let start: [u8; SHORTEST] = *bytes[at..].first_chunk()?;
            let forms = if self.starts[place(start)] { self.by_start.get(&start)? } else { return None };
            let found = forms.iter().find(|form| bytes[at..].starts_with(form))?;
            Some(String::from_utf8_lossy(found).into_owned())
        })
    }
}

fn place(start: [u8; SHORTEST]) -> usize {
    let number = start.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 44) as usize
}

fn forms(person: &Identity) -> Vec<String> {
    let [year, month, day] = person.birth;
    let mut forms = vec![
        person.date("iso"),
        person.date("uk"),
        person.date("compact"),
        format!("{day:02}-{month:02}-{year}"),
        format!("{day:02}{month:02}{year}"),
        // As block keys hold it.
        format!("{year}|{:02}|{:02}", month.min(day), month.max(day)),
    ];
    for text in [&person.postcode, &person.pnc_id(), &person.nino(), &person.death_id(), &person.client_id()] {
        forms.extend([
            text.clone(),
            text.to_lowercase(),
            text.replace([' ', '/'], ""),
            text.to_lowercase().replace(' ', ""),
        ]);
    }
    for name in [&person.forename, &person.surname, &person.alias] {
        forms.extend([name.clone(), name.to_lowercase(), format!("{}{}", &name[..1], name[1..].to_lowercase())]);
        forms.extend((0..name.len()).map(|at| format!("{}{}", &name[..at], &name[at + 1..])));
    }
    forms
}
