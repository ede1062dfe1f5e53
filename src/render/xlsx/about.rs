//! The last sheet: what the figures cover, what was read, what was left out, and what each figure means.

use super::cells::CellWriter;
use super::OpenWorkbook;
use crate::language::{Labels, LANGUAGES};
use crate::render::{number, Words};
use crate::report::{Column, Input, Report, Scope, Table, Unit, Versus};
use rust_xlsxwriter::XlsxError;

/// Widths of the columns.
const WIDTHS: [f64; 6] = [36.0, 36.0, 16.0, 16.0, 16.0, 16.0];
/// The name of the sheet.
const ABOUT: Labels = ["About", "Over", "O raporcie", "Om", "Über"];
/// What the figures cover.
const SCOPE: [Labels; 6] = [
    ["Period", "Periode", "Okres", "Periode", "Zeitraum"],
    ["Compared with", "Vergeleken met", "W porównaniu z", "Sammenlignet med", "Verglichen mit"],
    ["Time zone", "Tijdzone", "Strefa czasowa", "Tidssone", "Zeitzone"],
    ["As of", "Stand van", "Stan na", "Per", "Stand"],
    ["Counted at", "Geteld bij", "Liczone według", "Telt ved", "Gezählt bei"],
    ["Filter", "Filter", "Filtr", "Filter", "Filter"],
];
/// What was read.
const ROWS: [Labels; 6] = [
    ["Rows", "Rijen", "Wiersze", "Rader", "Zeilen"],
    ["Found", "Gevonden", "Znalezione", "Funnet", "Gefunden"],
    ["Used", "Gebruikt", "Użyte", "Brukt", "Verwendet"],
    ["Duplicates", "Dubbel", "Duplikaty", "Duplikater", "Doppelte"],
    ["Repaired", "Hersteld", "Naprawione", "Reparert", "Repariert"],
    ["Rejected", "Geweigerd", "Odrzucone", "Avvist", "Abgelehnt"],
];
/// What was left out, or is worth a word.
const PROBLEMS: [Labels; 5] = [
    [
        "Left out, repaired or worth a word",
        "Weggelaten, hersteld of vermeldenswaard",
        "Pominięte, naprawione lub warte uwagi",
        "Utelatt, reparert eller verdt å nevne",
        "Weggelassen, repariert oder erwähnenswert",
    ],
    ["What", "Wat", "Co", "Hva", "Was"],
    ["Cases", "Gevallen", "Przypadki", "Tilfeller", "Fälle"],
    ["Where", "Waar", "Gdzie", "Hvor", "Wo"],
    ["What to do", "Wat te doen", "Co zrobić", "Hva du kan gjøre", "Was zu tun ist"],
];
/// What columns mean.
const COLUMNS: [Labels; 4] = [
    ["Column", "Kolom", "Kolumna", "Kolonne", "Spalte"],
    ["Sheet", "Blad", "Arkusz", "Ark", "Blatt"],
    ["Id", "Id", "Id", "Id", "Id"],
    ["Shown as", "Getoond als", "Pokazane jako", "Vist som", "Gezeigt als"],
];

/// Writes the sheet; how many texts were cut.
pub fn write(report: &Report, sections: &[&Table], book: &mut OpenWorkbook) -> Result<u64, XlsxError> {
    let words = book.words;
    book.add_sheet(words.language.of(&ABOUT), 0)?;
    let writer = book.writer()?;
    for (place, width) in (0u16..).zip(WIDTHS) {
        writer.sheet.set_column_width(place, width)?;
    }
    let mut list = AboutList { writer, words, row: 0 };
    list.title(&words.title(&report.name))?;
    list.scope(&report.scope)?;
    list.rows(&report.input)?;
    list.problems(&report.input)?;
    list.columns(sections)?;
    list.definitions(report)?;
    Ok(list.writer.cut)
}

/// Rows one under the other.
struct AboutList<'a> {
    writer: CellWriter<'a>,
    words: &'a Words,
    row: u32,
}

/// Rows.
impl AboutList<'_> {
    /// The head of a block, a row above it left free.
    fn title(&mut self, title: &str) -> Result<(), XlsxError> {
        self.row += u32::from(self.row > 0);
        let format = self.writer.forms.title.clone();
        self.writer.styled((self.row, 0), title, &format)?;
        self.row += 1;
        Ok(())
    }

    /// The heads of columns.
    fn heads(&mut self, heads: &[Labels]) -> Result<(), XlsxError> {
        let format = self.writer.forms.head(false);
        for (place, head) in (0u16..).zip(heads) {
            self.writer.styled((self.row, place), self.words.language.of(head), &format)?;
        }
        self.row += 1;
        Ok(())
    }

    fn line(&mut self, texts: &[&str]) -> Result<(), XlsxError> {
        for (place, text) in (0u16..).zip(texts) {
            self.writer.text((self.row, place), text)?;
        }
        self.row += 1;
        Ok(())
    }
}

