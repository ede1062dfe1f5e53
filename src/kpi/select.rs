//! Which rows count, and in which bucket and group: the step before any folding.

use super::asked::Asked;
use super::definition::{Calculation, Fold};
use crate::facts::dimension::Place;
use crate::facts::{Dimension, Facts, Grain, Moment, MISSING, NONE};
use crate::scope::bucket::Buckets;
use crate::scope::filter::Sieve;
use foldhash::fast::FixedState;
use hashbrown::hash_map::Entry;
use hashbrown::HashMap;

/// Which instant puts a fact into the period and its buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Anchor {
    /// Its own moment.
    #[default]
    Event,
    /// The creation of its conversation.
    Created,
    /// The last close of its conversation.
    Closed,
    /// The first answer in its conversation.
    Answered,
}

impl Anchor {
    fn instants(self, facts: &Facts) -> Option<&[i64]> {
        match self {
            Anchor::Event => None,
            Anchor::Created => Some(&facts.conversations.created_at),
            Anchor::Closed => Some(&facts.conversations.closed_at),
            Anchor::Answered => Some(&facts.conversations.answered_at),
        }
    }
}

/// What is looked at: a period in buckets, through filters.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The buckets.
    pub buckets: &'a Buckets,
    /// The filters.
    pub sieve: &'a Sieve,
    /// What places a fact.
    pub anchor: Anchor,
}

/// One way of telling rows apart.
#[derive(Clone, Copy)]
pub enum Axis<'a> {
    /// A dimension; rows without a value form a group of their own.
    Dimension(&'static Dimension),
    /// Several values of the row's conversation; rows without any belong nowhere.
    Several(&'a dyn Fn(usize) -> &'a [u32]),
    /// A class worked out from the row's place and the instant that places it; [`NONE`]: belongs nowhere.
    Class(&'a dyn Fn(usize, i64) -> u32),
}

/// Bucket, then a code an axis.
pub type Key = [u32; 4];
/// Most axes of a query.
pub const AXES: usize = 3;

/// The groups met so far; each has a number.
#[derive(Default)]
pub struct Groups {
    numbers: HashMap<Key, u32, FixedState>,
    /// The key of each number.
    pub keys: Vec<Key>,
}

impl Groups {
    fn number(&mut self, key: Key) -> u32 {
        match self.numbers.entry(key) {
            Entry::Occupied(met) => *met.get(),
            Entry::Vacant(new) => {
                self.keys.push(key);
                *new.insert(self.keys.len() as u32 - 1)
            }
        }
    }
}

/// The rows of one fact table that count, each with the number of its group.
#[derive(Default)]
pub struct Selection {
    /// Places in the fact table; one stands several times where it belongs to several groups.
    pub rows: Vec<u32>,
    /// The group of each.
    pub groups: Vec<u32>,
}

/// Chooses the rows of one grain at one moment.
pub fn select(
    facts: &Facts,
    (grain, moment, is_stock): (Grain, &Moment, bool),
    view: &View,
    axes: &[Axis],
    groups: &mut Groups,
) -> Selection {
    let (at, credit) = ((moment.at)(facts), moment.credit.of(facts));
    let conversations = grain.table().conversations(facts);
    let sieve = view.sieve.of(grain);
    let anchors = view.anchor.instants(facts);
    let mut selection = Selection::default();
    let mut keys: Vec<Key> = Vec::new();
    let mut last = (Key::default(), NONE);
    for (row, &at) in at.iter().enumerate() {
        if at == MISSING {
            continue;
        }
        let conversation = conversations.at(row);
        let placed = match anchors {
            None => at,
            Some(instants) => instants.get(conversation as usize).copied().unwrap_or(MISSING),
        };
        let Some(bucket) = bucket_of(view, placed, at, is_stock) else { continue };
        let agent = credit(row, conversation);
        if !sieve.passes(row, conversation, agent) {
            continue;
        }
        keys.clear();
        keys.push([bucket, NONE, NONE, NONE]);
        for (place, axis) in axes.iter().enumerate() {
            spread(&mut keys, place + 1, axis, facts, (row, conversation, agent, placed));
        }
        for &key in &keys {
            if last.1 == NONE || last.0 != key {
                last = (key, groups.number(key));
            }
            selection.rows.push(row as u32);
            selection.groups.push(last.1);
        }
    }
    selection
}

/// The bucket of a fact; a stock counts from the bucket on at whose end the fact lies behind.
fn bucket_of(view: &View, placed: i64, at: i64, is_stock: bool) -> Option<u32> {
    let edges = &view.buckets.edges;
    if is_stock && view.anchor == Anchor::Event {
        let bucket = edges.get(1..)?.partition_point(|end| *end <= at);
        return (bucket < view.buckets.len()).then_some(bucket as u32);
    }
    let bucket = view.buckets.index_of(placed)?;
    (!is_stock || at < edges[bucket + 1]).then_some(bucket as u32)
}

/// Sets one place of every key; where a row has several values, each key becomes several.
fn spread(keys: &mut Vec<Key>, place: usize, axis: &Axis, facts: &Facts, row: (usize, u32, u32, i64)) {
    let (row, conversation, agent, placed) = row;
    let mut set = |code: u32| keys.iter_mut().for_each(|key| key[place] = code);
    match axis {
        Axis::Dimension(dimension) => match dimension.place {
            Place::Credit => set(agent),
            Place::Row(_, of) => set(of(facts).get(row).copied().unwrap_or(NONE)),
            Place::Conversation(of) | Place::Path(of) => {
                set(of(facts).get(conversation as usize).copied().unwrap_or(NONE));
            }
            Place::Tags => match facts.tags.get(conversation as usize) {
                [] => set(NONE),
                tags => multiply(keys, place, tags),
            },
        },
        Axis::Several(of) => multiply(keys, place, of(conversation as usize)),
        Axis::Class(of) => match of(row, placed) {
            NONE => keys.clear(),
            code => set(code),
        },
    }
}

fn multiply(keys: &mut Vec<Key>, place: usize, codes: &[u32]) {
    let before = std::mem::take(keys);
    for mut key in before {
        for (at, &code) in codes.iter().enumerate() {
            if !codes[..at].contains(&code) {
                key[place] = code;
                keys.push(key);
            }
        }
    }
}

/// The figures that fold the same rows, so that they are chosen once.
pub struct Batch {
    /// Fact table.
    pub grain: Grain,
    /// What places its rows.
    pub moment: &'static Moment,
    /// Whether the figures are stocks.
    pub is_stock: bool,
    /// The figures, with their places among the figures asked for.
    pub kpis: Vec<(usize, Asked)>,
}

/// Brings figures of one grain and moment together.
pub fn batches(kpis: &[Asked]) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for (place, &kpi) in kpis.iter().enumerate() {
        let Calculation::Fold { over, moment, fold, .. } = kpi.calculation else { continue };
        let is_stock = matches!(fold, Fold::Stock(_));
        let same = batches
            .iter_mut()
            .find(|b| b.grain == over && std::ptr::eq(b.moment, moment) && b.is_stock == is_stock);
        match same {
            Some(batch) => batch.kpis.push((place, kpi)),
            None => batches.push(Batch { grain: over, moment, is_stock, kpis: vec![(place, kpi)] }),
        }
    }
    batches
}
