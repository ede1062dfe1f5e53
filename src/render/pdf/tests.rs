//! Documents opened again: pages, fonts, and that no text breaks one.

use crate::render::{format, sample, write, Style};
use crate::report::{Report, Table};

fn pdf(report: &Report) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(report, format("pdf"), &Style::default(), &mut bytes).unwrap();
    bytes
}

fn count(bytes: &[u8], what: &str) -> usize {
    bytes.windows(what.len()).filter(|window| *window == what.as_bytes()).count()
}

#[test]
fn a_report_is_a_document_with_its_own_fonts_and_the_same_bytes_each_time() {
    let report = sample::report("summary", vec![sample::summary(), sample::weeks(), sample::heatmap()]);
    let bytes = pdf(&report);
    assert!(bytes.starts_with(b"%PDF-") && bytes.ends_with(b"%%EOF"));
    assert_eq!(count(&bytes, "/FontFile2"), 2);
    assert!(bytes == pdf(&report));
    assert!(bytes.len() < 150_000, "{}", bytes.len());
}

#[test]
fn long_tables_break_between_rows_and_hostile_texts_are_boxes() {
    let mut texts: Vec<String> = (0..300).map(|row| format!("row {row}")).collect();
    texts.extend(["Żółć ąęś", "日本 👩‍👩‍👧", "\u{202e}\u{0}\u{1b}[31m", "(a\\) Tj ET", ""].map(str::to_owned));
    texts.push("x".repeat(10_000));
    let rows = texts.iter().map(|text| vec![sample::text(text)]).collect();
    let report = sample::report("x", vec![Table::new("list", vec![sample::dimension("a", "A\nB")], rows)]);
    // 306 rows of 13 points, and at most 730 points of a page.
    let pages = count(&pdf(&report), "/Type /Page\n") + count(&pdf(&report), "/Type/Page/");
    assert!(pages == 0 || pages >= 6, "{pages}");
    let none = sample::report("x", Vec::new());
    assert!(pdf(&none).len() > 1000);
}
