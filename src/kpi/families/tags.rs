//! `tags`: every figure per tag, and per category path with the sums of what lies under it.

use super::summary::FIGURES;
use crate::facts::{Domain, Lists};
use crate::kpi::axis::{Axis, Classes, Classing};
use crate::kpi::layout::{Cut, GroupNames, Layout};
use crate::kpi::section::{Family, Section, OF_CONVERSATIONS};
use crate::kpi::shapes::{ranked_tags, with_share};
use crate::kpi::table::Run;
use crate::report::{Cell, Table};
use anyhow::Result;
use std::collections::BTreeMap;

/// The report.
pub static FAMILY: Family = Family {
    name: "tags",
    about: "Tags and categories",
    dimensions: &["category"],
    has_rankings: true,
    own: OF_CONVERSATIONS,
    things: "conversations",
    sections: &[
        Section { name: "tags", at_first_sight: true, kpis: FIGURES, build: ranked_tags },
        Section { name: "categories", at_first_sight: false, kpis: FIGURES, build: categories },
    ],
};

fn categories(run: &Run, section: &Section) -> Result<Table> {
    let paths = Paths::of(&run.facts.dictionary(Domain::Category).texts().collect::<Vec<_>>());
    let levels = paths.levels;
    let classing = Classing::new("category", move |facts| {
        let mut lists = Lists::default();
        for &code in &facts.conversations.category {
            lists.push(levels.get(code as usize).map_or(&[], Vec::as_slice));
        }
        Classes::Lists(lists)
    });
    let names: Vec<Cell> = paths.names.into_iter().map(Cell::Text).collect();
    let layout = Layout::along(
        "category",
        ["Category", "Categorie", "Kategoria", "Kategori", "Kategorie"],
        Axis::Classed(classing),
    );
    let layout = layout.named(GroupNames::Listed(&names)).cut(Cut::Whole);
    let mut table = run.table(section.name, &layout, section.kpis)?;
    with_share(run, &mut table);
    Ok(table)
}

/// All prefixes of all paths: `A`, `A > B`, `A > B > C`.
struct Paths {
    /// In the order of their texts.
    names: Vec<String>,
    /// The prefixes of each path.
    levels: Vec<Vec<u32>>,
}

impl Paths {
    fn of(paths: &[&str]) -> Paths {
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        for prefix in paths.iter().flat_map(|path| prefixes(path)) {
            numbers.insert(prefix, 0);
        }
        for (number, place) in numbers.values_mut().zip(0..) {
            *number = place;
        }
        let mut levels = Vec::new();
        for path in paths {
            levels.push(prefixes(path).iter().filter_map(|prefix| numbers.get(prefix).copied()).collect());
        }
        Paths { levels, names: numbers.into_keys().collect() }
    }
}

fn prefixes(path: &str) -> Vec<String> {
    let mut prefixes: Vec<String> = Vec::new();
    for level in path.split('>').map(str::trim).filter(|level| !level.is_empty()) {
        prefixes.push(match prefixes.last() {
            Some(above) => format!("{above} > {level}"),
            None => level.to_string(),
        });
    }
    prefixes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_has_a_row() {
        let paths = Paths::of(&["B", "A > C", "A"]);
        assert_eq!(paths.names, ["A", "A > C", "B"]);
        assert_eq!(paths.levels, [vec![2], vec![0, 1], vec![0]]);
    }
}
