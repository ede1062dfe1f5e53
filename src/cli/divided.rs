//! A report on exports larger than memory: their rows were put aside while they were read, and the facts of each division
//! are derived and kept on the disk until they are folded.
#![allow(clippy::disallowed_methods)] // Files without a name, which go with the run.

use super::evidence::{threads, Evidence};
use super::part_contents::PartMaker;
use super::stage::Stage;
use super::united::{time_of, unite, WantedParts};
use super::Order;
use crate::archive::{is_archive, AsideOptions};
use crate::facts::{Rules, Wanted};
use crate::load::{DividedRows, Loaded};
use crate::memory;
use crate::parts::{write, Division, OpenPart, PartFolder, Plan, Terms};
use crate::scope::as_of::AsOf;
use crate::threads::side_by_side_on;
use anyhow::{Context, Result};
use std::io::{BufWriter, Write};
use std::sync::Arc;

/// The part of the memory allowed that rows of conversations may take before they are put aside: as much again goes for
/// what is known by name, for reading and for room to grow.
const SHARE: u64 = 4;
/// The name of the part of what is not about conversations.
const REST: &str = "rest";

/// Where rows go that there is no room for; `None` where a report needs them all at hand.
pub fn aside(order: &Order, wanted: &Wanted) -> Option<AsideOptions> {
    let input = &order.input;
    let is_plain = input.sources.is_empty()
        && input.customers.is_none()
        && input.rejects.is_none()
        && order.pseudonyms.is_none()
        && order.parts.is_none()
        && order.scope.as_of != AsOf::Latest
        && !input.paths.iter().any(|path| is_archive(path));
    let most = memory::allowed(input.memory)? / SHARE;
    let is_divided = is_plain && wanted.may_fold() && !wanted.reading;
    is_divided.then(|| AsideOptions {
        folder: std::env::temp_dir(),
        most: usize::try_from(most).unwrap_or(usize::MAX),
    })
}

/// What a report stands on, of what was loaded and the rows put aside on the way.
///
/// # Errors
/// If the disk does not take rows or facts, or the period is impossible.
pub fn gather(
    order: &Order,
    stage: &Stage,
    (loaded, rows): (Loaded, DividedRows),
    wanted: Wanted,
) -> Result<Evidence> {
    let as_of = order.scope.time(None)?.as_of;
    let rules = Rules { zone: order.scope.question.zone, ..order.config.rules(as_of) };
    let buckets = Division::Buckets(DividedRows::numbers().end);
    let plan = Plan::new(Terms::new(rules.clone()), buckets, &loaded.dataset);
    let derived = Wanted { is_folded: false, ..wanted.clone() };
    let maker = PartMaker { rules, plan: Some(&plan), wanted: derived, threads: 1 };
    let progress = stage.ui.progress("deriving", Some(u64::from(DividedRows::numbers().end)));
    let mut parts = vec![part(&maker, loaded, REST)?];
    let derived = side_by_side_on(threads(order), DividedRows::numbers().collect(), |number| {
        let part = part(&maker, rows.division(number)?, &number.to_string());
        progress.bytes(1);
        part
    });
    drop(rows);
    for part in derived {
        parts.push(part?);
    }
    let time = time_of(order, as_of, (&parts, &wanted))?;
    let parts = Arc::new(PartFolder::of(plan.terms, parts, None));
    unite(order, stage, WantedParts { parts: &parts, time, wanted })
}

/// The facts of some conversations, on the disk.
fn part(maker: &PartMaker, loaded: Loaded, name: &str) -> Result<OpenPart> {
    let place = maker.plan.map(|plan| plan.place(name)).transpose()?;
    let contents = maker.make(loaded, place)?;
    let folder = std::env::temp_dir();
    let write = || {
        let mut file = BufWriter::new(tempfile::tempfile_in(&folder)?);
        write(&mut file, contents)?;
        file.flush()?;
        file.into_inner().map_err(std::io::IntoInnerError::into_error)
    };
    let file = write().with_context(|| format!("cannot keep facts in {}", folder.display()))?;
    OpenPart::hold(file)
}
