//! Makes one dataset of several sources: equal words of two sources are one, equal ids are not.

use super::schema::conversations::BRAND;
use super::schema::people;
use super::{Data, DataTable, Dataset, Dictionary, Domain, TableName, DOMAINS, NONE};
use crate::fitting::numbered;
use std::collections::{HashMap, HashSet};

/// What one source holds.
pub struct SourceData {
    /// What the configuration calls it.
    pub name: String,
    /// The brand of its conversations that have none.
    pub brand: Option<String>,
    /// Its tables, each row once.
    pub dataset: Dataset,
}

/// What equal texts of two sources are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// The same: channels, teams, tags…
    Word,
    /// Ids of different things.
    Id,
    /// Ids of different things that stand in reports, where they must be told apart.
    ShownId,
    /// Names of the same person, or ids of two.
    Person,
}

impl Likeness {
    fn of(domain: Domain) -> Likeness {
        match domain {
            Domain::Article | Domain::Post => Likeness::ShownId,
            Domain::Person => Likeness::Person,
            other if other.holds_ids() => Likeness::Id,
            _ => Likeness::Word,
        }
    }
}

/// Puts the rows of all sources behind each other.
pub fn unite(sources: Vec<SourceData>) -> Dataset {
    let doubtful = Domain::ALL.map(|domain| doubtful(&sources, domain));
    let mut all = Dataset { absent: TableName::ALL.into(), ..Dataset::default() };
    for source in sources {
        all.append(source, &doubtful);
    }
    all
}

/// Which codes of a domain are ids, in one source.
fn ids(dataset: &Dataset, domain: Domain) -> Vec<bool> {
    let texts = dataset.dictionary(domain);
    match Likeness::of(domain) {
        Likeness::Word => vec![false; texts.len()],
        Likeness::Id | Likeness::ShownId => vec![true; texts.len()],
        Likeness::Person => {
            let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let mut ids: Vec<bool> = texts.texts().map(is_number).collect();
            for &code in dataset.codes(TableName::People, people::ID).iter().filter(|&&code| code != NONE) {
                ids[code as usize] = true;
            }
            ids
        }
    }
}

/// The texts of a domain that two sources have and that are an id in one of them, where reports show them.
fn doubtful(sources: &[SourceData], domain: Domain) -> HashSet<String> {
    if !matches!(Likeness::of(domain), Likeness::ShownId | Likeness::Person) {
        return HashSet::new();
    }
    let mut met: HashMap<&str, (usize, bool)> = HashMap::new();
    for source in sources {
        let texts = source.dataset.dictionary(domain).texts();
        for (text, is_id) in texts.zip(ids(&source.dataset, domain)) {
            let (times, is_any_id) = met.entry(text).or_default();
            *times += 1;
            *is_any_id |= is_id;
        }
    }
    met.retain(|_, (times, is_id)| *times > 1 && *is_id);
    met.into_keys().map(str::to_owned).collect()
}

impl Dataset {
    /// Adds the rows of a source; `doubtful` has a set of texts a domain.
    fn append(&mut self, source: SourceData, doubtful: &[HashSet<String>; DOMAINS]) {
        let SourceData { name, brand, dataset } = source;
        let recoded = Domain::ALL.map(|domain| {
            let (own, read) = (&mut self.dictionaries[domain as usize], dataset.dictionary(domain));
            let source = ShownSource { name: &name, doubtful: &doubtful[domain as usize] };
            source.recode(read, &ids(&dataset, domain), own)
        });
        let first_file = numbered(self.files.len());
        self.files.extend(dataset.files);
        let code = self.dictionaries[Domain::Source as usize].intern(&name);
        self.sources.resize(self.files.len(), code);
        self.absent.retain(|table| dataset.absent.contains(table));
        for ((domain, code), count) in dataset.dropped {
            *self.dropped.entry((domain, recoded[domain as usize][code as usize])).or_default() += count;
        }
        let from = self.table(TableName::Conversations).rows;
        for (name, mut table) in TableName::ALL.into_iter().zip(dataset.tables) {
            table.move_over(name, &recoded, first_file);
            self.tables[name as usize].append(name, table);
        }
        if let Some(brand) = brand {
            let brand = self.fill_in_brand(&brand, from);
            self.brands.resize(code as usize, NONE);
            self.brands.push(brand);
        }
    }

    /// The conversations from that row on have this brand if they have none; its code.
    fn fill_in_brand(&mut self, brand: &str, from: usize) -> u32 {
        let code = self.dictionaries[Domain::Brand as usize].intern(brand);
        let table = &mut self.tables[TableName::Conversations as usize];
        let Some(place) = TableName::Conversations.schema().column(BRAND) else { return code };
        table.columns.resize_with(TableName::Conversations.schema().columns.len(), || None);
        let column = table.columns[place].get_or_insert_with(|| Data::Codes(vec![NONE; table.rows]));
        if let Data::Codes(codes) = column {
            for own in codes[from..].iter_mut().filter(|own| **own == NONE) {
                *own = code;
            }
        }
        code
    }
}

