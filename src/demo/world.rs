//! The state of the demonstration: its files, its days, who and what there is so far.

use super::calendar::Calendar;
use super::customers::{Customer, Customers};
use super::random::Random;
use super::sheet::Sheets;
use super::Options;
use anyhow::Result;
use std::path::Path;

/// Everything that the stories share.
pub(super) struct World {
    pub(super) sheets: Sheets,
    pub(super) calendar: Calendar,
    pub(super) random: Random,
    pub(super) customers: Customers,
    /// What can be commented on, the earliest first.
    pub(super) posts: Vec<Post>,
    /// The last number given to a call, order, visitor and comment.
    pub(super) numbers: Numbers,
}

/// A post that can be commented on.
pub(super) struct Post {
    pub(super) number: u64,
    pub(super) at: i64,
    /// Place of the shop.
    pub(super) brand: usize,
}

/// Numbers given out so far.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) call: u64,
    pub(super) order: u64,
    pub(super) visitor: u64,
    pub(super) comment: u64,
}

impl World {
    /// A world in which nothing has happened yet.
    pub(super) fn new(folder: &Path, options: &Options) -> Result<World> {
        Ok(World {
            calendar: Calendar::new(options.until, options.days)?,
            sheets: Sheets::create(folder, options.bad_rows)?,
            random: Random::new(options.seed),
            customers: Customers::new(options.seed),
            posts: Vec::new(),
            numbers: Numbers::default(),
        })
    }

    /// A customer, now and then without a name.
    pub(super) fn somebody(&mut self, anonymous: u32) -> Customer {
        if self.random.chance(anonymous) {
            return self.customers.anonymous(&mut self.random);
        }
        self.customers.next(&mut self.random)
    }

    /// Whether an instant lies in the days of the demonstration.
    pub(super) fn holds(&self, at: i64) -> bool {
        (self.calendar.start..self.calendar.end).contains(&at)
    }
}
