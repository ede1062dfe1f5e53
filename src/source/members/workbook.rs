//! The sheets of a workbook (XLSX, XLSB, XLS, ODS), each as CSV in memory.

use super::compound::OldDocument;
use super::sheet::SheetCells;
use super::zip::{self, ZipEntry};
use super::{old_workbook, open_document};
use crate::account::{Outcome, Trouble};
use crate::advice::Advised;
use crate::fitting::numbered;
use crate::guarded::guarded;
use crate::source::store::{ReadSeek, Store};
use anyhow::{anyhow, bail, Result};
use calamine::{Data, DataRef, Ods, Reader, Sheet, SheetType, SheetVisible, Xls, Xlsb, Xlsx};
use std::io::{self, Read};
use std::sync::Arc;

/// How a workbook is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BookForm {
    /// Excel since 2007.
    Xlsx,
    /// The same in a binary form.
    Xlsb,
    /// Excel before 2007.
    Xls,
    /// OpenDocument.
    Ods,
}

/// One sheet.
pub struct SheetText {
    /// Its name.
    pub name: String,
    /// Its rows as CSV; empty where no cell holds anything.
    pub csv: Vec<u8>,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Whole numbers of more digits than a spreadsheet keeps.
    pub long_numbers: u64,
    /// Cells that hold an error such as `#N/A`.
    pub errors: u64,
}

impl SheetText {
    /// What is worth a word.
    pub fn troubles(&self) -> Vec<(Outcome, Trouble)> {
        let mut troubles = Vec::new();
        if self.hidden {
            troubles.push((Outcome::Noted, Trouble::new("a hidden sheet", "it is read as the others are")));
        }
        if self.long_numbers > 0 {
            let what = format!("{} numbers of more than 15 digits", self.long_numbers);
            let advice = "a spreadsheet keeps only 15: export ids as text, or as CSV";
            troubles.push((Outcome::Warned, Trouble { what: what.into(), advice: advice.into() }));
        }
        if self.errors > 0 {
            let what = format!("{} cells that hold an error such as #N/A", self.errors);
            let trouble = Trouble { what: what.into(), advice: "they count as empty".into() };
            troubles.push((Outcome::Noted, trouble));
        }
        troubles
    }
}

/// The form of a workbook that is packed as a zip; `None` for any other archive.
pub fn form_of(store: &Store, entries: &[ZipEntry]) -> Option<BookForm> {
    let has = |name: &str| entries.iter().any(|entry| entry.name == name);
    if has("xl/workbook.xml") {
        return Some(BookForm::Xlsx);
    }
    if has("xl/workbook.bin") {
        return Some(BookForm::Xlsb);
    }
    let kind = entries.iter().find(|entry| entry.name == "mimetype")?;
    let mut text = String::new();
    let stream = zip::open(store, kind, None, Arc::new(|_| {})).ok()?;
    stream.take(100).read_to_string(&mut text).ok()?;
    text.contains("opendocument.spreadsheet").then_some(BookForm::Ods)
}

/// Whether an old document holds a workbook at all.
pub fn has_book(store: &Store) -> bool {
    has_stream(store, "Workbook") || has_stream(store, "Book")
}

/// Whether a document of today stands in an old one behind a password.
pub fn is_protected(store: &Store) -> bool {
    has_stream(store, "EncryptedPackage")
}

/// Whether the name of a stream stands in an old document.
fn has_stream(store: &Store, name: &str) -> bool {
    let mut bytes = Vec::new();
    let read = store.reader().and_then(|reader| reader.take(1 << 26).read_to_end(&mut bytes));
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    read.is_ok() && memchr::memmem::find(&bytes, &wide).is_some()
}

/// Whether a sheet has the name that a program gave it: a word and a number.
pub fn is_unnamed(name: &str) -> bool {
    let word = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let word = word.trim_end();
    word.len() < name.len() && !word.is_empty() && word.chars().all(char::is_alphabetic)
}

/// A file opened by the library that reads workbooks.
type BookInput = io::BufReader<Box<dyn ReadSeek>>;

/// The sheets of a book whose cells come one by one; the two kinds of those share no trait for it.
macro_rules! cell_by_cell {
    ($book:ident) => {{
        let sheets = $book.sheets_metadata().to_vec();
        each(&sheets, |name, cells| {
            let mut reader = $book.worksheet_cells_reader(name).map_err(unreadable)?;
            while let Some(cell) = reader.next_cell().map_err(unreadable)? {
                let (row, column) = cell.get_position();
                put(cells, row, column, cell.get_value())?;
            }
            Ok(())
        })
    }};
}

