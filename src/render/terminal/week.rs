//! The heat map of the week, drawn with shades.

use super::TerminalPage;
use crate::fitting::truncated_size;
use crate::render::heatmap::HeatMap;
use crate::render::{escape, number, Words};
use std::io::{self, Write};

/// Four steps up to the greatest value.
const SHADES: [char; 4] = ['░', '▒', '▓', '█'];

/// Writes hours across, days down, the day's sum at the end, and what the shades mean.
pub fn write(map: &HeatMap, page: TerminalPage, out: &mut dyn Write) -> io::Result<()> {
    let words = page.words;
    let cell = if page.width >= 90 { 3 } else { 2 };
    let hours: String =
        (0..24).step_by(3).map(|hour| escape::left(&format!("{hour:02}"), cell * 3)).collect();
    let sums = map.days.map(|hours| count(hours.iter().flatten().sum(), words));
    let widest = sums.iter().map(|sum| escape::width(sum)).max().unwrap_or(0).max(3);
    let named = words.days.iter().map(|day| escape::width(day)).max().unwrap_or(0);
    let widest = widest.max(escape::width(words.sum));
    let head = format!("{}  {hours}  {}", " ".repeat(named), escape::right(words.sum, widest));
    writeln!(out, "{}", page.paint.dim(&head))?;
    let greatest = map.greatest();
    for ((name, hours), sum) in words.days.iter().zip(&map.days).zip(&sums) {
        let shades: String = hours.iter().map(|value| shade(*value, greatest, cell)).collect();
        let name = escape::left(name, named);
        writeln!(out, "{name}  {}  {}", page.paint.drawing(&shades), escape::right(sum, widest))?;
    }
    for line in notes(map, page) {
        writeln!(out, "{}", page.paint.dim(&line))?;
    }
    Ok(())
}

/// What the shades mean, and the busiest hour.
fn notes(map: &HeatMap, page: TerminalPage) -> Vec<String> {
    let words = page.words;
    let label = escape::visible(map.label.of(words.language));
    let Some((day, hour)) = map.busiest() else {
        return vec![format!("{label}: {}", words.none)];
    };
    let greatest = map.greatest();
    let mut legend = vec![format!("{label}: · {}", words.none)];
    let mut below = 0.0;
    for (shade, step) in SHADES.into_iter().zip([1.0, 2.0, 3.0, 4.0]) {
        let limit = (greatest * step / 4.0).floor();
        if limit > below {
            legend.push(words.up_to(shade, &count(limit, words)));
        }
        below = limit;
    }
    let mut lines = escape::wrap(&legend, "  ", page.width);
    lines.push(words.busiest(day, hour, &count(greatest, words)));
    lines
}

fn shade(value: Option<f64>, greatest: f64, cell: usize) -> String {
    match value {
        None => " ".repeat(cell),
        Some(value) if value <= 0.0 => escape::left("·", cell),
        Some(value) => {
            let step = truncated_size((value / greatest * 4.0).ceil().clamp(1.0, 4.0));
            SHADES[step - 1].to_string().repeat(cell)
        }
    }
}

fn count(value: f64, words: &Words) -> String {
    number::decimal(value, usize::from(value.fract() != 0.0), &words.numbers)
}
