//! Bars that lie: one of a greatest value, shares of a whole, and the way from a median to a 90th percentile.

use super::{point, rect, Align, ChartShape, Role};

/// Seconds of a minute, an hour and a day.
const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;
/// Durations that a scale names, the best known first.
const ROUND: [f64; 9] = [MINUTE, HOUR, DAY, 1.0, 10.0 * DAY, 10.0, 10.0 * MINUTE, 6.0 * HOUR, 100.0 * DAY];

/// A bar as long as a value is of the greatest one.
pub fn bar(value: f64, greatest: f64, role: Role) -> Vec<ChartShape> {
    if value > 0.0 && greatest > 0.0 {
        vec![rect(point(0.0, 0.0), (value / greatest).min(1.0), 1.0, role)]
    } else {
        Vec::new()
    }
}

/// A part of a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Portion {
    /// What it says to the pointer.
    pub says: String,
    /// How much of it there is.
    pub amount: f64,
    /// What it stands for.
    pub role: Role,
}

/// Parts side by side that fill the box; nothing of nothing.
pub fn shares(portions: &[Portion]) -> Vec<ChartShape> {
    let all: f64 = portions.iter().map(|portion| portion.amount).sum();
    let mut shapes = Vec::new();
    let mut from = 0.0;
    for portion in portions.iter().filter(|portion| portion.amount > 0.0) {
        let width = portion.amount / all;
        let (at, says) = (point(from, 0.0), portion.says.clone());
        shapes.push(ChartShape::Rect { at, width, height: 1.0, role: portion.role, says });
        from += width;
    }
    shapes
}

/// Durations on a scale on which each step is as many times the one before, as they have a long tail.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DurationScale {
    /// Seconds at the left end.
    from: f64,
    /// Seconds at the right end.
    to: f64,
}

impl DurationScale {
    /// Over the least and the greatest of some durations in seconds.
    pub fn over(durations: impl Iterator<Item = f64>) -> DurationScale {
        let (mut from, mut to) = (f64::INFINITY, 1.0f64);
        for seconds in durations.map(|seconds| seconds.max(1.0)) {
            (from, to) = (from.min(seconds), to.max(seconds));
        }
        let from = if from.is_finite() { from / 1.6 } else { 1.0 };
        DurationScale { from, to: (to * 1.6).max(from * 10.0) }
    }

    /// How far from the left a duration stands, 0 to 1.
    pub fn x(self, seconds: f64) -> f64 {
        let place = (seconds.max(self.from) / self.from).ln() / (self.to / self.from).ln();
        place.clamp(0.0, 1.0)
    }

    /// The round durations on it in seconds: a second, a minute, an hour, a day, ten days.
    pub fn ticks(self) -> Vec<f64> {
        let mut ticks: Vec<f64> = Vec::new();
        for tick in ROUND.into_iter().filter(|&tick| tick > self.from && tick < self.to) {
            let is_clear = ticks.iter().all(|&other| (self.x(tick) - self.x(other)).abs() > 0.16);
            if is_clear {
                ticks.push(tick);
            }
        }
        ticks.sort_by(f64::total_cmp);
        ticks
    }

    /// The hairlines of the round durations.
    pub fn rules(self) -> Vec<ChartShape> {
        let mut rules = Vec::new();
        for x in self.ticks().into_iter().map(|tick| self.x(tick)) {
            rules.push(ChartShape::Rule { from: point(x, 0.0), to: point(x, 1.0), role: Role::Grid });
        }
        rules
    }

    /// The names of the round durations, to stand above.
    pub fn names(self, named: &dyn Fn(f64) -> String) -> Vec<ChartShape> {
        let mut names = Vec::new();
        for tick in self.ticks() {
            let (at, off) = (point(self.x(tick), 1.0), (0.0, -3.0));
            names.push(ChartShape::Text { at, off, align: Align::Middle, text: named(tick), on: None });
        }
        names
    }

    /// From the median, a full dot, to the 90th percentile, a hollow one; both in seconds.
    pub fn range(self, median: f64, p90: f64) -> Vec<ChartShape> {
        let (from, to) = (point(self.x(median), 0.5), point(self.x(p90), 0.5));
        let mut shapes = self.rules();
        shapes.push(ChartShape::Line { points: vec![from, to], role: Role::First });
        shapes.push(ChartShape::Dot { at: from, radius: 4.5, role: Role::First, is_hollow: false });
        shapes.push(ChartShape::Dot { at: to, radius: 4.5, role: Role::First, is_hollow: true });
        shapes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fill_the_box() {
        let portion = |amount, role| Portion { says: String::new(), amount, role };
        let drawn =
            shares(&[portion(1.0, Role::Third), portion(0.0, Role::Pale), portion(3.0, Role::Second)]);
        let widths: Vec<(f64, f64)> = drawn
            .iter()
            .map(|shape| match shape {
                ChartShape::Rect { at, width, .. } => (at.x, *width),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(widths, [(0.0, 0.25), (0.25, 0.75)]);
        assert!(shares(&[portion(0.0, Role::First)]).is_empty());
        assert!(bar(1.0, 0.0, Role::First).is_empty());
    }

    #[test]
    fn durations_stand_on_a_scale_of_multiples() {
        let scale = DurationScale::over([60.0, 86_400.0].into_iter());
        assert!((scale.x(60.0) - 0.057).abs() < 0.001, "{}", scale.x(60.0));
        let (minute, hour) = (scale.x(60.0), scale.x(3600.0));
        assert!(hour > minute && scale.x(86_400.0) > hour);
        assert_eq!(scale.ticks()[..2], [60.0, 600.0]);
        assert!(DurationScale::over(std::iter::empty()).ticks().len() <= 1);
    }
}
