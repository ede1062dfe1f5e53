//! Exact support KPIs from the export files of customer-support products.
//!
//! ```text
//! files ─source─▶ Records ─load─▶ Dataset ─facts─▶ Facts ─scope─▶ Facts ─kpi─▶ Report ─render─▶ bytes
//! ```

pub mod account;
pub mod cli;
pub mod config;
pub mod dataset;
pub mod demo;
pub mod facts;
pub mod kpi;
pub mod load;
pub mod nearest;
pub mod profile;
pub mod render;
pub mod report;
pub mod scope;
pub mod source;
pub mod time;
pub mod ui;
pub mod values;
