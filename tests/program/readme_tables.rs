//! The tables of the README are those of the registries that the program works with.

use insights::catalogue::{figures, program, Unit, DIMENSIONS, REPORTS};

/// The README with its tables made anew.
pub fn renewed(readme: &str) -> String {
    let tables = [("commands", commands()), ("dimensions", dimensions()), ("kpis", kpis())];
    tables.iter().fold(readme.to_string(), |text, (name, table)| replaced(&text, name, table))
}

fn kpis() -> String {
    let rows = figures().into_iter().map(|kpi| {
        let id = format!("`{}`", kpi.id);
        [id, kpi.label.to_string(), unit(kpi.unit()).to_string(), kpi.about.to_string()]
    });
    table(["id", "label", "unit", "definition"], rows)
}

fn commands() -> String {
    let families = REPORTS.iter().map(|family| {
        let sections: Vec<String> =
            family.sections.iter().map(|section| format!("`{}`", section.name)).collect();
        [format!("`{}`", family.name), family.about.to_string(), sections.join(", ")]
    });
    let program = program(100);
    let others: Vec<[String; 3]> = program
        .get_subcommands()
        .filter(|command| !REPORTS.iter().any(|family| family.name == command.get_name()))
        .map(|command| {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            [format!("`{}`", command.get_name()), about, String::from("–")]
        })
        .collect();
    table(["command", "prints", "sections"], families.chain(others))
}

fn dimensions() -> String {
    let rows = DIMENSIONS.iter().map(|dimension| {
        let alias = dimension.alias.map(|alias| format!(", `--{alias}`")).unwrap_or_default();
        [format!("`--{}`{alias}", dimension.id), dimension.about.to_string()]
    });
    table(["filter", "tells apart"], rows)
}

/// What the numbers of a machine format count in.
fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "count",
        Unit::Seconds => "seconds",
        Unit::Rate => "fraction 0–1",
        Unit::Score => "score 1–5",
        Unit::Nps => "−100…100",
        Unit::Ratio => "ratio",
        Unit::Money => "money",
        Unit::Change => "relative change",
        Unit::Points | Unit::Difference => "difference",
        Unit::Instant => "instant",
        Unit::Flag => "yes or no",
        Unit::Text => "text",
    }
}

fn table<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let header = line(&header.map(String::from)) + &"|---".repeat(N) + "|\n";
    rows.fold(header, |text, row| text + &line(&row.map(|cell| cell.replace('|', "\\|"))))
}

/// The text with this table between its pair of markers.
fn replaced(text: &str, name: &str, table: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&open).unwrap_or_else(|| panic!("README.md has no {open}")) + open.len();
    let end = start + text[start..].find(&close).unwrap_or_else(|| panic!("README.md has no {close}"));
    format!("{}{table}{}", &text[..start], &text[end..])
}
