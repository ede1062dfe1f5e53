//! Where a value stands, and texts as they are written and shown.

/// Where a value of the file stands.
pub struct ValuePlace<'p> {
    /// Keys that lead to it.
    pub path: &'p [String],
    /// Its own key, where it stands in an object.
    pub key: Option<&'p str>,
    /// Whether it is an element of a list.
    pub in_list: bool,
    /// How many values stand before it in its list, or in the file.
    pub number: u64,
    /// What separates values where it comes out.
    pub separator: u8,
}

/// Adds a text as JSON.
pub fn push_text(text: &str, into: &mut Vec<u8>) {
    into.push(b'"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                into.push(b'\\');
                into.push(letter as u8);
            }
            '\0'..='\u{1f}' => into.extend_from_slice(format!("\\u{:04x}", u32::from(letter)).as_bytes()),
            _ => into.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    into.push(b'"');
}

/// Letters of a key that are shown in a message.
const SHOWN: usize = 40;

/// The front of a key, for a message.
pub fn shown(key: &str) -> &str {
    let end = key.char_indices().nth(SHOWN).map_or(key.len(), |(at, _)| at);
    &key[..end]
}
