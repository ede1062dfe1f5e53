//! Tables of a page: columns of cells that are shown, drawn and sorted by.

use super::svg;
use crate::fitting::signed;
use crate::render::chart::{bars, Role};
use crate::render::escape;
use crate::render::page_phrases::{capital, filled};
use crate::render::ranked::is_sum;
use crate::render::words::Words;
use crate::report::{Cell, Table, Unit, BUCKET};
use maud::{html, Markup};

/// Rows shown at once; the rest is opened.
pub const SHOWN: usize = 50;
/// Rows of a page at most; how many more there are is said.
pub const MOST: usize = 1_000;
/// Columns from which on a table is printed in smaller type.
const MANY: usize = 10;
/// Terminal columns of a text that a cell shows.
const TEXT: usize = 240;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageColumnKind {
    /// Words, to the left.
    Text,
    /// Numbers, to the right.
    Number,
    /// A drawing of the column before, with the class of its width.
    Drawing(&'static str),
}

/// One cell of a page.
pub struct PageCell {
    /// What people see.
    pub shown: Markup,
    /// What it is sorted by; empty: last.
    pub key: String,
}

/// One column of a page.
pub struct PageColumn {
    /// What stands above; a drawing may stand there.
    pub head: Markup,
    /// What stands in it.
    pub kind: PageColumnKind,
    /// Whether a phone leaves it out.
    pub is_minor: bool,
    /// A cell a row.
    pub cells: Vec<PageCell>,
}

/// A table of a page; its first column names the rows.
pub struct PageTable {
    /// What it shows, for those who hear it.
    pub name: String,
    /// Whether a click on a head sorts it.
    pub is_sortable: bool,
    /// The columns.
    pub columns: Vec<PageColumn>,
    /// Which rows are sums of others: they stand in the foot.
    pub sums: Vec<bool>,
    /// How many more rows there are, of which nothing is shown.
    unmade: usize,
}

impl PageTable {
    /// A table without columns over the rows of another one.
    pub fn over(table: &Table, name: String) -> PageTable {
        let sums = table.rows.iter().map(|row| is_sum(row)).collect();
        let unmade = table.row_count() - table.rows.len();
        PageTable { name, is_sortable: true, columns: Vec::new(), sums, unmade }
    }

    /// Adds a column of the other table.
    pub fn push(&mut self, table: &Table, place: usize, words: &Words) {
        let column = &table.columns[place];
        let kind = if is_text(column.unit) { PageColumnKind::Text } else { PageColumnKind::Number };
        let cells = table.rows.iter().map(|row| cell_of(table, row, place, words)).collect();
        let head = html! { (capital(&words.above(column))) };
        self.columns.push(PageColumn { head, kind, is_minor: false, cells });
    }

    /// Puts small beside each value of the last column of how many it is.
    pub fn count_last(&mut self, table: &Table, place: usize, words: &Words) {
        let Some(last) = self.columns.last_mut() else { return };
        last.head = html! { (last.head) " (" (words.count) ")" };
        for (one, row) in last.cells.iter_mut().zip(&table.rows) {
            if !one.key.is_empty() {
                one.shown =
                    html! { (one.shown) " " small { "(" (words.cell(&row[place], Unit::Count)) ")" } };
            }
        }
    }

    /// Adds bars of a column that was added.
    pub fn push_bars(&mut self, table: &Table, place: usize, role: Role) {
        let amounts: Vec<f64> = table.rows.iter().map(|row| row[place].amount().unwrap_or(0.0)).collect();
        let own = amounts.iter().zip(&self.sums).filter(|(_, is_sum)| !**is_sum);
        let greatest = own.fold(0.0, |greatest, (amount, _)| f64::max(greatest, *amount));
        let mut cells = Vec::new();
        for (amount, is_sum) in amounts.iter().zip(&self.sums) {
            let shapes = if *is_sum { Vec::new() } else { bars::bar(*amount, greatest, role) };
            cells.push(drawing(svg::small("hb", &shapes)));
        }
        self.columns.push(PageColumn {
            head: html! {},
            kind: PageColumnKind::Drawing(""),
            is_minor: true,
            cells,
        });
    }

    /// Adds a column of drawings.
    pub fn push_drawings(&mut self, head: Markup, width: &'static str, drawings: Vec<Markup>) {
        let cells = drawings.into_iter().map(drawing).collect();
        self.columns.push(PageColumn { head, kind: PageColumnKind::Drawing(width), is_minor: false, cells });
    }

    /// The table, what is over fifty rows folded away.
    pub fn markup(&self, words: &Words) -> Markup {
        let own: Vec<usize> = (0..self.sums.len()).filter(|&row| !self.sums[row]).collect();
        let sums: Vec<usize> = (0..self.sums.len()).filter(|&row| self.sums[row]).collect();
        let (shown, rest) = own.split_at(own.len().min(SHOWN));
        let (folded, left_out) = rest.split_at(rest.len().min(MOST - SHOWN));
        let left_out = left_out.len() + self.unmade;
        let more = |rows: usize| words.cell(&Cell::Whole(signed(rows)), Unit::Count);
        let unfolds = filled(words.page.more_rows, &more(folded.len()));
        html! {
            (self.part(&self.name, shown, &sums))
            @if !folded.is_empty() {
                details .more {
                    summary { (unfolds) }
                    (self.part(&format!("{}, {unfolds}", self.name), folded, &[]))
                }
            }
            @if left_out > 0 { p .fine { (filled(words.page.left_out_rows, &more(left_out))) } }
        }
    }

    /// Some rows and sums below them, as a region of that name: no two on a page may share one.
    fn part(&self, name: &str, rows: &[usize], sums: &[usize]) -> Markup {
        let can_sort = self.is_sortable && rows.len() > 1;
        html! {
            div .tw tabindex="0" role="region" aria-label=(name) {
                table .sortable[can_sort] .many[self.columns.len() >= MANY] {
                    thead { tr { @for column in &self.columns { (head(column, can_sort)) } } }
                    tbody { @for &row in rows { (self.row(row)) } }
                    @if !sums.is_empty() { tfoot { @for &row in sums { (self.row(row)) } } }
                }
            }
        }
    }

    fn row(&self, row: usize) -> Markup {
        html! {
            tr {
                @for (place, column) in self.columns.iter().enumerate() {
                    @let cell = &column.cells[row];
                    @if place == 0 {
                        th scope="row" data-v=(cell.key) { (cell.shown) }
                    } @else {
                        td .(class(column.kind)) .minor[column.is_minor] data-v=(cell.key) { (cell.shown) }
                    }
                }
            }
        }
    }
}

fn head(column: &PageColumn, can_sort: bool) -> Markup {
    html! {
        @if let PageColumnKind::Drawing(_) = column.kind {
            td .(class(column.kind)) .minor[column.is_minor] { (column.head) }
        } @else {
            th scope="col" .(class(column.kind)) .minor[column.is_minor] {
                @if can_sort { button type="button" { (column.head) } } @else { (column.head) }
            }
        }
    }
}

fn class(kind: PageColumnKind) -> &'static str {
    match kind {
        PageColumnKind::Text => "tx",
        PageColumnKind::Number => "nu",
        PageColumnKind::Drawing("") => "dr",
        PageColumnKind::Drawing("wide") => "dr wide",
        PageColumnKind::Drawing(_) => "dr slim",
    }
}

