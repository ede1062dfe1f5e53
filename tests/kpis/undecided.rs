//! Takes out of a random world what the definitions do not decide, so that every difference is a fault.

use crate::oracle::rows::{Event, World};

/// Changes rows whose meaning at as-of is open: what only later rows tell.
pub fn settle(world: &mut World, as_of: i64) {
    let newest = |id: &str| {
        let rows = world.conversations.iter().filter(|row| row.id == id);
        rows.max_by_key(|row| row.updated).cloned()
    };
    let ahead = |id: &Option<String>| id.as_deref().and_then(newest).is_some_and(|row| row.created > as_of);
    let early: Vec<bool> =
        world.ratings.iter().map(|rating| rating.at <= as_of && ahead(&rating.conversation)).collect();
    let mut early = early.into_iter();
    world.ratings.retain(|_| !early.next().unwrap());
    for row in &mut world.conversations {
        let events: Vec<&Event> = world.events.iter().filter(|event| event.conversation == row.id).collect();
        if events.iter().all(|event| event.at > as_of) && !events.is_empty() {
            row.reopens = None;
        }
        let closing = |event: &&&Event| {
            event.at > as_of && ["closed", "ended", "autoclose"].contains(&event.kind.as_str())
        };
        if let (None, Some(close)) = (row.closed, events.iter().find(closing)) {
            row.closed = Some(close.at);
        }
        if row.first_reply.is_some_and(|at| at > as_of) {
            row.first_response = None;
        }
    }
}
