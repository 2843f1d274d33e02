//! Whether the data reach as far as the study file says they do.

use crate::Error;
use crate::day::Day;
use crate::inputs::{Payload, Spell};
use crate::study_file::{Definition, StudyFile};

/// Quiet at the end of a whole file that chance explains; more means that it was cut earlier than the study file says.
const QUIET_DAYS: i32 = 31;

/// Refuses if the latest registration or proof in the data lies well before the day up to which the definition waits for them.
///
/// # Errors
/// [`Error::FollowUpBeyondData`] with the day the data reach.
pub(super) fn check(study: &StudyFile, payload: &Payload) -> Result<(), Error> {
    let last_index = study.cohort.until.plus(-1);
    let (needed, last_day, reached) = match study.definition {
        Definition::Reoffending(r) => (
            "the follow-up with its wait for convictions, in the police data themselves,",
            last_index.plus(r.window_days + r.conviction_wait_days),
            payload.offences.iter().filter_map(|offence| offence.proven).max().max(payload.left_out.offences.latest),
        ),
        Definition::Deaths(d) => (
            "the follow-up with its wait for registrations, in the death data themselves,",
            d.until.plus(d.registration_wait_days - 1),
            payload.deaths.iter().filter_map(|death| death.registered).max().max(payload.left_out.deaths.latest),
        ),
        Definition::Employment(e) => (
            "the follow-up, in the employment data themselves,",
            last_index.plus(e.points[1]),
            payload.employment.iter().map(Spell::last_day).max().max(payload.left_out.employment.latest),
        ),
    };
    match reached {
        Some(reached) if is_short(reached, last_day) => {
            Err(Error::FollowUpBeyondData { needed, last_day, data_cut: reached })
        }
        _ => Ok(()),
    }
}

fn is_short(reached: Day, last_day: Day) -> bool {
    last_day.since(reached) > QUIET_DAYS
}
