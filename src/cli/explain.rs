//! `explain`: what a figure, dimension or rule means, from the same definitions that compute it.

use super::args::TalkArgs;
use super::general_rules::RULES;
use super::output::to_stdout;
use super::registry::Registry;
use super::stage::{Act, Stage};
use super::trade_words::{self, TradeWord};
use super::Ending;
use crate::advice::Advised;
use crate::facts::table::FactTable;
use crate::facts::{Dimension, Facts, Grain, Rules, DIMENSIONS};
use crate::kpi::{self, Calculation, Kpi};
use crate::language::Language;
use crate::nearest;
use crate::render::paint::Paint;
use crate::render::{escape, prose};
use crate::report::Theme;
use anyhow::{bail, Result};
use clap::{Args, ValueEnum};
use std::io::{self, Write};
use std::path::PathBuf;

/// Flags of `explain`.
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// A KPI, dimension, kind of fact, column or rule, such as first_response
    pub name: Option<String>,
    /// text, or json for programs [default: text]
    #[arg(long, value_enum, default_value_t = ExplainForm::Text, hide_default_value = true, hide_possible_values = true)]
    pub format: ExplainForm,
    /// Configuration [default: insights.toml]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How it is said.
    #[command(flatten)]
    pub talk: TalkArgs,
}

/// The form in which things are explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainForm {
    /// For people.
    Text,
    /// For programs: what figures are folded from, facts and dimensions.
    Json,
}

impl Act for ExplainArgs {
    fn talk(&self) -> &TalkArgs {
        &self.talk
    }

    /// Explains one name, or lists everything by theme.
    ///
    /// # Errors
    /// If the name is unknown, the configuration cannot be read, or standard output cannot be written.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        if self.format == ExplainForm::Json {
            return self.write_registry(stage);
        }
        let around = stage.around;
        let page = ExplainPage {
            width: around.columns().unwrap_or(80),
            color: around.colour(self.talk.color, around.stdout_is_terminal),
        };
        let rules = around.config(self.config.as_deref())?.rules(around.now);
        match &self.name {
            Some(name) => {
                let text = explained(name, &rules, page)?;
                to_stdout(stage.out, |out| out.write_all(text.as_bytes()))?;
            }
            None => to_stdout(stage.out, |out| list(&rules, page, out))?,
        }
        Ok(Ending::Complete)
    }
}

impl ExplainArgs {
    /// Writes the figures, facts and dimensions that bear the name, or all, as JSON.
    fn write_registry(&self, stage: &mut Stage) -> Result<Ending> {
        let registry = Registry::of(self.name.as_deref());
        if let Some(name) = self.name.as_deref().filter(|_| registry.is_empty()) {
            let what = format!("no figure, kind of fact or dimension is called \"{name}\"");
            bail!(Advised::new(what, "insights explain --format json has them all"));
        }
        let text = serde_json::to_string_pretty(&registry)?;
        to_stdout(stage.out, |out| writeln!(out, "{text}"))?;
        Ok(Ending::Complete)
    }
}

/// How wide lines may be, and whether titles stand out.
#[derive(Debug, Clone, Copy)]
pub struct ExplainPage {
    /// Terminal columns.
    pub width: usize,
    /// Whether ANSI colours may be written.
    pub color: bool,
}

/// Blanks before everything but titles.
const INDENT: usize = 2;
/// Lines are easiest to read up to this.
const WIDEST: usize = 100;

impl ExplainPage {
    fn paint(self) -> Paint {
        Paint { color: self.color }
    }

    fn room(self, left: usize) -> usize {
        self.width.min(WIDEST).saturating_sub(left).max(20)
    }
}

fn explained(name: &str, rules: &Rules, page: ExplainPage) -> Result<String> {
    let asked = trade_words::plain(name);
    if let Some(word) = trade_words::word(&asked) {
        return word_text(name, word, rules, page);
    }
    named_text(name, rules, page)
}

/// A word of the trade: what it says, and what here goes by another name.
fn word_text(name: &str, word: &TradeWord, rules: &Rules, page: ExplainPage) -> Result<String> {
    let see = [("see", word.names.join(", "))];
    let facts = if word.names.is_empty() { &see[..0] } else { &see[..] };
    let mut texts =
        vec![Explanation { name, label: "word of the trade", about: word.about, facts }.text(page)];
    for name in word.names {
        texts.push(named_text(name, rules, page)?);
    }
    Ok(texts.join("\n"))
}

