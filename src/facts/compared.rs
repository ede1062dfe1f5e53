//! Facts that are found by comparing those of all conversations with other tables: orders that follow an AI agent's touch,
//! cases that readers of articles opened.
//!
//! Conversations may come some at a time: what is compared of them is gathered, the facts found are kept, and each goes with
//! the other facts of its conversation.

use super::columns::move_places;
use super::compared_by::ComparedBy;
use super::faq::ReaderCases;
use super::sales::WaitingOrders;
use super::{Facts, FaqCaseFacts, Grain, OrderFacts, Rules, Wanted, AT_ORDER};
use crate::dataset::{Dataset, DateRows, TableName};
use std::ops::Range;

/// A table that is compared with conversations.
pub enum FactComparison<'a> {
    /// Orders.
    Orders(WaitingOrders<'a>),
    /// Views, as facts.
    Views(ReaderCases),
}

impl<'a> FactComparison<'a> {
    /// One of a dataset, or what was made facts of it, before any conversation was met; `None`: it is not compared.
    pub fn begin(
        table: TableName,
        (dataset, facts): (&'a Dataset, &mut Facts),
        (rules, wanted): (&'a Rules, &Wanted),
    ) -> Option<FactComparison<'a>> {
        use TableName as T;
        match table {
            T::Orders => {
                let is_wanted = wanted.grains.contains(Grain::Order);
                is_wanted.then(|| FactComparison::Orders(WaitingOrders::of(dataset, rules)))
            }
            T::FaqViews => {
                let has_views = !facts.faq_views.at.is_empty();
                has_views.then(|| FactComparison::Views(ReaderCases::of(facts, dataset, (rules, wanted))))
            }
            T::Calls | T::FaqSearches | T::Posts | T::Comments | T::People => None,
            T::Conversations | T::Messages | T::Events | T::Ratings => None,
        }
    }

    /// Looks at the facts of more conversations, before which there were so many.
    pub fn meet(&mut self, facts: &Facts, by: &ComparedBy, before: u32) {
        match self {
            FactComparison::Orders(orders) => orders.meet(facts, by, before),
            FactComparison::Views(cases) => cases.meet(facts, by.customers, before),
        }
    }

    /// Adds the facts that were found.
    pub fn finish(self, facts: &mut Facts) {
        match self {
            FactComparison::Orders(orders) => orders.attribute(facts),
            FactComparison::Views(cases) => cases.finish(facts),
        }
    }
}

/// Facts that were found, until the others of their conversations come; by conversation.
#[derive(Default)]
pub struct FoundFacts {
    orders: OrderFacts,
    /// Which orders are placed by a date.
    order_dates: DateRows,
    faq_cases: FaqCaseFacts,
}

impl FoundFacts {
    /// Takes them out of others.
    pub fn take(facts: &mut Facts) -> FoundFacts {
        let orders = std::mem::take(&mut facts.orders);
        let dates = facts.take_dates(&AT_ORDER);
        let mut rows: Vec<usize> = (0..orders.at.len()).collect();
        rows.sort_by_key(|&row| orders.conversation[row]);
        let mut found =
            FoundFacts { faq_cases: std::mem::take(&mut facts.faq_cases), ..FoundFacts::default() };
        for (place, row) in rows.into_iter().enumerate() {
            found.orders.copy(&orders, row..row + 1);
            if dates.is(row) {
                found.order_dates.mark(place);
            }
        }
        found
    }

    /// Adds those of so many conversations, before which there were others, to the facts of these.
    pub fn put(&self, (before, size): (u32, u32), facts: &mut Facts) {
        let of = |conversations: &[u32]| -> Range<usize> {
            let first = conversations.partition_point(|&place| place < before);
            first..conversations.partition_point(|&place| place < before.saturating_add(size))
        };
        let rows = of(&self.orders.conversation);
        facts.orders.copy(&self.orders, rows.clone());
        move_places(&mut facts.orders.conversation, before, 0);
        for row in rows.clone().filter(|&row| self.order_dates.is(row)) {
            facts.mark_row(&AT_ORDER, row - rows.start);
        }
        facts.faq_cases.copy(&self.faq_cases, of(&self.faq_cases.conversation));
        move_places(&mut facts.faq_cases.conversation, before, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_and_cases_that_were_found_go_with_their_conversations() {
        let mut facts = Facts::default();
        for (id, conversation) in [(1, 5), (2, 2), (3, 4), (4, 5), (5, 7)] {
            facts.orders.order_id.push(id);
            facts.orders.conversation.push(conversation);
            facts.orders.at.push(1_000);
            facts.orders.net.push(10);
            facts.orders.currency.push(0);
        }
        facts.mark_row(&AT_ORDER, 3);
        for (article, conversation) in [(1, 3), (2, 6), (3, 7)] {
            facts.faq_cases.article.push(article);
            facts.faq_cases.conversation.push(conversation);
            facts.faq_cases.started_at.push(1_000);
            facts.faq_cases.agent.push(0);
        }
        let found = FoundFacts::take(&mut facts);
        assert!(facts.orders.at.is_empty() && facts.faq_cases.article.is_empty());
        assert!(facts.dates_of(&AT_ORDER).is_none());
        // Of the conversations 4, 5 and 6.
        let mut own = Facts::default();
        found.put((4, 3), &mut own);
        assert_eq!(
            (&own.orders.order_id[..], &own.orders.conversation[..]),
            (&[3, 1, 4][..], &[0, 1, 1][..])
        );
        assert_eq!(own.dates_of(&AT_ORDER).unwrap().rows().collect::<Vec<_>>(), [2]);
        assert_eq!((&own.faq_cases.article[..], &own.faq_cases.conversation[..]), (&[2][..], &[2][..]));
        let mut last = Facts::default();
        found.put((7, 9), &mut last);
        assert_eq!((&last.orders.order_id[..], &last.faq_cases.article[..]), (&[5][..], &[3][..]));
    }
}
