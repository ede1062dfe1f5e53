//! Text that means harm, in every column of text, a header and a file's name, through every command and format.

use super::exports::Exports;
use super::sandbox::{Ran, Sandbox};
use calamine::{Data, Reader, Xlsx};
use insights::catalogue::{ColumnKind, Domain, TableName};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use std::io::Cursor;

/// What texts are turned into; `{}` is what stood there, so that ids still join.
const PIECES: &[&str] = &[
    "<script>alert(1)</script><img src=x onerror=alert(1)>{}",
    "=cmd|' /C calc'!A0{}",
    "+1+1{}",
    "-2+3{}",
    "@SUM(A1:A9){}",
    "\u{1b}[2J\u{1b}]0;pwned\u{7}{}",
    "\u{202e}gpj.{}\u{2066}\u{200b}",
    "{}\0\u{8}\u{9b}31m\u{85}",
    "a\r\nb\tc|d`e`{}",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 Żółć e\u{301}\u{301}\u{301} 日本{}",
    "\"'><a href=javascript:alert(1)>{}</a>",
    "[x](javascript:alert(1)) ![y](http://z) | {}",
    "(a\\) Tj ET {}",
    "_x0041_&lt;&amp;&#60;{}",
    "${{7*7}}{{{}}}",
];
/// A header that no profile knows.
const HEADER: &str = "<b>=1+1\u{202e}\u{1b}[31m|x";
/// A name that a file may have where any may.
const NAME: &str = "<img src=x onerror=alert(1)>=1+1\u{202e}\u{1b}[31m`|`";

/// Families of texts of which the program knows many: a third is turned, so that figures by them stay.
const KNOWN: [Domain; 4] = [Domain::Channel, Domain::Language, Domain::Currency, Domain::Value];

/// Whether any text may stand in a column, in that row.
fn is_free(kind: ColumnKind, row: usize) -> bool {
    match kind {
        ColumnKind::Text | ColumnKind::Prose => true,
        ColumnKind::Code(domain) | ColumnKind::List(domain) => {
            !KNOWN.contains(&domain) || row.is_multiple_of(3)
        }
        ColumnKind::Instant
        | ColumnKind::Duration
        | ColumnKind::Number
        | ColumnKind::Choice(_)
        | ColumnKind::Flag => false,
    }
}

/// Rows of each table.
const ROWS: usize = 120;

/// What a text becomes, always the same; a few become as long as no one reads.
fn hostile(text: &str) -> String {
    let sum: usize = text.bytes().map(usize::from).sum();
    let made = PIECES[sum % PIECES.len()].replace("{}", text);
    if sum.is_multiple_of(97) {
        made + &"ż".repeat(10_000)
    } else {
        made
    }
}

/// The bundled exports with every free text turned, a column more, and odd names.
fn written(sandbox: &Sandbox) {
    for (name, bytes) in Exports::bundled().0 {
        let table = name.trim_end_matches(".csv");
        let schema = TableName::from_name(table).unwrap().schema();
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let columns: Vec<&str> = schema.columns.iter().map(|column| column.name).collect();
        assert_eq!(heads, columns, "{table}: a column is not tried");
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).take(ROWS).collect();
        let is_bare = |place: usize| rows.iter().all(|row| row[place].is_empty());
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(heads.iter().map(String::as_str).chain([HEADER])).unwrap();
        for (place, row) in rows.iter().enumerate() {
            let cells = row.iter().zip(schema.columns).enumerate();
            let turned = cells.map(|(column, (cell, known))| match known.kind {
                kind if !is_free(kind, place) => cell.to_owned(),
                // A text of which there is none stands in the first row.
                _ if cell.is_empty() && place == 0 && is_bare(column) => hostile(known.name),
                _ if cell.is_empty() => String::new(),
                ColumnKind::List(_) => cell.split(';').map(hostile).collect::<Vec<_>>().join(";"),
                _ => hostile(cell),
            });
            let odd = hostile(&row[0]);
            writer.write_record(turned.chain([odd])).unwrap();
        }
        let name = if cfg!(unix) { format!("{table}{NAME}.csv").replace('/', "") } else { name };
        sandbox.write(&format!("exports/{name}"), &writer.into_inner().unwrap());
    }
}

const SCOPE: [&str; 8] = ["exports", "--tz", "UTC", "--as-of", "latest", "--since", "2026-05-01", "--quiet"];

/// What is asked.
const ASKED: &[&[&str]] = &[
    &["summary", "--compare", "previous"],
    &["summary", "--every", "week"],
    &["summary", "--by", "team,brand"],
    &["summary", "--list", "first_response"],
    &["agents"],
    &["channels", "--by", "subchannel"],
    &["tags"],
    &["times"],
    &["quality"],
    &["phone"],
    &["phone", "--section", "queues"],
    &["faq"],
    &["faq", "--section", "live"],
    &["ai"],
    &["conversations"],
    &["facts"],
    &["facts", "--grain", "message", "--limit", "50"],
];

