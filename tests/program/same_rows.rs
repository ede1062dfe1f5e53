//! The same rows in every form that exports come in: the same figures, and the same account of what was read.

use super::real_exports;
use super::sandbox::Sandbox;
use flate2::write::GzEncoder;
use parquet::basic::{LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use rust_xlsxwriter::Workbook;
use serde_json::{json, Map, Value};
use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::Arc;

const COMMANDS: [&str; 5] = ["summary", "agents", "tags", "times", "channels"];
const SCOPE: [&str; 7] =
    ["--as-of", "2026-03-01", "--period", "2026-02", "--tz", "Europe/Amsterdam", "--format=json"];

/// Worlds that are tried; `INSIGHTS_WORLDS=FROM..TO` tries others.
const WORLDS: std::ops::Range<u64> = 1..3;

/// Random numbers that depend on the seed alone.
struct Dice(u64);

impl Dice {
    /// A number below `most`.
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % most
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[self.below(from.len())]
    }
}

/// A table as texts: a name, the columns, and a row each of which a cell may be missing.
struct TextTable {
    name: &'static str,
    columns: Vec<String>,
    rows: Vec<Vec<Option<String>>>,
}

const COLUMNS: &str =
    "conversation_id created_at closed_at status channel team agent customer_id tags subject";
const MESSAGE_COLUMNS: &str = "message_id conversation_id at author_type author private body";
const SUBJECTS: [&str; 6] =
    ["it broke", "a \"quoted\" word", "one, two; three", "line\nbreak", "Zażółć ☂ gęślą", "'=1+1"];

/// A moment in or around February 2026, in one of the ways that say the zone.
fn moment(dice: &mut Dice) -> String {
    let (day, hour, minute) = (1 + dice.below(28), dice.below(24), dice.below(60));
    match dice.below(3) {
        0 => format!("2026-02-{day:02}T{hour:02}:{minute:02}:00Z"),
        1 => format!("2026-02-{day:02}T{hour:02}:{minute:02}:17.250+01:00"),
        _ => format!("2026-01-{day:02}T{hour:02}:{minute:02}:00Z"),
    }
}

/// Conversations and messages with gaps, doubles, strangers and values that can't be read; in every other world ids are
/// numbers.
fn world(seed: u64) -> [TextTable; 2] {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let count = 30 + dice.below(40);
    let letter = if seed.is_multiple_of(2) { "10" } else { "c" };
    let mut conversations = Vec::new();
    for number in 0..count {
        let closed = moment(&mut dice);
        let is_closed = dice.one_in(2);
        let tags: Vec<&str> =
            (0..dice.below(3)).map(|_| dice.pick(&["refund", "late", "vip", "søk"])).collect();
        let row = [
            if dice.one_in(40) { String::new() } else { format!("{letter}{number}") },
            if dice.one_in(25) { "never ever".to_owned() } else { moment(&mut dice) },
            if is_closed { closed } else { String::new() },
            if is_closed {
                "closed".to_owned()
            } else {
                dice.pick(&["open", "pending", "martian"]).to_owned()
            },
            dice.pick(&["email", "chat", "whatsapp", "Fax Machine", ""]).to_owned(),
            dice.pick(&["Sales", "2nd line, NL", ""]).to_owned(),
            dice.pick(&["Ann", "Bo \"B\"", "Çelik", ""]).to_owned(),
            format!("k{}", dice.below(20)),
            tags.join("|"),
            dice.pick(&SUBJECTS).to_owned(),
        ];
        conversations.push(row.map(|cell| Some(cell).filter(|cell| !cell.is_empty())).to_vec());
        if dice.one_in(15) {
            conversations.push(conversations[conversations.len() - 1].clone());
        }
    }
    let mut messages = Vec::new();
    for number in 0..count * 3 {
        let row = [
            format!("m{number}"),
            if dice.one_in(30) { "nobody's".to_owned() } else { format!("{letter}{}", dice.below(count)) },
            if dice.one_in(40) { "some day".to_owned() } else { moment(&mut dice) },
            dice.pick(&["customer", "agent", "agent", "ai", "system", "parrot"]).to_owned(),
            dice.pick(&["Ann", "Bo \"B\"", ""]).to_owned(),
            dice.pick(&["true", "false", ""]).to_owned(),
            dice.pick(&SUBJECTS).to_owned(),
        ];
        messages.push(row.map(|cell| Some(cell).filter(|cell| !cell.is_empty())).to_vec());
    }
    let columns = |text: &str| text.split(' ').map(str::to_owned).collect();
    [
        TextTable { name: "conversations", columns: columns(COLUMNS), rows: conversations },
        TextTable { name: "messages", columns: columns(MESSAGE_COLUMNS), rows: messages },
    ]
}

