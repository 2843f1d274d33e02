//! A `Debug` that shows that a value is there and never what it is.

/// Implements `Debug` as `[redacted]`, so that a personal value cannot reach a log, a panic or a failed assertion.
macro_rules! redact_debug {
    ($($type:ty),+ $(,)?) => {
        $(impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("[redacted]")
            }
        })+
    };
}

pub(in crate::standardise) use redact_debug;
