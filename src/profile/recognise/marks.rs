//! Columns that mark rows become rules: status from flags, notes and bots from types, the close from several ends.

use super::found::{FoundColumn, FoundColumns, FoundMark};
use super::numbers;
use super::placed::placed;
use crate::dataset::schema::{calls, conversations, events, messages};
use crate::dataset::vocabulary::{Vocabulary, MESSAGE_KIND, VISIBILITY};
use crate::dataset::TableName;
use crate::profile::mark::Mark;
use crate::profile::model::{Condition, Mapping, Rule, Take};
use crate::profile::synonyms::{self, fold, unwrapped};

/// The mark that a header is.
pub fn mark(table: TableName, header: &str) -> Option<FoundMark> {
    let name = unwrapped(header);
    let name = name.strip_prefix("flags.").unwrap_or(name);
    let mark = synonyms::mark(table, &fold(name))?;
    Some(FoundMark { mark, header: header.to_owned() })
}

/// Whether several columns of this meaning are read together: ends of a conversation, what makes a message a note.
pub fn is_joint(table: TableName, place: usize) -> bool {
    let name = table.schema().columns[place].name;
    match table {
        TableName::Conversations => name == conversations::CLOSED_AT,
        TableName::Messages => [messages::PRIVATE, messages::AUTOMATED].contains(&name),
        TableName::Calls => name == calls::STARTED_AT,
        _ => false,
    }
}

/// Lets a mapping by names take what the marks among the headers tell.
pub fn apply(mapping: &mut Mapping, found: &FoundColumns) {
    let marked = Marked { found, table: mapping.into };
    match mapping.into {
        TableName::Conversations => {
            marked.settle(mapping, conversations::STATUS, marked.status());
            marked.settle(mapping, conversations::CLOSED_AT, marked.closed_at());
        }
        TableName::Messages => {
            marked.settle(mapping, messages::MESSAGE_ID, marked.message_id());
            marked.settle(mapping, messages::PRIVATE, marked.private());
            marked.settle(mapping, messages::AUTHOR_TYPE, marked.author_type());
            marked.settle(mapping, messages::AUTOMATED, marked.automated());
        }
        TableName::Events => {
            marked.settle(mapping, events::KIND, marked.event_kind());
            mapping.filter.extend(marked.changes_of_status());
        }
        TableName::Calls => {
            marked.settle(mapping, calls::CALL_ID, marked.call_id());
            marked.settle(mapping, calls::OUTCOME, marked.outcome());
            for name in [calls::NUMBER, calls::CUSTOMER_NUMBER] {
                marked.settle(mapping, name, numbers::by_direction(found, name));
            }
        }
        TableName::Orders => mapping.filter.extend(placed(found)),
        TableName::Ratings
        | TableName::FaqViews
        | TableName::FaqSearches
        | TableName::Posts
        | TableName::Comments
        | TableName::People => {}
    }
}

/// The marks of one table of a file.
struct Marked<'f> {
    found: &'f FoundColumns,
    table: TableName,
}

