//! The faq report, from the written rules alone: views, searches, and the cases that came after reading.

use super::calendar::{self, Bucket};
use super::facts::{know, Fact, Known, KnownConversation};
use super::figures::{ratio, Cells};
use super::lines::{ArticleView, Search};
use super::rows::{instant, World};
use super::setting::Setting;
use super::tables::{beside, Row, Section};
use super::unread::with_gaps;

const DAY: i64 = 86_400_000;

/// Everything known at as-of.
struct HelpCentre<'w> {
    views: Vec<&'w ArticleView>,
    searches: Vec<&'w Search>,
    known: &'w Known,
    joins: bool,
    setting: &'w Setting,
}

/// What may have a row, its figures in a bucket, and how it is written.
type Ranking<'r> = (Vec<String>, &'r dyn Fn(&Bucket, &str) -> Cells, &'r dyn Fn(&str) -> String);

fn visitor(view: &ArticleView) -> Option<&String> {
    view.visitor.as_ref().or(view.customer.as_ref())
}

fn is_of(view: &ArticleView, conversation: &KnownConversation) -> bool {
    conversation.row.customer.is_some()
        && [&view.visitor, &view.customer].contains(&&conversation.row.customer)
}

fn within(at: i64, bucket: &Bucket) -> bool {
    bucket.start <= at && at < bucket.end
}

