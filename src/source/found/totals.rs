//! Tells rows of sums, headers that come again, and lines of text from rows.

use super::kinds::{fits, kind_of, CellKind};
use super::Form;
use std::borrow::Cow;
use std::sync::LazyLock;

/// First cells of rows that sum up the others, folded.
const WORDS: [&str; 72] = [
    "total",
    "totals",
    "grand total",
    "sub total",
    "subtotal",
    "sub-total",
    "grand totals",
    "sum",
    "sums",
    "overall",
    "average",
    "averages",
    "avg",
    "mean",
    "median",
    "count",
    "totaal",
    "totalen",
    "eindtotaal",
    "subtotaal",
    "som",
    "gemiddelde",
    "gemiddeld",
    "aantal",
    "suma",
    "razem",
    "łącznie",
    "ogółem",
    "średnia",
    "summe",
    "summen",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "zwischensumme",
    "insgesamt",
    "durchschnitt",
    "mittelwert",
    "somme",
    "total général",
    "sous-total",
    "moyenne",
    "totale",
    "media",
    "totales",
    "promedio",
    "total geral",
    "total general",
    "soma",
    "média",
    "summa",
    "totalt",
    "snitt",
    "i alt",
    "gennemsnit",
    "celkem",
    "součet",
    "průměr",
    "yhteensä",
    "keskiarvo",
    "toplam",
    "genel toplam",
    "ortalama",
    "合計",
    "総計",
    "小計",
    "平均",
    "合计",
    "总计",
    "小计",
    "总和",
    "平均值",
];

/// Whether a cell is a word for a sum: `Total`, `Grand total:`, `Total (3)`, `Total 12`.
fn is_total_word(cell: &str) -> bool {
    let is_long = cell.len() > LONGEST_WORD;
    let cell = cell.trim();
    if is_long || !cell.starts_with(char::is_alphabetic) {
        return false;
    }
    let end = cell.find(|char: char| "(:=".contains(char) || char.is_ascii_digit()).unwrap_or(cell.len());
    let bare = cell[..end].trim_end_matches([' ', '.']);
    // Every row of some files is looked at: only words with other letters than ASCII are worth a copy.
    if bare.is_ascii() {
        WORDS.iter().any(|word| word.eq_ignore_ascii_case(bare))
    } else {
        WORDS.contains(&bare.to_lowercase().as_str())
    }
}

/// Whether a cell can hardly be anything but the word for a sum of all rows, even where each row is a word and its numbers.
fn is_sum_of_all(cell: &str) -> bool {
    let folded = cell.trim().trim_end_matches([':', '.']).to_lowercase();
    let is_total = ["total", "totaal", "gesamt", "toplam"].iter().any(|word| folded.contains(word));
    is_total
        || ["razem", "ogółem", "łącznie", "summe", "i alt", "celkem", "yhteensä", "合計", "合计", "总计"]
            .contains(&folded.as_str())
}

