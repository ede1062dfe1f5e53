//! The page of a letter: tables in tables with inline styles, as mail programs drop everything else.

use super::{Card, Digest, LetterSection, ListedRow};
use crate::render::paint::Tone;
use maud::{html, Markup, DOCTYPE};

/// Colours of the page: behind, card, border, text, soft text, bar.
const BEHIND: &str = "#f5f6f8";
const WHITE: &str = "#ffffff";
const BORDER: &str = "#dde2e8";
const INK: &str = "#17202b";
const SOFT: &str = "#56616f";
const BAR: &str = "#255fad";
const REST: &str = "#e8ebef";
/// A change for the better.
const GOOD: &str = "#0d6b5e";
/// A change for the worse.
pub(super) const BAD: &str = "#a1440f";
const FONT: &str = "font-family:'Segoe UI','Noto Sans',Arial,sans-serif";
/// Letters of a word that a heading breaks where a phone has no room for it, as no figure may.
const LONG: usize = 9;
/// Columns that mail programs show without scrolling.
const WIDTH: &str = "600";

pub fn page(digest: &Digest) -> String {
    let preview = digest.cards.iter().take(3).map(|card| format!("{} {}", card.label, card.value));
    let preview = preview.collect::<Vec<String>>().join(" · ");
    let markup = html! {
        (DOCTYPE)
        html lang=(digest.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (digest.subject()) }
            }
            body bgcolor=(BEHIND) style=(format!("margin:0;padding:0;background:{BEHIND};color:{INK};{FONT}")) {
                div style="display:none;max-height:0;overflow:hidden" { (preview) }
                (table("100%", BEHIND, "", html! {
                    tr { td align="center" style="padding:24px 4px" {
                        (table(WIDTH, BEHIND, "max-width:600px;width:100%", html! {
                            (heading(digest))
                            (cards(&digest.cards))
                            @if let Some(coverage) = &digest.coverage { (line(coverage)) }
                            @for listing in &digest.listings { (section(listing)) }
                        }))
                    } }
                }))
            }
        }
    };
    markup.into_string()
}

/// A table that is there for its place on the page.
fn table(width: &str, behind: &str, style: &str, rows: Markup) -> Markup {
    html! {
        table role="presentation" width=(width) cellpadding="0" cellspacing="0" border="0" bgcolor=(behind) style=(style) {
            (rows)
        }
    }
}

fn heading(digest: &Digest) -> Markup {
    let (days, rest) = digest.scope.split_first().map_or(("", &[][..]), |(days, rest)| (days.as_str(), rest));
    html! {
        tr { td style="padding:0 4px 16px" {
            div style=(format!("font-size:24px;font-weight:bold;color:{INK}")) { (digest.title) }
            div style=(format!("font-size:17px;color:{INK};padding-top:4px")) { (days) }
            div style=(format!("font-size:12px;color:{SOFT};padding-top:4px")) { (rest.join(" · ")) }
        } }
    }
}

fn line(text: &str) -> Markup {
    html! { tr { td style=(format!("padding:4px;font-size:12px;color:{SOFT}")) { (text) } } }
}

/// Two a row.
fn cards(cards: &[Card]) -> Markup {
    html! {
        tr { td {
            (table("100%", BEHIND, "", html! {
                @for pair in cards.chunks(2) {
                    tr {
                        @for one in pair { td width="50%" valign="top" style="padding:4px" { (card(one)) } }
                        @if pair.len() == 1 { td width="50%" {} }
                    }
                }
            }))
        } }
    }
}

fn card(card: &Card) -> Markup {
    html! {
        (table("100%", WHITE, &format!("border:1px solid {BORDER};border-radius:8px"), html! {
            tr { td style="padding:12px 14px" {
                div style=(format!("font-size:13px;color:{SOFT}")) { (card.label) }
                div style=(format!("font-size:26px;font-weight:bold;color:{INK}")) { (card.value) }
                div style=(format!("font-size:13px;color:{SOFT}")) {
                    @if let Some((change, tone)) = &card.change {
                        span style=(format!("color:{}", colour(*tone))) { (change) }
                    }
                    @if let Some(before) = &card.before { " " (before) }
                    @if card.change.is_none() && card.before.is_none() { "\u{a0}" }
                }
            } }
        }))
    }
}

fn colour(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => GOOD,
        Tone::Bad => BAD,
        Tone::Plain | Tone::Muted => SOFT,
    }
}

fn section(listing: &LetterSection) -> Markup {
    html! {
        tr { td style=(format!("padding:24px 4px 8px;font-size:18px;font-weight:bold;color:{INK}")) { (listing.title) } }
        tr { td style="padding:0 4px" {
            table width="100%" cellpadding="4" cellspacing="0" border="0" bgcolor=(WHITE)
                style=(format!("border:1px solid {BORDER};font-size:12px")) {
                tr {
                    @for place in columns(listing.headings.len(), listing.change) {
                        @let heading = &listing.headings[place];
                        @let style = format!("font-size:11px;font-weight:normal;color:{SOFT};{}", hyphens(heading));
                        th align=(side(place)) valign="bottom" style=(style) { (heading) }
                    }
                }
                @for listed in &listing.rows { (row(listed, listing.change)) }
            }
        } }
        @if let Some(more) = &listing.more { (line(more)) }
    }
}

/// A change stands below its figure, so that phones have room for both.
fn row(row: &ListedRow, change: Option<usize>) -> Markup {
    let weight = if row.share.is_none() { "font-weight:bold" } else { "" };
    html! {
        tr style=(weight) {
            @for place in columns(row.cells.len(), change) {
                td align=(side(place)) style=(format!("border-top:1px solid {REST};{}", breaks(place))) {
                    (row.cells[place])
                    @if let (0, Some(share)) = (place, row.share) { (bar(share)) }
                    @if let Some(below) = change.filter(|below| *below == place + 1) {
                        div style=(format!("font-size:11px;color:{SOFT}")) { (row.cells[below]) }
                    }
                }
            }
        }
    }
}

fn hyphens(heading: &str) -> &'static str {
    if heading.split_whitespace().any(|word| word.chars().count() >= LONG) {
        "overflow-wrap:anywhere;hyphens:auto"
    } else {
        ""
    }
}

/// The places of cells that have a column of their own.
fn columns(count: usize, change: Option<usize>) -> impl Iterator<Item = usize> {
    (0..count).filter(move |place| Some(*place) != change)
}

/// Names break, figures do not.
fn breaks(place: usize) -> &'static str {
    if place == 0 {
        ""
    } else {
        "white-space:nowrap"
    }
}

/// Texts stand left, numbers right.
fn side(place: usize) -> &'static str {
    if place == 0 {
        "left"
    } else {
        "right"
    }
}

/// A bar made of cells, below a name so that phones have room for the figures: its part and what is left.
fn bar(share: f64) -> Markup {
    let percent = format!("{:.0}", (share * 100.0).clamp(0.0, 100.0));
    let rest = format!("{:.0}", 100.0 - (share * 100.0).clamp(0.0, 100.0).round());
    html! {
        (table("100%", REST, "font-size:1px;line-height:6px", html! {
            tr {
                @if percent != "0" { td width=(format!("{percent}%")) height="6" bgcolor=(BAR) { "\u{a0}" } }
                @if rest != "0" { td width=(format!("{rest}%")) height="6" bgcolor=(REST) { "\u{a0}" } }
            }
        }))
    }
}
