//! Exact support KPIs from the export files of customer-support products.
//!
//! ```text
//! files ─source─▶ Records ─profile─▶ Dataset ─facts─▶ Facts ─scope─▶ Facts ─kpi─▶ Report ─render─▶ bytes
//! ```

pub mod dataset;
pub mod problem;
pub mod profile;
pub mod report;
pub mod source;
