//! Finds the delimiter, the quote and the line end by which most of a text falls into rows of one width.

use super::blanks::blank_shape;
use super::fields::{line_at, split};
use super::kinds::{kind_of, CellKind};
use super::{Escape, LineEnd, Shape};

/// Delimiters tried first, in order of preference.
const USUAL: [&str; 4] = [",", ";", "\t", "|"];
/// Those that are looked for where none of them is found.
const RARE: [&str; 7] = ["\u{1f}", "^", "~", ":", "\u{1e}", "\u{1}", "¦"];
/// Texts of several characters, considered where the single one nearly always stands in them.
const WIDE: [&str; 9] = [", ", "; ", "||", ";;", "::", "|~|", "~|~", "\t\t", " | "];

/// Records that are compared.
const RECORDS: usize = 240;

/// How well a text falls into rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Share of neighbouring records with equal numbers of cells, two at least.
    pub agreement: f64,
    /// How much the cells look like values, 0 to 1.
    pub looks: f64,
    /// Cells that most records have.
    pub width: usize,
    /// How many records have as many.
    pub records: usize,
    /// Whether the first one has.
    pub named: bool,
}

impl Fit {
    fn score(self) -> f64 {
        if self.width < 2 {
            0.0
        } else {
            self.agreement * (0.3 + 0.7 * self.looks)
        }
    }
}

/// The line end of a text.
pub fn line_end(text: &str) -> LineEnd {
    let bytes = text.as_bytes();
    let (mut lf, mut cr) = (0, 0);
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        match bytes[at] {
            b'\n' => lf += 1,
            _ if bytes.get(at + 1) == Some(&b'\n') || at + 1 == bytes.len() => {}
            _ => cr += 1,
        }
    }
    match (lf, cr) {
        (_, 0) => LineEnd::Lf,
        (0, _) => LineEnd::Cr,
        _ => LineEnd::Any,
    }
}

/// The shape in which a text falls into rows best. What is given in `delimiter` and `quote` is not looked for.
pub fn shape_of(text: &str, delimiter: Option<&str>, quote: Option<Option<u8>>) -> Shape {
    let ends = match line_end(text) {
        // A CR among lines that end with LF is mostly text.
        LineEnd::Any => vec![LineEnd::Lf, LineEnd::Cr, LineEnd::Any],
        one => vec![one],
    };
    let mut best: Option<Tried> = None;
    for end in ends {
        let one = with_line_end(text, end, delimiter, quote);
        let margin = if end == LineEnd::Lf { 0.0 } else { 0.05 };
        if best.as_ref().is_none_or(|best| one.score > best.score + margin) {
            best = Some(one);
        }
    }
    with_escape(text, best.unwrap_or_else(|| Tried::not(Shape::default())))
}

/// A shape, and how well a text falls into rows of it.
struct Tried {
    score: f64,
    /// As in [`Fit`]; none where it was not looked for.
    agreement: Option<f64>,
    shape: Shape,
}

impl Tried {
    fn new(text: &str, shape: Shape) -> Tried {
        let found = fit(text, &shape);
        Tried { score: found.score(), agreement: Some(found.agreement), shape }
    }

    /// A shape that no row is of.
    fn not(shape: Shape) -> Tried {
        Tried { score: 0.0, agreement: None, shape }
    }
}

impl Default for Shape {
    fn default() -> Self {
        let (delimiter, quote) = (",".to_owned(), Some(b'"'));
        Shape { delimiter, quote, escape: Escape::Doubled, line_end: LineEnd::Lf, wrapped: false }
    }
}

