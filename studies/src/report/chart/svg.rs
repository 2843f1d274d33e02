//! The frame of a chart and the few shapes in it.

use std::fmt::Write;

use crate::report::text::escape;

/// An SVG drawing under way.
pub(super) struct Drawing {
    body: String,
    /// Height used so far, in px.
    pub(super) height: f64,
}

impl Drawing {
    pub(super) fn new() -> Self {
        Self { body: String::new(), height: 0.0 }
    }

    /// Text with its anchor at `x` per cent.
    pub(super) fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let _ = write!(self.body, r#"<text class="{class}" x="{x:.2}%" y="{y:.0}">{}</text>"#, escape(text));
    }

    /// Text that starts `offset` px right of `x` per cent.
    pub(super) fn text_after(&mut self, class: &str, x: f64, offset: f64, y: f64, text: &str) {
        let text = escape(text);
        let _ = write!(self.body, r#"<text class="{class}" x="{x:.2}%" dx="{offset:.0}" y="{y:.0}">{text}</text>"#);
    }

    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let ((x1, y1), (x2, y2)) = (from, to);
        let _ = write!(self.body, r#"<line class="{class}" x1="{x1:.2}%" y1="{y1:.0}" x2="{x2:.2}%" y2="{y2:.0}"/>"#);
    }

    pub(super) fn bar(&mut self, class: &str, y: f64, width: f64, height: f64) {
        let _ =
            write!(self.body, r#"<rect class="{class}" x="0" y="{y:.0}" width="{width:.2}%" height="{height:.0}"/>"#);
    }

    pub(super) fn dot(&mut self, class: &str, x: f64, y: f64) {
        let _ = write!(self.body, r#"<circle class="{class}" cx="{x:.2}%" cy="{y:.0}" r="6"/>"#);
    }

    /// A diamond: an inner drawing, since a path cannot take per cent.
    pub(super) fn diamond(&mut self, class: &str, x: f64, y: f64) {
        let _ = write!(
            self.body,
            r#"<svg x="{x:.2}%" y="{y:.0}" overflow="visible"><path class="{class}" d="M0-8 8 0 0 8-8 0Z"/></svg>"#
        );
    }

    /// The finished drawing. `behind` is drawn first, so that grid lines lie under the marks.
    pub(super) fn finish(self, behind: &Self, id: &str, title: &str, description: &str) -> String {
        let (title, description, height) = (escape(title), escape(description), self.height);
        format!(
            "<svg class=\"chart\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" width=\"100%\" height=\"{height:.0}\">\
             <title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc>{}{}</svg>",
            behind.body, self.body
        )
    }
}
