//! A stream of lines cut into blocks of whole ones.

use super::blocks::{Block, BlockInput, CutsBlocks};
use memchr::memrchr;
use std::io::{self, Read};

/// A longer line is given out before its end: whoever wants whole ones does not understand it.
const LONGEST: usize = 1 << 26;

/// Cuts a stream at ends of lines.
pub struct LineBlocks<R> {
    input: BlockInput<R>,
}

impl<R: Read> LineBlocks<R> {
    /// Cuts `start`, then `input`, into blocks of about `size` bytes.
    pub fn new(start: Vec<u8>, input: R, size: usize) -> LineBlocks<R> {
        LineBlocks { input: BlockInput::new(start, input, size) }
    }

    /// What was not given out yet: bytes that were read, and the rest of the stream.
    pub fn rest(self) -> (Vec<u8>, R) {
        self.input.rest()
    }
}

impl<R: Read> CutsBlocks for LineBlocks<R> {
    fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        let mut filled = self.input.begin(block);
        loop {
            filled = self.input.fill(block, filled)?;
            let end = if self.input.ended || filled >= LONGEST {
                Some(filled)
            } else {
                memrchr(b'\n', &block.room()[..filled]).map(|last| last + 1)
            };
            match end {
                Some(end) => {
                    self.input.give(block, end..filled);
                    return Ok(end > 0);
                }
                None => block.double(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_hold_whole_lines_and_all_of_them() {
        let text = "one\ntwo\r\n\nfour is longer\nfive";
        for size in 1..text.len() + 2 {
            let mut blocks = LineBlocks::new(b"zero\n".to_vec(), text.as_bytes(), size);
            let (mut block, mut all) = (Block::default(), String::new());
            while blocks.next(&mut block).unwrap() {
                all += std::str::from_utf8(block.bytes()).unwrap();
                assert!(all.ends_with('\n') || all.ends_with("five"), "size {size}: {all:?}");
            }
            assert_eq!(all, format!("zero\n{text}"), "size {size}");
            assert_eq!(blocks.rest().0, b"");
        }
    }
}