fn with_line_end(text: &str, line_end: LineEnd, delimiter: Option<&str>, quote: Option<Option<u8>>) -> Tried {
    let usual = Shape { line_end, ..Shape::default() };
    let quotes = match quote {
        Some(quote) => vec![quote],
        None if text.contains('\'') => vec![Some(b'"'), Some(b'\'')],
        None => vec![Some(b'"')],
    };
    let first = delimiter.unwrap_or(",").to_owned();
    let mut best = Tried::not(Shape { quote: quotes[0], delimiter: first, ..usual.clone() });
    for quote in quotes {
        let try_one = |delimiter: &str| {
            let shape = Shape { delimiter: delimiter.to_owned(), quote, ..usual.clone() };
            let is_there = memchr::memmem::find(text.as_bytes(), delimiter.as_bytes()).is_some();
            if !is_there || quote == Some(b'\'') && !is_quoted_by(text, &shape) {
                return Tried::not(shape);
            }
            Tried::new(text, shape)
        };
        let tried: Vec<&str> = delimiter.map_or_else(|| USUAL.to_vec(), |one| vec![one]);
        for delimiter in tried {
            let one = try_one(delimiter);
            if one.score > best.score + 1e-9 {
                best = one;
            }
        }
        if delimiter.is_none() {
            for wide in WIDE.into_iter().filter(|wide| stands_alone(text, wide)) {
                let one = try_one(wide);
                if one.score > 0.0 && one.score + 1e-9 >= best.score {
                    best = one;
                }
            }
        }
    }
    if delimiter.is_none() && best.score < 0.5 {
        if let Some(sure) = without_doubt(text, &usual) {
            return sure;
        }
        if let Some(shape) = blank_shape(text, line_end) {
            return Tried { score: 0.5, ..Tried::not(shape) };
        }
        let whole = looks_undivided(text, line_end);
        for rare in RARE.into_iter().filter(|rare| text.contains(rare)) {
            let shape = Shape { delimiter: rare.to_owned(), ..usual.clone() };
            let found = fit(text, &shape);
            if found.score() > best.score
                && found.agreement >= 0.8
                && found.records > 2
                && found.named
                && found.looks > whole
            {
                best = Tried { score: found.score(), agreement: Some(found.agreement), shape };
            }
        }
    }
    best
}

/// A rare delimiter that stands as often in every line, where blanks between words may look like delimiters too.
fn without_doubt(text: &str, usual: &Shape) -> Option<Tried> {
    let rare = RARE.into_iter().filter(|rare| *rare != ":" && text.contains(rare));
    let tried = rare.map(|rare| {
        let shape = Shape { delimiter: rare.to_owned(), ..usual.clone() };
        (fit(text, &shape), shape)
    });
    let is_sure = |found: &Fit| found.agreement >= 1.0 && found.records > 2 && found.named && found.width > 2;
    let (found, shape) = tried.into_iter().find(|(found, _)| is_sure(found))?;
    Some(Tried { score: found.score(), agreement: Some(found.agreement), shape })
}

/// How much the lines look like values where nothing divides them.
fn looks_undivided(text: &str, line_end: LineEnd) -> f64 {
    let mut at = 0;
    let (mut looks, mut count) = (0.0, 0);
    while at < text.len() && count < RECORDS {
        let line = line_at(text, at, line_end);
        looks += look(&text[at..line.content]);
        count += 1;
        at = line.next;
    }
    looks / count.max(1) as f64
}

/// Whether nearly every place of the delimiter's first character begins the whole delimiter.
fn stands_alone(text: &str, wide: &str) -> bool {
    let count = |pattern: &str| memchr::memmem::find_iter(text.as_bytes(), pattern).count();
    let whole = count(wide);
    let Some(single) = wide.trim().chars().next().or(wide.chars().next()) else { return false };
    let each = wide.matches(single).count();
    if whole < 2 {
        return false;
    }
    // Behind the last cell of a line the blank may be gone, and quoted texts may hold the single one.
    whole * each * 10 >= count(single.encode_utf8(&mut [0; 4])) * if wide.contains(' ') { 6 } else { 9 }
}

