//! Lines that are written as the one before: the same keys in the same order, and nothing but plain values.

use super::parser::stop_in;
use super::path::Doc;
use super::row::RecordPlan;
use super::tape::NodeKind;
use crate::source::Fields;
use std::ops::Range;

/// Members of a line that are remembered.
const MOST: usize = 256;

/// How a line was written, and where the values stand in the one read last.
#[derive(Debug, Default)]
pub struct LinePattern {
    /// What stands before each value from the end of the one before on, and behind the last.
    between: Vec<u8>,
    /// Where each of these ends, and whether a field is made of the value.
    members: Vec<(usize, bool)>,
    /// The member that each slot is.
    slots: Vec<Option<usize>>,
    /// The text of each value; none of `null`.
    values: Vec<Option<Range<usize>>>,
}

impl LinePattern {
    /// Learns how a line is written that a plan reads; nothing of one that holds more than plain values.
    pub fn learn(&mut self, doc: Doc, plan: &mut RecordPlan) {
        self.members.clear();
        self.between.clear();
        let count = doc.nodes.len() / 2;
        let is_nested = |at: usize| matches!(doc.nodes[at].kind, NodeKind::List | NodeKind::Object);
        if count > MOST || (1..doc.nodes.len()).any(is_nested) {
            return;
        }
        plan.nodes(doc, &mut self.slots);
        // The node of a value stands behind that of its key, the first of all for the record itself.
        if self.slots.contains(&Some(0)) {
            return;
        }
        self.slots.iter_mut().flatten().for_each(|node| *node = *node / 2 - 1);
        let mut end = 0;
        for member in 0..count {
            let node = member * 2 + 2;
            let span = doc.nodes[node].span();
            let quote = usize::from(doc.is_text(node));
            self.between.extend_from_slice(&doc.bytes[end..span.start - quote]);
            self.members.push((self.between.len(), self.slots.contains(&Some(member))));
            end = span.end + quote;
        }
        self.between.extend_from_slice(&doc.bytes[end..]);
        self.values.resize(count, None);
    }

    /// The row of a line; `None` where it is written in another way, or has to be read with more care.
    pub fn read<'a>(&'a mut self, line: &'a [u8]) -> Option<PatternRow<'a>> {
        let (mut rest, mut begins) = (line, 0);
        for (&(ends, is_field), value) in self.members.iter().zip(&mut self.values) {
            rest = rest.strip_prefix(&self.between[begins..ends])?;
            begins = ends;
            let at = line.len() - rest.len();
            let (text, length) = plain_value(rest, is_field)?;
            *value = text.map(|text| at + text.start..at + text.end);
            rest = &rest[length..];
        }
        let is_whole = begins > 0 && rest == &self.between[begins..];
        is_whole.then_some(PatternRow { line, slots: &self.slots, values: &self.values })
    }
}

/// Where the text of a plain value is at the front of what begins with it, none of `null`, and how long the value is.
/// What has to be resolved is none where it `is_field`.
fn plain_value(bytes: &[u8], is_field: bool) -> Option<(Option<Range<usize>>, usize)> {
    let literal = |word: &[u8]| bytes.starts_with(word).then_some(word.len());
    let plain = |length| (Some(0..length), length);
    match bytes.first()? {
        b'"' => {
            let end = text_end(bytes, is_field)?;
            Some((Some(1..end), end + 1))
        }
        b'n' => Some((None, literal(b"null")?)),
        b't' => literal(b"true").map(plain),
        b'f' => literal(b"false").map(plain),
        _ => number(bytes).map(plain),
    }
}

/// Where the closing quote stands of the text that `bytes` begin with.
fn text_end(bytes: &[u8], is_field: bool) -> Option<usize> {
    let mut at = 1;
    loop {
        at += stop_in(&bytes[at..])?;
        match bytes[at] {
            b'"' => return Some(at),
            b'\\' if !is_field => match bytes.get(at + 1)? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => at += 2,
                _ => return None,
            },
            _ => return None,
        }
    }
}

/// How long the number is that `bytes` begin with, one without exponent.
fn number(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(sign);
    let is_led_by_zero = whole > 1 && bytes[sign] == b'0';
    if whole == 0 || is_led_by_zero {
        return None;
    }
    let end = sign + whole;
    if bytes.get(end) != Some(&b'.') {
        return Some(end);
    }
    let decimals = digits(end + 1);
    (decimals > 0).then_some(end + 1 + decimals)
}

/// The row of such a line.
pub struct PatternRow<'a> {
    line: &'a [u8],
    slots: &'a [Option<usize>],
    values: &'a [Option<Range<usize>>],
}

impl Fields for PatternRow<'_> {
    fn get(&self, slot: usize) -> Option<&[u8]> {
        self.line.get(self.span(slot)?)
    }

    fn span(&self, slot: usize) -> Option<Range<usize>> {
        let member = (*self.slots.get(slot)?)?;
        self.values.get(member)?.clone()
    }

    fn whole(&self) -> Option<&[u8]> {
        Some(self.line)
    }
}
