//! Workbooks read back cell by cell.

use crate::language::Caption;
use crate::render::{format, sample, write, Style, WriteReport};
use crate::report::{Cell, Column, Definition, InputProblem, Report, RowName, Table, Theme, Unit};
use calamine::{Data, Range, Reader, Xlsx};
use std::io::Cursor;

fn written(report: &Report) -> (Xlsx<Cursor<Vec<u8>>>, WriteReport) {
    let mut bytes = Vec::new();
    let written = write(report, format("xlsx"), &Style::default(), &mut bytes).unwrap();
    (Xlsx::new(Cursor::new(bytes)).unwrap(), written)
}

fn sheet(report: &Report, name: &str) -> Range<Data> {
    written(report).0.worksheet_range(name).unwrap()
}

fn row(range: &Range<Data>, row: usize) -> Vec<Data> {
    range.rows().nth(row).unwrap().to_vec()
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

/// What spreadsheets trip over.
const HOSTILE: [&str; 12] = [
    "=1+1",
    "+31612345678",
    "00123",
    "2026-03-01",
    "TRUE",
    "#N/A",
    "@SUM(A1)",
    "<b>&amp;</b>",
    "a\u{1b}[31m\u{0}",
    "_x0041_",
    "\u{202e}gnp 👩‍👩‍👧",
    "a\r\nb",
];

#[test]
fn every_value_is_a_cell_of_its_kind() {
    let at = Column { unit: Unit::Instant, ..sample::dimension("created_at", "Created") };
    let columns = vec![
        sample::dimension("bucket", "Day"),
        sample::dimension("agent", "Agent"),
        at,
        sample::figure(("cases", "Cases"), Unit::Count, Theme::Volume, 0),
        sample::figure(("wait_s", "Wait"), Unit::Seconds, Theme::Speed, 0),
        sample::figure(("share", "Share"), Unit::Rate, Theme::Volume, 0),
        sample::figure(("late", "Late"), Unit::Flag, Theme::Targets, 0),
        sample::figure(("gap", "Gap"), Unit::Points, Theme::Targets, 0),
    ];
    let cells = vec![
        sample::text("2026-11-19"),
        sample::text("00123"),
        sample::text("2026-11-19T12:00:00+01:00"),
        Cell::Whole(1234),
        Cell::Number(90_000.0),
        Cell::Number(0.25),
        Cell::Flag(true),
        Cell::Number(0.05),
    ];
    let missing = vec![Cell::Missing; 8];
    let total: Vec<Cell> =
        [Cell::Missing, Cell::Row(RowName::Total)].into_iter().chain(missing[2..].to_vec()).collect();
    let range =
        sheet(&sample::report("x", vec![Table::new("list", columns, vec![cells, missing, total])]), "List");
    let first = row(&range, 1);
    // 46345 days from 1899-12-30 to 2026-11-19.
    let (Data::DateTime(day), Data::DateTime(moment)) = (&first[0], &first[2]) else { panic!("{first:?}") };
    assert_eq!((day.as_f64(), moment.as_f64()), (46345.0, 46345.5));
    let Data::DateTime(wait) = &first[4] else { panic!("{first:?}") };
    // 25 hours.
    assert!(wait.is_duration() && (wait.as_f64() - 25.0 / 24.0).abs() < 1e-12);
    assert_eq!((&first[1], &first[3]), (&text("00123"), &Data::Float(1234.0)));
    assert_eq!(first[5..], [Data::Float(0.25), Data::Bool(true), Data::Float(5.0)]);
    assert!(row(&range, 2).iter().all(|cell| *cell == Data::Empty));
    assert_eq!(row(&range, 3)[1], text("(total)"));
}

#[test]
fn texts_come_back_as_they_were_and_are_never_formulas() {
    let columns = vec![
        sample::dimension("tag", "=HYPERLINK(\"http://x\")"),
        Column { of: Some("=1+1".into()), ..sample::figure(("sales", "Sales"), Unit::Money, Theme::Ai, 0) },
    ];
    let rows = HOSTILE.iter().map(|tag| vec![sample::text(tag), Cell::Number(1.5)]).collect();
    let report = sample::report("x", vec![Table::new("tags", columns, rows)]);
    let (mut book, _) = written(&report);
    let range = book.worksheet_range("Tags").unwrap();
    assert_eq!(row(&range, 0)[0], text("=HYPERLINK(\"http://x\")"));
    assert_eq!(row(&range, 0)[1], text("Sales, =1+1"));
    for (place, hostile) in HOSTILE.iter().enumerate() {
        assert_eq!(row(&range, place + 1)[0], text(hostile), "{hostile:?}");
    }
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).unwrap().is_empty(), "{name}");
    }
}

