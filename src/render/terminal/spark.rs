//! Values drawn with block characters or dots: a line of small columns, or a bar.

use crate::fitting::truncated_size;

const COLUMNS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const NOTHING: char = '·';
/// Stands for a bucket that the period cuts: what it holds says little beside whole ones.
const CUT: char = '░';
/// The dots of a Braille cell from the lowest up, left and right.
const DOTS: [[u8; 4]; 2] = [[0x40, 0x04, 0x02, 0x01], [0x80, 0x20, 0x10, 0x08]];
/// The Braille cell without dots.
const BLANK: u32 = 0x2800;

/// Values to draw, one a bucket.
#[derive(Debug, Clone, Copy, Default)]
pub struct SparkValues<'a> {
    /// Each value; `None` where there is none.
    pub values: &'a [Option<f64>],
    /// Whether they count things: then nothing is drawn for 0.
    pub counts: bool,
    /// Whether the period cuts the first and the last bucket.
    pub cut: [bool; 2],
}

impl SparkValues<'_> {
    /// A column a value where there is room, else two values a column; where even that has no room, the last of them.
    /// Heights are in proportion from 0 up, and no value is ever averaged. Nothing for fewer than two values.
    pub fn line(&self, room: usize) -> String {
        let values: Vec<Option<f64>> =
            self.values.iter().map(|value| value.filter(|value| value.is_finite())).collect();
        let values = &values[values.len().saturating_sub(most(room))..];
        if values.iter().flatten().count() < 2 {
            return String::new();
        }
        let scale = SparkScale::of(values);
        if values.len() <= room {
            self.blocks(values, scale)
        } else {
            self.dots(values, scale)
        }
    }

    fn blocks(&self, values: &[Option<f64>], scale: SparkScale) -> String {
        let mut line = String::new();
        for (place, value) in values.iter().enumerate() {
            let is_cut = (place == 0 && self.cut[0]) || (place + 1 == values.len() && self.cut[1]);
            line.push(match value {
                Some(_) if is_cut => CUT,
                Some(value) => COLUMNS[scale.step(*value, 7)],
                None => NOTHING,
            });
        }
        line
    }

    fn dots(&self, values: &[Option<f64>], scale: SparkScale) -> String {
        let mut line = String::new();
        for pair in values.chunks(2) {
            let mut cell = 0;
            for (value, dots) in pair.iter().zip(DOTS) {
                let least = usize::from(!self.counts || scale.is_flat());
                let height = value.map_or(0, |value| scale.step(value, 4).max(least));
                for dot in &dots[..height] {
                    cell |= dot;
                }
            }
            line.extend(char::from_u32(BLANK + u32::from(cell)));
        }
        line
    }
}

/// How many values a line of that many columns has room for.
pub fn most(room: usize) -> usize {
    room.max(1) * 2
}

/// The values that the lowest and the highest column stand for: 0 is always among them.
#[derive(Debug, Clone, Copy)]
struct SparkScale {
    base: f64,
    top: f64,
}

impl SparkScale {
    fn of(values: &[Option<f64>]) -> SparkScale {
        let (mut base, mut top) = (0.0_f64, 0.0_f64);
        for value in values.iter().flatten() {
            base = base.min(*value);
            top = top.max(*value);
        }
        SparkScale { base, top }
    }

    /// Whether all values are 0.
    fn is_flat(self) -> bool {
        self.top <= self.base
    }

    /// How many of `steps` a value reaches; only the base reaches none.
    fn step(self, value: f64, steps: usize) -> usize {
        if self.is_flat() {
            return 0;
        }
        let part = (value - self.base) / (self.top - self.base);
        let nearest = truncated_size((part * steps as f64).round());
        nearest.max(usize::from(part > 0.0)).min(steps)
    }
}

/// A bar of `fraction` (0–1) of `columns`, exact to an eighth of a column.
pub fn bar(fraction: f64, columns: usize) -> String {
    let eighths = truncated_size((fraction.clamp(0.0, 1.0) * columns as f64 * 8.0).round());
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::{bar, SparkValues};

    fn line(values: &[Option<f64>], room: usize) -> String {
        SparkValues { values, counts: true, cut: [false; 2] }.line(room)
    }

    #[test]
    fn a_line_stands_on_zero() {
        let values: Vec<Option<f64>> = (0..8).map(|value| Some(f64::from(value))).collect();
        assert_eq!(line(&values, 8), "▁▂▃▄▅▆▇█");
        // 95 of 100 is no valley
        assert_eq!(line(&[Some(95.0), Some(100.0), None], 8), "██·");
        assert_eq!(line(&[Some(0.0), Some(1.0), Some(100.0)], 8), "▁▂█");
        assert_eq!(line(&[Some(0.0), Some(0.0)], 8), "▁▁");
        assert_eq!(line(&[Some(-10.0), Some(0.0), Some(4.0)], 8), "▁▆█");
        assert_eq!(line(&[Some(5.0), None], 8), "");
    }

    #[test]
    fn two_values_share_a_column_where_there_are_too_many() {
        // 0 and 4 of 4; 1 and 2; nothing and 3
        let values = [Some(0.0), Some(4.0), Some(1.0), Some(2.0), None, Some(3.0)];
        assert_eq!(line(&values, 3), "⢸⣠⢰");
        let medians = SparkValues { values: &values, counts: false, cut: [false; 2] };
        assert_eq!(medians.line(3), "⣸⣠⢰");
        assert_eq!(line(&[Some(0.0); 4], 2), "⣀⣀");
        // the last four
        assert_eq!(line(&values, 2), "⣰⢸");
    }

    #[test]
    fn weekends_stay_where_thirty_days_share_sixteen_columns() {
        let days: Vec<Option<f64>> = (0..30).map(|day| Some(if day % 7 >= 5 { 4.0 } else { 16.0 })).collect();
        let line = line(&days, 16);
        assert_eq!(line.chars().count(), 15);
        // days 5 and 6, 12 and 13, 19 and 20, 26 and 27
        assert_eq!(line, "⣿⣿⣇⣸⣿⣿⣀⣿⣿⣇⣸⣿⣿⣀⣿");
    }

    #[test]
    fn buckets_that_are_cut_are_hollow() {
        let values = [Some(1.0), Some(4.0), Some(2.0)];
        assert_eq!(SparkValues { values: &values, counts: true, cut: [true, false] }.line(3), "░█▅");
        assert_eq!(SparkValues { values: &values, counts: true, cut: [false, true] }.line(3), "▃█░");
    }

    #[test]
    fn a_bar_is_exact_to_an_eighth() {
        assert_eq!(bar(0.5, 8), "████");
        assert_eq!(bar(1.0, 3), "███");
        assert_eq!(bar(0.2, 8), "█▋");
        assert_eq!(bar(-1.0, 8), "");
    }
}
