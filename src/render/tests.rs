use super::*;
use crate::report::{Better, BucketSpan, Cell, Column, Interval, Judged, Limit, RowName, Theme, Trend, Unit};

fn shown(report: &Report, format: Format, style: &Style) -> String {
    let mut bytes = Vec::new();
    write(report, format, style, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn plain(report: &Report, format: Format) -> String {
    shown(report, format, &Style::default())
}

/// The report with one section alone.
fn section(name: &str) -> Report {
    let mut report = sample::small();
    report.sections.retain(|table| table.name == name);
    report
}

#[test]
fn table_is_cards_and_grid() {
    let expected = "\
1–30 Sep 2026 · Europe/Amsterdam · anchor event · as of 2026-09-30 23:59
channel whatsapp

Totals

Volume
  Conversations  1,200  ▲ 25%

Speed
  First response  6m 52s  median of 1,180  mean 12m 04s  p90 1h 05m

Quality
  no data: Satisfaction

Top tags

Tag                  Conversations  Share
──────────────────────────────────────────────────
=returns|\\u{1b}[31m            900  75.0% ████████
delivery                       300  25.0% ██▋
–                                0      –
";
    let style = Style { width: Some(80), ..Style::default() };
    assert_eq!(shown(&sample::small(), format("table"), &style), expected);
    let piped = plain(&sample::small(), format("table"));
    assert_eq!(piped, expected.replace("23:59\nchannel", "23:59 · channel"));
}

#[test]
fn a_headline_stands_in_boxes() {
    let mut table = sample::totals();
    table.headline = vec!["conversations".into(), "first_response".into(), "absent".into()];
    let values = vec![Some(0.0), Some(7.0), None, Some(3.0)];
    table.trends = vec![Trend { figure: "conversations".into(), values }];
    let expected = "\
╭────────────────────────────┬────────────────────────────╮
│ Conversations              │ First response      median │
│ 1,200                ▲ 25% │ 6m 52s                     │
│ was 960                    │ n 1,180                    │
│ ▁█·▄                       │                            │
╰────────────────────────────┴────────────────────────────╯

Speed
  First response  6m 52s  median of 1,180  mean 12m 04s  p90 1h 05m

Quality
  no data: Satisfaction
";
    let text = plain(&sample::report("summary", vec![table]), format("table"));
    assert_eq!(text.split_once("\n\n").unwrap().1, expected);
}

#[test]
fn a_total_is_set_off_and_left_out_columns_are_counted() {
    let mut table = sample::agents();
    table.rows.drain(1..12);
    let style = Style { width: Some(46), ..Style::default() };
    let text = shown(&sample::report("agents", vec![table.clone()]), format("table"), &style);
    let expected = "                      First
Agent     Handled  response  Satisfaction
─────────────────────────────────────────
Ana Lima      980    2m 03s          4.89
(team)         75   26m 39s          3.56
─────────────────────────────────────────
(total)        70   28m 42s          3.44
11 more columns, see --columns: conversations,
replies, fcr_rate, closed, response …
";
    assert_eq!(text.split_once("\n\n").unwrap().1, expected);
    let style = Style { all_columns: true, ..style };
    let text = shown(&sample::report("agents", vec![table]), format("table"), &style);
    assert!(!text.contains("more columns"), "{text}");
    assert!(text.contains("Within\n"), "{text}");
}

#[test]
fn the_change_of_a_total_is_coloured_by_what_it_says() {
    let column = |name| sample::figure((name, name), Unit::Count, Theme::Volume, 0);
    let closed = Column { better: Better::Up, ..column("closed") };
    let columns = vec![
        sample::dimension("channel", "Channel"),
        closed.clone(),
        closed.previous(),
        closed.change(Unit::Change),
    ];
    let row = |name: Cell, now, before, change: f64| {
        vec![name, Cell::Whole(now), Cell::Whole(before), Cell::Number(change)]
    };
    let rows = vec![
        row(sample::text("chat"), 30, 20, 0.5),
        row(Cell::Row(RowName::Total), 30, 40, -0.25),
        row(Cell::Row(RowName::Total), 3, 4, -0.25),
    ];
    let report = sample::report("channels", vec![sample::table("channels", columns, rows)]);
    let style = Style { width: Some(100), color: true, ..Style::default() };
    let text = shown(&report, format("table"), &style);
    let line =
        |name: &str| text.lines().filter(|line| line.contains(name)).map(str::to_owned).collect::<Vec<_>>();
    // Green for more; red and bold for less; of few things no colour.
    assert!(line("chat")[0].contains("\u{1b}[32m"), "{text:?}");
    let totals = line("(total)");
    assert!(totals[0].contains("\u{1b}[31m\u{1b}[1m"), "{text:?}");
    assert!(!totals[1].contains("\u{1b}[31m"), "{text:?}");
}

#[test]
fn what_was_before_and_the_change_stand_beside_their_figure() {
    let closed = sample::figure(("closed", "Closed"), Unit::Count, Theme::Volume, 0);
    let (previous, change) = (closed.previous(), closed.change(Unit::Change));
    let reopened = sample::figure(("reopened", "Reopened"), Unit::Count, Theme::Volume, 4);
    let group = sample::dimension("group", "First response in");
    let columns = vec![group, closed, previous, change, reopened];
    let row = |(from, to), closed, before, change, reopened| {
        let group = Cell::Interval(Box::new(Interval { from, to }));
        vec![group, Cell::Whole(closed), Cell::Whole(before), change, Cell::Whole(reopened)]
    };
    let rows = vec![
        row((0, Some(300_000)), 1300, 1000, Cell::Number(0.3), 7),
        row((86_400_000, None), 2, 0, Cell::New, 0),
    ];
    let report = sample::report("times", vec![sample::table("groups", columns, rows)]);
    let expected = "\
First
response in  Closed  before  change  Reopened
─────────────────────────────────────────────
under 5m      1,300   1,000    +30%         7
24h or more       2       0     new         0
";
    assert_eq!(plain(&report, format("table")).split_once("\n\n").unwrap().1, expected);
    // 11 + 2 + 6 + 2 + 6 columns hold the group, closed and its change, but no more.
    let style = Style { width: Some(27), ..Style::default() };
    let text = shown(&report, format("table"), &style);
    assert!(text.contains("\nresponse in  Closed  change\n"), "{text}");
}

#[test]
fn a_long_table_has_one_header_and_every_row() {
    let columns = vec![
        sample::dimension("agent", "Agent"),
        sample::figure(("replies", "Replies"), Unit::Count, Theme::Volume, 0),
    ];
    let rows = (0..2500).map(|place| vec![sample::text(&format!("a{place}")), Cell::Whole(place)]).collect();
    let text =
        plain(&sample::report("agents", vec![sample::table("agents", columns, rows)]), format("table"));
    let lines: Vec<&str> = text.lines().skip(2).collect();
    assert_eq!(lines[..3], ["Agent  Replies", "──────────────", "a0           0"]);
    assert_eq!((lines.len(), lines[1001], lines[2501]), (2502, "a999       999", "a2499    2,499"));
}

#[test]
fn a_figure_alone_needs_no_title() {
    let mut table = sample::totals();
    table.columns.truncate(1);
    table.rows[0].truncate(1);
    let text = plain(&sample::report("summary", vec![table]), format("table"));
    assert_eq!(text.split_once("\n\n").unwrap().1, "  Conversations  1,200\n");
}

#[test]
fn the_week_is_a_heat_map() {
    let style = Style { width: Some(80), ..Style::default() };
    let text = shown(&sample::report("times", vec![sample::heatmap()]), format("table"), &style);
    let lines: Vec<&str> = text.lines().skip(3).collect();
    assert_eq!(lines[0], "     00    03    06    09    12    15    18    21      sum");
    assert_eq!(lines[1], "Mon  · · · · · · · · · ████▒▒▒▒▒▒▒▒▒▒▒▒· · · · · · ·    86");
    assert_eq!(lines[6], "Sat  · · · · · · · · · · ░░░░░░░░· · · · · · · · · ·    11");
    assert_eq!(lines[8], "Cases: · none  ░ up to 5  ▒ up to 10  ▓ up to 15  █ up to 20");
    assert_eq!(lines[9..], ["busiest: Mon 10–11 h with 20"]);
}

#[test]
fn buckets_are_drawn_under_their_table() {
    let text = plain(&sample::report("summary", vec![sample::weeks()]), format("table"));
    // 120 180 90 0 240 210 of 0…240 in sevenths: 3.5 5.25 2.625 0 7 6.125; the response is in proportion
    assert!(text.ends_with("\nConversations   ▅▆▄▁█▇\nFirst response  ▅▆▄·█▇\n"), "{text}");
}

#[test]
fn csv_and_tsv_hold_one_section() {
    assert_eq!(
        plain(&section("totals"), format("csv")),
        "conversations,conversations_previous,conversations_change,first_response_n,first_response_mean_s,\
         first_response_median_s,first_response_p90_s,satisfaction\n1200,960,0.25,1180,723.500000,412,3900,\n"
    );
    assert_eq!(
        plain(&section("top_tags"), format("csv")),
        "tag,conversations,share\n=returns|\u{1b}[31m,900,0.75\ndelivery,300,0.25\n,0,\n"
    );
    assert_eq!(
        plain(&section("top_tags"), format("tsv")),
        "tag\tconversations\tshare\n=returns|\u{1b}[31m\t900\t0.75\ndelivery\t300\t0.25\n\t0\t\n"
    );
    let seen = Style { width: Some(80), ..Style::default() };
    assert!(shown(&section("top_tags"), format("csv"), &seen).contains("\n=returns|\\u{1b}[31m,900,0.75\n"));
}

#[test]
fn excel_gets_its_dialect_and_no_formulas() {
    let style = Style { csv_dialect: CsvDialect::ExcelEu, ..Style::default() };
    let mut bytes = Vec::new();
    let written = write(&section("top_tags"), format("csv"), &style, &mut bytes).unwrap();
    assert_eq!(written.guarded, 1);
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "\u{feff}tag;conversations;share\r\n'=returns|\u{1b}[31m;900;0,75\r\ndelivery;300;0,25\r\n;0;\r\n"
    );
    let style = Style { formula_guard: true, ..Style::default() };
    assert!(shown(&section("top_tags"), format("csv"), &style).contains("\n'=returns"));
}

#[test]
fn spreadsheets_get_dates_as_dates_and_texts_as_texts() {
    let columns = vec![
        sample::dimension("bucket", "Day"),
        sample::dimension("agent", "Agent"),
        Column { unit: Unit::Instant, ..sample::dimension("at", "At") },
        sample::figure(("wait_s", "Wait"), Unit::Seconds, Theme::Speed, 0),
    ];
    let at = sample::text("2026-11-19T10:49:47.421+01:00");
    let row =
        |agent: &str| vec![sample::text("2026-11-19"), sample::text(agent), at.clone(), Cell::Number(49.765)];
    let table = Table::new("list", columns, ["00123", "+31 6 1234", "Żółć"].map(row).into());
    let report = sample::report("list", vec![table]);
    let csv = |csv_dialect| shown(&report, format("csv"), &Style { csv_dialect, ..Style::default() });
    assert_eq!(
        csv(CsvDialect::ExcelEn),
        "\u{feff}bucket,agent,at,wait_s\r\n\
         2026-11-19,'00123,2026-11-19 10:49:47,49.765000\r\n\
         2026-11-19,'+31 6 1234,2026-11-19 10:49:47,49.765000\r\n\
         2026-11-19,Żółć,2026-11-19 10:49:47,49.765000\r\n"
    );
    assert!(csv(CsvDialect::ExcelEu).contains("2026-11-19;'00123;2026-11-19 10:49:47;49,765000\r\n"));
    assert!(csv(CsvDialect::Rfc).contains("\n2026-11-19,00123,2026-11-19T10:49:47.421+01:00,49.765000\n"));
}

#[test]
fn json_holds_every_section() {
    let mut report = sample::small();
    report.sections[0].columns.truncate(3);
    report.sections[0].rows[0].truncate(3);
    report.sections[0].rows[0][1] = Cell::Number(f64::NAN);
    let expected = r#"{
  "schema": 1,
  "report": "summary",
  "scope": {"from":"2026-09-01","to":"2026-09-30","tz":"Europe/Amsterdam","anchor":"event","clock":"calendar","as_of":"2026-09-30T23:59:59+02:00","week_start":"monday","by":[],"every":null,"compare":null,"filters":{"channel":["whatsapp"]}},
  "input": {"files":2,"absent":[],"rows":{"conversations":1203},"used":{},"excluded":{},"duplicates":{},"repaired":{},"rejected":{},"set_aside":{},"derivation":{},"unused":{}},
  "sections": [
    {
      "name": "totals",
      "columns": [
        {"name":"conversations","label":"Conversations","unit":"count"},
        {"name":"conversations_previous","label":"Conversations, before","unit":"count"},
        {"name":"conversations_change","label":"Conversations, change","unit":"change"}
      ],
      "rows": [
        {"conversations":1200,"conversations_previous":null,"conversations_change":0.25}
      ]
    },
    {
      "name": "top_tags",
      "columns": [
        {"name":"tag","label":"Tag","unit":"text"},
        {"name":"conversations","label":"Conversations","unit":"count"},
        {"name":"share","label":"Share","unit":"rate"}
      ],
      "rows": [
        {"tag":"=returns|\u001b[31m","conversations":900,"share":0.75},
        {"tag":"delivery","conversations":300,"share":0.25},
        {"tag":null,"conversations":0,"share":null}
      ]
    }
  ]
}
"#;
    let text = plain(&report, format("json"));
    assert_eq!(text, expected);
    let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(parsed["sections"][1]["rows"][0]["tag"], "=returns|\u{1b}[31m");
}

#[test]
fn ndjson_is_an_object_a_row() {
    assert_eq!(
        plain(&section("top_tags"), format("ndjson")),
        "{\"tag\":\"=returns|\\u001b[31m\",\"conversations\":900,\"share\":0.75}\n\
         {\"tag\":\"delivery\",\"conversations\":300,\"share\":0.25}\n\
         {\"tag\":null,\"conversations\":0,\"share\":null}\n"
    );
}

#[test]
fn markdown_is_pipe_tables() {
    let expected = "\
# Summary

1–30 Sep 2026 · Europe/Amsterdam · anchor event · as of 2026-09-30 23:59 · channel whatsapp

## Totals

| Figure | Value | Previous | Change |
| --- | ---: | ---: | ---: |
| Conversations | 1,200 | 960 | +25% |
| First response | 6m 52s (n 1,180, mean 12m 04s, p90 1h 05m) |  |  |
| Satisfaction | – |  |  |

## Top tags

| Tag | Conversations | Share |
| --- | ---: | ---: |
| \\=returns\\|\\u{1b}\\[31m | 900 | 75.0% |
| delivery | 300 | 25.0% |
| – | 0 | – |
";
    assert_eq!(plain(&sample::small(), format("markdown")), expected);
    let week = plain(&sample::report("times", vec![sample::heatmap()]), format("markdown"));
    let saturday = week.lines().find(|line| line.starts_with("| Sat |")).unwrap();
    let hours: Vec<&str> = saturday.trim_matches(['|', ' ']).split(" | ").collect();
    assert_eq!((hours.len(), hours[11], hours[12], hours[15]), (25, "2", "3", "0"));
}

#[test]
fn a_section_alone_is_a_file_of_a_folder() {
    let report = sample::small();
    let mut bytes = Vec::new();
    write_section((&report, &report.sections[1]), format("csv"), &Style::default(), &mut bytes).unwrap();
    assert!(bytes.starts_with(b"tag,conversations,share\n"));
}

#[test]
fn no_line_outgrows_its_terminal_nor_carries_control_characters() {
    let mut long = sample::agents();
    long.rows[0][0] = sample::text(&"very long name ".repeat(20));
    let tables = [sample::summary(), long, sample::heatmap(), sample::weeks(), sample::tags()];
    for (table, narrowest) in tables.into_iter().zip([46, 56, 60, 46, 46]) {
        let report = sample::report("summary", vec![table]);
        for width in narrowest..210 {
            let style = Style { width: Some(width), ..Style::default() };
            for line in shown(&report, format("table"), &style).lines() {
                let notes = line.starts_with(['1', 'E', 'a']);
                assert!(notes || escape::width(line) <= width, "{width}: {line}");
                assert!(!line.chars().any(escape::is_hidden), "{line:?}");
            }
        }
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    let report = sample::report("summary", vec![sample::summary(), sample::agents(), sample::heatmap()]);
    let coloured = shown(&report, format("table"), &Style { color: true, ..Style::default() });
    let mut bare = String::new();
    let mut parts = coloured.split('\u{1b}');
    bare.push_str(parts.next().unwrap());
    parts.for_each(|part| bare.push_str(part.split_once('m').unwrap().1));
    let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(trimmed(&bare), trimmed(&plain(&report, format("table"))));
    assert!(coloured.contains("\u{1b}["));
}

struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_went_away_is_a_broken_pipe() {
    for &format in FORMATS {
        let error = write(&sample::small(), format, &Style::default(), &mut Gone).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{format:?}");
    }
}

#[test]
fn empty_reports_are_whole() {
    let none = sample::report("summary", Vec::new());
    let mut empty = sample::tags();
    empty.rows.clear();
    let empty = sample::report("tags", vec![empty]);
    for &format in FORMATS {
        write(&none, format, &Style::default(), &mut Vec::new()).unwrap();
    }
    assert!(plain(&none, format("json")).ends_with("\"sections\": []\n}\n"));
    assert_eq!(plain(&empty, format("csv")), "tag,conversations,share\n");
    assert!(plain(&empty, format("table")).ends_with("\n\nno rows\n"));
    assert!(plain(&empty, format("json")).contains("\"rows\": []\n"));
}

#[test]
fn cut_weeks_say_so_and_are_drawn_hollow() {
    let mut weeks = sample::weeks();
    weeks.aside.spans = (0..6)
        .map(|week| BucketSpan {
            label: format!("2026-W{}", 36 + week),
            first: format!("2026-{}", ["08-31", "09-07", "09-14", "09-21", "09-28", "10-05"][week]),
            days: if week == 5 { 3 } else { 7 },
            whole: 7,
        })
        .collect();
    let text = plain(&sample::report("summary", vec![weeks]), format("table"));
    assert!(text.contains("\n2026-W36 (31 Aug) "), "{text}");
    assert!(text.contains("\n2026-W41 (5 Oct), 3 of 7 days "), "{text}");
    assert!(text.ends_with("\nConversations   ▅▆▄▁█░\nFirst response  ▅▆▄·█░\n"), "{text}");
}

#[test]
fn a_card_says_what_it_stands_on() {
    let mut table = sample::totals();
    let late = sample::figure(("late_rate", "Late"), Unit::Rate, Theme::Targets, 1);
    table.columns.push(late);
    table.rows[0].push(Cell::Number(0.081));
    table.headline = vec!["first_response".into()];
    let limits = vec![Limit { channel: "email".into(), length: 172_800_000 }];
    table.aside.judged =
        vec![Judged { figure: "first_response".into(), rate: "late_rate".into(), limits: limits.clone() }];
    let text = plain(&sample::report("summary", vec![table.clone()]), format("table"));
    assert!(text.contains("│ n 1,180                    │\n│ 8.1% in time, email 48h    │\n"), "{text}");
    assert!(text.contains("\n  Late  8.1%  email 48h\n"), "{text}");
    let chat = Limit { channel: "chat".into(), length: 120_000 };
    table.aside.judged[0].limits = [limits, vec![chat]].concat();
    let text = plain(&sample::report("summary", vec![table]), format("table"));
    assert!(text.contains("\n  Late  8.1%  2m–48h\n"), "{text}");
}

#[test]
fn money_carries_its_currency() {
    let sales = sample::figure(("sales", "Sales after AI"), Unit::Money, Theme::Ai, 0);
    let columns = ["EUR", "NOK"].map(|code| Column { of: Some(code.into()), ..sales.clone() });
    let row = vec![Cell::Number(111.95), Cell::Number(360.0)];
    let text = plain(
        &sample::report("ai", vec![sample::table("totals", columns.to_vec(), vec![row])]),
        format("table"),
    );
    assert!(text.ends_with("\n  Sales after AI  € 111.95    Sales after AI  NOK 360.00\n"), "{text}");
}

#[test]
fn a_group_without_a_value_has_a_name() {
    let mut tags = sample::tags();
    tags.aside.groups = vec!["tag".into()];
    let text = plain(&sample::report("tags", vec![tags]), format("table"));
    assert!(text.contains("\n(no tag) "), "{text}");
}
