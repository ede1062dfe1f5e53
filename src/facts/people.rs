//! Names for the agents of exports that carry ids only.

use super::nobody::forget_nobody;
use super::spelling::{unite_spellings, NameCounts, Spellings};
use crate::dataset::{ColumnKind, Data, Dataset, Domain, TableName, NONE};
use crate::fitting::numbered;
use std::collections::BTreeMap;

/// Whose names stand for their ids: code of the name by code of the id.
pub type NamesOfPeople = BTreeMap<u32, u32>;

/// Puts the names of `people` in the place of their ids, in every table but `people` itself, as facts are about the
/// people whom readers know; then one spelling in the place of all of a name. Two of one name become `Name (id)`.
pub fn name_people(dataset: &mut Dataset) -> NamesOfPeople {
    let people = put_people(dataset);
    let shown = unite_spellings(dataset, &NameCounts::default());
    shown_people(people, &shown)
}

/// Puts the names of `people` in the place of their ids, as [`name_people`] does, and leaves spellings as they are.
pub fn put_people(dataset: &mut Dataset) -> NamesOfPeople {
    let names = names(dataset);
    if names.iter().any(|(id, name)| id != name) {
        put_names(dataset, &names);
    }
    forget_nobody(dataset);
    names
}

/// The names as they are shown.
pub fn shown_people(mut people: NamesOfPeople, shown: &Spellings) -> NamesOfPeople {
    if let Some(shown) = &shown[Domain::Person as usize] {
        for name in people.values_mut() {
            *name = shown.get(*name as usize).copied().unwrap_or(*name);
        }
    }
    people
}

/// Puts names in the place of ids.
fn put_names(dataset: &mut Dataset, names: &NamesOfPeople) {
    let mut shown: Vec<u32> = (0..numbered(dataset.dictionary(Domain::Person).len())).collect();
    for (&id, &name) in names {
        shown[id as usize] = name;
    }
    for ((domain, code), count) in std::mem::take(&mut dataset.dropped) {
        let code = if domain == Domain::Person { shown[code as usize] } else { code };
        *dataset.dropped.entry((domain, code)).or_default() += count;
    }
    for table in TableName::ALL.into_iter().filter(|table| *table != TableName::People) {
        let columns = table.schema().columns.iter().zip(&mut dataset.tables[table as usize].columns);
        for (column, data) in columns {
            if !matches!(column.kind, ColumnKind::Code(Domain::Person)) {
                continue;
            }
            if let Some(Data::Codes(codes)) = data {
                for code in codes {
                    *code = shown.get(*code as usize).copied().unwrap_or(*code);
                }
            }
        }
    }
}

fn names(dataset: &mut Dataset) -> NamesOfPeople {
    let ids = dataset.codes(TableName::People, "id").to_vec();
    let Some(texts) = dataset.texts(TableName::People, "name").cloned() else { return BTreeMap::new() };
    // two of one name in two sources are one person
    let sources = dataset.sources_of(TableName::People);
    let bearer = |row: usize, name| (sources.get(row).copied().unwrap_or(NONE), name);
    let mut bearers: BTreeMap<(u32, &str), u32> = BTreeMap::new();
    for row in 0..ids.len() {
        *bearers.entry(bearer(row, texts.get(row).unwrap_or_default())).or_default() += 1;
    }
    let mut names = BTreeMap::new();
    for (row, &id) in ids.iter().enumerate() {
        let Some(name) = texts.get(row).filter(|name| !name.is_empty() && id != NONE) else { continue };
        let people = &mut dataset.dictionaries[Domain::Person as usize];
        let alone = bearers.get(&bearer(row, name)) == Some(&1);
        let shown = if alone { name.to_owned() } else { format!("{name} ({})", people.text(id)) };
        let code = people.intern(&shown);
        names.insert(id, code);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{DataTable, Texts};

    /// A table with these columns, found by name.
    fn table(name: TableName, rows: usize, columns: Vec<(&str, Data)>) -> DataTable {
        let schema = name.schema();
        let mut table = DataTable { rows, columns: vec![None; schema.columns.len()], ..DataTable::default() };
        for (column, data) in columns {
            table.columns[schema.column(column).unwrap()] = Some(data);
        }
        table
    }

    #[test]
    fn agents_get_their_names() {
        let mut dataset = Dataset::default();
        let people = &mut dataset.dictionaries[Domain::Person as usize];
        let codes: Vec<u32> = ["7", "8", "9", "Carl"].map(|id| people.intern(id)).into();
        let mut names = Texts::default();
        for name in ["Anna", "Bob", "Bob"] {
            names.push(Some(name));
        }
        let ids = Data::Codes(codes[..3].to_vec());
        dataset.tables[TableName::People as usize] =
            table(TableName::People, 3, vec![("id", ids), ("name", Data::Texts(names))]);
        let agents = Data::Codes(vec![codes[0], codes[2], codes[3], NONE]);
        dataset.tables[TableName::Conversations as usize] =
            table(TableName::Conversations, 4, vec![("agent", agents)]);

        let names = name_people(&mut dataset);

        let person =
            |code: u32| if code == NONE { "" } else { dataset.dictionary(Domain::Person).text(code) };
        let agents = dataset.codes(TableName::Conversations, "agent").iter();
        assert_eq!(agents.map(|&code| person(code)).collect::<Vec<_>>(), ["Anna", "Bob (9)", "Carl", ""]);
        let ids = dataset.codes(TableName::People, "id").iter();
        assert_eq!(ids.map(|&code| person(code)).collect::<Vec<_>>(), ["7", "8", "9"]);
        assert_eq!(person(names[&codes[1]]), "Bob (8)");
    }
}