impl Marked<'_> {
    /// Puts a rule in the place of a column, if there is one.
    fn settle(&self, mapping: &mut Mapping, name: &str, rule: Option<Rule>) {
        let (Some(place), Some(rule)) = (self.table.schema().column(name), rule) else { return };
        mapping.columns.retain(|(other, _)| *other != place);
        mapping.columns.push((place, rule));
        mapping.columns.sort_by_key(|(place, _)| *place);
    }

    /// The headers of a mark.
    fn headers(&self, mark: Mark) -> impl Iterator<Item = &str> {
        self.found.marks.iter().filter(move |found| found.mark == mark).map(|found| found.header.as_str())
    }

    /// The header of a column's own, the surest first, then those that mean the same.
    fn own(&self, name: &str) -> Vec<&FoundColumn> {
        let place = self.table.schema().column(name);
        let all = self.found.columns.iter().chain(&self.found.more);
        let mut own: Vec<&FoundColumn> = all.filter(|column| Some(column.place) == place).collect();
        own.sort_by_key(|column| column.rank);
        own
    }

    /// The column's own text.
    fn own_rules(&self, name: &str) -> Vec<Rule> {
        self.own(name).into_iter().map(|column| field(&column.header)).collect()
    }

    /// Status: what flags and pointers say goes before the status itself.
    fn status(&self) -> Option<Rule> {
        let mut rules = Vec::new();
        for (mark, then) in
            [(Mark::Spam, "spam"), (Mark::Test, "test"), (Mark::Deleted, "deleted"), (Mark::Merged, "merged")]
        {
            rules.extend(self.headers(mark).map(|header| flag(header, then, None)));
        }
        for (mark, then) in [(Mark::DeletedAt, "deleted"), (Mark::MergedInto, "merged")] {
            rules.extend(self.headers(mark).map(|header| points(header, then)));
        }
        let tags = self.own(conversations::TAGS).into_iter().next();
        // Canonical files are nobody's product.
        let is_canonical = self.found.columns.iter().all(|column| column.rank == 0);
        rules.extend(tags.filter(|_| !is_canonical).map(|tags| merged_tag(&tags.header)));
        let own = self.own_rules(conversations::STATUS);
        if own.is_empty() {
            rules.extend(self.headers(Mark::Done).map(|header| flag(header, "closed", Some("open"))));
        }
        if rules.is_empty() {
            return None;
        }
        choice(rules, own)
    }

    /// The close: of several ends the earliest, but of those that are the last of their kind where there are such.
    fn closed_at(&self) -> Option<Rule> {
        let own = self.own(conversations::CLOSED_AT);
        let since = self.headers(Mark::ReopenedAt).next().map(str::to_owned);
        if own.len() < 2 && since.is_none() || own.is_empty() {
            return None;
        }
        let (last, others): (Vec<_>, Vec<_>) = own.into_iter().partition(|column| is_last(&column.header));
        let others: Vec<Rule> = others.into_iter().map(|column| field(&column.header)).collect();
        if last.is_empty() {
            return Some(Rule::plain(Take::EarliestOf { ends: others, since }));
        }
        let last = last.into_iter().map(|column| {
            let rules = std::iter::once(field(&column.header)).chain(others.iter().cloned());
            Rule::plain(Take::FirstOf(rules.collect()))
        });
        Some(Rule::plain(Take::EarliestOf { ends: last.collect(), since }))
    }

    /// Notes: as columns of their own say, kinds of messages, who may read them.
    fn private(&self) -> Option<Rule> {
        let mut rules = Vec::new();
        rules.extend(
            self.headers(Mark::Public).map(|header| Rule::plain(Take::OppositeOf(header.to_owned()))),
        );
        for header in self.headers(Mark::Visibility) {
            rules.push(word(header, &VISIBILITY, &[("private", "true"), ("public", "false")]));
        }
        rules.extend(self.headers(Mark::Kind).map(|header| word(header, &MESSAGE_KIND, &[("note", "true")])));
        any(self.own_rules(messages::PRIVATE), rules)
    }

    /// Rules and campaigns.
    fn automated(&self) -> Option<Rule> {
        let mut rules: Vec<Rule> = self.headers(Mark::Rule).map(|header| points(header, "true")).collect();
        for header in self.headers(Mark::Kind) {
            rules.push(word(header, &MESSAGE_KIND, &[("automated", "true")]));
        }
        let channel = self.own(messages::CHANNEL).into_iter().next();
        if let Some(via) = channel.filter(|column| fold(&column.header).starts_with("via")) {
            let mut rule = field(&via.header);
            rule.values = BY_RULE.iter().map(|text| ((*text).to_owned(), "true".to_owned())).collect();
            rule.only_values = true;
            rules.push(rule);
        }
        any(self.own_rules(messages::AUTOMATED), rules)
    }

    /// Who wrote: bots are told apart first; where no column names authors, directions and kinds do.
    fn author_type(&self) -> Option<Rule> {
        let mut before: Vec<Rule> = self.headers(Mark::Bot).map(|header| flag(header, "ai", None)).collect();
        let kinds: Vec<&str> = self.headers(Mark::Kind).collect();
        for header in &kinds {
            before.push(word(header, &MESSAGE_KIND, &[("ai", "ai"), ("system", "system")]));
        }
        let mut after = self.own_rules(messages::AUTHOR_TYPE);
        after.extend(self.headers(Mark::FromCustomer).map(|header| flag(header, "customer", Some("agent"))));
        after.extend(self.headers(Mark::FromAgent).map(|header| flag(header, "agent", Some("customer"))));
        after.extend(self.headers(Mark::Direction).map(field));
        for header in &kinds {
            after.push(word(
                header,
                &MESSAGE_KIND,
                &[("customer", "customer"), ("agent", "agent"), ("note", "agent"), ("automated", "agent")],
            ));
        }
        let has_own = self.found.has(messages::AUTHOR_TYPE);
        if before.is_empty() && has_own {
            return None;
        }
        if after.is_empty() {
            after.extend(self.found.names_or_kinds().map(field));
        }
        choice(before, after)
    }

    /// What an event is where a row holds the status before and after.
    fn event_kind(&self) -> Option<Rule> {
        let new = self.headers(Mark::NewStatus).next()?;
        let old = self.headers(Mark::OldStatus).next();
        let passage = Take::Passage(old.into_iter().chain([new]).map(str::to_owned).collect());
        let kind = self.own(events::KIND).into_iter().next();
        let kind = kind.map(|kind| Rule::plain(Take::Word { field: kind.header.clone(), of: None }));
        choice(vec![Rule::plain(passage)], kind.into_iter().collect())
    }

    /// Rows that change something else are no events.
    fn changes_of_status(&self) -> Option<Condition> {
        self.headers(Mark::NewStatus).next()?;
        let field = self.headers(Mark::ChangedField).next()?.to_owned();
        let is = STATUS_FIELDS.iter().map(|name| (*name).to_owned()).collect();
        Some(Condition { field, is, of: None, negated: false })
    }

    /// An id made of whatever tells a message from others, where no column holds one.
    fn message_id(&self) -> Option<Rule> {
        if self.found.has(messages::MESSAGE_ID) {
            return None;
        }
        let header = |name: &&str| self.own(name).first().map(|column| column.header.clone());
        let telling = [
            messages::CONVERSATION_ID,
            messages::AT,
            messages::AUTHOR_TYPE,
            messages::AUTHOR,
            messages::BODY,
        ];
        let rules = (2..=telling.len()).rev().map(|count| {
            let fields = telling[..count].iter().filter_map(header).collect();
            Rule::plain(Take::Joined { fields, with: "/".to_owned() })
        });
        choice(rules.collect(), Vec::new())
    }

    /// An id made of moment and numbers, where no column holds one.
    fn call_id(&self) -> Option<Rule> {
        if self.found.has(calls::CALL_ID) {
            return None;
        }
        let own = |name: &str| self.own(name).into_iter().map(|column| column.header.clone());
        let moment: Vec<String> = own(calls::STARTED_AT).collect();
        let marks = [Mark::FromNumber, Mark::ToNumber].into_iter().flat_map(|mark| self.headers(mark));
        let mut numbers: Vec<String> = own(calls::NUMBER).chain(own(calls::CUSTOMER_NUMBER)).collect();
        numbers.extend(marks.map(str::to_owned));
        let joined = |numbers: &[String]| {
            let fields = [&moment[..], numbers].concat();
            Rule::plain(Take::Joined { fields, with: "/".to_owned() })
        };
        let mut rules = vec![joined(&numbers)];
        rules.extend(numbers.iter().map(|number| joined(std::slice::from_ref(number))));
        rules.push(joined(&[]));
        choice(rules, Vec::new())
    }

    /// How a call ended: as flags say, a column of its own, or one that says the direction too.
    fn outcome(&self) -> Option<Rule> {
        let mut rules = Vec::new();
        for (mark, then) in
            [(Mark::Voicemail, "voicemail"), (Mark::Abandoned, "abandoned"), (Mark::Missed, "missed")]
        {
            rules.extend(self.headers(mark).map(|header| flag(header, then, None)));
        }
        let direction = self.own(calls::DIRECTION).into_iter().next();
        let word = direction.filter(|own| !fold(&own.header).contains("direction"));
        let word = word.map(|own| Rule::plain(Take::Word { field: own.header.clone(), of: None }));
        if rules.is_empty() && word.is_none() {
            return None;
        }
        choice(rules, self.own_rules(calls::OUTCOME).into_iter().chain(word).collect())
    }
}

