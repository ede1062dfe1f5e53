//! What tables lack that something else can tell: the kind of ratings, the day of counts.

use super::columns::{column, mapping};
use super::found::{FoundColumn, FoundColumns};
use super::telling::is_anything;
use crate::dataset::schema::{calls, conversations, faq_searches, faq_views, people, posts, ratings};
use crate::dataset::TableName;
use crate::profile::model::{Mapping, Rule, Take};
use crate::profile::synonyms::fold;

/// Whether ratings lack nothing but their kind, which their scores can tell: where the file is named after ratings, or its
/// instants are none of conversations.
fn may_lack_kind(found: &FoundColumns, is_sure: bool) -> bool {
    let is_rated_at = |column: &&FoundColumn| found.schema(column).name == "at";
    let at = found.columns.iter().find(is_rated_at);
    let created = TableName::Conversations.schema().column(conversations::CREATED_AT);
    let is_created =
        at.is_none_or(|at| column(TableName::Conversations, &at.header).map(|other| other.place) == created);
    found.table == TableName::Ratings && found.has(ratings::SCORE) && (is_sure || !is_created)
}

/// Whether ratings have no column for their kind.
pub fn lacks_kind(found: &FoundColumns) -> bool {
    found.table == TableName::Ratings && !found.has(ratings::KIND)
}

/// Whether rows count how often something was searched for or seen: their day stands above them, or in the file's name.
fn may_lack_date(found: &FoundColumns, is_sure: bool) -> bool {
    let (what, often) = match found.table {
        TableName::FaqSearches => (faq_searches::QUERY, faq_searches::SEARCHES),
        TableName::FaqViews => (faq_views::ARTICLE_ID, faq_views::VIEWS),
        _ => return false,
    };
    // Anything can be counted, and words are of anything.
    let says_more = |column: &&FoundColumn| {
        let name = found.schema(column).name;
        (name == what || name == often) && !OF_ANYTHING.contains(&fold(&column.header).as_str())
    };
    found.has(what) && found.has(often) && (is_sure || found.columns.iter().any(|column| says_more(&column)))
}

/// Words and numbers of anything.
const OF_ANYTHING: &[&str] = &[
    "term",
    "keyword",
    "keywords",
    "q",
    "fraza",
    "count",
    "event count",
    "aantal",
    "liczba",
    "antall",
    "anzahl",
    "hits",
];

/// The mapping of the columns found; rows without a date have that of their file; ratings without a kind are answers to the NPS question where a name says so, else
/// what their scores tell.
pub fn completed(found: FoundColumns, file_stem: &str) -> Mapping {
    let at = faq_searches::AT;
    let at = found.table.schema().column(at).filter(|_| !found.has(at));
    let kind = TableName::Ratings.schema().column(ratings::KIND).filter(|_| lacks_kind(&found));
    let mut names: Vec<String> = found
        .columns
        .iter()
        .filter(|own| found.schema(own).name == ratings::SCORE)
        .map(|own| fold(&own.header))
        .collect();
    names.push(fold(file_stem));
    let mut mapping = mapping(found);
    if let Some(kind) = kind {
        mapping.columns.push((kind, kind_of_scores(&names)));
    }
    mapping.columns.extend(at.map(|at| (at, Rule::plain(Take::FileDate))));
    mapping
}

/// The kind of scores that no column tells: NPS where one of the (folded) names around says so, else what they fit.
pub fn kind_of_scores(names: &[String]) -> Rule {
    let is_nps = names.iter().any(|name| RECOMMENDED.iter().any(|word| name.contains(word)));
    let mut rule = Rule::plain(Take::Constant(if is_nps { "nps" } else { "stars" }.to_owned()));
    rule.writing.is_derived = !is_nps;
    rule
}

/// The first required column that is missing. Of some tables a row says nothing with the required ones alone: events have
/// the same as ratings, and every list of tags has an id and a name.
pub fn missing(found: &FoundColumns, is_sure: bool) -> Option<&'static str> {
    let first = found.missing().filter(|first| *first != ratings::KIND || !may_lack_kind(found, is_sure));
    let first = first.filter(|first| *first != faq_searches::AT || !may_lack_date(found, is_sure));
    if let Some(first) = first {
        return Some(first);
    }
    match found.table {
        TableName::People if !is_sure && !names_people(found) => Some(people::EMAIL),
        TableName::Conversations if !is_sure && is_anything(found) => Some(conversations::CHANNEL),
        TableName::Calls if !is_sure && is_anything(found) => Some(calls::CUSTOMER_NUMBER),
        TableName::Posts if !is_sure && is_anything(found) => Some(posts::CHANNEL),
        TableName::Ratings if !is_sure && found.count(&[ratings::SCORE, ratings::COMMENT]) == 0 => {
            Some(ratings::SCORE)
        }
        _ => None,
    }
}

/// Whether there is a name beside something that only people have.
fn names_people(found: &FoundColumns) -> bool {
    // A type is a role only of people.
    let has_role = found
        .columns
        .iter()
        .any(|column| found.schema(column).name == people::ROLE && fold(&column.header) != "type");
    found.has(people::NAME) && (found.has(people::EMAIL) || has_role)
}

/// What the names of answers to the NPS question have in common.
const RECOMMENDED: [&str; 21] = [
    "nps",
    "promoter",
    "recommend",
    "recommand",
    "recomend",
    "recomiend",
    "aanbevel",
    "aanraden",
    "empfehl",
    "empfiehl",
    "anbefal",
    "polecił",
    "polecen",
    "consigliere",
    "raccomand",
    "rekommend",
    "doporuč",
    "suositt",
    "推荐",
    "推薦",
    "勧め",
];
