//! Charts of agents: how many each handled, then a small one each over the period, all on one scale.

use super::charts::{CHARTS, COLOURS, GRID};
use super::{forms, OpenWorkbook};
use crate::fitting::numbered;
use crate::render::followed::{busiest, Followed, FOLLOWED};
use crate::report::{Cell, Report, Table, Unit};
use rust_xlsxwriter::{Chart, ChartFont, ChartLine, ChartSolidFill, ChartType, XlsxError};

/// Agents with a chart of their own.
const DRAWN: usize = 20;
/// Charts side by side.
const BESIDE: usize = 3;
/// Columns of a sheet that a small chart takes.
const WIDE: usize = 5;
/// Rows of a sheet that a small chart takes.
const HIGH: usize = 9;
/// Pixels of a row of a sheet.
const ROW: usize = 20;

/// Adds a sheet with the charts of the agents on the sheet of that name, over what they show as figures, if it is theirs.
pub fn write(
    name: &str,
    (table, report): (&Table, &Report),
    book: &mut OpenWorkbook,
) -> Result<(), XlsxError> {
    let is_theirs = table.full_name() == "agents"
        && table.columns.iter().filter(|column| column.is_dimension()).all(|column| column.figure == "agent");
    if !is_theirs {
        return Ok(());
    }
    let busiest = busiest(table, DRAWN);
    let Some(followed) = Followed::of(report, busiest.iter(), book.words) else { return Ok(()) };
    let followed_agents = busiest.iter().map(|row| &row[0]).filter(|agent| followed.values(agent).is_some());
    let drawn: Vec<&Cell> = followed_agents.collect();
    if drawn.len() < 2 {
        return Ok(());
    }
    let title = format!("{name} {}", book.words.language.of(&CHARTS));
    let title = book.add_sheet(&title, 0)?;
    book.writer()?.sheet.set_portrait().set_print_fit_to_pages(1, 0);
    let below = side_by_side(name, table, book)?;
    let first = below + drawn.len().div_ceil(BESIDE) * HIGH + 1;
    let figures =
        FiguresBelow { sheet: &title, head: numbered(first), last: numbered(first + followed.buckets.len()) };
    for (place, column) in (0..drawn.len()).zip(1u16..) {
        let chart = figures.small(column, followed.greatest);
        let spot =
            (numbered(below + place / BESIDE * HIGH), u16::try_from(place % BESIDE * WIDE).unwrap_or(0));
        book.writer()?.sheet.insert_chart(spot.0, spot.1, &chart)?;
    }
    figures.write(&followed, &drawn, book)
}

/// How many all of them handled, the order of their sheet kept; the row below the chart.
fn side_by_side(name: &str, table: &Table, book: &mut OpenWorkbook) -> Result<usize, XlsxError> {
    let Some(column) = table.place(FOLLOWED).and_then(|place| u16::try_from(place).ok()) else {
        return Ok(0);
    };
    let first = table.pieces(DRAWN).next().unwrap_or_default();
    let count = first.iter().take_while(|row| matches!(row[0], Cell::Text(_))).count();
    let mut chart = Chart::new(ChartType::Bar);
    let series = chart.add_series();
    series.set_name((name, 0, column)).set_categories((name, 1, 0, numbered(count), 0));
    series
        .set_values((name, 1, column, numbered(count), column))
        .set_format(ChartSolidFill::new().set_color(COLOURS[0]));
    series.set_gap(40);
    dress(&mut chart, true);
    let high = count + 4;
    chart.set_width(960).set_height(numbered(high * ROW));
    book.writer()?.sheet.insert_chart(0, 0, &chart)?;
    Ok(high + 1)
}

/// Where the figures that are drawn stand: a row a bucket, a column an agent.
struct FiguresBelow<'a> {
    sheet: &'a str,
    /// The row of the names.
    head: u32,
    /// The row of the last bucket.
    last: u32,
}

impl FiguresBelow<'_> {
    /// The columns of one agent, up to the greatest of all.
    fn small(&self, column: u16, greatest: f64) -> Chart {
        let mut chart = Chart::new(ChartType::Column);
        let series = chart.add_series();
        series.set_name((self.sheet, self.head, column));
        series.set_categories((self.sheet, self.head + 1, 0, self.last, 0));
        series.set_values((self.sheet, self.head + 1, column, self.last, column));
        series.set_format(ChartSolidFill::new().set_color(COLOURS[0])).set_gap(30);
        dress(&mut chart, false);
        chart
            .title()
            .set_name((self.sheet, self.head, column))
            .set_font(ChartFont::new().set_size(10).set_bold());
        chart.y_axis().set_max(greatest);
        chart.set_width(310).set_height(numbered(HIGH * ROW - ROW / 2));
        chart
    }

    fn write(&self, followed: &Followed, drawn: &[&Cell], book: &mut OpenWorkbook) -> Result<(), XlsxError> {
        let mut writer = book.writer()?;
        let head = writer.forms.head(true);
        let bucket = writer.words.heading(&followed.bucket);
        writer.styled((self.head, 0), &bucket, &head)?;
        writer.sheet.set_column_width(0, 11)?;
        writer.sheet.set_row_height(self.head, 31)?;
        for (row, bucket) in (self.head + 1..).zip(&followed.buckets) {
            writer.cell((row, 0), bucket, &followed.bucket)?;
        }
        for (place, agent) in (1u16..).zip(drawn) {
            let name = writer.words.cell(agent, Unit::Text);
            writer.styled((self.head, place), &name, &head)?;
            for (row, value) in (self.head + 1..).zip(followed.values(agent).unwrap_or_default()) {
                if let Some(value) = value {
                    writer.formatted((row, place), *value, forms::COUNT)?;
                }
            }
        }
        Ok(())
    }
}

/// Small letters, no key, counts from zero.
fn dress(chart: &mut Chart, ranks: bool) {
    let small = ChartFont::new().set_size(8).clone();
    let grid = ChartLine::new().set_color(GRID).set_width(0.75).clone();
    chart.legend().set_hidden();
    chart.x_axis().set_font(&small);
    chart.y_axis().set_font(&small);
    // The axes of lying bars change places.
    let values = if ranks {
        chart.y_axis().set_reverse().set_major_gridlines(false);
        chart.x_axis()
    } else {
        chart.x_axis().set_num_format("d mmm");
        chart.y_axis()
    };
    values.set_num_format(forms::COUNT).set_min(0).set_major_gridlines(true).set_major_gridlines_line(&grid);
}
