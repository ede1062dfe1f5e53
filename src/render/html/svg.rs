//! Shapes as SVG: the box has a height in px and the width of its place, so positions are percentages and no text scales.

use crate::render::chart::{Align, ChartPoint, ChartShape, Role};
use maud::{html, Markup};
use std::fmt::Write;

/// Units of a side of the box in which lines are drawn; it is stretched over the chart.
const UNITS: f64 = 1000.0;

/// A chart that stands on its own.
pub struct Plot<'a> {
    /// Tells its title apart from those of other charts.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// What it shows in a sentence, with range or totals.
    pub about: &'a str,
    /// Px of the plot area.
    pub height: u32,
    /// A class besides `plot`.
    pub class: &'static str,
}

/// A chart with its title and description.
pub fn plot(plot: &Plot, shapes: &[ChartShape]) -> Markup {
    let (title, about) = (format!("{}-t", plot.id), format!("{}-d", plot.id));
    html! {
        svg .plot .(plot.class) height=(plot.height) role="img" aria-labelledby={ (title) " " (about) } {
            title id=(title) { (plot.title) }
            desc id=(about) { (plot.about) }
            @for shape in shapes { (drawn(shape)) }
        }
    }
}

/// A drawing that stands beside the numbers it shows, so nobody has to hear of it.
pub fn small(class: &'static str, shapes: &[ChartShape]) -> Markup {
    html! {
        @if !shapes.is_empty() {
            svg .(class) aria-hidden="true" { @for shape in shapes { (drawn(shape)) } }
        }
    }
}

fn drawn(shape: &ChartShape) -> Markup {
    match shape {
        ChartShape::Rect { at, width, height, role, says } => html! {
            rect .(class(*role)) x=(percent(at.x)) y=(percent(at.y)) width=(percent(*width)) height=(percent(*height)) {
                @if !says.is_empty() { title { (says) } }
            }
        },
        ChartShape::Line { points, role } => stretched("ln", *role, &path(points)),
        ChartShape::Area { points, role } => stretched("ar", *role, &format!("{}Z", path(points))),
        ChartShape::Rule { from, to, role } => html! {
            line .(class(*role)) x1=(percent(from.x)) y1=(percent(from.y)) x2=(percent(to.x)) y2=(percent(to.y)) {}
        },
        ChartShape::Dot { at, radius, role, is_hollow } => html! {
            circle .dot .hollow[*is_hollow] .(class(*role)) cx=(percent(at.x)) cy=(percent(at.y)) r=(radius) {}
        },
        ChartShape::Text { at, off, align, text, on } => html! {
            text .(text_class(*on)) .(align_class(*align)) x=(percent(at.x)) y=(percent(at.y)) dx=(off.0) dy=(off.1) {
                (text)
            }
        },
    }
}

/// A path in a box of its own that is stretched with the chart; its stroke is not.
fn stretched(kind: &'static str, role: Role, path: &str) -> Markup {
    html! {
        svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="100%" {
            path .(kind) .(class(role)) d=(path) {}
        }
    }
}

fn path(points: &[ChartPoint]) -> String {
    let mut path = String::with_capacity(points.len() * 9);
    for (place, point) in points.iter().enumerate() {
        let pen = if place == 0 { 'M' } else { 'L' };
        // Writing to a String has no error.
        let _ = write!(path, "{pen}{:.0} {:.0}", point.x * UNITS, point.y * UNITS);
    }
    path
}

/// A fraction in percent, as short as two decimals allow.
fn percent(fraction: f64) -> String {
    let text = format!("{:.2}", fraction * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

fn class(role: Role) -> &'static str {
    match role {
        Role::First => "c1",
        Role::Second => "c2",
        Role::Third => "c3",
        Role::Pale => "c3b",
        Role::Fourth => "c4",
        Role::Neutral => "c0",
        Role::Ground => "ground",
        Role::Weekend => "we",
        Role::Grid => "grid",
        Role::Axis => "axis",
        Role::Target => "hit",
        Role::Shade(shade) => ["h0", "h1", "h2", "h3", "h4", "h5", "h6", "h7"][usize::from(shade.min(7))],
    }
}

fn align_class(align: Align) -> &'static str {
    match align {
        Align::Middle => "mid",
        Align::End => "end",
    }
}

fn text_class(on: Option<u8>) -> &'static str {
    match on {
        None => "tick",
        Some(0..=4) => "hv",
        Some(_) => "hv deep",
    }
}

/// What a series is drawn as in a chart, and so in its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeySign {
    /// Columns and bars.
    Box,
    /// A line.
    Line,
}

/// The sign of a series in the key of a chart.
pub fn key_sign(role: Role, sign: KeySign) -> Markup {
    html! {
        svg aria-hidden="true" {
            @match sign {
                KeySign::Box => rect .(class(role)) x="1" y="1" width="12" height="10" rx="2" {}
                KeySign::Line => line .ln .(class(role)) x1="1" y1="6" x2="15" y2="6" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::chart::{point, rect};

    #[test]
    fn shapes_are_placed_in_percent_and_closed() {
        let shapes = [
            rect(point(0.25, 0.5), 1.0 / 3.0, 0.5, Role::Third),
            ChartShape::Line { points: vec![point(0.0, 1.0), point(0.5, 0.0)], role: Role::First },
        ];
        let drawn = small("spk", &shapes).into_string();
        assert_eq!(
            drawn,
            "<svg class=\"spk\" aria-hidden=\"true\">\
             <rect class=\"c3\" x=\"25%\" y=\"50%\" width=\"33.33%\" height=\"50%\"></rect>\
             <svg viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">\
             <path class=\"ln c1\" d=\"M0 1000L500 0\"></path></svg></svg>"
        );
        assert_eq!(small("spk", &[]).into_string(), "");
    }

    #[test]
    fn what_a_chart_says_is_escaped() {
        let said = Plot { id: "x", title: "<b>", about: "a & b", height: 180, class: "" };
        let drawn = plot(&said, &[]).into_string();
        assert!(
            drawn.contains("&lt;b&gt;") && drawn.contains("a &amp; b") && !drawn.contains("<b>"),
            "{drawn}"
        );
    }
}
