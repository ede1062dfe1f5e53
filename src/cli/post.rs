//! Reports by mail: who gets them, through which server, with which files.

use super::delivery::{keep, style_of_files};
use super::environment::Surroundings;
use super::mail::MailArgs;
use super::output::Destination;
use super::stage::Stage;
use super::Order;
use crate::advice::Advised;
use crate::config::{self, Config, MailRules};
use crate::mail::{mailbox, AttachedFile, Correspondents, Relay};
use crate::render::letter::Letter;
use crate::render::{self, Format};
use crate::report::Report;
use anyhow::{Context, Result};
use std::io;
use std::path::Path;

/// Variable with the password of the server.
const PASSWORD: &str = "INSIGHTS_SMTP_PASSWORD";
/// Many servers take no message that is larger, in bytes.
const LARGE: usize = 18_000_000;

/// A mail to send once the report is written where it is to stand.
#[derive(Debug, Clone)]
pub struct MailChoice {
    who: Correspondents,
    relay: Relay,
    attach: Vec<Format>,
}

impl MailChoice {
    /// What was asked for, if anything was: flags before variables before the configuration.
    ///
    /// # Errors
    /// If an address or the server is missing or none, or the password cannot be read.
    pub fn resolve(args: &MailArgs, config: &Config, around: &Surroundings) -> Result<Option<MailChoice>> {
        if !args.is_asked() {
            return Ok(None);
        }
        let rules = &config.mail;
        let settings = Settings { file: &config.file };
        let given = settings.first("--mail-to", args.mail_to.first(), "to", rules.to.first())?;
        let addresses = if args.mail_to.is_empty() { &rules.to } else { &args.mail_to };
        let to = addresses.iter().map(|address| given.understood(mailbox(address)));
        let to = to.collect::<Result<Vec<_>>>()?;
        let given = settings.first("--mail-from", args.mail_from.as_ref(), "from", rules.from.as_ref())?;
        let from = given.understood(mailbox(given.text))?;
        let given = settings.first("--smtp", args.smtp.as_ref(), "server", rules.server.as_ref())?;
        let address = given.understood(given.text.parse())?;
        let user = args.smtp_user.as_ref().or(rules.user.as_ref());
        let password = password(args, rules, around)?;
        if password.is_none() && user.is_some() {
            let what = "it is said who logs in to send mail, but no password is there";
            let advice = format!(
                "set {PASSWORD}, or name its file: --smtp-password-file, or `password_file` in [mail]"
            );
            return Err(Advised::new(what, advice).into());
        }
        let who = Correspondents { from, to };
        let name = user.cloned().unwrap_or_else(|| who.sender());
        let login = password.map(|password| (name, password));
        let attach = if args.attach.is_empty() { &rules.attach } else { &args.attach };
        Ok(Some(MailChoice { who, relay: Relay::new(address, login), attach: attach.clone() }))
    }

    /// Mails a report; one that is to stand nowhere else is kept in a file if no server takes it.
    ///
    /// # Errors
    /// If the server does not take it, or it cannot be kept.
    pub fn send(&self, order: &Order, report: &Report, stage: &Stage) -> Result<()> {
        let style = style_of_files(order);
        let letter = Letter::of(report, style.words);
        let mut files = Vec::new();
        for &format in &self.attach {
            files.extend(attached(order, report, format)?);
        }
        let size: usize = files.iter().map(|file| file.bytes.len()).sum();
        if size > LARGE {
            let what =
                format!("the attached files take {} MB, more than many mail servers take", size / 1_000_000);
            stage.ui.warn(&what, "attach less");
        }
        let count = files.len();
        let message = self.who.message(&letter, files)?;
        let progress = stage.ui.progress("mailing", None);
        let sent = self.relay.send(&message, |why| stage.ui.warn(why, "trying again"));
        drop(progress);
        if let Err(refusal) = sent {
            keep(order, report, stage).with_context(|| refusal.to_string())?;
            return Err(refusal.and("the report itself was written").into());
        }
        let files = match count {
            0 => String::new(),
            1 => " with 1 file".to_owned(),
            count => format!(" with {count} files"),
        };
        stage.ui.note(&format!("mailed to {}{files}", self.who.readers()));
        Ok(())
    }
}

