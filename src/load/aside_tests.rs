//! Exports larger than memory: rows that were put aside on the way are those that were not, and make the same archive.
#![allow(clippy::disallowed_methods)] // Writes the files it reads.

use super::*;
use crate::archive::{add, ArchiveFile, AsideOptions, Incoming, RepeatedRow, Writer};
use crate::dataset::TableName;
use std::path::{Path, PathBuf};

/// An archive, and what was said of rows that came more than once.
fn imported(folder: &Path, paths: &[PathBuf], has_room: bool) -> (Vec<ArchiveFile>, Vec<RepeatedRow>) {
    std::fs::create_dir_all(folder).unwrap();
    let aside = (!has_room).then(|| AsideOptions {
        folder: folder.to_path_buf(),
        most: 1,
        by_month: true,
        others: false,
        give_back: None,
        advice: "",
    });
    let options = LoadOptions { aside, block: 10_000, threads: 2, ..LoadOptions::default() };
    let loaded = load(Inputs { paths: paths.to_vec(), stdin: None }, &options).unwrap();
    assert_eq!(loaded.aside.is_none(), has_room);
    let mut writer = Writer::begin(folder, || {}).unwrap();
    let incoming = Incoming {
        dataset: loaded.dataset,
        aside: loaded.aside,
        imported: Vec::new(),
        pseudonyms: None,
        zone: chrono_tz::UTC,
        threads: 2,
    };
    let outcome = add(&mut writer, incoming).unwrap();
    (writer.archive.manifest.files, outcome.repeated)
}

/// The exports that come with the program, of each file the rows from one tenth of it to another.
fn exports(folder: &Path, from: usize, to: usize) -> PathBuf {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/exports");
    std::fs::create_dir_all(folder).unwrap();
    for entry in std::fs::read_dir(all).unwrap() {
        let path = entry.unwrap().path();
        let Ok(mut reader) = csv::ReaderBuilder::new().flexible(true).from_path(&path) else { continue };
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .from_path(folder.join(path.file_name().unwrap()))
            .unwrap();
        writer.write_record(reader.headers().unwrap()).unwrap();
        let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        for row in &rows[rows.len() * from / 10..rows.len() * to / 10] {
            writer.write_record(row).unwrap();
        }
        writer.flush().unwrap();
    }
    folder.to_path_buf()
}

#[test]
fn rows_put_aside_make_the_archive_of_those_that_were_not() {
    let room = tempfile::tempdir().unwrap();
    let at = |name: &str| room.path().join(name);
    let whole = exports(&at("whole"), 0, 10);
    let pieces = [exports(&at("early"), 0, 6), exports(&at("late"), 4, 10)];
    let (expected, _) = imported(&at("expected"), std::slice::from_ref(&whole), true);
    let (files, repeated) = imported(&at("aside"), &[whole], false);
    assert_eq!((&files, repeated.len()), (&expected, 0));
    // Both pieces at once: what stands in both is told, as it is of rows that stay in memory.
    let (files, repeated) = imported(&at("both"), &pieces, false);
    assert_eq!(files, expected);
    let options = LoadOptions::default();
    let loaded = load(Inputs { paths: pieces.to_vec(), stdin: None }, &options).unwrap();
    for (table, name) in [(TableName::Conversations, "conversations"), (TableName::Events, "events")] {
        let own = repeated.iter().filter(|row| row.table == table).count() as u64;
        assert_eq!(own, loaded.book.counts.duplicates[name], "{name}");
    }
    // One after the other, the later first; then the first again, with room.
    imported(&at("one by one"), &pieces[1..], false);
    let (files, _) = imported(&at("one by one"), &pieces[..1], false);
    assert_eq!(files, expected);
    assert_eq!(imported(&at("one by one"), &pieces[1..], true).0, expected);
}

