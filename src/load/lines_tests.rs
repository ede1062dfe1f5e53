//! Files of JSON lines come out the same whether blocks of lines are taken apart side by side or records one by one.

use super::tests::{assert_same, Folder};
use super::*;
use proptest::prelude::*;
use proptest::sample::select as sample;

/// A line of messages, and what may be the matter with it.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let plain = |id: u16, rest: &str| {
        format!(
            r#"{{"message_id":"m{id}","conversation_id":"c{}","at":"2026-03-01T09:{:02}:00Z"{rest}}}"#,
            id % 7,
            id % 60
        )
    };
    let author = r#","author_type":"customer","author":"Ann""#;
    prop_oneof![
        20 => any::<u16>().prop_map(move |id| plain(id, author)),
        3 => any::<u16>().prop_map(move |id| plain(id, r#","author":null,"author_type":"agent","private":true"#)),
        3 => any::<u16>().prop_map(move |id| plain(id, r#","body":"say \"hi\" to Zo\u00eb\n","author_type":"agent""#)),
        8 => (any::<u16>(), sample(&VALUES[..]), sample(&VALUES[..]))
            .prop_map(move |(id, flag, extra)| plain(id, &format!(r#","private":{flag},"extra":{extra}"#))),
        2 => any::<u16>().prop_map(move |id| plain(id, r#","author_type":"pigeon""#)),
        1 => any::<u16>().prop_map(move |id| plain(id, r#","channel":"chat","template":"welcome""#)),
        1 => any::<u16>().prop_map(move |id| plain(id, r#","author":"one","author":"two""#)),
        1 => Just(r#"{"message_id":"x","conversation_id":"c1","at":"2026-03-01","body":"\ud800"}"#.to_owned()),
        1 => Just(r#"{"message_id":"y","conversation_id":"c1"}"#.to_owned()),
        1 => Just(r#"{"message_id":"z","conversation_id":"c1","#.to_owned()),
        1 => Just(r#"["no","record"]"#.to_owned()),
        1 => Just(r#"{"message_id":"p","conversation_id":"c2","at":"2026-03-01"} {"message_id":"q"}"#.to_owned()),
        2 => Just("  ".to_owned()),
    ]
    .prop_map(String::into_bytes)
}

/// Values as they may be written, and what is none.
#[rustfmt::skip]
const VALUES: [&str; 23] = [
    "true", "false", "null", "0", "-0", "1.5", "-2e3", "1E+2", "[]", r#"["yes","no"]"#, r#"{"a":1}"#, " true ",
    r#""y\u0065s""#, r#""no\n""#, r#""\"yes\"""#, "01", "1.", "-", ".5", "truth", "nul", "\"a\tb\"", r#""\q""#,
];

/// A file of such lines, some of which end otherwise or hold bytes that are no text.
fn file() -> impl Strategy<Value = Vec<u8>> {
    let ended =
        (line(), prop_oneof![12 => Just(&b"\n"[..]), 2 => Just(&b"\r\n"[..]), 1 => Just(&b"\xff\n"[..])]);
    proptest::collection::vec(ended, 1..60).prop_map(|lines| {
        let first = br#"{"message_id":"m","conversation_id":"c0","at":"2026-03-01T09:00:00Z","author_type":"customer","extra":"a"}"#;
        let mut all = [&first[..], b"\n"].concat();
        lines.iter().for_each(|(line, end)| all.extend([line, *end].concat()));
        all
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn blocks_of_lines_are_what_their_records_are(file in file(), block in 1usize..4000, threads in 1usize..4) {
        let folder = Folder::new(&[]);
        folder.write("messages.jsonl", &file);
        // Rows that number themselves are read one by one; here none does, which is said of each.
        let row_key = Some("no such key".to_owned());
        let mut one_by_one = folder.load_with(&[""], &LoadOptions { row_key, ..LoadOptions::default() }).unwrap();
        let said = std::mem::take(&mut one_by_one.book.problems);
        for problem in said.iter().filter(|problem| !problem.kind.trouble.what.contains("--row-key")) {
            one_by_one.book.problems.note(problem.kind.clone(), problem.cases, problem.spots.to_vec());
        }
        let by_blocks = folder.load_with(&[""], &LoadOptions { block, threads, ..LoadOptions::default() }).unwrap();
        assert_same(&one_by_one, &by_blocks, &String::from_utf8_lossy(&file));
    }
}
