//! Sheets as rows of text and numbers.

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, or nothing.
    Text(String),
    /// A number that is shown to some decimals.
    Number {
        /// The number as it is stored: no finer than it is shown.
        value: f64,
        /// Decimals shown.
        decimals: usize,
    },
}

impl Value {
    /// Text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number rounded to what is shown of it.
    #[must_use]
    pub fn number(value: f64, decimals: usize) -> Self {
        let grain = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
        // Adding nought turns minus nought into nought.
        Self::Number { value: (value * grain).round() / grain + 0.0, decimals }
    }
}

/// One sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its name: letters, digits and underscores.
    pub name: String,
    /// Lines above the table, one cell each: the title first.
    pub heading: Vec<String>,
    /// The header row of its table, if it holds one.
    pub header: Vec<String>,
    /// Rows below the header, or lines of text, one cell each.
    pub rows: Vec<Vec<Value>>,
}

impl Sheet {
    /// Every row from A1 down.
    #[must_use]
    pub fn grid(&self) -> Vec<Vec<Value>> {
        let line = |text: &String| vec![Value::text(text.as_str())];
        let header = (!self.header.is_empty()).then(|| self.header.iter().map(|h| Value::text(h.as_str())).collect());
        self.heading.iter().map(line).chain(header).chain(self.rows.iter().cloned()).collect()
    }
}
