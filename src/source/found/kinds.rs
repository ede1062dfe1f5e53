//! What a cell looks like, and what the cells of a column look like together.

/// The look of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Nothing, or blanks.
    Empty,
    /// Digits, perhaps with a sign.
    Whole,
    /// A number with marks, a currency or a percentage.
    Number,
    /// A date, perhaps with a time.
    Date,
    /// A time of day or a length: `08:15`, `00:03:00`.
    Clock,
    /// An address on the web, or of mail.
    Address,
    /// One word with digits in it: `MG-8769`.
    Code,
    /// Anything else.
    Words,
}

/// The look of a column: the kind that nearly all of its cells have, or none.
pub type ColumnLook = Option<CellKind>;

/// Share of a column's cells that must have its kind.
const NEARLY_ALL: f64 = 0.9;

impl CellKind {
    /// Whether it tells data from names: no header is written like this.
    pub fn is_data(self) -> bool {
        matches!(
            self,
            CellKind::Whole | CellKind::Number | CellKind::Date | CellKind::Clock | CellKind::Address
        )
    }
}

/// The kind of a cell.
pub fn kind_of(cell: &str) -> CellKind {
    let cell = cell.trim();
    let bytes = cell.as_bytes();
    if bytes.is_empty() {
        return CellKind::Empty;
    }
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    if is_address(cell) {
        return CellKind::Address;
    }
    if digits == 0 {
        return CellKind::Words;
    }
    let unsigned = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    if digits == unsigned.len() {
        return CellKind::Whole;
    }
    if is_clock(unsigned) {
        return CellKind::Clock;
    }
    if is_date(cell, digits) {
        return CellKind::Date;
    }
    if is_number(unsigned, digits) {
        return CellKind::Number;
    }
    if bytes.iter().any(u8::is_ascii_whitespace) || cell.len() > 64 {
        return CellKind::Words;
    }
    CellKind::Code
}

/// Whether a cell can stand in a column of that kind.
pub fn fits(cell: &str, column: ColumnLook) -> bool {
    let Some(column) = column else { return true };
    match (kind_of(cell), column) {
        (CellKind::Empty, _) | (_, CellKind::Words | CellKind::Empty) => true,
        (CellKind::Whole, CellKind::Number | CellKind::Code | CellKind::Clock) => true,
        (CellKind::Number, CellKind::Whole) => true,
        (CellKind::Date, CellKind::Clock) => false,
        (own, column) => own == column,
    }
}

/// The kind of a column, by its cells; `None` where they differ or are words.
pub fn column_kind<'a>(cells: impl Iterator<Item = &'a str>) -> ColumnLook {
    const KINDS: [CellKind; 6] = [
        CellKind::Whole,
        CellKind::Number,
        CellKind::Date,
        CellKind::Clock,
        CellKind::Address,
        CellKind::Code,
    ];
    let mut counts = [0usize; KINDS.len()];
    let mut all = 0;
    for kind in cells.map(kind_of).filter(|kind| *kind != CellKind::Empty) {
        all += 1;
        if let Some(place) = KINDS.iter().position(|known| *known == kind) {
            counts[place] += 1;
        }
    }
    // Whole numbers are numbers too.
    if counts[1] > 0 {
        counts[1] += counts[0];
    }
    // Of four cells one may be another: a total at the end of a short table.
    let share = all as f64 * NEARLY_ALL;
    let needed = if all < 4 { all.max(1) as f64 } else { share.floor() };
    let mut found = None;
    for (kind, count) in KINDS.into_iter().zip(counts) {
        if count as f64 >= needed && found.is_none_or(|(_, most)| count > most) {
            found = Some((kind, count));
        }
    }
    found.map(|(kind, _)| kind)
}

fn is_address(cell: &str) -> bool {
    if cell.contains(char::is_whitespace) {
        return false;
    }
    let web = cell.starts_with("http://") || cell.starts_with("https://") || cell.starts_with("www.");
    let mail = || cell.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    web || mail()
}

