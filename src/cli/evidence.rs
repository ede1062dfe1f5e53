//! What a report stands on: files read, facts derived, rows accounted for.

use super::choice::Time;
use super::Order;
use crate::account::Book;
use crate::facts::{Conversations, Derivation, Facts, StoredConversations};
use crate::kpi::Answers;
use crate::parts::UnitedParts;
use crate::report::Input;
use crate::scope::filter::Filters;
use anyhow::Result;

/// Facts with the time they are looked at, and what was read for them.
pub struct Evidence {
    /// The facts.
    pub facts: Facts,
    /// The time of the run.
    pub time: Time,
    /// What was read and what became of it.
    pub input: Input,
    /// What became of the rows.
    pub book: Book,
    /// What was asked of the facts, and the answers.
    pub answers: Answers,
    /// Facts of conversations that are still to be had, folded and dropped; `None`: all are at hand.
    pub pending: Option<FactPortions>,
}

/// Facts of conversations that come portion by portion.
pub enum FactPortions {
    /// They are derived.
    Derived(Box<Derivation>),
    /// They are read.
    Read(Box<StoredConversations<UnitedParts>>),
}

impl Conversations for FactPortions {
    fn each<T: Send>(
        &mut self,
        facts: &mut Facts,
        shares: &mut [T],
        fold: impl Fn(&Facts, u32, &mut T) + Sync,
    ) -> Result<()> {
        match self {
            FactPortions::Derived(derivation) => derivation.each(facts, shares, fold),
            FactPortions::Read(parts) => parts.each(facts, shares, fold),
        }
    }
}

impl Evidence {
    /// What is made of the answers to all that it asks. Where facts are folded and dropped it is made twice: at first
    /// to hear what it asks.
    ///
    /// # Errors
    /// As the making.
    pub fn answer<T>(&mut self, order: &Order, make: impl Fn(&Evidence) -> Result<T>) -> Result<T> {
        let made = make(self)?;
        let Some(mut pending) = self.pending.take() else { return Ok(made) };
        drop(made);
        let filters = Filters::new(&order.scope.question.filters, &self.facts)?;
        loop {
            self.answers.settle(&mut pending, &mut self.facts, &filters, threads(order))?;
            self.tell();
            let made = make(self)?;
            if !self.answers.is_waiting() {
                return Ok(made);
            }
        }
    }

    /// Tells the input what came out while facts were made.
    pub fn tell(&mut self) {
        self.book.append(std::mem::take(&mut self.facts.book));
        let told = std::mem::take(&mut self.input);
        self.input = Input {
            absent: told.absent,
            unused: self.facts.unused.clone(),
            ..Input::of(&self.book, &self.facts.derivation, told.exports)
        };
    }
}

/// How many threads a run may use.
pub fn threads(order: &Order) -> usize {
    match order.input.threads {
        Some(threads) => threads.get(),
        None => std::thread::available_parallelism().map_or(1, |cores| cores.get()),
    }
}
