//! `completions`: what a shell needs to finish flags, their values and names of figures.

use super::candidates::candidates;
use super::known;
use crate::cli::args::TalkArgs;
use crate::cli::output::to_stdout;
use crate::cli::stage::{Act, Stage};
use crate::cli::Ending;
use crate::facts::DIMENSIONS;
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
        Shell::Fish => (
            String::new(),
            [include_str!("names.fish"), &fish_flags(), FISH_REPORTS, &fish_positions(&program)].concat(),
        ),
        // There a file that is read for the first time has to answer at once.
        Shell::Zsh => (
            "#compdef insights\n\n_insights_known_load() {\n".to_owned(),
            include_str!("names.zsh").to_owned(),
        ),
        _ => (String::new(), String::new()),
    };
    [before.as_bytes(), &known, after.as_bytes()].concat()
}

/// Names of reports stand among files.
const FISH_REPORTS: &str =
    "complete -c insights -n '__fish_insights_using_subcommand report' -a '(__fish_insights_names)'\n";

/// A line for each flag that names follow.
fn fish_flags() -> String {
    let flags = DIMENSIONS.iter().flat_map(|dimension| std::iter::once(dimension.id).chain(dimension.alias));
    flags
        .chain(["tag-all", "columns", "sort", "tz", "source-tz"])
        .map(|flag| format!("complete -c insights -l {flag} -x -a '(__fish_insights_names)'\n"))
        .collect()
}

/// A line for each word of a command that stands without a flag and has values of its own, which the generator leaves out.
fn fish_positions(program: &Command) -> String {
    let mut lines = String::new();
    for command in program.get_subcommands() {
        for word in command.get_positionals() {
            let values: Vec<_> =
                word.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
            if !values.is_empty() {
                let (name, values) = (command.get_name(), values.join(" "));
                lines += &format!(
                    "complete -c insights -n '__fish_insights_using_subcommand {name}' -f -a '{values}'\n"
                );
            }
        }
    }
    lines
}

/// The command line with the values that can be named for flags that take others too.
fn with_values(mut program: Command) -> Command {
    let names: Vec<String> = program.get_subcommands().map(|found| found.get_name().to_string()).collect();
    for name in names {
        program = program.mut_subcommand(&name, |command| command.mut_args(|flag| completed(flag, &name)));
    }
    program
}

/// A flag with the values known for it; without any, with what kind of thing it takes.
fn completed(flag: Arg, command: &str) -> Arg {
    let takes_a_value = flag.get_action().takes_values();
    let flag = without_colons(flag);
    if !takes_a_value || !flag.get_possible_values().is_empty() {
        return flag;
    }
    let mut values = known::values(flag.get_id().as_str(), command);
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
