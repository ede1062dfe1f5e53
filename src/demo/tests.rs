//! What the made-up exports promise.

use super::*;
use crate::advice::Advised;
use crate::dataset::TableName;
use chrono::{DateTime, Datelike, TimeZone, Timelike};
use std::collections::{BTreeMap, BTreeSet};

fn options() -> Options {
    let until = NaiveDate::from_ymd_opt(2026, 3, 31).unwrap();
    Options { conversations: 1_500, seed: 7, until, days: 120, bad_rows: 0 }
}

fn written(options: &Options) -> (tempfile::TempDir, Vec<FileWritten>) {
    let folder = tempfile::tempdir().unwrap();
    let written = write(folder.path(), options).unwrap();
    (folder, written)
}

fn file<'w>(written: &'w [FileWritten], table: &str) -> &'w FileWritten {
    written.iter().find(|file| file.table == table).unwrap()
}

/// The rows of a table as column → text; fails where a row has more or fewer fields than the header.
fn rows(written: &[FileWritten], table: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(&file(written, table).path).unwrap();
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row =
        |record: csv::StringRecord| header.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn bytes(written: &[FileWritten]) -> Vec<Vec<u8>> {
    written.iter().map(|file| fs::read(&file.path).unwrap()).collect()
}

fn instant(text: &str) -> i64 {
    DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
}

#[test]
fn the_seed_decides_every_byte() {
    let (_first, one) = written(&options());
    let (_again, same) = written(&options());
    let (_other, other) = written(&Options { seed: 8, ..options() });
    assert_eq!(bytes(&one), bytes(&same));
    let changed = bytes(&one).iter().zip(bytes(&other)).filter(|(a, b)| *a != b).count();
    assert_eq!(changed, 10, "all files but people.csv depend on the seed");
}

#[test]
fn every_file_parses_and_has_the_rows_it_says() {
    let (_folder, written) = written(&options());
    assert_eq!(written.len(), 11);
    for file in &written {
        assert_eq!(rows(&written, file.table).len() as u64, file.rows, "{}", file.table);
        assert!(file.rows > 0 && file.damaged.is_empty(), "{}", file.table);
    }
    assert_eq!(file(&written, "conversations").rows, 1_500);
}

#[test]
fn facts_refer_to_conversations_that_exist() {
    let (_folder, written) = written(&options());
    let known: BTreeSet<String> =
        rows(&written, "conversations").iter().map(|row| row["conversation_id"].clone()).collect();
    assert_eq!(known.len(), 1_500);
    for table in ["messages", "events", "ratings", "calls", "orders"] {
        let all = rows(&written, table);
        let mut named = all.iter().map(|row| &row["conversation_id"]).filter(|id| !id.is_empty());
        assert!(named.all(|id| known.contains(id)), "{table}");
    }
    let mut ids = BTreeSet::new();
    for message in rows(&written, "messages") {
        assert!(ids.insert((message["conversation_id"].clone(), message["message_id"].clone())));
    }
    let posts: BTreeSet<String> = rows(&written, "posts").iter().map(|row| row["post_id"].clone()).collect();
    assert!(rows(&written, "comments").iter().all(|comment| posts.contains(&comment["post_id"])));
    let calls: BTreeSet<String> = rows(&written, "calls").iter().map(|row| row["call_id"].clone()).collect();
    let legs: Vec<String> = rows(&written, "calls").iter().map(|row| row["parent_id"].clone()).collect();
    assert!(legs.iter().filter(|leg| !leg.is_empty()).count() > 5);
    assert!(legs.iter().all(|leg| leg.is_empty() || calls.contains(leg)));
}

#[test]
fn everything_happens_within_the_days_and_in_order() {
    let (_folder, written) = written(&options());
    let (from, to) = (instant("2025-12-01T23:00:00Z"), instant("2026-03-31T22:00:00Z"));
    for file in &written {
        for row in rows(&written, file.table) {
            let instants = row
                .iter()
                .filter(|(name, text)| (name.as_str() == "at" || name.ends_with("_at")) && !text.is_empty());
            for (name, text) in instants {
                assert!((from..to).contains(&instant(text)), "{} {name} {text}", file.table);
            }
        }
    }
    for row in rows(&written, "conversations") {
        for end in ["closed_at", "first_reply_at", "first_assigned_at", "updated_at"] {
            assert!(row[end].is_empty() || row[end] >= row["created_at"], "{row:?}");
        }
    }
}

#[test]
fn days_are_busy_and_nights_are_quiet() {
    let (_folder, written) = written(&options());
    let mut hours = [0; 24];
    let mut weekdays = [0; 7];
    for row in rows(&written, "conversations") {
        let utc = DateTime::parse_from_rfc3339(&row["created_at"]).unwrap().naive_utc();
        let local = chrono_tz::Europe::Amsterdam.from_utc_datetime(&utc);
        hours[local.hour() as usize] += 1;
        weekdays[local.weekday().num_days_from_monday() as usize] += 1;
    }
    assert!(hours[10] > 20 * hours[3].max(1), "{hours:?}");
    assert!(weekdays[0] > weekdays[3] && weekdays[3] > weekdays[6], "{weekdays:?}");
}

#[test]
fn every_kind_of_value_occurs() {
    let (_folder, written) = written(&Options { conversations: 8_000, ..options() });
    let tables: BTreeMap<&str, _> =
        written.iter().map(|file| (file.table, rows(&written, file.table))).collect();
    let count = |table: &str, column: &str| {
        let values: BTreeSet<&String> = tables[table].iter().map(|row| &row[column]).collect();
        values.len()
    };
    // Every vocabulary whole; of the statuses all nine. Empty is one more value where it occurs.
    assert_eq!(count("conversations", "status"), 9);
    assert_eq!(count("conversations", "direction"), 4);
    assert_eq!(count("conversations", "ai_status"), 5);
    assert_eq!(count("conversations", "channel"), 14);
    assert_eq!(count("messages", "author_type"), 4);
    assert_eq!(count("messages", "sentiment"), 4);
    // All but `team_changed` and `snoozed`.
    assert_eq!(count("events", "kind"), 23);
    assert_eq!(count("ratings", "kind"), 5);
    assert_eq!(count("calls", "outcome"), 7);
    assert_eq!(count("orders", "currency"), 3);
    assert_eq!(count("faq_views", "vote"), 3);
    let messages = &tables["messages"];
    for part in [",", "\"", "\n", "🙏", "ł", "ø", "ß"] {
        assert!(messages.iter().any(|row| row["body"].contains(part)), "{part:?}");
    }
}

#[test]
fn damaged_rows_are_counted_and_change_nothing_else() {
    let (_folder, whole) = written(&options());
    let (_other, damaged) = written(&Options { bad_rows: 6, ..options() });
    let conversations = file(&damaged, "conversations");
    assert_eq!(conversations.rows, 1_506);
    assert_eq!(conversations.damaged.len(), 6, "one of each kind");
    assert_eq!(file(&damaged, "ratings").damaged[0], (Damage::ShortRow, 2));
    assert!(file(&damaged, "people").damaged.is_empty());
    for (before, after) in whole.iter().zip(&damaged) {
        let bad: u64 = after.damaged.iter().map(|(_, count)| count).sum();
        assert_eq!(after.rows, before.rows + bad, "{}", after.table);
        let good = fs::read_to_string(&before.path).unwrap();
        let mixed = fs::read_to_string(&after.path).unwrap();
        let mut left = mixed.lines();
        assert!(good.lines().all(|line| left.any(|other| other == line)), "{}", after.table);
    }
}

#[test]
fn damaged_rows_have_the_fault_they_are_named_for() {
    for table in TableName::ALL {
        for kind in damage::kinds(table) {
            let row = damage::row(table, *kind, 3, "2026-03-01T");
            let columns = if *kind == Damage::ShortRow { 1 } else { table.schema().columns.len() };
            assert_eq!(row.split(',').count(), columns, "{table:?} {kind:?} {row}");
        }
    }
    let row = damage::row(TableName::Conversations, Damage::EndBeforeStart, 0, "2026-03-01T");
    assert!(row.starts_with("BAD-0,2026-03-01T12:00:00.000Z,email,"));
    let fields: Vec<&str> = row.split(',').collect();
    assert_eq!((fields[11], fields[12], fields[17]), ("incoming", "closed", "2026-03-01T11:00:00.000Z"));
}

#[test]
fn an_occupied_folder_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    let error = write(folder.path(), &options()).unwrap_err();
    assert!(Advised::of(&error).text().contains("is not empty\nhint: "), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_failed_run_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    assert!(write(folder.path(), &Options { days: 0, ..options() }).is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    // What a killed run left half done does not stand in the way.
    fs::write(folder.path().join(".insights-Ab12Cd.partial"), "half").unwrap();
    assert!(write(folder.path(), &Options { conversations: 10, ..options() }).is_ok());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 11);
}

#[test]
fn no_conversations_are_headers_and_the_damage_asked_for() {
    let (_folder, written) = written(&Options { conversations: 0, bad_rows: 2, ..options() });
    assert_eq!(file(&written, "conversations").rows, 2);
    assert_eq!(file(&written, "messages").rows, 2);
}

#[test]
fn the_bundled_exports_are_what_the_generator_makes() {
    let until = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap();
    let (_folder, made) = written(&Options { conversations: 300, seed: 23, until, days: 120, bad_rows: 0 });
    let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/exports");
    for file in &made {
        let name = format!("{}.csv", file.table);
        let same = fs::read(bundled.join(&name)).unwrap() == fs::read(&file.path).unwrap();
        assert!(same, "{name} differs: delete examples/exports and make it again with these options");
    }
}
