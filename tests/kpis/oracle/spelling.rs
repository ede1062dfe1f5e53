//! Agents, teams and brands whose names differ only in case or white space are one (rulings 48).

use super::rows::World;
use std::collections::BTreeMap;

/// Lower case, runs of white space one space.
pub fn folded(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

type Cells<'w> = Vec<&'w mut Option<String>>;

/// Every cell of one kind gets the spelling that most of them have, of equals the smallest.
fn unite(cells: Cells) {
    let mut often: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for name in cells.iter().filter_map(|cell| cell.as_ref()) {
        *often.entry(folded(name)).or_default().entry(name.clone()).or_default() += 1;
    }
    for name in cells.into_iter().filter_map(|cell| cell.as_mut()) {
        let spellings = &often[&folded(name)];
        let most = spellings.values().max().unwrap();
        *name = spellings.iter().find(|(_, times)| *times == most).unwrap().0.clone();
    }
}

/// The world with one spelling a name; `rated`: ratings are read too.
pub fn united(world: &World, rated: bool) -> World {
    let usable = super::scales::usable(&world.ratings);
    let mut world = world.clone();
    let mut agents: Cells = world.conversations.iter_mut().map(|row| &mut row.agent).collect();
    agents.extend(world.messages.iter_mut().map(|row| &mut row.author));
    agents.extend(world.events.iter_mut().map(|row| &mut row.agent));
    if rated {
        // a row that cannot be used has no names either
        let rows = world.ratings.iter_mut().zip(usable).filter(|(_, usable)| *usable);
        agents.extend(rows.map(|(row, _)| &mut row.agent));
    }
    unite(agents);
    unite(world.conversations.iter_mut().map(|row| &mut row.team).collect());
    unite(world.conversations.iter_mut().map(|row| &mut row.brand).collect());
    world
}
