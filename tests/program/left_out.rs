//! Files that are no export beside files that are: what is said of each, and what that costs.

use crate::sandbox::{Ran, Sandbox};

const CONVERSATIONS: &[u8] = b"conversation_id,created_at,channel\n1,2026-03-02 09:00:00,chat\n";
const INVOICES: &[u8] = b"Invoice no,Net\n7,12.50\n";
const FIXED: [&str; 8] = ["--period", "2026", "--tz", "UTC", "--as-of", "2026-12-31", "--format", "json"];

/// A summary of the files named.
fn summary(sandbox: &Sandbox, names: &[&str]) -> Ran {
    sandbox.run(&[&["summary"], names, &FIXED].concat())
}

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("c.csv", CONVERSATIONS);
    sandbox.write("invoices.csv", INVOICES);
    sandbox.write("scan.png", b"\x89PNG\r\n\x1a\n\0\0");
    sandbox
}

#[test]
fn of_several_files_named_the_unknown_ones_are_warned_of() {
    let sandbox = sandbox();
    let ran = summary(&sandbox, &["c.csv", "invoices.csv", "scan.png"]);
    ran.says(&[
        "warning: invoices.csv is left out: no known export",
        "warning: scan.png is left out: a picture, not an export",
    ]);
    ran.report().holds(&[("conversations", 1.0)]);
    assert_eq!(summary(&sandbox, &["c.csv", "invoices.csv", "--strict"]).code, Some(1));
}

#[test]
fn one_alone_is_refused_and_several_are_named_each() {
    let sandbox = sandbox();
    let alone = summary(&sandbox, &["invoices.csv"]);
    assert_eq!((alone.code, alone.out.as_str()), (Some(2), ""));
    alone.says(&["error: invoices.csv: no known export"]);
    let both = summary(&sandbox, &["invoices.csv", "scan.png"]);
    assert_eq!(both.code, Some(2));
    both.says(&["nothing recognised", "scan.png: a picture", "invoices.csv: no known export"]);
}

#[test]
fn what_is_fed_is_told_by_its_bytes() {
    let sandbox = sandbox();
    let fed = |bytes: &[u8]| sandbox.run_fed(&[&["summary", "-"][..], &FIXED].concat(), bytes);
    fed(&zstd::encode_all(CONVERSATIONS, 0).unwrap()).report().holds(&[("conversations", 1.0)]);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in [("a/c.csv", CONVERSATIONS), ("invoices.csv", INVOICES)] {
        archive.start_file(name, stored).unwrap();
        std::io::Write::write_all(&mut archive, bytes).unwrap();
    }
    let ran = fed(&archive.finish().unwrap().into_inner());
    ran.says(&["1 file left out: standard input/invoices.csv: no known export"]);
    ran.report().holds(&[("conversations", 1.0)]);
    let page = fed(b"<html><title>Sign in</title>");
    assert_eq!(page.code, Some(2));
    page.says(&["standard input: a web page (title \"Sign in\"), not an export"]);
}

#[test]
fn what_grows_without_measure_is_refused_by_name() {
    let sandbox = sandbox();
    let blanks = vec![b' '; 100 << 20];
    let packed = zstd::encode_all([CONVERSATIONS, &blanks].concat().as_slice(), 3).unwrap();
    sandbox.write("bomb.csv.zst", &packed);
    let ran = summary(&sandbox, &["bomb.csv.zst"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    ran.says(&["bomb.csv.zst", "more than 200 times its size"]);
    let ran = summary(&sandbox, &["c.csv", "--max-input", "20"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&["c.csv", "--max-input"]);
}