/// Channels by which rules write.
const BY_RULE: [&str; 7] = ["rule", "automation", "trigger", "workflow", "campaign", "macro_rule", "sla"];

/// What a change of status is called where each row names the field changed.
const STATUS_FIELDS: [&str; 15] = [
    "status",
    "state",
    "ticket_status",
    "ticket status",
    "stage",
    "ticket_state",
    "conversation_status",
    "stan",
    "tilstand",
    "zustand",
    "statut",
    "état",
    "estado",
    "situação",
    "stato",
];

/// Words that tell the last of several.
const LAST: [&str; 17] = [
    "last",
    "latest",
    "laatst",
    "laatste",
    "ostatnio",
    "sist",
    "zuletzt",
    "letzte",
    "dernière",
    "dernier",
    "último",
    "última",
    "ultimo",
    "ultima",
    "senast",
    "senaste",
    "sidst",
];

fn is_last(header: &str) -> bool {
    fold(header).split(' ').any(|word| LAST.contains(&word))
}

fn field(header: &str) -> Rule {
    Rule::plain(Take::Field(header.to_owned()))
}

fn flag(header: &str, then: &str, otherwise: Option<&str>) -> Rule {
    let (field, then, otherwise) = (header.to_owned(), then.to_owned(), otherwise.map(str::to_owned));
    Rule::plain(Take::Flag { field, then, otherwise })
}

