//! What a file is, told by its first bytes: text that may hold records, a container, or something else that has a name.

use super::instead::{self, Text};
use super::zip::ZipEntry;
use crate::account::{Cause, Trouble};
use std::path::Path;

/// What a file is.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Text that may be an export.
    Text,
    /// An export of no rows.
    NoRows,
    /// An archive of members, or a document that is packed as one.
    Zip,
    /// Columns of a table.
    Parquet,
    /// A document of Office before 2007, perhaps a workbook; or one of later with a password.
    Compound,
    /// No export.
    Other(Cause, Trouble),
}

/// First bytes of what is no export, where they begin, and the word for one and for several.
const OTHERS: [(&[u8], usize, (&str, &str)); 34] = [
    (b"%PDF", 0, ("a PDF document", "PDF documents")),
    (b"\x89PNG", 0, PICTURE),
    (b"\xff\xd8\xff", 0, PICTURE),
    (b"GIF8", 0, PICTURE),
    (b"II*\0", 0, PICTURE),
    (b"MM\0*", 0, PICTURE),
    (b"8BPS", 0, PICTURE),
    (b"WEBP", 8, PICTURE),
    (b"ftyphei", 4, PICTURE),
    (b"ftypavif", 4, PICTURE),
    (b"ftyp", 4, VIDEO),
    (b"\x1aE\xdf\xa3", 0, VIDEO),
    (b"AVI ", 8, VIDEO),
    (b"ID3", 0, SOUND),
    (b"\xff\xfb", 0, SOUND),
    (b"OggS", 0, SOUND),
    (b"fLaC", 0, SOUND),
    (b"WAVE", 8, SOUND),
    (b"SQLite format 3\0", 0, ("an SQLite database", "SQLite databases")),
    (b"\x7fELF", 0, PROGRAM),
    (b"MZ", 0, PROGRAM),
    (b"\xcf\xfa\xed\xfe", 0, PROGRAM),
    (b"\xca\xfe\xba\xbe", 0, PROGRAM),
    (b"#!", 0, ("a script", "scripts")),
    (b"{\\rtf", 0, ("a text document (RTF)", "text documents")),
    (b"wOFF", 0, FONT),
    (b"wOF2", 0, FONT),
    (b"\0\x01\0\0\0", 0, FONT),
    (b"ORC", 0, ("an ORC file", "ORC files")),
    (b"Obj\x01", 0, ("an Avro file", "Avro files")),
    (b"ARROW1", 0, ("an Arrow file", "Arrow files")),
    (b"BEGIN:VCALENDAR", 0, ("a calendar", "calendars")),
    (b"BEGIN:VCARD", 0, ("an address book", "address books")),
    (b"-----BEGIN ", 0, ("a key or certificate", "keys or certificates")),
];

const PICTURE: (&str, &str) = ("a picture", "pictures");
const VIDEO: (&str, &str) = ("a video", "videos");
const SOUND: (&str, &str) = ("a sound recording", "sound recordings");
const PROGRAM: (&str, &str) = ("a program", "programs");
const FONT: (&str, &str) = ("a font", "fonts");

/// First bytes of archives that are not opened here, where they begin, and what they are.
const ARCHIVES: [(&[u8], usize, &str); 4] = [
    (b"7z\xbc\xaf\x27\x1c", 0, "a 7-Zip archive"),
    (b"Rar!", 0, "a RAR archive"),
    (b"ustar", 257, "a tar archive"),
    (b"!<arch>", 0, "an archive"),
];

impl Content {
    /// What a file that begins like this is.
    pub fn of(head: &[u8], whole: bool, name: &str) -> Content {
        let at = |magic: &[u8], start: usize| head.get(start..).is_some_and(|rest| rest.starts_with(magic));
        if at(b"PK\x03\x04", 0) || at(b"PK\x05\x06", 0) {
            return Content::Zip;
        }
        if at(b"PAR1", 0) {
            return Content::Parquet;
        }
        if at(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0) {
            return Content::Compound;
        }
        if let Some((_, _, what)) = ARCHIVES.iter().find(|(magic, start, _)| at(magic, *start)) {
            return Content::Other(Cause::Packed, Trouble::new(what, "unpack it first"));
        }
        // Letters that text may begin with too count only in front of bytes that are no text.
        let is_binary = memchr::memchr(0, head).is_some() && !at(b"\xff\xfe", 0) && !at(b"\xfe\xff", 0);
        let other = OTHERS.iter().find(|(magic, start, _)| {
            at(magic, *start) && (is_binary || !magic.iter().all(u8::is_ascii_alphanumeric))
        });
        match other {
            Some((_, _, words)) => {
                let (cause, trouble) = something_else(*words);
                Content::Other(cause, trouble)
            }
            None => match instead::told(head, whole, name) {
                Some(Text::Instead(cause, trouble)) => Content::Other(cause, trouble),
                Some(Text::NoRows) => Content::NoRows,
                None => Content::Text,
            },
        }
    }
}

