//! One JSON value as a flat list of nodes over its bytes: nothing is copied, and strictly what RFC 8259 allows is taken.

use super::alike::AlikeObjects;
use super::shapes::Shapes;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
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
    pub kind: NodeKind,
    /// Where it begins; of strings, behind the quote.
    pub start: u32,
    /// Where it ends; of strings, before the quote.
    pub end: u32,
    /// The node behind it: of a key, the next key.
    pub next: u32,
}

impl Node {
    /// Its bytes.
    pub fn span(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The place of the node behind it.
    pub fn behind(&self) -> usize {
        self.next as usize
    }
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
    /// The shapes of objects met, of this value and those before; `None`: nobody asks.
    pub shapes: Option<Shapes>,
    /// What the shapes of the next value begin with: values at different places are different.
    pub place: u64,
    /// Objects whose shape had not been met, of this value; whoever asks sets it back.
    pub unfamiliar: u32,
    /// The objects of each depth that were read last.
    pub alike: AlikeObjects,
    /// The value itself first.
    pub nodes: Vec<Node>,
    /// Keys that come more than once in their object.
    pub repeated: u32,
    /// Halves of surrogate pairs standing alone.
    pub lone_surrogates: u32,
}