/// Where something is pointed to; 0 and no point to nothing.
fn points(header: &str, then: &str) -> Rule {
    let take = Take::Exists { field: header.to_owned(), then: then.to_owned() };
    Rule { zero_is_null: true, ..Rule::plain(take) }
}

/// The tag that Zendesk gives a ticket merged into another.
fn merged_tag(header: &str) -> Rule {
    let (field, any) = (header.to_owned(), vec!["closed_by_merge".to_owned()]);
    Rule::plain(Take::Holds { field, any, then: "merged".to_owned() })
}

/// Some values of a closed list, and what they mean here.
fn word(header: &str, of: &'static Vocabulary, values: &[(&str, &str)]) -> Rule {
    let values = values.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
    let take = Take::Word { field: header.to_owned(), of: Some(of) };
    Rule { values, only_values: true, ..Rule::plain(take) }
}

/// The first of the rules that gives a value.
fn choice(mut rules: Vec<Rule>, others: Vec<Rule>) -> Option<Rule> {
    rules.extend(others);
    match rules.len() {
        0 | 1 => rules.pop(),
        _ => Some(Rule::plain(Take::FirstOf(rules))),
    }
}

/// Any of a column's own and its marks; `None` where its own alone says it.
fn any(own: Vec<Rule>, marks: Vec<Rule>) -> Option<Rule> {
    if marks.is_empty() && own.len() < 2 {
        return None;
    }
    Some(Rule::plain(Take::AnyOf(own.into_iter().chain(marks).collect())))
}
