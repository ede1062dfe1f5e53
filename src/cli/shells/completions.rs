//! `completions`: what a shell needs to finish flags, their values and names of figures.

use super::candidates::candidates;
use crate::cli::args::TalkArgs;
use crate::cli::output::to_stdout;
use crate::cli::stage::{Act, Stage};
use crate::cli::Ending;
use crate::facts::{Dimension, Grain, DIMENSIONS};
use crate::kpi::{self, Family};
use crate::profile::toml::builtin;
use anyhow::Result;
use clap::builder::{PossibleValuesParser, ValueHint};
use clap::{Arg, Args, Command};
use clap_complete::{generate, Shell};

/// Flags of `completions`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Set up:
  bash  insights completions bash > ~/.local/share/bash-completion/completions/insights
  zsh   insights completions zsh > ~/.zfunc/_insights
        with fpath+=(~/.zfunc) before compinit in ~/.zshrc
  fish  insights completions fish > ~/.config/fish/completions/insights.fish")]
pub struct CompletionsArgs {
    /// bash, zsh, fish, powershell or elvish
    #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
    pub shell: Shell,
    /// What can follow a line that is being typed
    #[arg(long, value_name = "TEXT", hide = true, allow_hyphen_values = true)]
    pub line: Option<String>,
    /// How it is said.
    #[command(flatten)]
    pub talk: TalkArgs,
}

impl Act for CompletionsArgs {
    fn talk(&self) -> &TalkArgs {
        &self.talk
    }

    /// Prints the script for a shell; for a script, the names that can follow.
    ///
    /// # Errors
    /// If standard output cannot be written.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let program = (stage.program)(100);
        let text = match &self.line {
            Some(line) => {
                let names = candidates(line, self.shell, stage.around, &program);
                names.iter().map(|name| format!("{name}\n")).collect::<String>().into_bytes()
            }
            None => script(self.shell, with_values(program)),
        };
        to_stdout(stage.out, |out| out.write_all(&text))?;
        Ok(Ending::Complete)
    }
}

/// What the shell reads: what the program takes whatever the data hold, and how to ask it for names out of them.
fn script(shell: Shell, mut program: Command) -> Vec<u8> {
    let name = program.get_name().to_string();
    // The generator takes a full stream for a reason to panic, so that it writes where there is room.
    let mut known = Vec::new();
    generate(shell, &mut program, name, &mut known);
    let (before, after) = match shell {
        Shell::Bash => (String::new(), include_str!("names.bash").to_owned()),
        Shell::Fish => (String::new(), format!("{}{}", include_str!("names.fish"), fish_flags())),
        // There a file that is read for the first time has to answer at once.
        Shell::Zsh => (
            "#compdef insights\n\n_insights_known_load() {\n".to_owned(),
            include_str!("names.zsh").to_owned(),
        ),
        _ => (String::new(), String::new()),
    };
    [before.as_bytes(), &known, after.as_bytes()].concat()
}

/// A line for each flag that names follow.
fn fish_flags() -> String {
    let flags = DIMENSIONS.iter().flat_map(|dimension| std::iter::once(dimension.id).chain(dimension.alias));
    flags
        .chain(["tag-all"])
        .map(|flag| format!("complete -c insights -l {flag} -x -a '(__fish_insights_names)'\n"))
        .collect()
}

/// The command line with the values that can be named for flags that take others too.
fn with_values(mut program: Command) -> Command {
    let names: Vec<String> = program.get_subcommands().map(|found| found.get_name().to_string()).collect();
    for name in names {
        program = program.mut_subcommand(&name, |command| {
            let family = kpi::family(&name);
            command.mut_args(|flag| completed(flag, &name, family))
        });
    }
    program
}

