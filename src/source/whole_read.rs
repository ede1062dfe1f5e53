//! A file that gets shorter while it is read is noticed: it ends before as many bytes came as it had when it was opened.

use std::io::{self, Read};
use std::sync::{Arc, Mutex};

/// Why a stream ended early; shared with its reader.
pub type EarlyEnd = Arc<Mutex<Option<String>>>;

/// A reader that knows how much is to come.
pub struct WholeRead<R> {
    inner: R,
    left: u64,
    early_end: EarlyEnd,
}

impl<R: Read> WholeRead<R> {
    /// Reads `length` bytes or more; what is missing at the end is told there.
    pub fn new(inner: R, length: u64, early_end: EarlyEnd) -> WholeRead<R> {
        WholeRead { inner, left: length, early_end }
    }
}

impl<R: Read> Read for WholeRead<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(count as u64);
        if count == 0 && !buffer.is_empty() && self.left > 0 {
            if let Ok(mut early_end) = self.early_end.lock() {
                *early_end = Some("the file was cut short while it was read".to_owned());
            }
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(length: u64) -> Option<String> {
        let early_end = EarlyEnd::default();
        let mut text = String::new();
        WholeRead::new(&b"abc"[..], length, early_end.clone()).read_to_string(&mut text).unwrap();
        assert_eq!(text, "abc");
        let end = early_end.lock().unwrap().clone();
        end
    }

    #[test]
    fn only_a_shorter_file_is_told() {
        assert_eq!((end(3), end(0)), (None, None));
        assert!(end(4).is_some_and(|why| why.contains("cut short while it was read")));
    }
}
