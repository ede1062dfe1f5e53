//! Help articles: what was read and searched, and which cases their readers opened soon after.

use super::accounting::ColumnTrouble;
use super::compared_by::LookedFor;
use super::occasion::Occasion;
use super::rules::Rules;
use super::tables::{
    FaqCaseFacts, FaqSearchFacts, FaqViewFacts, AT_CASE, AT_SEARCH, AT_VIEW, FAQ_VOTE_DOWN, FAQ_VOTE_UP,
    INCOMING, LED_TO_CASE, WITHOUT_RESULT,
};
use super::{code_at, known, taken, Facts, Grain, Wanted};
use crate::account::{Outcome, Trouble};
use crate::dataset::vocabulary::vote;
use crate::dataset::{Data, Dataset, DateRows, Domain, TableName, MISSING, NONE, NUMBER_SCALE};
use crate::fitting::numbered;
use crate::time::clock::REAL_TIME;
use crate::time::DAY;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::UnicodeNormalization;

const NEGATIVE: Trouble = Trouble::new("a negative count", "the row is left out");

/// What articles are called.
const TITLE: &str = "title";
const VIEWS: CountedTable = CountedTable { table: TableName::FaqViews, count: "views" };

/// A table whose rows each stand for a number of equal ones.
#[derive(Clone, Copy)]
struct CountedTable {
    table: TableName,
    /// The column with that number.
    count: &'static str,
}

/// Which rows of a table count: those not later than as-of, without a negative count.
struct KeptRows {
    kept: Vec<bool>,
    /// The rows of negative counts that would count without them.
    negative: Vec<usize>,
}

impl KeptRows {
    fn of(dataset: &Dataset, CountedTable { table, count }: CountedTable, as_of: i64) -> KeptRows {
        let (at, counts) = (dataset.whole(table, "at"), dataset.whole(table, count));
        let mut rows = KeptRows { kept: Vec::with_capacity(at.len()), negative: Vec::new() };
        for (row, &at) in at.iter().enumerate() {
            let exists = at <= as_of;
            let is_negative = counts.get(row).copied().and_then(known).is_some_and(|count| count < 0);
            if exists && is_negative {
                rows.negative.push(row);
            }
            rows.kept.push(exists && !is_negative);
        }
        rows
    }
}