#[test]
fn a_single_row_is_a_list_of_figures() {
    let range = sheet(&sample::small(), "Totals");
    let heads: Vec<String> = row(&range, 0).iter().map(ToString::to_string).collect();
    assert_eq!(heads, ["Figure", "Value", "Previous", "Change", "n", "mean", "p90", "id"]);
    assert_eq!(
        row(&range, 1)[..4],
        [text("Conversations"), Data::Float(1200.0), Data::Float(960.0), Data::Float(0.25)]
    );
    let response = row(&range, 2);
    assert_eq!((&response[4], &response[7]), (&Data::Float(1180.0), &text("first_response_median_s")));
    let Data::DateTime(median) = &response[1] else { panic!("{response:?}") };
    // 412 s.
    assert!((median.as_f64() * 86_400.0 - 412.0).abs() < 1e-9);
    assert_eq!(row(&range, 3)[1], Data::Empty);
}

#[test]
fn sections_have_sheets_and_what_goes_over_time_has_charts() {
    let report = sample::report("summary", vec![sample::weeks(), sample::agents()]);
    let (mut book, _) = written(&report);
    assert_eq!(book.sheet_names(), ["Totals", "Totals charts", "Agents", "About"]);
    let about = book.worksheet_range("About").unwrap();
    let found: Vec<String> = about.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    for told in
        ["2026-09-01 – 2026-09-30", "Europe/Amsterdam", "channel: whatsapp", "first_response_median_s"]
    {
        assert!(found.iter().any(|text| text == told), "{told}: {found:?}");
    }
}

#[test]
fn texts_longer_than_a_cell_are_cut_and_counted() {
    let rows = vec![vec![sample::text(&"ż".repeat(40_000))], vec![sample::text(&"🙂".repeat(16_383))]];
    let report = sample::report("x", vec![Table::new("list", vec![sample::dimension("a", "A")], rows)]);
    let (mut book, written) = written(&report);
    assert_eq!(written.cut, 1);
    let range = book.worksheet_range("List").unwrap();
    assert_eq!(row(&range, 1)[0], text(&format!("{}…", "ż".repeat(32_766))));
    assert_eq!(row(&range, 2)[0], text(&"🙂".repeat(16_383)));
}

#[test]
fn the_same_report_is_the_same_file_and_long_ones_are_whole() {
    let column = sample::dimension("a", "A");
    let rows = (0..200_001).map(|row| vec![sample::text(&row.to_string())]).collect();
    let report = sample::report("x", vec![Table::new("list", vec![column], rows)]);
    let bytes = || {
        let mut bytes = Vec::new();
        write(&report, format("xlsx"), &Style::default(), &mut bytes).unwrap();
        bytes
    };
    let first = bytes();
    assert!(first == bytes());
    let mut book = Xlsx::new(Cursor::new(first)).unwrap();
    let range = book.worksheet_range("List").unwrap();
    assert_eq!(range.height(), 200_002);
    assert_eq!(row(&range, 200_001)[0], text("200000"));
}