fn named_text(name: &str, rules: &Rules, page: ExplainPage) -> Result<String> {
    let kpis: Vec<&Kpi> = kpi::all().into_iter().filter(|kpi| is_called(kpi, name)).collect();
    let mut parts: Vec<String> = kpis.iter().map(|kpi| kpi_text(kpi, page)).collect();
    parts.extend(Dimension::named(name).map(|dimension| dimension_text(dimension, page)));
    for rule in RULES.iter().filter(|rule| rule.name == name) {
        let (name, label, about) = (rule.name, "rule of every report", &rule.told(rules));
        parts.push(Explanation { name, label, about, facts: &[] }.text(page));
    }
    parts.extend(Grain::named(name).map(|grain| grain_text(grain.table(), page)));
    if parts.is_empty() {
        let grains = Grain::ALL.iter().map(|grain| grain.table());
        parts.extend(grains.flat_map(|table| column_texts(table, name, page)));
    }
    if parts.is_empty() {
        let names = kpi::all().into_iter().map(|kpi| kpi.id);
        let names = names.chain(DIMENSIONS.iter().map(|d| d.id)).chain(RULES.iter().map(|r| r.name));
        let names: Vec<&str> = names.chain(Grain::ALL.iter().map(|grain| grain.table().name)).collect();
        let near = nearest::advice(name, names.iter().copied());
        let error = Advised::new(format!("nothing is called \"{name}\""), near);
        bail!(error.and("insights explain lists all there is"));
    }
    Ok(parts.join("\n"))
}

fn is_called(kpi: &Kpi, name: &str) -> bool {
    kpi.id == name || kpi.columns().iter().any(|column| column == name)
}

/// What is said of one name.
struct Explanation<'a> {
    name: &'a str,
    /// What people call it, or what kind of thing it is.
    label: &'a str,
    about: &'a str,
    facts: &'a [(&'a str, String)],
}

impl Explanation<'_> {
    /// A title, what it means, and facts about it in two columns; every line fits the page.
    fn text(&self, page: ExplainPage) -> String {
        let mut text = format!("{} – {}\n", page.paint().bold(self.name), self.label);
        for line in prose::wrapped(&capitalised(self.about), page.room(INDENT)) {
            text.push_str(&format!("  {line}\n"));
        }
        let names = self.facts.iter().map(|(name, _)| escape::width(name)).max().unwrap_or(0) + 2;
        for (name, fact) in self.facts {
            for (place, line) in prose::wrapped(fact, page.room(INDENT + names)).iter().enumerate() {
                let name = if place == 0 { *name } else { "" };
                text.push_str(&format!("  {}{line}\n", page.paint().dim(&escape::left(name, names))));
            }
        }
        text
    }
}

fn kpi_text(kpi: &Kpi, page: ExplainPage) -> String {
    let commands: Vec<&str> = kpi::FAMILIES
        .iter()
        .filter(|family| family.kpis().contains(&kpi))
        .map(|family| family.name)
        .collect();
    let mut facts = Vec::new();
    if let Calculation::Fold { moment, .. } = &kpi.calculation {
        facts.push(("moment", moment.name.to_owned()));
    }
    if let Calculation::Of(_, parts) = &kpi.calculation {
        let parts: Vec<&str> = parts.iter().map(|part| part.id).collect();
        facts.push(("made of", parts.join(", ")));
    }
    facts.push(("unit", Language::En.of(kpi.unit().about()).to_owned()));
    facts.push(("columns", kpi.columns().join(", ")));
    facts.push(("source", sources(kpi.source)));
    facts.push(("commands", commands.join(", ")));
    Explanation {
        name: kpi.id,
        label: Language::En.of(&kpi.label),
        about: Language::En.of(&kpi.about),
        facts: &facts,
    }
    .text(page)
}

fn dimension_text(dimension: &Dimension, page: ExplainPage) -> String {
    let alias = dimension.alias.map(|alias| format!(" or --{alias}")).unwrap_or_default();
    let facts = [
        ("filter", format!("--{}{alias}, '!VALUE' leaves out", dimension.id)),
        ("rows", format!("--by {}", dimension.id)),
    ];
    Explanation { name: dimension.id, label: "dimension", about: dimension.about, facts: &facts }.text(page)
}

/// A kind of fact with its columns.
fn grain_text(table: &FactTable, page: ExplainPage) -> String {
    let facts = Facts::default();
    let columns = table.handed(&facts).into_iter();
    let mut lines: Vec<(String, String)> =
        columns.map(|column| (column.machine_name(), column.about.to_owned())).collect();
    let moments: Vec<&str> = table.moments.iter().map(|moment| moment.name).collect();
    lines.push(("counts at".to_owned(), moments.join(", ")));
    let lines: Vec<(&str, String)> = lines.iter().map(|(name, line)| (name.as_str(), line.clone())).collect();
    let about = format!("One row: {}. Columns of `insights facts --grain {}`:", table.about, table.name);
    Explanation { name: table.name, label: "fact", about: &about, facts: &lines }.text(page)
}