/// `8:15`, `00:03:00`, `08:00:00.250`, `8:15 PM`
fn is_clock(cell: &str) -> bool {
    let lower = cell.to_ascii_lowercase();
    let bare = lower.strip_suffix("am").or(lower.strip_suffix("pm")).unwrap_or(&lower).trim_end();
    let (clock, fraction) = bare.split_once('.').unwrap_or((bare, "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (2..=3).contains(&parts.len())
        && parts.iter().skip(1).all(|part| part.len() == 2)
        && parts.iter().all(|part| all_digits(part))
        && all_digits(fraction)
}

/// Beginnings of the names of months in English, Dutch, German, French, Spanish and Polish.
const MONTHS: [&str; 32] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mrt", "maa", "mei",
    "okt", "mär", "mai", "dez", "jui", "avr", "aoû", "fév", "déc", "ene", "abr", "ago", "dic", "sty", "lut",
    "maj", "cze",
];

/// Two equal separators between groups of digits at the start, or the name of a month among few words with digits.
fn is_date(cell: &str, digits: usize) -> bool {
    if !(3..=24).contains(&digits) || cell.len() > 40 {
        return false;
    }
    if starts_as_date(cell.as_bytes()) {
        return true;
    }
    let words = cell.split([' ', ',', '-', '/', '.']).filter(|word| !word.is_empty());
    let mut months = 0;
    let mut others = 0;
    for word in words {
        let lower = word.to_lowercase();
        let is_word = lower.chars().all(char::is_alphabetic);
        months += usize::from(is_word && MONTHS.iter().any(|month| lower.starts_with(month)));
        others += 1;
    }
    months == 1 && (2..=8).contains(&others)
}

/// `2026-09-01…`, `1.9.2026…`, `09/01/26…`
fn starts_as_date(bytes: &[u8]) -> bool {
    let mut groups = [0usize; 3];
    let mut group = 0;
    let mut separator = None;
    let mut end = bytes.len();
    for (at, &byte) in bytes.iter().enumerate() {
        if byte.is_ascii_digit() {
            groups[group] += 1;
        } else if group < 2 && matches!(byte, b'-' | b'/' | b'.') && separator.is_none_or(|own| own == byte) {
            separator = Some(byte);
            group += 1;
        } else {
            end = at;
            break;
        }
    }
    let long = groups.iter().filter(|&&length| length == 4).count();
    let shaped = group == 2 && groups.iter().all(|length| (1..=4).contains(length) && *length != 3);
    let behind = bytes.get(end).is_none_or(|byte| matches!(byte, b' ' | b'T' | b't' | b',' | b'_'));
    shaped && long <= 1 && (long == 1 || groups.iter().all(|length| *length == 2 || *length == 1)) && behind
}

/// Digits with marks, a currency or a percentage around them, and no other word.
fn is_number(cell: &str, digits: usize) -> bool {
    let mut letters = 0;
    for char in cell.chars() {
        let is_mark =
            matches!(char, '.' | ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}' | '%' | '(' | ')' | '-' | '+');
        let is_money = matches!(char, '$' | '€' | '£' | '¥' | '₹' | '₽' | 'ł');
        letters += usize::from(char.is_alphabetic() && !is_money);
        if !(char.is_ascii_digit() || is_mark || is_money || char.is_ascii_alphabetic()) {
            return false;
        }
    }
    let groups = cell.split(|char: char| !char.is_ascii_digit()).filter(|part| !part.is_empty()).count();
    let currency = letters == 3
        && cell
            .split_whitespace()
            .any(|word| word.len() == 3 && word.chars().all(|char| char.is_ascii_uppercase()));
    let exponent = letters == 1
        && cell.contains(['e', 'E'])
        && cell.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let dashes = cell.matches('-').count();
    (letters == 0 || currency || exponent) && groups <= 6 && digits > 0 && (dashes == 0 || exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_kind_a_reader_sees() {
        use CellKind::{Address, Clock, Code, Date, Empty, Number, Whole, Words};
        let cases: [(&str, CellKind); 26] = [
            (" ", Empty),
            ("0", Whole),
            ("-17", Whole),
            ("+4790000001", Whole),
            ("1.5", Number),
            ("1.234,50 €", Number),
            ("$74.69", Number),
            ("12 %", Number),
            ("3.60012E+11", Number),
            ("99 EUR", Number),
            ("2026-09-01", Date),
            ("2026-09-01T08:00:00Z", Date),
            ("1.9.2026 8:00", Date),
            ("28/01/2018", Date),
            ("Sep 1, 2026 8:00 AM", Date),
            ("01 sept. 2026", Date),
            ("08:15", Clock),
            ("00:03:00.250", Clock),
            ("8:15 PM", Clock),
            ("https://example.com/a,b", Address),
            ("mia@example.com", Address),
            ("MG-8769", Code),
            ("Mia", Words),
            ("Open since 2026-09-01", Words),
            ("48\"", Code),
            ("Call ID", Words),
        ];
        for (cell, kind) in cases {
            assert_eq!(kind_of(cell), kind, "{cell}");
        }
    }

    #[test]
    fn a_column_has_the_kind_of_nearly_all_its_cells() {
        let kind = |cells: &[&str]| column_kind(cells.iter().copied());
        assert_eq!(kind(&["1", "2", "", "3"]), Some(CellKind::Whole));
        assert_eq!(kind(&["1", "2.5"]), Some(CellKind::Number));
        assert_eq!(kind(&["1", "Mia"]), None);
        assert_eq!(kind(&["", ""]), None);
        assert_eq!(kind(&["1", "2", "3", "Total"]), Some(CellKind::Whole));
        assert!(fits("", Some(CellKind::Date)) && !fits("Total", Some(CellKind::Whole)) && fits("x", None));
    }
}
