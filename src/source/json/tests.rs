use super::*;
use crate::source::Fields;
use crate::source::KeyedRecords;
use proptest::prelude::*;

/// A source that gives few bytes at a time.
struct Dripping<'b>(&'b [u8], usize);

impl Read for Dripping<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.0.len().min(self.1).min(into.len());
        into[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        Ok(count)
    }
}

fn selection(records: &str, explode: &str, fields: &[&str]) -> FieldSelection {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_string());
    FieldSelection {
        records: some(records),
        explode: some(explode),
        fields: fields.iter().map(|field| field.to_string()).collect(),
    }
}

/// Every row as `selection:record:index field|field`, lists with blanks between; and the faults.
fn rows(json: &[u8], selections: &[FieldSelection]) -> (Vec<String>, Vec<JsonFault>) {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let mut sink = |place: usize, record: u64, fields: &dyn Fields| {
        let texts = (0..selections[place].fields.len()).map(|slot| {
            let mut texts = Vec::new();
            if selections[place].fields[slot].contains("[]") {
                fields.list(slot, &mut |text| texts.push(String::from_utf8_lossy(text).into_owned()));
                return texts.join(" ");
            }
            fields.get(slot).map_or("–".into(), |text| String::from_utf8_lossy(text).into_owned())
        });
        rows.push(format!("{place}:{record}:{} {}", fields.index(), texts.collect::<Vec<_>>().join("|")));
    };
    let mut input = Dripping(json, 7);
    read(&mut input, selections, &mut sink, &mut |fault| faults.push(fault)).unwrap();
    (rows, faults)
}

fn ids(json: &str, records: &str) -> (Vec<String>, Vec<String>) {
    let (rows, faults) = rows(json.as_bytes(), &[selection(records, "", &["id"])]);
    (
        rows.iter().map(|row| row.split(' ').nth(1).unwrap().to_string()).collect(),
        faults.into_iter().map(|f| f.trouble.to_string()).collect(),
    )
}

