//! Reads one record after the other, and those that are out of shape under every hypothesis that could explain them.

use super::blanks::Grouping;
use super::fields::{line_at, readings, split, split_knowing, tokens, unescaped, SplitRecord, Unclosed};
use super::findings::Finding;
use super::kinds::{fits, ColumnLook};
use super::{Escape, Form, Shape};
use std::borrow::Cow;

/// The cells of a record.
pub type RecordCells<'a> = Vec<Cow<'a, str>>;

/// One record as it is understood.
#[derive(Debug)]
pub struct Record<'a> {
    /// Its cells, as many as it has.
    pub cells: RecordCells<'a>,
    /// Where the next one begins.
    pub end: usize,
    /// What had to be done.
    pub findings: Vec<Finding>,
}

/// Reads records of a form.
pub struct RecordReader<'f> {
    form: &'f Form,
    /// Whether cells that do not belong together are told apart by what columns hold; else rows stay as long as they are.
    pub settles: bool,
    /// What is known of the texts that records are read of, if all end in one place.
    known: Option<&'f Unclosed>,
}

/// Text that must be at hand before a quote that is not closed is judged.
pub const AHEAD: usize = 1 << 16;
/// Widest tables whose lines are read in every way.
const WIDEST: usize = 400;
/// Longest lines that are.
const LONGEST: usize = 1 << 16;
/// Lines inside quotes that are looked at.
const LINES: usize = 24;

/// Delimiters that single rows may have instead.
const OTHERS: [&str; 4] = [",", ";", "\t", "|"];

impl<'f> RecordReader<'f> {
    /// A reader of that form.
    pub fn new(form: &'f Form, settles: bool) -> RecordReader<'f> {
        RecordReader { form, settles, known: None }
    }

    /// Reads texts that all end in one place, of which that is known.
    pub fn knowing(self, known: &'f Unclosed) -> RecordReader<'f> {
        RecordReader { known: Some(known), ..self }
    }

    /// The record at the start of a text that ends where all do.
    fn split<'a>(&self, text: &'a str, shape: &Shape) -> SplitRecord<'a> {
        self.known.map_or_else(|| split(text, shape), |known| split_knowing(text, shape, known))
    }

