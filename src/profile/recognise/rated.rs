//! Ratings that stand in the row of their conversation: a column of scores among those of the ticket.

use super::columns::columns;
use super::lacking::kind_of_scores;
use crate::dataset::schema::{conversations, ratings};
use crate::dataset::TableName;
use crate::profile::model::{Condition, Mapping, Rule, Take};
use crate::profile::synonyms::fold;

/// What headers of ratings have in common, whoever gives them: nothing else of a conversation is called so.
const RATED: [&str; 22] = [
    "rating",
    "rated",
    "csat",
    "satisf",
    "nps",
    "survey",
    "beoordeling",
    "tevredenheid",
    "waardering",
    "bewertung",
    "zufriedenheit",
    "ocena",
    "zadowol",
    "vurdering",
    "tilfreds",
    "évaluation",
    "valoraci",
    "calificaci",
    "avalia",
    "valutazion",
    "soddisf",
    "betyg",
];

/// The ratings that the records of conversations hold beside all else, read from the same place.
pub fn beside(own: &Mapping, keys: &[String]) -> Option<Mapping> {
    let table = TableName::Ratings.schema();
    if own.into != TableName::Conversations || own.explode.is_some() {
        return None;
    }
    let taken = own.fields();
    let rated: Vec<String> =
        keys.iter().filter(|key| is_rated(key) && !taken.contains(&key.as_str())).cloned().collect();
    let found = columns(TableName::Ratings, &rated);
    let header = |name: &str| {
        let found = found.columns.iter().find(|column| found.schema(column).name == name)?;
        Some(found.header.clone())
    };
    let score = header(ratings::SCORE)?;
    let mut rules = vec![(conversations::CONVERSATION_ID, rule_of(own, conversations::CONVERSATION_ID)?)];
    let given = header("at").map(|header| Rule::plain(Take::Field(header)));
    let moments = given.into_iter().chain(ends(own)).chain(rule_of(own, conversations::CREATED_AT));
    rules.push(("at", Rule::plain(Take::FirstOf(moments.collect()))));
    rules.push((ratings::KIND, kind_of_scores(&[fold(&score)])));
    rules.extend(header(ratings::COMMENT).map(|header| (ratings::COMMENT, Rule::plain(Take::Field(header)))));
    rules.extend(header("scale").map(|header| ("scale", Rule::plain(Take::Field(header)))));
    rules.push((ratings::SCORE, Rule::plain(Take::Field(score.clone()))));
    let mut mapping = Mapping::plain(TableName::Ratings, Vec::new());
    for (name, rule) in rules {
        mapping.columns.push((table.column(name)?, rule));
    }
    mapping.columns.sort_by_key(|(place, _)| *place);
    mapping.filter.push(Condition { field: score, is: vec![String::new()], of: None, negated: true });
    Some(mapping)
}

/// Whether a mapping of ratings reads what stands in the rows of conversations.
pub fn is_beside(mapping: &Mapping) -> bool {
    mapping.into == TableName::Ratings
        && mapping.explode.is_none()
        && mapping.recognise.is_empty()
        && !mapping.filter.is_empty()
}

fn is_rated(key: &str) -> bool {
    let folded = fold(key);
    !key.contains("[]") && RATED.iter().any(|word| folded.contains(word))
}

/// Where a conversation takes a column from.
fn rule_of(own: &Mapping, name: &str) -> Option<Rule> {
    let place = TableName::Conversations.schema().column(name);
    own.columns.iter().find(|(other, _)| Some(*other) == place).map(|(_, rule)| rule.clone())
}

/// The close, as far as it stands in columns: a rating is asked for at the end.
fn ends(own: &Mapping) -> Vec<Rule> {
    match rule_of(own, conversations::CLOSED_AT) {
        Some(Rule { take: Take::EarliestOf { ends, .. }, .. }) => ends,
        Some(rule) => vec![rule],
        None => Vec::new(),
    }
}