/// What is settled about mail, on the command line and in a configuration.
struct Settings<'a> {
    /// The configuration; empty where there is none.
    file: &'a Path,
}

/// A setting with the place that says it, for errors.
struct Setting<'a> {
    text: &'a str,
    place: String,
}

impl Settings<'_> {
    /// What the flag says, else what the key of `[mail]` says.
    ///
    /// # Errors
    /// If neither says anything.
    fn first<'a>(
        &self,
        flag: &str,
        typed: Option<&'a String>,
        key: &str,
        configured: Option<&'a String>,
    ) -> Result<Setting<'a>> {
        match (typed, configured) {
            (Some(text), _) => Ok(Setting { text, place: flag.to_owned() }),
            (None, Some(text)) => {
                Ok(Setting { text, place: format!("{}, [mail], key {key:?}", self.file.display()) })
            }
            (None, None) => {
                let what = format!("a report by mail needs {flag}");
                let advice = format!("give it, or set `{key}` under [mail] in {}", config::FILE);
                Err(Advised::new(what, advice).into())
            }
        }
    }
}

impl Setting<'_> {
    /// What came of it; an error says where it stands.
    fn understood<T>(&self, result: Result<T, Advised>) -> Result<T> {
        result.with_context(|| self.place.clone())
    }
}

/// The password from its file, else from its variable, else from the file that the configuration names; never from the
/// command line, where others can see it.
fn password(args: &MailArgs, rules: &MailRules, around: &Surroundings) -> Result<Option<String>> {
    if let Some(path) = &args.smtp_password_file {
        return around.secret(path).map(Some);
    }
    if let Some(value) = around.variable(PASSWORD) {
        let value = value.to_str().with_context(|| format!("{PASSWORD} is no text"))?;
        return Ok(Some(value.to_owned()));
    }
    rules.password_file.as_deref().map(|path| around.secret(path)).transpose()
}

/// The report in a format: one file, or one a section where the format holds a single table.
fn attached(order: &Order, report: &Report, format: Format) -> Result<Vec<AttachedFile>> {
    let style = style_of_files(order);
    let write = |out: &mut Vec<u8>| render::write(report, format, &style, out);
    let mut files = Vec::new();
    let stem = stem(order, report);
    if format.is_of_one_table() && report.sections.len() > 1 {
        for table in &report.sections {
            let name = format!("{stem}-{}", table.name);
            let of_one = |out: &mut Vec<u8>| render::write_section((report, table), format, &style, out);
            files.push(file(&name, format, of_one)?);
        }
    } else {
        files.push(file(&stem, format, write)?);
    }
    Ok(files)
}

fn file<T>(
    stem: &str,
    format: Format,
    write: impl FnOnce(&mut Vec<u8>) -> io::Result<T>,
) -> Result<AttachedFile> {
    let mut bytes = Vec::new();
    write(&mut bytes).with_context(|| format!("cannot make the {} to attach", format.name()))?;
    let name = format!("{stem}.{}", format.ending());
    Ok(AttachedFile { name, media_type: media_type(format.ending()), bytes })
}

/// What the files are called: as the report on the disk, else after its days.
fn stem(order: &Order, report: &Report) -> String {
    let scope = &report.scope;
    let named = match &order.output.to {
        Destination::File(path) => path.fixed(),
        Destination::Stdout | Destination::Folder(_) | Destination::Mail(_) => None,
    };
    let stem = named.as_deref().and_then(Path::file_stem).and_then(|stem| stem.to_str());
    stem.map_or_else(|| format!("{}-{}_{}", report.name, scope.from, scope.to), str::to_owned)
}

/// What mail programs call files of that ending.
fn media_type(ending: &str) -> &'static str {
    match ending {
        "csv" => "text/csv; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "json" => "application/json",
        "md" | "txt" | "tsv" => "text/plain; charset=utf-8",
        "pdf" => "application/pdf",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}