    /// The record at the start of `text`; `None` if more text is needed to tell.
    pub fn read<'a>(&self, text: &'a str, ended: bool) -> Option<Record<'a>> {
        let shape = &self.form.shape;
        let first = self.split(text, shape);
        let is_cut = first.end >= text.len() && !ended;
        if is_cut && (text.len() < AHEAD || !(first.open && self.swallows(text, &first))) {
            return None;
        }
        let is_short = self.form.is_ragged && first.cells.len() < self.form.width;
        let is_sure = shape.delimiter != " " || self.fitting(&first.cells);
        if is_sure
            && (is_short || first.cells.len() == self.form.width)
            && !first.loose
            && !first.open
            && !first.is_long
        {
            return Some(Record { cells: first.cells, end: first.end, findings: Vec::new() });
        }
        Some(self.examine(text, first))
    }

    /// A record that is not simply right.
    fn examine<'a>(&self, text: &'a str, mut first: SplitRecord<'a>) -> Record<'a> {
        let width = self.form.width;
        let line = line_at(text, 0, self.form.shape.line_end);
        if let Some(record) = self.by_blanks(&text[..line.content], line.next) {
            return record;
        }
        let is_whole = first.cells.len() == width && !first.open;
        let swallows = (first.is_long || first.open) && self.swallows(text, &first);
        if is_whole && !swallows && (self.fitting(&first.cells) || !first.loose) {
            let findings = if first.loose { vec![Finding::LooseQuote] } else { Vec::new() };
            return Record { cells: first.cells, end: first.end, findings };
        }
        if let Some(record) = self.other_escape(text) {
            return record;
        }
        // Quotes that stand where they should are believed, whatever the number of cells.
        let is_doubtful = first.loose || first.open || first.is_long;
        let again = if is_doubtful { self.in_line(text, line.content, line.next) } else { None };
        if let Some(record) = again.or_else(|| self.other_delimiter(&text[..line.content], line.next)) {
            return record;
        }
        if swallows || first.open && first.is_long && !self.is_last_cell_text(&first) {
            return self.literal(text, line.content, line.next);
        }
        let mut findings = Vec::new();
        if first.open {
            let (quote, escape) = (self.form.shape.quote, self.form.shape.escape);
            if let Some((last, quote)) = first.cells.last_mut().zip(quote) {
                *last = Cow::Owned(unescaped(last, quote, escape));
            }
            findings.push(Finding::OpenQuote);
        } else if first.loose {
            findings.push(Finding::LooseQuote);
        }
        self.sized(Record { cells: first.cells, end: first.end, findings }, text)
    }

    /// Whether an open cell at the end of the file may simply have been cut off.
    fn is_last_cell_text(&self, first: &SplitRecord<'_>) -> bool {
        first.cells.len() <= self.form.width
    }

    /// Whether the lines behind the first of a record look like records of their own.
    fn swallows(&self, text: &str, first: &SplitRecord<'_>) -> bool {
        let shape = &self.form.shape;
        if self.form.width < 2 {
            return false;
        }
        let bare = Shape { quote: None, ..shape.clone() };
        let mut at = line_at(text, 0, shape.line_end).next;
        let (mut alike, mut seen) = (0, 0);
        while at < first.end && seen < LINES {
            let line = line_at(text, at, shape.line_end);
            let content = &text[at..line.content];
            at = line.next;
            // The line in which the quote closes is one of its own only if it opens none before.
            if content.trim().is_empty() {
                continue;
            }
            seen += 1;
            let cells = split(content, &bare).cells;
            let quoted =
                || readings(content, shape, self.form.width).into_iter().any(|cells| self.fitting(&cells));
            let is_alike = cells.len() == self.form.width && self.fitting(&cells)
                || content.contains('"') && content.len() < LONGEST && self.form.width <= WIDEST && quoted();
            alike += usize::from(is_alike);
        }
        let opening = &text[..line_at(text, 0, shape.line_end).content];
        let stands_alone = || {
            split(opening, &bare).cells.len() >= self.form.width
                || self.form.width <= WIDEST && !readings(opening, shape, self.form.width).is_empty()
        };
        alike > 0 && alike * 2 >= seen && stands_alone()
    }

    /// Whether cells are what their columns hold, and some are data.
    pub fn fits_well(&self, cells: &[Cow<'_, str>]) -> bool {
        self.evidence(cells).is_some_and(|filled| filled > 0)
    }

    fn fitting(&self, cells: &[Cow<'_, str>]) -> bool {
        cells.iter().zip(&self.form.kinds).all(|(cell, kind)| fits(cell, *kind))
    }

    fn misfits(&self, cells: &[Cow<'_, str>]) -> usize {
        cells.iter().zip(&self.form.kinds).filter(|(cell, kind)| !fits(cell, **kind)).count()
    }

    /// The record with quotes escaped in another way, if that makes it right.
    fn other_escape<'a>(&self, text: &'a str) -> Option<Record<'a>> {
        let shape = &self.form.shape;
        for escape in [Escape::Backslash, Escape::Bare, Escape::Doubled] {
            if escape == shape.escape {
                continue;
            }
            let tried = self.split(text, &Shape { escape, ..shape.clone() });
            let right = tried.cells.len() == self.form.width && !tried.open && !tried.loose;
            if right && !tried.is_long && self.fitting(&tried.cells) {
                return Some(Record {
                    cells: tried.cells,
                    end: tried.end,
                    findings: vec![Finding::LooseQuote],
                });
            }
        }
        None
    }

    /// The first line read in the way that gives all cells, with other quotes or another delimiter if need be.
    fn in_line<'a>(&self, text: &'a str, content: usize, end: usize) -> Option<Record<'a>> {
        let line = &text[..content];
        let shape = &self.form.shape;
        if self.form.width > WIDEST || line.len() > LONGEST {
            return None;
        }
        let mut found = readings(line, shape, self.form.width);
        let best = found.iter().enumerate().min_by_key(|(_, cells)| self.misfits(cells)).map(|(at, _)| at);
        if let Some(at) = best {
            let cells = found.swap_remove(at);
            return Some(Record { cells, end, findings: vec![Finding::StrayQuote] });
        }
        let single = shape.quote == Some(b'"') && line.contains('\'');
        if single {
            let tried = split(line, &Shape { quote: Some(b'\''), ..shape.clone() });
            if tried.cells.len() == self.form.width && self.fitting(&tried.cells) {
                return Some(Record { cells: tried.cells, end, findings: vec![Finding::LooseQuote] });
            }
        }
        None
    }

    /// A line whose cells blanks part: of a file that is written so, or of one where nothing else parts the line.
    fn by_blanks<'a>(&self, line: &'a str, end: usize) -> Option<Record<'a>> {
        let own = self.form.shape.delimiter == " ";
        if self.form.width < 3 || line.len() > LONGEST || !own && self.is_parted(line) {
            return None;
        }
        let shape = Shape { delimiter: " ".to_owned(), ..self.form.shape.clone() };
        let cells = Grouping::of(&self.form.kinds).cells(&tokens(line, &shape))?;
        let findings = if own { Vec::new() } else { vec![Finding::OtherDelimiter] };
        Some(Record { cells, end, findings })
    }

    /// Whether the own delimiter stands between cells of a line, and not only in its texts: the first cell is one.
    fn is_parted(&self, line: &str) -> bool {
        let first = self.form.kinds.first().copied().flatten();
        let bare = Shape { quote: None, ..self.form.shape.clone() };
        let cells = split(line, &bare).cells;
        first.is_none() || cells.first().is_some_and(|cell| fits(cell, first))
    }

    fn other_delimiter<'a>(&self, line: &'a str, end: usize) -> Option<Record<'a>> {
        let shape = &self.form.shape;
        let own = split(line, &Shape { quote: None, ..shape.clone() }).cells.len();
        for delimiter in OTHERS {
            if delimiter == shape.delimiter || self.form.width < 3 {
                continue;
            }
            let tried = split(line, &Shape { delimiter: delimiter.to_owned(), ..shape.clone() });
            let right = tried.cells.len() == self.form.width && !tried.open;
            let is_header = own == 1 && self.misfits(&tried.cells) > 0;
            if right && (self.fitting(&tried.cells) || is_header) {
                return Some(Record { cells: tried.cells, end, findings: vec![Finding::OtherDelimiter] });
            }
        }
        None
    }

    /// The first line alone, its quotes taken as text.
    fn literal<'a>(&self, text: &'a str, content: usize, end: usize) -> Record<'a> {
        let shape = Shape { quote: None, ..self.form.shape.clone() };
        let mut cells = split(&text[..content], &shape).cells;
        for cell in &mut cells {
            let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')).map(str::to_owned);
            if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
                *cell = Cow::Owned(inner);
            }
        }
        self.sized(Record { cells, end, findings: vec![Finding::StrayQuote] }, text)
    }

    /// A record of another number of cells than the header.
    fn sized<'a>(&self, mut record: Record<'a>, text: &'a str) -> Record<'a> {
        let width = self.form.width;
        if record.cells.len() < width {
            record.findings.extend((!self.form.is_ragged).then_some(Finding::Short));
            return record;
        }
        if record.cells.len() == width
            || record.cells[width..].iter().all(|cell| cell.trim().is_empty()) && self.fitting(&record.cells)
        {
            return record;
        }
        if !self.settles {
            record.findings.push(Finding::Long);
            return record;
        }
        let _ = text;
        self.settle(record)
    }

    /// A record with too many cells: the neighbours that one delimiter in a text has parted are put together.
    fn settle<'a>(&self, mut record: Record<'a>) -> Record<'a> {
        let extra = record.cells.len() - self.form.width;
        let as_is = self.evidence(&record.cells[..self.form.width]);
        let mut best: Vec<RecordCells<'a>> = Vec::new();
        let mut most = as_is;
        for at in 0..self.form.width.min(WIDEST) {
            let cells = joined(&record.cells, at, extra, &self.form.shape.delimiter);
            let evidence = self.evidence(&cells);
            if evidence > most {
                best.clear();
                most = evidence;
            }
            if evidence == most && evidence > as_is && !best.contains(&cells) {
                best.push(cells);
            }
        }
        // Behind a delimiter inside a text mostly stands a blank, behind others none does.
        let chosen = match self.blank_behind(&record.cells, extra) {
            Some(at) => Some(joined(&record.cells, at, extra, &self.form.shape.delimiter)),
            None if best.len() == 1 => best.pop(),
            None => None,
        };
        record.findings.push(match (&chosen, as_is) {
            (Some(_), _) => Finding::LooseDelimiter,
            (None, Some(_)) if best.is_empty() => Finding::Long,
            (None, _) => Finding::Shifted,
        });
        if let Some(cells) = chosen {
            record.cells = cells;
        }
        record
    }

    /// How many columns of data the cells fill as they should; `None` if any cell is none that its column has.
    fn evidence(&self, cells: &[Cow<'_, str>]) -> Option<usize> {
        let filled = |(cell, kind): &(&Cow<'_, str>, &ColumnLook)| kind.is_some() && !cell.trim().is_empty();
        self.fitting(cells).then(|| cells.iter().zip(&self.form.kinds).filter(filled).count())
    }

    /// The only place where cells that begin with a blank follow another, if putting them together makes all cells fit.
    fn blank_behind(&self, cells: &[Cow<'_, str>], extra: usize) -> Option<usize> {
        let begins = |cell: &Cow<'_, str>| cell.starts_with(' ') && !cell.trim().is_empty();
        let places: Vec<usize> = (1..cells.len()).filter(|&at| begins(&cells[at])).collect();
        let first = *places.first()?;
        let in_row = places.iter().enumerate().all(|(nth, &at)| at == first + nth);
        let right = places.len() == extra && in_row;
        let whole = joined(cells, first - 1, extra, &self.form.shape.delimiter);
        (right && self.fitting(&whole)).then_some(first - 1)
    }
}

/// The cells with those from `at` to `at + extra` as one; empty ones among them vanish with their delimiter.
fn joined<'a>(cells: &[Cow<'a, str>], at: usize, extra: usize, delimiter: &str) -> RecordCells<'a> {
    let parts = &cells[at..=(at + extra).min(cells.len() - 1)];
    let filled = parts.iter().filter(|part| !part.trim().is_empty()).count();
    let middle = match filled {
        0 | 1 => parts.iter().find(|part| !part.trim().is_empty()).unwrap_or(&parts[0]).clone(),
        _ => Cow::Owned(parts.join(delimiter)),
    };
    let mut all = cells[..at].to_vec();
    all.push(middle);
    all.extend_from_slice(&cells[(at + parts.len()).min(cells.len())..]);
    all
}
