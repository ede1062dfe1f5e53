//! The command line: what was typed becomes validated choices, a command runs, an exit code comes out.

mod archive;
pub mod args;
mod arrange;
mod beside_archive;
mod bygone;
mod check;
pub mod choice;
pub mod commands;
mod conversations;
mod delivery;
mod demo;
pub mod dimensions;
mod divided;
mod document;
pub mod environment;
mod evidence;
mod explain;
mod exports;
mod facts;
mod findings;
mod following;
mod gathering;
mod general_rules;
mod import;
mod init;
mod inspect;
mod judging;
mod listing;
mod loading;
mod mail;
mod making;
mod man;
mod mapping_words;
pub mod message;
mod needle;
pub mod output;
mod part;
mod part_contents;
mod parts;
mod path_pattern;
#[cfg(not(feature = "mail"))]
#[path = "no_post.rs"]
mod post;
#[cfg(feature = "mail")]
mod post;
mod profiles;
mod questions;
mod raw;
mod reading;
mod registry;
mod rejects;
mod report;
mod shells;
mod silence;
mod size;
mod sources;
mod spared;
mod stage;
mod thread;
mod trade_words;
mod united;

use crate::advice::Advised;
use crate::archive::PseudonymKey;
use crate::config::Config;
use crate::parts::PartFolder;
use crate::ui::{Manners, Ui};
use anyhow::Result;
use args::ReportArgs;
use choice::{InputChoice, OutputChoice, ScopeChoice};
use clap::FromArgMatches;
use commands::{Command, Program};
pub use environment::Surroundings;
use post::MailChoice;
use spared::Spared;
use stage::Stage;
use std::ffi::OsString;
use std::io::Write;
use std::sync::Arc;

/// How a run ended, where it came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Answered.
    Complete,
    /// Answered, but rows had problems and `--strict` was asked.
    Problems,
    /// Answered, but nothing of what was looked at is an export that is known.
    Unrecognised,
    /// Answered, but nothing falls into the period and `--fail-if-empty` was asked.
    Empty,
}

/// Exit code of a usage error, unreadable input or unwritten output.
const FAILED: u8 = 2;
/// Exit code of a report that holds nothing, where that was to be told.
const EMPTY: u8 = 3;

/// One report to make, with everything that was chosen.
#[derive(Debug, Clone)]
pub struct Order {
    /// The command's name.
    pub name: &'static str,
    /// What to read.
    pub input: InputChoice,
    /// What to look at.
    pub scope: ScopeChoice,
    /// Where it goes.
    pub output: OutputChoice,
    /// Who gets it by mail, once it is written.
    pub mail: Option<MailChoice>,
    /// The rules of the team.
    pub config: Config,
    /// Puts pseudonyms in the place of customers, if that is asked for.
    pub pseudonyms: Option<Arc<PseudonymKey>>,
    /// What is read and therefore not written over.
    pub spared: Spared,
    /// Facts that were derived before, where they are taken instead of exports.
    pub parts: Option<Arc<PartFolder>>,
}

impl Order {
    /// Resolves what was typed for the command `name`.
    ///
    /// # Errors
    /// If the configuration cannot be read, there are no data, or flags do not go together.
    pub fn resolve(name: &'static str, args: &ReportArgs, surroundings: &Surroundings) -> Result<Self> {
        let config = surroundings.config(args.input.config.as_deref())?;
        let output = OutputChoice::resolve(&args.output, &config, surroundings)?;
        let mut scope = ScopeChoice::resolve(&args.scope, &config, surroundings)?;
        let mut input = InputChoice::resolve(&args.input, &config, surroundings)?;
        if let Some(rejects) = &mut input.rejects {
            rejects.has_records = !args.output.pseudonymise;
        }
        let spared = input.all_spared(&config).and_written(input.rejects_path());
        output.to.spare(&spared)?;
        let parts = input.parts.as_deref().map(PartFolder::open).transpose()?.map(Arc::new);
        if let Some(parts) = &parts {
            if input.rejects.is_some() {
                let what = "parts tell how many rows could not be used, not which";
                anyhow::bail!(Advised::new(what, "leave out --rejects here; `facts --part` takes it"));
            }
            scope.settle_on(&parts.terms.rules, (&args.scope.period, &config))?;
        }
        let pseudonyms = args.output.pseudonyms()?.map(Arc::new);
        Ok(Order { name, input, scope, output, mail: None, config, pseudonyms, spared, parts })
    }
}

/// Runs one command line; the report goes to `out`, everything else to `err`. Returns the exit code.
pub fn run(surroundings: &Surroundings, out: &mut dyn Write, mut err: Box<dyn Write + Send>) -> u8 {
    let command = match parse(surroundings) {
        Ok(command) => command,
        Err(stop) if !stop.use_stderr() => return help(&stop, surroundings, out, &mut err),
        Err(mistake) => {
            let ui = Ui::new(manners(&args::TalkArgs::default(), surroundings), err);
            ui.error(&message::usage(&mistake).into());
            return FAILED;
        }
    };
    let ui = Ui::new(manners(command.talk(), surroundings), err);
    match play(command, &mut Stage::new((surroundings, commands::program), &ui, out)) {
        Ok(Ending::Complete) => 0,
        Ok(Ending::Problems) => 1,
        Ok(Ending::Unrecognised) => FAILED,
        Ok(Ending::Empty) => EMPTY,
        Err(error) => {
            ui.error(&error);
            if let Some(quoted) = surroundings.unquoted() {
                ui.hint(&quoted);
            }
            FAILED
        }
    }
}

