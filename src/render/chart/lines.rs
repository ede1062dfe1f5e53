//! Lines and columns over time, and the small ones that stand in cards and rows.

use super::axis::{TimeAxis, ValueScale};
use super::{point, rect, ChartPoint, ChartShape, Role, Series};

/// How much of its slot a column takes.
const COLUMN: f64 = 0.72;

/// Lines over the axis, each with a dot on its last value; a gap in the data is a gap in the line.
pub fn lines(series: &[Series], scale: &ValueScale, axis: &TimeAxis) -> Vec<ChartShape> {
    let mut shapes = Vec::new();
    for one in series {
        shapes.extend(line(one, scale, &|bucket| axis.x(bucket)));
    }
    shapes
}

/// Columns upon each other, the first series at the bottom.
pub fn stack(series: &[Series], scale: &ValueScale, axis: &TimeAxis) -> Vec<ChartShape> {
    let mut shapes = Vec::new();
    for bucket in 0..axis.len() {
        let mut below = 0.0;
        for one in series {
            let Some(value) = one.values.get(bucket).copied().flatten().filter(|&value| value > 0.0) else {
                continue;
            };
            let (top, bottom) = (scale.y(below + value), scale.y(below));
            let at = point(axis.x(bucket) - axis.slot() * COLUMN / 2.0, top);
            shapes.push(rect(at, axis.slot() * COLUMN, bottom - top, one.role));
            below += value;
        }
    }
    shapes
}

/// The greatest sum of a bucket.
pub fn greatest_sum(series: &[Series]) -> f64 {
    let buckets = series.iter().map(|one| one.values.len()).max().unwrap_or(0);
    let mut greatest = 0.0;
    for bucket in 0..buckets {
        let values = series.iter().filter_map(|one| one.values.get(bucket).copied().flatten());
        greatest = f64::max(greatest, values.sum());
    }
    greatest
}

/// A line without axes: over its ground from 0, else between its least and its greatest value.
pub fn spark(values: &[Option<f64>], is_from_zero: bool) -> Vec<ChartShape> {
    let known: Vec<f64> = values.iter().flatten().copied().filter(|value| value.is_finite()).collect();
    if known.len() < 2 {
        return Vec::new();
    }
    let greatest = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let least = if is_from_zero { 0.0 } else { known.iter().copied().fold(f64::INFINITY, f64::min) };
    let to = if greatest > least { greatest } else { least + 1.0 };
    let scale = ValueScale { from: least, to, ticks: Vec::new() };
    let series = Series { name: String::new(), values: values.to_vec(), role: Role::First };
    let x = |bucket: usize| (bucket as f64 + 0.5) / values.len() as f64;
    let mut shapes = Vec::new();
    if is_from_zero {
        for piece in pieces(&series, &scale, &x) {
            shapes.extend(ground(&piece));
        }
    }
    shapes.extend(line(&series, &scale, &x));
    shapes
}

/// Columns without axes, up to a greatest value that several drawings can share.
pub fn columns(values: &[Option<f64>], greatest: f64, role: Role) -> Vec<ChartShape> {
    let slot = 1.0 / values.len().max(1) as f64;
    let mut shapes = Vec::new();
    for (bucket, value) in values.iter().enumerate() {
        let Some(value) = value.filter(|&value| value > 0.0 && greatest > 0.0) else { continue };
        let height = value / greatest;
        let at = point((bucket as f64 + (1.0 - COLUMN) / 2.0) * slot, 1.0 - height);
        shapes.push(rect(at, slot * COLUMN, height, role));
    }
    shapes
}

fn line(series: &Series, scale: &ValueScale, x: &dyn Fn(usize) -> f64) -> Vec<ChartShape> {
    let pieces = pieces(series, scale, x);
    let last = pieces.last().and_then(|piece| piece.last()).copied();
    let mut shapes = Vec::new();
    for points in pieces {
        if points.len() > 1 {
            shapes.push(ChartShape::Line { points, role: series.role });
        } else {
            // A value between two gaps is seen all the same.
            shapes.extend(points.first().map(|&at| dot(at, 1.5, series.role)));
        }
    }
    shapes.extend(last.map(|at| dot(at, 3.0, series.role)));
    shapes
}

fn dot(at: ChartPoint, radius: f64, role: Role) -> ChartShape {
    ChartShape::Dot { at, radius, role, is_hollow: false }
}

/// The runs of values without a gap.
fn pieces(series: &Series, scale: &ValueScale, x: &dyn Fn(usize) -> f64) -> Vec<Vec<ChartPoint>> {
    let mut pieces: Vec<Vec<ChartPoint>> = Vec::new();
    let mut is_open = false;
    for (bucket, value) in series.values.iter().enumerate() {
        let Some(value) = value.filter(|value| value.is_finite()) else {
            is_open = false;
            continue;
        };
        if !is_open {
            pieces.push(Vec::new());
        }
        is_open = true;
        if let Some(piece) = pieces.last_mut() {
            piece.push(point(x(bucket), scale.y(value)));
        }
    }
    pieces
}

/// What lies between a piece of a line and the bottom.
fn ground(piece: &[ChartPoint]) -> Option<ChartShape> {
    let (first, last) = (piece.first()?, piece.last()?);
    let mut points = piece.to_vec();
    points.extend([point(last.x, 1.0), point(first.x, 1.0)]);
    (piece.len() > 1).then_some(ChartShape::Area { points, role: Role::Ground })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::page_words::BucketUnit;

    fn series(values: &[Option<f64>], role: Role) -> Series {
        Series { name: "x".into(), values: values.to_vec(), role }
    }

    fn axis(buckets: usize) -> TimeAxis {
        TimeAxis {
            names: vec![String::new(); buckets],
            ticks: Vec::new(),
            shaded: Vec::new(),
            unit: BucketUnit::Day,
        }
    }

    #[test]
    fn a_gap_in_the_data_is_a_gap_in_the_line() {
        let scale = ValueScale::from_zero(4.0, true);
        let one = series(&[Some(0.0), Some(4.0), None, Some(2.0), None, Some(1.0), Some(3.0)], Role::First);
        let drawn = lines(&[one], &scale, &axis(7));
        let lengths: Vec<usize> = drawn
            .iter()
            .map(|shape| if let ChartShape::Line { points, .. } = shape { points.len() } else { 0 })
            .collect();
        assert_eq!(lengths, [2, 0, 2, 0]);
        assert!(matches!(drawn[3], ChartShape::Dot { at, radius: 3.0, .. } if at == point(6.5 / 7.0, 0.25)));
    }

    #[test]
    fn columns_stand_on_each_other() {
        let all = [series(&[Some(1.0), None], Role::First), series(&[Some(3.0), Some(2.0)], Role::Third)];
        assert_eq!(greatest_sum(&all), 4.0);
        let drawn = stack(&all, &ValueScale::from_zero(4.0, true), &axis(2));
        let heights: Vec<(f64, f64, Role)> = drawn
            .iter()
            .map(|shape| match shape {
                ChartShape::Rect { at, height, role, .. } => (at.y, *height, *role),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(heights, [(0.75, 0.25, Role::First), (0.0, 0.75, Role::Third), (0.5, 0.5, Role::Third)]);
    }

    #[test]
    fn one_value_makes_no_line() {
        assert!(spark(&[Some(1.0), None], true).is_empty());
        assert_eq!(spark(&[Some(1.0), Some(1.0)], true).len(), 3);
        assert_eq!(columns(&[Some(1.0), None, Some(0.0)], 2.0, Role::First).len(), 1);
    }
}