/// Which rows count; negative counts are noted.
fn kept(dataset: &Dataset, counted: CountedTable, as_of: i64, facts: &mut Facts) -> Vec<bool> {
    let KeptRows { kept, negative } = KeptRows::of(dataset, counted, as_of);
    let CountedTable { table, count } = counted;
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

/// Adds views to the facts, where they are wanted, and takes them out of the dataset.
pub fn add_views(dataset: &mut Dataset, rules: &Rules, wanted: &Wanted, facts: &mut Facts) {
    if !wanted.grains.contains(Grain::FaqView) {
        return;
    }
    let table = TableName::FaqViews;
    let kept = kept(dataset, VIEWS, rules.as_of, facts);
    facts.titles = titles(dataset, &kept);
    dataset.take(table, TITLE);
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
    facts.mark_kept(&AT_VIEW, dates.as_ref(), &kept);
}

/// The row of the title that each article is shown by: what it was called when it was read last; of several titles at that
/// instant the smallest.
fn shown_titles(dataset: &Dataset, kept: &[bool]) -> BTreeMap<u32, usize> {
    let table = TableName::FaqViews;
    let Some(texts) = dataset.texts(table, TITLE) else { return BTreeMap::new() };
    let (articles, at) = (dataset.codes(table, "article_id"), dataset.whole(table, "at"));
    let title = |row: usize| texts.get(row).map_or("", str::trim);
    let mut shown: BTreeMap<u32, usize> = BTreeMap::new();
    for row in (0..kept.len()).filter(|&row| kept[row] && articles[row] != NONE && !title(row).is_empty()) {
        let last = shown.entry(articles[row]).or_insert(row);
        if (Reverse(at[row]), title(row)) < (Reverse(at[*last]), title(*last)) {
            *last = row;
        }
    }
    shown
}

/// What each article is called.
fn titles(dataset: &Dataset, kept: &[bool]) -> BTreeMap<u32, String> {
    let texts = dataset.texts(TableName::FaqViews, TITLE);
    let title = |row: usize| texts.and_then(|texts| texts.get(row)).unwrap_or_default().trim().to_owned();
    shown_titles(dataset, kept).into_iter().map(|(article, row)| (article, title(row))).collect()
}

/// Leaves of the titles of views those that articles are shown by as of an instant: the others take as much room as all
/// else that is known of views.
pub fn keep_shown_titles(dataset: &mut Dataset, as_of: i64) {
    let kept = KeptRows::of(dataset, VIEWS, as_of).kept;
    let mut rows: Vec<usize> = shown_titles(dataset, &kept).into_values().collect();
    rows.sort_unstable();
    let table = TableName::FaqViews;
    if let (Some(mut texts), Some(place)) = (dataset.take_texts(table, TITLE), table.schema().column(TITLE)) {
        texts.keep_only(&rows);
        dataset.tables[table as usize].columns[place] = Some(Data::Texts(texts));
    }
}

/// The flag of what a reader thought of an article.
fn voted(code: Option<u8>) -> u32 {
    match code {
        Some(vote::UP) => FAQ_VOTE_UP.mask,
        Some(vote::DOWN) => FAQ_VOTE_DOWN.mask,
        _ => 0,
    }
}

/// Adds searches to the facts, where they are wanted, and takes them out of the dataset.
pub fn add_searches(dataset: &mut Dataset, rules: &Rules, wanted: &Wanted, facts: &mut Facts) {
    if !wanted.grains.contains(Grain::FaqSearch) {
        return;
    }
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

/// The cases of those who read articles.
pub struct ReaderCases {
    /// How long after a view a case may be opened, in milliseconds.
    window: i64,
    views: FaqViewFacts,
    dates: DateRows,
    /// Readers; found are those who have a conversation that counts.
    readers: LookedFor,
    /// The rows of views by reader: first those of moments, then those of dates, by instant and then by article.
    rows: Vec<u32>,
    /// Where the rows of each reader start; one more is the end of the last.
    starts: Vec<u32>,
    /// Places in `rows` of views that led to cases, a range a case.
    led: Vec<Range<usize>>,
    found: FaqCaseFacts,
}

impl ReaderCases {
    /// Those of the views among facts, which are taken out, before any conversation was met.
    pub fn of(facts: &mut Facts, dataset: &Dataset, (rules, wanted): (&Rules, &Wanted)) -> ReaderCases {
        let dates = facts.dates_of(&AT_VIEW).cloned().unwrap_or_default();
        let mut views = std::mem::take(&mut facts.faq_views);
        let customers = dataset.dictionary(Domain::Customer).len();
        let mut readers = LookedFor::new(customers);
        let mut starts = vec![0; customers + 1];
        each_reader(&views, |reader, _| {
            readers.ask(reader);
            starts[reader as usize + 1] += 1;
        });
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let (mut rows, mut next) = (vec![0; starts[customers] as usize], starts.clone());
        each_reader(&views, |reader, row| {
            let place = &mut next[reader as usize];
            rows[*place as usize] = row;
            *place += 1;
        });
        drop(next);
        if wanted.is_folded {
            // Figures know readers as visitors.
            views.customer = Vec::new();
        }
        let articles = dataset.dictionary(Domain::Article);
        for own in starts.windows(2) {
            rows[own[0] as usize..own[1] as usize].sort_unstable_by_key(|&row| {
                let place = row as usize;
                (dates.is(place), views.at[place], articles.text(views.article[place]), row)
            });
        }
        let (led, found, window) = (Vec::new(), FaqCaseFacts::default(), rules.faq_window);
        ReaderCases { window, views, dates, readers, rows, starts, led, found }
    }

    /// Looks at the cases of more conversations, before which there were so many, all of earlier ones among them.
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
            let counts = is_later || INCOMING.holds(conversations.flags[place as usize]);
            if !(counts && self.readers.is_asked(customer)) {
                continue;
            }
            let led = self.views_before(customer, Occasion::of(at, case_dates, row));
            // Of one instant the greatest.
            let Some(&last) = self.rows[led.clone()].last() else { continue };
            let article = self.views.article[last as usize];
            self.led.push(led);
            if article != NONE {
                self.found.conversation.push(before + place);
                self.found.started_at.push(at);
                self.found.agent.push(code_at(&cases.agent, row));
                self.found.article.push(article);
            }
        }
    }

    /// Where the views of a customer within the window before a case stand in `rows`; between a date and a moment no time is
    /// known.
    fn views_before(&self, customer: u32, case: Occasion) -> Range<usize> {
        let own = self.starts[customer as usize] as usize..self.starts[customer as usize + 1] as usize;
        let rows = &self.rows[own.clone()];
        let viewed = |&row: &u32| Occasion::of(self.views.at[row as usize], Some(&self.dates), row as usize);
        let end = rows.partition_point(|row| {
            let view = viewed(row);
            (view.is_date, view.at) <= (case.is_date, case.at)
        });
        let is_too_early = |view: Occasion| {
            let is_near = REAL_TIME.between(view.at, case.at) <= self.window + DAY;
            !is_near || view.lasted(case, REAL_TIME).is_none_or(|lasted| lasted > self.window)
        };
        let start = rows[..end].partition_point(|row| is_too_early(viewed(row)));
        own.start + start..own.start + end
    }

    /// Adds the cases that were found to facts, and the views again, those marked that led to cases.
    pub fn finish(mut self, facts: &mut Facts) {
        self.led.sort_unstable_by_key(|led| led.start);
        let mut marked = 0;
        for led in self.led {
            for &row in &self.rows[led.start.max(marked)..led.end.max(marked)] {
                self.views.flags[row as usize] |= LED_TO_CASE.mask;
            }
            marked = marked.max(led.end);
        }
        facts.faq_views = self.views;
        facts.faq_ids_join |= self.readers.found_any();
        facts.faq_cases = self.found;
    }
}

/// Hands out each reader of each view with its row: a visitor, and a customer that goes by another id.
fn each_reader(views: &FaqViewFacts, mut take: impl FnMut(u32, u32)) {
    for (row, &visitor) in views.visitor.iter().enumerate() {
        let customer = code_at(&views.customer, row);
        let other = if customer == visitor { NONE } else { customer };
        for reader in [visitor, other].into_iter().filter(|&reader| reader != NONE) {
            take(reader, numbered(row));
        }
    }
}

impl FaqSearchFacts {
    /// The spelling of each folded search that was searched most in a range of instants, of equals the smallest.
    pub fn spellings(&self, range: Range<i64>, facts: &Facts) -> BTreeMap<u32, u32> {
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
