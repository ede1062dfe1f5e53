//! Which rows count, and in which bucket and group: the step before any folding.

use super::asked::Asked;
use super::axis::{AxisCodes, Key, PlacedRow};
use super::definition::{Calculation, Fold, Kpi};
use crate::facts::{empty_for, DateRows, Facts, Grain, Moment, MISSING, NONE};
use crate::fitting::numbered;
use crate::scope::bucket::Buckets;
use crate::scope::filter::Sieve;
use crate::scope::question::Anchor;
use foldhash::fast::RandomState;
use hashbrown::hash_map::Entry;
use hashbrown::HashMap;
use std::ops::Range;

/// So many rows are looked at before those among them that count are taken.
const AT_ONCE: usize = 64;

/// What is looked at: facts of a period in buckets, through filters.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// The buckets.
    pub buckets: &'a Buckets,
    /// The filters.
    pub sieve: &'a Sieve<'a>,
    /// What places a fact.
    pub anchor: Anchor,
}

/// The groups met so far; each has a number.
#[derive(Default)]
pub struct Groups {
    numbers: HashMap<Key, u32, RandomState>,
    /// The key of each number.
    pub keys: Vec<Key>,
}

impl Groups {
    /// The number of a group, a new one where it was not met.
    pub fn number(&mut self, key: Key) -> u32 {
        match self.numbers.entry(key) {
            Entry::Occupied(met) => *met.get(),
            Entry::Vacant(new) => {
                self.keys.push(key);
                *new.insert(numbered(self.keys.len()) - 1)
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

impl Selection {
    /// Makes room for so many rows in the place of those chosen before.
    fn begin(&mut self, rows: usize) {
        empty_for(rows, &mut self.rows);
        empty_for(rows, &mut self.groups);
    }
}

/// Which rows of which fact table can count, and when.
#[derive(Clone, Copy)]
pub struct RowChoice {
    /// Fact table.
    pub grain: Grain,
    /// What places its rows.
    pub moment: &'static Moment,
    /// Whether they are the steps of a stock.
    pub is_stock: bool,
}

impl PartialEq for RowChoice {
    fn eq(&self, other: &RowChoice) -> bool {
        self.grain == other.grain
            && std::ptr::eq(self.moment, other.moment)
            && self.is_stock == other.is_stock
    }
}

/// Chooses the rows that count, in the place of those chosen before, whose room is used again.
pub fn select(
    source: RowChoice,
    view: &View,
    (axes, groups): (&[AxisCodes], &mut Groups),
    selection: &mut Selection,
) {
    let RowChoice { grain, moment, is_stock } = source;
    let facts = view.facts;
    let at = (moment.at)(facts);
    let credit = moment.credit.of(facts);
    let conversations = grain.table().conversations(facts);
    let sieve = view.sieve.of(grain);
    let anchors = view.anchor.instants(facts);
    let by_hour = view.buckets.are_hours || axes.iter().any(AxisCodes::is_by_hour);
    let dates = UndatedRows::new(view, moment).filter(|_| by_hour && !is_stock);
    if axes.is_empty() && view.sieve.is_open() && anchors.is_none() && dates.is_none() && !is_stock {
        return select_by_time(at, view.buckets, groups, selection);
    }
    selection.begin(at.len());
    let mut placing = Placing::of(axes);
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
        if dates.is_some_and(|dates| dates.hold(row, conversation)) {
            continue;
        }
        let agent = credit(row, conversation);
        if !sieve.passes(row, conversation, agent) {
            continue;
        }
        let placed = PlacedRow { row, conversation, agent, at: placed };
        for &group in placing.groups(bucket, &placed, groups) {
            selection.rows.push(numbered(row));
            selection.groups.push(group);
        }
    }
}

/// Which groups rows belong to. Rows of one conversation stand together, and mostly belong to the same.
struct Placing<'a> {
    axes: &'a [AxisCodes<'a>],
    /// Whether no axis tells rows of one conversation, bucket and agent apart.
    is_by_conversation: bool,
    /// Bucket, conversation and agent of the row before.
    before: (u32, u32, u32),
    /// The groups of that row.
    numbers: Vec<u32>,
    keys: Vec<Key>,
    /// The group met last.
    last: (Key, u32),
}

impl<'a> Placing<'a> {
    fn of(axes: &'a [AxisCodes<'a>]) -> Placing<'a> {
        let is_by_conversation = axes.iter().all(AxisCodes::is_by_conversation);
        let last = (Key::default(), NONE);
        let (numbers, keys) = (Vec::new(), Vec::new());
        Placing { axes, is_by_conversation, before: (NONE, NONE, NONE), numbers, keys, last }
    }

    /// The groups of a row in a bucket.
    fn groups(&mut self, bucket: u32, row: &PlacedRow, groups: &mut Groups) -> &[u32] {
        let own = (bucket, row.conversation, row.agent);
        let is_as_before = own == self.before && row.conversation != NONE;
        if is_as_before && self.is_by_conversation {
            return &self.numbers;
        }
        self.before = own;
        self.keys.clear();
        self.keys.push(PlacedRow::key(bucket));
        for (place, axis) in self.axes.iter().enumerate() {
            row.spread(axis, place + 1, &mut self.keys);
        }
        self.numbers.clear();
        for &key in &self.keys {
            if self.last.1 == NONE || self.last.0 != key {
                self.last = (key, groups.number(key));
            }
            self.numbers.push(self.last.1);
        }
        &self.numbers
    }
}

