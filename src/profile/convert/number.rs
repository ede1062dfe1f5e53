//! Numbers as people write them.
use super::Wrong;

/// A number in ten-thousandths; `None` where the text means "no value".
pub fn number(text: &[u8]) -> Result<Option<i64>, Wrong> {
    let _ = text;
    Ok(None)
}
