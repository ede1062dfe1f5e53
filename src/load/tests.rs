#![allow(clippy::disallowed_methods)] // Writes the files it reads.

use super::*;
use crate::account::{Outcome, Problem};
use crate::advice::Advised;
use crate::dataset::{Domain, TableName, MISSING};
use crate::source::blocks::BLOCK;
use flate2::write::GzEncoder;
use flate2::Compression;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

/// A folder of files to load.
pub(super) struct Folder(tempfile::TempDir);

impl Folder {
    pub(super) fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        files.iter().for_each(|(name, text)| folder.write(name, text.as_bytes()));
        folder
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.path().join(name), bytes).unwrap();
    }

    pub(super) fn load_with(&self, names: &[&str], options: &LoadOptions) -> Result<Loaded> {
        let paths = names.iter().map(|name| self.0.path().join(name)).collect();
        load(Inputs { paths, stdin: None }, options)
    }

    fn load(&self) -> Loaded {
        self.load_with(&[""], &LoadOptions::default()).unwrap()
    }

    fn error(&self, name: &str) -> String {
        let error = self.load_with(&[name], &LoadOptions::default()).err().unwrap();
        Advised::of(&error).text()
    }
}

/// All problems as `outcome table column: what (count) rows [values]`.
fn problems(loaded: &Loaded) -> Vec<String> {
    let line = |Problem { kind, cases, spots }: Problem<'_>| {
        let rows: Vec<u64> = spots.iter().map(|spot| spot.row).collect();
        let values: Vec<&str> = spots.iter().filter_map(|spot| spot.value.as_deref()).collect();
        let what = &kind.trouble.what;
        format!("{:?} {} {}: {what} ({cases}) {rows:?} {values:?}", kind.outcome, kind.table, kind.column)
    };
    loaded.book.problems.iter().map(line).collect()
}

fn count(map: &BTreeMap<&'static str, u64>, table: &str) -> u64 {
    map.get(table).copied().unwrap_or(0)
}

fn assert_adds_up(loaded: &Loaded) {
    for table in TableName::ALL {
        let name = table.schema().name;
        let counts = &loaded.book.counts;
        let ends = [&counts.used, &counts.duplicates, &counts.rejected, &counts.set_aside];
        assert_eq!(count(&counts.rows, name), ends.iter().map(|map| count(map, name)).sum::<u64>(), "{name}");
        assert_eq!(count(&counts.used, name), loaded.dataset.table(table).rows as u64, "{name}");
        for data in loaded.dataset.table(table).columns.iter().flatten() {
            assert_eq!(data.len(), loaded.dataset.table(table).rows, "{name}");
        }
    }
}

/// The same rows, codes and origins, and the same is said of them.
pub(super) fn assert_same(first: &Loaded, other: &Loaded, how: &str) {
    for table in TableName::ALL {
        let (own, other) = (first.dataset.table(table), other.dataset.table(table));
        assert_eq!(own.columns, other.columns, "{how}");
        for row in 0..own.rows {
            assert_eq!(own.origins.of(row), other.origins.of(row), "{how}");
        }
    }
    for (own, other) in first.dataset.dictionaries.iter().zip(&other.dataset.dictionaries) {
        assert!(own.texts().eq(other.texts()), "{how}");
    }
    assert_eq!(first.book.counts, other.book.counts, "{how}");
    assert_eq!(problems(first), problems(other), "{how}");
}

/// Codes of a column as texts.
fn texts(loaded: &Loaded, table: TableName, column: &str, domain: Domain) -> Vec<String> {
    let dictionary = loaded.dataset.dictionary(domain);
    loaded.dataset.codes(table, column).iter().map(|&code| dictionary.text(code).to_owned()).collect()
}

const CONVERSATIONS: &str = "conversation_id,created_at,closed_at,channel,status,tags,agent\n\
    c1,2026-03-01T09:00:00Z,2026-03-01T10:00:00Z,E-mail,closed,\"a, b\",Anna\n\
    c2,2026-03-02 09:00:00,,Fax,open,,\n";

#[test]
fn values_stand_in_typed_columns() {
    let folder = Folder::new(&[("conversations.csv", CONVERSATIONS)]);
    let loaded = folder.load();
    let table = TableName::Conversations;
    assert_eq!(texts(&loaded, table, "conversation_id", Domain::Conversation), ["c1", "c2"]);
    assert_eq!(texts(&loaded, table, "channel", Domain::Channel), ["email", "fax"]);
    // 2026-03-01T00:00Z is day 20,513 since 1970
    let nine = (20_513 * 24 + 9) * 3_600_000;
    assert_eq!(loaded.dataset.whole(table, "created_at"), [nine, nine + 86_400_000]);
    assert_eq!(loaded.dataset.whole(table, "closed_at"), [nine + 3_600_000, MISSING]);
    let tags = loaded.dataset.lists(table, "tags").unwrap();
    assert_eq!((tags.get(0), tags.get(1)), (&[0, 1][..], &[][..]));
    assert_eq!(loaded.dataset.column(table, "brand"), None);
    assert_eq!(loaded.dataset.table(table).origins.of(1), Some((0, 3)));
    assert_eq!(problems(&loaded), ["Noted conversations channel: a channel of its own (1) [3] [\"Fax\"]"]);
    assert_adds_up(&loaded);
}