/// A cell as people read it and as it is sorted by.
pub fn cell(cell: &Cell, unit: Unit, words: &Words) -> PageCell {
    let shown = words.cell(cell, unit);
    let shown = escape::cut(&shown, TEXT);
    let key = match cell {
        Cell::Interval(interval) => interval.from.to_string(),
        Cell::Missing | Cell::New => String::new(),
        Cell::Flag(is_true) => u8::from(*is_true).to_string(),
        Cell::Whole(_) | Cell::Number(_) => {
            cell.amount().map(|amount| amount.to_string()).unwrap_or_default()
        }
        Cell::Text(_) | Cell::Row(_) | Cell::Class(_) => shown.to_string(),
    };
    PageCell { shown: html! { (shown) }, key }
}

/// A cell of a column; nobody and buckets have names of their own.
fn cell_of(table: &Table, row: &[Cell], place: usize, words: &Words) -> PageCell {
    let column = &table.columns[place];
    let plain = cell(&row[place], column.unit, words);
    let named = match &row[place] {
        Cell::Missing if table.aside.groups.contains(&column.figure) => Some(words.nobody(column)),
        Cell::Text(label) if column.figure == BUCKET => Some(
            table.aside.span(label).map_or_else(|| words.bucket(label), |span| words.bucket_in_full(span)),
        ),
        _ => None,
    };
    match named {
        Some(name) => PageCell { shown: html! { (name) }, ..plain },
        None => plain,
    }
}

fn drawing(shown: Markup) -> PageCell {
    PageCell { shown, key: String::new() }
}

/// Whether a column holds words.
pub fn is_text(unit: Unit) -> bool {
    matches!(unit, Unit::Text | Unit::Instant | Unit::Flag)
}
