//! `man`: the manual, a page a command, made from the same definitions as the command line.

use super::args::TalkArgs;
use super::output::{make_folder, to_stdout, FileSet};
use super::spared::Spared;
use super::stage::{Act, Stage};
use super::Ending;
use crate::advice::Advised;
use crate::kpi::{self, Family};
use crate::language::Language;
use crate::nearest;
use anyhow::Result;
use clap::{Args, Command};
use clap_mangen::roff::{bold, roman, Roff};
use clap_mangen::Man;
use std::io;
use std::path::PathBuf;

/// Flags of `man`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Read one with:  insights man summary | man -l -
Install all:    insights man --all ~/.local/share/man/man1")]
pub struct ManArgs {
    /// The command to tell about; none: the program
    pub command: Option<String>,
    /// Write the pages of all commands into this folder, made if need be
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub all: Option<PathBuf>,
    /// How it is said.
    #[command(flatten)]
    pub talk: TalkArgs,
}

impl Act for ManArgs {
    fn talk(&self) -> &TalkArgs {
        &self.talk
    }

    /// Prints a page, or writes all of them.
    ///
    /// # Errors
    /// If there is no such command, or a page cannot be written.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let mut program = (stage.program)(100);
        program.build();
        let Some(folder) = &self.all else {
            let page = page(&program, self.command.as_deref())?;
            to_stdout(stage.out, |out| out.write_all(&page))?;
            if stage.around.stdout_is_terminal {
                let command = self.command.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
                stage.ui.hint(&format!("read it with `insights man{command} | man -l -`"));
            }
            return Ok(Ending::Complete);
        };
        make_folder(folder)?;
        let nothing_read = Spared::default();
        let mut set = FileSet::beside(&nothing_read);
        let mut count = 0;
        let commands = program.get_subcommands().map(|command| Some(command.get_name()));
        for command in commands.chain([None]) {
            let page = page(&program, command)?;
            let name = command.map_or("insights.1".to_string(), |name| format!("insights-{name}.1"));
            set.add(&folder.join(name), |out| out.write_all(&page))?;
            count += 1;
        }
        set.publish()?;
        stage.ui.note(&format!("wrote {}: {count} pages", folder.display()));
        Ok(Ending::Complete)
    }
}

/// A date that says nothing: without any, the version would stand in its place.
const UNDATED: &str = " ";

/// The page of a command, or of the program.
fn page(program: &Command, command: Option<&str>) -> Result<Vec<u8>> {
    let Some(name) = command else { return Ok(program_page(program)?) };
    let Some(found) = program.find_subcommand(name) else {
        let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
        let advice = nearest::advice(name, names.iter().copied());
        return Err(Advised::new(format!("there is no command \"{name}\""), advice).into());
    };
    Ok(command_page(found)?)
}

fn program_page(program: &Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let man = Man::new(program.clone().override_usage("insights COMMAND [PATH]... [OPTIONS]")).date(UNDATED);
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    let mut more = Roff::new();
    more.control("SH", ["COMMANDS"]);
    for command in program.get_subcommands() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        entry(&mut more, &format!("insights-{}(1)", command.get_name()), &about);
    }
    verbatim(&mut more, "EXAMPLES", program);
    more.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in EXIT_CODES {
        entry(&mut more, code, meaning);
    }
    more.control("SH", ["ENVIRONMENT"]);
    for (name, meaning) in VARIABLES {
        entry(&mut more, name, meaning);
    }
    more.control("SH", ["FILES"]);
    entry(
        &mut more,
        "./insights.toml, ~/.config/insights/insights.toml",
        "The configuration: the first that is there, unless --config names another.",
    );
    more.to_writer(&mut page)?;
    Ok(page)
}

fn command_page(command: &Command) -> io::Result<Vec<u8>> {
    let name = command.get_name().to_string();
    let positionals: Vec<String> = command.get_positionals().map(ToString::to_string).collect();
    let usage = format!("insights {name} {} [OPTIONS]", positionals.join(" "));
    let shown =
        command.clone().mut_args(|flag| flag.hide(false).hide_short_help(false)).override_usage(usage);
    let mut page = Vec::new();
    let source = concat!("insights ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(shown).title(format!("insights-{name}")).date(UNDATED).source(source);
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut more = Roff::new();
    if let Some(family) = kpi::family(&name) {
        sections(&mut more, family);
    }
    verbatim(&mut more, "NOTES", command);
    more.control("SH", ["SEE ALSO"]);
    more.text([bold("insights"), roman("(1), "), bold("insights-explain"), roman("(1)")]);
    more.to_writer(&mut page)?;
    Ok(page)
}

/// The sections of a report with the figures in them.
fn sections(page: &mut Roff, family: &Family) {
    page.control("SH", ["SECTIONS"]);
    for section in family.sections {
        page.control("SS", [section.name]);
        for kpi in section.kpis {
            entry(page, kpi.id, Language::En.of(&kpi.about));
        }
    }
}

/// What help prints below the flags, its lines as they are.
fn verbatim(page: &mut Roff, title: &str, command: &Command) {
    let Some(text) = command.get_after_help() else { return };
    page.control("SH", [title]);
    page.control("nf", []);
    for line in text.to_string().lines() {
        page.text([roman(line)]);
    }
    page.control("fi", []);
}

/// A name and what it means.
fn entry(page: &mut Roff, name: &str, meaning: &str) {
    page.control("TP", []);
    page.text([bold(name)]);
    page.text([roman(meaning)]);
}

/// How runs end.
const EXIT_CODES: &[(&str, &str)] = &[
    ("0", "Answered."),
    ("1", "Answered, but rows were rejected or repaired and --strict was given, or check found something."),
    ("2", "Not answered: wrong use, input that cannot be read or is not recognised, output that cannot be written, mail that was refused."),
    ("3", "Answered, but nothing falls into the period and --fail-if-empty was given."),
    ("130, 143", "Ended by a signal; no half file is left."),
];

/// Variables that are looked at.
const VARIABLES: &[(&str, &str)] = &[
    ("INSIGHTS_DATA", "What to read where no PATH is given."),
    ("TZ", "Zone of days and hours where neither --tz nor the configuration says one."),
    ("NO_COLOR", "No colours."),
    (
        "INSIGHTS_SMTP_PASSWORD",
        "Password of the mail server, unless --smtp-password-file names a file with it.",
    ),
    (
        "SSL_CERT_FILE",
        "Certificates (PEM) to trust in place of those of the system, for a mail server of one's own.",
    ),
    ("COLUMNS", "Width of tables."),
    ("XDG_CONFIG_HOME", "Folder of the user's configuration, in place of ~/.config."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::commands::program;

    fn text(command: Option<&str>) -> String {
        let mut all = program(100);
        all.build();
        String::from_utf8(page(&all, command).unwrap()).unwrap()
    }

    #[test]
    fn pages_tell_flags_sections_and_codes() {
        let summary = text(Some("summary"));
        for part in ["insights\\-summary", "\\-\\-period", "\\-\\-delimiter", ".SS totals", "first_response"]
        {
            assert!(summary.contains(part), "{part}: {summary}");
        }
        let all = text(None);
        for part in ["insights\\-agents(1)", "EXIT STATUS", "INSIGHTS_DATA"] {
            assert!(all.contains(part), "{part}: {all}");
        }
        let mut all = program(100);
        all.build();
        let error = page(&all, Some("sumary")).unwrap_err();
        assert!(Advised::of(&error).text().contains("hint: did you mean summary"), "{error}");
    }
}
