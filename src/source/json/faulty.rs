//! Where a value ends that is no JSON.

/// A value that is no JSON, at the front of some bytes.
pub struct FaultyValue {
    /// Where its fault lies.
    pub fault: usize,
    /// What closes the list or object it stands in.
    pub close: u8,
    /// Blanks before it, if it begins its line in a list.
    pub indent: Option<usize>,
    /// Whether no more bytes follow.
    pub is_whole: bool,
}

impl FaultyValue {
    /// Where it ends: where its brackets close before a comma or what closes around it, or – if it begins its line –
    /// before the next line that begins an object behind as many blanks. `None` if that is not among the bytes.
    pub fn end(&self, bytes: &[u8]) -> Option<usize> {
        let closed = self.balanced_end(bytes);
        let next_line = self.indent.and_then(|indent| next_record_line(bytes, self.fault, indent));
        match (closed, next_line) {
            (Some(closed), Some(line)) => Some(closed.min(line)),
            (closed, line) => closed.or(line),
        }
    }

    fn balanced_end(&self, bytes: &[u8]) -> Option<usize> {
        let (mut depth, mut inside, mut escaped) = (0i64, false, false);
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if inside => escaped = true,
                b'"' => inside = !inside,
                _ if inside => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            if depth < 0 && *byte != self.close {
                // One bracket too many.
                depth = 0;
            }
            if inside || at < self.fault || depth > 0 {
                continue;
            }
            // What closes around it, or a comma, ends a value that has no brackets.
            if depth < 0 || *byte == b',' {
                return Some(at);
            }
            if matches!(byte, b'}' | b']' | b'"') {
                match bytes[at + 1..].trim_ascii_start().first() {
                    Some(next) if *next == b',' || *next == self.close => return Some(at + 1),
                    None if !self.is_whole => return None,
                    _ => {}
                }
            }
        }
        None
    }
}

/// The comma before the next line that begins an object behind `indent` blanks.
fn next_record_line(bytes: &[u8], fault: usize, indent: usize) -> Option<usize> {
    let mut from = fault.min(bytes.len());
    while let Some(length) = memchr::memchr(b'\n', &bytes[from..]) {
        let start = from + length + 1;
        let rest = &bytes[start..];
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if blanks == indent && rest.get(blanks) == Some(&b'{') {
            let comma = bytes[..start].trim_ascii_end().len().checked_sub(1)?;
            return (bytes[comma] == b',').then_some(comma);
        }
        from = start;
    }
    None
}