/// A flag with the values known for it; without any, with what kind of thing it takes.
fn completed(flag: Arg, command: &str, family: Option<&Family>) -> Arg {
    let takes_a_value = flag.get_action().takes_values();
    let flag = without_colons(flag);
    if !takes_a_value || !flag.get_possible_values().is_empty() {
        return flag;
    }
    let mut values = values(flag.get_id().as_str(), command, family);
    // Words that shells would take for two.
    values.retain(|value| !value.contains(char::is_whitespace));
    if !values.is_empty() {
        return flag.value_parser(PossibleValuesParser::new(values));
    }
    let takes = flag.get_value_names().unwrap_or_default();
    let is_path = takes.iter().any(|name| ["FILE", "PATH", "DIR"].iter().any(|path| name.contains(path)));
    flag.value_hint(if is_path { ValueHint::AnyPath } else { ValueHint::Other })
}

/// A flag whose value has a name without colons, which zsh would take for the end of the name.
fn without_colons(flag: Arg) -> Arg {
    let names = flag.get_value_names().unwrap_or_default();
    if !names.iter().any(|name| name.contains(':')) {
        return flag;
    }
    let plain: Vec<String> =
        names.iter().map(|name| name.split(['[', ':']).next().unwrap_or_default().to_owned()).collect();
    flag.value_names(plain)
}

/// What a flag takes, as far as it can be known without any file.
fn values(flag: &str, command: &str, family: Option<&Family>) -> Vec<String> {
    let owned = |values: &[&str]| values.iter().map(|value| (*value).to_string()).collect();
    let kpis = || family.map(Family::kpis).unwrap_or_default();
    match (command, flag) {
        (_, "profile") | ("profiles", "name") => builtin().iter().map(|known| known.name.clone()).collect(),
        ("explain", "name") => explained(),
        (_, "section") => family.map(|family| owned(&names(family))).unwrap_or_default(),
        (_, "list") => kpis().iter().map(|kpi| kpi.id.to_string()).collect(),
        (_, "columns" | "sort") => kpis().iter().flat_map(|kpi| kpi.columns()).collect(),
        (_, "period") => owned(PERIODS),
        (_, "since") => owned(&["7d", "30d", "90d", "12w", "6m", "1y"]),
        (_, "as_of") => owned(&["latest"]),
        (_, "date_order") => owned(&["dmy", "mdy", "ymd"]),
        (_, "week_start") => owned(WEEKDAYS),
        _ => Dimension::named(flag).map(|found| owned(found.vocabulary)).unwrap_or_default(),
    }
}

/// Periods by name that need no number.
const PERIODS: &[&str] = &[
    "today",
    "yesterday",
    "last-7-days",
    "last-30-days",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "this-quarter",
    "last-quarter",
    "this-year",
    "last-year",
];

const WEEKDAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn names(family: &Family) -> Vec<&'static str> {
    family.sections.iter().map(|section| section.name).collect()
}

/// Everything that `explain` knows by its own name.
fn explained() -> Vec<String> {
    let kpis = kpi::all();
    let figures = kpis.iter().map(|kpi| kpi.id);
    let dimensions = DIMENSIONS.iter().map(|dimension| dimension.id);
    let grains = Grain::ALL.iter().map(|grain| grain.table().name);
    let mut all: Vec<String> = figures.chain(dimensions).chain(grains).map(str::to_string).collect();
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scope::period::{Named, Since};
    use crate::time::weekday::parse_week_start;

    #[test]
    fn what_is_offered_is_understood() {
        for period in PERIODS {
            assert!(period.parse::<Named>().is_ok(), "{period}");
        }
        for since in values("since", "summary", None) {
            assert!(since.parse::<Since>().is_ok(), "{since}");
        }
        for day in WEEKDAYS {
            assert!(parse_week_start(day).is_ok(), "{day}");
        }
        assert!(values("channel", "summary", None).contains(&"whatsapp".to_string()));
        let summary = kpi::family("summary");
        assert_eq!(values("section", "summary", summary), ["totals", "top_tags"]);
        assert!(values("list", "summary", summary).contains(&"first_response".to_string()));
        assert!(values("columns", "summary", summary).contains(&"first_response_median_s".to_string()));
        assert!(values("name", "explain", None).contains(&"channel".to_string()));
    }
}