/// Whether a quote opens cells and closes them about as often.
fn is_quoted_by(text: &str, shape: &Shape) -> bool {
    let Some(quote) = shape.quote.map(char::from) else { return true };
    let (delimiter, double) = (&shape.delimiter, format!("{}\"", shape.delimiter));
    let count = |text: &str, pattern: &str| memchr::memmem::find_iter(text.as_bytes(), pattern).count();
    let opens = count(text, &format!("{delimiter}{quote}")) + count(text, &format!("\n{quote}"));
    let closes = count(text, &format!("{quote}{delimiter}"))
        + count(text, &format!("{quote}\n"))
        + count(text, &format!("{quote}\r"));
    let doubles = count(text, &double);
    opens >= 2 && closes * 3 >= opens * 2 && opens * 3 >= closes * 2 && doubles < opens
}

/// How well a text falls into rows of that shape; a quote that opens and is not closed in its line is text.
pub fn fit(text: &str, shape: &Shape) -> Fit {
    let bare = Shape { quote: None, ..shape.clone() };
    let mut counts = Vec::new();
    let mut looks = Vec::new();
    let mut at = 0;
    while at < text.len() && counts.len() < RECORDS {
        let rest = &text[at..];
        let mut record = split(rest, shape);
        if record.open || record.is_long && record.loose {
            let line = line_at(rest, 0, shape.line_end);
            record = split(&rest[..line.content], &bare);
            record.end = line.next;
        }
        at += record.end.max(1);
        if record.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let look: f64 = record.cells.iter().map(|cell| look(cell)).sum();
        looks.push(look / record.cells.len() as f64);
        counts.push(record.cells.len());
    }
    summed_up(&counts, &looks)
}

fn summed_up(counts: &[usize], looks: &[f64]) -> Fit {
    let mut width = (0, 0);
    for &count in counts {
        let same = counts.iter().filter(|own| **own == count).count();
        if (same, count) > width {
            width = (same, count);
        }
    }
    let (records, width) = width;
    let pairs = counts.windows(2).filter(|pair| pair[0] == pair[1] && pair[0] > 1).count();
    let agreement = match counts.len() {
        0 => 0.0,
        1 => f64::from(u8::from(counts[0] > 1)),
        length => {
            let same = if width > 1 && records > 1 { records as f64 / length as f64 } else { 0.0 };
            (pairs as f64 / (length - 1) as f64).max(same)
        }
    };
    let named = counts.first() == Some(&width);
    let looks = looks.iter().sum::<f64>() / looks.len().max(1) as f64;
    Fit { agreement, looks, width, records, named }
}

/// How much a cell looks like a value of its own.
fn look(cell: &str) -> f64 {
    match kind_of(cell) {
        _ if cell.starts_with(' ') && !cell.trim().is_empty() => 0.4,
        CellKind::Empty => 0.6,
        CellKind::Whole | CellKind::Number | CellKind::Date | CellKind::Clock | CellKind::Address => 1.0,
        CellKind::Code => 0.8,
        CellKind::Words if cell.contains([';', '\t', '|', '"']) => 0.1,
        CellKind::Words => 0.7,
    }
}

/// The shape with the escape by which most records come out right.
fn with_escape(text: &str, Tried { agreement, shape, .. }: Tried) -> Shape {
    let Some(quote) = shape.quote.map(char::from) else { return shape };
    let mut best = (agreement.unwrap_or_else(|| fit(text, &shape).agreement), Escape::Doubled);
    if best.0 < 1.0 && text.contains(&format!("\\{quote}")) {
        let tried = fit(text, &Shape { escape: Escape::Backslash, ..shape.clone() }).agreement;
        if tried > best.0 + 1e-9 {
            best = (tried, Escape::Backslash);
        }
    }
    if best.0 < 1.0 {
        let tried = fit(text, &Shape { escape: Escape::Bare, ..shape.clone() }).agreement;
        if tried > best.0 + 1e-9 {
            best = (tried, Escape::Bare);
        }
    }
    Shape { escape: best.1, ..shape }
}
