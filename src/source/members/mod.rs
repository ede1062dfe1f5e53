//! What an input holds: itself, the members of an archive, the sheets of a workbook – or nothing that is an export.

mod compound;
pub mod content;
mod instead;
mod old_workbook;
mod open_document;
pub mod parquet;
mod pipe;
mod sheet;
mod workbook;
pub mod zip;

use super::inputs::{file_name, InputFile, Origin};
use super::open::open;
use super::packed::{unpack, Stream};
use super::store::Store;
use crate::account::{Cause, LeftOut, Outcome, Trouble};
use anyhow::{anyhow, Context, Result};
use content::{noise, Content};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use workbook::{BookForm, SheetText};

/// An input of which records may be read.
pub struct Member {
    /// Which.
    pub file: InputFile,
    /// Its stream, of inputs that can be read once only.
    pub stream: Option<Stream>,
}

/// What is worth a word of an input that may be read.
pub struct Remark {
    /// Its display name.
    pub file: String,
    /// How much it weighs.
    pub outcome: Outcome,
    /// What there is to say.
    pub trouble: Trouble,
}

/// What came of the inputs.
#[derive(Default)]
pub struct Members {
    /// Those that may be exports.
    pub found: Vec<Member>,
    /// Those that are exports of no rows.
    pub empty: Vec<InputFile>,
    /// Those that are not.
    pub left_out: Vec<LeftOut>,
    /// What is worth a word of those found.
    pub remarks: Vec<Remark>,
}

/// First bytes by which it is told what a file is.
const HEAD: u64 = 1 << 13;

/// Bytes of a packed container that are held in memory.
const HELD: u64 = 1 << 30;

/// How many archives may lie around a member.
const DEPTH: usize = 2;

impl Members {
    /// Takes an input apart. Errors: it can not be opened or read.
    pub fn take(&mut self, file: InputFile, stdin: &mut Option<Box<dyn Read + Send>>) -> Result<()> {
        let stream = match (&file.origin, stdin.take()) {
            (Origin::Stdin, Some(input)) => unpack(input, None, file.most, Arc::new(|_| {}))
                .with_context(|| format!("cannot read {}", file.name))?,
            (_, given) => {
                *stdin = given;
                open(&file, Arc::new(|_| {}))?
            }
        };
        self.look_at(file, stream, DEPTH)
    }

    fn look_at(&mut self, mut file: InputFile, mut stream: Stream, depth: usize) -> Result<()> {
        let read_error = |error| anyhow!("cannot read {}: {error}", file.name);
        let mut head = Vec::new();
        stream.by_ref().take(HEAD).read_to_end(&mut head).map_err(read_error)?;
        let content = Content::of(&head, (head.len() as u64) < HEAD, &file.name);
        match content {
            Content::Text if !file.named && content::has_foreign_ending(&file.stem) => {
                let trouble =
                    Trouble::new("its ending is none of an export", "name the file itself to have it read");
                self.leave_out(&file, Cause::Ending, trouble);
            }
            Content::Text => {
                let stream = (!file.lasting).then(|| stream.behind(head));
                self.found.push(Member { file, stream });
            }
            Content::Zip | Content::Parquet | Content::Compound => {
                let store = match file.origin {
                    Origin::Whole(Store::Disk(path)) if file.lasting && !stream.is_packed => {
                        Store::Disk(path)
                    }
                    _ => {
                        stream.by_ref().take(HELD).read_to_end(&mut head).map_err(read_error)?;
                        Store::Held(head.into())
                    }
                };
                (file.origin, file.lasting) = (Origin::Whole(store.clone()), true);
                self.open_container(file, store, content, depth);
            }
            Content::NoRows => self.empty.push(file),
            Content::Other(cause, trouble) => self.leave_out(&file, cause, trouble),
        }
        Ok(())
    }

    fn open_container(&mut self, file: InputFile, store: Store, content: Content, depth: usize) {
        if content == Content::Parquet {
            let file = InputFile { origin: Origin::Parquet(store), ..file };
            self.found.push(Member { file, stream: None });
            return;
        }
        if content == Content::Compound {
            return self.open_workbook(&file, &store, BookForm::Xls);
        }
        match zip::entries(&store) {
            Err(error) => self.leave_out(&file, Cause::Unreadable, Trouble::of_error(&error, &file.name)),
            Ok(entries) => match workbook::form_of(&store, &entries) {
                Some(form) => self.open_workbook(&file, &store, form),
                None => self.open_zip(&file, &store, entries, depth),
            },
        }
    }