/// Two exports that overlap, of which each table has rows that stand in both.
#[test]
fn rows_of_no_conversation_come_back_as_they_would_have_stayed() {
    let room = tempfile::tempdir().unwrap();
    let pieces = [exports(&room.path().join("early"), 0, 6), exports(&room.path().join("late"), 4, 10)];
    let loaded = |aside: Option<AsideOptions>| {
        let options = LoadOptions { aside, block: 10_000, ..LoadOptions::default() };
        load(Inputs { paths: pieces.to_vec(), stdin: None }, &options).unwrap()
    };
    let expected = loaded(None);
    let mut aside = loaded(Some(AsideOptions {
        folder: room.path().to_path_buf(),
        most: 1,
        by_month: false,
        others: true,
        give_back: None,
        advice: "",
    }));
    let rows = DividedRows::take(&mut aside).unwrap().unwrap();
    let tables = TableName::ALL.into_iter().filter(|table| !table.is_of_conversations());
    let tables: Vec<TableName> = tables.filter(|table| *table != TableName::People).collect();
    assert_eq!(rows.others(), tables);
    for table in tables {
        let (name, own) = (table.schema().name, rows.other(table).unwrap());
        let frame = |loaded: &Loaded| loaded.dataset.frame(table, &[]).unwrap();
        assert!(frame(&own).equals_missing(&frame(&expected)), "{name}");
        let twice = expected.book.counts.duplicates[name];
        assert_eq!((own.book.counts.duplicates[name], twice > 0), (twice, true), "{name}");
        assert_eq!(aside.dataset.table(table).rows, 0, "{name}");
    }
}

#[test]
fn a_disk_that_takes_no_rows_aside_ends_the_reading() {
    let room = tempfile::tempdir().unwrap();
    let whole = exports(&room.path().join("whole"), 0, 10);
    let aside = Some(AsideOptions {
        folder: room.path().join("nowhere"),
        most: 1,
        by_month: true,
        others: false,
        give_back: None,
        advice: "make room",
    });
    let options = LoadOptions { aside, ..LoadOptions::default() };
    let Err(error) = load(Inputs { paths: vec![whole], stdin: None }, &options) else { panic!("it is read") };
    let text = crate::advice::Advised::of(&error).text();
    assert!(text.contains("can't be put aside in ") && text.contains("make room"), "{text}");
}

/// A conversation that another file puts into another month takes with it what came under the first; what belongs to none
/// that is known stays apart.
#[test]
fn rows_put_aside_under_one_month_move_to_another() {
    let room = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = room.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let conversations = "conversation_id,created_at,updated_at,channel";
    let messages = "message_id,conversation_id,at,author_type,body";
    write("a/conversations.csv", &format!("{conversations}\nc1,2026-01-15T10:00:00Z,2026-01-20T10:00:00Z,chat\nc2,2026-02-10T10:00:00Z,2026-02-10T10:00:00Z,chat\n"));
    write(
        "b/conversations.csv",
        &format!("{conversations}\nc1,2026-03-02T10:00:00Z,2026-03-05T10:00:00Z,chat\n"),
    );
    write("a/messages.csv", &format!("{messages}\nm1,c1,2026-01-15T10:00:00Z,customer,old\nm2,c2,2026-02-10T10:00:00Z,customer,a\nm3,c9,2026-02-11T10:00:00Z,customer,b\n"));
    write(
        "b/messages.csv",
        &format!("{messages}\nm1,c1,2026-03-02T10:00:00Z,customer,new\nm4,c1,2026-03-02T11:00:00Z,agent,c\n"),
    );
    let paths = ["a", "b"].map(|name| room.path().join(name));
    let (expected, _) = imported(&room.path().join("expected"), &paths, true);
    let (files, repeated) = imported(&room.path().join("aside"), &paths, false);
    assert_eq!(files, expected);
    let held: Vec<_> =
        files.iter().map(|file| (file.table.as_str(), file.part.as_str(), file.rows)).collect();
    for own in [
        ("conversations", "2026-02/00", 1),
        ("conversations", "2026-03/00", 1),
        ("messages", "2026-02/00", 1),
        ("messages", "2026-03/00", 2),
        ("messages", "stray/00", 1),
    ] {
        assert!(held.contains(&own), "{own:?}: {held:?}");
    }
    assert_eq!((held.len(), repeated.len()), (5, 1));
}