/// What a column of a kind of fact means, if it is called that.
fn column_texts(table: &FactTable, name: &str, page: ExplainPage) -> Vec<String> {
    let facts = Facts::default();
    let of = [("rows", format!("insights facts --grain {}", table.name))];
    let mut texts = Vec::new();
    for column in table.handed(&facts) {
        let machine_name = column.machine_name();
        if [column.name, &machine_name].contains(&name) {
            let (name, label, about) = (machine_name.as_str(), "column of facts", column.about);
            texts.push(Explanation { name, label, about, facts: &of }.text(page));
        }
    }
    texts
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
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

/// Everything there is: a line each, by theme.
fn list(rules: &Rules, page: ExplainPage, out: &mut dyn Write) -> io::Result<()> {
    let themes = [
        (Theme::Volume, "Volume"),
        (Theme::Speed, "Speed"),
        (Theme::Targets, "Targets and messaging window"),
        (Theme::Quality, "Quality"),
        (Theme::Ai, "AI agent"),
    ];
    let told: Vec<String> = RULES.iter().map(|rule| rule.told(rules)).collect();
    let mut groups: Vec<(&str, Vec<(&str, &str)>)> = themes.map(|(theme, title)| (title, of(theme))).into();
    groups.push(("Dimensions", DIMENSIONS.iter().map(|d| (d.id, d.about)).collect()));
    groups
        .push(("Facts", Grain::ALL.iter().map(|grain| (grain.table().name, grain.table().about)).collect()));
    groups.push(("Rules", RULES.iter().zip(&told).map(|(rule, told)| (rule.name, told.as_str())).collect()));
    groups.retain(|(_, entries)| !entries.is_empty());
    let names = groups.iter().flat_map(|(_, entries)| entries).map(|(name, _)| escape::width(name));
    let names = names.max().unwrap_or(0) + 2;
    for (title, entries) in groups {
        writeln!(out, "{}", page.paint().bold(title))?;
        for (name, about) in entries {
            let about = capitalised(prose::first_sentence(about));
            let about = prose::shortened(&about, page.room(INDENT + names));
            writeln!(out, "  {}{about}", escape::left(name, names))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", page.paint().dim("insights explain NAME says more"))
}

fn of(theme: Theme) -> Vec<(&'static str, &'static str)> {
    let kpis = kpi::all().into_iter().filter(|kpi| kpi.theme == theme);
    kpis.map(|kpi| (kpi.id, Language::En.of(&kpi.about))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: ExplainPage = ExplainPage { width: 50, color: false };

    #[test]
    fn an_entry_is_wrapped_with_its_facts_aligned() {
        let facts =
            [("unit", "count".to_owned()), ("columns", "one_column, another_column, a_third".to_owned())];
        let about = "messages by customers, human agents and AI agents; no notes.";
        let expected = "\
messages – Messages
  Messages by customers, human agents and AI
  agents; no notes.
  unit     count
  columns  one_column, another_column, a_third
";
        let messages = Explanation { name: "messages", label: "Messages", about, facts: &facts };
        assert_eq!(messages.text(PAGE), expected);
        // 2 + 9 + 24 columns
        let columns = Explanation { facts: &facts[1..], ..messages };
        let narrow = columns.text(ExplainPage { width: 35, ..PAGE });
        assert!(
            narrow.ends_with("\n  columns  one_column,\n           another_column, a_third\n"),
            "{narrow}"
        );
    }

    #[test]
    fn everything_is_explained_within_the_page() {
        let mut bytes = Vec::new();
        list(&Rules::at(0), ExplainPage { width: 80, color: false }, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        for line in text.lines() {
            assert!(escape::width(line) <= 80, "{line}");
        }
        for name in kpi::all().into_iter().map(|kpi| kpi.id).chain(RULES.iter().map(|rule| rule.name)) {
            assert!(text.contains(&format!("\n  {name} ")), "{name}");
            let page = ExplainPage { width: 80, color: false };
            for line in explained(name, &Rules::at(0), page).unwrap().lines() {
                assert!(escape::width(line) <= 80, "{line}");
            }
        }
    }

    #[test]
    fn a_kpi_says_all_there_is_to_know() {
        let text = explained("repeat_rate", &Rules::at(0), ExplainPage { width: 80, color: false }).unwrap();
        for start in ["repeat_rate – ", "  made of ", "  unit ", "  columns ", "  source ", "  commands "] {
            assert!(text.lines().any(|line| line.starts_with(start)), "{start}: {text}");
        }
        let unknown = Advised::of(&explained("repeat_rat", &Rules::at(0), PAGE).unwrap_err()).text();
        assert!(unknown.contains("did you mean repeat_rate"), "{unknown}");
    }
}
