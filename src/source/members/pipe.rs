//! A stream that another thread writes while it is read.

use crate::guarded::guarded;
use std::io::{self, Read, Write};
use std::sync::mpsc::{sync_channel, Receiver, SyncSender};
use std::thread::Builder;

/// Bytes handed over at a time…
const CHUNK: usize = 1 << 18;
/// …and chunks that may wait.
const WAITING: usize = 4;

/// What is said where the end of a file never comes.
pub const DAMAGED: &str = "the file can not be taken apart: it is damaged";

/// What is handed over: bytes, the end, or why there are no more.
type Chunk = io::Result<Vec<u8>>;

/// The reading end.
pub struct Pipe {
    chunks: Receiver<Chunk>,
    chunk: io::Cursor<Vec<u8>>,
    ended: bool,
}

/// The writing end.
pub struct PipeWriter {
    chunks: SyncSender<Chunk>,
    chunk: Vec<u8>,
}

impl Pipe {
    /// A stream of what `write` writes. Its error ends the stream; it ends early once nobody reads on.
    pub fn of(write: impl FnOnce(&mut PipeWriter) -> io::Result<()> + Send + 'static) -> Pipe {
        let (sender, chunks) = sync_channel(WAITING);
        let refused = sender.clone();
        let started = Builder::new().spawn(move || {
            let mut writer = PipeWriter { chunks: sender, chunk: Vec::with_capacity(CHUNK) };
            let end = match guarded(|| write(&mut writer).and_then(|()| writer.flush())) {
                Some(Ok(())) => Ok(Vec::new()),
                Some(Err(error)) => Err(error),
                None => Err(io::Error::other(DAMAGED)),
            };
            // Nobody may be there any more.
            let _ = writer.chunks.send(end);
        });
        if let Err(error) = started {
            let why = format!("no thread can be had to take it apart: {error}");
            let _ = refused.send(Err(io::Error::other(why)));
        }
        Pipe { chunks, chunk: io::Cursor::default(), ended: false }
    }
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.chunk.read(buffer)?;
            if count > 0 || buffer.is_empty() || self.ended {
                return Ok(count);
            }
            match self.chunks.recv() {
                Ok(Ok(chunk)) if chunk.is_empty() => self.ended = true,
                Ok(Ok(chunk)) => self.chunk = io::Cursor::new(chunk),
                Ok(Err(error)) => return Err(error),
                Err(_) => return Err(io::Error::other(DAMAGED)),
            }
        }
    }
}

impl Write for PipeWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.chunk.extend_from_slice(bytes);
        if self.chunk.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        self.chunks.send(Ok(chunk)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_written_is_read_and_errors_come_through() {
        let mut text = String::new();
        Pipe::of(|to| (0..100_000).try_for_each(|number| writeln!(to, "{number}")))
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text.lines().count(), 100_000);
        let broken = Pipe::of(|_| Err(io::Error::other("page 7"))).read_to_string(&mut text);
        assert_eq!(broken.unwrap_err().to_string(), "page 7");
        let broken = Pipe::of(|_| panic!("page 8")).read_to_string(&mut text);
        assert_eq!(broken.unwrap_err().to_string(), DAMAGED);
    }

    #[test]
    fn nobody_waits_for_a_reader_that_is_gone() {
        let (done, ended) = std::sync::mpsc::channel();
        let pipe = Pipe::of(move |to| {
            let result = io::copy(&mut io::repeat(b'x'), to);
            done.send(result.is_err()).unwrap();
            Ok(())
        });
        drop(pipe);
        assert!(ended.recv().unwrap());
    }
}
