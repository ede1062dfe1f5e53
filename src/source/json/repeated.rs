//! Keys that come more than once in one object: the last one counts.

use super::tape::{Node, NodeKind};
use super::text::unescape;

/// Objects with more keys are sorted instead of compared one by one.
const FEW: usize = 64;

/// Marks every key of an object that comes again later in it, and tells how many there are.
pub fn mark(nodes: &mut [Node], object: usize, bytes: &[u8]) -> u32 {
    // One bit a hash: of an object whose keys all set another bit no key has to be compared.
    let mut seen = [0u64; 4];
    let mut suspect = false;
    let mut count = 0;
    let mut at = object + 1;
    while at < nodes[object].behind() {
        let node = nodes[at];
        let hash = hash(&bytes[node.span()]);
        let word = &mut seen[usize::from(hash >> 6)];
        let bit = 1u64 << (hash & 63);
        suspect |= *word & bit != 0 || node.kind == NodeKind::Escaped;
        *word |= bit;
        count += 1;
        at = node.behind();
    }
    if !suspect {
        0
    } else if count > FEW {
        sorted(nodes, object, bytes)
    } else {
        compared(nodes, object, bytes)
    }
}

/// Eight bits of length and ends of a key: equal keys have equal ones.
fn hash(key: &[u8]) -> u8 {
    let (head, tail) = match key {
        [a, b, .., y, z] => (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*y, *z])),
        [a, .., z] => (u16::from(*a), u16::from(*z)),
        [a] => (u16::from(*a), 0),
        [] => (0, 0),
    };
    let middle = key.get(key.len() / 2).copied().unwrap_or(0);
    let mixed =
        (u64::from(head) << 32 | u64::from(tail) << 16 | u64::from(middle) << 8 | key.len() as u64 & 255)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 56) as u8
}

fn compared(nodes: &mut [Node], object: usize, bytes: &[u8]) -> u32 {
    let keys = keys(nodes, object);
    let texts: Vec<_> = keys.iter().map(|key| text(&nodes[*key], bytes)).collect();
    let mut repeated = 0;
    for (place, key) in keys.iter().enumerate() {
        if texts[place + 1..].contains(&texts[place]) {
            nodes[*key].kind = NodeKind::Repeated;
            repeated += 1;
        }
    }
    repeated
}

fn sorted(nodes: &mut [Node], object: usize, bytes: &[u8]) -> u32 {
    let mut keys: Vec<_> =
        keys(nodes, object).into_iter().map(|key| (text(&nodes[key], bytes), key)).collect();
    keys.sort();
    let mut repeated = 0;
    for pair in keys.windows(2) {
        if pair[0].0 == pair[1].0 {
            nodes[pair[0].1].kind = NodeKind::Repeated;
            repeated += 1;
        }
    }
    repeated
}

fn keys(nodes: &[Node], object: usize) -> Vec<usize> {
    let mut keys = Vec::new();
    let mut at = object + 1;
    while at < nodes[object].behind() {
        keys.push(at);
        at = nodes[at].behind();
    }
    keys
}

fn text<'b>(node: &Node, bytes: &'b [u8]) -> std::borrow::Cow<'b, [u8]> {
    let raw = &bytes[node.span()];
    if node.kind != NodeKind::Escaped {
        return raw.into();
    }
    let mut text = Vec::new();
    unescape(raw, &mut text);
    text.into()
}
