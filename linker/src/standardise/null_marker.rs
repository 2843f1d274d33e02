//! The texts that stand for null in one source.

/// The null markers a source declares. Empty cells and white space are always null; nothing else is by default,
/// because `NA` is null in an NDTMS export and a surname elsewhere.
///
/// ```
/// use linker::standardise::NullMarkers;
///
/// let ndtms = NullMarkers::of(&["NA"]);
/// assert_eq!(ndtms.text(" NA "), "");
/// assert_eq!(NullMarkers::default().text("NA"), "NA");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NullMarkers(Vec<String>);

impl NullMarkers {
    /// Markers compared with the trimmed cell, letter case included (`NA` does not hide the surname `Na`).
    #[must_use]
    pub fn of(markers: &[&str]) -> Self {
        Self(markers.iter().map(|marker| marker.trim().to_owned()).collect())
    }

    /// The trimmed cell, or the empty text when it is null. The readers take it from here.
    #[must_use]
    pub fn text<'a>(&self, raw: &'a str) -> &'a str {
        let text = raw.trim();
        if self.0.iter().any(|marker| marker == text) { "" } else { text }
    }

    /// Whether the cell is null.
    #[must_use]
    pub fn is_null(&self, raw: &str) -> bool {
        self.text(raw).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_declared_markers_are_null() {
        let markers = NullMarkers::of(&["NA", "NULL", "N/K", "."]);
        for null in ["", "  ", "NA", " NULL", "N/K ", "."] {
            assert!(markers.is_null(null), "{null:?}");
        }
        for real in ["Na", "NAN", "N", ".."] {
            assert!(!markers.is_null(real), "{real:?}");
        }
        assert!(NullMarkers::default().is_null("\t"));
        assert!(!NullMarkers::default().is_null("NULL"));
    }
}
