//! The week as seven rows of 24 shaded cells.

use super::{point, Align, ChartShape, Role};
use crate::fitting::{small, truncated};
use crate::render::heatmap::HeatMap;
use crate::render::Words;

/// Hours that are named below the map, so many apart.
const NAMED_HOURS: usize = 3;

/// The shade of a value, 0 (nothing) to 7; small values are told apart better than great ones.
pub fn shade(value: f64, greatest: f64) -> u8 {
    if value <= 0.0 || greatest <= 0.0 {
        return 0;
    }
    let step = 1.0 + (7.0 * (value / greatest).powf(0.75)).floor();
    small(truncated(step.clamp(1.0, 7.0)))
}

/// The cells with their values, the weekdays to the left and the hours below.
pub fn heat(map: &HeatMap, words: &Words) -> Vec<ChartShape> {
    let greatest = map.greatest();
    let (width, height) = (1.0 / 24.0, 1.0 / 7.0);
    let mut shapes = Vec::new();
    for (day, hours) in map.days.iter().enumerate() {
        let middle = (day as f64 + 0.5) * height;
        let name = words.days[day].to_owned();
        shapes.push(label(point(0.0, middle), (-8.0, 4.0), Align::End, name));
        for (hour, value) in hours.iter().enumerate() {
            let Some(value) = *value else { continue };
            let shade = shade(value, greatest);
            let says = words.in_hour(day, hour, &words.heat_count(value));
            let at = point(hour as f64 * width, day as f64 * height);
            shapes.push(ChartShape::Rect { at, width, height, role: Role::Shade(shade), says });
            let at = point((hour as f64 + 0.5) * width, middle);
            let text = short(value, words);
            shapes.push(ChartShape::Text {
                at,
                off: (0.0, 4.0),
                align: Align::Middle,
                text,
                on: Some(shade),
            });
        }
    }
    for hour in (0..24).step_by(NAMED_HOURS) {
        let at = point((hour as f64 + 0.5) * width, 1.0);
        shapes.push(label(at, (0.0, 18.0), Align::Middle, format!("{hour:02}")));
    }
    shapes
}

fn label(at: super::ChartPoint, off: (f64, f64), align: Align, text: String) -> ChartShape {
    ChartShape::Text { at, off, align, text, on: None }
}

/// What has room in a cell: one decimal below 1, else whole.
fn short(value: f64, words: &Words) -> String {
    if value <= 0.0 {
        "·".to_owned()
    } else if value < 1.0 {
        crate::render::number::decimal(value, 1, &words.numbers)
    } else {
        crate::render::number::decimal(value, 0, &words.numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{sample, ENGLISH};

    #[test]
    fn shades_rise_with_the_value() {
        assert_eq!([0.0, 0.01, 5.0, 9.9, 10.0].map(|value| shade(value, 10.0)), [0, 1, 5, 7, 7]);
        assert_eq!(shade(1.0, 0.0), 0);
    }

    #[test]
    fn every_hour_has_a_cell() {
        let map = HeatMap::of(&sample::heatmap()).unwrap();
        let drawn = heat(&map, &ENGLISH);
        let cells = drawn.iter().filter(|shape| matches!(shape, ChartShape::Rect { .. })).count();
        assert_eq!((cells, drawn.len()), (168, 168 * 2 + 7 + 8));
    }
}
