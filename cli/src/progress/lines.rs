//! Progress where no bar can be drawn: a line now and then.

use std::time::Duration;

use super::pace::Step;

/// From one line to the next, at least, and from the start to the first: a log stays short, and short runs say nothing.
const BETWEEN: Duration = Duration::from_secs(30);

/// The lines of one run. Times count from its start.
#[derive(Default)]
pub(super) struct Lines {
    step: Step,
    said: Duration,
}

impl Lines {
    /// The line to say `now`, when the `share` of the step called `what` is done, if one is due.
    pub(super) fn reached(&mut self, what: &str, share: f64, now: Duration) -> Option<String> {
        let pace = self.step.pace(what, share, now);
        if now.saturating_sub(self.said) < BETWEEN {
            return None;
        }
        self.said = now;
        Some(format!("{what}: {:.0} % done{pace}", (100.0 * share).floor()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_said_every_half_minute_at_most() {
        let mut lines = Lines::default();
        let mut at = |what: &str, share, seconds| lines.reached(what, share, Duration::from_secs(seconds));
        assert_eq!(at("reading", 0.9, 29), None, "a short run says nothing");
        assert_eq!(at("linking", 0.0, 30).as_deref(), Some("linking: 0 % done"), "no time left is made up");
        assert_eq!(at("linking", 0.1, 59), None);
        assert_eq!(at("linking", 0.2, 90).as_deref(), Some("linking: 20 % done, 20.0 % a minute, 4 min left"));
        assert_eq!(at("union", 0.5, 120).as_deref(), Some("union: 50 % done"), "another step has a pace of its own");
        assert_eq!(at("union", 0.75, 180).as_deref(), Some("union: 75 % done, 25.0 % a minute, 60 s left"));
        assert_eq!(at("union", 1.0, 210).as_deref(), Some("union: 100 % done"));
    }
}