fn help(stop: &clap::Error, surroundings: &Surroundings, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let colour = surroundings.colour(args::Color::Auto, surroundings.stdout_is_terminal);
    let help = if colour { stop.render().ansi().to_string() } else { stop.render().to_string() };
    match output::to_stdout(out, |out| out.write_all(help.as_bytes())) {
        Ok(()) => 0,
        Err(error) => {
            let _ = err.write_all(message::failure(&error).as_bytes());
            FAILED
        }
    }
}

fn manners(talk: &args::TalkArgs, surroundings: &Surroundings) -> Manners {
    let is_terminal = surroundings.stderr_is_terminal;
    Manners {
        quiet: talk.quiet,
        verbose: talk.verbose,
        color: surroundings.colour(talk.color, is_terminal),
        width: if is_terminal { Some(surroundings.columns().unwrap_or(80)) } else { None },
    }
}

/// The program alone prints its help, laid out for 60 to 100 columns.
fn parse(surroundings: &Surroundings) -> Result<Command, clap::Error> {
    let program = commands::program(surroundings.columns().unwrap_or(100).clamp(60, 100));
    let mut typed = vec![OsString::from("insights")];
    typed.extend(surroundings.arguments.iter().skip(1).cloned());
    let matches = program.try_get_matches_from(as_flags(typed))?;
    Program::from_arg_matches(&matches).map(|program| program.command)
}

/// `help`, `help COMMAND` and `version` as the flags that they stand for; nothing at all asks for help.
fn as_flags(mut typed: Vec<OsString>) -> Vec<OsString> {
    match typed.get(1).and_then(|word| word.to_str()) {
        None if typed.len() < 2 => typed.push(OsString::from("--help")),
        Some("help") => {
            typed.remove(1);
            typed.truncate(2);
            typed.push(OsString::from("--help"));
        }
        Some("version") => typed[1] = OsString::from("--version"),
        Some(_) | None => {}
    }
    typed
}

/// Performs a command; what came of the rows that could not be used stands when it is done.
fn play(command: Command, stage: &mut Stage) -> Result<Ending> {
    let ending = perform(command, stage)?;
    if let Some((rows, path)) = stage.rejects.publish()? {
        let rows = if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
        stage.ui.note(&format!("{rows} that could not be used: {}", path.display()));
    }
    Ok(ending)
}

fn perform(command: Command, stage: &mut Stage) -> Result<Ending> {
    match command {
        Command::Report(family, args) => {
            report::perform(&Order::resolve(family.name, &args, stage.around)?, family, stage)
        }
        Command::Other(other) => other.act().perform(stage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that can be looked at afterwards.
    #[derive(Clone, Default)]
    struct Kept(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn say(arguments: &[&str]) -> (u8, String, String) {
        let typed = std::iter::once("insights").chain(arguments.iter().copied());
        let folder = std::path::PathBuf::from("/nowhere");
        let surroundings = Surroundings {
            arguments: typed.map(OsString::from).collect(),
            folder,
            ..Surroundings::default()
        };
        let (mut out, err) = (Vec::new(), Kept::default());
        let code = run(&surroundings, &mut out, Box::new(err.clone()));
        let err = err.0.lock().unwrap().clone();
        (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn alone_it_shows_help_with_three_examples() {
        let (code, out, err) = say(&[]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert_eq!(out.lines().filter(|line| line.starts_with("  insights ")).count(), 3, "{out}");
        assert_eq!(say(&["--help"]).1, out);
    }

    #[test]
    fn help_and_version_are_commands_too() {
        assert_eq!(say(&["help"]), say(&["--help"]));
        assert_eq!(say(&["version"]), say(&["--version"]));
        assert_eq!(say(&["help", "explain"]), say(&["explain", "--help"]));
        assert!(say(&["help", "sumary"]).2.contains("hint: a similar subcommand exists: 'summary'"));
    }

    #[test]
    fn mistakes_are_answered_with_what_was_meant() {
        for (arguments, expected) in [
            (
                vec!["sumary"],
                "error: unrecognized subcommand 'sumary'\nhint: a similar subcommand exists: 'summary'\n",
            ),
            (vec!["summary", "--chanel", "x"], "hint: a similar argument exists: '--channel'\n"),
            (vec!["summary", "--every", "weekk"], "hint: a similar value exists: 'week'\n"),
            (vec!["summary", "--since", "31-12-2026"], "\nhint: try --since 2026-12-31\n"),
            (vec!["summary", "--limit", "ten"], "\nhint: write a whole number, such as 10\n"),
            (
                vec!["agents", "--agent", "Sanne", "de", "Vries"],
                "\nhint: names with blanks stand in quotes: --agent 'Sanne de Vries'\n",
            ),
            (vec!["summary", "--since", "soon"], "\nhint: 90d, 12w, 3m, 1y or a date such as 2026-03-01\n"),
            (
                vec!["summary", "--tag", ""],
                "error: --tag has an empty value\nhint: --tag VALUE, or --tag '!VALUE'\n",
            ),
            (vec!["summary"], "hint: `insights demo` writes made-up exports to try\n"),
            (
                vec!["summary", "x", "-o", "y.docx"],
                "error: the ending of y.docx names no format\nhint: end it in .txt, .csv",
            ),
            (vec!["x\u{1b}[2J"], "unrecognized subcommand 'x"),
        ] {
            let (code, out, err) = say(&arguments);
            assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
            assert!(err.starts_with("error: ") && err.contains(expected), "{arguments:?}: {err}");
            assert!(!err.contains("Usage:") && !err.contains('\u{1b}'), "{err}");
        }
    }
}
