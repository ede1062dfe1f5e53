//! A field that marks rows as notes, as written by bots or rules, as spam, and which texts it understands.

use super::word;
use crate::account::Trouble;
use crate::dataset::vocabulary::{Vocabulary, MESSAGE_KIND, STATUS, VISIBILITY};
use crate::dataset::ColumnSchema;
use crate::profile::model::{Rule, Take};
use crate::profile::synonyms;
use crate::source::FieldSelection;
use crate::values::{flag, is_null};

/// A field that marks rows.
#[derive(Debug)]
pub struct MarkField {
    /// Its slot.
    pub slot: usize,
    /// What the file calls it.
    pub header: String,
    /// The canonical column that hangs on it.
    column: &'static str,
    /// The closed list its texts are of; `None`: yes and no.
    of: Option<&'static Vocabulary>,
}

/// Adds the fields that mark rows in the rule of a column, each once.
pub fn mark_fields(
    column: &'static ColumnSchema,
    rule: &Rule,
    selection: &mut FieldSelection,
    marks: &mut Vec<MarkField>,
) {
    let mut add = |field: &str, of: Option<&'static Vocabulary>| {
        if !marks.iter().any(|mark| mark.header == field) {
            let (slot, header) = (selection.slot(field), field.to_owned());
            marks.push(MarkField { slot, header, column: column.name, of });
        }
    };
    rule.each(&mut |rule| match &rule.take {
        Take::Flag { field, .. } | Take::OppositeOf(field) => add(field, None),
        Take::Word { field, of: Some(of) } if is_marking(of) => add(field, Some(of)),
        Take::Passage(fields) => fields.iter().for_each(|field| add(field, Some(&STATUS))),
        _ => {}
    });
}

fn is_marking(of: &Vocabulary) -> bool {
    [&MESSAGE_KIND, &VISIBILITY].iter().any(|marking| marking.name == of.name)
}

impl MarkField {
    /// Whether a text of the field says what it is asked; one that is missing does.
    pub fn understands(&self, text: &str) -> bool {
        if is_null(text.as_bytes()) {
            return true;
        }
        match self.of {
            None => flag(text.as_bytes()).is_ok(),
            Some(of) if of.name == STATUS.name => synonyms::value(of, text).is_some(),
            Some(of) => word::of(of, text).is_some(),
        }
    }

    /// What is wrong with a text that is not understood.
    pub fn trouble(&self) -> Trouble {
        let what = match self.of {
            None => format!("neither yes nor no, so {} is not told by it", self.column),
            Some(of) => format!("no {} that is known, so {} is not told by it", of.name, self.column),
        };
        Trouble { what: what.into(), advice: "a profile can say what it means".into() }
    }
}
