//! A chart with two axes, as static SVG.

use std::fmt::Write as _;

use studies::report::text::{decimal, escape};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 316.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 46.0;

/// One axis: what it says, its ends, how far its ticks stand apart.
#[derive(Clone, Copy)]
pub(super) struct Axis {
    pub(super) label: &'static str,
    pub(super) low: f64,
    pub(super) high: f64,
    step: f64,
    decimals: usize,
    /// Heights by square root, so that few pairs beside many still show.
    is_root: bool,
}

impl Axis {
    /// From `low` to `high`, with about six round ticks.
    pub(super) fn linear(label: &'static str, low: f64, high: f64) -> Self {
        let rough = (high - low).max(1e-9) / 6.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = power * [1.0, 2.0, 5.0].into_iter().find(|step| step * power >= rough).unwrap_or(10.0);
        let decimals = (-step.log10().floor()).max(0.0) as usize;
        Self { label, low, high, step, decimals, is_root: false }
    }

    /// From 0 to 1.
    pub(super) fn share(label: &'static str) -> Self {
        Self::linear(label, 0.0, 1.0)
    }

    /// Counts from 0 up, by square root.
    pub(super) fn root(label: &'static str, high: f64) -> Self {
        Self { is_root: true, ..Self::linear(label, 0.0, high.max(1.0)) }
    }

    fn position(&self, value: f64) -> f64 {
        let of = |value: f64| if self.is_root { value.max(0.0).sqrt() } else { value };
        (of(value.clamp(self.low, self.high)) - of(self.low)) / (of(self.high) - of(self.low)).max(1e-12)
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let (step, high) = (self.step, self.high);
        let first = (self.low / step - 1e-9).ceil() as i64;
        (first..).map(move |index| index as f64 * step).take_while(move |tick| *tick <= high + step * 1e-9)
    }
}

/// A chart under way.
pub(super) struct Plot {
    x: Axis,
    y: Axis,
    body: String,
}

impl Plot {
    pub(super) fn new(x: Axis, y: Axis) -> Self {
        let mut plot = Self { x, y, body: String::new() };
        let (bottom, right) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
        for tick in y.ticks() {
            let at = plot.y_at(tick);
            let label = decimal(tick, y.decimals);
            plot.push(&format!("<line class=\"grid\" x1=\"{LEFT}\" x2=\"{right}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>"));
            plot.push(&format!("<text class=\"tick end\" x=\"{}\" y=\"{:.1}\">{label}</text>", LEFT - 7.0, at + 4.0));
        }
        for tick in x.ticks() {
            let at = plot.x_at(tick);
            let label = decimal(tick, x.decimals);
            plot.push(&format!("<text class=\"tick middle\" x=\"{at:.1}\" y=\"{}\">{label}</text>", bottom + 17.0));
        }
        plot.push(&format!(
            "<text class=\"axis-label\" x=\"0\" y=\"13\">{}</text>\
             <text class=\"axis-label middle\" x=\"{}\" y=\"{}\">{}</text>\
             <line class=\"axis\" x1=\"{LEFT}\" x2=\"{right}\" y1=\"{bottom}\" y2=\"{bottom}\"/>",
            escape(y.label),
            f64::midpoint(LEFT, right),
            HEIGHT - 8.0,
            escape(x.label),
        ));
        plot
    }

    /// A bar from the axis up.
    pub(super) fn bar(&mut self, class: &str, from: f64, to: f64, value: f64) {
        let (left, right, top) = (self.x_at(from) + 0.5, self.x_at(to) - 0.5, self.y_at(value));
        let (width, height) = ((right - left).max(0.5), HEIGHT - BOTTOM - top);
        self.push(&format!(
            "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
        ));
    }

    pub(super) fn line(&mut self, class: &str, points: &[(f64, f64)]) {
        let mut text = String::new();
        for (x, y) in points {
            let _ = write!(text, "{:.1},{:.1} ", self.x_at(*x), self.y_at(*y));
        }
        self.push(&format!("<polyline class=\"line-{class}\" points=\"{}\"/>", text.trim_end()));
    }

    pub(super) fn dot(&mut self, class: &str, x: f64, y: f64) {
        let (x, y) = (self.x_at(x), self.y_at(y));
        self.push(&format!("<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>"));
    }

    /// A marked value of x.
    pub(super) fn threshold(&mut self, value: f64, label: &str) {
        if !(self.x.low..=self.x.high).contains(&value) {
            return;
        }
        let (at, label) = (self.x_at(value), escape(label));
        let anchor = if at > WIDTH * 0.7 { " end" } else { "" };
        let offset = if anchor.is_empty() { 5.0 } else { -5.0 };
        self.push(&format!(
            "<line class=\"threshold\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{}\" y2=\"{}\"/>\
             <text class=\"threshold-label{anchor}\" x=\"{:.1}\" y=\"{}\">{label}</text>",
            TOP - 4.0,
            HEIGHT - BOTTOM,
            at + offset,
            TOP - 8.0,
        ));
    }

    /// The drawing, with what a screen reader says.
    pub(super) fn finish(self, said: &str) -> String {
        let said = escape(said);
        format!(
            "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{said}\"><title>{said}</title>{}</svg>",
            self.body
        )
    }

    fn x_at(&self, value: f64) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * self.x.position(value)
    }

    fn y_at(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * self.y.position(value)
    }

    fn push(&mut self, markup: &str) {
        self.body.push_str(markup);
    }
}
