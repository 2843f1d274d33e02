//! Cohorts, outcomes, disclosure control and reports over pseudonymised payload.
