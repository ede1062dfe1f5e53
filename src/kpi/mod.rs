//! Key figures as data, and the reports they make up.
//!
//! ```text
//! Section ─layout, asked─▶ Query ─answers: select, fold─▶ QueryAnswer ─figures─▶ Grid ─table, columns─▶ Table
//! ```
//!
//! In `select` the rows go that filters leave out.

mod answers;
mod aside;
mod asked;
mod axis;
mod columns;
mod compare;
pub mod coverage;
mod definition;
pub mod document;
mod families;
mod figures;
mod fold;
mod group_rows;
mod headline;
pub mod judged;
mod layout;
pub mod list;
mod section;
mod select;
mod shapes;
mod table;

pub use answers::Answers;
pub use axis::AXES as MOST_DIMENSIONS;
pub use definition::{Calculation, Combine, Fold, Kpi};
pub use families::times::default_groups;
pub use section::{Family, Section};
pub use table::{HeadlinePlace, Run, Side};

pub use section::unique;

/// All reports.
pub static FAMILIES: &[&Family] = &[
    &families::summary::FAMILY,
    &families::agents::FAMILY,
    &families::channels::FAMILY,
    &families::tags::FAMILY,
    &families::times::FAMILY,
    &families::quality::FAMILY,
    &families::phone::FAMILY,
    &families::ai::FAMILY,
    &families::faq::FAMILY,
];

/// The report of that command.
pub fn family(name: &str) -> Option<&'static Family> {
    FAMILIES.iter().copied().find(|family| family.name == name)
}

/// All figures, each once, in the order of the reports.
pub fn all() -> Vec<&'static Kpi> {
    unique(FAMILIES.iter().flat_map(|family| family.kpis()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_stands_in_a_report_under_an_id_of_its_own() {
        let shown = all();
        let mut parts = Vec::new();
        for kpi in &shown {
            if let Calculation::Of(_, of) = &kpi.calculation {
                parts.extend(of.iter().copied());
            }
        }
        let mut known = std::collections::BTreeSet::new();
        for kpi in families::DEFINED.iter().copied().flatten() {
            assert!(
                known.insert((kpi.id, kpi.grain())),
                "two figures about one kind of fact are called {}",
                kpi.id
            );
            let stands = shown.contains(kpi) || parts.contains(kpi);
            assert!(stands, "{} stands in no section of any report", kpi.id);
        }
        for kpi in shown {
            assert!(known.contains(&(kpi.id, kpi.grain())), "{} is in no list of what is defined", kpi.id);
        }
    }
}
