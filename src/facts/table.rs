//! How fact tables are declared: a struct of typed columns that can be joined end to end and listed by name.

use crate::dataset::Domain;

/// One column as it is listed: name, meaning and values.
pub struct Listed<'a> {
    /// Its name in `insights facts`.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
    /// Its values.
    pub values: Values<'a>,
}

/// The values of a listed column.
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

/// Declares a fact table: a struct of typed columns, each with its kind and meaning.
macro_rules! fact_table {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ident $(($domain:ident))?, $about:literal;)* }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub struct $name {
            $(#[doc = $about] pub $field: fact_table!(@store $kind),)*
        }

        impl $name {
            /// Makes room for that many more rows.
            pub fn reserve(&mut self, rows: usize) {
                $(self.$field.reserve_exact(rows);)*
            }

            /// Gives back room that is not used.
            pub fn shrink(&mut self) {
                $(self.$field.shrink_to_fit();)*
            }

            /// Moves the rows of `later` behind the own ones.
            pub fn append(&mut self, later: &mut Self) {
                $(self.$field.append(&mut later.$field);)*
            }

            /// Every column with its name and meaning.
            pub fn columns(&self) -> Vec<$crate::facts::table::Listed<'_>> {
                vec![$($crate::facts::table::Listed {
                    name: stringify!($field),
                    about: $about,
                    values: fact_table!(@values $kind $(($domain))?, &self.$field),
                }),*]
            }
        }
    };
    (@store Instant) => { Vec<i64> };
    (@store Duration) => { Vec<i64> };
    (@store Number) => { Vec<i64> };
    (@store Code) => { Vec<u32> };
    (@store Conversation) => { Vec<u32> };
    (@store Flags) => { Vec<u32> };
    (@values Instant, $values:expr) => { $crate::facts::table::Values::Instants($values) };
    (@values Duration, $values:expr) => { $crate::facts::table::Values::Durations($values) };
    (@values Number, $values:expr) => { $crate::facts::table::Values::Numbers($values) };
    (@values Code($domain:ident), $values:expr) => {
        $crate::facts::table::Values::Codes($values, $crate::dataset::Domain::$domain)
    };
    (@values Conversation, $values:expr) => { $crate::facts::table::Values::Conversations($values) };
    (@values Flags, $values:expr) => { $crate::facts::table::Values::Flags($values) };
}

pub(crate) use fact_table;
