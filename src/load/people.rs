//! Names for the agents of exports that carry ids only.

use crate::dataset::{Data, Dataset, Domain, TableName, NONE};
use std::collections::BTreeMap;

/// Puts the names of `people` in the place of their ids, in every table but `people` itself. Two of one name become
/// `Name (id)`. Returned is the code of the name by the code of the id.
pub fn name_people(dataset: &mut Dataset) -> BTreeMap<u32, u32> {
    let names = names(dataset);
    if names.is_empty() {
        return names;
    }
    if names.iter().all(|(id, name)| id == name) {
        return names;
    }
    let mut shown: Vec<u32> = (0..dataset.dictionary(Domain::Person).len() as u32).collect();
    names.iter().for_each(|(&id, &name)| shown[id as usize] = name);
    let rename = |code: &mut u32| *code = shown.get(*code as usize).copied().unwrap_or(*code);
    for table in TableName::ALL.into_iter().filter(|table| *table != TableName::People) {
        let columns = table.schema().columns.iter().zip(&mut dataset.tables[table as usize].columns);
        for (column, data) in columns {
            let person = matches!(column.kind, crate::dataset::ColumnKind::Code(Domain::Person));
            if let (true, Some(Data::Codes(codes))) = (person, data) {
                codes.iter_mut().for_each(rename);
            }
        }
    }
    names
}

fn names(dataset: &mut Dataset) -> BTreeMap<u32, u32> {
    let ids = dataset.codes(TableName::People, "id").to_vec();
    let Some(texts) = dataset.texts(TableName::People, "name").cloned() else { return BTreeMap::new() };
    let mut bearers: BTreeMap<&str, u32> = BTreeMap::new();
    for row in 0..ids.len() {
        *bearers.entry(texts.get(row).unwrap_or_default()).or_default() += 1;
    }
    let mut names = BTreeMap::new();
    for (row, &id) in ids.iter().enumerate() {
        let Some(name) = texts.get(row).filter(|name| !name.is_empty() && id != NONE) else { continue };
        let people = &mut dataset.dictionaries[Domain::Person as usize];
        let alone = bearers.get(name) == Some(&1);
        let shown = if alone { name.to_owned() } else { format!("{name} ({})", people.text(id)) };
        let code = people.intern(&shown);
        names.insert(id, code);
    }
    names
}
