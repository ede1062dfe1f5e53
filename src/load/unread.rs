//! Rows of an archive that nothing asked needs: how many there are, how names are spelled in them, and whose first
//! conversations are among them.

use super::dictionaries::Dictionaries;
use super::name_counts::{count_names, name_domain};
use crate::archive::{rows, RowSelection};
use crate::dataset::schema::conversations::{CONVERSATION_ID, CREATED_AT, CUSTOMER_ID, STATUS};
use crate::dataset::vocabulary::{self, status};
use crate::dataset::{Data, DataTable, Domain, PassedOver, TableName, Texts, MISSING, NONE, UNKNOWN};
use crate::fitting::numbered;
use anyhow::Result;
use bytes::Bytes;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// What is known of rows that are not needed.
#[derive(Default)]
pub struct UnreadRows {
    /// How many are used, by table.
    pub rows: BTreeMap<TableName, u64>,
    /// Conversations among them that a rule leaves out, by reason.
    pub excluded: BTreeMap<&'static str, u64>,
    /// How names are spelled in them.
    pub names: BTreeMap<(Domain, u32), u64>,
    /// First and last instant of the creation of conversations.
    pub created: Option<(i64, i64)>,
    /// The first conversation of each customer who has one that was read.
    pub first: BTreeMap<u32, (i64, String)>,
}

/// Row groups of a file of conversations that are not needed.
pub struct UnreadGroups {
    /// The file.
    pub bytes: Bytes,
    /// Which groups.
    pub groups: Vec<bool>,
}

impl UnreadRows {
    /// Counts rows, and how names are spelled in them.
    pub fn count(&mut self, table: TableName, rows: &DataTable) {
        *self.rows.entry(table).or_default() += rows.rows as u64;
        count_names((table, rows), |_| true, &mut self.names);
    }

    /// Adds what is known of others.
    pub fn add(&mut self, other: UnreadRows) {
        for (table, count) in other.rows {
            *self.rows.entry(table).or_default() += count;
        }
        for (name, count) in other.names {
            *self.names.entry(name).or_default() += count;
        }
    }

    /// Looks at conversations that are not needed, once all customers of those that are needed are known. `wanted` says
    /// which columns the report asks for.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn look_at(
        &mut self,
        unread: &UnreadGroups,
        wanted: &dyn Fn(&'static str) -> bool,
        (dictionaries, zone): (&Dictionaries, Tz),
    ) -> Result<()> {
        let table = TableName::Conversations;
        let needed = |column: &'static str| {
            [CONVERSATION_ID, CREATED_AT, CUSTOMER_ID, STATUS].contains(&column)
                || wanted(column) && name_domain(table, column).is_some()
        };
        let groups = Some(unread.groups.as_slice());
        let selection = RowSelection { groups, ..RowSelection::all(table, &needed, zone) };
        let customers = dictionaries.read(Domain::Customer);
        let mut ids = Texts::default();
        let mut code = |domain: Domain, text: &str| match domain {
            Domain::Conversation => {
                ids.push(Some(text));
                numbered(ids.len() - 1)
            }
            Domain::Customer => customers.find(text).unwrap_or(NONE),
            domain => dictionaries.write(domain as usize).intern(text),
        };
        let read = rows(unread.bytes.clone(), &selection, &mut code)?;
        self.count(table, &read);
        self.meet(&read, &ids);
        Ok(())
    }

    /// Meets conversations whose ids have these texts.
    fn meet(&mut self, read: &DataTable, ids: &Texts) {
        let column = |name| read.column(TableName::Conversations, name);
        let created = column(CREATED_AT).map_or(&[][..], Data::whole);
        let customers = column(CUSTOMER_ID).map_or(&[][..], Data::codes);
        let states = column(STATUS).map_or(&[][..], Data::bytes);
        let places = column(CONVERSATION_ID).map_or(&[][..], Data::codes);
        let mut met = PassedOver { first: std::mem::take(&mut self.first), ..PassedOver::default() };
        for (row, &at) in created.iter().enumerate().filter(|(_, at)| **at != MISSING) {
            let (from, to) = self.created.unwrap_or((at, at));
            self.created = Some((from.min(at), to.max(at)));
            let state = states.get(row).copied().filter(|&state| state != UNKNOWN);
            if let Some(state) = state.filter(|&state| state >= status::SPAM) {
                *self.excluded.entry(vocabulary::STATUS.value(state)).or_default() += 1;
                if let Some(used) = self.rows.get_mut(&TableName::Conversations) {
                    *used -= 1;
                }
                continue;
            }
            let customer = customers.get(row).copied().filter(|&customer| customer != NONE);
            let id = places.get(row).and_then(|&place| ids.get(place as usize));
            if let (Some(customer), Some(id)) = (customer, id) {
                met.meet(customer, at, id);
            }
        }
        self.first = met.first;
    }
}