/// Nothing of it steers a terminal but the colours of the program.
#[track_caller]
fn is_calm(text: &str, of: &str) {
    let mut rest = text;
    while let Some(place) = rest.find('\u{1b}') {
        let (plain, after) = rest.split_at(place);
        is_seen(plain, of);
        let (colour, after) = after[1..].split_once('m').unwrap_or_else(|| panic!("{of}: an escape"));
        let is_colour =
            colour.starts_with('[') && colour[1..].chars().all(|sign| sign.is_ascii_digit() || sign == ';');
        assert!(is_colour, "{of}: ESC {colour:?}");
        rest = after;
    }
    is_seen(rest, of);
}

#[track_caller]
fn is_seen(text: &str, of: &str) {
    let hides = |sign: char| {
        (sign.is_control() && sign != '\n')
            || matches!(sign, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let place = text.find(hides);
    assert!(place.is_none(), "{of}: {:?}", &text[place.unwrap_or(0)..].chars().take(60).collect::<String>());
}

fn ran(sandbox: &Sandbox, words: &[&str]) -> (Vec<u8>, String) {
    let mut command = sandbox.command(&[words, &SCOPE[..]].concat());
    let output = command.env("COLUMNS", "100").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{words:?}: {said}");
    is_calm(&said, "what is said");
    (output.stdout, said)
}

fn text(sandbox: &Sandbox, words: &[&str], more: &[&str]) -> String {
    String::from_utf8(ran(sandbox, &[words, more].concat()).0).unwrap()
}

/// Cells of CSV: as many in each row, and none that a spreadsheet runs where they are guarded.
fn check_csv(text: &str, separator: u8, is_guarded: bool, of: &str) {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> =
        reader.records().map(|row| row.unwrap_or_else(|e| panic!("{of}: {e}"))).collect();
    assert!(!rows.is_empty(), "{of}");
    for cell in rows.iter().flatten().filter(|_| is_guarded) {
        let is_number = cell.replace(',', ".").parse::<f64>().is_ok();
        assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{of}: {cell:?}");
    }
}

fn check_page(page: &str, of: &str) {
    assert_eq!((page.matches("<script").count(), page.matches("<style").count()), (1, 1), "{of}");
    for tag in ["<img", "<a href=javascript", "<b>=", "\0"] {
        assert!(!page.contains(tag), "{of}: {tag}");
    }
    let own = page.split("<style>").next().unwrap().len();
    is_seen(&page[..own], of);
    is_seen(page.split("</style>").nth(1).unwrap().split("<script").next().unwrap(), of);
}

fn check_workbook(bytes: Vec<u8>, of: &str) {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap_or_else(|e| panic!("{of}: {e}"));
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{of}: {name}");
        let sheet = book.worksheet_range(&name).unwrap();
        assert!(!sheet.used_cells().any(|(_, _, cell)| matches!(cell, Data::Error(_))), "{of}: {name}");
    }
}

/// Rows of a table with as many cells each, and no markup.
fn check_markdown(text: &str, of: &str) {
    is_seen(text, of);
    let mut width = None;
    for line in text.lines() {
        let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        if bars == 0 {
            width = None;
            continue;
        }
        assert_eq!(*width.get_or_insert(bars), bars, "{of}: {line:.200}");
    }
    assert!(!text.replace("\\]", "").contains("]("), "{of}: a link");
    for tag in ["<script", "<img", "<a "] {
        assert!(!text.contains(tag), "{of}: {tag}");
    }
}

/// A JSON object a line, and no line that is anything else.
fn check_ndjson(text: &str, of: &str) {
    assert!(text.ends_with('\n'), "{of}");
    for line in text.lines() {
        let row: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|e| panic!("{of}: {e}: {line:.200}"));
        assert!(row.is_object() && !line.contains(char::is_control), "{of}: {line:.200}");
    }
}

/// A file that is read back as a whole: every row with every column, texts as text.
fn check_parquet(bytes: Vec<u8>, of: &str) {
    let file = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap_or_else(|e| panic!("{of}: {e}"));
    let columns = file.metadata().file_metadata().schema().get_fields().len();
    let rows = file.metadata().file_metadata().num_rows();
    let mut found = 0;
    for row in file.get_row_iter(None).unwrap() {
        assert_eq!(row.unwrap_or_else(|e| panic!("{of}: {e}")).len(), columns, "{of}");
        found += 1;
    }
    assert!(found == rows && rows > 0, "{of}");
}

