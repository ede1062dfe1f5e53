//! What comes out of packed data, up to where it is damaged.

use super::limit::LimitReached;
use super::whole_read::EarlyEnd;
use std::io::{self, Read};

/// Ends where packed data is damaged, and remembers why.
pub struct Unpacked<R> {
    inner: R,
    early_end: EarlyEnd,
    /// Whether it ended early: a decoder that met an error may go round for ever when it is asked once more.
    has_ended: bool,
}

impl<R: Read> Unpacked<R> {
    /// Reads what a decoder gives and tells `early_end` why it ended early, if it does.
    pub fn new(inner: R, early_end: EarlyEnd) -> Unpacked<R> {
        Unpacked { inner, early_end, has_ended: false }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.has_ended {
            return Ok(0);
        }
        let error = match self.inner.read(buffer) {
            Ok(count) => return Ok(count),
            Err(error) => error,
        };
        let is_of_the_disk = error.raw_os_error().is_some() || error.kind() == io::ErrorKind::Interrupted;
        if is_of_the_disk || error.get_ref().is_some_and(|inner| inner.is::<LimitReached>()) {
            return Err(error);
        }
        let why = match error.kind() {
            io::ErrorKind::UnexpectedEof => "the packed file ends too early",
            _ => "the packed data is damaged",
        };
        if let Ok(mut early_end) = self.early_end.lock() {
            *early_end = Some(why.to_owned());
        }
        self.has_ended = true;
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A decoder of damaged data, which may be asked for it once.
    struct Damaged {
        times_asked: u32,
    }

    impl Read for Damaged {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            self.times_asked += 1;
            assert_eq!(self.times_asked, 1, "asked again after its error");
            Err(io::ErrorKind::InvalidData.into())
        }
    }

    #[test]
    fn what_ended_early_stays_at_its_end() {
        let early_end = EarlyEnd::default();
        let mut unpacked = Unpacked::new(Damaged { times_asked: 0 }, early_end.clone());
        for _ in 0..3 {
            assert_eq!(unpacked.read(&mut [0; 10]).unwrap(), 0);
        }
        assert_eq!(early_end.lock().unwrap().as_deref(), Some("the packed data is damaged"));
    }
}
