//! Charts of sections that have a row a stretch of time: counts, durations and rates, on a sheet of their own.

use super::{forms, OpenWorkbook};
use crate::language::Labels;
use crate::report::{Column, Unit, Versus};
use rust_xlsxwriter::{Chart, ChartFont, ChartLegendPosition, ChartLine, ChartType, Color, XlsxError};

/// Behind the name of the sheet that is charted.
pub const CHARTS: Labels = ["charts", "grafieken", "wykresy", "diagrammer", "Diagramme"];
/// Lines of one chart.
const LINES: usize = 3;
/// Rows of a sheet that a chart takes.
const CHART_ROWS: u32 = 20;
/// Their colours.
pub const COLOURS: [Color; LINES] = [Color::RGB(0x2F6DB5), Color::RGB(0xB4552B), Color::RGB(0x2A8C7C)];
/// The lines behind them.
pub const GRID: Color = Color::RGB(0xDDE2E8);
/// What is charted together.
const UNITS: [Unit; 3] = [Unit::Count, Unit::Seconds, Unit::Rate];

/// A section on its sheet.
pub struct Plotted<'a> {
    /// Its columns, in the order of the sheet's.
    pub columns: &'a [Column],
    /// Its last row; the first is 1.
    pub last: u32,
}

/// Adds a sheet with the charts of the section that stands on the sheet of that name, if there is anything to chart.
pub fn write(name: &str, plotted: &Plotted, book: &mut OpenWorkbook) -> Result<(), XlsxError> {
    let Some(bucket) = plotted.bucket() else { return Ok(()) };
    let lines: Vec<Vec<u16>> = UNITS.iter().map(|unit| plotted.lines(*unit)).collect();
    if plotted.last < 2 || lines.iter().all(Vec::is_empty) {
        return Ok(());
    }
    let title = format!("{name} {}", book.words.language.of(&CHARTS));
    book.add_sheet(&title, 0)?;
    let writer = book.writer()?;
    writer.sheet.set_portrait().set_print_fit_to_pages(1, 1);
    let mut row = 0;
    for (unit, lines) in UNITS.into_iter().zip(&lines).filter(|(_, lines)| !lines.is_empty()) {
        let mut chart = Chart::new(ChartType::Line);
        for (&line, colour) in lines.iter().zip(COLOURS) {
            let series = chart.add_series();
            series.set_name((name, 0, line));
            series.set_categories((name, 1, bucket, plotted.last, bucket));
            series.set_values((name, 1, line, plotted.last, line));
            series.set_format(ChartLine::new().set_color(colour).set_width(2.0));
        }
        dress(&mut chart, unit);
        writer.sheet.insert_chart(row, 0, &chart)?;
        row += CHART_ROWS;
    }
    Ok(())
}

/// Axes that say what they count in, the key above, a wide form.
fn dress(chart: &mut Chart, unit: Unit) {
    let small = ChartFont::new().set_size(9).clone();
    let grid = ChartLine::new().set_color(GRID).set_width(0.75).clone();
    let format = if unit == Unit::Seconds {
        "[h]:mm"
    } else if unit == Unit::Rate {
        "0%"
    } else {
        forms::COUNT
    };
    chart.y_axis().set_num_format(format).set_font(&small).set_major_gridlines_line(&grid).set_min(0);
    if unit == Unit::Rate {
        chart.y_axis().set_max(1);
    }
    chart.x_axis().set_num_format("d mmm").set_font(&small);
    chart.legend().set_position(ChartLegendPosition::Top);
    chart.set_width(900).set_height(380);
}

impl Plotted<'_> {
    /// The column of stretches of time, if nothing else tells rows apart.
    fn bucket(&self) -> Option<u16> {
        let mut dimensions = self.columns.iter().enumerate().filter(|(_, column)| column.is_dimension());
        let (place, column) = dimensions.next()?;
        let alone = column.is_bucket() && dimensions.next().is_none();
        alone.then(|| u16::try_from(place).ok())?
    }

    /// The columns that stand first among those of the unit.
    fn lines(&self, unit: Unit) -> Vec<u16> {
        let mut main: Vec<(u16, &Column)> = Vec::new();
        for (place, column) in (0u16..).zip(self.columns) {
            if column.unit == unit
                && column.versus == Versus::Now
                && column.is_main()
                && !column.is_dimension()
            {
                main.push((place, column));
            }
        }
        main.sort_by_key(|(_, column)| column.importance);
        main.truncate(LINES);
        main.iter().map(|(place, _)| *place).collect()
    }
}
