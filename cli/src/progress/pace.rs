//! How fast a step goes, and how long it will take.

use std::time::Duration;

/// The step that work is at.
#[derive(Default)]
pub(super) struct Step {
    name: String,
    /// When it began, and at which share: steps share one bar, and a resumed one has some of it done.
    began: (Duration, f64),
}

impl Step {
    /// The pace of the step called `what`, whose `share` is done `now`. Times count from the start of the run.
    pub(super) fn pace(&mut self, what: &str, share: f64, now: Duration) -> String {
        if self.name != what {
            what.clone_into(&mut self.name);
            self.began = (now, share);
        }
        let (began, from) = self.began;
        pace(from, share, now.saturating_sub(began))
    }
}

/// `, 1.5 % a minute, 40 min left`, of a step that went from share `from` to `share` in so much time; nothing before anything is done of
/// it, when neither can be known, nor when all is.
fn pace(from: f64, share: f64, elapsed: Duration) -> String {
    let (done, minutes) = (share - from, elapsed.as_secs_f64() / 60.0);
    if done <= 0.0 || minutes <= 0.0 || share >= 1.0 {
        return String::new();
    }
    let a_minute = done / minutes;
    format!(", {:.1} % a minute, {} left", 100.0 * a_minute, in_words((1.0 - share) / a_minute))
}

fn in_words(minutes: f64) -> String {
    match minutes {
        ..1.5 => format!("{:.0} s", (60.0 * minutes).ceil()),
        ..90.0 => format!("{minutes:.0} min"),
        _ => format!("{:.1} h", minutes / 60.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_has_a_pace_of_its_own() {
        let mut step = Step::default();
        let mut at = |what: &str, share, seconds| step.pace(what, share, Duration::from_secs(seconds));
        assert_eq!(at("tokens", 0.25, 60), "");
        assert_eq!(at("tokens", 0.5, 120), ", 25.0 % a minute, 2 min left");
        assert_eq!(at("writing", 0.95, 120), "", "what other steps did is not its pace");
        assert_eq!(at("writing", 0.96, 180), ", 1.0 % a minute, 4 min left");
    }

    #[test]
    fn the_time_left_is_that_of_the_pace_so_far() {
        let after = |from, share, seconds| pace(from, share, Duration::from_secs(seconds));
        assert_eq!(after(0.0, 0.25, 60), ", 25.0 % a minute, 3 min left");
        assert_eq!(after(0.5, 0.75, 60), ", 25.0 % a minute, 60 s left");
        assert_eq!(after(0.0, 0.01, 120), ", 0.5 % a minute, 3.3 h left");
        for (from, share, seconds) in [(0.0, 0.0, 60), (0.5, 0.5, 60), (0.0, 0.5, 0), (0.0, 1.0, 60)] {
            assert_eq!(after(from, share, seconds), "", "{share} from {from} in {seconds} s");
        }
    }
}
