//! Sections over time that are added to a report where its format draws charts over them and nobody has cut the period.

use super::Order;
use crate::kpi::document::DocumentPart;
use crate::kpi::{Family, Run, Section};
use crate::report::Table;
use anyhow::Result;

/// The sections that the document has of the report for the same purpose.
pub fn sections(order: &Order, family: &Family) -> &'static [Section] {
    let (scope, output) = (&order.scope, &order.output);
    let is_whole = scope.list.is_none() && output.section.is_none() && !output.to.is_a_file_a_section();
    let is_undivided = scope.question.every.is_none() && scope.question.by.is_empty();
    let part = DocumentPart::named(family.name).filter(|_| output.format.is_charted());
    match part {
        Some(part) if is_whole && is_undivided => part.over_time,
        Some(_) | None => &[],
    }
}

/// Their tables.
///
/// # Errors
/// As their making.
pub fn tables(sections: &[Section], run: &Run) -> Result<Vec<Table>> {
    if sections.is_empty() {
        return Ok(Vec::new());
    }
    let over_time = run.over_time(None)?;
    let mut tables = Vec::new();
    for section in sections {
        tables.push((section.build)(&over_time, section)?);
    }
    Ok(tables)
}
