//! The list of conversations and one thread of it: columns, order, search, texts that mean harm.

use super::archive::random;
use super::sandbox::Sandbox;
use std::collections::BTreeMap;

const CONVERSATIONS: &str = "\
conversation_id,created_at,channel,status,agent,customer_name,customer_email,customer_phone,subject,first_question,tags,ai_status,messages,updated_at
k1,2026-03-01T10:00:00Z,chat,open,Ann,Jan Nowak,jan@x.nl,,,,\"size,refund\",,,2026-03-09T10:00:00Z
k2,2026-03-02T11:00:00Z,email,closed,,,eva@x.nl,,Où est mon COLIS,,,resolved,4,2026-03-04T09:00:00Z
k3,2026-03-03T12:00:00Z,sms,,Bob,,,+31 6 1234,,Waar blijft mijn pakket?,,,,
k4,2026-03-03T13:00:00Z,chat,,,,,,,,,,,
k5,2026-03-03T14:00:00Z,chat,spam,,,,,buy gold,,,,,
k6,2026-02-01T10:00:00Z,chat,open,,,,,refund before,,,,,
";

/// The agent's reply stands before the question in the file; `m3` is there twice, the later one counts.
const MESSAGES: &str = "\
message_id,conversation_id,at,author_type,author,private,automated,body
m2,k1,2026-03-01T10:05:00Z,agent,,,,\"Dzień dobry,
proszę czekać\"
m1,k1,2026-03-01T10:00:00Z,customer,,,,Gdzie jest mój ZWROT?
m3,k1,2026-03-01T10:06:00Z,agent,Bob,true,,old note
m3,k1,2026-03-01T10:06:00Z,agent,Bob,true,,=cmd|calc\u{1b}[2J | *bold* <b>
m4,k1,2026-03-01T10:05:00Z,ai,,,,Chwileczkę
m5,k1,2026-03-01T10:07:00Z,system,,,,assigned
m6,k1,2026-03-01T10:08:00Z,agent,,,true,Danke
m7,k1,2026-03-20T10:00:00Z,customer,,,,after the end
m1,k3,2026-03-03T12:00:00Z,customer,,,,Waar blijft mijn pakket?
m1,k4,2026-03-03T13:00:00Z,customer,,,,Anybody?
";

const SCOPE: [&str; 6] = ["--since", "2026-03-01", "--until", "2026-03-10", "--tz", "UTC"];

fn desk() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("data/conversations.csv", CONVERSATIONS.as_bytes());
    sandbox.write("data/messages.csv", MESSAGES.as_bytes());
    sandbox
}

fn list(flags: &[&str]) -> Vec<serde_json::Value> {
    let words = [&["conversations", "data", "--as-of", "2026-03-10", "--format", "json"], &SCOPE[..], flags];
    let report = desk().run(&words.concat()).report();
    report.0["sections"][0]["rows"].as_array().unwrap().clone()
}

fn ids(rows: &[serde_json::Value]) -> Vec<&str> {
    rows.iter().map(|row| row["conversation_id"].as_str().unwrap()).collect()
}

#[test]
fn the_latest_message_comes_first() {
    let rows = list(&[]);
    // last updates: k2 4 March (it has no messages), k4 and k3 3 March, k1 1 March 10:05 – notes and rows changed later
    // are no messages; k5 is spam, k6 older than the period
    assert_eq!(ids(&rows), ["k2", "k4", "k3", "k1"]);
    let names: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
    let expected = "conversation_id first_question profile channel status ai_status tags messages agent created_at updated_at";
    assert_eq!(names, expected.split(' ').collect::<Vec<_>>());
    let row = |id: &str| rows.iter().find(|row| row["conversation_id"] == id).unwrap();
    for (id, question, profile, messages, updated) in [
        ("k1", "Gdzie jest mój ZWROT?", "Jan Nowak", 3, "2026-03-01T10:05:00"),
        ("k2", "Où est mon COLIS", "eva@x.nl", 4, "2026-03-04T09:00:00"),
        ("k3", "Waar blijft mijn pakket?", "+31 6 1234", 1, "2026-03-03T12:00:00"),
        ("k4", "Anybody?", "Anonymous", 1, "2026-03-03T13:00:00"),
    ] {
        let row = row(id);
        assert_eq!((&row["first_question"], &row["profile"]), (&question.into(), &profile.into()));
        assert_eq!(row["messages"], messages, "{id}");
        assert!(row["updated_at"].as_str().unwrap().starts_with(updated), "{row}");
    }
    assert_eq!((&row("k1")["tags"], &row("k1")["agent"]), (&"size;refund".into(), &"Ann".into()));
    // the AI agent took part in k1, a person too; in k2 only its status says so
    assert_eq!((&row("k1")["ai_status"], &row("k2")["ai_status"]), (&"open".into(), &"resolved".into()));
    assert!(row("k4")["ai_status"].is_null() && row("k4")["status"].is_null());
}