/// A text that is nothing but a number.
fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

impl TextTable {
    /// The CSV of that name in a folder.
    fn read(folder: &Path, name: &'static str) -> TextTable {
        let mut file = csv::Reader::from_path(folder.join(format!("{name}.csv"))).unwrap();
        let columns = file.headers().unwrap().iter().map(str::to_owned).collect();
        let cell = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let rows = file.records().map(|row| row.unwrap().iter().map(cell).collect()).collect();
        TextTable { name, columns, rows }
    }

    fn csv(&self) -> Vec<u8> {
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(&self.columns).unwrap();
        for row in &self.rows {
            out.write_record(row.iter().map(|cell| cell.as_deref().unwrap_or_default())).unwrap();
        }
        out.into_inner().unwrap()
    }

    fn reversed(&self) -> TextTable {
        let rows = self.rows.iter().rev().cloned().collect();
        TextTable { name: self.name, columns: self.columns.clone(), rows }
    }

    /// Records of JSON: lists and booleans as such, missing values null or not there at all.
    fn records(&self) -> Vec<Value> {
        let of = |column: &str, text: &str| match (column, text) {
            ("tags", _) => json!(text.split('|').collect::<Vec<_>>()),
            ("private", _) => json!(text == "true"),
            ("conversation_id", _) if number(text).is_some() => json!(number(text)),
            (_, _) => json!(text),
        };
        let mut records = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            let mut record = Map::new();
            for (column, cell) in self.columns.iter().zip(row) {
                match cell {
                    Some(text) => drop(record.insert(column.clone(), of(column, text))),
                    None if number % 2 == 0 => drop(record.insert(column.clone(), Value::Null)),
                    None => {}
                }
            }
            records.push(Value::Object(record));
        }
        records
    }

    fn lines(&self) -> Vec<u8> {
        self.records().iter().map(|record| format!("{record}\n")).collect::<String>().into_bytes()
    }

    fn workbook(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, self.columns.iter().map(String::as_str)).unwrap();
        for (row, cells) in self.rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate().filter_map(|(at, cell)| Some((at, cell.as_ref()?)))
            {
                let (row, column) = (row as u32 + 1, column as u16);
                match number(text) {
                    Some(number) => sheet.write_number(row, column, f64::from(number)).unwrap(),
                    None => sheet.write_string(row, column, text).unwrap(),
                };
            }
        }
        book.save_to_buffer().unwrap()
    }

    fn parquet(&self) -> Vec<u8> {
        let field = |name: &String| {
            let field = Type::primitive_type_builder(name, PhysicalType::BYTE_ARRAY);
            let field =
                field.with_repetition(Repetition::OPTIONAL).with_logical_type(Some(LogicalType::String));
            Arc::new(field.build().unwrap())
        };
        let fields = self.columns.iter().map(field).collect();
        let schema = Arc::new(Type::group_type_builder("rows").with_fields(fields).build().unwrap());
        let mut bytes = Vec::new();
        let properties = Arc::new(WriterProperties::builder().build());
        let mut file = SerializedFileWriter::new(&mut bytes, schema, properties).unwrap();
        let mut group = file.next_row_group().unwrap();
        for at in 0..self.columns.len() {
            let mut column = group.next_column().unwrap().unwrap();
            let there = self.rows.iter().filter_map(|row| row[at].as_deref());
            let values: Vec<ByteArray> = there.map(ByteArray::from).collect();
            let levels: Vec<i16> = self.rows.iter().map(|row| i16::from(row[at].is_some())).collect();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
        file.close().unwrap();
        bytes
    }
}

