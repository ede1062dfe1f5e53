//! `check`: what was read, used and left out, what contradicts itself, and which reports the files can fill.

use super::args::{InputArgs, OutputArgs, PeriodArgs, ReportArgs, ScopeArgs, TalkArgs};
use super::evidence::Evidence;
use super::gathering::gather_with;
use super::making::run;
use super::report::{finish, Findings};
use super::stage::{Act, Stage};
use super::{Ending, Order};
use crate::account::{Book, Outcome};
use crate::check::{contradictions, covered, gaps, Covered, Gap};
use crate::facts::dimension::SOURCE;
use crate::facts::{Grain, Wanted, DIMENSIONS};
use crate::fitting::signed;
use crate::kpi::{Family, Section, FAMILIES};
use crate::language::Labels;
use crate::report::{Cell, Column, Input, InputProblem, Table, Theme, Unit, PIECE};
use crate::scope::as_of::AsOf;
use crate::scope::filter::Filters;
use crate::scope::period::Period;
use crate::time::face::day_of;
use crate::time::zone::parse_zone;
use anyhow::Result;
use chrono_tz::Tz;
use clap::Args;

/// Flags of `check`.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// What to look at.
    #[command(flatten)]
    pub input: InputArgs,
    /// Zone of days [default: the system's]
    #[arg(long, value_name = "ZONE", value_parser = parse_zone, help_heading = "Period")]
    pub tz: Option<Tz>,
    /// Where it goes.
    #[command(flatten)]
    pub output: OutputArgs,
}

const FILE: Labels = ["File", "Bestand", "Plik", "Fil", "Datei"];
const TABLE: Labels = ["Table", "Tabel", "Tabela", "Tabell", "Tabelle"];

/// What the dataset says before facts are made of it.
struct Examined {
    covered: Vec<Covered>,
    gaps: Vec<Gap>,
    contradictions: Book,
    files: Vec<String>,
}

impl Act for CheckArgs {
    fn talk(&self) -> &TalkArgs {
        &self.output.talk
    }

    /// Prints files, reports and problems; a run with problems ends so.
    ///
    /// # Errors
    /// As for reports.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let period = PeriodArgs { tz: self.tz, as_of: Some(AsOf::Latest), ..PeriodArgs::default() };
        let scope = ScopeArgs { period, ..ScopeArgs::default() };
        let args = ReportArgs { input: self.input.clone(), scope, output: self.output.clone() };
        let order = &Order::resolve("check", &args, stage.around)?;
        let (zone, now) = (order.scope.question.zone, stage.around.now);
        let (mut evidence, examined) = gather_with(order, stage, everything(), |dataset| Examined {
            covered: covered(dataset),
            gaps: gaps(dataset, zone),
            contradictions: contradictions(dataset, now),
            files: dataset.files.clone(),
        })?;
        look_at_all_days(order, &mut evidence, &examined)?;
        evidence.book.problems.append(examined.contradictions.problems.clone());
        let reports = reports(order, &evidence)?;
        evidence.input.problems = InputProblem::all(&evidence.book);
        let problems = problems(&evidence, &examined);
        let is_sound = problems.rows.is_empty() && !evidence.book.is_damaged();
        let sections = vec![files(&evidence, &examined, zone), reports, problems];
        let findings = Findings { sections, ..Findings::default() }.of_section(order)?;
        finish(order, &evidence, findings, stage)?;
        Ok(if is_sound { Ending::Complete } else { Ending::Problems })
    }
}

/// Every fact with all that can be told of it.
fn everything() -> Wanted {
    Wanted {
        grains: Grain::ALL.iter().copied().collect(),
        dimensions: DIMENSIONS.iter().map(|dimension| dimension.id).collect(),
        reading: true,
        every_instant: true,
        ..Wanted::default()
    }
}

/// From the first day of the files to their last.
fn look_at_all_days(order: &Order, evidence: &mut Evidence, examined: &Examined) -> Result<()> {
    let spans = examined.covered.iter().filter_map(|one| one.span);
    let Some((first, last)) = spans.reduce(|one, next| (one.0.min(next.0), one.1.max(next.1))) else {
        return Ok(());
    };
    let question = &order.scope.question;
    evidence.time.period =
        Period::new(question.zone, day_of(question.zone, first), day_of(question.zone, last));
    evidence.time.buckets = question.buckets(&evidence.time.period)?;
    Ok(())
}

