//! Help articles: what was read and searched, and which cases their readers opened soon after.

use super::accounting::ColumnTrouble;
use super::compared_by::LookedFor;
use super::occasion::Occasion;
use super::rules::Rules;
use super::tables::{
    FaqSearchFacts, FaqViewFacts, AT_CASE, AT_SEARCH, AT_VIEW, FAQ_VOTE_DOWN, FAQ_VOTE_UP, INCOMING,
    LED_TO_CASE, WITHOUT_RESULT,
};
use super::{code_at, known, taken, Facts, Grain, Wanted};
use crate::account::{Outcome, Trouble};
use crate::dataset::vocabulary::vote;
use crate::dataset::{Data, Dataset, Dictionary, Domain, TableName, MISSING, NONE, NUMBER_SCALE};
use crate::fitting::numbered;
use crate::time::clock::REAL_TIME;
use crate::time::DAY;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::UnicodeNormalization;

const NEGATIVE: Trouble = Trouble::new("a negative count", "the row is left out");

/// Adds views and searches to the facts, where they are wanted, and takes them out of the dataset.
pub fn add(dataset: &mut Dataset, rules: &Rules, wanted: &Wanted, facts: &mut Facts) {
    if wanted.grains.contains(Grain::FaqView) {
        add_views(dataset, rules, facts);
    }
    if wanted.grains.contains(Grain::FaqSearch) {
        add_searches(dataset, rules, facts);
    }
}

/// A table whose rows each stand for a number of equal ones.
#[derive(Clone, Copy)]
struct CountedTable {
    table: TableName,
    /// The column with that number.
    count: &'static str,
}

/// Which rows count: those not later than as-of, without a negative count.
fn kept(
    dataset: &Dataset,
    CountedTable { table, count }: CountedTable,
    as_of: i64,
    facts: &mut Facts,
) -> Vec<bool> {
    let (at, counts) = (dataset.whole(table, "at"), dataset.whole(table, count));
    let (mut kept, mut negative) = (Vec::with_capacity(at.len()), Vec::new());
    for (row, &at) in at.iter().enumerate() {
        let exists = at <= as_of;
        let is_negative = counts.get(row).copied().and_then(known).is_some_and(|count| count < 0);
        if exists && is_negative {
            negative.push(row);
        }
        kept.push(exists && !is_negative);
    }
    let trouble = ColumnTrouble { table, column: count, outcome: Outcome::Rejected, trouble: NEGATIVE };
    facts.note(dataset, trouble, negative.into_iter());
    kept
}

/// A column without the rows that do not count; empty where it was not loaded.
fn whole(dataset: &mut Dataset, table: TableName, name: &str, kept: &[bool]) -> Vec<i64> {
    let mut values = taken::whole(dataset, table, name);
    retain(&mut values, kept);
    values
}

fn codes(dataset: &mut Dataset, table: TableName, name: &str, kept: &[bool]) -> Vec<u32> {
    let mut values = taken::codes(dataset, table, name);
    retain(&mut values, kept);
    values
}

fn retain<T>(values: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    values.retain(|_| kept.next() == Some(&true));
}

/// A count a row; a missing one is 1.
fn counts(mut given: Vec<i64>, rows: usize) -> Vec<i64> {
    for count in given.iter_mut().filter(|count| **count == MISSING) {
        *count = NUMBER_SCALE;
    }
    given.resize(rows, NUMBER_SCALE);
    given
}

fn add_views(dataset: &mut Dataset, rules: &Rules, facts: &mut Facts) {
    let table = TableName::FaqViews;
    let kept = kept(dataset, CountedTable { table, count: "views" }, rules.as_of, facts);
    let dates = dataset.dates(table, "at").cloned();
    let votes = dataset.bytes(table, "vote");
    let rows = (0..kept.len()).filter(|&row| kept[row]);
    let flags: Vec<u32> = rows.map(|row| voted(votes.get(row).copied())).collect();
    let views = &mut facts.faq_views;
    views.at = whole(dataset, table, "at", &kept);
    views.article = codes(dataset, table, "article_id", &kept);
    views.category = codes(dataset, table, "category", &kept);
    views.customer = codes(dataset, table, "customer_id", &kept);
    views.visitor = codes(dataset, table, "visitor_id", &kept);
    views.visitor.resize(flags.len(), NONE);
    for (visitor, customer) in
        views.visitor.iter_mut().zip(&views.customer).filter(|(visitor, _)| **visitor == NONE)
    {
        *visitor = *customer;
    }
    views.views = counts(whole(dataset, table, "views", &kept), flags.len());
    views.flags = flags;
    facts.view_sources = dataset.sources_of(table);
    retain(&mut facts.view_sources, &kept);
    facts.titles = titles(dataset, &facts.faq_views, &kept);
    facts.mark_kept(&AT_VIEW, dates.as_ref(), &kept);
}