/// All sheets of a workbook, in its order. Errors: it is damaged, protected or too large.
pub fn sheets(store: &Store, form: BookForm) -> Result<Vec<SheetText>> {
    guarded(|| read_sheets(store, form)).unwrap_or_else(|| bail!(damaged()))
}

fn read_sheets(store: &Store, form: BookForm) -> Result<Vec<SheetText>> {
    match form {
        BookForm::Xls => {
            let document = OldDocument::open(store)?.filter(OldDocument::is_whole);
            let book = document.ok_or_else(damaged)?.stream(&["Workbook", "Book"])?;
            if !book.is_none_or(|book| old_workbook::is_dense(&book)) {
                let advice = "open it and save it again, or save its sheets as CSV";
                bail!(Advised::new("the workbook has cells too far apart from each other", advice));
            }
        }
        BookForm::Xlsx | BookForm::Xlsb | BookForm::Ods => try_unpacking(store)?,
    }
    if form == BookForm::Ods && !open_document::is_whole(store, &zip::entries(store)?)? {
        bail!(damaged());
    }
    let input = io::BufReader::new(store.reader()?);
    match form {
        BookForm::Xlsx => {
            let mut book: Xlsx<BookInput> = Xlsx::new(input).map_err(unreadable)?;
            cell_by_cell!(book)
        }
        BookForm::Xlsb => {
            let mut book: Xlsb<BookInput> = Xlsb::new(input).map_err(unreadable)?;
            cell_by_cell!(book)
        }
        BookForm::Xls => whole(Xls::new(input).map_err(unreadable)?),
        BookForm::Ods => whole(Ods::new(input).map_err(unreadable)?),
    }
}

/// The sheets of a book that is read whole by the library.
fn whole<B: Reader<BookInput>>(mut book: B) -> Result<Vec<SheetText>>
where
    B::Error: std::fmt::Display,
{
    let sheets = book.sheets_metadata().to_vec();
    each(&sheets, |name, cells| {
        let range = book.worksheet_range(name).map_err(unreadable)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            put(cells, top + numbered(row), left + numbered(column), &borrowed(value))?;
        }
        Ok(())
    })
}

/// A value of a sheet read whole, in the form of one read cell by cell.
fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(is) => DataRef::Bool(*is),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// Reads every sheet that has cells.
fn each(
    sheets: &[Sheet],
    mut read: impl FnMut(&str, &mut SheetCells) -> Result<()>,
) -> Result<Vec<SheetText>> {
    let mut texts = Vec::new();
    for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let mut cells = SheetCells::default();
        read(&sheet.name, &mut cells)?;
        let (long_numbers, errors) = (cells.long_numbers, cells.errors);
        let csv = if cells.is_empty() { Vec::new() } else { cells.csv() };
        let hidden = sheet.visible != SheetVisible::Visible;
        texts.push(SheetText { name: sheet.name.clone(), csv, hidden, long_numbers, errors });
    }
    Ok(texts)
}

fn put(cells: &mut SheetCells, row: u32, column: u32, value: &DataRef<'_>) -> Result<()> {
    cells
        .add(row, column, value)
        .map_err(|_| anyhow!(Advised::new("a sheet of more than 1 GB", "save it as CSV")))
}

fn unreadable(error: impl std::fmt::Display) -> anyhow::Error {
    let text = error.to_string();
    if text.to_lowercase().contains("password") {
        return Advised::new("the workbook is protected by a password", "save it without one").into();
    }
    let advice = "open it and save it again, or save its sheets as CSV";
    Advised::new(format!("the workbook can not be read ({text})"), advice).into()
}

fn damaged() -> Advised {
    Advised::new("the workbook is damaged", "export it again")
}

/// Unpacks all members to nowhere: the library that reads workbooks has no limit of its own.
fn try_unpacking(store: &Store) -> Result<()> {
    for entry in zip::entries(store)? {
        let mut stream = zip::open(store, &entry, None, Arc::new(|_| {}))?;
        io::copy(&mut stream, &mut io::sink())?;
        if stream.early_end.lock().is_ok_and(|end| end.is_some()) {
            bail!(damaged());
        }
    }
    Ok(())
}
