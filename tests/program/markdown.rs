//! Names and tables as Markdown writes them.

/// A name as it is typed.
pub fn code(name: &str) -> String {
    format!("`{name}`")
}

/// A table of Markdown.
pub fn table<const N: usize>(header: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let header = line(&header.map(String::from)) + &"|---".repeat(N) + "|\n";
    rows.fold(header, |text, row| text + &line(&row.map(|cell| cell.replace('|', "\\|"))))
}
