//! Which tables a study needs.

/// Tables beside the treatment episodes, which every study needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needed {
    /// Kinds of treatment, and stays in custody.
    pub stays: bool,
    /// Offences.
    pub offences: bool,
    /// Employment and benefit spells.
    pub work: bool,
}

impl Needed {
    /// Every table: for several studies on one delivery.
    pub const ALL: Self = Self { stays: true, offences: true, work: true };
}