/// A document of Office before 2007 that is no workbook.
pub const OLD_DOCUMENT: (Cause, Trouble) = (
    Cause::Other("an Office document", "Office documents"),
    Trouble::new("an Office document that is no workbook, not an export", ""),
);

/// Members by which a document that is packed as a zip is known, and what it is.
const DOCUMENTS: [(&str, &str, &str); 6] = [
    ("word/", "a Word document", "Word documents"),
    ("ppt/", "a presentation", "presentations"),
    ("META-INF/MANIFEST.MF", "a Java program", "programs"),
    ("AndroidManifest.xml", "an Android program", "programs"),
    ("META-INF/container.xml", "an e-book", "e-books"),
    ("Index/Document.iwa", "a document of Pages, Numbers or Keynote", "documents"),
];

/// What an archive is where it is no archive for people.
pub fn of_members(entries: &[ZipEntry]) -> Option<(Cause, Trouble)> {
    let known =
        DOCUMENTS.iter().find(|(member, ..)| entries.iter().any(|entry| entry.name.starts_with(member)));
    known.map(|(_, one, several)| something_else((one, several)))
}

/// What is no export at all, by the words for one and for several.
fn something_else((one, several): (&'static str, &'static str)) -> (Cause, Trouble) {
    (Cause::Other(one, several), Trouble::plain(format!("{one}, not an export")))
}

/// Files that systems and programs leave behind; they are nobody's input.
const DEBRIS: [&str; 5] = ["thumbs.db", "desktop.ini", "icon\r", "$recycle.bin", "system volume information"];

/// Whether a path is debris: hidden files, what macOS and Windows leave in folders and archives, locks of open documents.
pub fn noise(path: &Path) -> bool {
    path.components().any(|part| {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        part.starts_with("~$")
            || part.starts_with(".~lock.")
            || part == "__macosx"
            || (part.starts_with('.') && part != "." && part != "..")
            || DEBRIS.contains(&part.as_str())
    })
}

/// Endings of text files that people write, programs are made of, or that stand for a copy of another file.
const FOREIGN_ENDINGS: [&str; 39] = [
    "md",
    "rst",
    "tex",
    "html",
    "htm",
    "css",
    "js",
    "ts",
    "py",
    "rb",
    "php",
    "rs",
    "go",
    "java",
    "c",
    "h",
    "sh",
    "bat",
    "ps1",
    "sql",
    "toml",
    "yaml",
    "yml",
    "ini",
    "cfg",
    "conf",
    "lock",
    "xml",
    "svg",
    "eml",
    "mbox",
    "ics",
    "vcf",
    "bak",
    "old",
    "tmp",
    "part",
    "crdownload",
    "download",
];

/// Whether the ending of a name says that it is no export, though its text might be taken for one.
pub fn has_foreign_ending(name: &str) -> bool {
    let name = name.to_lowercase();
    name.ends_with('~') || name.rsplit_once('.').is_some_and(|(_, ending)| FOREIGN_ENDINGS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_export_has_a_name() {
        let said = |head: &[u8]| match Content::of(head, false, "") {
            Content::Other(_, trouble) => trouble.what.into_owned(),
            other => format!("{other:?}"),
        };
        for (head, expected) in [
            (&b"%PDF-1.7\n"[..], "a PDF document, not an export"),
            (b"\x89PNG\r\n\x1a\n\0", "a picture, not an export"),
            (b"SQLite format 3\0\x10", "an SQLite database, not an export"),
            (b"MZ\x90\0\x03\0", "a program, not an export"),
            (b"MZ,id\n1,2\n", "Text"),
            (b"ID3,at\n1,2\n", "Text"),
            (b"PK\x03\x04\x14\0", "Zip"),
            (b"PAR1\x15", "Parquet"),
            (b"Rar!\x1a\x07", "a RAR archive"),
            (b"\xff\xfei\0d\0", "Text"),
        ] {
            assert_eq!(said(head), expected);
        }
    }

    #[test]
    fn debris_and_foreign_endings() {
        for name in
            ["__MACOSX/._a.csv", ".DS_Store", "~$book.xlsx", "Thumbs.db", "a/.git/config", ".~lock.a.ods#"]
        {
            assert!(noise(Path::new(name)), "{name}");
        }
        for name in ["tickets.csv", "./a.csv", "~tickets.csv", "a..csv"] {
            assert!(!noise(Path::new(name)), "{name}");
        }
        assert!(
            has_foreign_ending("README.MD")
                && has_foreign_ending("t.csv.bak")
                && has_foreign_ending("t.csv~")
        );
        assert!(
            !has_foreign_ending("tickets") && !has_foreign_ending("t.csv.1") && !has_foreign_ending("a.dat")
        );
    }
}
