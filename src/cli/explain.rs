//! `explain`: what a figure, dimension or rule means, from the same definitions that compute it.

use super::commands::ExplainArgs;
use super::output::to_stdout;
use super::Ending;
use crate::facts::{Dimension, DIMENSIONS};
use crate::kpi::{self, Calculation, Kpi};
use crate::report::{Theme, Unit};
use crate::suggest;
use anyhow::{bail, Result};
use std::io::{self, Write};

/// A rule that holds for every report.
struct Rule {
    name: &'static str,
    about: &'static str,
}

static RULES: &[Rule] = &[
    Rule { name: "messages", about: "Only public messages by customers, human agents and AI agents count. Notes, automated replies by agents and system lines never start or stop a clock." },
    Rule { name: "period", about: "Dates include both ends; days begin at midnight in the one zone of the run. Today is part of \"the last 7 days\"." },
    Rule { name: "anchor", about: "event: each figure counts at its own moment. created, closed, answered: first the conversations created, closed or answered in the period are chosen, then every figure is computed over exactly those." },
    Rule { name: "as-of", about: "Nothing later than --as-of is read. Open or closed is replayed from events; without closing events, status and closed_at decide." },
    Rule { name: "durations", about: "Seconds in machine formats: n, mean, median and 90th percentile (linear interpolation). A duration that would be negative is not used." },
    Rule { name: "rates", about: "Fractions from 0 to 1 in machine formats. Nothing divided by nothing is empty, never 0." },
    Rule { name: "cases", about: "In messenger, whatsapp, instagram and telegram a customer message more than 24 hours after the message before starts a new case; [cases] in insights.toml changes hours and channels." },
    Rule { name: "targets", about: "optimal / acceptable: chat 30 s / 2 min, email and web form 24 h / 48 h, whatsapp 5 min / 30 min, messenger and facebook 15 min / 1 h, x – / 1 h. On the limit is within. [targets] in insights.toml changes them per channel and team." },
    Rule { name: "window", about: "On whatsapp and messenger an answer is due within 24 hours of the customer's last message, unless the conversation was closed in that time." },
    Rule { name: "excluded", about: "Conversations with status spam, deleted, merged or test, with everything that belongs to them; -v and JSON say how many." },
    Rule { name: "derivation", about: "Figures come from messages and events; for a conversation without messages from the timestamps of its row; else from durations the product gives." },
    Rule { name: "credit", about: "A reply belongs to its author, a close to who closed, a rating to who was assigned at that moment, everything else to the assignee. --agent X is the row X of --by agent." },
];

/// Explains one name, or lists everything by theme.
///
/// # Errors
/// If the name is unknown, or standard output cannot be written.
pub fn perform(args: &ExplainArgs, out: &mut dyn Write) -> Result<Ending> {
    match &args.name {
        Some(name) => {
            let text = explained(name)?;
            to_stdout(out, |out| out.write_all(text.as_bytes()))?;
        }
        None => to_stdout(out, list)?,
    }
    Ok(Ending::Complete)
}

fn explained(name: &str) -> Result<String> {
    let kpis: Vec<&Kpi> = kpi::all().into_iter().filter(|kpi| is_called(kpi, name)).collect();
    let mut parts: Vec<String> = kpis.iter().map(|kpi| kpi_text(kpi)).collect();
    parts.extend(Dimension::named(name).map(dimension_text));
    parts.extend(
        RULES
            .iter()
            .filter(|rule| rule.name == name)
            .map(|rule| format!("{}\n  {}\n", rule.name, rule.about)),
    );
    if parts.is_empty() {
        let names = kpi::all().into_iter().map(|kpi| kpi.id);
        let names: Vec<&str> =
            names.chain(DIMENSIONS.iter().map(|d| d.id)).chain(RULES.iter().map(|r| r.name)).collect();
        bail!("nothing is called \"{name}\"\n{}", suggest::hint(name, names.iter().copied()));
    }
    Ok(parts.join("\n"))
}

fn is_called(kpi: &Kpi, name: &str) -> bool {
    kpi.id == name || kpi.columns().iter().any(|column| column == name)
}

fn kpi_text(kpi: &Kpi) -> String {
    let commands: Vec<&str> = kpi::FAMILIES
        .iter()
        .filter(|family| family.kpis().iter().any(|other| std::ptr::eq(*other, kpi)))
        .map(|family| family.name)
        .collect();
    let mut lines = vec![
        format!("{} – {}", kpi.id, kpi.label),
        format!("  {}", kpi.about),
        format!("  unit      {}", unit(kpi.unit())),
        format!("  columns   {}", kpi.columns().join(", ")),
    ];
    if let Calculation::Fold { moment, .. } = &kpi.calculation {
        lines.push(format!("  moment    {}", moment.name));
    }
    if let Calculation::Of(_, parts) = &kpi.calculation {
        let parts: Vec<&str> = parts.iter().map(|part| part.id).collect();
        lines.push(format!("  made of   {}", parts.join(", ")));
    }
    lines.push(format!("  source    {}", sources(kpi.source)));
    lines.push(format!("  command   {}", commands.join(", ")));
    lines.join("\n") + "\n"
}

fn dimension_text(dimension: &Dimension) -> String {
    let alias = dimension.alias.map(|alias| format!(" (--{alias})")).unwrap_or_default();
    format!(
        "{} – dimension\n  {}\n  --{}{alias} filters, --by {} tells apart\n",
        dimension.id, dimension.about, dimension.id, dimension.id
    )
}

/// The reporting pages a definition follows.
fn sources(letters: &str) -> String {
    let names = letters.split(' ').map(|letter| match letter {
        "B" => "Belco",
        "U" => "Userlike",
        "E" => "edrone",
        "S" => "Socialboards",
        "K" => "Klaviyo",
        _ => "insights",
    });
    names.collect::<Vec<_>>().join(", ")
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "count",
        Unit::Seconds => "seconds",
        Unit::Rate => "fraction 0–1",
        Unit::Score => "stars 1–5",
        Unit::Nps => "−100 to 100",
        Unit::Ratio => "one count divided by another",
        Unit::Money => "money",
        Unit::Change | Unit::Points | Unit::Difference => "change",
        Unit::Instant => "instant",
        Unit::Flag => "yes or no",
        Unit::Text => "text",
    }
}

fn list(out: &mut dyn Write) -> io::Result<()> {
    for (theme, title) in [
        (Theme::Volume, "Volume"),
        (Theme::Speed, "Speed"),
        (Theme::Targets, "Targets and messaging window"),
        (Theme::Quality, "Quality"),
        (Theme::Ai, "AI agent"),
    ] {
        let kpis: Vec<&Kpi> = kpi::all().into_iter().filter(|kpi| kpi.theme == theme).collect();
        if kpis.is_empty() {
            continue;
        }
        writeln!(out, "{title}")?;
        for kpi in kpis {
            writeln!(out, "  {:<30} {}", kpi.id, first_sentence(kpi.about))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "Dimensions")?;
    for dimension in DIMENSIONS {
        writeln!(out, "  {:<30} {}", dimension.id, first_sentence(dimension.about))?;
    }
    writeln!(out, "\nRules")?;
    for rule in RULES {
        writeln!(out, "  {:<30} {}", rule.name, first_sentence(rule.about))?;
    }
    Ok(())
}

fn first_sentence(text: &str) -> &str {
    text.split_inclusive([';', '.']).next().unwrap_or(text).trim_end_matches([';', '.'])
}
