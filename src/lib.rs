//! Exact support KPIs from the export files of customer-support products.
//!
//! ```text
//! files ─source─▶ Records ─load─▶ Dataset ─facts─▶ Facts ─scope─▶ Facts ─kpi─▶ Report ─render─▶ bytes
//! ```
#![forbid(unsafe_code)]

mod account;
mod advice;
mod archive;
mod check;
mod cli;
mod config;
mod dataset;
mod demo;
mod facts;
mod fitting;
pub mod frames;
#[cfg(test)]
mod fuzz;
mod guarded;
mod kpi;
mod language;
mod load;
#[cfg(feature = "mail")]
mod mail;
mod memory;
mod nearest;
mod parts;
mod profile;
mod render;
mod report;
mod scope;
mod signals;
mod source;
mod threads;
mod time;
mod ui;
mod values;
mod verdicts;
mod whole_file;

pub use cli::{run, Surroundings};
pub use signals::tidy_on_signals;

/// What there is to read and to ask for: tables, commands and their flags, reports, figures, dimensions.
pub mod catalogue {
    pub use crate::cli::commands::program;
    pub use crate::dataset::vocabulary::CHANNELS;
    pub use crate::dataset::{ColumnKind, Domain, TableName};
    pub use crate::facts::{Dimension, DIMENSIONS};
    pub use crate::kpi::{all as figures, Family, Kpi, Section, FAMILIES as REPORTS};
}
