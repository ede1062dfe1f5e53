//! How channels keep to their targets: first responses that are optimal, acceptable and late, as parts of a whole.

use super::chart::bars::Portion;
use super::chart::{Role, Series};
use super::words::Words;
use crate::report::{Cell, Table, Unit};

/// What the parts stand for, in order.
const ROLES: [Role; 3] = [Role::Third, Role::Pale, Role::Second];

/// The parts of each channel, `None` for one without a target; nothing where no channel has one.
pub fn of_channels(table: &Table, words: &Words) -> Option<Vec<Option<[Portion; 3]>>> {
    if table.name != "channels" {
        return None;
    }
    let place = |figure| table.columns.iter().position(|column| column.figure == figure && column.is_main());
    let (optimal, acceptable) = (place("within_optimal_rate")?, place("within_acceptable_rate")?);
    let mut rows = Vec::new();
    for row in &table.rows {
        let within = row[acceptable].amount();
        rows.push(
            within.map(|within| parts(row[optimal].amount().unwrap_or(0.0).min(within), within, words)),
        );
    }
    rows.iter().any(Option::is_some).then_some(rows)
}

fn parts(best: f64, within: f64, words: &Words) -> [Portion; 3] {
    let [_, names @ ..] = &words.page.charts.targets;
    let amounts = [best, within - best, 1.0 - within];
    std::array::from_fn(|at| Portion {
        says: format!("{} {}", names[at], words.cell(&Cell::Number(amounts[at]), Unit::Rate)),
        amount: if amounts[at] < 0.000_1 { 0.0 } else { amounts[at] },
        role: ROLES[at],
    })
}

/// What the colours of the parts stand for.
pub fn key(words: &Words) -> Vec<Series> {
    let names = &words.page.charts.targets[1..];
    let series = |(name, role): (&&str, Role)| Series { name: (*name).to_owned(), values: Vec::new(), role };
    names.iter().zip(ROLES).map(series).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{sample, ENGLISH};
    use crate::report::Theme;

    #[test]
    fn parts_of_a_row_make_up_a_whole_and_a_row_without_a_target_has_none() {
        let rate = |name| sample::figure((name, name), Unit::Rate, Theme::Targets, 0);
        let columns = vec![
            sample::dimension("channel", "Channel"),
            rate("within_optimal_rate"),
            rate("within_acceptable_rate"),
        ];
        let row = |name, optimal: Cell, acceptable: Cell| vec![sample::text(name), optimal, acceptable];
        let known = row("chat", Cell::Number(0.25), Cell::Number(0.75));
        let unknown = row("sms", Cell::Missing, Cell::Missing);
        let table = sample::table("channels", columns.clone(), vec![known, unknown.clone()]);
        let rows = of_channels(&table, &ENGLISH).unwrap();
        let amounts = rows[0].as_ref().unwrap().each_ref().map(|part| (part.amount, part.says.clone()));
        let said = [(0.25, "Optimal 25.0%"), (0.5, "Acceptable 50.0%"), (0.25, "Late 25.0%")];
        assert_eq!(amounts, said.map(|(amount, says)| (amount, says.to_owned())));
        assert!(rows[1].is_none());
        assert!(of_channels(&sample::table("channels", columns, vec![unknown]), &ENGLISH).is_none());
    }
}
