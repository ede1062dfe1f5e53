//! What facts are compared by, and what is looked for of it.

use crate::dataset::{Dataset, TableName, Texts};

/// What conversations are told by where facts are compared.
pub struct ComparedBy<'a> {
    /// Codes of their ids among those of the tables they are compared with; empty where they were not read.
    pub ids: &'a [u32],
    /// Codes of their customers among those; empty where they were not read.
    pub customers: &'a [u32],
    /// Their ids.
    pub id: &'a dyn Fn(usize) -> &'a str,
    /// The addresses of their customers, if any are known, and the row of the first conversation among these.
    pub emails: Option<(&'a Texts, usize)>,
}

impl<'a> ComparedBy<'a> {
    /// Those of a dataset, and the ids of its conversations.
    pub fn of(dataset: &'a Dataset, id: &'a dyn Fn(usize) -> &'a str) -> ComparedBy<'a> {
        let table = TableName::Conversations;
        ComparedBy {
            ids: dataset.codes(table, "conversation_id"),
            customers: dataset.codes(table, "customer_id"),
            id,
            emails: dataset.texts(table, "customer_email").map(|emails| (emails, 0)),
        }
    }

    /// The address of a customer.
    pub fn email(&self, row: usize) -> Option<&'a str> {
        self.emails.and_then(|(emails, first)| emails.get(first + row))
    }
}

/// Codes that are looked for among those of conversations.
pub struct LookedFor(Vec<CodeState>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum CodeState {
    Idle,
    Asked,
    Found,
}

impl LookedFor {
    /// None yet, of so many.
    pub fn new(codes: usize) -> LookedFor {
        LookedFor(vec![CodeState::Idle; codes])
    }

    /// Looks for a code.
    pub fn ask(&mut self, code: u32) {
        if let Some(state) = self.0.get_mut(code as usize) {
            *state = CodeState::Asked;
        }
    }

    /// Whether a code is looked for.
    pub fn is_asked(&self, code: u32) -> bool {
        self.0.get(code as usize).is_some_and(|state| *state != CodeState::Idle)
    }

    /// Notes a code that was met.
    pub fn meet(&mut self, code: u32) {
        if let Some(state) = self.0.get_mut(code as usize).filter(|state| **state == CodeState::Asked) {
            *state = CodeState::Found;
        }
    }

    /// Whether a code that was looked for was met.
    pub fn is_found(&self, code: u32) -> bool {
        self.0.get(code as usize) == Some(&CodeState::Found)
    }

    /// Whether any code that was looked for was met.
    pub fn found_any(&self) -> bool {
        self.0.contains(&CodeState::Found)
    }
}
