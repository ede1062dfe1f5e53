//! Messages of which one column tells who wrote them: by kind, or by names that say nothing of who is a customer.

use super::survey::Survey;
use crate::dataset::schema::messages;
use crate::dataset::vocabulary::AUTHOR;
use crate::dataset::TableName;
use crate::load::file::KnownFile;
use crate::profile::model::Take;
use crate::profile::recognise::{lacks, Recognised};
use crate::profile::synonyms::value;
use crate::values::is_null;
use anyhow::Result;

/// Keeps messages whose authors are told by kind, and their kinds are not taken for names; others are none.
///
/// # Errors
/// If nothing else is left of the file.
pub fn of_known_authors(known: &mut KnownFile, recognised: Vec<Recognised>) -> Result<Vec<Recognised>> {
    let mut kept = Vec::new();
    for mut one in recognised {
        let kind = source(&one, messages::AUTHOR_TYPE).filter(|_| one.profile.is_none());
        let Some(kind) = kind.filter(|kind| source(&one, messages::AUTHOR).as_ref() == Some(kind)) else {
            kept.push(one);
            continue;
        };
        let head = known.peek()?;
        let survey = Survey::of_head(&known.form, (&head.0, head.1), &one.mapping);
        let are_kinds = survey.is_none_or(|survey| {
            let filled = || survey.texts(&kind).filter(|text| !is_null(text.as_bytes()));
            let known = filled().filter(|text| value(&AUTHOR, text).is_some()).count();
            known * 2 > filled().count() || filled().next().is_none()
        });
        if are_kinds {
            let author = TableName::Messages.schema().column(messages::AUTHOR);
            one.mapping.columns.retain(|(place, _)| Some(*place) != author);
            kept.push(one);
        }
    }
    if kept.is_empty() {
        return Err(lacks(TableName::Messages, messages::AUTHOR_TYPE).into());
    }
    Ok(kept)
}

/// The field that a column of messages is read from, in the end.
fn source(one: &Recognised, name: &str) -> Option<String> {
    let place =
        TableName::Messages.schema().column(name).filter(|_| one.mapping.into == TableName::Messages)?;
    let (_, rule) = one.mapping.columns.iter().find(|(other, _)| *other == place)?;
    let last = match &rule.take {
        Take::FirstOf(rules) => &rules.last()?.take,
        take => take,
    };
    match last {
        Take::Field(field) => Some(field.clone()),
        _ => None,
    }
}
