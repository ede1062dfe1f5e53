//! Manners on stderr: errors, warnings, hints, trouble with rows and progress; never the report.

use crate::account::{Outcome, ProblemKind, Problems, Spot};
use crate::render::escape::{cut, visible};
use crate::render::paint::Paint;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, WeakProgressBar};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Progress is shown only of what takes longer.
const PATIENCE: Duration = Duration::from_millis(500);
/// Columns the words before a bar take at most.
const WORDS: usize = 40;

/// What the person wants to see, and what stderr is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Manners {
    /// Errors only.
    pub quiet: bool,
    /// Every kind of trouble, not only how much.
    pub verbose: bool,
    /// Whether ANSI colours may be written to stderr.
    pub color: bool,
    /// Columns of the terminal stderr is; `None` where it is none.
    pub width: Option<usize>,
}

/// The way to the person's attention; may be shared between threads.
pub struct Ui {
    manners: Manners,
    paint: Paint,
    stderr: Mutex<Box<dyn Write + Send>>,
    running: Mutex<Option<WeakProgressBar>>,
}

impl Ui {
    /// Writes to the stream given; progress goes to the process's stderr.
    pub fn new(manners: Manners, stderr: Box<dyn Write + Send>) -> Ui {
        Ui {
            manners,
            paint: Paint { color: manners.color },
            stderr: Mutex::new(stderr),
            running: Mutex::new(None),
        }
    }

    /// What was asked for.
    pub fn manners(&self) -> Manners {
        self.manners
    }

    /// One line with the whole chain of causes, then the hints among them a line each; quiet or not.
    pub fn error(&self, error: &anyhow::Error) {
        let mut cause = String::new();
        let mut hints: Vec<String> = Vec::new();
        for text in error.chain().map(ToString::to_string) {
            let (said, more) = without_hints(&text);
            hints.extend(more);
            if !said.is_empty() && !cause.ends_with(&said) {
                let joint = if cause.is_empty() { "" } else { ": " };
                cause = format!("{cause}{joint}{said}");
            }
        }
        self.print(&self.paint.error("error:"), &cause);
        self.print_hints(&hints);
    }

    /// Something the person should know though the run goes on; `hint:` lines in it stand alone.
    pub fn warn(&self, text: &str) {
        if !self.manners.quiet {
            let (said, hints) = without_hints(text);
            self.print(&self.paint.warning("warning:"), &said);
            self.print_hints(&hints);
        }
    }

    /// What would help.
    pub fn hint(&self, text: &str) {
        if !self.manners.quiet {
            self.print(&self.paint.hint("hint:"), text);
        }
    }

    /// A plain line.
    pub fn note(&self, text: &str) {
        if !self.manners.quiet {
            self.print("", text);
        }
    }

    /// A plain line for those who asked for more.
    pub fn detail(&self, text: &str) {
        if self.manners.verbose {
            self.note(text);
        }
    }

    /// Trouble with rows: how much of it in one line, or every kind where more was asked for.
    pub fn problems(&self, problems: &Problems) {
        match self.manners.verbose {
            true => listed(problems).iter().for_each(|line| self.note(line)),
            false => summed_up(problems).iter().for_each(|line| self.note(line)),
        }
    }