    fn open_workbook(&mut self, file: &InputFile, store: &Store, form: BookForm) {
        let sheets = match workbook::sheets(store, form) {
            Ok(sheets) => sheets,
            Err(_) if form == BookForm::Xls && workbook::is_protected(store) => {
                let trouble = Trouble::new("the workbook is protected by a password", "save it without one");
                return self.leave_out(file, Cause::Packed, trouble);
            }
            Err(_) if form == BookForm::Xls && !workbook::has_book(store) => {
                let (cause, trouble) = content::OLD_DOCUMENT;
                return self.leave_out(file, cause, trouble);
            }
            Err(error) => {
                return self.leave_out(file, Cause::Unreadable, Trouble::of_error(&error, &file.name));
            }
        };
        let filled: Vec<SheetText> = sheets.into_iter().filter(|sheet| !sheet.csv.is_empty()).collect();
        if filled.is_empty() {
            return self.leave_out(
                file,
                Cause::Empty,
                Trouble::plain("no sheet of the workbook holds anything"),
            );
        }
        let is_only = filled.len() == 1;
        for sheet in filled {
            let stem = if is_only || workbook::is_unnamed(&sheet.name) { &file.stem } else { &sheet.name };
            let member = InputFile {
                name: format!("{}/{}", file.name, sheet.name),
                stem: stem.clone(),
                origin: Origin::Sheet(Store::Held(sheet.csv.as_slice().into())),
                named: false,
                ..file.clone()
            };
            for (outcome, trouble) in sheet.troubles() {
                self.remarks.push(Remark { file: member.name.clone(), outcome, trouble });
            }
            self.found.push(Member { file: member, stream: None });
        }
    }

    fn open_zip(&mut self, file: &InputFile, store: &Store, entries: Vec<zip::ZipEntry>, depth: usize) {
        if let Some((cause, trouble)) = content::of_members(&entries) {
            return self.leave_out(file, cause, trouble);
        }
        if depth == 0 {
            let trouble = Trouble::new("a zip archive inside zip archives", "unpack it first");
            return self.leave_out(file, Cause::Packed, trouble);
        }
        if entries.is_empty() {
            return self.leave_out(file, Cause::Empty, Trouble::plain("the zip archive is empty"));
        }
        let (found, left_out) = (self.found.len() + self.empty.len(), self.left_out.len());
        let count = entries.len();
        for entry in entries {
            let path = Path::new(&entry.name);
            if noise(path) {
                continue;
            }
            let name = format!("{}/{}", file.name, entry.name);
            let stem = file_name(path);
            let closed = entry.closed.clone();
            let origin = Origin::ZipEntry(store.clone(), entry);
            let member = InputFile { name, stem, origin, named: false, ..file.clone() };
            if let Some(why) = closed {
                self.leave_out(&member, Cause::Packed, why);
                continue;
            }
            let opened = open(&member, Arc::new(|_| {}));
            let result = opened.and_then(|stream| self.look_at(member.clone(), stream, depth - 1));
            if let Err(error) = result {
                self.leave_out(&member, Cause::Unreadable, Trouble::of_error(&error, &member.name));
            }
        }
        if self.found.len() + self.empty.len() == found {
            self.join(file, left_out, count);
        }
    }

    /// An archive of nothing but pictures and the like is left out as one.
    fn join(&mut self, archive: &InputFile, from: usize, count: usize) {
        let is_loud =
            |input: &LeftOut| !matches!(input.cause, Cause::Other(..) | Cause::Ending | Cause::Empty);
        if self.left_out.iter().skip(from).any(is_loud) {
            return;
        }
        self.left_out.truncate(from);
        let ending = if count == 1 { "" } else { "s" };
        let what = format!("a zip archive that holds no table (but {count} other file{ending})");
        let trouble = Trouble { what: what.into(), advice: "".into() };
        self.leave_out(archive, Cause::NoTable, trouble);
    }

    /// Notes an input that is not read.
    pub fn leave_out(&mut self, file: &InputFile, cause: Cause, trouble: Trouble) {
        self.left_out.push(LeftOut { file: file.name.clone(), named: file.named, cause, trouble });
    }
}
