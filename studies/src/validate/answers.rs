//! Rows of the files of known answers: plain comma-separated values, none quoted, as our own scripts write them.

/// The rows below the head, without comments, each cut into its fields.
pub(super) fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1);
    lines.map(|line| line.split(',').collect())
}

/// A column of numbers.
pub(super) fn column(file: &'static str, name: &str) -> Vec<f64> {
    let head = file.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
    let place = head.split(',').position(|heading| heading == name);
    let place = place.expect("a known-answer file has the column asked of it");
    rows(file).map(|fields| number(fields[place])).collect()
}

/// A field that is a number; not a number if it is anything else, so that its check fails.
pub(super) fn number(field: &str) -> f64 {
    field.parse().unwrap_or(f64::NAN)
}