#[test]
fn rows_for_which_a_sheet_has_no_room_stand_on_the_next() {
    let rows = (0..1_048_577).map(|row| vec![Cell::Whole(row)]).collect();
    let columns = vec![sample::figure(("cases", "Cases"), Unit::Count, Theme::Volume, 0)];
    let (mut book, _) = written(&sample::report("facts", vec![Table::new("cases", columns, rows)]));
    let names = book.sheet_names();
    let [first, second] = [0, 1].map(|sheet| book.worksheet_range(&names[sheet]).unwrap());
    assert_eq!(first.height(), 1_048_576);
    assert_eq!(row(&first, 1_048_575), [Data::Float(1_048_574.0)]);
    assert_eq!((second.height(), row(&second, 1)), (3, vec![Data::Float(1_048_575.0)]));
    assert_eq!(row(&second, 2), [Data::Float(1_048_576.0)]);
}

/// How many charts a workbook has.
fn charts(report: &Report) -> usize {
    let mut bytes = Vec::new();
    write(report, format("xlsx"), &Style::default(), &mut bytes).unwrap();
    let book = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let charts = book.file_names().flatten().filter(|name| name.starts_with("xl/charts/chart")).count();
    charts
}

#[test]
fn agents_have_a_chart_together_and_one_each_over_figures_of_their_own() {
    let report = sample::report("agents", vec![sample::agents(), sample::agents_by_week()]);
    let (mut book, _) = written(&report);
    assert_eq!(book.sheet_names(), ["Agents", "Agents charts", "Over time", "About"]);
    // One of all, and two of the agents that are followed.
    assert_eq!(charts(&report), 3);
    let range = book.worksheet_range("Agents charts").unwrap();
    let found: Vec<Vec<Data>> = range.rows().map(<[Data]>::to_vec).collect();
    let number = Data::Float;
    assert_eq!(
        found,
        [
            vec![text("Week"), text("Ana Lima"), text("Eva")],
            vec![text("2026-W36"), number(12.0), Data::Empty],
            vec![text("2026-W37"), Data::Empty, number(20.0)],
            vec![text("2026-W38"), number(6.0), Data::Empty],
        ]
    );
    assert_eq!(charts(&sample::report("agents", vec![sample::agents()])), 0);
    let single = Table { rows: sample::agents_by_week().rows[1..2].to_vec(), ..sample::agents_by_week() };
    assert_eq!(charts(&sample::report("agents", vec![sample::agents(), single])), 0);
}

#[test]
fn about_says_what_was_read_left_out_and_what_columns_are() {
    let mut report = sample::small();
    report.scope.compared_with = Some(("2026-08-02".to_owned(), "2026-08-31".to_owned()));
    let input = &mut report.input;
    input.used.insert("conversations", 1200);
    input.repaired.insert("conversations", 2);
    input.excluded.insert("=spam", 3);
    input.problems.push(InputProblem {
        outcome: "repaired",
        what: "=not a time".to_owned(),
        advice: "write 2026-03-01 10:00".to_owned(),
        cases: 2,
        table: "conversations",
        column: "created_at".to_owned(),
        file: "a.csv".to_owned(),
        row: Some(7),
    });
    report
        .definitions
        .push(Definition { label: Caption::Named("Handled".to_owned()), about: ["What was handled."; 5] });
    let range = sheet(&report, "About");
    let rows: Vec<Vec<String>> = range
        .rows()
        .map(|row| row.iter().map(ToString::to_string).filter(|cell| !cell.is_empty()).collect())
        .collect();
    for expected in [
        &["Compared with", "2026-08-02 – 2026-08-31"][..],
        &["As of", "2026-09-30 23:59"],
        &["Conversations", "1203", "1200", "0", "2", "0"],
        &["Excluded", "=spam", "3", "Conversations"],
        &["Repaired", "=not a time", "2", "Conversations · created_at · a.csv · 7", "write 2026-03-01 10:00"],
        &["First response, median", "Totals", "first_response_median_s", "[h]:mm:ss"],
        &["Share", "Top tags", "share", "%"],
        &["Handled", "What was handled."],
    ] {
        assert!(rows.iter().any(|row| row == expected), "{expected:?}: {rows:#?}");
    }
}