/// A source, and the texts that must not be shown without its name.
struct ShownSource<'a> {
    name: &'a str,
    doubtful: &'a HashSet<String>,
}

impl ShownSource<'_> {
    /// The new code of each text.
    fn recode(&self, read: &Dictionary, ids: &[bool], all: &mut Dictionary) -> Vec<u32> {
        let mut codes = Vec::with_capacity(read.len());
        for (text, &is_id) in read.texts().zip(ids) {
            codes.push(if !is_id {
                all.intern(text)
            } else if self.doubtful.contains(text) {
                all.add(&format!("{text} ({})", self.name))
            } else {
                all.add(text)
            });
        }
        codes
    }
}

impl DataTable {
    /// Takes the table into another dataset: codes become what `recoded` says by domain, and files count from there on.
    fn move_over(&mut self, name: TableName, recoded: &[Vec<u32>; DOMAINS], first_file: u32) {
        for (data, column) in self.columns.iter_mut().zip(name.schema().columns) {
            if let (Some(data), Some(domain)) = (data, column.kind.domain()) {
                let codes = &recoded[domain as usize];
                data.recode(|code| codes.get(code as usize).copied().unwrap_or(NONE));
            }
        }
        self.origins.move_files(first_file);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A source with a conversation of each of these ids and agents.
    fn source(name: &str, rows: &[(&str, &str)]) -> SourceData {
        let mut dataset = Dataset { files: vec![format!("{name}.csv")], ..Dataset::default() };
        let schema = TableName::Conversations.schema();
        let mut columns = vec![None; schema.columns.len()];
        let mut fill = |name: &str, domain: Domain, texts: Vec<&str>| {
            let codes = texts.iter().map(|text| dataset.dictionaries[domain as usize].intern(text)).collect();
            columns[schema.column(name).unwrap()] = Some(Data::Codes(codes));
        };
        fill("conversation_id", Domain::Conversation, rows.iter().map(|row| row.0).collect());
        fill("agent", Domain::Person, rows.iter().map(|row| row.1).collect());
        let mut table = DataTable { rows: rows.len(), columns, ..DataTable::default() };
        for row in 0..rows.len() {
            table.origins.note(row, 0, row as u64 + 2);
        }
        dataset.tables[TableName::Conversations as usize] = table;
        SourceData { name: name.to_owned(), brand: None, dataset }
    }

    fn texts<'a>(all: &'a Dataset, name: &str, domain: Domain) -> Vec<&'a str> {
        let codes = all.codes(TableName::Conversations, name).iter();
        codes.map(|&code| all.dictionary(domain).text(code)).collect()
    }

    #[test]
    fn ids_stay_apart_and_words_come_together() {
        let all = unite(vec![
            source("shop", &[("1", "7"), ("2", "Ana"), ("3", "8")]),
            source("desk", &[("2", "Ana"), ("1", "7")]),
        ]);
        assert_eq!(texts(&all, "conversation_id", Domain::Conversation), ["1", "2", "3", "2", "1"]);
        assert_eq!(all.codes(TableName::Conversations, "conversation_id"), [0, 1, 2, 3, 4]);
        // 8 can be nobody else, so it needs no source beside it.
        assert_eq!(texts(&all, "agent", Domain::Person), ["7 (shop)", "Ana", "8", "Ana", "7 (desk)"]);
        assert_eq!(all.codes(TableName::Conversations, "agent")[3], 1);
        assert_eq!(all.sources_of(TableName::Conversations), [0, 0, 0, 1, 1]);
        assert_eq!(all.table(TableName::Conversations).origins.of(4), Some((1, 3)));
        assert!(all.absent.is_empty() && all.sources_of(TableName::Calls).is_empty());
    }

    #[test]
    fn a_brand_goes_to_those_without_one() {
        let mut shop = source("shop", &[("1", "Ana")]);
        let place = TableName::Conversations.schema().column(BRAND).unwrap();
        let south = shop.dataset.dictionaries[Domain::Brand as usize].intern("South");
        shop.dataset.tables[0].columns[place] = Some(Data::Codes(vec![south]));
        shop.brand = Some("North".to_owned());
        let desk = SourceData { brand: Some("North".to_owned()), ..source("desk", &[("1", "Ana")]) };
        let all = unite(vec![shop, desk, source("phone", &[("1", "Ana")])]);
        assert_eq!(texts(&all, BRAND, Domain::Brand), ["South", "North", ""]);
    }
}