/// A row a file and table, and one a file that was left out.
fn files(evidence: &Evidence, examined: &Examined, zone: Tz) -> Table {
    let (mut rows, mut sources) = (Vec::new(), Vec::new());
    for one in &examined.covered {
        let name = examined.files.get(one.file as usize).map_or("", String::as_str);
        let export =
            evidence.input.exports.iter().find(|export| export.files.iter().any(|file| file == name));
        let profile = export.and_then(|export| export.profile.as_deref());
        let day = |at| Cell::Text(day_of(zone, at).to_string());
        sources.push(export.and_then(|export| export.source.clone()));
        rows.push(vec![
            Cell::Text(name.to_owned()),
            Cell::Text(one.table.schema().name.to_owned()),
            Cell::from(profile),
            Cell::Whole(signed(one.rows)),
            one.span.map_or(Cell::Missing, |(first, _)| day(first)),
            one.span.map_or(Cell::Missing, |(_, last)| day(last)),
            Cell::Missing,
        ]);
    }
    for name in without_rows(evidence, examined) {
        sources.push(None);
        let mut row = vec![Cell::Missing; 7];
        (row[0], row[3]) = (Cell::Text(name.to_owned()), Cell::Whole(0));
        rows.push(row);
    }
    let inputs = evidence.book.left_out.iter().map(|input| (&input.file, &input.trouble));
    let aside = evidence.book.problems.ended(Outcome::SetAside);
    let aside = aside.flat_map(|problem| problem.spots.iter().map(move |spot| (spot, &problem.kind.trouble)));
    let whole = aside.filter(|(spot, _)| spot.row == 0).map(|(spot, trouble)| (&spot.file, trouble));
    for (file, trouble) in inputs.chain(whole) {
        let mut row = vec![Cell::Missing; 7];
        row[0] = Cell::Text(file.clone());
        row[6] = Cell::Text(trouble.to_string());
        rows.push(row);
    }
    let mut columns = vec![
        text("file", FILE, Theme::Dimension, 0),
        text("table", TABLE, Theme::Dimension, 1),
        text("profile", ["Profile", "Profiel", "Profil", "Profil", "Profil"], Theme::Volume, 4),
        number("rows", ["Rows", "Rijen", "Wiersze", "Rader", "Zeilen"], 1),
        text("from", ["From", "Van", "Od", "Fra", "Von"], Theme::Volume, 2),
        text("to", ["To", "Tot", "Do", "Til", "Bis"], Theme::Volume, 2),
        text("left_out", ["Left out", "Weggelaten", "Pominięto", "Utelatt", "Ausgelassen"], Theme::Volume, 3),
    ];
    if sources.iter().any(Option::is_some) {
        columns.insert(1, text(SOURCE.id, SOURCE.label, Theme::Dimension, 1));
        sources.resize(rows.len(), None);
        for (row, source) in rows.iter_mut().zip(sources) {
            row.insert(1, Cell::from(source.as_deref()));
        }
    }
    Table::new("files", columns, rows)
}

/// Files of exports of which no row stayed: there are none, none could be used, or another file has them all.
fn without_rows<'a>(evidence: &'a Evidence, examined: &'a Examined) -> impl Iterator<Item = &'a String> {
    let is_covered = |name: &String| {
        let mut covered = examined.covered.iter().map(|one| &examined.files[one.file as usize]);
        covered.any(|known| known == name)
    };
    let files = evidence.input.exports.iter().flat_map(|export| &export.files);
    files.filter(move |name| !is_covered(name))
}

/// A row a section of a report: how many of its figures have a value, and which tables would fill the others.
fn reports(order: &Order, evidence: &Evidence) -> Result<Table> {
    let filters = Filters::new(&[], &evidence.facts)?;
    let sieve = filters.over(&evidence.facts);
    let mut rows = Vec::new();
    for family in FAMILIES {
        let mut run = run(order, evidence, &sieve);
        if !family.is_of_conversations() {
            run.question = std::borrow::Cow::Owned(run.question.of_lone_facts());
        }
        for section in family.sections {
            let table = (section.build)(&run, section)?;
            rows.push(coverage((family, section), &table, &evidence.input));
        }
    }
    let columns = vec![
        text("report", ["Report", "Rapport", "Raport", "Rapport", "Bericht"], Theme::Dimension, 0),
        text("section", ["Section", "Onderdeel", "Sekcja", "Avsnitt", "Abschnitt"], Theme::Dimension, 1),
        number("figures", ["Figures", "Cijfers", "Wskaźniki", "Nøkkeltall", "Kennzahlen"], 1),
        number("filled", ["With a value", "Met waarde", "Z wartością", "Med verdi", "Mit Wert"], 1),
        text("needs", ["Needs", "Vereist", "Wymaga", "Krever", "Benötigt"], Theme::Volume, 2),
    ];
    Ok(Table::new("reports", columns, rows))
}