/// Blocks.
impl AboutList<'_> {
    fn scope(&mut self, scope: &Scope) -> Result<(), XlsxError> {
        let days = |from: &str, to: &str| format!("{from} – {to}");
        let mut facets = vec![(0, days(&scope.from, &scope.to))];
        facets.extend(scope.compared_with.as_ref().map(|(from, to)| (1, days(from, to))));
        facets.push((2, scope.tz.clone()));
        facets.push((3, number::instant(&scope.as_of, &self.words.numbers)));
        facets.push((4, self.words.counted_at(scope)));
        for (dimension, values) in &scope.filters {
            facets.push((5, format!("{dimension}: {}", values.join(", "))));
        }
        for (name, value) in facets {
            self.line(&[self.words.language.of(&SCOPE[name]), &value])?;
        }
        Ok(())
    }

    /// Every kind of rows with what became of it, then conversations that a rule leaves out.
    fn rows(&mut self, input: &Input) -> Result<(), XlsxError> {
        let heads = self.words.language.of(&ROWS[0]);
        self.title(heads)?;
        self.heads(&ROWS)?;
        let counts = [&input.rows, &input.used, &input.duplicates, &input.repaired, &input.rejected];
        for table in input.rows.keys() {
            self.writer.text((self.row, 0), &self.words.title(table))?;
            for (place, counts) in (1u16..).zip(counts) {
                self.writer.count((self.row, place), counts.get(table).copied().unwrap_or(0))?;
            }
            self.row += 1;
        }
        Ok(())
    }

    /// Files, conversations and rows left out or repaired, and what is worth a word.
    fn problems(&mut self, input: &Input) -> Result<(), XlsxError> {
        if input.left_out.is_empty() && input.excluded.is_empty() && input.problems.is_empty() {
            return Ok(());
        }
        self.title(self.words.language.of(&PROBLEMS[0]))?;
        self.heads(&PROBLEMS)?;
        for file in &input.left_out {
            self.problem(["left_out", &file.what, &file.file, &file.advice], None)?;
        }
        for (reason, cases) in &input.excluded {
            let (what, of) = (self.words.title(reason), self.words.title("conversations"));
            self.problem(["excluded", &what, &of, ""], Some(*cases))?;
        }
        for problem in &input.problems {
            let row = problem.row.map_or_else(String::new, |row| row.to_string());
            let table =
                if problem.table.is_empty() { String::new() } else { self.words.title(problem.table) };
            let place = [table.as_str(), problem.column.as_str(), problem.file.as_str(), &row];
            let place: Vec<&str> = place.into_iter().filter(|piece| !piece.is_empty()).collect();
            let texts = [problem.outcome, &problem.what, &place.join(" · "), &problem.advice];
            self.problem(texts, Some(problem.cases))?;
        }
        Ok(())
    }

    fn problem(
        &mut self,
        [outcome, what, place, advice]: [&str; 4],
        cases: Option<u64>,
    ) -> Result<(), XlsxError> {
        self.writer.text((self.row, 0), &self.words.title(outcome))?;
        self.writer.text((self.row, 1), self.words.problem(what))?;
        if let Some(cases) = cases {
            self.writer.count((self.row, 2), cases)?;
        }
        self.writer.text((self.row, 3), place)?;
        self.writer.text((self.row, 4), advice)?;
        self.row += 1;
        Ok(())
    }

    /// What each column is called in machine formats, and what its numbers count in.
    fn columns(&mut self, sections: &[&Table]) -> Result<(), XlsxError> {
        self.title(self.words.language.of(&COLUMNS[0]))?;
        self.heads(&COLUMNS)?;
        for table in sections {
            let sheet = self.words.title(&table.name);
            for column in table.columns.iter().filter(|column| column.versus == Versus::Now) {
                self.line(&[
                    &self.words.heading(column),
                    &sheet,
                    &column.name(),
                    self.words.language.of(&shown_as(column)),
                ])?;
            }
        }
        Ok(())
    }
}

impl AboutList<'_> {
    /// What each figure means, over the columns behind its name.
    fn definitions(&mut self, report: &Report) -> Result<(), XlsxError> {
        if report.definitions.is_empty() {
            return Ok(());
        }
        self.title(self.words.page.about.definitions)?;
        for definition in &report.definitions {
            self.line(&[
                definition.label.of(self.words.language),
                self.words.language.of(&definition.about),
            ])?;
        }
        Ok(())
    }
}

/// What the numbers of a column are on a sheet.
fn shown_as(column: &Column) -> Labels {
    match column.unit {
        Unit::Seconds => ["[h]:mm:ss"; LANGUAGES.len()],
        Unit::Rate | Unit::Change => ["%"; LANGUAGES.len()],
        Unit::Points => ["pp"; LANGUAGES.len()],
        other => *other.about(),
    }
}