#[test]
fn records_are_found_in_every_arrangement() {
    for (json, records) in [
        (r#"[{"id":1},{"id":2}]"#, ""),
        ("{\"id\":1}\n{\"id\":2}\n", ""),
        ("\u{feff}{\"id\":1}\r\n\r\n{\"id\":2}", ""),
        (r#"{"id":1}{"id":2}"#, ""),
        (r#"{"count":2,"tickets":[{"id":1},{"id":2}],"next_page":null}"#, "tickets"),
        (r#"{"tickets":[{"id":1}],"next_page":"x"} {"tickets":[{"id":2}]}"#, "tickets"),
        (r#"[{"tickets":[{"id":1}]},{"tickets":[{"id":2}]}]"#, "tickets"),
        (r#"{"data":{"meta":{"a":[1,{"id":9}]},"payload":[{"id":1},{"id":2}]}}"#, "data.payload"),
        (r#"{"_embedded":{"x":[{"id":1},{"id":2}]},"page":{"size":2}}"#, "_embedded.x"),
        (r#"{"responseData":{"data":[{"Cdr":{"id":1}},{"Cdr":{"id":2}}]}}"#, "responseData.data.Cdr"),
        ("{\"ticket\":{\"id\":1}}\n{\"ticket\":{\"id\":2}}", "ticket"),
        ("\u{1e}{\"id\":1}\n\u{1e}{\"id\":2}\n", ""),
    ] {
        assert_eq!(ids(json, records), (vec!["1".to_string(), "2".to_string()], vec![]), "{json}");
    }
}

#[test]
fn several_texts_and_none_are_told() {
    let (found, faults) = ids("[{\"id\":1}]\n[{\"id\":2}]\n[]", "");
    assert_eq!(found, ["1", "2"]);
    assert_eq!(faults, ["several JSON texts, one after the other; all of them were read"]);
    assert_eq!(ids(" \n", "").1, ["an empty file"]);
}

#[test]
fn texts_are_exact() {
    let json = r#"{"id":9007199254740993123,"n":-1.50e+3,"t":true,"f":false,"z":null,"s":"a\"\u00e9\n","e":"",
        "o":{"x":1},"l":[],"big":12345678901234567890.000001}"#;
    let (rows, faults) = rows(
        json.as_bytes(),
        &[selection("", "", &["id", "n", "t", "f", "z", "s", "e", "o", "l", "big", "none"])],
    );
    assert_eq!(
        rows,
        ["0:1:0 9007199254740993123|-1.50e+3|true|false|–|a\"é\n||{\"x\":1}|–|12345678901234567890.000001|–"]
    );
    assert_eq!(faults, []);
}

#[test]
fn keys_are_found_in_whatever_order_they_stand() {
    let json = r#"{"id":1,"at":"a","by":"id"}
        {"at":"b","id":2,"by":"at"}
        {"x":{"id":9,"at":"no"},"\u0069d":3,"at":"c"}
        {"id":4,"id":5,"at":"d"}
        {"at":"e"}
        {"by":"at","at":"f","id":7,"x":{"id":8}}"#;
    let (rows, _) = rows(json.as_bytes(), &[selection("", "", &["id", "at", "by", "x.id"])]);
    let texts: Vec<&str> = rows.iter().map(|row| row.split_once(' ').unwrap().1).collect();
    assert_eq!(texts, ["1|a|id|–", "2|b|at|–", "3|c|–|9", "5|d|–|–", "–|e|–|–", "7|f|at|8"]);
}

#[test]
fn keys_that_come_twice_are_noticed_between_objects_of_which_none_does() {
    let json = r#"{"id":1,"a":2} {"id":2,"id":3} {"id":4,"a":5} {"id":6,"a":7,"id":8} {"id":9,"a":1} {"id":10}
        {"x":{"id":11,"a":1},"y":{"id":12,"id":13},"id":14} {"x":{"id":15,"a":1},"y":{"id":16,"a":1},"id":17}"#;
    let (rows, faults) = rows(json.as_bytes(), &[selection("", "", &["id", "x.id", "y.id"])]);
    let texts: Vec<&str> = rows.iter().map(|row| row.split_once(' ').unwrap().1).collect();
    assert_eq!(texts, ["1|–|–", "3|–|–", "4|–|–", "8|–|–", "9|–|–", "10|–|–", "14|11|13", "17|15|16"]);
    let twice = faults.iter().filter(|fault| fault.trouble.what.contains("twice"));
    assert_eq!(twice.map(|fault| fault.record).collect::<Vec<_>>(), [2, 4, 7]);
}

#[test]
fn paths_lists_and_parents() {
    let json = r#"{"id":7,"who":{"name":"Ann"},"a.b":"flat","tags":["x",null,"y\t"],"labels":[{"name":"bug"},{"name":"help"}],
        "comments":[{"id":1,"who":{"name":"Ann"}},{"id":2}],"times":{"again":["t1","t2"]},"nothing":[]}"#;
    let selections = [
        selection("", "", &["who.name", "a.b", "tags[]", "labels[].name", "labels.name[]", "parent.id"]),
        selection("", "comments", &["id", "who.name", "parent.id", "parent.who.name"]),
        selection("", "times.again", &[".", "parent.id"]),
        selection("", "nothing", &["."]),
        selection("", "absent", &["."]),
    ];
    let (rows, faults) = rows(json.as_bytes(), &selections);
    assert_eq!(
        rows,
        [
            "0:1:0 Ann|flat|x y\t|bug help|bug help|–",
            "1:1:0 1|Ann|7|Ann",
            "1:1:1 2|–|7|Ann",
            "2:1:0 t1|7",
            "2:1:1 t2|7",
        ]
    );
    assert_eq!(faults, []);
}

#[test]
fn records_at_two_places_of_a_file() {
    let json = r#"{"tickets":[{"id":1},{"id":2}],"users":[{"id":"u"}]}"#;
    let selections = [selection("users", "", &["id"]), selection("tickets", "", &["id"])];
    assert_eq!(rows(json.as_bytes(), &selections).0, ["1:1:0 1", "1:2:0 2", "0:3:0 u"]);
    let nested = [selection("", "", &["users[].id"]), selection("tickets", "", &["id"])];
    assert_eq!(rows(json.as_bytes(), &nested).0, ["0:1:0 u", "1:1:0 1", "1:1:0 2"]);
}

#[test]
fn of_repeated_keys_the_last_counts() {
    let (rows, faults) = rows(br#"[{"id":1,"x":0,"\u0069d":2},{"id":3}]"#, &[selection("", "", &["id"])]);
    assert_eq!(rows, ["0:1:0 2", "0:2:0 3"]);
    assert_eq!(faults.len(), 1);
    assert_eq!((faults[0].outcome, faults[0].record), (Outcome::Noted, 1));
    let many: Vec<String> = (0..200).map(|key| format!("\"k{key}\":{key}")).collect();
    let json = format!("{{{},\"k7\":\"again\"}}", many.join(","));
    let (rows, faults) = self::rows(json.as_bytes(), &[selection("", "", &["k7", "k8"])]);
    assert_eq!((rows, faults.len()), (vec!["0:1:0 again|8".to_string()], 1));
}

#[test]
fn a_file_cut_short_gives_what_stands_before() {
    for (json, records, found, byte) in [
        (r#"[{"id":1},{"id":2},{"id":"#, "", vec!["1", "2"], 25),
        (r#"[{"id":1}"#, "", vec!["1"], 9),
        ("{\"id\":1}\n{\"id\":\"ab", "", vec!["1"], 18),
        (r#"{"tickets":[{"id":1},{"id":2"#, "tickets", vec!["1"], 28),
        (r#"{"tickets":[{"id":1}]"#, "tickets", vec!["1"], 21),
        (r#"{"tickets":[{"id":1}],"nex"#, "tickets", vec!["1"], 26),
    ] {
        let (ids, faults) = ids(json, records);
        assert_eq!(ids, found, "{json}");
        assert_eq!(faults.len(), 1, "{json}");
        assert!(
            faults[0].starts_with(&format!("the file is cut short at byte {byte} (line ")),
            "{json}: {}",
            faults[0]
        );
    }
}

#[test]
fn what_is_no_json_is_refused_with_its_place() {
    for (json, expected) in [
        (r#"[{"id":NaN}]"#, "not JSON at byte 7 (line 1): NaN is no JSON value"),
        ("[\n{\"id\":-Infinity}]", "not JSON at byte 9 (line 2): Infinity is no JSON value"),
        (r#"[{"id":01}]"#, "not JSON at byte 8 (line 1): a number does not begin with 0"),
        (r#"[{"id":1.}]"#, "not JSON at byte 9 (line 1): a digit was expected"),
        (r#"[{"id":1,}]"#, "not JSON at byte 9 (line 1): a key in double quotes was expected"),
        (r#"[{"id":1},]"#, "not JSON at byte 10 (line 1): no JSON value begins like this"),
        (r#"[{'id':1}]"#, "not JSON at byte 2 (line 1): a key in double quotes was expected"),
        (r#"[{"id" 1}]"#, "not JSON at byte 7 (line 1): a colon was expected behind the key"),
        (r#"[{"id":1} {"id":2}]"#, "not JSON at byte 10 (line 1): a comma or ] was expected"),
        (r#"[{"id":"\x"}]"#, "not JSON at byte 8 (line 1): an escape that JSON does not know"),
        (r#"[{"id":"\u12G4"}]"#, "not JSON at byte 8 (line 1): an escape that JSON does not know"),
        ("[{\"id\":\"a\nb\"}]", "not JSON at byte 9 (line 1): a control character inside a text"),
        (r#"[{"id":1}]]"#, "not JSON at byte 10 (line 1): no JSON value begins like this"),
        (r#"[{"id":tru}]"#, "not JSON at byte 7 (line 1): no JSON value begins like this"),
        (r#"{"tickets":[{"id":1}] "x":1}"#, "not JSON at byte 22 (line 1): a comma or } was expected"),
    ] {
        let records = if json.contains("tickets") { "tickets" } else { "" };
        let (_, faults) = ids(json, records);
        assert_eq!(faults.first().map(String::as_str), Some(expected), "{json}");
    }
    assert_eq!(ids("[1,{\"id\":2}]", "").1, ["not an object with keys"]);
    let deep = format!("[{{\"id\":{}1{}}}]", "[".repeat(200), "]".repeat(200));
    assert!(ids(&deep, "").1[0].ends_with("nested deeper than 128 levels"));
    let fits = format!("[{{\"id\":1,\"x\":{}1{}}}]", "[".repeat(127), "]".repeat(127));
    assert_eq!(ids(&fits, ""), (vec!["1".to_string()], vec![]));
}

#[test]
fn a_broken_line_costs_itself_only() {
    let (ids, faults) = ids("{\"id\":1}\n{\"id\":oops}\n{\"id\":3},\n{\"id\":4}\n{\"id\" 5}\n", "");
    assert_eq!(ids, ["1", "3", "4"]);
    assert_eq!(
        faults,
        [
            "not JSON at byte 15 (line 2): no JSON value begins like this",
            "a comma between records that are not in a list",
            "not JSON at byte 46 (line 5): a colon was expected behind the key",
        ]
    );
}

#[test]
fn bytes_and_halves_that_are_no_text_are_shown() {
    let (rows, faults) = rows(b"[{\"id\":\"a\xffb\"},{\"id\":\"\\ud800\"}]", &[selection("", "", &["id"])]);
    assert_eq!(rows, ["0:1:0 a\u{fffd}b", "0:2:0 \u{fffd}"]);
    let outcomes: Vec<_> = faults.iter().map(|fault| (fault.outcome, fault.record)).collect();
    assert_eq!(outcomes, [(Outcome::Repaired, 1), (Outcome::Repaired, 2)]);
}

#[test]
fn records_longer_than_the_window() {
    let long = "x".repeat(3 << 20);
    let json = format!("{{\"tickets\":[{{\"id\":1,\"body\":\"{long}\"}},{{\"id\":2}}]}}");
    let mut found = Vec::new();
    let mut sink = |_: usize, record: u64, fields: &dyn Fields| {
        found.push((record, fields.get(0).unwrap().to_vec(), fields.get(1).map(<[u8]>::len)));
    };
    let selections = [selection("tickets", "", &["id", "body"])];
    read(&mut json.as_bytes(), &selections, &mut sink, &mut |fault| panic!("{fault:?}")).unwrap();
    assert_eq!(found, [(1, b"1".to_vec(), Some(3 << 20)), (2, b"2".to_vec(), None)]);
}

#[test]
fn a_survey_names_places_and_keys() {
    let envelope = r#"{"tickets":[{"id":1,"via":{"channel":"web"},"tags":["a"],"fields":[{"id":5,"value":null}]},
        {"id":2,"closed_at":"x","tags":[]}],"next_page":null,"count":2}"#;
    let places = survey(envelope.as_bytes());
    assert_eq!(places.iter().map(|place| place.path.as_str()).collect::<Vec<_>>(), ["", "tickets"]);
    let keys = ["id", "via.channel", "tags[]", "fields[].id", "fields[].value", "closed_at", "tags"];
    assert_eq!(places[1].keys, keys);
    // The head of a longer file ends anywhere.
    for cut in 95..envelope.len() {
        let places = survey(&envelope.as_bytes()[..cut]);
        let tickets =
            places.iter().find(|place| place.path == "tickets").unwrap_or_else(|| panic!("cut at {cut}"));
        assert!(tickets.keys.contains(&"via.channel".to_string()), "cut at {cut}");
    }
    let lines = survey(b"{\"a\":1}\n{\"b\":{\"c\":2}}\n{\"d\":");
    assert_eq!(lines, [KeyedRecords::of_file(vec!["a".to_string(), "b.c".to_string()])]);
    assert_eq!(survey(b"[{\"a\":1},{\"b\":2}]")[0].keys, ["a", "b"]);
    assert!(survey(b"").is_empty());
    // Lists inside records are no places of records; an object around most of each record is.
    let records = "{\"Cdr\":{\"id\":1,\"started_at\":\"2026-01-01\"},\"legs\":[{\"id\":2}]}\n".repeat(30);
    assert_eq!(
        survey(records.as_bytes()).iter().map(|place| place.path.as_str()).collect::<Vec<_>>(),
        ["", "Cdr"]
    );
}

/// Values as JSON text, as serde_json writes them.
fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f32>().prop_map(|number| serde_json::json!(number)),
        "[ -~é\\\\\"\n]{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            proptest::collection::hash_map("[a-c\"]{0,2}", inner, 0..5)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    /// With one character changed, a value is taken exactly if serde_json takes it.
    #[test]
    fn valid_is_what_another_reader_calls_valid(value in value(), at in any::<prop::sample::Index>(), with in "[0-9eE+.,:\\[\\]{}\"\\\\ntu -]?") {
        let mut text = value.to_string();
        let place = at.index(text.len());
        if text.is_char_boundary(place) && text.is_char_boundary(place + 1) {
            text.replace_range(place..place + 1, &with);
        }
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        let mut tape = super::tape::Tape::default();
        let ours = tape.read(text.as_bytes(), true).is_ok_and(|length| text[length..].trim().is_empty());
        prop_assert_eq!(ours, theirs, "{}", text);
        // Whatever it is, reading and surveying come to an end.
        survey(text.as_bytes());
        rows(text.as_bytes(), &[selection("", "", &["a", "b.c", "[]"]), selection("a", "b", &["."])]);
    }
}

#[test]
fn a_faulty_element_costs_itself_only() {
    for (json, found, place) in [
        (r#"[{"id":1},{"id":NaN,"x":[{"y":1}]},{"id":3}]"#, vec!["1", "3"], "byte 16"),
        ("[\n {\"id\":1},\n {\"id\":\"open},\n {\"id\":3},\n {\"id\":4}\n]", vec!["1", "3", "4"], "byte 27"),
        ("[\n {\"id\":1,\n  \"x\":[\n   {\"y\":01}]},\n {\"id\":3}\n]", vec!["3"], "byte 29"),
        (r#"[{"id":1}},{"id":2}]"#, vec!["1", "2"], "byte 9"),
        (r#"[{"id":1},,{"id":2}]"#, vec!["1", "2"], "byte 10"),
        (r#"[{"id":1},{"id":2},]"#, vec!["1", "2"], "byte 19"),
        (r#"[{"id":1} {"id":2},{"id":3}]"#, vec!["1", "3"], "byte 10"),
        (r#"{"tickets":[{"id":1},{"id":-},{"id":3}],"next":null}"#, vec!["1", "3"], "byte 28"),
    ] {
        let records = if json.contains("tickets") { "tickets" } else { "" };
        let (ids, faults) = ids(json, records);
        assert_eq!(ids, found, "{json}");
        assert_eq!(faults.len(), 1, "{json}: {faults:?}");
        assert!(faults[0].contains(place), "{json}: {}", faults[0]);
        let keys = survey(json.as_bytes()).into_iter().find(|place| place.path == records).unwrap().keys;
        assert!(keys.contains(&"id".to_owned()), "{json}: {keys:?}");
    }
}

#[test]
fn keys_are_news_once_wherever_they_first_appear() {
    let mut json = String::from("{\"tickets\":[");
    for id in 0..600 {
        json.push_str(&format!("{{\"id\":{id},\"list\":[{{\"a\":1}}]}},"));
    }
    json.push_str(r#"{"id":600,"late":1,"list":[{"a":1},{"a":2,"b":{"c":null}}]},{"late":2,"id":601}],"users":[{"name":"x"}]}"#);
    let known = survey(&json.as_bytes()[..2000]);
    let mut input = json.as_bytes();
    let selections = [selection("tickets", "", &["id"])];
    let mut walk = Walk::new(&mut input, &selections).noticing(&known, false);
    let mut news = Vec::new();
    let mut rows = 0;
    while walk.next().unwrap() {
        for late in walk.late_keys() {
            news.push(format!("{rows} {} {}", late.path, late.keys.join(" ")));
        }
        walk.give(&mut |_, _, _| rows += 1);
    }
    assert_eq!(news, ["600 tickets late list[].b.c", "602 users name"]);
    assert_eq!(rows, 602);
}
