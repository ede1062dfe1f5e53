//! What a chart is called, and what its figures come to over the whole period.

use super::fill::fill;
use super::page_words::SUMMED;
use super::words::Words;
use crate::report::{Cell, Table, Unit};

/// `1,549 conversations, 1,232 answered` or `4.08 from 258 ratings`, by the totals of the report: customers who wrote on
/// two days are one. `None` where the totals lack a figure.
pub fn sums(totals: &Table, figures: &[&str], words: &Words) -> Option<String> {
    let said: Option<Vec<String>> = figures.iter().map(|figure| sum(totals, figure, words)).collect();
    said.filter(|said| !said.is_empty()).map(|said| said.join(", "))
}

/// What the figures at some places of a table are called together, else the first of them.
pub fn title(table: &Table, places: &[usize], words: &Words) -> String {
    let Some(&first) = places.first() else { return String::new() };
    let whole = match table.columns[first].figure.as_str() {
        "customer_messages" => table.columns.iter().find(|column| column.figure == "messages"),
        "ai_resolved" | "ai_routed" | "ai_closed" | "ai_open" if places.len() > 1 => {
            return words.page.charts.outcome.to_owned();
        }
        _ => None,
    };
    words.label(whole.unwrap_or(&table.columns[first]))
}

fn sum(totals: &Table, figure: &str, words: &Words) -> Option<String> {
    let [row] = totals.rows.as_slice() else { return None };
    let place = totals.columns.iter().position(|column| column.figure == figure && column.is_main())?;
    let (cell, unit) = (&row[place], totals.columns[place].unit);
    let value = words.cell(cell, unit);
    if unit == Unit::Score {
        let base = totals.aside.base(figure)?;
        let ratings = u64::try_from(base.now).ok()?;
        let phrase = words.page.charts.rated.of(words.language, ratings);
        let n = words.cell(&Cell::Whole(base.now), Unit::Count);
        return Some(fill(phrase, &[("value", &value), ("n", &n)]));
    }
    let Cell::Whole(count) = cell else { return None };
    let summed = SUMMED.iter().position(|summed| *summed == figure)?;
    let phrase = words.page.charts.sums[summed].of(words.language, u64::try_from(*count).ok()?);
    Some(fill(phrase, &[("n", &value)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::render::{sample, ENGLISH};
    use crate::report::{Base, Theme};

    fn totals() -> Table {
        let count = |name| sample::figure((name, name), Unit::Count, Theme::Volume, 0);
        let stars = sample::figure(("satisfaction", "Satisfaction"), Unit::Score, Theme::Quality, 0);
        let columns = vec![count("conversations"), count("answered"), count("closed"), stars];
        let row = vec![Cell::Whole(1_549), Cell::Whole(1), Cell::Whole(3), Cell::Number(4.08)];
        let mut totals = sample::table("totals", columns, vec![row]);
        totals.aside.bases.push(Base { figure: "satisfaction".into(), now: 258, before: None });
        totals
    }

    #[test]
    fn counts_are_summed_in_words_and_a_mean_says_of_how_many() {
        let totals = totals();
        let said = |figures: &[&str]| sums(&totals, figures, &ENGLISH);
        assert_eq!(said(&["conversations", "answered"]).as_deref(), Some("1,549 conversations, 1 answered"));
        assert_eq!(said(&["satisfaction"]).as_deref(), Some("4.08 from 258 ratings"));
        let polish = sums(&totals, &["conversations", "answered"], Words::of(Language::Pl));
        assert_eq!(polish.as_deref(), Some("1549 rozmów, 1 z odpowiedzią"));
    }

    #[test]
    fn parts_of_a_whole_are_called_by_it() {
        let count = |name, label| sample::figure((name, label), Unit::Count, Theme::Volume, 0);
        let columns = vec![
            count("messages", "Messages"),
            count("customer_messages", "Customer messages"),
            count("ai_resolved", "Resolved by AI"),
            count("ai_routed", "Routed by AI"),
        ];
        let table = sample::table("over_time", columns, Vec::new());
        let titles = [&[1][..], &[2, 3], &[2], &[0, 1]].map(|places| title(&table, places, &ENGLISH));
        assert_eq!(titles, ["Messages", "What became of AI conversations", "Resolved by AI", "Messages"]);
    }

    #[test]
    fn what_the_totals_lack_is_not_summed() {
        let totals = totals();
        // The second stands in no totals, the third has no phrase.
        for figures in [&["conversations", "customers"][..], &["closed"], &[]] {
            assert_eq!(sums(&totals, figures, &ENGLISH), None, "{figures:?}");
        }
    }
}
