//! The frame of a chart or table: title, a line below it, a key, and the table of what is drawn.

use super::svg::{self, KeySign};
use crate::render::chart::Series;
use crate::render::words::Words;
use maud::{html, Markup};

/// What stands in a frame.
pub struct Frame<'a> {
    /// Its title.
    pub title: &'a str,
    /// The line below; empty: none.
    pub below: &'a str,
    /// Whether it is as wide as the page.
    pub is_full: bool,
}

/// A frame around what is drawn or listed.
pub fn frame(frame: &Frame, body: &Markup) -> Markup {
    html! {
        figure .card .full[frame.is_full] {
            figcaption {
                h3 { (frame.title) }
                @if !frame.below.is_empty() { p { (frame.below) } }
            }
            (body)
        }
    }
}

/// The signs of several series; one alone needs none.
pub fn key(series: &[Series], sign: KeySign) -> Markup {
    html! {
        @if series.len() > 1 {
            ul .key { @for one in series { li { (svg::key_sign(one.role, sign)) (one.name) } } }
        }
    }
}

/// The table of a chart, folded away.
pub fn folded(table: &Markup, words: &Words) -> Markup {
    html! { details { summary { (words.page.table) } (table) } }
}

/// Names and values, one under the other.
pub fn pairs(class: &'static str, pairs: &[(String, Markup)]) -> Markup {
    html! {
        dl .kv .(class) { @for (name, value) in pairs { dt { (name) } dd { (value) } } }
    }
}
