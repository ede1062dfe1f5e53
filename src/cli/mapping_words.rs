//! What a table is read from, in words.

use crate::profile::model::{Condition, Rule, Take, Writing, NTH};
use crate::profile::recognise::Recognised;

/// What a table was told by, and how surely: `zendesk, by 8 headers`.
pub fn told_by(one: &Recognised) -> String {
    match (&one.profile, one.mapping.recognise.len()) {
        (None, _) => "by the names of its columns".to_owned(),
        (Some(profile), 0) => profile.clone(),
        (Some(profile), headers) => format!("{profile}, by {headers} headers"),
    }
}

/// ` – 04/05/2026 08:00 | 06/05/2026 09:10`; nothing where none may be shown.
pub fn first_values(rule: &Rule, samples: &[(String, Vec<String>)]) -> String {
    let of = |field: &str| samples.iter().find(|(name, values)| name == field && !values.is_empty());
    let own = rule.take.own_field().and_then(of);
    let shown = own.or_else(|| rule.take.fields().into_iter().find_map(of));
    shown.map_or_else(String::new, |(_, values)| format!(" – {}", values.join(" | ")))
}

/// How the column is written, as far as that was decided: `dmy`, `decimal comma`.
fn writing(writing: &Writing) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(writing.date_order.map(|order| order.name().to_owned()).filter(|name| !name.is_empty()));
    said.extend(writing.decimal.map(|mark| format!("decimal {}", mark.name())));
    said.extend(writing.clock.map(|form| form.name().to_owned()));
    said.extend(writing.numbers.map(|numbers| numbers.name().to_owned()));
    said
}

/// Where a value comes from, in words.
pub fn source(rule: &Rule) -> String {
    let mut text = match &rule.take {
        Take::Field(field) => field.clone(),
        Take::Chain([own, answered]) => format!("the first of the chain from {own} by {answered}"),
        Take::Constant(text) => format!("always {text:?}"),
        Take::FirstOf(rules) => rules.iter().map(source).collect::<Vec<_>>().join(", else "),
        Take::AnyOf(rules) => rules.iter().map(source).collect::<Vec<_>>().join(" or "),
        Take::EarliestOf { ends, since } => {
            let ends = ends.iter().map(source).collect::<Vec<_>>().join(", ");
            let since = since.as_ref().map(|since| format!(" from {since} on")).unwrap_or_default();
            format!("the earliest of {ends}{since}")
        }
        Take::Flag { field, then, otherwise: None } => format!("{then:?} where {field} says yes"),
        Take::Flag { field, then, otherwise: Some(otherwise) } => {
            format!("{then:?} where {field} says yes, {otherwise:?} where no")
        }
        Take::OppositeOf(field) => format!("the opposite of {field}"),
        Take::Holds { field, any, then } => format!("{then:?} where {field} has {}", any.join(" or ")),
        Take::Word { field, of } => match of {
            Some(of) => format!("the {} that {field} says", of.name),
            None => format!("what {field} says"),
        },
        Take::Passage(fields) => format!("the change from {}", fields.join(" to ")),
        Take::Exists { field, then } => format!("{then:?} where {field} is given"),
        Take::Equal { fields: [one, other], then } => format!("{then:?} where {one} is {other}"),
        Take::Joined { fields, with } => fields.join(with),
        Take::Lists(fields) => fields.join(" and ").replace(NTH, " no. "),
        Take::Index => "its place in the list".to_owned(),
        Take::Role(field) => format!("the role of {field}"),
        Take::FileDate => "the date in the file's name".to_owned(),
    };
    let settings = [&rule.zone, &rule.unit].into_iter().flatten().cloned();
    for setting in settings.chain(writing(&rule.writing)) {
        text.push_str(&format!(" ({setting})"));
    }
    for Condition { field, is, of: _, negated } in &rule.when {
        let not = if *negated { "not " } else { "" };
        text.push_str(&format!(" where {field} is {not}{}", is.join(" or ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::TableName;
    use crate::profile::model::Mapping;

    #[test]
    fn a_profile_is_named_with_how_many_headers_told_it() {
        let mut mapping = Mapping::plain(TableName::Conversations, Vec::new());
        mapping.recognise = vec!["Id".into(), "Via".into(), "Solved at".into()];
        let mut one = Recognised { profile: Some("zendesk".into()), zone: None, mapping };
        assert_eq!(told_by(&one), "zendesk, by 3 headers");
        one.profile = None;
        assert_eq!(told_by(&one), "by the names of its columns");
    }
}
