//! The tables of the README and the pages beside the examples, made from the lists that the program works with.

use super::coverage;
use super::markdown::{code, table};
use super::sandbox::Sandbox;
use insights::catalogue::{program, Family, Kpi, DIMENSIONS, REPORTS};
use insights::catalogue::{ColumnKind, Domain, TableName, CHANNELS};

/// The names of all tables; each stands between `<!-- name -->` and `<!-- /name -->`.
pub fn names() -> Vec<&'static str> {
    let own =
        ["commands", "dimensions", "dimension names", "profile names", "profiles", "kpis", "coverage", "way"];
    own.into_iter().chain(TableName::ALL.map(|table| table.schema().name)).collect()
}

/// The page with its tables made anew.
pub fn renewed(page: &str, name: &str) -> String {
    let mut renewed = page.to_string();
    for table in names() {
        let (open, close) = (format!("<!-- {table} -->\n"), format!("<!-- /{table} -->"));
        let Some(start) = renewed.find(&open).map(|at| at + open.len()) else { continue };
        let length = renewed[start..].find(&close).unwrap_or_else(|| panic!("{name} has no {close}"));
        renewed.replace_range(start..start + length, &made(table));
    }
    renewed
}

fn made(name: &str) -> String {
    match name {
        "commands" => commands(),
        "dimensions" => table(["filter", "tells apart"], dimensions().into_iter()),
        "dimension names" => in_one_line(dimensions()),
        "profile names" => in_one_line(profiles()),
        "profiles" => table(["profile", "export", "gives"], profiles().into_iter()),
        "kpis" => kpis(),
        "coverage" => coverage::page(),
        "way" => way(),
        name => input(TableName::from_name(name).unwrap_or_else(|| panic!("no table is called {name}"))),
    }
}

fn commands() -> String {
    let families = REPORTS.iter().map(|family| {
        let sections: Vec<String> = family.sections.iter().map(|section| code(section.name)).collect();
        [code(family.name), family.about.to_string(), sections.join(", ")]
    });
    let program = program(100);
    let others = program
        .get_subcommands()
        .filter(|command| !REPORTS.iter().any(|family| family.name == command.get_name()));
    let others = others.map(|command| {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        [code(command.get_name()), about, String::from("–")]
    });
    table(["command", "prints", "sections"], families.chain(others))
}

/// Flags of each dimension, and what it tells apart.
fn dimensions() -> Vec<[String; 2]> {
    let rows = DIMENSIONS.iter().map(|dimension| {
        let alias = dimension.alias.map(|alias| format!(", `--{alias}`")).unwrap_or_default();
        [format!("`--{}`{alias}", dimension.id), dimension.about.to_string()]
    });
    rows.collect()
}

/// The figures under the first report that shows them.
fn kpis() -> String {
    let mut text = String::new();
    for (place, family) in REPORTS.iter().enumerate() {
        let shows = |family: &Family, kpi: &Kpi| family.kpis().iter().any(|other| std::ptr::eq(*other, kpi));
        let is_new = |kpi: &&'static Kpi| !REPORTS[..place].iter().any(|before| shows(before, kpi));
        let rows: Vec<[String; 5]> = family
            .kpis()
            .into_iter()
            .filter(is_new)
            .map(|kpi| {
                let later = REPORTS[place + 1..].iter().filter(|later| shows(later, kpi));
                let also: Vec<&str> = later.map(|later| later.name).collect();
                let unit = kpi.unit().about()[0].to_string();
                [code(kpi.id), kpi.label[0].to_string(), unit, kpi.about[0].to_string(), also.join(", ")]
            })
            .collect();
        if !rows.is_empty() {
            let header = ["id", "label", "unit", "definition", "also in"];
            text += &format!("\n## {}\n\n{}", family.name, table(header, rows.into_iter()));
        }
    }
    text
}

/// The columns of a canonical table.
fn input(name: TableName) -> String {
    let rows = name.schema().columns.iter().map(|column| {
        let needed = if column.required { "needed" } else { "" };
        [code(column.name), holds(column.kind), needed.to_string()]
    });
    table(["column", "holds", ""], rows)
}

fn holds(kind: ColumnKind) -> String {
    let listed = |values: &[&str]| values.iter().map(|value| code(value)).collect::<Vec<_>>().join(", ");
    match kind {
        ColumnKind::Instant => String::from("instant"),
        ColumnKind::Duration => String::from("seconds"),
        ColumnKind::Number => String::from("number"),
        ColumnKind::Choice(vocabulary) => listed(vocabulary.values),
        ColumnKind::Flag => String::from("yes or no"),
        ColumnKind::Code(Domain::Channel) => format!("{}, or any other text", listed(CHANNELS)),
        ColumnKind::Code(_) | ColumnKind::Text | ColumnKind::Prose => String::from("text"),
        ColumnKind::List(_) => String::from("list of texts"),
    }
}

/// The way from files to bytes, as the sources draw it.
fn way() -> String {
    let source = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs"));
    let lines: Vec<&str> = source.lines().filter_map(|line| line.strip_prefix("//! ")).collect();
    let fences: Vec<usize> = (0..lines.len()).filter(|&line| lines[line].starts_with("```")).collect();
    let [first, last] = fences[..] else { panic!("one drawing is expected in src/lib.rs") };
    lines[first..=last].join("\n") + "\n"
}

/// Name, export and tables of each profile, as the program lists them: three lines each.
fn profiles() -> Vec<[String; 3]> {
    let ran = Sandbox::new().run(&["profiles"]);
    let (list, _) = ran.out.split_once("\n\n").unwrap();
    let lines: Vec<&str> = list.lines().map(str::trim).collect();
    let tables = |line: &str| {
        let mut tables: Vec<&str> = line.split(", ").collect();
        tables.sort_unstable();
        tables.dedup();
        tables.join(", ")
    };
    lines.chunks(3).map(|lines| [code(lines[0]), lines[1].to_string(), tables(lines[2])]).collect()
}

/// The first cells of rows.
fn in_one_line<const N: usize>(rows: Vec<[String; N]>) -> String {
    rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>().join(", ") + "\n"
}