#[test]
fn rows_that_can_not_be_used_are_named() {
    let text = "message_id,conversation_id,at,author_type,private,body\n\
        m1,c1,2026-03-01T09:00:00Z,customer,no,hello\n\
        m2,c1,yesterday,agent,no,hello\n\
        ,c1,2026-03-01T09:00:00Z,agent,no,hello\n\
        m4,,2026-03-01T09:00:00Z,agent,no,hello\n\
        m5,c1,2026-03-01T09:00:00Z,martian,no,hello\n\
        m6,c1,2026-03-01T09:00:00Z,agent,perhaps,hello\n\
        \n\
        m7,c1,2026-03-01T09:00:00Z,agent\n\
        m8,c1,2026-03-01T09:00:00Z,agent,no,hello,more\n";
    let loaded = Folder::new(&[("messages.csv", text)]).load();
    let found = problems(&loaded);
    let expected = [
        "Rejected messages at: a time relative to the day of the export, such as today (1) [3] [\"yesterday\"]",
        "Rejected messages author_type: no author type that is known (1) [6] [\"martian\"]",
        "Rejected messages conversation_id: no value, and a row needs one (1) [5] []",
        "Rejected messages message_id: no value, and a row needs one (1) [4] []",
        "Repaired messages : fewer cells than the header (1) [9] []",
        "Repaired messages : more cells than the header (1) [10] []",
        "SetAside messages : a blank line (1) [8] []",
        "Warned messages private: not yes or no (1) [7] [\"perhaps\"]",
    ];
    assert_eq!(found, expected);
    let counts = &loaded.book.counts;
    assert_eq!((count(&counts.rows, "messages"), count(&counts.rejected, "messages")), (8, 4));
    assert_eq!((count(&counts.used, "messages"), count(&counts.repaired, "messages")), (4, 3));
    assert_eq!(count(&counts.set_aside, "blank lines"), 1);
    assert_adds_up(&loaded);
}

#[test]
fn personal_data_stays_out_of_problems() {
    let text = "conversation_id,created_at,customer_email,status\n\
        c1,anna@example.org,x,open\nc2,+31 6 1234 5678,x,open\nc3,2026-03-01,x,Anna said that it is broken\n";
    let loaded = Folder::new(&[("conversations.csv", text)]).load();
    let places = loaded.book.problems.iter().flat_map(|problem| problem.spots);
    assert_eq!(places.filter_map(|place| place.value.as_deref()).collect::<Vec<_>>(), Vec::<&str>::new());
    assert_eq!(count(&loaded.book.counts.rejected, "conversations"), 2);
}

/// Many rows with quotes, line breaks, new ids, rejects and repairs.
fn many() -> String {
    let mut text = "message_id,conversation_id,at,author_type,author,body\n".to_owned();
    for row in 0..5000 {
        let author = if row % 3 == 0 { "agent" } else { "customer" };
        let at = if row % 97 == 0 { "never" } else { "2026-03-01T09:00:00Z" };
        let body = if row % 5 == 0 { "\"a \"\"b\"\",\nc\"" } else { "plain 5\" text" };
        text += &format!("m{row},c{},{at},{author},agent {},{body}\n", row * 7919 % 1000, row % 11);
    }
    text
}

#[test]
fn neither_threads_nor_blocks_change_what_is_loaded() {
    let folder = Folder::new(&[("messages.csv", &many()), ("conversations.csv", CONVERSATIONS)]);
    let load = |threads, block| {
        folder.load_with(&[""], &LoadOptions { threads, block, ..LoadOptions::default() }).unwrap()
    };
    let first = load(1, BLOCK);
    assert_eq!(count(&first.book.counts.rows, "messages"), 5000);
    assert_eq!(count(&first.book.counts.rejected, "messages"), 52);
    assert_adds_up(&first);
    for (threads, block) in [(1, 1), (2, 100), (8, 1000), (2, 1 << 20), (3, 77_777)] {
        assert_same(&first, &load(threads, block), &format!("{threads} threads, blocks of {block}"));
    }
}