fn coverage((family, section): (&Family, &Section), table: &Table, input: &Input) -> Vec<Cell> {
    let (mut figures, mut filled) = (0, 0);
    for (place, column) in table.columns.iter().enumerate() {
        if column.is_dimension() || !column.is_main() {
            continue;
        }
        figures += 1;
        let is_filled = |row: &Vec<Cell>| !matches!(row[place], Cell::Missing | Cell::New);
        filled += i64::from(table.pieces(PIECE).any(|piece| piece.iter().any(is_filled)));
    }
    let mut needs: Vec<&str> = Vec::new();
    for name in section.kpis.iter().flat_map(|kpi| kpi.tables()).map(|table| table.schema().name) {
        let is_read = input.rows.get(name).is_some_and(|&rows| rows > 0);
        if filled < figures && !is_read && !needs.contains(&name) {
            needs.push(name);
        }
    }
    let needs = (!needs.is_empty()).then(|| needs.join(", "));
    vec![
        Cell::Text(family.name.to_owned()),
        Cell::Text(section.name.to_owned()),
        Cell::Whole(figures),
        Cell::Whole(filled),
        Cell::from(needs.as_deref()),
    ]
}

/// A row a kind of trouble, the loudest first; what is merely worth a word is none.
fn problems(evidence: &Evidence, examined: &Examined) -> Table {
    let mut rows = Vec::new();
    let all = evidence.input.problems.iter();
    let mut loud: Vec<&InputProblem> =
        all.filter(|problem| problem.outcome != "noted" && !is_blank(problem)).collect();
    loud.sort_by_key(|problem| std::cmp::Reverse(problem.cases));
    for problem in loud {
        let row = problem.row.map_or(Cell::Missing, |row| Cell::Whole(signed(row)));
        rows.push(problem_row(problem, row));
    }
    for gap in &examined.gaps {
        let whose = gap.source.as_ref().map_or_else(String::new, |source| format!(" of {source}"));
        rows.push(vec![
            Cell::Text("gap".to_owned()),
            Cell::Missing,
            Cell::Text(gap.table.schema().name.to_owned()),
            Cell::Missing,
            Cell::Missing,
            Cell::Whole((gap.last - gap.first).num_days() + 1),
            Cell::Text(format!("no row{whose} from {} to {}; is a file missing?", gap.first, gap.last)),
        ]);
    }
    let columns = vec![
        text("kind", ["Kind", "Soort", "Rodzaj", "Type", "Art"], Theme::Dimension, 0),
        text("file", FILE, Theme::Dimension, 1),
        text("table", TABLE, Theme::Dimension, 3),
        number("row", ["Row", "Rij", "Wiersz", "Rad", "Zeile"], 3),
        text("column", ["Column", "Kolom", "Kolumna", "Kolonne", "Spalte"], Theme::Volume, 2),
        number("cases", ["Cases", "Gevallen", "Przypadki", "Tilfeller", "Fälle"], 2),
        text("what", ["What", "Wat", "Co", "Hva", "Was"], Theme::Volume, 0),
    ];
    Table::new("problems", columns, rows)
}

/// Blank lines are no trouble.
fn is_blank(problem: &InputProblem) -> bool {
    problem.outcome == "set_aside" && problem.row.is_some()
}

fn problem_row(problem: &InputProblem, row: Cell) -> Vec<Cell> {
    let joint = if problem.advice.is_empty() { "" } else { "; " };
    vec![
        Cell::Text(if problem.outcome == "united" { "overlap" } else { problem.outcome }.to_owned()),
        Cell::Text(problem.file.clone()),
        Cell::Text(problem.table.to_owned()),
        row,
        Cell::Text(problem.column.clone()),
        Cell::Whole(signed(problem.cases)),
        Cell::Text(format!("{}{joint}{}", problem.what, problem.advice)),
    ]
}

fn number(name: &str, label: Labels, importance: u8) -> Column {
    Column { importance, ..Column::of_figure(name, label, Unit::Count, Theme::Volume) }
}

fn text(name: &str, label: Labels, theme: Theme, importance: u8) -> Column {
    Column { importance, ..Column::of_figure(name, label, Unit::Text, theme) }
}
