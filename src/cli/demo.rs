//! `demo`: made-up exports to try.

use super::commands::DemoArgs;
use super::stage::Stage;
use super::Ending;
use crate::demo::{write, Options};
use crate::render::{escape, number, ENGLISH};
use crate::time::face::day_of;
use anyhow::Result;
use std::path::Path;

/// Damaged rows of each kind that `--bad-rows` puts in.
const BAD_ROWS: u32 = 3;

/// Writes the exports and says what was written.
///
/// # Errors
/// If the folder holds files already or cannot be written.
pub fn perform(args: &DemoArgs, stage: &Stage) -> Result<Ending> {
    let (around, ui) = (stage.around, stage.ui);
    let until = args.until.unwrap_or_else(|| day_of(around.system_zone(), around.now));
    let options = Options {
        conversations: u64::from(args.conversations),
        seed: args.seed,
        days: args.days,
        bad_rows: if args.bad_rows { BAD_ROWS } else { 0 },
        ..Options::new(until)
    };
    let written = write(&args.out, &options)?;
    ui.note(&format!("made-up exports written to {}:", args.out.display()));
    let names: Vec<String> = written.iter().map(|file| name(&file.path)).collect();
    let widest = names.iter().map(|name| escape::width(name)).max().unwrap_or(0);
    for (file, name) in written.iter().zip(&names) {
        let rows = escape::right(
            &number::grouped(i64::try_from(file.rows).unwrap_or(i64::MAX), &ENGLISH.numbers),
            7,
        );
        let faults: u64 = file.damaged.iter().map(|(_, count)| *count).sum();
        let faults = if faults == 0 { String::new() } else { format!(", {faults} with faults") };
        ui.note(&format!("  {}{rows} rows{faults}", escape::left(name, widest)));
    }
    ui.hint(&format!("insights summary {} --as-of latest", args.out.display()));
    Ok(Ending::Complete)
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    escape::visible(&name).into_owned()
}
