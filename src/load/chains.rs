//! Records that answer each other: every one belongs to the first of its chain, which is known when the file is read.

use super::dictionaries::Dictionaries;
use super::intake::TableStore;
use super::plan::Plan;
use crate::dataset::{ColumnKind, Data, NONE};
use crate::profile::model::NTH;
use std::collections::HashMap;

/// Puts the id of the first record of its chain where a file gave a link: its own id and that of the one it answers.
pub fn settle(store: &mut TableStore, dictionaries: &Dictionaries, plan: &Plan, place: u32) {
    let schema = plan.table.schema();
    let Some(column) = plan.chained else { return };
    let ColumnKind::Code(domain) = schema.columns[column].kind else { return };
    let table = &mut store.tables[plan.table as usize];
    let rows: Vec<_> = table.origins.files(table.rows).filter(|(_, file)| *file == place).collect();
    let Some(Data::Codes(codes)) = table.columns.get_mut(column).and_then(Option::as_mut) else { return };
    let rows = || rows.iter().flat_map(|(rows, _)| rows.clone());
    let firsts = {
        let texts = dictionaries.read(domain);
        let mut links = Vec::new();
        for row in rows().filter(|&row| codes[row] != NONE) {
            links.extend(texts.text(codes[row]).split_once(NTH).map(|link| (codes[row], link)));
        }
        firsts(&links)
    };
    let mut texts = dictionaries.write(domain as usize);
    let mut settled: HashMap<u32, u32> = HashMap::new();
    // In the order of the file, so that codes are the same in every run.
    for row in rows() {
        if let Some(first) = firsts.get(&codes[row]) {
            codes[row] = *settled.entry(codes[row]).or_insert_with(|| texts.intern(first));
        }
    }
}

/// The first of the chain of each link, by its code; links are the own id and the one answered, which may be empty.
///
/// A record that is answered and stands nowhere is the first of its chain all the same. Of records that answer each other
/// in a circle it is the one with the smallest id.
fn firsts(links: &[(u32, (&str, &str))]) -> HashMap<u32, String> {
    let answered: HashMap<&str, &str> = links.iter().map(|(_, link)| *link).collect();
    // Nothing stands for those that are being followed.
    let mut known: HashMap<&str, Option<&str>> = HashMap::new();
    for (_, (own, _)) in links {
        let mut path = Vec::new();
        let mut at = *own;
        let first = loop {
            match known.get(at) {
                Some(Some(first)) => break *first,
                Some(None) => {
                    let circle = path.iter().skip_while(|id| **id != at);
                    break circle.min().copied().unwrap_or(at);
                }
                None => {}
            }
            path.push(at);
            known.insert(at, None);
            match answered.get(at) {
                Some(&next) if !next.is_empty() => at = next,
                _ => break at,
            }
        };
        known.extend(path.into_iter().map(|id| (id, Some(first))));
    }
    let of = |own| known.get(own).copied().flatten().unwrap_or(own).to_owned();
    links.iter().map(|(code, (own, _))| (*code, of(own))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_ends_at_its_first_record_or_at_one_that_is_not_there() {
        let links =
            [("3", "4"), ("5", ""), ("4", "5"), ("9", "8"), ("c", "b"), ("b", "a"), ("a", "c"), ("d", "c")];
        let coded: Vec<_> = (0..).zip(links).collect();
        let firsts = firsts(&coded);
        let found: Vec<&str> = (0..8).map(|code| firsts[&code].as_str()).collect();
        assert_eq!(found, ["5", "5", "5", "8", "a", "a", "a", "a"]);
    }
}
