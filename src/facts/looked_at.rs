//! Which columns of kept facts the figures of a run look at, so that no other is read.

use super::columns::TOUCHES;
use super::{Credit, Facts, Grain, StoredColumn, Wanted};
use crate::dataset::{Domain, TableName};
use std::collections::{BTreeMap, BTreeSet};

/// Columns of kept facts, by the name of their table and their own, with what their codes mean.
pub struct FactColumns(BTreeMap<(&'static str, &'static str), Option<Domain>>);

impl FactColumns {
    /// Those that are looked at where this is wanted.
    pub fn of(wanted: &Wanted) -> FactColumns {
        let mut facts = Facts::with_a_row_each();
        let mut columns = Vec::new();
        for table in facts.stored() {
            // What is only compared is found before anything is folded.
            let is_wanted = table.name != TOUCHES
                && (table.grain == Grain::Conversation || wanted.grains.contains(table.grain));
            for (column, values) in table.columns.into_iter().filter(|_| is_wanted) {
                if !wanted.has_column(table.grain, column) {
                    continue;
                }
                let domain = values.domain();
                let place = match values {
                    StoredColumn::Whole(values) => values.as_ptr().addr(),
                    StoredColumn::Codes(codes, _) | StoredColumn::Plain(codes) => codes.as_ptr().addr(),
                };
                columns.push((place, ((table.name, column), domain)));
            }
        }
        let idle = idle(wanted, &facts);
        columns.retain(|(place, _)| !idle.contains(place));
        FactColumns(columns.into_iter().map(|(_, column)| column).collect())
    }

    /// Those of all conversations that a table is compared with.
    pub fn compared(wanted: &Wanted, table: TableName) -> FactColumns {
        let compared: Vec<_> = wanted.comparing(table).flat_map(|own| own.compares).collect();
        let is_compared = |table: &str, column: &str| {
            compared.iter().any(|(own, columns)| *own == table && columns.contains(&column))
        };
        let mut columns = BTreeMap::new();
        for table in Facts::with_a_row_each().stored() {
            let own = table.columns.iter().filter(|(column, _)| is_compared(table.name, column));
            columns.extend(own.map(|(column, values)| ((table.name, *column), values.domain())));
        }
        FactColumns(columns)
    }

    /// Whether a column is among them.
    pub fn has(&self, table: &'static str, column: &'static str) -> bool {
        self.0.contains_key(&(table, column))
    }

    /// What their codes mean.
    pub fn domains(&self) -> BTreeSet<Domain> {
        self.0.values().flatten().copied().collect()
    }
}

/// Where the columns stand of measures, moments and credits that no figure is made of: words know their columns as
/// functions.
fn idle(wanted: &Wanted, facts: &Facts) -> BTreeSet<usize> {
    let Some(words) = &wanted.words else { return BTreeSet::new() };
    let told_apart = |id: &&str| wanted.dimensions.contains(id);
    let (mut all, mut used) = (BTreeSet::new(), BTreeSet::new());
    for grain in wanted.grains.iter().chain([Grain::Conversation]) {
        let table = grain.table();
        for measure in table.measures {
            let place = (measure.values)(facts).as_ptr().addr();
            all.insert(place);
            used.extend(told_apart(&measure.name).then_some(place));
        }
        for moment in table.moments {
            all.insert((moment.at)(facts).as_ptr().addr());
            all.extend(credited(&moment.credit, facts));
        }
        used.extend([(table.at)(facts).as_ptr().addr(), (table.held)(facts).as_ptr().addr()]);
        used.extend(credited(&table.credit, facts));
    }
    used.extend(words.measures.iter().map(|measure| (measure.values)(facts).as_ptr().addr()));
    used.extend(words.moments.iter().map(|moment| (moment.at)(facts).as_ptr().addr()));
    used.extend(words.moments.iter().filter_map(|moment| credited(&moment.credit, facts)));
    all.difference(&used).copied().collect()
}

/// Where the column stands that says whom rows are credited to.
fn credited(credit: &Credit, facts: &Facts) -> Option<usize> {
    match credit {
        Credit::Own(column) => Some(column(facts).as_ptr().addr()),
        Credit::Assignee => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{FigureWords, AT_ANSWER, FIRST_RESPONSE};

    /// The columns of conversations that are read, of some.
    fn read(wanted: Wanted) -> Vec<&'static str> {
        let columns = FactColumns::of(&Wanted { is_folded: true, ..wanted });
        let asked =
            ["created_at", "agent", "flags", "answered_at", "answered_by", "closed_at", "first_response"];
        asked.into_iter().filter(|column| columns.has("conversation", column)).collect()
    }

    #[test]
    fn words_that_no_figure_is_made_of_are_not_read() {
        let all = read(Wanted::default());
        assert_eq!(all.len(), 7);
        let always = ["created_at", "agent", "flags"];
        assert_eq!(read(Wanted { words: Some(FigureWords::default()), ..Wanted::default() }), always);
        let answers = FigureWords { measures: Vec::new(), moments: vec![&AT_ANSWER] };
        let of_answers = ["created_at", "agent", "flags", "answered_at", "answered_by"];
        assert_eq!(read(Wanted { words: Some(answers), ..Wanted::default() }), of_answers);
        let with_first_response = ["created_at", "agent", "flags", "first_response"];
        let measured = FigureWords { measures: vec![&FIRST_RESPONSE], moments: Vec::new() };
        assert_eq!(read(Wanted { words: Some(measured), ..Wanted::default() }), with_first_response);
        let told_apart = Wanted {
            words: Some(FigureWords::default()),
            dimensions: vec!["first_response"],
            ..Wanted::default()
        };
        assert_eq!(read(told_apart), with_first_response);
    }
}
