//! Random calls, views and searches: the program must agree with the naive computation in every cell.

use crate::dice::Dice;
use crate::harness;
use crate::line_worlds::{with_calls, with_faq};
use crate::oracle::rows::World;
use crate::oracle::setting::{Anchor, Compare, Dimension, Every, Setting};
use crate::properties::{difference, fails, for_seeds, without_places, write};
use crate::questions::period;
use crate::worlds::world;
use chrono::{Days, Weekday};
use chrono_tz::Tz;

/// A question without filters; anchor and groups are there to be ignored.
fn plain(dice: &mut Dice, setting: &Setting) -> Setting {
    let mut setting = setting.clone();
    (setting.from, setting.to) = period(dice, setting.from + Days::new(3));
    let days = (setting.to - setting.from).num_days();
    setting.anchor = dice.pick(&[Anchor::Event, Anchor::Event, Anchor::Created, Anchor::Closed]);
    setting.every = match dice.below(8) {
        0 if days < 4 && setting.tz != Tz::Pacific__Chatham => Some(Every::Hour),
        1 | 2 if days < 32 => Some(Every::Day),
        3 => Some(dice.pick(&[Every::Week, Every::Month, Every::Quarter, Every::Year])),
        _ => None,
    };
    setting.week_start = dice.pick(&[Weekday::Mon, Weekday::Mon, Weekday::Sun]);
    setting.compare = dice.pick(&[None, None, Some(Compare::Previous), Some(Compare::Year)]);
    if dice.one_in(6) {
        setting.by = vec![Dimension::Channel];
    }
    setting
}

fn phone_question(dice: &mut Dice, world: &World, setting: &Setting) -> Setting {
    let mut setting = plain(dice, setting);
    let dimensions =
        [Dimension::Channel, Dimension::Team, Dimension::Agent, Dimension::Agent, Dimension::Tag];
    for _ in 0..dice.pick(&[0, 0, 1, 1, 2]) {
        let (dimension, call) = (dice.pick(&dimensions), dice.pick(&world.calls));
        let value = match dimension {
            Dimension::Channel => Some(dice.pick(&["phone", "PHONE", "phone", "chat"]).to_string()),
            Dimension::Team => call.team,
            Dimension::Agent => call.agent,
            _ => call.tags.first().cloned(),
        };
        let Some(value) = value.filter(|_| !setting.filters.iter().any(|(known, _)| *known == dimension))
        else {
            continue;
        };
        setting.filters.push((dimension, vec![if dice.one_in(3) { format!("!{value}") } else { value }]));
    }
    if dice.one_in(8) {
        setting.tag_all = dice.pick(&world.calls).tags;
    }
    setting
}

/// Takes rows away as long as the difference stays.
fn smallest(name: &str, world: &World, setting: &Setting, first: String) -> String {
    let (mut world, mut told) = (world.clone(), first);
    let mut table = 0;
    let mut row = 0;
    while table < 4 {
        let mut less = world.clone();
        let removed = match table {
            0 => (row < less.calls.len()).then(|| drop(less.calls.remove(row))),
            1 => (row < less.views.len()).then(|| drop(less.views.remove(row))),
            2 => (row < less.searches.len()).then(|| drop(less.searches.remove(row))),
            _ => (row < less.conversations.len()).then(|| drop(less.conversations.remove(row))),
        };
        if removed.is_none() {
            (table, row) = (table + 1, 0);
            continue;
        }
        match fails(name, &less, setting).filter(|told| !told.starts_with("exit status")) {
            Some(difference) => (world, told) = (less, difference),
            None => row += 1,
        }
    }
    format!("{name} {}\n{told}\n{}", setting.arguments().join(" "), world.dump())
}

type Ask = fn(&mut Dice, &World, &Setting) -> Setting;

/// Whether there is nothing to read, or nothing of the report's.
fn has_nothing_to_report(name: &str, world: &World) -> bool {
    world.tables().iter().all(|(_, _, rows)| rows.is_empty()) || (name == "phone" && world.calls.is_empty())
}

fn agrees(name: &str, fill: fn(&mut Dice, &mut World, &Setting), ask: Ask) {
    for_seeds(48, |seed| {
        let mut dice = Dice(seed);
        let (mut world, middle) = world(&mut dice);
        fill(&mut dice, &mut world, &middle);
        if has_nothing_to_report(name, &world) {
            return Ok(());
        }
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("data");
        let spread = dice.one_in(3);
        write(&world, &folder, spread.then_some(&mut dice));
        for _ in 0..4 {
            let setting = ask(&mut dice, &world, &middle);
            if let Err(told) = difference(name, &world, &setting, &folder) {
                return Err(match fails(name, &world, &setting) {
                    Some(told) => smallest(name, &world, &setting, told),
                    None => format!("only with overlapping files: {told}\n{}", world.dump()),
                });
            }
        }
        Ok(())
    });
}

fn orders_change_nothing(name: &str, fill: fn(&mut Dice, &mut World, &Setting), ask: Ask) {
    for_seeds(8, |seed| {
        let mut dice = Dice(seed);
        let (mut world, middle) = world(&mut dice);
        fill(&mut dice, &mut world, &middle);
        if has_nothing_to_report(name, &world) {
            return Ok(());
        }
        let setting = ask(&mut dice, &world, &middle);
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("data");
        let mut printed = Vec::new();
        for threads in ["1", "2", "8"] {
            dice.shuffle(&mut world.calls);
            dice.shuffle(&mut world.views);
            dice.shuffle(&mut world.searches);
            write(&world, &folder, None);
            let mut words = [vec![name.to_string()], setting.arguments()].concat();
            words.extend(["--threads", threads, "--format", "json"].map(String::from));
            printed.push(without_places(&harness::output(&folder, &words)?));
        }
        if printed.iter().all(|bytes| *bytes == printed[0]) {
            return Ok(());
        }
        Err(format!("{:?}: other bytes\n{}", setting.arguments(), world.dump()))
    });
}

#[test]
fn every_cell_of_phone_agrees_with_the_naive_computation() {
    agrees("phone", with_calls, phone_question);
}

#[test]
fn the_order_of_legs_and_the_number_of_threads_change_no_byte() {
    orders_change_nothing("phone", with_calls, phone_question);
}

fn faq_question(dice: &mut Dice, _: &World, setting: &Setting) -> Setting {
    let mut setting = plain(dice, setting);
    setting.limit = dice.pick(&[None, None, None, Some(0), Some(2)]);
    setting
}

#[test]
fn every_cell_of_faq_agrees_with_the_naive_computation() {
    agrees("faq", with_faq, faq_question);
}

#[test]
fn the_order_of_views_and_the_number_of_threads_change_no_byte() {
    orders_change_nothing("faq", with_faq, faq_question);
}
