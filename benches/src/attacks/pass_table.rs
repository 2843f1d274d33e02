//! What each pass opens to one party, and to someone who holds both files.

use exchange::Role;
use exchange::spec::Profile;
use linker::attack::{
    AnyPass, Attack, Verdict, alignment, counting, fingerprint, known_rows, register, register_of_two_files,
};
use linker::union::delivered_views;

use super::{Subject, people, rate};
use crate::Result;
use crate::document::{Table, percent};
use crate::exposure::CEILING;
use crate::population::SEED;

/// Rows that attacker B knows. The ceiling is agreed for the middle one; the others show how the figure grows.
const KNOWN: [usize; 3] = [100, 1_000, 10_000];
const REPETITIONS: usize = 5;

/// One row a pass, and whether A, B with 1,000 known rows and C are within the ceiling in each; under `joint` also C with both files.
/// Then what the passes open together.
pub fn by_pass(subject: &Subject) -> Result<(String, bool, [Attack; 2])> {
    let mut table = Table::new(&[
        "pass",
        "cap",
        "emitted %",
        "A %",
        "A, structure %",
        "B 100 %",
        "B 1,000 %",
        "B 10,000 %",
        "C, sizes %",
        "C, one round %",
        "C %",
        "C, block %",
        "C guessing %",
        "two files %",
        "holds",
    ]);
    let folders = |which| {
        Ok::<_, Box<dyn std::error::Error>>((
            subject.delivery(which, Role::Linkage)?,
            subject.delivery(which, Role::Union)?,
        ))
    };
    let ((linkage, union), (beside_linkage, beside_union)) = (folders(0)?, folders(1)?);
    let files = delivered_views(&subject.spec, 0, &linkage, &union)?;
    let beside = delivered_views(&subject.spec, 0, &beside_linkage, &beside_union)?;
    let (mut all_hold, mut any) = (true, AnyPass::default());
    for ((file, beside), sample) in files.zip(beside).zip(subject.sample_views()?) {
        let ((pass, file), (_, beside), sample) = (file?, beside?, sample?);
        let [file, beside] = [(file, 0), (beside, 1)].map(|(view, which)| people(&view, subject, which));
        let known = KNOWN.map(|known| known_rows(&file, known, REPETITIONS, SEED));
        let (a, kinds, c) = (counting(&file, &sample), alignment(&file, &sample), register(&file));
        any.add(&file, &c);
        let shallow = [fingerprint(&file, 0), fingerprint(&file, 1)];
        let two = register_of_two_files(&file, &beside).named;
        let promised_of_two = (subject.spec.profile == Profile::Joint).then_some(&two);
        let mut held = [&a, &kinds, &known[1], &c.named].into_iter().chain(&shallow).chain(promised_of_two);
        let holds = held.all(|attack| attack.verdict(CEILING) == Verdict::Within);
        all_hold &= holds;
        let declared = &subject.spec.links[0].passes[pass];
        let mut cells = vec![
            declared.name.clone(),
            declared.cap.to_string(),
            percent(file.emitted() as f64 / file.persons as f64, 1),
        ];
        let attacks: Vec<&Attack> = [&a, &kinds]
            .into_iter()
            .chain(&known)
            .chain(&shallow)
            .chain([&c.named, &c.block, &c.guessed, &two])
            .collect();
        cells.extend(attacks.into_iter().map(rate));
        cells.push(if holds { "yes" } else { "**no**" }.to_owned());
        table.row(&cells);
    }
    Ok((table.text().to_owned(), all_hold, any.attacks(KNOWN[1])))
}
