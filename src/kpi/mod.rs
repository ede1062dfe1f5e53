//! Key figures as data, and the reports they make up.

mod asked;
mod columns;
mod compare;
mod definition;
mod families;
mod figures;
mod fold;
mod layout;
pub mod list;
mod section;
mod select;
mod shapes;
mod table;

pub use definition::{Calculation, Combine, Fold, Kpi};
pub use families::times::default_groups;
pub use section::{Family, Section};
pub use select::{Anchor, View, AXES as MOST_DIMENSIONS};
pub use table::{Run, Side};

use section::unique;

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