    /// A bar for `total` bytes, or a count of them where the total is not known. It appears after half a
    /// second, on a terminal only and never when quiet, and is gone once dropped.
    pub fn progress(&self, what: &str, total: Option<u64>) -> Progress {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let template = match total {
            Some(_) => "{msg} {wide_bar} {bytes} of {total_bytes}, {eta} left",
            None => "{spinner} {msg} {bytes}, {bytes_per_sec}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(cut(&visible(what), WORDS).into_owned());
        *locked(&self.running) = Some(bar.downgrade());
        let wanted = self.manners.width.is_some() && !self.manners.quiet;
        Progress { bar, settled: AtomicBool::new(!wanted) }
    }

    fn print_hints(&self, hints: &[String]) {
        for (place, hint) in hints.iter().enumerate() {
            if !hints[..place].contains(hint) {
                self.print(&self.paint.hint("hint:"), hint);
            }
        }
    }

    /// There is nobody left to tell where stderr can not be written. A bar that runs makes way.
    fn print(&self, word: &str, text: &str) {
        let gap = if word.is_empty() { "" } else { " " };
        let write = || {
            let mut stderr = locked(&self.stderr);
            let _ = writeln!(stderr, "{word}{gap}{}", visible(text));
            let _ = stderr.flush();
        };
        let running = locked(&self.running).as_ref().and_then(WeakProgressBar::upgrade);
        match running {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The text in one line, and the hints that stood on lines of their own.
fn without_hints(text: &str) -> (String, Vec<String>) {
    let hint = |line: &&str| line.trim_start().starts_with("hint:");
    let said: Vec<&str> =
        text.lines().filter(|line| !hint(line)).map(str::trim).filter(|line| !line.is_empty()).collect();
    let hints = text.lines().filter(hint).map(|line| line.trim_start()["hint:".len()..].trim().to_owned());
    (said.join(" "), hints.collect())
}

/// `9 rows could not be used, 3 repaired; -v shows them`; nothing where all rows were fine.
fn summed_up(problems: &Problems) -> Option<String> {
    let parts: Vec<(u64, String)> = [Outcome::Rejected, Outcome::Repaired, Outcome::Noted]
        .into_iter()
        .map(|outcome| (total(problems, outcome), outcome))
        .filter(|(count, _)| *count > 0)
        .enumerate()
        .map(|(place, (count, outcome))| (count, named(outcome, count, place == 0)))
        .collect();
    let them = if parts.iter().map(|(count, _)| count).sum::<u64>() == 1 { "it" } else { "them" };
    let texts: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
    (!texts.is_empty()).then(|| format!("{}; -v shows {them}", texts.join(", ")))
}

fn total(problems: &Problems, outcome: Outcome) -> u64 {
    problems.count(outcome).values().sum()
}

fn named(outcome: Outcome, count: u64, first: bool) -> String {
    let many = if count == 1 { "" } else { "s" };
    let rows = if first { format!("{count} row{many}") } else { count.to_string() };
    match outcome {
        Outcome::Rejected => format!("{rows} could not be used"),
        Outcome::Repaired => format!("{rows} repaired"),
        Outcome::SetAside => format!("{rows} set aside"),
        Outcome::Noted => format!("{count} note{many}"),
    }
}

/// Every kind under what became of its rows, with its first place.
fn listed(problems: &Problems) -> Vec<String> {
    let mut lines = Vec::new();
    for outcome in [Outcome::Rejected, Outcome::Repaired, Outcome::SetAside, Outcome::Noted] {
        let count = total(problems, outcome);
        if count > 0 {
            lines.push(format!("{}:", named(outcome, count, true)));
        }
        let kinds = problems.iter().filter(|(kind, ..)| kind.outcome == outcome);
        lines.extend(
            kinds.map(|(kind, count, places)| format!("  {}", described(kind, count, places.first()))),
        );
    }
    lines
}

/// `messages.csv row 12, column "at": not an instant: "yesterday"; write it as … (and 8 more)`
fn described(kind: &ProblemKind, count: u64, place: Option<&Spot>) -> String {
    let mut text = String::new();
    if let Some(place) = place {
        text.push_str(&place.file);
        if place.row > 0 {
            text.push_str(&format!(" row {}", place.row));
        }
    }
    if !kind.column.is_empty() {
        let joint = if text.is_empty() { "" } else { ", " };
        text.push_str(&format!("{joint}column \"{}\"", kind.column));
    }
    if !text.is_empty() {
        text.push_str(": ");
    }
    match (place.and_then(|place| place.value.as_deref()), kind.what.split_once("; ")) {
        (Some(value), Some((what, remedy))) => text.push_str(&format!("{what}: \"{value}\"; {remedy}")),
        (Some(value), None) => text.push_str(&format!("{}: \"{value}\"", kind.what)),
        (None, _) => text.push_str(&kind.what),
    }
    if count > 1 {
        text.push_str(&format!(" (and {} more)", count - 1));
    }
    text
}

/// Work under way; may be shared between threads.
pub struct Progress {
    bar: ProgressBar,
    settled: AtomicBool,
}

impl Progress {
    /// So many bytes more are done.
    pub fn bytes(&self, count: u64) {
        self.bar.inc(count);
        if !self.settled.load(Ordering::Relaxed) && self.bar.elapsed() >= PATIENCE {
            self.settled.store(true, Ordering::Relaxed);
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// How many bytes are done.
    pub fn done(&self) -> u64 {
        self.bar.position()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::{anyhow, Context};
    use std::io;
    use std::sync::Arc;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn said(manners: Manners, say: impl FnOnce(&Ui)) -> String {
        let shared = Shared::default();
        say(&Ui::new(manners, Box::new(shared.clone())));
        let bytes = shared.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    fn trouble() -> Problems {
        let mut problems = Problems::default();
        let kind = |outcome, column: &str, what: &str| ProblemKind {
            outcome,
            table: "messages",
            column: column.into(),
            what: what.into(),
        };
        let place = |row, value: Option<&str>| Spot {
            file: "messages.csv".into(),
            row,
            value: value.map(str::to_owned),
        };
        let instant = kind(Outcome::Rejected, "at", "not an instant; write it as 2026-03-01T09:00:00Z");
        for row in 12..21 {
            problems.note(instant.clone(), place(row, Some("yester\u{1b}day")));
        }
        let padded = kind(Outcome::Repaired, "", "row has 3 cells instead of 4");
        (30..33).for_each(|row| problems.note(padded.clone(), place(row, None)));
        problems.note(kind(Outcome::SetAside, "", "empty file"), place(0, None));
        problems
    }

    #[test]
    fn errors_are_one_line_and_their_hints() {
        let error = Err::<(), _>(anyhow!("no such\nfile\nhint: try `insights demo`"))
            .context("exports\u{1b}: can not be read\n  hint: see --help\nhint: try `insights demo`")
            .unwrap_err();
        let expected = "error: exports\\u{1b}: can not be read: no such file\n\
                        hint: see --help\nhint: try `insights demo`\n";
        let quiet = Manners { quiet: true, ..Manners::default() };
        assert_eq!(said(quiet, |ui| ui.error(&error)), expected);
    }

    #[test]
    fn a_cause_is_not_said_twice() {
        let error = anyhow!("disk full").context("report.csv: disk full");
        assert_eq!(said(Manners::default(), |ui| ui.error(&error)), "error: report.csv: disk full\n");
    }

    #[test]
    fn quiet_leaves_errors_only() {
        let speak = |ui: &Ui| {
            ui.warn("old\nhint: new");
            ui.hint("h");
            ui.note("n");
            ui.detail("d");
            ui.problems(&trouble());
        };
        assert_eq!(said(Manners { quiet: true, ..Manners::default() }, speak), "");
        assert_eq!(
            said(Manners::default(), speak),
            "warning: old\nhint: new\nhint: h\nn\n9 rows could not be used, 3 repaired; -v shows them\n"
        );
    }

    #[test]
    fn colour_marks_the_word_alone() {
        let manners = Manners { color: true, ..Manners::default() };
        assert_eq!(said(manners, |ui| ui.warn("w")), "\u{1b}[1;33mwarning:\u{1b}[0m w\n");
    }

    #[test]
    fn verbose_names_every_kind_with_its_first_place() {
        let verbose = Manners { verbose: true, ..Manners::default() };
        assert_eq!(
            said(verbose, |ui| ui.problems(&trouble())),
            "9 rows could not be used:\n  \
               messages.csv row 12, column \"at\": not an instant: \"yester\\u{1b}day\"; \
               write it as 2026-03-01T09:00:00Z (and 8 more)\n\
             3 rows repaired:\n  messages.csv row 30: row has 3 cells instead of 4 (and 2 more)\n\
             1 row set aside:\n  messages.csv: empty file\n"
        );
    }

    #[test]
    fn one_of_anything_is_said_as_one() {
        let mut problems = Problems::default();
        assert_eq!(said(Manners::default(), |ui| ui.problems(&problems)), "");
        let kind = ProblemKind {
            outcome: Outcome::Noted,
            table: "",
            column: "channel".into(),
            what: "unknown channel".into(),
        };
        problems.note(kind, Spot { file: "a.csv".into(), row: 2, value: Some("fax".into()) });
        assert_eq!(said(Manners::default(), |ui| ui.problems(&problems)), "1 note; -v shows it\n");
    }

    #[test]
    fn progress_counts_bytes_unseen_where_there_is_no_terminal() {
        let text = said(Manners::default(), |ui| {
            let progress = ui.progress("reading", Some(10));
            progress.bytes(4);
            progress.bytes(3);
            assert_eq!(progress.done(), 7);
            assert!(progress.bar.is_hidden());
        });
        assert_eq!(text, "");
    }
}