/// Whether the first cell of a record that holds anything is a word for a sum.
pub fn begins_with_sum(cells: &[Cow<'_, str>]) -> bool {
    cells.iter().find(|cell| !cell.trim().is_empty()).is_some_and(|cell| is_total_word(cell))
}

/// Whether a record is a row of sums. A word for one stands first, and the rest is not what rows hold: it is of
/// another kind than its column, or there is nothing but numbers and holes.
pub fn is_total(cells: &[Cow<'_, str>], form: &Form) -> bool {
    let Some(first) = cells.iter().position(|cell| !cell.trim().is_empty()) else { return false };
    if first > 2 || !is_total_word(&cells[first]) {
        return false;
    }
    if !fits(&cells[first], form.kinds.get(first).copied().flatten()) {
        return true;
    }
    let (mut missing, mut figures, mut others, mut sums) = (0, 0, 0, 0);
    for (cell, kind) in cells.iter().zip(&form.kinds).skip(first + 1) {
        let found = kind_of(cell);
        let is_sum = matches!(found, CellKind::Whole | CellKind::Number | CellKind::Clock);
        sums += usize::from(is_sum);
        match found {
            CellKind::Empty => missing += 1,
            _ if is_sum && (!fits(cell, *kind) || kind.is_none()) => figures += 1,
            _ => others += 1,
        }
    }
    let is_nothing_else = sums == others + figures;
    if missing == 0 && is_nothing_else && sums > 0 && is_sum_of_all(&cells[first]) {
        return true;
    }
    missing > 0 && others + figures > 0 && (is_nothing_else || missing + figures > 2 * others)
}

/// Whether a record is the header once more, also with a byte-order mark before it.
pub fn is_header(cells: &[Cow<'_, str>], form: &Form) -> bool {
    form.header.iter().any(|row| is_same(cells, row))
}

fn is_same(cells: &[Cow<'_, str>], row: &[String]) -> bool {
    let filled = row.iter().filter(|cell| !cell.trim().is_empty()).count();
    let same =
        |(cell, name): (&Cow<'_, str>, &String)| without_mark(cell).eq_ignore_ascii_case(without_mark(name));
    let rest = cells.iter().skip(row.len()).all(|cell| cell.trim().is_empty());
    let short = row.iter().skip(cells.len()).all(|name| name.trim().is_empty());
    filled > 0 && rest && short && cells.iter().zip(row).all(same)
}

/// A cell without blanks, a mark and quotes around it: behind a mark quotes do not open.
fn without_mark(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\u{feff}') {
        Some(rest) => rest.trim().trim_matches('"'),
        None => cell,
    }
}

/// Whether there is nothing in any cell.
pub fn is_blank(cells: &[Cow<'_, str>]) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

/// Whether a record is a comment: it begins with `#`, as its column does not, and it has not the shape of a row.
pub fn is_comment(cells: &[Cow<'_, str>], form: &Form) -> bool {
    let Some(first) = cells.first().filter(|cell| cell.starts_with('#')) else { return false };
    cells.len() != form.width || !fits(first, form.kinds.first().copied().flatten())
}

/// Whether a record is a line of text around rows: one cell, or in wider tables a name and what it says.
pub fn is_text(cells: &[Cow<'_, str>], form: &Form) -> bool {
    let Some(first) = cells.first() else { return false };
    // `Exported by:` and who did; a code beside a value may be a row.
    let names_another = form.width > 4 && first.trim_end().contains([' ', ':']);
    let most = if names_another { 2 } else { 1 };
    let is_alone = || cells.iter().skip(most).all(|cell| cell.trim().is_empty());
    let is_words = || matches!(kind_of(first), CellKind::Words | CellKind::Code);
    form.width >= 3 && is_alone() && is_words() && !fits(first, form.kinds.first().copied().flatten())
}

/// Longest name of a column.
const LONGEST_NAME: usize = 60;

/// Whether a record reads like a header: a name in every cell and no data, and words where columns hold data.
pub fn is_like_header(cells: &[Cow<'_, str>], form: &Form) -> bool {
    // Most rows have a hole somewhere, which costs least to see.
    let is_short = |cell: &Cow<'_, str>| (1..LONGEST_NAME).contains(&cell.trim().len());
    let is_word = |cell: &Cow<'_, str>| !kind_of(cell).is_data();
    let against = || cells.iter().zip(&form.kinds).filter(|(cell, kind)| !fits(cell, **kind)).count();
    cells.len() == form.width
        && cells.len() > 1
        && cells.iter().all(is_short)
        && cells.iter().all(is_word)
        && against() >= 2
}

/// How records begin that may be none: a first byte, and the second unless any may follow. They are those of the
/// header, of words for totals, of marks, comments and holes.
pub fn starts(form: &Form) -> Vec<RecordStart> {
    // Words are the same for every file.
    static USUAL: LazyLock<Vec<RecordStart>> = LazyLock::new(|| {
        let marks = [0, b'#', 0xef, b'"'].map(|mark| (mark, None));
        marks.into_iter().chain(starts_of(WORDS.into_iter())).collect()
    });
    let header = form.header.iter().filter_map(|row| row.first());
    let letters = (b'A'..=b'z').filter(|byte| byte.is_ascii_alphabetic() && begins_with_numbers(form));
    let letters = letters.map(|letter| (letter, None));
    USUAL.iter().copied().chain(starts_of(header.map(String::as_str))).chain(letters).collect()
}

/// Whether rows begin with whole numbers, so that none begins with a letter.
fn begins_with_numbers(form: &Form) -> bool {
    form.kinds.first() == Some(&Some(CellKind::Whole))
}

/// A first byte, and the second unless any may follow.
type RecordStart = (u8, Option<u8>);

/// How words begin in any case.
fn starts_of<'w>(words: impl Iterator<Item = &'w str>) -> Vec<RecordStart> {
    let mut starts = Vec::new();
    for word in words {
        let mut cased = vec![String::new()];
        for char in word.chars().take(2) {
            let longer = |start: &String| {
                [char.to_lowercase().to_string(), char.to_uppercase().to_string()]
                    .map(|case| format!("{start}{case}"))
            };
            cased = cased.iter().flat_map(longer).collect();
        }
        starts.extend(cased.iter().filter_map(|start| {
            let mut bytes = start.bytes();
            Some((bytes.next()?, bytes.next()))
        }));
    }
    starts
}

/// Whether a text begins with a record that may be no row; what stands in it decides the careful reading.
pub fn is_odd(form: &Form, rest: &str) -> bool {
    let rest = rest.trim_start_matches('"');
    if rest.starts_with(['\0', '#', '\u{feff}'])
        || begins_with_numbers(form) && rest.starts_with(char::is_alphabetic)
    {
        return true;
    }
    let end = rest
        .bytes()
        .take(LONGEST_WORD)
        .position(|byte| matches!(byte, b',' | b';' | b'\t' | b'|' | b'"' | b'\n' | b'\r'));
    let Some(first) = end.and_then(|end| rest.get(..end)) else { return false };
    let name = form.header.first().and_then(|row| row.first()).map_or("", String::as_str);
    first.trim().eq_ignore_ascii_case(name.trim_matches('"')) || is_total_word(first)
}

/// Bytes of a first cell that may be a word for a sum.
const LONGEST_WORD: usize = 40;

/// Whether a record is anything but a row.
pub fn is_no_row(cells: &[Cow<'_, str>], form: &Form) -> bool {
    is_header(cells, form)
        || is_comment(cells, form)
        || is_total(cells, form)
        || is_text(cells, form)
        || is_like_header(cells, form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_sums() {
        for word in
            ["Total", "TOTAL:", "Grand total", "Total (3)", "Totaal", "Razem:", "Gesamt", "Suma", "Total 12"]
        {
            assert!(is_total_word(word), "{word}");
        }
        for word in ["Totally lost", "", "12", "Sumatra", "Total Gas"] {
            assert!(!is_total_word(word), "{word}");
        }
    }
}
