//! The commands and their help.

use super::archive::ArchiveArgs;
use super::args::{FormArgs, ReportArgs, TalkArgs};
use super::check::CheckArgs;
use super::conversations::ConversationsArgs;
use super::demo::DemoArgs;
use super::dimensions::filter_help;
use super::document::DocumentArgs;
use super::explain::ExplainArgs;
use super::facts::FactsArgs;
use super::import::ImportArgs;
use super::init::InitArgs;
use super::inspect::InspectArgs;
use super::man::ManArgs;
use super::parts::PartsArgs;
use super::profiles::ProfilesArgs;
use super::shells::CompletionsArgs;
use super::stage::Act;
use super::thread::ThreadArgs;
use crate::kpi::{self, Family, FAMILIES};
use crate::render::escape;
use clap::{Arg, ArgAction, ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand};

/// Support KPIs from the export files of customer-support products
#[derive(Debug, Parser)]
#[command(name = "insights", version, disable_help_subcommand = true, subcommand_value_name = "COMMAND")]
pub struct Program {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// One command with its flags.
#[derive(Debug)]
pub enum Command {
    /// A KPI report.
    Report(&'static Family, Box<ReportArgs>),
    /// Anything else.
    Other(Other),
}

impl Command {
    /// How it is said.
    pub fn talk(&self) -> &TalkArgs {
        match self {
            Command::Report(_, args) => &args.output.talk,
            Command::Other(other) => other.act().talk(),
        }
    }
}

/// The commands that are no KPI report, from their names, their flags and what help says about them.
macro_rules! commands {
    ($($(#[$about:meta])* $name:ident $flags:ty,)+) => {
        /// The commands that are no KPI report.
        #[derive(Debug, Subcommand)]
        pub enum Other {
            $($(#[$about])* $name(Box<$flags>),)+
        }

        impl Other {
            /// What there is to perform.
            pub fn act(&self) -> &dyn Act {
                match self {
                    $(Other::$name(flags) => flags.as_ref(),)+
                }
            }
        }
    };
}

commands! {
    /// Several reports as one document: a page to forward
    Report DocumentArgs,
    /// The facts behind the figures, one row a case, message…
    Facts FactsArgs,
    /// Conversations to look through, the latest messages first
    Conversations ConversationsArgs,
    /// One conversation, message by message
    Thread ThreadArgs,
    /// What files are taken for, and a profile to edit
    Inspect InspectArgs,
    /// What was read and left out, what contradicts itself, what the files can fill
    Check CheckArgs,
    /// Add exports to an archive that reports are made from
    Import ImportArgs,
    /// What an archive holds, whether it is whole; erase a customer
    Archive ArchiveArgs,
    /// Facts derived part by part: the plan, and its parts
    Parts PartsArgs,
    /// Write a configuration from the files found
    Init InitArgs,
    /// What a KPI, dimension, fact or rule means; alone: all of them
    Explain ExplainArgs,
    /// The exports that are recognised
    Profiles ProfilesArgs,
    /// Write made-up exports to try
    Demo DemoArgs,
    /// A script that lets a shell finish commands, flags and values
    Completions CompletionsArgs,
    /// The manual page of a command, or all of them as files
    Man ManArgs,
}

/// How help is laid out.
const LAYOUT: &str = "{about-with-newline}\n{usage-heading} {usage}\n\n{all-args}{after-help}";

const EXAMPLES: &str = "\
Examples:
  insights demo                           made-up exports in ./exports
  insights summary --period last-month    what they say about last month
  insights agents exports.csv --channel email --format csv

Exit codes: 0 answered; 1 rows had problems, with --strict; 2 not answered; 3 empty, with --fail-if-empty";

impl Subcommand for Command {
    fn augment_subcommands(program: clap::Command) -> clap::Command {
        let reports =
            FAMILIES.iter().map(|family| {
                ReportArgs::augment_args(clap::Command::new(family.name))
                    .about(family.about)
                    .after_help(format!("{}\n\n{}", filter_help(), sections_help(family)))
            });
        Other::augment_subcommands(program.subcommands(reports))
    }

    fn augment_subcommands_for_update(program: clap::Command) -> clap::Command {
        Self::augment_subcommands(program)
    }

    fn has_subcommand(name: &str) -> bool {
        kpi::family(name).is_some() || Other::has_subcommand(name)
    }
}

impl FromArgMatches for Command {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        if let Some((given, matches)) = matches.subcommand() {
            if let Some(family) = kpi::family(given) {
                return Ok(Command::Report(family, Box::new(ReportArgs::from_arg_matches(matches)?)));
            }
        }
        Other::from_arg_matches(matches).map(Command::Other)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The sections of a report, as `--section` takes them.
fn sections_help(family: &Family) -> String {
    let names: Vec<String> = family.sections.iter().map(|section| section.name.to_owned()).collect();
    let lines = escape::wrap(&names, ", ", SECTIONS);
    format!("Sections: {}", lines.join(",\n          "))
}

/// Columns that the names of sections take.
const SECTIONS: usize = 66;

/// An example for each command.
const EXAMPLE_OF: &[(&str, &str)] = &[
    ("summary", "insights summary --period last-month --compare previous"),
    ("agents", "insights agents --since 90d --sort first_response"),
    ("channels", "insights channels --columns late_rate,first_response"),
    ("tags", "insights tags --period 2026-Q3 --channel email"),
    ("times", "insights times --since 12w --section heatmap"),
    ("quality", "insights quality --since 90d --by agent"),
    ("phone", "insights phone --period last-week --section hours"),
    ("ai", "insights ai --period last-month --compare previous"),
    ("faq", "insights faq --since 90d --limit 20"),
    ("report", "insights report --period last-month -o month.html"),
    ("facts", "insights facts --grain case --since 90d -o cases.csv"),
    ("conversations", "insights conversations --agent 'Sanne de Vries' --since 7d"),
    ("thread", "insights thread C102402 exports"),
    ("inspect", "insights inspect tickets.csv"),
    ("check", "insights check exports"),
    ("import", "insights import 'exports/*.csv' --archive kept"),
    ("archive", "insights archive verify --archive kept"),
    ("parts", "insights parts plan exports --as-of 2026-10-31 -o parts/plan.json"),
    ("init", "insights init exports"),
    ("explain", "insights explain first_response"),
    ("profiles", "insights profiles"),
    ("demo", "insights demo --conversations 500"),
    ("completions", "insights completions bash"),
    ("man", "insights man summary"),
];

/// The help of a command with its example at the end.
fn with_example(command: clap::Command) -> clap::Command {
    let known = EXAMPLE_OF.iter().find(|(name, _)| *name == command.get_name());
    let Some((_, example)) = known else { return command };
    let before = command.get_after_help().map(|help| format!("{help}\n")).unwrap_or_default();
    command.after_help(format!("{before}Example:  {example}"))
}

/// The whole command line; help is laid out for `width` columns.
pub fn program(width: usize) -> clap::Command {
    let mut program = laid_out(Program::command(), width).after_help(EXAMPLES);
    let names: Vec<String> = program.get_subcommands().map(|c| c.get_name().to_string()).collect();
    for name in names {
        let (looks_at_files, takes_names) = (name == "inspect", name == "report");
        let is_of_facts = name == "facts";
        program = program.mut_subcommand(name, |command| {
            let mut command = with_example(laid_out(command, width));
            if takes_names {
                command = command.mut_args(|flag| match flag.get_id().as_str() {
                    "paths" => {
                        flag.value_name("NAME|PATH").help("Names of reports; files, folders, globs or -")
                    }
                    // These are refused: what a document is told apart by is settled.
                    "by" | "list" | "section" => flag.hide(true),
                    _ => flag,
                });
            }
            if is_of_facts {
                command = command.mut_arg("list", |flag| flag.hide(true));
            }
            if looks_at_files {
                command
            } else {
                without_forms(command)
            }
        });
    }
    program
}

/// How files are written is found out, and looked up with `inspect`; what forces it need not stand in every help.
fn without_forms(command: clap::Command) -> clap::Command {
    let forms = FormArgs::augment_args(clap::Command::new("forms"));
    let mut names: Vec<String> = forms.get_arguments().map(|flag| flag.get_id().to_string()).collect();
    names.extend(["max_input", "date_order"].map(str::to_owned));
    command.mut_args(|flag| {
        let is_form = names.iter().any(|name| flag.get_id() == name.as_str());
        if is_form {
            flag.hide(true)
        } else {
            flag
        }
    })
}

fn laid_out(command: clap::Command, width: usize) -> clap::Command {
    let grouped = command.get_arguments().any(|flag| flag.get_help_heading() == Some("Output"));
    // Both flags print the short form: one line a flag, one screen a command.
    let help = Arg::new("help").short('h').long("help").action(ArgAction::HelpShort).help("Print help");
    let help = help.help_heading(if grouped { Some("Output") } else { None });
    command.help_template(LAYOUT).term_width(width).disable_help_flag(true).arg(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Sort;
    use crate::facts::Grain;
    use crate::render::{format, CsvDialect};
    use crate::scope::bucket::Every;
    use crate::scope::compare::Comparison;
    use crate::scope::period::{Named, PeriodUnit, Since};
    use crate::scope::question::Anchor;
    use std::path::PathBuf;

    fn parse(arguments: &[&str]) -> Result<Command, clap::Error> {
        let matches = program(80).no_binary_name(true).try_get_matches_from(arguments)?;
        Program::from_arg_matches(&matches).map(|program| program.command)
    }

    fn report(flags: &[&str]) -> ReportArgs {
        match parse(&[&["channels"], flags].concat()).unwrap() {
            Command::Report(family, args) if family.name == "channels" => *args,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        program(80).debug_assert();
    }

    #[test]
    fn flags_become_values() {
        let args = report(&["a.csv", "b", "--since", "90d", "--until", "2026-03-31", "--week-start", "Sun"]);
        assert_eq!(args.input.paths, [PathBuf::from("a.csv"), PathBuf::from("b")]);
        assert_eq!(args.scope.period.since, Some(Since::Days(90)));
        assert_eq!(args.scope.period.until.unwrap().to_string(), "2026-03-31");
        assert_eq!(args.scope.period.week_start, Some(chrono::Weekday::Sun));
        let args = report(&["--period", "this-week", "--by", "user,shop", "--by", "tag", "--every", "month"]);
        assert_eq!(args.scope.period.period, Some(Named::This(PeriodUnit::Week)));
        let by: Vec<&str> = args.scope.shape.by.iter().map(|dimension| dimension.id).collect();
        assert_eq!(by, ["agent", "brand", "tag"]);
        assert_eq!(args.scope.shape.every, Some(Every::Month));
        let args = report(&["--compare", "year", "--anchor", "closed", "--user", "Ann", "--list", "closed"]);
        assert_eq!(args.scope.shape.compare, Some(Comparison::Year));
        assert_eq!(args.scope.shape.anchor, Anchor::Closed);
        assert_eq!(args.scope.filters.filters[0].dimension.id, "agent");
        assert_eq!(args.scope.shape.list.as_deref(), Some("closed"));
        let args = report(&[
            "--sort",
            "closed:desc",
            "--columns",
            "a,b",
            "--csv-dialect",
            "excel-eu",
            "--format=md",
        ]);
        assert_eq!(args.output.sort, Some(Sort { column: "closed".into(), descending: true }));
        assert_eq!(args.output.columns, ["a", "b"]);
        assert_eq!(
            (args.output.csv_dialect, args.output.format),
            (Some(CsvDialect::ExcelEu), Some(format("markdown")))
        );
        assert_eq!(report(&["--", "-odd.csv"]).input.paths, [PathBuf::from("-odd.csv")]);
    }

    #[test]
    fn mistakes_exit_with_2_and_help_with_0() {
        for (arguments, code) in [
            (vec!["sumary"], 2),
            (vec!["summary", "--chanel", "x"], 2),
            (vec!["summary", "--every", "minute"], 2),
            (vec!["summary", "--by", "weather"], 2),
            (vec!["summary", "--period", "2026", "--since", "3d"], 2),
            (vec!["summary", "--period", "2026", "--until", "2026-01-01"], 2),
            (vec!["summary", "--clock", "calendar"], 2),
            (vec!["summary", "--sort", "x:up"], 2),
            (vec!["summary", "--verbose", "--quiet"], 2),
            (vec!["summary", "--threads", "0"], 2),
            (vec!["summary", "--help"], 0),
            (vec!["--version"], 0),
        ] {
            assert_eq!(parse(&arguments).unwrap_err().exit_code(), code, "{arguments:?}");
        }
    }

    #[test]
    fn every_command_has_an_example_that_is_understood() {
        for command in program(80).get_subcommands() {
            let name = command.get_name();
            let known = EXAMPLE_OF.iter().find(|(known, _)| *known == name);
            let (_, example) = known.unwrap_or_else(|| panic!("{name} has no example"));
            let words: Vec<&str> =
                example.split(' ').skip(1).filter(|word| !word.ends_with("Vries'")).collect();
            let words: Vec<&str> = words.into_iter().filter(|word| *word != "de").collect();
            assert!(parse(&words).is_ok(), "{example}: {:?}", parse(&words));
        }
    }

    #[test]
    fn help_fits_one_screen() {
        let mut program = program(80);
        program.build();
        for command in program.get_subcommands_mut() {
            let help = command.render_help().to_string();
            assert!(help.lines().count() <= 60, "{} lines: {help}", help.lines().count());
            assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
        }
    }

    #[test]
    fn the_rest_is_parsed_too() {
        let Ok(Command::Other(Other::Demo(demo))) = parse(&["demo", "--seed", "7", "--until", "2026-03-31"])
        else {
            panic!("no demo");
        };
        assert_eq!((demo.seed, demo.conversations, demo.bad_rows), (7, 2000, false));
        let thread = parse(&["thread", "k 1", "x.csv", "--tz", "UTC"]);
        let Ok(Command::Other(Other::Thread(thread))) = thread else { panic!("no thread") };
        assert_eq!((thread.id.as_str(), thread.input.paths.len()), ("k 1", 1));
        let facts = parse(&["facts", "--grain", "case", "--channel", "chat", "x.csv"]);
        assert!(matches!(facts, Ok(Command::Other(Other::Facts(facts))) if facts.grain == [Grain::Case]));
        assert!(
            matches!(parse(&["explain"]), Ok(Command::Other(Other::Explain(explain))) if explain.name.is_none())
        );
    }
}