/// Lower case, accents off, everything else but letters, digits and `_` a blank, blanks made one: by hand, for the
/// letters that random searches hold.
pub fn folded(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.to_lowercase().chars() {
        match letter {
            'é' | 'è' | 'ê' => plain.push('e'),
            'ü' => plain.push('u'),
            'ö' => plain.push('o'),
            'å' => plain.push('a'),
            'ﬁ' => plain.push_str("fi"),
            '²' => plain.push('2'),
            '\u{301}' | '\u{307}' => {}
            'ł' | 'ø' | 'ß' | '_' => plain.push(letter),
            _ if letter.is_ascii_alphanumeric() => plain.push(letter),
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn distinct<'a>(values: impl Iterator<Item = &'a String>) -> f64 {
    let mut met: Vec<&String> = values.collect();
    met.sort();
    met.dedup();
    met.len() as f64
}

fn searched(searches: &[&Search]) -> i64 {
    searches.iter().map(|search| search.searches.unwrap_or(1)).sum()
}

impl HelpCentre<'_> {
    fn conversation(&self, case: &Fact) -> &KnownConversation {
        &self.known.conversations[case.conversation.unwrap()]
    }

    fn cases(&self) -> impl Iterator<Item = &Fact> {
        self.known.facts.iter().filter(|fact| fact.what == "cases")
    }

    /// Opened by the customer: an incoming conversation, or a later case of any.
    fn by_customer(&self, case: &Fact) -> bool {
        let first = self.cases().find(|other| other.conversation == case.conversation).unwrap();
        self.conversation(case).direction == "incoming" || !std::ptr::eq(first, case)
    }

    fn before(&self, case: &Fact, view: &ArticleView) -> bool {
        self.by_customer(case)
            && is_of(view, self.conversation(case))
            && (0..=DAY).contains(&(case.at.unwrap() - view.at))
    }

    /// The last article read before a case.
    fn last_article(&self, case: &Fact) -> Option<&String> {
        let read = self.views.iter().filter(|view| self.before(case, view));
        read.max_by_key(|view| (view.at, &view.article)).map(|view| &view.article)
    }

    fn in_bucket(&self, bucket: &Bucket) -> (Vec<&ArticleView>, Vec<&Search>) {
        let views = self.views.iter().copied().filter(|view| within(view.at, bucket)).collect();
        (views, self.searches.iter().copied().filter(|search| within(search.at, bucket)).collect())
    }

    fn totals(&self, bucket: &Bucket) -> Cells {
        let (views, searches) = self.in_bucket(bucket);
        let visitors = distinct(views.iter().filter_map(|view| visitor(view)));
        let here = |case: &&Fact| within(case.at.unwrap(), bucket);
        let cases = self.cases().filter(here).filter(|case| self.last_article(case).is_some()).count();
        let led = views.iter().filter(|view| self.cases().any(|case| self.before(case, view)));
        let with_case = distinct(led.filter_map(|view| visitor(view)));
        let rate = |part: f64| ratio(part, visitors).filter(|_| self.joins);
        let none: Vec<&Search> =
            searches.iter().copied().filter(|search| search.results == Some(0)).collect();
        let votes =
            |vote: &str| views.iter().filter(|view| view.vote.as_deref() == Some(vote)).count() as f64;
        let mut cells: Vec<(&str, Option<f64>)> = vec![
            ("views", Some(views.iter().map(|view| view.views.unwrap_or(1)).sum::<i64>() as f64)),
            ("visitors", Some(visitors)),
            ("searches", Some(searched(&searches) as f64)),
            ("searches_without_result", Some(searched(&none) as f64)),
            ("faq_visitors", Some(visitors)),
            ("cases_after_faq", Some(cases as f64)),
            ("case_after_faq_rate", rate(with_case)),
            ("deflection_rate", rate(visitors - with_case)),
            ("faq_votes_up", Some(votes("up"))),
            ("faq_votes_down", Some(votes("down"))),
        ];
        let visited = self.views.iter().any(|view| visitor(view).is_some());
        if !self.joins && visited && !self.known.conversations.is_empty() {
            let all = self.cases().filter(here).count() as f64;
            cells.push(("cases_per_faq_visitor", ratio(all, visitors)));
        }
        let cells = cells.into_iter().map(|(name, value)| (name.to_string(), value)).collect();
        with_gaps(cells, &self.known.unread)
    }

    /// The period, and the one compared with.
    fn sides(&self) -> (Bucket, Option<Bucket>) {
        let whole = |from, to| calendar::buckets(from, to, None, self.setting).remove(0);
        let before = self.setting.compare.map(|compare| calendar::compared(self.setting, compare));
        (whole(self.setting.from, self.setting.to), before.map(|(from, to)| whole(from, to)))
    }

    fn totals_section(&self) -> Section {
        let buckets = |from, to| calendar::buckets(from, to, self.setting.every, self.setting);
        let earlier = self.setting.compare.map(|compare| {
            let (from, to) = calendar::compared(self.setting, compare);
            buckets(from, to)
        });
        let mut rows = Vec::new();
        for (place, bucket) in buckets(self.setting.from, self.setting.to).iter().enumerate() {
            let mut dimensions = Vec::new();
            if self.setting.every.is_some() {
                dimensions.push(("bucket".to_string(), Some(bucket.label.clone())));
            }
            let cells = match &earlier {
                Some(earlier) => {
                    beside(self.totals(bucket), earlier.get(place).map(|bucket| self.totals(bucket)))
                }
                None => self.totals(bucket),
            };
            rows.push(Row { dimensions, cells });
        }
        Section { name: "totals", rows, ordered: false }
    }

    /// One row a value, the most first, then by name; a value with nothing on either side has none.
    fn ranked(&self, name: &'static str, column: &str, (keys, cells, spelled): Ranking) -> Section {
        let (now, before) = self.sides();
        let mut keys = keys;
        keys.sort();
        keys.dedup();
        let something = |cells: &Cells| cells.iter().any(|(_, value)| value.unwrap_or(0.0) != 0.0);
        let mut rows: Vec<(i64, String, Cells)> = Vec::new();
        for key in keys {
            let current = cells(&now, &key);
            let previous = before.as_ref().map(|bucket| cells(bucket, &key));
            if !something(&current) && !previous.as_ref().is_some_and(something) {
                continue;
            }
            let first = current[0].1.unwrap() as i64;
            let cells = if previous.is_some() { beside(current, previous) } else { current };
            rows.push((-first, spelled(&key), cells));
        }
        rows.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        rows.truncate(self.setting.limit.filter(|limit| *limit > 0).unwrap_or(usize::MAX));
        let row = |(_, key, cells)| Row { dimensions: vec![(column.to_string(), Some(key))], cells };
        Section { name, rows: rows.into_iter().map(row).collect(), ordered: true }
    }

    fn articles(&self) -> Section {
        let cells = |bucket: &Bucket, article: &str| -> Cells {
            let mut one = self.in_bucket(bucket).0;
            one.retain(|view| view.article == article);
            let votes =
                |vote: &str| one.iter().filter(|view| view.vote.as_deref() == Some(vote)).count() as f64;
            vec![
                ("views".into(), Some(one.iter().map(|view| view.views.unwrap_or(1)).sum::<i64>() as f64)),
                ("visitors".into(), Some(distinct(one.iter().filter_map(|view| visitor(view))))),
                ("faq_votes_up".into(), Some(votes("up"))),
                ("faq_votes_down".into(), Some(votes("down"))),
            ]
        };
        let keys = self.views.iter().map(|view| view.article.clone()).collect();
        self.ranked("articles", "article_id", (keys, &cells, &str::to_string))
    }

    /// The spelling searched most, of equals the smallest.
    fn spelling(&self, key: &str) -> String {
        let (now, before) = self.sides();
        for bucket in std::iter::once(now).chain(before) {
            let mut here = self.in_bucket(&bucket).1;
            here.retain(|search| folded(&search.query) == key);
            let often = |query: &str| -> i64 {
                searched(&here.iter().copied().filter(|search| search.query == query).collect::<Vec<_>>())
            };
            let mut spellings: Vec<&str> = here.iter().map(|search| search.query.as_str()).collect();
            spellings.retain(|query| often(query) > 0);
            spellings.sort_by_key(|query| (-often(query), *query));
            if let Some(first) = spellings.first() {
                return first.to_string();
            }
        }
        panic!("nobody searched {key}");
    }

    fn grouped(&self) -> Section {
        let cells = |bucket: &Bucket, key: &str| -> Cells {
            let mut one = self.in_bucket(bucket).1;
            one.retain(|search| folded(&search.query) == key);
            let none: Vec<&Search> = one.iter().copied().filter(|search| search.results == Some(0)).collect();
            vec![
                ("searches".into(), Some(searched(&one) as f64)),
                ("searches_without_result".into(), Some(searched(&none) as f64)),
            ]
        };
        let keys = self.searches.iter().map(|search| folded(&search.query)).collect();
        self.ranked("searches", "query", (keys, &cells, &|key| self.spelling(key)))
    }

    fn before_contact(&self) -> Section {
        let cells = |bucket: &Bucket, article: &str| -> Cells {
            let here = self.cases().filter(|case| within(case.at.unwrap(), bucket));
            let last = here.filter(|case| self.last_article(case).is_some_and(|last| last == article));
            vec![("articles_before_contact".into(), Some(last.count() as f64))]
        };
        let keys = self.views.iter().map(|view| view.article.clone()).collect();
        self.ranked("before_contact", "article_id", (keys, &cells, &str::to_string))
    }

    /// Newest first; of one instant by text, then by results, unknown ones last.
    fn live(&self) -> Section {
        let mut here = self.in_bucket(&self.sides().0).1;
        here.sort_by_key(|search| {
            (-search.at, search.query.clone(), search.results.is_none(), search.results)
        });
        here.truncate(self.setting.limit.filter(|limit| *limit > 0).unwrap_or(usize::MAX));
        let row = |search: &&Search| Row {
            dimensions: vec![
                ("at".to_string(), Some(instant(search.at))),
                ("query".to_string(), Some(search.query.clone())),
            ],
            cells: vec![("results".to_string(), search.results.map(|count| count as f64))],
        };
        Section { name: "live", rows: here.iter().map(row).collect(), ordered: true }
    }
}

/// The five sections.
pub fn faq(world: &World, setting: &Setting) -> Vec<Section> {
    let known = know(world, setting.as_of);
    let views: Vec<&ArticleView> = world.views.iter().filter(|view| view.at <= setting.as_of).collect();
    let searches = world.searches.iter().filter(|search| search.at <= setting.as_of).collect();
    let joins =
        views.iter().any(|view| known.conversations.iter().any(|conversation| is_of(view, conversation)));
    let centre = HelpCentre { views, searches, known: &known, joins, setting };
    vec![centre.totals_section(), centre.articles(), centre.grouped(), centre.before_contact(), centre.live()]
}
