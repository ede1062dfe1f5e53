//! How much may come out of an input: packed files that grow without end are stopped.

use std::fmt;
use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

/// Bytes that may come out whatever the ratio…
const FREE: u64 = 64 << 20;
/// …and how many for each packed byte after that.
const RATIO: u64 = 200;

/// Why no more is read of an input.
#[derive(Debug)]
pub struct LimitReached(String);

impl fmt::Display for LimitReached {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl std::error::Error for LimitReached {}

/// Counts what comes out and stops with an error that holds [`LimitReached`] once it is too much.
pub struct Limited<R> {
    inner: R,
    given: u64,
    /// Bytes taken in so far, where the input is packed.
    packed: Option<Arc<AtomicU64>>,
    most: Option<u64>,
}

impl<R: Read> Limited<R> {
    /// Limits bytes that are not packed.
    pub fn plain(inner: R, most: Option<u64>) -> Limited<R> {
        Limited { inner, given: 0, packed: None, most }
    }

    /// Limits what comes out of packed bytes; `packed` is how many went in.
    pub fn unpacked(inner: R, packed: Arc<AtomicU64>, most: Option<u64>) -> Limited<R> {
        Limited { inner, given: 0, packed: Some(packed), most }
    }

    fn check(&self) -> io::Result<()> {
        let why = if self.most.is_some_and(|most| self.given > most) {
            "holds more than --max-input allows".to_owned()
        } else if self.given > FREE && self.ratio().is_some_and(|ratio| ratio > RATIO) {
            format!("grows to more than {RATIO} times its size when unpacked, as no export does")
        } else {
            return Ok(());
        };
        Err(io::Error::other(LimitReached(why)))
    }

    fn ratio(&self) -> Option<u64> {
        let packed = self.packed.as_ref()?.load(Ordering::Relaxed);
        Some(self.given / packed.max(1))
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.given += count as u64;
        self.check()?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_beyond_the_ratio_and_size_are_stopped() {
        let packed = Arc::new(AtomicU64::new(1 << 20));
        let read = |size: u64, most| {
            let inner = io::repeat(b'x').take(size);
            io::copy(&mut Limited::unpacked(inner, packed.clone(), most), &mut io::sink())
        };
        // 1 MiB may become 200 MiB, whatever is packed may become 64 MiB.
        assert_eq!(read(200 << 20, None).unwrap(), 200 << 20);
        assert!(read(202 << 20, None).unwrap_err().to_string().contains("200 times"));
        packed.store(10, Ordering::Relaxed);
        assert_eq!(read(FREE, None).unwrap(), FREE);
        assert!(read(1001, Some(1000)).unwrap_err().to_string().contains("--max-input"));
        assert_eq!(read(1000, Some(1000)).unwrap(), 1000);
    }
}
