//! Customers with one e-mail address are one customer, whatever their ids.

use super::dictionary::NONE;
use super::schema::conversations::{CUSTOMER_EMAIL, CUSTOMER_ID};
use super::{ColumnKind, Data, Dataset, Dictionary, Domain, TableName};
use crate::fitting::numbered;

/// Which customers are one.
struct SameCustomers {
    /// For each customer one that is the same and came before; the first of all: itself.
    same: Vec<u32>,
    /// The addresses met.
    addresses: Dictionary,
    /// A customer of each address.
    owners: Vec<u32>,
}

impl Dataset {
    /// Makes one customer of all who share an address, and of conversations without a customer id those of their address.
    /// An id that is an address itself is one.
    pub fn join_customers_by_email(&mut self) {
        let table = TableName::Conversations;
        let Some(emails) = self.texts(table, CUSTOMER_EMAIL).cloned() else { return };
        let mut ids = self.codes(table, CUSTOMER_ID).to_vec();
        ids.resize(self.table(table).rows, NONE);
        let mut customers = SameCustomers::of(self.dictionary(Domain::Customer));
        for (row, &id) in ids.iter().enumerate().filter(|(_, id)| **id != NONE) {
            if let Some(address) = emails.get(row).and_then(address) {
                customers.tie(id, &address);
            }
        }
        let texts = &mut self.dictionaries[Domain::Customer as usize];
        for (row, id) in ids.iter_mut().enumerate().filter(|(_, id)| **id == NONE) {
            let Some(address) = emails.get(row).and_then(address) else { continue };
            *id = customers.owner(&address).unwrap_or_else(|| {
                let code = texts.add(&address);
                customers.same.push(code);
                customers.tie(code, &address);
                code
            });
        }
        let schema = table.schema();
        if let Some(place) = schema.column(CUSTOMER_ID) {
            self.tables[table as usize].columns.resize_with(schema.columns.len(), || None);
            self.tables[table as usize].columns[place] = Some(Data::Codes(ids));
        }
        self.put_first(&customers);
    }

    /// Puts the first of all customers that are one in the place of each.
    fn put_first(&mut self, customers: &SameCustomers) {
        for table in TableName::ALL {
            let columns = table.schema().columns.iter().zip(&mut self.tables[table as usize].columns);
            for (column, data) in columns {
                match data {
                    Some(Data::Codes(codes)) if matches!(column.kind, ColumnKind::Code(Domain::Customer)) => {
                        for code in codes.iter_mut().filter(|code| **code != NONE) {
                            *code = customers.first(*code);
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

impl SameCustomers {
    /// All as they are known by their ids.
    fn of(ids: &Dictionary) -> SameCustomers {
        let same = (0..numbered(ids.len())).collect();
        let mut customers = SameCustomers { same, addresses: Dictionary::default(), owners: Vec::new() };
        for (code, id) in (0..).zip(ids.texts()) {
            if let Some(address) = address(id) {
                customers.tie(code, &address);
            }
        }
        customers
    }

    /// The first customer that is the same.
    fn first(&self, mut code: u32) -> u32 {
        while self.same[code as usize] != code {
            code = self.same[code as usize];
        }
        code
    }

    fn owner(&self, address: &str) -> Option<u32> {
        self.addresses.find(address).map(|place| self.first(self.owners[place as usize]))
    }

    /// Notes that a customer has an address.
    fn tie(&mut self, customer: u32, address: &str) {
        let own = self.first(customer);
        let Some(owner) = self.owner(address) else {
            self.addresses.intern(address);
            self.owners.push(own);
            return;
        };
        let first = own.min(owner);
        for code in [own, owner, customer] {
            self.same[code as usize] = first;
        }
    }
}

/// What an address is compared by; `None`: the text is none.
fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let (name, host) = text.split_once('@')?;
    let is_one = !name.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace);
    is_one.then(|| text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{DataTable, Texts};

    /// The customers of conversations with these ids and addresses, after they were joined; empty: none.
    fn joined(rows: &[(&str, &str)]) -> Vec<String> {
        let mut dataset = Dataset::default();
        let schema = TableName::Conversations.schema();
        let (mut codes, mut emails) = (Vec::new(), Texts::default());
        for (id, email) in rows {
            let ids = &mut dataset.dictionaries[Domain::Customer as usize];
            codes.push(if id.is_empty() { NONE } else { ids.intern(id) });
            emails.push(Some(*email).filter(|email| !email.is_empty()));
        }
        let mut columns = vec![None; schema.columns.len()];
        columns[schema.column(CUSTOMER_ID).unwrap()] = Some(Data::Codes(codes));
        columns[schema.column(CUSTOMER_EMAIL).unwrap()] = Some(Data::Texts(emails));
        dataset.tables[0] = DataTable { rows: rows.len(), columns, ..DataTable::default() };
        dataset.join_customers_by_email();
        let ids = dataset.codes(TableName::Conversations, CUSTOMER_ID).iter();
        ids.map(|&code| dataset.dictionary(Domain::Customer).text(code).to_owned()).collect()
    }

    #[test]
    fn one_address_is_one_customer_whatever_its_case() {
        assert_eq!(
            joined(&[("c1", "ann@x.nl"), ("c2", "bob@x.nl"), ("c9", " ANN@x.nl")]),
            ["c1", "c2", "c1"]
        );
        assert_eq!(joined(&[("", "ann@x.nl"), ("", "Ann@x.nl"), ("", "")]), ["ann@x.nl", "ann@x.nl", ""]);
        assert_eq!(joined(&[("", "ann@x.nl"), ("c1", "ann@x.nl")]), ["c1", "c1"]);
    }

    #[test]
    fn a_customer_with_two_addresses_ties_both() {
        let rows = [("c3", "a@x.nl"), ("c2", "b@x.nl"), ("c1", "c@x.nl"), ("c1", "b@x.nl"), ("c3", "c@x.nl")];
        assert_eq!(joined(&rows), ["c3"; 5]);
    }

    #[test]
    fn an_id_may_be_the_address_and_words_are_none() {
        assert_eq!(joined(&[("ann@x.nl", ""), ("c1", "Ann@X.nl")]), ["ann@x.nl", "ann@x.nl"]);
        assert_eq!(
            joined(&[("c1", "unknown"), ("c2", "unknown"), ("c3", "@"), ("c4", "@")]),
            ["c1", "c2", "c3", "c4"]
        );
    }
}