#[test]
fn the_same_conversation_again_is_the_newest() {
    let head = "conversation_id,created_at,updated_at,agent\n";
    let one = "c1,2026-03-01,2026-03-05,new\nc2,2026-03-01,2026-03-02,old\nc3,2026-03-01,,first\n";
    let two = "c1,2026-03-01,2026-03-04,old\nc2,2026-03-01,2026-03-03,new\nc3,2026-03-01,,later\n";
    let folder = Folder::new(&[("a.csv", &format!("{head}{one}")), ("b.csv", &format!("{head}{two}"))]);
    let loaded = folder.load();
    let table = TableName::Conversations;
    assert_eq!(texts(&loaded, table, "conversation_id", Domain::Conversation), ["c1", "c2", "c3"]);
    assert_eq!(texts(&loaded, table, "agent", Domain::Person), ["new", "new", "later"]);
    assert_eq!(loaded.dataset.table(table).origins.of(0), Some((0, 2)));
    assert_eq!(loaded.dataset.table(table).origins.of(1), Some((1, 3)));
    assert_eq!(count(&loaded.book.counts.duplicates, "conversations"), 3);
    assert_adds_up(&loaded);
}

#[test]
fn the_same_file_given_twice_is_read_once() {
    let folder = Folder::new(&[(
        "events.csv",
        "conversation_id,at,kind\nc1,2026-03-01,closed\nc1,2026-03-01,closed\n",
    )]);
    let loaded = folder.load_with(&["events.csv", ""], &LoadOptions::default()).unwrap();
    assert_eq!((loaded.book.counts.files, count(&loaded.book.counts.used, "events")), (1, 2));
    assert_eq!(loaded.book.cases(Outcome::SetAside), 1);
}

#[test]
fn rows_without_key_are_one_across_files_only() {
    let head = "conversation_id,at,kind,agent\n";
    let row = "c1,2026-03-01,closed,Anna\n";
    let other = "c1,2026-03-01,closed,Bob\n";
    let folder =
        Folder::new(&[("a.csv", &format!("{head}{row}{row}")), ("b.csv", &format!("{head}{row}{other}"))]);
    // the agent is not asked for, and still tells the rows apart
    let options = LoadOptions { wanted: Arc::new(|_, column| column == "kind"), ..LoadOptions::default() };
    let loaded = folder.load_with(&[""], &options).unwrap();
    assert_eq!(
        (count(&loaded.book.counts.used, "events"), count(&loaded.book.counts.duplicates, "events")),
        (3, 1)
    );
}

#[test]
fn ratings_outside_their_scale_are_rejected() {
    let text = "at,kind,score,scale\n2026-03-01,stars,5,\n2026-03-01,stars,0,5\n2026-03-01,stars,3,10\n\
        2026-03-01,thumbs,3,\n2026-03-01,nps,0,\n2026-03-01,nps,11,\n2026-03-01,three,,\n2026-03-01,feedback,,\n";
    let loaded = Folder::new(&[("ratings.csv", text)]).load();
    // The two answers to the NPS question stand together: 0 counts no more than 11.
    assert_eq!(loaded.dataset.whole(TableName::Ratings, "score"), [50_000, MISSING]);
    assert_eq!(loaded.dataset.whole(TableName::Ratings, "scale"), [50_000, MISSING]);
    assert_eq!(count(&loaded.book.counts.rejected, "ratings"), 5);
    assert_eq!(count(&loaded.book.counts.set_aside, "ratings"), 1);
    assert_adds_up(&loaded);
}

#[test]
fn agents_keep_the_ids_of_the_export() {
    let people = "id,name\n7,Anna\n9,Bob\n";
    let conversations =
        "conversation_id,created_at,agent\nc1,2026-03-01,7\nc2,2026-03-01,9\nc3,2026-03-01,Carl\n";
    let folder = Folder::new(&[("people.csv", people), ("conversations.csv", conversations)]);
    let loaded = folder.load();
    assert_eq!(texts(&loaded, TableName::Conversations, "agent", Domain::Person), ["7", "9", "Carl"]);
}

#[test]
fn columns_nobody_asks_for_are_not_there() {
    let folder = Folder::new(&[("conversations.csv", CONVERSATIONS)]);
    let options = LoadOptions { wanted: Arc::new(|_, column| column == "channel"), ..LoadOptions::default() };
    let loaded = folder.load_with(&[""], &options).unwrap();
    let there = |column| loaded.dataset.column(TableName::Conversations, column).is_some();
    assert!(there("conversation_id") && there("created_at") && there("channel"));
    assert!(!there("agent") && !there("tags"));
}

