//! Finds out in which encoding a text was saved, and turns it into UTF-8 while it streams.

use super::western::better_than;
use crate::advice::Advised;
use anyhow::{bail, Result};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE, UTF_8, WINDOWS_1252};
use std::borrow::Cow;
use std::io::{self, Read};

/// How a text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding {
    /// The encoding; lines that are no UTF-8 among others that are do not change it.
    pub encoding: &'static Encoding,
    /// Bytes of the mark at the start.
    pub mark: usize,
}

impl TextEncoding {
    /// Whether blocks of it can be read as they are.
    pub fn is_utf8(self) -> bool {
        self.encoding == UTF_8
    }
}

/// Bytes that no text has, beyond a share of which a file is none.
const CONTROLS: f64 = 0.02;

/// One byte in so many must be another than NUL.
const MOSTLY: usize = 20;

/// Bytes of lines with anything but ASCII that the guess is made on: it walks them some thirty times.
const GUESSED_ON: usize = 1 << 14;

/// Reads the encoding off the head of a file; `forced` is a name as in `--encoding`.
///
/// # Errors
/// No encoding of that name; or the bytes are no text.
pub fn encoding_of(head: &[u8], forced: Option<&str>) -> Result<TextEncoding> {
    let marked = Encoding::for_bom(head);
    if let Some(name) = forced {
        let encoding = Encoding::for_label(name.trim().as_bytes()).ok_or_else(|| {
            let advice = "names are utf-8, utf-16le, windows-1252, iso-8859-2…";
            Advised::new(format!("no encoding {name:?}"), advice)
        })?;
        let mark = marked.map_or(0, |(_, length)| length);
        return Ok(TextEncoding { encoding, mark });
    }
    if let Some((encoding, mark)) = marked {
        return Ok(TextEncoding { encoding, mark });
    }
    if let Some(encoding) = wide(head) {
        return Ok(TextEncoding { encoding, mark: 0 });
    }
    if !is_text(head) {
        let what = "the file is no text: most of it is bytes that no text has";
        bail!(Advised::new(what, "export it as CSV or JSON"));
    }
    Ok(TextEncoding { encoding: narrow(head), mark: 0 })
}

/// UTF-16 without a mark: every second byte of plain letters is 0.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let start = &head[..head.len().min(1 << 12)];
    let pairs = start.chunks_exact(2);
    let all = pairs.len();
    let (mut high_first, mut low_first) = (0, 0);
    for pair in pairs {
        low_first += usize::from(pair[0] != 0 && pair[1] == 0);
        high_first += usize::from(pair[0] == 0 && pair[1] != 0);
    }
    // Half of the letters may be others than ASCII, but delimiters and digits are not.
    match (low_first * 4 > all, high_first * 4 > all) {
        (true, false) if high_first * 20 < low_first => Some(UTF_16LE),
        (false, true) if low_first * 20 < high_first => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether the bytes can be a text; a hole of NULs in one does not make it none.
fn is_text(head: &[u8]) -> bool {
    // Some tables part their cells by the byte 1.
    let is_control = |byte: u8| matches!(byte, 0 | 2..=8 | 14..=25 | 28);
    // Without a branch for each byte: nearly every file is a text.
    if !head.iter().fold(false, |any, &byte| any | is_control(byte)) {
        return true;
    }
    let mut nuls = 0;
    let mut odd = 0;
    let mut in_hole = false;
    for &byte in head {
        nuls += usize::from(byte == 0);
        let begins_hole = byte == 0 && !in_hole;
        in_hole = byte == 0;
        odd += usize::from(begins_hole || byte != 0 && is_control(byte));
    }
    let rest = head.len() - nuls;
    nuls <= head.len() / MOSTLY * (MOSTLY - 1) && odd as f64 <= (rest as f64 * CONTROLS).max(1.0)
}

/// A text of UTF-8; what is none is replaced. Whole blocks nearly always are, and that is seen at once.
pub fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// UTF-8, or the encoding that the lines without UTF-8 are most like.
fn narrow(head: &[u8]) -> &'static Encoding {
    if simdutf8::basic::from_utf8(head).is_ok() {
        return UTF_8;
    }
    let (valid, invalid) = utf8_evidence(head);
    if invalid == 0 {
        return UTF_8;
    }
    // Where both stand side by side, the lines that are no UTF-8 are decoded one by one; but in encodings of several bytes
    // a letter, few of a line may look like UTF-8.
    if valid > 0 && valid >= invalid / 2 {
        return UTF_8;
    }
    let guessed = better_than(guessed(head), &head[..head.len().min(GUESSED_ON)]);
    if valid > 0 && guessed.is_single_byte() {
        return UTF_8;
    }
    guessed
}

/// The encoding of one or several bytes a letter that lines are most like which are not ASCII.
fn guessed(head: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut fed = 0;
    for line in head.split_inclusive(|&byte| byte == b'\n').filter(|line| !line.is_ascii()) {
        let line = &line[..line.len().min(GUESSED_ON - fed)];
        detector.feed(line, false);
        fed += line.len();
        if fed >= GUESSED_ON {
            break;
        }
    }
    detector.feed(b"", true);
    detector.guess(None, Utf8Detection::Deny)
}

