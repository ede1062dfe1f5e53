use super::*;
use proptest::prelude::*;

/// The names of the wrappings of a file, what is in them, and what was met on the way.
fn peeled(json: &str) -> (Vec<&'static str>, String, Vec<String>) {
    let mut text = json.as_bytes().to_vec();
    let (mut names, mut met) = (Vec::new(), Vec::new());
    for _ in 0..4 {
        let Some(wrapping) = Wrapping::of(&text) else { break };
        names.push(wrapping.name());
        let faults = PeelFaults::default();
        let mut out = Vec::new();
        Peeled::new(&text[..], wrapping, faults.clone()).read_to_end(&mut out).unwrap();
        met.extend(faults.lock().unwrap().iter().map(|fault| format!("{} {}", fault.record, fault.trouble)));
        text = out;
    }
    (names, String::from_utf8(text).unwrap().trim_end().to_owned(), met)
}

/// Files, the names of what is wrapped around their records, and what is inside.
const WRAPPED: &[(&str, &[&str], &str)] = &[
        (
            r#"{"_id":{"$oid":"6"},"at":{"$date":{"$numberLong":"5"}},"b":{"$date":"2026"},"n":{"$numberInt":"7"},"u":{"$undefined":true},"t":{"$timestamp":{"t":9,"i":1}},"l":[{"$oid":"1"}]}"#,
            &["extended JSON"],
            r#"{"_id":"6","at":"5","b":"2026","n":"7","u":null,"t":9,"l":["1"]}"#,
        ),
        (
            r#"{"Item":{"id":{"S":"a"},"n":{"N":"1"},"z":{"NULL":true},"m":{"M":{"k":{"BOOL":false}}},"l":{"L":[{"S":"x"}]},"s":{"SS":["p"]}}}"#,
            &["DynamoDB JSON"],
            r#"{"Item":{"id":"a","n":"1","z":null,"m":{"k":false},"l":["x"],"s":["p"]}}"#,
        ),
        (
            r#"{"fields":{"id":{"stringValue":"a"},"t":{"arrayValue":{"values":[{"integerValue":"3"}]}},"e":{"arrayValue":{}},"m":{"mapValue":{"fields":{"k":{"nullValue":null}}}}}}"#,
            &["Firestore JSON"],
            r#"{"fields":{"id":"a","t":["3"],"e":null,"m":{"k":null}}}"#,
        ),
        (
            r#"{"id":1,"at":{"seconds":90,"nanos":5000000},"b":{"_seconds":"7","_nanoseconds":0},"c":{"seconds":"07","nanos":1},"d":{"seconds":1,"nanos":2,"e":3}}"#,
            &["moments in seconds and parts of a second"],
            r#"{"id":1,"at":90.005000000,"b":7,"c":{"seconds":"07","nanos":1},"d":{"seconds":1,"nanos":2,"e":3}}"#,
        ),
        (r#"{"id":{"string":"a"},"at":{"long":5},"x":null}"#, &["Avro JSON"], r#"{"id":"a","at":5,"x":null}"#),
        (
            "{\"type\":\"SCHEMA\",\"stream\":\"t\"}\n{\"type\":\"RECORD\",\"stream\":\"db.t\",\"record\":{\"id\":1}}",
            &["records by stream"],
            r#"{"t":{"id":1}}"#,
        ),
        (
            r#"[{"_index":"a","_id":"1","_source":{"id":1}},{"_index":"b","_id":"2","_source":{"id":2}}]"#,
            &["records by stream"],
            r#"[{"a":{"id":1}},{"b":{"id":2}}]"#,
        ),
        (
            r#"{"c1":{"a":1,"b":2},"c2":{"id":"own","a":3},"c3":null}"#,
            &["records by id"],
            "{\"id\":\"c1\",\"a\":1,\"b\":2}\n{\"id\":\"own\",\"a\":3}",
        ),
        (
            r#"{"next":null,"x":{"c1":{"a":1,"b":"c1"},"c2":{"a":3,"b":2}}}"#,
            &["records by id"],
            r#"{"next":null,"x":[{"a":1,"b":"c1"},{"id":"c2","a":3,"b":2}]}"#,
        ),
        (
            r#"{"messages":{"c1":[{"a":1,"b":2},{"a":3,"b":4}],"c2":[{"a":5,"b":6}]}}"#,
            &["records by id"],
            r#"{"messages":[{"id":"0","conversation_id":"c1","a":1,"b":2},{"id":"1","conversation_id":"c1","a":3,"b":4},{"id":"0","conversation_id":"c2","a":5,"b":6}]}"#,
        ),
        (
            r#"{"columns":["id","at"],"rows":[["a",1],["b",null]]}"#,
            &["names and rows"],
            r#"{"rows":[{"id":"a","at":1},{"id":"b","at":null}]}"#,
        ),
        (
            r#"{"rows":[["a",1,9]],"meta":{"fields":[{"name":"id"},{"name":"at"},{"name":"at"}]}}"#,
            &["names and rows"],
            r#"{"rows":[{"id":"a","at":1,"at 3":9}],"meta":{}}"#,
        ),
        (r#"[["id","at"],["a",1],["b"]]"#, &["names and rows"], r#"[{"id":"a","at":1},{"id":"b"}]"#),
        ("[\"id\",\"at\"]\n[\"a\",1]", &["names and rows"], r#"{"id":"a","at":1}"#),
        (
            r#"{"id":{"0":"a","1":"b"},"at":{"0":1,"1":2}}"#,
            &["column by column"],
            r#"[{"id":"a","at":1},{"id":"b","at":2}]"#,
        ),
        (
            r#"{"_airbyte_emitted_at":1,"_airbyte_data":"{\"id\":\"a\",\"text\":\"\\\"q\\\" and more of it\"}"}"#,
            &["records as text"],
            r#"{"_airbyte_emitted_at":1,"_airbyte_data":{"id":"a","text":"\"q\" and more of it"}}"#,
        ),
];

#[test]
fn wrappings_come_off() {
    for (json, names, inside) in WRAPPED {
        let (found, text, _) = peeled(json);
        assert_eq!(&found, names, "{json}");
        assert_eq!(&text, inside, "{json}");
    }
}

#[test]
fn what_is_not_wrapped_stays_as_it_is() {
    for json in [
        r#"{"id":1,"who":{"name":"a"},"tags":["x","y"],"messages":[{"a":1},{"a":2}]}"#,
        r#"[{"id":1,"meta":{"sender":{"id":1,"name":"x"},"assignee":{"id":2,"name":"y"}},"body":"{\"a\":1}","long":"more than half of it is this text"}]"#,
        r#"{"data":{"meta":{"n":1},"payload":[{"id":1,"labels":["a","b"]},{"id":2,"labels":[]}]}}"#,
        r#"{"tickets":[{"id":1,"fields":[{"id":5,"value":"x"},{"id":6,"value":null}]}],"users":[{"id":2}],"next":null}"#,
        r#"{"ticket":{"id":1,"subject":"x"}}"#,
        r#"{"data":[{"type":"t","id":"1","attributes":{"a":1}}],"links":{"self":"x"}}"#,
        r#"[{"id":1,"S":"x"},{"id":2,"S":"y"}]"#,
    ] {
        assert_eq!(Wrapping::of(json.as_bytes()), None, "{json}");
    }
}

#[test]
fn a_fault_in_a_wrapping_costs_its_record() {
    let (_, text, met) = peeled(r#"{"a1":{"a":1,"b":1},"a2":{"a":NaN,"b":2},"a3":{"a":3,"b":3}}"#);
    assert_eq!(text, "{\"id\":\"a1\",\"a\":1,\"b\":1}\n{\"id\":\"a3\",\"a\":3,\"b\":3}");
    assert_eq!(met, ["2 not JSON at byte 30 (line 1): NaN is no JSON value"]);
    let (_, text, met) = peeled("{\"stream\":\"t\",\"data\":{\"id\":1}}\n{\"stream\":\"t\",\"data\":{\"id\":}}\n{\"stream\":\"t\",\"data\":{\"id\":3}}");
    assert_eq!(text, "{\"t\":{\"id\":1}}\n{\"t\":{\"id\":3}}");
    assert_eq!(met, ["2 not JSON at byte 58 (line 2): no JSON value begins like this"]);
    let (_, text, met) = peeled(r#"{"columns":["id","at"],"rows":[["a",1],["b",2],["c","#);
    assert_eq!(text, r#"{"rows":[{"id":"a","at":1},{"id":"b","at":2}]}"#);
    assert_eq!(met, ["3 the file is cut short at byte 52 (line 1); what stands before was read"]);
}

proptest! {
    /// Whatever a file holds, taking wrappings off comes to an end and leaves JSON.
    #[test]
    fn what_comes_out_is_json(text in r#"(\{|\}|\[|\]|,|:|"a"|"c1"|"stream"|"data"|"columns"|"rows"|"\$date"|"S"|1|null|\n){0,40}"#) {
        let (_, inside, _) = peeled(&text);
        let (_, whole, _) = peeled(&format!("[{text}]"));
        prop_assert!(inside.len() + whole.len() < 4000);
    }
}