/// What each article was called when it was read last; of several titles at that instant the smallest.
fn titles(dataset: &mut Dataset, views: &FaqViewFacts, kept: &[bool]) -> BTreeMap<u32, String> {
    let Some(Data::Texts(texts)) = dataset.take(TableName::FaqViews, "title") else {
        return BTreeMap::new();
    };
    let mut last: BTreeMap<u32, (Reverse<i64>, &str)> = BTreeMap::new();
    let rows = (0..kept.len()).filter(|&row| kept[row]);
    for ((row, &article), &at) in rows.zip(&views.article).zip(&views.at) {
        let title = texts.get(row).map_or("", str::trim);
        let named = (Reverse(at), title);
        if !title.is_empty() && article != NONE && last.get(&article).is_none_or(|known| named < *known) {
            last.insert(article, named);
        }
    }
    last.into_iter().map(|(article, (_, title))| (article, title.to_owned())).collect()
}

/// The flag of what a reader thought of an article.
fn voted(code: Option<u8>) -> u32 {
    match code {
        Some(vote::UP) => FAQ_VOTE_UP.mask,
        Some(vote::DOWN) => FAQ_VOTE_DOWN.mask,
        _ => 0,
    }
}

fn add_searches(dataset: &mut Dataset, rules: &Rules, facts: &mut Facts) {
    let table = TableName::FaqSearches;
    let kept = kept(dataset, CountedTable { table, count: "searches" }, rules.as_of, facts);
    let dates = dataset.dates(table, "at").cloned();
    facts.mark_kept(&AT_SEARCH, dates.as_ref(), &kept);
    facts.search_sources = dataset.sources_of(table);
    retain(&mut facts.search_sources, &kept);
    let searches = &mut facts.faq_searches;
    searches.at = whole(dataset, table, "at", &kept);
    let rows = searches.at.len();
    searches.results = whole(dataset, table, "results", &kept);
    searches.results.resize(rows, MISSING);
    let results = searches.results.iter();
    searches.flags = results.map(|&found| if found == 0 { WITHOUT_RESULT.mask } else { 0 }).collect();
    searches.searches = counts(whole(dataset, table, "searches", &kept), rows);
    searches.query = codes(dataset, table, "query", &kept);
    let names = &mut dataset.dictionaries[Domain::Query as usize];
    let texts = numbered(names.len());
    let folded: Vec<u32> = (0..texts)
        .map(|code| {
            let text = fold(names.text(code));
            names.intern(&text)
        })
        .collect();
    searches.folded = searches.query.iter().map(|&query| folded[query as usize]).collect();
}

