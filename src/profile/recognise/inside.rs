//! What names mean that stand inside the objects they name.

use super::wording::meaning;
use crate::dataset::{ColumnKind, Domain, TableName};
use crate::profile::synonyms::fold;

/// The meaning of a name that stands inside the object it names: `assignee.full_name`, `status.label`.
pub fn named_inside(table: TableName, name: &str) -> Option<(usize, usize)> {
    let (object, leaf) = name.rsplit_once('.')?;
    let leaf = fold(leaf);
    let found = meaning(table, &fold(object))?;
    let names: &[&str] = match table.schema().columns[found.0].kind {
        // Only of people a title is something else.
        ColumnKind::Code(Domain::Team | Domain::Brand) => {
            &["name", "full name", "display name", "label", "title"]
        }
        ColumnKind::Code(Domain::Person | Domain::Channel) | ColumnKind::Choice(_) => {
            &["name", "full name", "display name", "label"]
        }
        _ => &[],
    };
    names.contains(&leaf.as_str()).then_some(found)
}
