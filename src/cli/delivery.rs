//! A finished report on its way: to standard output, into a file, or into one file a section.

use super::output::{make_folder, to_file, to_stdout, Destination, FileSet};
use super::path_pattern::{Known, PathPattern};
use super::stage::Stage;
use super::Order;
use crate::fitting::{index, signed};
use crate::render::{self, number, Style, Words, WriteReport, ENGLISH};
use crate::report::{Report, Table};
use anyhow::{bail, Result};
use std::path::{Path, PathBuf};

/// Writes a report where it was asked for, and says what was written.
///
/// # Errors
/// If the output cannot be written, or is one of the inputs.
pub fn deliver(order: &Order, report: &Report, stage: &mut Stage) -> Result<()> {
    let parcel = Parcel { order, report, style: style(order) };
    let written = match &order.output.to {
        Destination::Stdout => {
            let mut written = WriteReport::default();
            to_stdout(stage.out, |out| {
                written = render::write(report, order.output.format, &parcel.style, out)?;
                Ok(())
            })?;
            written
        }
        Destination::File(path) if path.tells_sections_apart() => parcel.to_files(path, false, stage)?,
        Destination::File(path) => parcel.to_one(path, stage)?,
        Destination::Folder(path) => parcel.to_files(path, true, stage)?,
        Destination::Mail(_) => WriteReport::default(),
    };
    let texts = |texts: u64| counted(index(texts), "text");
    if written.cut > 0 {
        let cut = texts(written.cut);
        stage.ui.note(&format!(
            "{cut} longer than the 32,767 characters of a cell: cut there; csv and json have all"
        ));
    }
    if written.guarded > 0 {
        let texts = texts(written.guarded);
        stage
            .ui
            .note(&format!("a ' was put before {texts} that would be taken for a formula, number or date"));
    }
    Ok(())
}

/// Writes a report that was to be mailed alone, as nobody took the mail.
///
/// # Errors
/// If its file cannot be written.
#[cfg(feature = "mail")]
pub fn keep(order: &Order, report: &Report, stage: &Stage) -> Result<()> {
    if let Destination::Mail(path) = &order.output.to {
        Parcel { order, report, style: style(order) }.to_one(path, stage)?;
    }
    Ok(())
}

/// How files look that go somewhere else than the output.
#[cfg(feature = "mail")]
pub fn style_of_files(order: &Order) -> Style {
    Style { width: None, color: false, formula_guard: true, ..style(order) }
}

fn style(order: &Order) -> Style {
    let output = &order.output;
    Style {
        words: Words::of(output.language),
        width: output.width,
        color: output.colour,
        csv_dialect: output.csv_dialect,
        formula_guard: output.to.is_a_file_a_section(),
        all_columns: output.columns.iter().any(|name| !name.starts_with('+')),
    }
}

/// A report with what it takes to write it.
struct Parcel<'a> {
    order: &'a Order,
    report: &'a Report,
    style: Style,
}

impl Parcel<'_> {
    /// Writes all sections into one file; what that did to the data.
    fn to_one(&self, pattern: &PathPattern, stage: &Stage) -> Result<WriteReport> {
        let path = pattern.filled(&self.known(""));
        if let (None, Some(folder)) = (pattern.fixed(), path.parent()) {
            make_folder(folder)?;
        }
        let mut written = WriteReport::default();
        to_file(&path, &self.order.spared, |out| {
            written = render::write(self.report, self.order.output.format, &self.style, out)?;
            Ok(())
        })?;
        let rows = self.report.sections.iter().map(|table| table.row_count()).sum();
        stage.ui.note(&format!("wrote {}: {}", path.display(), counted(rows, "row")));
        Ok(written)
    }

    /// Writes a file a section, which appear together; what that did to the data.
    fn to_files(&self, pattern: &PathPattern, is_folder: bool, stage: &Stage) -> Result<WriteReport> {
        if self.report.sections.is_empty() {
            bail!("there is no section to write");
        }
        let (mut written, mut rows) = (WriteReport::default(), 0);
        let mut set = FileSet::beside(&self.order.spared);
        let mut paths = Vec::new();
        for table in &self.report.sections {
            let path = self.path(pattern, is_folder, table);
            make_folder(path.parent().unwrap_or(Path::new("")))?;
            set.add(&path, |out| {
                let format = self.order.output.format;
                written += render::write_section((self.report, table), format, &self.style, out)?;
                Ok(())
            })?;
            rows += table.row_count();
            paths.push(path);
        }
        match paths.first().and_then(|path| path.parent()) {
            Some(folder) if is_folder => set.publish_in(folder)?,
            _ => set.publish()?,
        }
        let names = place(&paths, is_folder);
        stage.ui.note(&format!("wrote {names}: {}, {}", counted(paths.len(), "file"), counted(rows, "row")));
        Ok(written)
    }

    /// Where the file of a section stands.
    fn path(&self, pattern: &PathPattern, is_folder: bool, table: &Table) -> PathBuf {
        let path = pattern.filled(&self.known(&table.full_name()));
        if is_folder {
            let ending = self.order.output.format.ending();
            path.join(format!("{}-{}.{ending}", self.report.name, table.full_name()))
        } else {
            path
        }
    }

    fn known<'k>(&'k self, section: &'k str) -> Known<'k> {
        Known { report: &self.report.name, section, scope: &self.report.scope }
    }
}

/// What people look for: the folder of all files, or the first and the last of them.
fn place(paths: &[PathBuf], is_folder: bool) -> String {
    match paths {
        [first, .., last] if !is_folder => format!("{} … {}", first.display(), last.display()),
        [first, ..] if is_folder => {
            format!("{}/", first.parent().unwrap_or(Path::new("")).display())
        }
        [first, ..] => first.display().to_string(),
        [] => String::new(),
    }
}

/// A number of things: `1 row`, `12 rows`.
fn counted(count: usize, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    let count = signed(count);
    format!("{} {thing}{ending}", number::grouped(count, &ENGLISH.numbers))
}
