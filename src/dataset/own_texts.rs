//! Gives a dataset dictionaries of its own, of the texts that stand in it and no others.

use super::{Dataset, Dictionary, Domain, TableName, DOMAINS, NONE};

/// Codes of another dictionary, and those that stand for them here; [`NONE`]: none yet.
struct OwnCodes<'a> {
    texts: &'a Dictionary,
    codes: Vec<u32>,
    /// Whether own texts will be looked up: ids, the most of all, will not.
    are_found: bool,
}

impl OwnCodes<'_> {
    /// The own code of a text; each has one code among all.
    fn of(&mut self, code: u32, own: &mut Dictionary) -> u32 {
        let Some(known) = self.codes.get_mut(code as usize) else { return NONE };
        if *known == NONE {
            let text = self.texts.text(code);
            *known = if self.are_found { own.add(text) } else { own.add_closed(text) };
        }
        *known
    }
}

impl Dataset {
    /// Leaves the dictionaries of many datasets, in which the codes stand so far, for own ones; those of ids are closed.
    pub fn take_own_texts(&mut self, all: &[Dictionary; DOMAINS]) {
        let mut own: [Dictionary; DOMAINS] = Default::default();
        let mut known: [Option<OwnCodes>; DOMAINS] = Default::default();
        let mut code = |domain: Domain, code: u32| {
            let texts = &all[domain as usize];
            let begin = || OwnCodes { texts, codes: vec![NONE; texts.len()], are_found: !domain.holds_ids() };
            known[domain as usize].get_or_insert_with(begin).of(code, &mut own[domain as usize])
        };
        for name in TableName::ALL {
            let columns = self.tables[name as usize].columns.iter_mut().zip(name.schema().columns);
            for (data, column) in columns {
                if let (Some(data), Some(domain)) = (data, column.kind.domain()) {
                    data.recode(|shared| code(domain, shared));
                }
            }
        }
        let dropped = std::mem::take(&mut self.dropped).into_iter();
        self.dropped =
            dropped.map(|((domain, shared), count)| ((domain, code(domain, shared)), count)).collect();
        self.dictionaries = own;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Data;

    #[test]
    fn only_the_texts_that_are_used_are_taken() {
        let mut all: [Dictionary; DOMAINS] = Default::default();
        for text in ["a", "b", "c", "d"] {
            all[Domain::Tag as usize].intern(text);
            all[Domain::Person as usize].intern(text);
        }
        let schema = TableName::Conversations.schema();
        let mut dataset = Dataset::default();
        let table = &mut dataset.tables[TableName::Conversations as usize];
        table.rows = 3;
        table.columns.resize_with(schema.columns.len(), || None);
        table.columns[schema.column("agent").unwrap()] = Some(Data::Codes(vec![3, NONE, 3]));
        let mut tags = crate::dataset::Lists::default();
        [&[2, 0][..], &[], &[0]].into_iter().for_each(|list| tags.push(list));
        table.columns[schema.column("tags").unwrap()] = Some(Data::Lists(tags));
        dataset.dropped.insert((Domain::Person, 1), 5);

        dataset.take_own_texts(&all);

        let texts = |domain: Domain| dataset.dictionary(domain).texts().collect::<Vec<_>>();
        assert_eq!((texts(Domain::Person), texts(Domain::Tag)), (vec!["d", "b"], vec!["c", "a"]));
        assert_eq!(dataset.codes(TableName::Conversations, "agent"), [0, NONE, 0]);
        let Some(Data::Lists(tags)) = dataset.column(TableName::Conversations, "tags") else { panic!() };
        assert_eq!((tags.get(0), tags.get(1), tags.get(2)), (&[0, 1][..], &[][..], &[1][..]));
        assert_eq!(dataset.dropped.get(&(Domain::Person, 1)), Some(&5));
    }
}