/// A search without case, accents, punctuation and needless white space: lower case, NFKD without combining marks,
/// everything but letters, digits and `_` a blank, blanks made one and trimmed.
pub fn fold(text: &str) -> String {
    let lower = text.to_lowercase();
    let plain = lower.nfkd().filter(|letter| !is_combining_mark(*letter));
    let plain: String =
        plain.map(|letter| if letter.is_alphanumeric() || letter == '_' { letter } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A case that its customer opened.
struct OpenedCase {
    customer: u32,
    at: i64,
    is_date: bool,
    conversation: u32,
    agent: u32,
    /// The last view before it so far.
    last: (i64, u32),
}

/// The cases of those who read articles.
pub struct ReaderCases {
    /// Readers; found are those who have a conversation that counts.
    readers: LookedFor,
    /// Incoming conversations and later cases of any.
    cases: Vec<OpenedCase>,
}

impl ReaderCases {
    /// Those of views by so many customers, before any conversation was met.
    pub fn of(views: &FaqViewFacts, customers: usize) -> ReaderCases {
        let mut readers = LookedFor::new(customers);
        views.visitor.iter().chain(&views.customer).for_each(|&reader| readers.ask(reader));
        ReaderCases { readers, cases: Vec::new() }
    }

    /// Looks at the cases of more conversations, before which there were so many.
    pub fn meet(&mut self, facts: &Facts, customers: &[u32], before: u32) {
        let (cases, conversations) = (&facts.cases, &facts.conversations);
        for (&customer, _) in
            customers.iter().zip(&conversations.created_at).filter(|(_, at)| **at != MISSING)
        {
            self.readers.meet(customer);
        }
        let case_dates = facts.dates_of(&AT_CASE);
        for (row, (&place, &at)) in cases.conversation.iter().zip(&cases.started_at).enumerate() {
            let is_later = row > 0 && cases.conversation[row - 1] == place;
            let customer = code_at(customers, place as usize);
            if !self.readers.is_asked(customer) {
                continue;
            }
            if is_later || INCOMING.holds(conversations.flags[place as usize]) {
                let is_date = case_dates.is_some_and(|dates| dates.is(row));
                let (conversation, agent) = (before + place, code_at(&cases.agent, row));
                let last = (MISSING, NONE);
                self.cases.push(OpenedCase { customer, at, is_date, conversation, agent, last });
            }
        }
    }

    /// Joins views with the cases that their readers opened within `window` milliseconds.
    pub fn join(mut self, window: i64, articles: &Dictionary, facts: &mut Facts) {
        self.cases.sort_by_key(|case| (case.customer, case.at));
        let starts = starts(&self.cases, self.readers.codes());
        let view_dates = facts.dates_of(&AT_VIEW).cloned();
        let views = &mut facts.faq_views;
        for row in 0..views.at.len() {
            let reader = (views.visitor[row], code_at(&views.customer, row));
            let (at, article) = (views.at[row], views.article[row]);
            for id in [reader.0, if reader.1 == reader.0 { NONE } else { reader.1 }] {
                if !self.readers.is_found(id) {
                    continue;
                }
                facts.faq_ids_join = true;
                let own = &mut self.cases[starts[id as usize] as usize..starts[id as usize + 1] as usize];
                let first = own.partition_point(|case| case.at < at);
                let read = Occasion::of(at, view_dates.as_ref(), row);
                let near =
                    own[first..].iter_mut().take_while(|case| REAL_TIME.between(at, case.at) <= window + DAY);
                for case in near {
                    // between a date and a moment no time is known
                    let after = read.lasted(Occasion { at: case.at, is_date: case.is_date }, REAL_TIME);
                    if after.is_none_or(|after| after > window) {
                        continue;
                    }
                    views.flags[row] |= LED_TO_CASE.mask;
                    let later = (at, articles.text(article)) > (case.last.0, articles.text(case.last.1));
                    if later {
                        case.last = (at, article);
                    }
                }
            }
        }
        self.cases.retain(|case| case.last.1 != NONE);
        self.cases.sort_by_key(|case| case.conversation);
        for case in self.cases {
            let to = &mut facts.faq_cases;
            to.conversation.push(case.conversation);
            to.started_at.push(case.at);
            to.agent.push(case.agent);
            to.article.push(case.last.1);
        }
    }
}

/// Where the cases of each customer start; one more is the end of the last.
fn starts(cases: &[OpenedCase], customers: usize) -> Vec<u32> {
    let mut starts = vec![0; customers + 1];
    for case in cases {
        starts[case.customer as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    starts
}

impl FaqSearchFacts {
    /// The spelling of each folded search that was searched most in a range of instants, of equals the smallest.
    pub fn spellings(&self, range: std::ops::Range<i64>, facts: &Facts) -> BTreeMap<u32, u32> {
        let names = facts.dictionary(Domain::Query);
        let mut often = vec![0i64; names.len()];
        let mut groups = vec![NONE; names.len()];
        for (row, &at) in self.at.iter().enumerate().filter(|(_, at)| range.contains(*at)) {
            let query = self.query[row] as usize;
            debug_assert!(at != MISSING);
            often[query] += self.searches[row];
            groups[query] = self.folded[row];
        }
        let mut best: BTreeMap<u32, u32> = BTreeMap::new();
        for query in (0..numbered(names.len())).filter(|&query| often[query as usize] > 0) {
            let shown = best.entry(groups[query as usize]).or_insert(query);
            let (times, before) = (often[query as usize], often[*shown as usize]);
            if times > before || (times == before && names.text(query) < names.text(*shown)) {
                *shown = query;
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_fold_as_people_mean_them() {
        for (text, folded) in [
            ("  Where's  my ORDER?? ", "where s my order"),
            ("Zażółć gęślą", "zazołc gesla"),
            ("Zwrot—płatność", "zwrot płatnosc"),
            ("café", "cafe"),
            ("cafe\u{301}", "cafe"),
            ("snake_case v2", "snake_case v2"),
            ("Straße Øl", "straße øl"),
            ("ﬁt ²", "fit 2"),
            ("???", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
