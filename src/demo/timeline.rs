//! Everything that happens, day by day: conversations, and what goes beside them.

use super::calendar::HOUR;
use super::cast::{AGENTS, BRANDS};
use super::world::World;
use super::{calls, faq, orders, plots, posts};
use crate::dataset::TableName;
use std::io;

/// Number of the first conversation.
const FIRST: u64 = 100_001;

/// Everything happens: `conversations` conversations, day by day, and what goes with them.
pub(super) fn happen(world: &mut World, conversations: u64) -> io::Result<()> {
    introduce(world)?;
    posts::publish(world, conversations)?;
    let mut told = 0;
    let mut moments = Vec::new();
    for day in 0..world.calendar.days() {
        let so_far = world.calendar.so_far(day, conversations);
        moments.clear();
        moments.extend((told..so_far).map(|_| world.calendar.moment(day, &mut world.random)));
        moments.sort_unstable();
        for (id, at) in (FIRST + told..).zip(&moments) {
            plots::tell(world, id, *at)?;
            beside(world, *at)?;
        }
        told = so_far;
    }
    Ok(())
}

/// What happens at about the same time and leads to no conversation.
fn beside(world: &mut World, at: i64) -> io::Result<()> {
    let near = at + world.random.between(-2 * HOUR, 2 * HOUR);
    let near = near.clamp(world.calendar.start, world.calendar.end - 1);
    if world.random.chance(170) {
        calls::ring(world, at)?;
    }
    if world.random.chance(450) {
        faq::visit(world, near)?;
    }
    if world.random.chance(400) {
        orders::buy(world, near)?;
    }
    if world.random.chance(60) {
        posts::comment(world, near)?;
    }
    Ok(())
}

/// Writes the list of those who answer, with made-up addresses.
fn introduce(world: &mut World) -> io::Result<()> {
    let people = world.sheets.of(TableName::People);
    for agent in AGENTS {
        let mailbox = agent.brand.map_or("social", |brand| BRANDS[brand].currency).to_ascii_lowercase();
        let initial = agent.name.chars().next().filter(char::is_ascii).unwrap_or('x').to_ascii_lowercase();
        let letters: usize = agent.name.bytes().map(usize::from).sum();
        people.text(agent.name).text(agent.name).text(&format!("{initial}{letters}.{mailbox}@example.com"));
        people.text(if agent.pace <= 75 { "lead" } else { "agent" }).text(agent.team).end()?;
    }
    Ok(())
}