/// One run in a format, looked at as that format is read.
fn check(sandbox: &Sandbox, words: &[&str], format: &str) {
    let of = format!("{} as {format}", words.join(" "));
    let flags: &[&str] = match format {
        "excel-eu" | "excel-en" | "rfc" => &["--format", "csv", "--csv-dialect", format],
        "table" => &["--color", "always"],
        _ => &["--format", format],
    };
    let bytes = ran(sandbox, &[words, flags].concat()).0;
    let text = || String::from_utf8(bytes.clone()).unwrap();
    match format {
        "table" => is_calm(&text(), &of),
        "html" => check_page(&text(), &of),
        "markdown" => check_markdown(&text(), &of),
        "xlsx" => check_workbook(bytes, &of),
        "ndjson" => check_ndjson(&text(), &of),
        "parquet" => check_parquet(bytes, &of),
        "pdf" => assert!(bytes.starts_with(b"%PDF-") && bytes.ends_with(b"%%EOF"), "{of}"),
        "json" => {
            let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            assert!(json["sections"].is_array(), "{of}");
        }
        _ => check_csv(&text(), if format == "excel-eu" { b';' } else { b',' }, format != "rfc", &of),
    }
}

/// Formats that take turns.
const TURNS: [&str; 9] = ["xlsx", "markdown", "pdf", "ndjson", "json", "html", "parquet", "rfc", "excel-en"];

#[test]
fn no_text_does_harm_in_any_format() {
    let sandbox = Sandbox::new();
    written(&sandbox);
    for format in ["table", "json", "html", "markdown", "xlsx", "pdf"] {
        check(&sandbox, &["report"], format);
    }
    // Every command as a table and for spreadsheets; the other formats take turns, as each writes any table alike.
    let mut turns = TURNS.iter().cycle();
    for words in ASKED {
        check(&sandbox, words, "table");
        check(&sandbox, words, "excel-eu");
        for format in turns.by_ref().take(2) {
            check(&sandbox, words, format);
        }
    }
}

#[test]
fn programs_find_every_text_as_it_was() {
    let sandbox = Sandbox::new();
    written(&sandbox);
    let flags = ["--format", "csv", "--limit", "0", "--columns", "conversation_id,agent"];
    let rows = sandbox.run(&[&["conversations"], &flags[..], &SCOPE[..]].concat()).out;
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let found: Vec<String> = reader.records().map(|row| row.unwrap()[0].to_owned()).collect();
    assert!(found.len() > 50);
    let known: Vec<String> = Exports::bundled()
        .table("conversations")
        .iter()
        .map(|row| hostile(&row["conversation_id"]))
        .collect();
    let lost = found.iter().find(|id| !known.iter().any(|known| known.trim() == id.trim()));
    assert!(lost.is_none(), "{lost:?}");
}

#[test]
fn every_text_of_facts_and_lists_comes_back_from_parquet_and_ndjson() {
    let sandbox = Sandbox::new();
    written(&sandbox);
    for words in
        [&["facts"][..], &["facts", "--grain", "message"], &["conversations", "--limit", "0"], &["tags"]]
    {
        let json: serde_json::Value =
            serde_json::from_str(&text(&sandbox, words, &["--format", "json"])).unwrap();
        let rows = json["sections"][0]["rows"].as_array().unwrap();
        let lines = text(&sandbox, words, &["--format", "ndjson"]);
        let found: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(found == *rows, "{words:?} as ndjson");
        let bytes = ran(&sandbox, &[words, &["--format", "parquet"]].concat()).0;
        let file = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let mut texts = 0;
        for (read, row) in file.get_row_iter(None).unwrap().zip(rows) {
            for (name, field) in read.unwrap().get_column_iter() {
                if let Field::Str(found) = field {
                    assert_eq!(
                        row[name.as_str()].as_str(),
                        Some(found.as_str()),
                        "{words:?} {name} as parquet"
                    );
                    texts += 1;
                }
            }
        }
        assert!(texts >= rows.len() && !rows.is_empty(), "{words:?}: {texts} texts");
    }
}

#[test]
fn what_is_said_of_hostile_files_is_calm() {
    let sandbox = Sandbox::new();
    written(&sandbox);
    for words in [
        &["inspect", "exports", "--color", "always"][..],
        &["check", "exports", "--color", "always"],
        &["inspect", "exports", "-v"],
    ] {
        let output = sandbox.command(words).env("COLUMNS", "100").output().unwrap();
        let ran = Ran::of(output);
        assert!(matches!(ran.code, Some(0 | 1)), "{words:?}: {}", ran.err);
        is_calm(&ran.out, &words.join(" "));
        is_calm(&ran.err, &words.join(" "));
    }
    let first = text(&sandbox, &["conversations"], &["--format", "json", "--limit", "1"]);
    let first: serde_json::Value = serde_json::from_str(&first).unwrap();
    let id = first["sections"][0]["rows"][0]["conversation_id"].as_str().unwrap().to_owned();
    let ran =
        sandbox.run(&["thread", &id, "exports", "--tz", "UTC", "--as-of", "latest", "--color", "always"]);
    is_calm(&ran.out, "thread");
    is_calm(&ran.err, "thread");
}