/// Chooses the rows of these moments that lie in a bucket, where nothing else is asked of them.
fn select_by_time(at: &[i64], buckets: &Buckets, groups: &mut Groups, selection: &mut Selection) {
    selection.begin(at.len());
    if let [start, end] = buckets.edges[..] {
        take_within(at, start..end, &mut selection.rows);
        if !selection.rows.is_empty() {
            selection.groups.resize(selection.rows.len(), groups.number(PlacedRow::key(0)));
        }
        return;
    }
    // Most rows lie in the bucket of the one before.
    let (mut bucket, mut group) = (0..0, NONE);
    for (row, at) in at.iter().enumerate() {
        if !bucket.contains(at) {
            let Some(place) = buckets.index_of(*at) else { continue };
            bucket = buckets.edges[place]..buckets.edges[place + 1];
            group = groups.number(PlacedRow::key(numbered(place)));
        }
        selection.rows.push(numbered(row));
        selection.groups.push(group);
    }
}

/// Takes the moments that lie in a time; without a branch a row, since nobody can foresee which do.
fn take_within(at: &[i64], time: Range<i64>, rows: &mut Vec<u32>) {
    let mut row = 0;
    for some in at.chunks(AT_ONCE) {
        let (mut within, mut count) = ([0; AT_ONCE], 0);
        for at in some {
            within[count % AT_ONCE] = row;
            count += usize::from(time.contains(at));
            row += 1;
        }
        rows.extend_from_slice(&within[..count]);
    }
}

/// Rows without a time of day, which belong to no hour.
#[derive(Clone, Copy)]
struct UndatedRows<'a> {
    /// Which rows, or which conversations, are placed by a date.
    dates: &'a DateRows,
    by_conversation: bool,
}

impl<'a> UndatedRows<'a> {
    fn new(view: &View<'a>, moment: &Moment) -> Option<UndatedRows<'a>> {
        let anchor = view.anchor.moment();
        let dates = view.facts.dates_of(anchor.unwrap_or(moment))?;
        Some(UndatedRows { dates, by_conversation: anchor.is_some() })
    }

    fn hold(self, row: usize, conversation: u32) -> bool {
        self.dates.is(if self.by_conversation { conversation as usize } else { row })
    }
}

/// Whether any row counts.
pub fn is_met(source: RowChoice, view: &View) -> bool {
    let RowChoice { grain, moment, is_stock } = source;
    let (at, credit) = ((moment.at)(view.facts), moment.credit.of(view.facts));
    let (conversations, sieve) = (grain.table().conversations(view.facts), view.sieve.of(grain));
    let anchors = view.anchor.instants(view.facts);
    at.iter().enumerate().filter(|(_, at)| **at != MISSING).any(|(row, &at)| {
        let conversation = conversations.at(row);
        let placed =
            anchors.map_or(at, |instants| instants.get(conversation as usize).copied().unwrap_or(MISSING));
        bucket_of(view, placed, at, is_stock).is_some()
            && sieve.passes(row, conversation, credit(row, conversation))
    })
}

/// The bucket of a fact; a stock counts from the bucket on at whose end the fact lies behind.
fn bucket_of(view: &View, placed: i64, at: i64, is_stock: bool) -> Option<u32> {
    let edges = &view.buckets.edges;
    if is_stock && view.anchor == Anchor::Event {
        let bucket = edges.get(1..)?.partition_point(|end| *end <= at);
        return (bucket < view.buckets.len()).then_some(numbered(bucket));
    }
    let bucket = view.buckets.index_of(placed)?;
    (!is_stock || at < edges[bucket + 1]).then_some(numbered(bucket))
}

/// The figures that fold the same rows, so that they are chosen once.
pub struct Batch {
    /// The rows.
    pub source: RowChoice,
    /// The figures, with their places among the figures asked for.
    pub kpis: Vec<(usize, Asked)>,
}

/// Brings figures of the same rows together.
pub fn batches(kpis: &[Asked]) -> Vec<Batch> {
    let mut batches: Vec<Batch> = Vec::new();
    for (place, &kpi) in kpis.iter().enumerate() {
        let Some(source) = kpi.source() else { continue };
        match batches.iter_mut().find(|batch| batch.source == source) {
            Some(batch) => batch.kpis.push((place, kpi)),
            None => batches.push(Batch { source, kpis: vec![(place, kpi)] }),
        }
    }
    batches
}

impl Kpi {
    /// The rows that it is made from in the end.
    pub fn sources(&self) -> Vec<RowChoice> {
        match self.calculation {
            Calculation::Fold { .. } => self.source().into_iter().collect(),
            Calculation::Of(_, parts) => parts.iter().flat_map(|part| part.sources()).collect(),
        }
    }

    /// The rows it folds; a figure made from others folds none itself.
    pub fn source(&self) -> Option<RowChoice> {
        match self.calculation {
            Calculation::Fold { over, moment, fold, .. } => {
                Some(RowChoice { grain: over, moment, is_stock: matches!(fold, Fold::Stock(_)) })
            }
            Calculation::Of(..) => None,
        }
    }
}
