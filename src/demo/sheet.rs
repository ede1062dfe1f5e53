//! One CSV file on its way: fields are appended to a line, lines to a temporary file that gets its name at the end.

use super::damage::{self, Damage};
use anyhow::{Context, Result};
use chrono::DateTime;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// After so many good rows comes a damaged one, until the wanted number is reached.
const BETWEEN_DAMAGE: u64 = 7;

/// A CSV file that is being written.
pub(super) struct Sheet {
    table: &'static str,
    columns: usize,
    out: BufWriter<File>,
    partial: PathBuf,
    line: Vec<u8>,
    fields: usize,
    day: i64,
    date: String,
    rows: u64,
    wanted: u32,
    damaged: Vec<(Damage, u64)>,
}

/// The name a file has until it is whole.
pub(super) fn partial_name(table: &str) -> String {
    format!(".{table}.csv.partial")
}

impl Sheet {
    /// Starts the file of a table in `folder` with its header; `damaged` bad rows are to be strewn in.
    pub(super) fn create(folder: &Path, table: &'static str, header: &str, damaged: u32) -> Result<Sheet> {
        let partial = folder.join(partial_name(table));
        let file = File::create(&partial).with_context(|| format!("can not write {}", partial.display()))?;
        let mut sheet = Sheet {
            table,
            columns: header.split(',').count(),
            out: BufWriter::with_capacity(1 << 18, file),
            partial,
            line: Vec::with_capacity(1024),
            fields: 0,
            day: i64::MIN,
            date: String::new(),
            rows: 0,
            wanted: damaged,
            damaged: Vec::new(),
        };
        sheet.out.write_all(header.as_bytes())?;
        sheet.out.write_all(b"\n")?;
        Ok(sheet)
    }

    fn next(&mut self) {
        if self.fields > 0 {
            self.line.push(b',');
        }
        self.fields += 1;
    }

    /// Leaves so many fields empty.
    pub(super) fn skip(&mut self, fields: usize) -> &mut Sheet {
        (0..fields).for_each(|_| self.next());
        self
    }

    /// A field of any text, quoted where it has to be.
    pub(super) fn text(&mut self, text: &str) -> &mut Sheet {
        self.next();
        if !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
            self.line.extend_from_slice(text.as_bytes());
            return self;
        }
        self.line.push(b'"');
        for (place, part) in text.split('"').enumerate() {
            if place > 0 {
                self.line.extend_from_slice(b"\"\"");
            }
            self.line.extend_from_slice(part.as_bytes());
        }
        self.line.push(b'"');
        self
    }

    /// A whole number.
    pub(super) fn number(&mut self, number: u64) -> &mut Sheet {
        self.id("", number)
    }

    /// A number behind a prefix.
    pub(super) fn id(&mut self, prefix: &str, number: u64) -> &mut Sheet {
        self.next();
        self.line.extend_from_slice(prefix.as_bytes());
        self.digits(number, 1);
        self
    }

    /// A number of hundredths as a decimal: 1995 is `19.95`.
    pub(super) fn hundredths(&mut self, number: u64) -> &mut Sheet {
        self.id("", number / 100);
        self.line.push(b'.');
        self.digits(number % 100, 2);
        self
    }

    /// Milliseconds as seconds with three decimals.
    pub(super) fn seconds(&mut self, milliseconds: i64) -> &mut Sheet {
        let milliseconds = milliseconds.max(0) as u64;
        self.id("", milliseconds / 1000);
        self.line.push(b'.');
        self.digits(milliseconds % 1000, 3);
        self
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, flag: bool) -> &mut Sheet {
        self.text(if flag { "true" } else { "false" })
    }

    /// An instant in UTC milliseconds, empty if there is none.
    pub(super) fn instant(&mut self, at: impl Into<Option<i64>>) -> &mut Sheet {
        self.next();
        let Some(at) = at.into() else { return self };
        let (day, inside) = (at.div_euclid(86_400_000), at.rem_euclid(86_400_000) as u64);
        if day != self.day {
            self.day = day;
            self.date = DateTime::from_timestamp_millis(at)
                .map_or_else(String::new, |date| date.format("%Y-%m-%dT").to_string());
        }
        self.line.extend_from_slice(self.date.as_bytes());
        for (unit, base, end) in [(3_600_000, 24, b':'), (60_000, 60, b':'), (1000, 60, b'.')] {
            self.digits(inside / unit % base, 2);
            self.line.push(end);
        }
        self.digits(inside % 1000, 3);
        self.line.push(b'Z');
        self
    }

    fn digits(&mut self, mut number: u64, least: usize) {
        let mut digits = [b'0'; 20];
        let mut first = digits.len();
        while number > 0 || digits.len() - first < least {
            first -= 1;
            digits[first] = b'0' + (number % 10) as u8;
            number /= 10;
        }
        self.line.extend_from_slice(&digits[first..]);
    }

    /// Ends the row; fields not given are empty.
    pub(super) fn end(&mut self) -> io::Result<()> {
        debug_assert!(self.fields <= self.columns, "too many fields in {}", self.table);
        self.skip(self.columns.saturating_sub(self.fields));
        self.write_line()?;
        if self.wanted > 0 && self.rows.is_multiple_of(BETWEEN_DAMAGE) {
            self.write_damaged()?;
        }
        Ok(())
    }

    fn write_line(&mut self) -> io::Result<()> {
        self.line.push(b'\n');
        self.out.write_all(&self.line)?;
        self.line.clear();
        self.fields = 0;
        self.rows += 1;
        Ok(())
    }

    fn write_damaged(&mut self) -> io::Result<()> {
        let kinds = damage::kinds(self.table);
        let number = self.damaged.iter().map(|(_, count)| count).sum::<u64>();
        let Some(kind) = kinds.get((number as usize).checked_rem(kinds.len()).unwrap_or(0)).copied() else {
            return Ok(());
        };
        let date = if self.date.is_empty() { "2026-01-01T" } else { &self.date };
        let row = damage::row(self.table, kind, number, date);
        self.line.extend_from_slice(row.as_bytes());
        self.write_line()?;
        self.wanted -= 1;
        match self.damaged.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => self.damaged.push((kind, 1)),
        }
        Ok(())
    }

    /// Adds the damaged rows still wanted, and makes sure that everything is on the disk.
    pub(super) fn complete(&mut self) -> io::Result<()> {
        while self.wanted > 0 && !damage::kinds(self.table).is_empty() {
            self.write_damaged()?;
        }
        self.out.flush()?;
        self.out.get_ref().sync_all()
    }

    /// Gives the file its name.
    pub(super) fn publish(&mut self, folder: &Path) -> io::Result<super::FileWritten> {
        let path = folder.join(format!("{}.csv", self.table));
        fs::rename(&self.partial, &path)?;
        Ok(super::FileWritten {
            table: self.table,
            path,
            rows: self.rows,
            damaged: std::mem::take(&mut self.damaged),
        })
    }
}

/// A run that fails leaves no half files behind.
impl Drop for Sheet {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.partial);
    }
}
