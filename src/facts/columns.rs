//! How the columns of a fact table are declared, listed and stored.

use super::Grain;
use crate::dataset::{Domain, MISSING, NONE};

/// One column as it is declared: name, meaning and values.
pub struct Listed<'a> {
    /// Its name in the code; [`super::listing`] says what people call it.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// Its values.
    pub values: Values<'a>,
}

/// The values of a declared column.
pub enum Values<'a> {
    /// UTC milliseconds; missing is `i64::MIN`.
    Instants(&'a [i64]),
    /// Milliseconds; missing is `i64::MIN`.
    Durations(&'a [i64]),
    /// Whole numbers in ten-thousandths; missing is `i64::MIN`.
    Numbers(&'a [i64]),
    /// Codes of a dictionary; missing is `u32::MAX`.
    Codes(&'a [u32], Domain),
    /// Places in the conversation table; missing is `u32::MAX`.
    Conversations(&'a [u32]),
    /// A set of flags a row.
    Flags(&'a [u32]),
}

/// A declared column where it is stored.
pub enum StoredColumn<'a> {
    /// Instants, durations or numbers; missing is `i64::MIN`.
    Whole(&'a mut Vec<i64>),
    /// Codes of a dictionary; missing is `u32::MAX`.
    Codes(&'a mut Vec<u32>, Domain),
    /// Places in the conversation table, or sets of flags.
    Plain(&'a mut Vec<u32>),
}

impl StoredColumn<'_> {
    /// What its codes mean.
    pub fn domain(&self) -> Option<Domain> {
        match self {
            StoredColumn::Codes(_, domain) => Some(*domain),
            StoredColumn::Whole(_) | StoredColumn::Plain(_) => None,
        }
    }
}

/// What the file of facts calls what stands beside conversations.
pub const OF_CONVERSATION: &str = "of-conversation";
/// What it calls what orders may follow.
pub const TOUCHES: &str = "touch";

/// The columns of one kind of fact where they are stored.
pub struct StoredTable<'a> {
    /// What their file calls it.
    pub name: &'static str,
    /// They are read where this is wanted.
    pub grain: Grain,
    /// The columns by name.
    pub columns: Vec<(&'static str, StoredColumn<'a>)>,
}

/// What stands where a value is missing.
pub trait Missing: Copy {
    /// It.
    const VALUE: Self;
}

impl Missing for i64 {
    const VALUE: i64 = MISSING;
}

impl Missing for u32 {
    const VALUE: u32 = NONE;
}

/// Moves the values of later rows behind those of so many rows; a column that was not loaded has none, and the other one's
/// rows are kept apart from its own by what is missing.
pub fn append<T: Missing>((own, later): (&mut Vec<T>, &mut Vec<T>), (rows, later_rows): (usize, usize)) {
    if own.len() + later.len() > 0 {
        own.resize(rows, T::VALUE);
        later.resize(later_rows, T::VALUE);
        own.append(later);
    }
}

/// Moves places so that the one that was `from` is `to`; [`NONE`] stays.
pub fn move_places(places: &mut [u32], from: u32, to: u32) {
    for place in places.iter_mut().filter(|place| **place != NONE) {
        *place = *place - from + to;
    }
}

/// Declares a fact table: a struct of typed columns, each with its kind and meaning.
macro_rules! fact_table {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ident $(($domain:ident))?, $about:literal;)* }) => {
        $crate::facts::columns::stored_rows! {
            $(#[$doc])* $name { $($field: $kind $(($domain))?, $about;)* }
        }

        impl $name {
            /// Makes room for that many more rows.
            pub fn reserve(&mut self, rows: usize) {
                $(self.$field.reserve_exact(rows);)*
            }

            /// Adds some rows of another one, which is whole.
            pub fn copy(&mut self, from: &Self, rows: std::ops::Range<usize>) {
                $(self.$field.extend_from_slice(&from.$field[rows.clone()]);)*
            }

            /// Gives back room that is not used.
            pub fn shrink(&mut self) {
                $(self.$field.shrink_to_fit();)*
            }

            /// Every column with its name and meaning.
            pub fn columns(&self) -> Vec<$crate::facts::columns::Listed<'_>> {
                vec![$($crate::facts::columns::Listed {
                    name: stringify!($field),
                    about: $about,
                    values: fact_table!(@values $kind $(($domain))?, &self.$field),
                }),*]
            }
        }
    };
    (@values Instant, $values:expr) => { $crate::facts::columns::Values::Instants($values) };
    (@values Duration, $values:expr) => { $crate::facts::columns::Values::Durations($values) };
    (@values Number, $values:expr) => { $crate::facts::columns::Values::Numbers($values) };
    (@values Code($domain:ident), $values:expr) => {
        $crate::facts::columns::Values::Codes($values, $crate::dataset::Domain::$domain)
    };
    (@values Conversation, $values:expr) => { $crate::facts::columns::Values::Conversations($values) };
    (@values Flags, $values:expr) => { $crate::facts::columns::Values::Flags($values) };
}

/// Declares rows of typed columns that are kept with facts and moved with them.
macro_rules! stored_rows {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ident $(($domain:ident))?, $about:literal;)* }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub struct $name {
            $(#[doc = $about] pub $field: $crate::facts::columns::stored_rows!(@store $kind),)*
        }

        impl $name {
            /// The rows that its columns have, but for those that were not loaded.
            fn rows(&self) -> usize {
                [$(self.$field.len()),*].into_iter().max().unwrap_or_default()
            }

            /// Moves the rows of `later` behind the own ones. A column that only one of them was loaded with is missing in
            /// the rows of the other.
            pub fn append(&mut self, later: &mut Self) {
                let rows = (self.rows(), later.rows());
                $($crate::facts::columns::append((&mut self.$field, &mut later.$field), rows);)*
            }

            /// Drops all rows and keeps their room.
            pub fn clear(&mut self) {
                $(self.$field.clear();)*
            }

            /// Moves places of conversations so that the one that was `from` is `to`.
            pub fn move_places(&mut self, from: u32, to: u32) {
                $($crate::facts::columns::stored_rows!(@move $kind, &mut self.$field, from, to);)*
            }

            /// Every column where it is stored, by name.
            pub fn stored(&mut self) -> Vec<(&'static str, $crate::facts::columns::StoredColumn<'_>)> {
                vec![$((
                    stringify!($field),
                    $crate::facts::columns::stored_rows!(@stored $kind $(($domain))?, &mut self.$field),
                )),*]
            }
        }
    };
    (@store Instant) => { Vec<i64> };
    (@store Duration) => { Vec<i64> };
    (@store Number) => { Vec<i64> };
    (@store Code) => { Vec<u32> };
    (@store Conversation) => { Vec<u32> };
    (@store Flags) => { Vec<u32> };
    (@move Conversation, $places:expr, $from:expr, $to:expr) => {
        $crate::facts::columns::move_places($places, $from, $to)
    };
    (@move $kind:ident, $values:expr, $from:expr, $to:expr) => { let _ = ($values, $from, $to); };
    (@stored Instant, $values:expr) => { $crate::facts::columns::StoredColumn::Whole($values) };
    (@stored Duration, $values:expr) => { $crate::facts::columns::StoredColumn::Whole($values) };
    (@stored Number, $values:expr) => { $crate::facts::columns::StoredColumn::Whole($values) };
    (@stored Code($domain:ident), $values:expr) => {
        $crate::facts::columns::StoredColumn::Codes($values, $crate::dataset::Domain::$domain)
    };
    (@stored Conversation, $values:expr) => { $crate::facts::columns::StoredColumn::Plain($values) };
    (@stored Flags, $values:expr) => { $crate::facts::columns::StoredColumn::Plain($values) };
}

pub(crate) use fact_table;
pub(crate) use stored_rows;
