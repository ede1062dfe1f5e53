//! Values drawn with block characters: a line of small columns, or a bar.

const COLUMNS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const NOTHING: char = '·';

/// A column a value between the least (`▁`) and the greatest (`█`), `·` where there is none, neighbours
/// averaged where there are more than `limit`. Nothing for fewer than two values.
pub fn line(values: &[Option<f64>], limit: usize) -> String {
    let values = fitted(values, limit);
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    if known.len() < 2 {
        return String::new();
    }
    let least = known.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    values.into_iter().map(|value| value.map_or(NOTHING, |value| column(value, least, greatest))).collect()
}

/// Where all values are alike: the lowest column for nothing, else one of middling height.
fn column(value: f64, least: f64, greatest: f64) -> char {
    if greatest > least {
        COLUMNS[((value - least) / (greatest - least) * 7.0).round() as usize]
    } else if value == 0.0 {
        COLUMNS[0]
    } else {
        COLUMNS[3]
    }
}

fn fitted(values: &[Option<f64>], limit: usize) -> Vec<Option<f64>> {
    let limit = limit.max(1);
    let values: Vec<Option<f64>> =
        values.iter().map(|value| value.filter(|value| value.is_finite())).collect();
    if values.len() <= limit {
        return values;
    }
    let mut means = Vec::with_capacity(limit);
    for step in 0..limit {
        means.push(mean(&values[step * values.len() / limit..(step + 1) * values.len() / limit]));
    }
    means
}

/// Of those there are.
fn mean(values: &[Option<f64>]) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values.iter().flatten() {
        sum += value;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}

/// A bar of `fraction` (0–1) of `columns`, exact to an eighth of a column.
pub fn bar(fraction: f64, columns: usize) -> String {
    let eighths = (fraction.clamp(0.0, 1.0) * columns as f64 * 8.0).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::{bar, line};

    #[test]
    fn a_line_spans_least_to_greatest() {
        let values: Vec<Option<f64>> = (0..8).map(|value| Some(f64::from(value))).collect();
        assert_eq!(line(&values, 8), "▁▂▃▄▅▆▇█");
        assert_eq!(line(&[Some(0.0), None, Some(10.0)], 8), "▁·█");
        assert_eq!(line(&[Some(5.0), Some(5.0)], 8), "▄▄");
        assert_eq!(line(&[Some(0.0), Some(0.0)], 8), "▁▁");
        assert_eq!(line(&[Some(5.0), None], 8), "");
    }

    #[test]
    fn neighbours_are_averaged_where_there_are_too_many() {
        // means of the pairs: 1, nothing, 5, 9
        let values = [Some(0.0), Some(2.0), None, None, Some(5.0), None, Some(8.0), Some(10.0)];
        assert_eq!(line(&values, 4), "▁·▅█");
    }

    #[test]
    fn a_bar_is_exact_to_an_eighth() {
        assert_eq!(bar(0.5, 8), "████");
        assert_eq!(bar(1.0, 3), "███");
        assert_eq!(bar(0.2, 8), "█▋");
        assert_eq!(bar(-1.0, 8), "");
    }
}
