//! What belongs to a whole run, so that no part of it has to guess: the rules, who people are, how rows are divided.

use super::head::{PartPlace, Terms};
use crate::advice::Advised;
use crate::dataset::schema::people;
use crate::dataset::{Data, DataTable, Dataset, Domain, TableName, Texts, NONE};
use crate::source::fingerprint::checksum;
use anyhow::{bail, Result};
use serde::{Deserialize, Serialize};

/// The part of what is not about conversations.
const REST: &str = "rest";

/// How rows are divided into parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Division {
    /// By the parts of an archive, of these names.
    Archive(Vec<String>),
    /// By the CRC-32 of the UTF-8 bytes of conversation ids, modulo so many; tables without conversations are one more.
    Buckets(u32),
}

/// Somebody, as facts name them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPerson {
    id: String,
    name: Option<String>,
}

/// What belongs to a whole run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Under what facts are derived.
    pub terms: Terms,
    /// How rows are divided.
    pub division: Division,
    /// Whether parts tell how texts sound, so that texts have to be at hand where they are made.
    pub has_sentiment: bool,
    /// Who people are.
    people: Vec<PlannedPerson>,
}

impl Plan {
    /// A plan for data of these people.
    pub fn new(terms: Terms, division: Division, dataset: &Dataset) -> Plan {
        let ids = dataset.codes(TableName::People, people::ID);
        let names = dataset.texts(TableName::People, people::NAME);
        let known = dataset.dictionary(Domain::Person);
        let mut listed = Vec::with_capacity(ids.len());
        for (row, &id) in ids.iter().enumerate().filter(|(_, id)| **id != NONE) {
            let name = names.and_then(|names| names.get(row)).map(str::to_owned);
            listed.push(PlannedPerson { id: known.text(id).to_owned(), name });
        }
        Plan { terms, division, has_sentiment: true, people: listed }
    }

    /// The file of a plan.
    ///
    /// # Errors
    /// None that a plan could cause.
    pub fn text(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Reads the file of a plan.
    ///
    /// # Errors
    /// If it is none, or of another version.
    pub fn parse(text: &str, name: &str) -> Result<Plan> {
        let plan: Plan = serde_json::from_str(text).map_err(|error| {
            let what = format!("{name} is no plan of this version ({error})");
            Advised::new(what, "`insights parts plan` makes one")
        })?;
        plan.terms.check(&Terms::new(plan.terms.rules.clone()), (name, "this program"))?;
        Ok(plan)
    }

    /// The names of its parts.
    pub fn parts(&self) -> Vec<String> {
        match &self.division {
            Division::Archive(names) => names.clone(),
            Division::Buckets(many) => {
                (0..*many).map(|bucket| bucket.to_string()).chain([REST.to_owned()]).collect()
            }
        }
    }

    /// The place of a part of that name.
    ///
    /// # Errors
    /// If there is none.
    pub fn place(&self, name: &str) -> Result<PartPlace> {
        if !self.parts().iter().any(|own| own == name) {
            let advice = "`insights parts list PLAN` names them";
            bail!(Advised::new(format!("the plan has no part \"{name}\""), advice));
        }
        Ok(PartPlace { plan: self.checksum()?, name: name.to_owned() })
    }

    /// What tells it from other plans.
    ///
    /// # Errors
    /// None that a plan could cause.
    pub fn checksum(&self) -> Result<String> {
        Ok(checksum(self.text()?.as_bytes()))
    }

    /// Refuses rows that belong to another part; those of an archive's parts are chosen by the archive.
    ///
    /// # Errors
    /// If there are any.
    pub fn check(&self, name: &str, dataset: &Dataset) -> Result<()> {
        let Division::Buckets(many) = self.division else { return Ok(()) };
        let ids = dataset.dictionary(Domain::Conversation);
        let Ok(bucket) = name.parse::<u32>() else {
            let apart = TableName::ALL.into_iter().filter(|table| table.is_of_conversations());
            let held = apart.map(|table| dataset.table(table).rows).sum::<usize>();
            if held > 0 {
                let what = format!("{held} rows of conversations are in the part of what is about none");
                bail!(Advised::new(what, format!("they belong to the parts 0 to {}", many - 1)));
            }
            return Ok(());
        };
        for id in ids.texts() {
            let own = bucket_of(id, many);
            if own != bucket {
                let what = format!("a conversation of part {own} is among those of part {bucket}");
                let advice = format!("divide by the CRC-32 of the id's UTF-8 bytes, modulo {many}");
                bail!(Advised::new(what, advice));
            }
        }
        Ok(())
    }

    /// Puts its people into the place of those of a dataset.
    pub fn put_people(&self, dataset: &mut Dataset) {
        let known = &mut dataset.dictionaries[Domain::Person as usize];
        let (mut ids, mut names) = (Vec::new(), Texts::default());
        for person in &self.people {
            ids.push(known.intern(&person.id));
            names.push(person.name.as_deref());
        }
        let schema = TableName::People.schema();
        let mut table = DataTable { rows: ids.len(), ..DataTable::default() };
        table.columns.resize_with(schema.columns.len(), || None);
        for (name, data) in [(people::ID, Data::Codes(ids)), (people::NAME, Data::Texts(names))] {
            if let Some(place) = schema.column(name) {
                table.columns[place] = Some(data);
            }
        }
        dataset.tables[TableName::People as usize] = table;
    }
}

/// The part that a conversation belongs to.
fn bucket_of(id: &str, many: u32) -> u32 {
    crc32fast::hash(id.as_bytes()) % many
}
