//! Who a `user` is: the customer, but where customers are called otherwise in the same column and nobody answers them.

use super::survey::Survey;
use super::Decisions;
use crate::account::Outcome;
use crate::dataset::schema::messages;
use crate::dataset::vocabulary::{author, AUTHOR};
use crate::dataset::TableName;
use crate::profile::model::Take;
use crate::profile::recognise::Recognised;
use crate::profile::synonyms::{fold, value};
use std::collections::BTreeSet;

/// The word, folded.
const USER: &str = "user";

/// Takes users for agents where the values of a column say so.
pub fn settle(one: &mut Recognised, survey: &Survey, decisions: &mut Decisions) {
    if one.mapping.into != TableName::Messages || one.profile.is_some() {
        return;
    }
    let place = TableName::Messages.schema().column(messages::AUTHOR_TYPE);
    let own = one.mapping.columns.iter_mut().filter(|(own, _)| Some(*own) == place);
    for (_, rule) in own {
        rule.each_mut(&mut |rule| {
            let Take::Field(field) = &rule.take else { return };
            let texts: BTreeSet<&str> = survey.texts(field).collect();
            let users: Vec<&str> = texts.iter().copied().filter(|text| fold(text) == USER).collect();
            let means = |who: u8| {
                let others = texts.iter().filter(|text| fold(text) != USER);
                others.filter(|text| value(&AUTHOR, text) == Some(who)).count() > 0
            };
            if users.is_empty() || !means(author::CUSTOMER) || means(author::AGENT) {
                return;
            }
            let what =
                "a user here is who answers: customers are called otherwise, and nobody else answers them";
            let advice =
                "author_type = { from = …, values = { User = \"customer\" } } in a profile says otherwise";
            decisions.add(Outcome::Noted, TableName::Messages, field, what, advice);
            let agent = AUTHOR.value(author::AGENT);
            rule.values.extend(users.into_iter().map(|user| (user.to_owned(), agent.to_owned())));
        });
    }
}
