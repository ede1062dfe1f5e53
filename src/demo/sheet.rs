//! The CSV files on their way: fields are appended to a line, lines to a file that gets its name at the end.

use super::damage::{self, Damage};
use super::FileWritten;
use crate::dataset::TableName;
use crate::fitting::index;
use crate::whole_file::WholeFile;
use anyhow::{Context, Result};
use chrono::DateTime;
use std::io::{self, Write};
use std::path::Path;

/// After so many good rows comes a damaged one, until the wanted number is reached.
const BETWEEN_DAMAGE: u64 = 7;

/// One file a canonical table.
pub(super) struct Sheets(Vec<Sheet>);

impl Sheets {
    /// Starts all files in `folder`; each table that can be damaged gets `bad_rows` bad rows.
    pub(super) fn create(folder: &Path, bad_rows: u32) -> Result<Sheets> {
        TableName::ALL
            .iter()
            .map(|table| Sheet::create(folder, *table, bad_rows))
            .collect::<Result<_>>()
            .map(Sheets)
    }

    /// The file of a table.
    pub(super) fn of(&mut self, table: TableName) -> &mut Sheet {
        &mut self.0[table as usize]
    }

    /// Completes all files, then gives them their names.
    pub(super) fn publish(mut self) -> io::Result<Vec<FileWritten>> {
        for sheet in &mut self.0 {
            sheet.complete()?;
        }
        self.0.into_iter().map(Sheet::publish).collect()
    }
}

/// A CSV file that is being written; what is missing becomes an empty field.
pub(super) struct Sheet {
    table: TableName,
    out: WholeFile,
    line: Vec<u8>,
    fields: usize,
    /// The day of the last instant, and how it begins: neighbouring rows mostly share it.
    day: i64,
    date: String,
    rows: u64,
    wanted: u32,
    damaged: Vec<(Damage, u64)>,
}

impl Sheet {
    /// Starts the file of a table in `folder` with its header; `damaged` bad rows are to be strewn in.
    fn create(folder: &Path, table: TableName, damaged: u32) -> Result<Sheet> {
        let path = folder.join(format!("{}.csv", table.schema().name));
        let out = WholeFile::begin(&path).with_context(|| format!("can not write {}", path.display()))?;
        let mut sheet = Sheet {
            table,
            out,
            line: Vec::with_capacity(1024),
            fields: 0,
            day: i64::MIN,
            date: String::new(),
            rows: 0,
            wanted: damaged,
            damaged: Vec::new(),
        };
        let names: Vec<&str> = table.schema().columns.iter().map(|column| column.name).collect();
        writeln!(sheet.out, "{}", names.join(","))?;
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
        for _ in 0..fields {
            self.next();
        }
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
    pub(super) fn number(&mut self, number: impl Into<Option<u64>>) -> &mut Sheet {
        self.id("", number)
    }

    /// A number behind a prefix.
    pub(super) fn id(&mut self, prefix: &str, number: impl Into<Option<u64>>) -> &mut Sheet {
        self.next();
        if let Some(number) = number.into() {
            self.line.extend_from_slice(prefix.as_bytes());
            self.digits(number, 1);
        }
        self
    }

    /// A number of hundredths as a decimal: 1995 is `19.95`.
    pub(super) fn hundredths(&mut self, number: impl Into<Option<u64>>) -> &mut Sheet {
        self.decimal(number.into(), 100, 2)
    }

    /// Milliseconds as seconds with three decimals.
    pub(super) fn seconds(&mut self, milliseconds: impl Into<Option<i64>>) -> &mut Sheet {
        self.decimal(milliseconds.into().map(|lasted| lasted.max(0).cast_unsigned()), 1000, 3)
    }

    /// A number of parts, of which `whole` make one.
    fn decimal(&mut self, parts: Option<u64>, whole: u64, places: usize) -> &mut Sheet {
        self.id("", parts.map(|parts| parts / whole));
        if let Some(parts) = parts {
            self.line.push(b'.');
            self.digits(parts % whole, places);
        }
        self
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, flag: impl Into<Option<bool>>) -> &mut Sheet {
        self.text(flag.into().map_or("", |flag| if flag { "true" } else { "false" }))
    }

    /// An instant in UTC milliseconds.
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
        let columns = self.table.schema().columns.len();
        debug_assert!(self.fields <= columns, "too many fields in {:?}", self.table);
        self.skip(columns.saturating_sub(self.fields));
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
        let Some(kind) = kinds.iter().copied().cycle().nth(index(number)) else { return Ok(()) };
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
    fn complete(&mut self) -> io::Result<()> {
        while self.wanted > 0 && !damage::kinds(self.table).is_empty() {
            self.write_damaged()?;
        }
        self.out.complete()
    }

    /// Gives the file its name.
    fn publish(self) -> io::Result<FileWritten> {
        let path = self.out.publish()?;
        Ok(FileWritten { table: self.table.schema().name, path, rows: self.rows, damaged: self.damaged })
    }
}
