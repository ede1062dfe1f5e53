//! `demo`: made-up exports to try.

use super::commands::DemoArgs;
use super::{Ending, Surroundings};
use crate::demo::{write, Options};
use crate::scope::clockface::day_of;
use crate::ui::Ui;
use anyhow::Result;

/// Damaged rows of each kind that `--bad-rows` puts in.
const BAD_ROWS: u32 = 3;

/// Writes the exports and says what was written.
///
/// # Errors
/// If the folder holds files already or cannot be written.
pub fn perform(args: &DemoArgs, surroundings: &Surroundings, ui: &Ui) -> Result<Ending> {
    let until = args.until.unwrap_or_else(|| day_of(surroundings.system_zone(), surroundings.now));
    let options = Options {
        conversations: u64::from(args.conversations),
        seed: args.seed,
        bad_rows: if args.bad_rows { BAD_ROWS } else { 0 },
        ..Options::new(until)
    };
    let written = write(&args.out, &options)?;
    for file in &written.files {
        ui.note(&format!("{}: {} rows", file.path.display(), file.rows));
        for (damage, count) in &file.damaged {
            ui.note(&format!("  {count} with a fault: {damage:?}"));
        }
    }
    ui.hint(&format!("insights summary {} --as-of latest", args.out.display()));
    Ok(Ending::Complete)
}