/// How many lines with other letters than ASCII are UTF-8, and how many are not; the last one may be cut off.
fn utf8_evidence(head: &[u8]) -> (usize, usize) {
    let (mut valid, mut invalid) = (0, 0);
    let mut rest = head;
    while !rest.is_empty() {
        let end = memchr::memchr2(b'\n', b'\r', rest).map_or(rest.len(), |at| at + 1);
        let (line, behind) = rest.split_at(end);
        rest = behind;
        if line.is_ascii() {
            continue;
        }
        match std::str::from_utf8(line) {
            Ok(_) => valid += 1,
            Err(error) if rest.is_empty() && is_cut_letter(&line[error.valid_up_to()..]) => valid += 1,
            Err(_) => invalid += 1,
        }
    }
    (valid, invalid)
}

/// Whether the bytes are the start of a letter of several.
fn is_cut_letter(bytes: &[u8]) -> bool {
    matches!(std::str::from_utf8(bytes), Err(error) if error.error_len().is_none())
}

/// A line that is no UTF-8, as text.
pub fn of_western(line: &[u8]) -> String {
    WINDOWS_1252.decode_without_bom_handling(line).0.into_owned()
}

/// Turns a stream into UTF-8.
pub struct Decoded<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// The part of `raw` that is not decoded yet.
    rest: std::ops::Range<usize>,
    ended: bool,
    finished: bool,
    /// Decoded for a buffer that was too small.
    spare: Vec<u8>,
}

/// Bytes decoded at a time.
const CHUNK: usize = 1 << 16;

impl<R: Read> Decoded<R> {
    /// Decodes all of `input`; a mark at its start is left out.
    pub fn new(input: R, from: TextEncoding) -> Decoded<R> {
        Decoded {
            input,
            decoder: from.encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            rest: 0..0,
            ended: false,
            finished: false,
            spare: Vec::new(),
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // The decoder may need room for a whole letter.
        if buffer.len() < 8 && self.spare.is_empty() {
            let mut small = [0; 8];
            let count = self.read(&mut small[..])?;
            self.spare.extend_from_slice(&small[..count]);
        }
        if !self.spare.is_empty() {
            let count = buffer.len().min(self.spare.len());
            buffer[..count].copy_from_slice(&self.spare[..count]);
            self.spare.drain(..count);
            return Ok(count);
        }
        while !self.finished {
            if self.rest.is_empty() && !self.ended {
                let count = self.input.read(&mut self.raw)?;
                self.rest = 0..count;
                self.ended = count == 0;
            }
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(&self.raw[self.rest.clone()], buffer, self.ended);
            self.rest.start += read;
            self.finished = self.ended && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(bytes: &[u8]) -> &'static str {
        encoding_of(bytes, None).unwrap().encoding.name()
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let unit = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn encodings_are_told_by_mark_holes_and_letters() {
        let text = "id;agent;note\n1;Zoë;Größe und Straße\n2;André;déjà vu\n";
        let polish = "id;osoba;opis\n1;Świętosława;Zażółć gęślą jaźń, proszę\n2;Łucja;dziękuję, źle działa\n";
        assert_eq!(name(text.as_bytes()), "UTF-8");
        assert_eq!(name(&utf16(text, true)), "UTF-16LE");
        assert_eq!(name(&utf16(text, false)), "UTF-16BE");
        assert_eq!(name(&encoding_rs::WINDOWS_1252.encode(text).0), "windows-1252");
        assert_eq!(name(&encoding_rs::WINDOWS_1250.encode(polish).0), "windows-1250");
        assert_eq!(name(b"id;note\n1;Gr\x9a\xa7e und Stra\xa7e\n2;d\x8ej\x88 vu\n"), "macintosh");
        assert_eq!(name(b"id;note\n1;un \xbduf et une s\xbdur\n2;d\xe9j\xe0 vu\n"), "ISO-8859-15");
        assert_eq!(name(b"id;note\n1;l\x92homme d\x92accord\n"), "windows-1252");
        assert_eq!(name(&encoding_rs::ISO_8859_2.encode(polish).0), "ISO-8859-2");
        assert_eq!(encoding_of(b"\xff\xfea\0", None).unwrap(), TextEncoding { encoding: UTF_16LE, mark: 2 });
        // Some lines of one program, some of another.
        assert_eq!(name(b"id,agent\n1,Zo\xeb\n2,Zo\xc3\xab\n"), "UTF-8");
        assert_eq!(encoding_of(b"a\xe9", Some("latin2")).unwrap().encoding.name(), "ISO-8859-2");
        assert!(encoding_of(b"a", Some("klingon")).unwrap_err().to_string().contains("no encoding"));
    }

    #[test]
    fn a_hole_of_nuls_is_still_a_text_but_a_picture_is_not() {
        let mut holed = b"id,at\n1,2026-01-01\n".repeat(400);
        holed.extend([0; 4096]);
        holed.extend(b"\n3,2026-01-02\n");
        assert_eq!(name(&holed), "UTF-8");
        let picture: Vec<u8> =
            (0..4000u32).map(|at| at.wrapping_mul(2_654_435_761).to_le_bytes()[2]).collect();
        assert!(encoding_of(&picture, None).unwrap_err().to_string().contains("no text"));
        assert!(encoding_of(&[0; 100], None).is_err());
    }

    #[test]
    fn a_stream_is_decoded_whatever_its_pieces() {
        let text = "\u{feff}id;agent\n1;Zoë €\n".repeat(9000);
        let bytes = utf16(&text, false);
        let encoding = encoding_of(&bytes, None).unwrap();
        let mut decoded = String::new();
        Decoded::new(&bytes[..], encoding).read_to_string(&mut decoded).unwrap();
        assert_eq!(decoded, text.strip_prefix('\u{feff}').unwrap());
    }
}
