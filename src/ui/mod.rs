//! Manners on stderr: errors, warnings, hints, trouble with rows and progress; never the report.

mod left_out;
mod problems;
mod progress;

pub use progress::Progress;

use crate::account::Book;
use crate::advice::Advised;
use crate::render::escape::{cut, visible};
use crate::render::paint::Paint;
use crate::render::prose;
use crate::threads::lock;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, WeakProgressBar};
use std::io::Write;
use std::sync::Mutex;

/// Columns the words before a bar take at most.
const WORDS: usize = 40;

/// What stands before a line, and how.
struct Lead {
    word: &'static str,
    paint: fn(Paint, &str) -> String,
}

const ERROR: Lead = Lead { word: "error:", paint: Paint::error };
const WARNING: Lead = Lead { word: "warning:", paint: Paint::warning };
const HINT: Lead = Lead { word: "hint:", paint: Paint::hint };
const PLAIN: Lead = Lead { word: "", paint: Paint::bold };

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

    /// One line with the whole chain of causes, then what to do a line each; quiet or not.
    pub fn error(&self, error: &anyhow::Error) {
        self.print_advised(&ERROR, &Advised::of(error));
    }

    /// Something the person should know though the run goes on, and what to do; empty where that is plain.
    pub fn warn(&self, what: &str, advice: &str) {
        if !self.manners.quiet {
            self.print_advised(&WARNING, &Advised::new(what, advice));
        }
    }

    /// What would help.
    pub fn hint(&self, text: &str) {
        if !self.manners.quiet {
            self.print(&HINT, text);
        }
    }

    /// A plain line.
    pub fn note(&self, text: &str) {
        if !self.manners.quiet {
            self.print(&PLAIN, text);
        }
    }

    /// A plain line for those who asked for more.
    pub fn detail(&self, text: &str) {
        if self.manners.verbose {
            self.note(text);
        }
    }

    /// Trouble with rows: what changes figures and how much there is besides, or every kind where more was asked for.
    pub fn problems(&self, book: &Book) {
        let lines = if self.manners.verbose {
            problems::listed(book)
        } else {
            for line in problems::loudest(book) {
                self.warn(&line, "");
            }
            problems::summed_up(book)
        };
        for line in &lines {
            self.note(line);
        }
    }

    /// Inputs of which nothing was read: those that were named each, of the others how many and the loudest causes, or
    /// each where more was asked for.
    pub fn left_out(&self, book: &Book) {
        let (named, found): (Vec<_>, Vec<_>) = book.left_out.iter().partition(|input| input.named);
        for input in &named {
            self.warn(&left_out::warning(input), &input.trouble.advice);
        }
        let lines = if self.manners.verbose { left_out::listed(&found) } else { left_out::summed_up(&found) };
        for line in &lines {
            self.note(line);
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
        *lock(&self.running) = Some(bar.downgrade());
        let wanted = self.manners.width.is_some() && !self.manners.quiet;
        Progress::new(bar, wanted)
    }

    fn print_advised(&self, lead: &Lead, said: &Advised) {
        self.print(lead, &said.what);
        for advice in &said.advice {
            self.print(&HINT, advice);
        }
    }

    /// There is nobody left to tell where stderr can not be written. A bar that runs makes way.
    fn print(&self, lead: &Lead, text: &str) {
        let gap = if lead.word.is_empty() { "" } else { " " };
        let line = format!("{}{gap}{}", lead.word, visible(text));
        let lines = match self.manners.width {
            Some(width) => prose::folded(&line, width),
            None => vec![line],
        };
        let lines = lines.join("\n");
        let text = lines.strip_prefix(lead.word).unwrap_or(&lines);
        let word = (lead.paint)(self.paint, lead.word);
        let write = || {
            let mut stderr = lock(&self.stderr);
            let _ = writeln!(stderr, "{word}{text}");
            let _ = stderr.flush();
        };
        let running = lock(&self.running).as_ref().and_then(WeakProgressBar::upgrade);
        match running {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Outcome, ProblemKind, Spot, Trouble};
    use anyhow::anyhow;
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

    /// Two rows of three bad values.
    fn faulty() -> Book {
        let mut book = Book::default();
        for (column, rows) in [("at", vec![12, 13]), ("by", vec![12])] {
            let kind = ProblemKind {
                outcome: Outcome::Repaired,
                table: "messages",
                column: column.into(),
                trouble: Trouble::plain("odd"),
            };
            let spot = |row| Spot { file: "m.csv".into(), row, value: None };
            book.note_rows(kind, rows.into_iter().map(spot));
        }
        book
    }

    #[test]
    fn errors_are_one_line_and_their_hints() {
        let cause = Advised::new("no such\nfile", "see --help").and("try `insights demo`").and("see --help");
        let error = anyhow!(cause).context("exports\u{1b}: can not be read");
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
            ui.warn("old", "new");
            ui.hint("h");
            ui.note("n");
            ui.detail("d");
            ui.problems(&faulty());
        };
        assert_eq!(said(Manners { quiet: true, ..Manners::default() }, speak), "");
        assert_eq!(
            said(Manners::default(), speak),
            "warning: old\nhint: new\nhint: h\nn\n2 rows repaired (3 values); -v shows them\n"
        );
    }

    #[test]
    fn colour_marks_the_word_alone() {
        let manners = Manners { color: true, ..Manners::default() };
        assert_eq!(said(manners, |ui| ui.warn("w", "")), "\u{1b}[1;33mwarning:\u{1b}[0m w\n");
    }

    #[test]
    fn a_terminal_gets_lines_that_it_has_room_for_and_commands_whole() {
        let speak =
            |ui: &Ui| ui.warn("a row of nine\nwords that do not fit", "try `insights demo --out here`");
        let narrow = Manners { color: true, width: Some(26), ..Manners::default() };
        assert_eq!(
            said(narrow, speak),
            "\u{1b}[1;33mwarning:\u{1b}[0m a row of nine\n    words that do not fit\n\
             \u{1b}[1;36mhint:\u{1b}[0m try\n    `insights demo --out here`\n"
        );
        assert_eq!(said(Manners { width: Some(24), ..Manners::default() }, |ui| ui.note("")), "\n");
    }

    #[test]
    fn progress_counts_bytes_unseen_where_there_is_no_terminal() {
        let text = said(Manners::default(), |ui| {
            let progress = ui.progress("reading", Some(10));
            progress.bytes(4);
            progress.bytes(3);
            assert_eq!(progress.seen(), (7, false));
        });
        assert_eq!(text, "");
    }
}
