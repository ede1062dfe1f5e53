//! One JSON value as a flat list of nodes over its bytes: nothing is copied, and strictly what RFC 8259 allows is taken.

use super::parser;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true`, `false` or a number: its bytes are its text.
    Plain,
    /// A string without escapes.
    Text,
    /// A string with escapes.
    Escaped,
    /// A list; its elements follow.
    List,
    /// An object; a key and its value follow in turn.
    Object,
    /// A key that comes again later in its object, which is the one that counts.
    Repeated,
}

/// One value or key. Positions count from the start of the record.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it begins; of strings, behind the quote.
    pub start: u32,
    /// Where it ends; of strings, before the quote.
    pub end: u32,
    /// The node behind it: of a key, the next key.
    pub next: u32,
}

/// Why a value could not be read to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// The bytes end inside it.
    End,
    /// They are no JSON: at which byte, and why.
    Bad(usize, &'static str),
}

/// The nodes of one value.
#[derive(Debug, Default)]
pub struct Tape {
    /// The value itself first.
    pub nodes: Vec<Node>,
    /// Keys that come more than once in their object.
    pub repeated: u32,
    /// Halves of surrogate pairs standing alone.
    pub lone_surrogates: u32,
}

/// Bytes of one record.
const LONGEST: usize = 1 << 30;

impl Tape {
    /// Reads the value that `bytes` begin with (blanks aside) and gives the place behind it. Without `last` more bytes
    /// may follow these.
    pub fn read(&mut self, bytes: &[u8], last: bool) -> Result<usize, Stop> {
        self.nodes.clear();
        self.repeated = 0;
        self.lone_surrogates = 0;
        match parser::value(bytes, last, self)? {
            at if at > LONGEST => Err(Stop::Bad(LONGEST, "a record longer than 1 GiB")),
            at => Ok(at),
        }
    }
}