#[test]
fn text_is_found_whatever_its_case_and_accents() {
    for (text, expected) in [
        ("moj zwrot", vec!["k1"]),
        ("ou  est\nmon colis", vec!["k2"]),
        ("PAKKET?", vec!["k3"]),
        ("prosze czekac", vec!["k1"]),
        ("dobry, prosze", vec!["k1"]),
        ("*bold*", vec!["k1"]),
        ("after the end", vec![]),
        ("buy gold", vec![]),
    ] {
        assert_eq!(ids(&list(&["--search", text])), expected, "{text}");
    }
    let long = "zwrot ".repeat(16_000);
    assert!(list(&["--search", &long]).is_empty());
    let refused = desk().run(&["conversations", "data", "--search", " \n"]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    refused.says(&["--search has an empty text"]);
}

#[test]
fn filters_sort_and_limit_work_as_in_reports() {
    assert_eq!(ids(&list(&["--channel", "!chat", "--sort", "created_at"])), ["k2", "k3"]);
    assert_eq!(ids(&list(&["--agent", "ann"])), ["k1"]);
    assert_eq!(ids(&list(&["--tag", "refund", "--search", "zwrot"])), ["k1"]);
    assert_eq!(ids(&list(&["--sort", "messages:desc", "--limit", "2"])), ["k2", "k1"]);
    let words = [&["conversations", "data", "--as-of", "2026-03-10", "--format", "csv"], &SCOPE[..]].concat();
    let csv = desk().run(&words).out;
    assert!(csv.starts_with("conversation_id,first_question,profile,channel,"), "{csv}");
    assert_eq!(csv.lines().count(), 5, "{csv}");
}

#[test]
fn a_thread_holds_every_message_in_order() {
    let ran =
        desk().run(&["thread", "k1", "data", "--tz", "UTC", "--as-of", "2026-03-10", "--format", "json"]);
    let report = ran.report();
    let rows = report.0["sections"][0]["rows"].as_array().unwrap().clone();
    let told: Vec<[&str; 3]> = rows
        .iter()
        .map(|row| ["who", "kind", "text"].map(|name| row[name].as_str().unwrap_or("–")))
        .collect();
    let expected = [
        ["Jan Nowak", "customer", "Gdzie jest mój ZWROT?"],
        ["–", "ai", "Chwileczkę"],
        ["Ann", "agent", "Dzień dobry,\nproszę czekać"],
        ["Bob", "note", "=cmd|calc\u{1b}[2J | *bold* <b>"],
        ["–", "system", "assigned"],
        ["–", "automated", "Danke"],
    ];
    assert_eq!(told, expected);
    assert!(rows[0]["at"].as_str().unwrap().starts_with("2026-03-01T10:00:00"));
    assert_eq!(
        (&report.0["scope"]["from"], &report.0["scope"]["to"]),
        (&"2026-03-01".into(), &"2026-03-01".into())
    );
}

#[test]
fn texts_that_mean_harm_do_none() {
    for format in ["table", "markdown"] {
        let ran =
            desk().run(&["thread", "k1", "data", "--tz", "UTC", "--as-of", "2026-03-10", "--format", format]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(!ran.out.contains('\u{1b}') && ran.out.contains("\\u{1b}"), "{}", ran.out);
        assert!(ran.out.contains("zwrot") || ran.out.contains("ZWROT"), "{}", ran.out);
    }
    let markdown =
        desk().run(&["thread", "k1", "data", "--tz", "UTC", "--as-of", "2026-03-10", "--format", "md"]).out;
    assert!(markdown.contains("\\*bold\\* &lt;b&gt;"), "{markdown}");
}

#[test]
fn an_unknown_thread_is_answered_with_the_nearest() {
    let ran = desk().run(&["thread", "k11", "data"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&["there is no conversation \"k11\"", "hint: did you mean k1"]);
    // an excluded conversation can be read all the same
    let spam = desk().run(&["thread", "k5", "data", "--tz", "UTC"]);
    assert_eq!(spam.code, Some(0), "{}", spam.err);
    spam.says(&["no message of this conversation is loaded"]);
}

#[test]
fn long_texts_are_shown_whole_in_a_terminal() {
    let sandbox = desk();
    let long = format!("begin {} end", "word ".repeat(80));
    let link = format!("https://x.nl/{}z", "a".repeat(300));
    let message = format!("message_id,conversation_id,at,author_type,body\nm1,k4,2026-03-03T13:00:00Z,customer,\"{long}\n\n{link}\"\n");
    sandbox.write("data/messages.csv", message.as_bytes());
    let out = sandbox.run(&["thread", "k4", "data", "--tz", "UTC", "--as-of", "2026-03-10"]).out;
    assert_eq!((out.matches("word").count(), out.contains('…')), (80, false), "{out}");
    assert!(
        out.lines().filter(|line| line.contains("aaaa")).map(|line| line.matches('a').count()).sum::<usize>()
            == 300,
        "{out}"
    );
    assert_eq!(out.matches("13:00").count(), 1, "{out}");
}

#[test]
fn the_orders_behind_sales_are_listed_with_their_currency() {
    let sandbox = desk();
    sandbox.write("data/events.csv", b"conversation_id,at,kind\nk1,2026-03-01T10:00:00Z,product_click\n");
    let orders = "order_id,at,conversation_id,amount,currency\no1,2026-03-01T11:00:00Z,k1,12.50,EUR\no2,2026-03-01T12:00:00Z,k1,99,PLN\n";
    sandbox.write("data/orders.csv", orders.as_bytes());
    let words = [&["ai", "data", "--as-of", "2026-03-10", "--format", "csv", "--list"], &SCOPE[..]];
    let listed = |kpi: &str| {
        let mut words = words.concat();
        words.insert(7, kpi);
        sandbox.run(&words).out
    };
    let sales = listed("ai_sales");
    let lines: Vec<&str> = sales.lines().collect();
    assert!(lines[0].starts_with("order_id,at,agent,value,currency,conversation_id,channel,"), "{sales}");
    assert!(lines[1].starts_with("o1,") && lines[1].contains(",Ann,12.5,EUR,k1,"), "{sales}");
    assert!(lines[2].starts_with("o2,") && lines[2].contains(",Ann,99,PLN,k1,"), "{sales}");
    assert!(
        listed("ai_orders").starts_with("order_id,at,agent,value,conversation_id,"),
        "{}",
        listed("ai_orders")
    );
}

/// The question is the first public message of a customer, wherever it stands; with a search, which looks at all messages,
/// as without.
#[test]
fn first_questions_are_found_in_any_order_of_rows() {
    for seed in 0..5 {
        let mut below = random(seed);
        let mut conversations = "conversation_id,created_at,channel\n".to_owned();
        let mut rows = Vec::new();
        let mut questions = BTreeMap::new();
        for conversation in 0..20 {
            let id = format!("k{conversation}");
            conversations += &format!("{id},2026-03-01T10:00:00Z,chat\n");
            let mut first = None;
            for message in 0..below(8) {
                let (minute, voice) = (below(4), ["customer", "agent", "ai"][below(3)]);
                let (private, body) = (below(4) == 0, format!("{id} says {message}"));
                rows.push(format!("m{message},{id},2026-03-01T10:0{minute}:00Z,{voice},{private},{body}\n"));
                let place = (minute, message, body);
                if voice == "customer" && !private && first.as_ref().is_none_or(|first| place < *first) {
                    first = Some(place);
                }
            }
            questions.extend(first.map(|(_, _, body)| (id, body)));
        }
        for at in (1..rows.len()).rev() {
            rows.swap(at, below(at + 1));
        }
        let messages = "message_id,conversation_id,at,author_type,private,body\n".to_owned() + &rows.concat();
        let sandbox = Sandbox::new();
        sandbox.write("data/conversations.csv", conversations.as_bytes());
        sandbox.write("data/messages.csv", messages.as_bytes());
        let asked = |flags: &[&str]| {
            let words =
                [&["conversations", "data", "--as-of", "2026-03-10", "--format", "json"], &SCOPE[..], flags];
            let report = sandbox.run(&words.concat()).report();
            let rows = report.0["sections"][0]["rows"].as_array().unwrap().clone();
            let said = |row: &serde_json::Value, name: &str| row[name].as_str().map(str::to_owned);
            let questions =
                rows.iter().map(|row| (said(row, "conversation_id").unwrap(), said(row, "first_question")));
            questions.filter_map(|(id, question)| Some((id, question?))).collect::<BTreeMap<_, _>>()
        };
        assert_eq!(asked(&[]), questions, "seed {seed}");
        assert_eq!(asked(&["--search", "says"]), questions, "seed {seed}");
    }
}