#[test]
fn packed_files_and_their_cuts() {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(many().as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let folder = Folder::new(&[]);
    folder.write("messages.csv.gz", &packed);
    assert_eq!(count(&folder.load().book.counts.rows, "messages"), 5000);
    folder.write("messages.csv.gz", &packed[..packed.len() / 2]);
    let cut = folder.load();
    let rows = count(&cut.book.counts.rows, "messages");
    assert!(rows > 1000 && rows < 5000, "{rows}");
    assert!(problems(&cut)
        .iter()
        .any(|line| line.starts_with("Warned messages : the packed file ends too early")));
}

#[test]
fn bytes_that_are_no_text_are_located() {
    let folder = Folder::new(&[]);
    folder.write(
        "conversations.csv",
        b"conversation_id,created_at,brand\nc1,2026-03-01,Zo\xc3\xab\nc2,2026-03-01,caf\xe9\n",
    );
    let loaded = folder.load();
    assert_eq!(texts(&loaded, TableName::Conversations, "brand", Domain::Brand), ["Zoë", "café"]);
    assert_eq!(problems(&loaded), ["Repaired conversations : bytes that are no UTF-8 (1) [3] []"]);
}

#[test]
fn standard_input_is_read_once() {
    let stdin: Box<dyn std::io::Read + Send> = Box::new(std::io::Cursor::new(CONVERSATIONS));
    let inputs = Inputs { paths: vec!["-".into()], stdin: Some(stdin) };
    let loaded = load(inputs, &LoadOptions::default()).unwrap();
    assert_eq!(count(&loaded.book.counts.used, "conversations"), 2);
    assert_eq!(loaded.dataset.files, ["standard input"]);
}

#[test]
fn day_and_month_are_decided_on_the_whole_column() {
    let row = |row: usize, day: &str| format!("c{row},{day}\n");
    let mut text = "conversation_id,created_at\n".to_owned();
    (0..100_000).for_each(|at| text += &row(at, "03/04/2026 10:00"));
    text += &row(100_000, "31/03/2026 10:00");
    let loaded = Folder::new(&[("conversations.csv", &text)]).load();
    // 2026-04-03 is day 20,546 since 1970: 33 days after 1 March
    assert_eq!(
        loaded.dataset.whole(TableName::Conversations, "created_at")[0],
        (20_546 * 24 + 10) * 3_600_000
    );
    assert_eq!(count(&loaded.book.counts.used, "conversations"), 100_001);
}

#[test]
fn faulty_input_is_named_with_a_way_out() {
    let folder = Folder::new(&[
        ("empty.csv", ""),
        ("odd.csv", "shoe,size\na,b\n"),
        ("head.csv", "conversation_id,created_at\n"),
    ]);
    folder.write("wide.csv", &[0, 1, 2, 3, 4, 5, 6, 7]);
    assert!(folder.error("gone.csv").contains("gone.csv: no such file or folder\nhint: "));
    assert!(folder.error("empty.csv").contains("empty.csv: the file is empty"));
    assert!(folder.error("odd.csv").contains("odd.csv: ") && folder.error("odd.csv").contains("shoe"));
    assert!(folder.error("wide.csv").contains("wide.csv: the file is no text"));
    let loaded = folder.load();
    assert_eq!((loaded.book.counts.files, loaded.book.counts.set_aside["files"]), (1, 3));
    assert_adds_up(&loaded);
    let options = LoadOptions { profile: Some("nobody".to_owned()), ..LoadOptions::default() };
    let error = Advised::of(&folder.load_with(&[""], &options).err().unwrap()).text();
    assert!(error.contains("no profile \"nobody\"\nhint: known are "), "{error}");
}

#[test]
fn json_feeds_the_same_tables() {
    let lines = "{\"conversation_id\":\"c1\",\"created_at\":\"2026-03-01T09:00:00Z\",\"tags\":[\"a\",\"b,c\"],\"channel\":null}\n\
        {\"conversation_id\":9007199254740993,\"created_at\":\"2026-03-02T09:00:00Z\",\"tags\":[]}\n";
    let loaded = Folder::new(&[("conversations.ndjson", lines)]).load();
    let table = TableName::Conversations;
    assert_eq!(texts(&loaded, table, "conversation_id", Domain::Conversation), ["c1", "9007199254740993"]);
    let tags = loaded.dataset.lists(table, "tags").unwrap();
    let names: Vec<&str> =
        tags.get(0).iter().map(|&tag| loaded.dataset.dictionary(Domain::Tag).text(tag)).collect();
    assert_eq!((names, tags.get(1).len()), (vec!["a", "b,c"], 0));
    assert_eq!(loaded.dataset.table(table).origins.of(1), Some((0, 2)));
    assert_adds_up(&loaded);
}
