//! The words figures are made of: flags, measures, moments, and whom a fact is credited to.

use super::{Domain, Facts, Grain, NONE};

/// A yes/no fact of a row, kept as a bit of the row's `flags`.
#[derive(Debug)]
pub struct Flag {
    /// The kind of row that can hold it; `None`: any.
    pub of: Option<Grain>,
    /// Its name in `insights facts`.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
    /// Its bit; 0: every row has it.
    pub mask: u32,
    /// What has to be read besides, so that it can be told.
    pub asks: Asks,
}

/// What has to be read for a flag besides the columns of its kind of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// Texts, to be told from empty ones.
    Texts,
    /// Texts of messages, to be judged by how they sound.
    Sentiment,
}

impl Flag {
    /// Whether a row's flags hold it.
    #[inline]
    pub fn holds(&self, flags: u32) -> bool {
        flags & self.mask == self.mask
    }

    /// Whether rows of that kind can hold it.
    pub const fn fits(&self, grain: Grain) -> bool {
        match self.of {
            Some(of) => of as u8 == grain as u8,
            None => true,
        }
    }
}

/// Every row.
pub static ALL: Flag = Flag { of: None, name: "all", about: "every row", mask: 0, asks: Asks::Nothing };

/// A number of a row: a duration in milliseconds or a number in ten-thousandths; missing is `i64::MIN`.
#[derive(Debug)]
pub struct Measure {
    /// The kind of row that has it.
    pub of: Grain,
    /// Its column.
    pub name: &'static str,
    /// Its values.
    pub values: fn(&Facts) -> &[i64],
}

/// What a figure is worked out apart for, each value in a column of its own.
pub struct Split {
    /// The kind of row that has a value.
    pub of: Grain,
    /// What the codes mean.
    pub domain: Domain,
    /// The value of each row.
    pub codes: fn(&Facts) -> &[u32],
    /// All values of the data, in the order of their columns; [`NONE`] stands for rows without one.
    pub values: fn(&Facts) -> &[u32],
}

/// When a fact counts, and whose it is.
#[derive(Debug)]
pub struct Moment {
    /// The kind of row that it places.
    pub of: Grain,
    /// What people call it: `created`, `first reply`…
    pub name: &'static str,
    /// The instant, UTC ms; rows without one don't count.
    pub at: fn(&Facts) -> &[i64],
    /// The agent credited.
    pub credit: Credit,
}

/// Whom a fact is credited to.
#[derive(Debug)]
pub enum Credit {
    /// Whom a column of its own names.
    Own(fn(&Facts) -> &[u32]),
    /// The assignee of its conversation.
    Assignee,
}

impl Credit {
    /// The agent ([`NONE`]: nobody) of a row, which belongs to the conversation at that place.
    pub fn of<'a>(&self, facts: &'a Facts) -> impl Fn(usize, u32) -> u32 + 'a {
        let (codes, is_own) = match self {
            Credit::Own(column) => (column(facts), true),
            Credit::Assignee => (facts.conversations.agent.as_slice(), false),
        };
        move |row, conversation| {
            let at = if is_own { row } else { conversation as usize };
            codes.get(at).copied().unwrap_or(NONE)
        }
    }
}

/// The measures and moments that figures are made of.
#[derive(Debug, Default, Clone)]
pub struct FigureWords {
    /// Measures.
    pub measures: Vec<&'static Measure>,
    /// Moments.
    pub moments: Vec<&'static Moment>,
}

/// Declares the flags of a fact table: name, bit, name for people, meaning, and what has to be read for it besides.
macro_rules! flags {
    ($list:ident of $grain:ident:
     $($name:ident = $bit:expr, $text:literal, $about:literal $(, $asks:ident)?;)*) => {
        $(#[doc = $about] pub static $name: Flag = Flag {
            of: Some(Grain::$grain), name: $text, about: $about, mask: 1 << $bit, asks: flags!(@asks $($asks)?),
        };)*
        /// All flags of that table.
        pub static $list: &[&Flag] = &[$(&$name),*];
    };
    (@asks) => { $crate::facts::words::Asks::Nothing };
    (@asks $asks:ident) => { $crate::facts::words::Asks::$asks };
}

/// Declares the measures of a fact table by their columns.
macro_rules! measures {
    ($list:ident of $grain:ident in $table:ident: $($name:ident = $column:ident;)*) => {
        $(#[doc = concat!("`", stringify!($column), "`")] pub static $name: Measure = Measure {
            of: Grain::$grain, name: stringify!($column), values: |facts| &facts.$table.$column,
        };)*
        /// All measures of that table.
        pub static $list: &[&Measure] = &[$(&$name),*];
    };
}

/// Declares the moments of a fact table: name for people, column of the instant, column of the agent credited.
macro_rules! moments {
    ($list:ident of $grain:ident in $table:ident: $($name:ident = $text:literal, $at:ident, $credit:ident;)*) => {
        $(#[doc = $text] pub static $name: Moment = Moment {
            of: Grain::$grain, name: $text, at: |facts| &facts.$table.$at, credit: moments!(@credit $table, $credit),
        };)*
        /// All moments of that table.
        pub static $list: &[&Moment] = &[$(&$name),*];
    };
    (@credit $table:ident, assignee) => { $crate::facts::words::Credit::Assignee };
    (@credit $table:ident, nobody) => { $crate::facts::words::Credit::Own(|_| &[]) };
    (@credit $table:ident, $credit:ident) => { $crate::facts::words::Credit::Own(|facts| &facts.$table.$credit) };
}

pub(super) use {flags, measures, moments};
