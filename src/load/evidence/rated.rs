//! What the scores of a file say of the mapping that reads them, and whether anybody can be told to have been assigned.

use super::survey::Survey;
use super::Decisions;
use crate::account::Outcome;
use crate::dataset::schema::{conversations, ratings};
use crate::dataset::TableName;
use crate::load::scales;
use crate::profile::model::Take;
use crate::profile::recognise::{is_beside, Recognised};
use crate::values::is_null;

/// Whether the scores in the rows of conversations are none: the column is called like one.
pub fn holds_no_scores(one: &Recognised, survey: &Survey) -> bool {
    if !is_beside_by_name(one) {
        return false;
    }
    let Some(score) = header(one, ratings::SCORE) else { return false };
    let filled = || survey.texts(score).filter(|text| !is_null(text.as_bytes()));
    let is_score = |text: &str| matches!(scales::score(text.as_bytes(), None), Ok(Some(_)));
    filled().next().is_some() && !filled().any(is_score)
}

/// Leaves out of the moments of scores in the rows of conversations those columns that hold none: `Survey sent` may be a yes.
pub fn drop_odd_moments(one: &mut Recognised, survey: &Survey) {
    if !is_beside_by_name(one) {
        return;
    }
    let at = TableName::Ratings.schema().column("at");
    let rules = one.mapping.columns.iter_mut().filter(|(place, _)| Some(*place) == at);
    for (_, rule) in rules {
        if let Take::FirstOf(moments) = &mut rule.take {
            moments.retain(|moment| match &moment.take {
                Take::Field(header) => {
                    let portrait = survey.portrait(header);
                    portrait.filled == 0 || portrait.instants() + portrait.numbers > 0
                }
                _ => true,
            });
        }
    }
}

/// Says that ratings do not count where no column can tell who was assigned.
pub fn say_whose(one: &Recognised, decisions: &mut Decisions) {
    let has =
        |name| TableName::Ratings.schema().column(name).is_some_and(|place| column(one, place).is_some());
    let tell = [conversations::CONVERSATION_ID, conversations::AGENT, "assigned"];
    let is_asked = one.mapping.into == TableName::Ratings && one.profile.is_none();
    if !is_asked || one.mapping.explode.is_some() || tell.into_iter().any(has) {
        return;
    }
    let kind = TableName::Ratings.schema().column(ratings::KIND).and_then(|place| column(one, place));
    let Some(Take::Constant(kind)) = kind else { return };
    if kind == "nps" {
        return;
    }
    let score = header(one, ratings::SCORE).unwrap_or_default().to_owned();
    decisions.add(
        Outcome::Warned,
        TableName::Ratings,
        &score,
        "no column tells who was assigned when these were given, and stars and feedback count only where somebody was",
        "add the ticket's number or the agent, or a column assigned that says true",
    );
}

/// Whether a file holds ratings that are rows of their own.
pub fn rates_of_its_own(recognised: &[Recognised]) -> bool {
    recognised.iter().any(|one| one.mapping.into == TableName::Ratings && !is_beside_by_name(one))
}

/// Leaves out the scores in the rows of conversations, where another file holds the ratings themselves.
pub fn leave(recognised: &mut Vec<Recognised>) -> Decisions {
    let mut decisions = Decisions::default();
    for one in recognised.iter().filter(|one| is_beside_by_name(one)) {
        let score = header(one, ratings::SCORE).unwrap_or_default();
        let what = "scores of conversations; they are not used, as another file holds the ratings";
        decisions.add(Outcome::Noted, TableName::Ratings, score, what, "");
    }
    recognised.retain(|one| !is_beside_by_name(one));
    decisions
}

fn is_beside_by_name(one: &Recognised) -> bool {
    one.profile.is_none() && is_beside(&one.mapping)
}

/// What is read for a place of the schema.
fn column(one: &Recognised, place: usize) -> Option<&Take> {
    one.mapping.columns.iter().find(|(other, _)| *other == place).map(|(_, rule)| &rule.take)
}

/// The header that a column is read from as it stands.
fn header<'o>(one: &'o Recognised, name: &str) -> Option<&'o str> {
    match column(one, one.mapping.into.schema().column(name)?)? {
        Take::Field(header) => Some(header),
        _ => None,
    }
}
