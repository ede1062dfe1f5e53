//! A report on exports larger than memory: their rows were put aside while they were read, and the facts of each division
//! are derived and kept on the disk until they are folded.

use super::evidence::{threads, Evidence};
use super::part_contents::PartMaker;
use super::stage::Stage;
use super::united::{time_of, unite, WantedParts};
use super::Order;
use crate::archive::{is_archive, AsideOptions};
use crate::facts::faq::keep_shown_titles;
use crate::facts::{Rules, Wanted};
use crate::fitting::index;
use crate::load::{DividedRows, Loaded};
use crate::memory;
use crate::parts::{are_named, write, Division, OpenPart, PartCustomers, PartFolder, PartPlace, Plan, Terms};
use crate::threads::side_by_side_on;
use anyhow::Result;
use std::fs::File;
use std::io::BufWriter;
use std::sync::Arc;

/// The part of the memory allowed that rows of conversations may take before they are put aside: more goes for what is known
/// by name, for reading and for room to grow.
const SHARE: u64 = 6;
/// The name of the part of what was not put aside.
const REST: &str = "rest";

/// Whether the facts of some conversations are the same whatever else is read.
pub fn are_facts_apart(order: &Order, wanted: &Wanted) -> bool {
    let input = &order.input;
    input.sources.is_empty()
        && input.customers.is_none()
        && input.rejects.is_none()
        && order.pseudonyms.is_none()
        && order.parts.is_none()
        && !wanted.reading
}

/// Where rows go that there is no room for; `None` where a report needs them all at hand.
pub fn aside(order: &Order, stage: &Stage, wanted: &Wanted) -> Option<AsideOptions> {
    let is_divided = are_facts_apart(order, wanted)
        && wanted.is_folded
        && !order.input.paths.iter().any(|path| is_archive(path));
    let most = memory::allowed(order.input.memory)? / SHARE;
    is_divided.then(|| AsideOptions {
        folder: stage.around.temporary_folder(),
        most: index(most),
        by_month: false,
        others: true,
        give_back: stage.around.give_back,
        advice: "--memory SIZE lets more of them stay; TMPDIR=FOLDER names another place",
    })
}

/// What a report stands on, of what was loaded.
///
/// # Errors
/// If the disk did not take the rows put aside, or does not take facts; if the period is impossible.
pub fn gather(
    order: &Order,
    stage: &Stage,
    (loaded, rows, aside): (Loaded, DividedRows, &AsideOptions),
    wanted: Wanted,
) -> Result<Evidence> {
    let refused = |fault: anyhow::Error| aside.refused(&fault);
    aside.give_back();
    let mut latest = None;
    if wanted.every_instant {
        latest = loaded.dataset.latest();
        let others = rows.others().into_iter().map(|table| rows.other(table));
        for own in others.chain(DividedRows::numbers().map(|number| rows.division(number))) {
            latest = latest.max(own.map_err(refused)?.dataset.latest());
        }
    }
    let as_of = order.scope.time(latest)?.as_of;
    let rules = Rules { zone: order.scope.question.zone, ..order.config.rules(as_of) };
    let buckets = Division::Buckets(DividedRows::numbers().end);
    let plan = Plan::new(Terms::new(rules.clone()), buckets, &loaded.dataset);
    let derived = Wanted { is_folded: false, ..wanted.clone() };
    let maker = PartMaker { rules, plan: Some(&plan), wanted: derived, threads: 1 };
    let maker = PartsAside { maker, aside, plan: plan.checksum()? };
    let progress = stage.ui.progress("deriving", Some(u64::from(DividedRows::numbers().end)));
    let mut files = vec![maker.part(loaded, REST)?];
    for table in rows.others() {
        let mut loaded = rows.other(table).map_err(refused)?;
        keep_shown_titles(&mut loaded.dataset, as_of);
        files.push(maker.part(loaded, table.schema().name)?);
        aside.give_back();
    }
    let derived = side_by_side_on(threads(order), DividedRows::numbers().collect(), |number| {
        let rows = rows.division(number).map_err(refused)?;
        let part = maker.part(rows, &number.to_string());
        progress.bytes(1);
        part
    });
    drop(rows);
    for part in derived {
        files.push(part?);
    }
    aside.give_back();
    // What they say of themselves would lie scattered over all that was let go, and keep it.
    let parts: Vec<OpenPart> = files.into_iter().map(OpenPart::hold).collect::<Result<_>>()?;
    let time = time_of(order, as_of, (&parts, &wanted))?;
    // Their names are gone before anything is folded, where nobody asks for them.
    let customers = if are_named(&wanted) { None } else { Some(PartCustomers::of(&parts)?) };
    let parts = Arc::new(PartFolder::of(plan.terms, parts, customers));
    let mut evidence = unite(order, stage, WantedParts { parts: &parts, time, wanted })?;
    evidence.answers.wait_in_turn();
    Ok(evidence)
}

/// Makes parts that go with the run.
struct PartsAside<'a> {
    maker: PartMaker<'a>,
    aside: &'a AsideOptions,
    /// What tells the plan of all parts from others.
    plan: String,
}

impl PartsAside<'_> {
    /// The facts of some conversations, on the disk.
    fn part(&self, loaded: Loaded, name: &str) -> Result<File> {
        let place = PartPlace { plan: self.plan.clone(), name: name.to_owned() };
        let contents = self.maker.make(loaded, Some(place))?;
        let written = || {
            let mut file = BufWriter::new(tempfile::tempfile_in(&self.aside.folder)?);
            write(&mut file, contents)?;
            file.into_inner().map_err(std::io::IntoInnerError::into_error)
        };
        Ok(written().map_err(|fault| self.aside.refused(&fault))?)
    }
}