fn zipped(tables: &[TextTable]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for table in tables {
        zip.start_file(format!("{}.csv", table.name), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&table.csv()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// Files of one form, by name.
type Files = Vec<(String, Vec<u8>)>;

/// Every form that the tables of a world are written in: its name, and its files.
fn forms(tables: &[TextTable; 2]) -> Vec<(&'static str, Files)> {
    let each = |ending: &str, write: &dyn Fn(&TextTable) -> Vec<u8>| -> Files {
        tables.iter().map(|table| (format!("{}.{ending}", table.name), write(table))).collect()
    };
    let together: Map<String, Value> =
        tables.iter().map(|table| (table.name.to_owned(), Value::Array(table.records()))).collect();
    let together = Value::Object(together).to_string().into_bytes();
    let array = |table: &TextTable| Value::Array(table.records());
    vec![
        ("CSV", each("csv", &TextTable::csv)),
        ("CSV reversed", each("csv", &|table| table.reversed().csv())),
        ("CSV, gzip", each("csv.gz", &|table| gzipped(&table.csv()))),
        ("JSON array", each("json", &|table| array(table).to_string().into_bytes())),
        ("JSON array, pretty", each("json", &|table| serde_json::to_vec_pretty(&array(table)).unwrap())),
        ("JSON array reversed", each("json", &|table| array(&table.reversed()).to_string().into_bytes())),
        ("JSON Lines", each("jsonl", &TextTable::lines)),
        (
            "envelope",
            each("json", &|table| json!({"page": 1, "data": array(table)}).to_string().into_bytes()),
        ),
        ("one object of both", vec![("all.json".to_owned(), together)]),
        ("XLSX", each("xlsx", &TextTable::workbook)),
        ("Parquet", each("parquet", &TextTable::parquet)),
        ("zip", vec![("all.zip".to_owned(), zipped(tables))]),
    ]
}

/// What a report says of its input, but for what names files, forms and places in them.
fn account(mut input: Value) -> Value {
    for named in ["files", "exports"] {
        input.as_object_mut().unwrap().remove(named);
    }
    let problems = input["problems"].as_array().cloned().unwrap_or_default();
    let mut kept: Vec<String> = Vec::new();
    for mut problem in problems {
        for place in ["file", "row", "value"] {
            problem.as_object_mut().unwrap().remove(place);
        }
        kept.push(problem.to_string());
    }
    kept.sort();
    input["problems"] = json!(kept);
    input
}

/// The reports over one form: sections, and the account of the input.
#[track_caller]
fn reports(files: &[(String, Vec<u8>)], scope: &[&str], form: &str) -> Vec<(Value, Value)> {
    let sandbox = Sandbox::new();
    for (name, bytes) in files {
        sandbox.write(&format!("in/{name}"), bytes);
    }
    let mut found = Vec::new();
    for command in COMMANDS {
        let ran = sandbox.run(&[&[command, "in"], scope].concat());
        assert_eq!(ran.code, Some(0), "{form}: {}", ran.err);
        let mut report = ran.report().0;
        found.push((report["sections"].take(), account(report["input"].take())));
    }
    found
}

fn worlds() -> std::ops::Range<u64> {
    let asked = std::env::var("INSIGHTS_WORLDS").unwrap_or_default();
    let range = asked.split_once("..").and_then(|(from, to)| Some(from.parse().ok()?..to.parse().ok()?));
    range.unwrap_or(WORLDS)
}

/// What differs between the forms of these tables: figures, or the account of the input.
fn differences(tables: &[TextTable; 2], scope: &[&str], world: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let forms = forms(tables);
    let plain = reports(&forms[0].1, scope, "CSV");
    assert!(plain[0].0[0]["rows"][0]["conversations"].as_u64() > Some(5), "{world}");
    for (name, files) in &forms[1..] {
        let found = reports(files, scope, name);
        for (command, (found, plain)) in COMMANDS.iter().zip(found.iter().zip(&plain)) {
            if found.0 != plain.0 {
                faults.push(format!("{world}, {name}: figures of {command}"));
            }
            if found.1 != plain.1 {
                faults.push(format!("{world}, {name}: input of {command}\n{}\n{}", found.1, plain.1));
            }
        }
    }
    faults
}

#[test]
fn the_same_rows_in_any_form_are_the_same_figures_and_the_same_account() {
    let mut faults = Vec::new();
    for seed in worlds() {
        faults.extend(differences(&world(seed), &SCOPE, &format!("seed {seed}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_rows_of_real_exports_in_any_form_are_the_same_figures_and_the_same_account() {
    let scope = [&real_exports::SCOPE[..], &["--format=json"]].concat();
    let mut faults = Vec::new();
    for name in ["github-issues-inexbug", "twitter-ibm-care"] {
        let Some(folder) = real_exports::folder(name) else { return };
        let tables = ["conversations", "messages"].map(|table| TextTable::read(&folder, table));
        faults.extend(differences(&tables, &scope, name));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
