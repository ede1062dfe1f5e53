//! 6,652 chats with an assistant and 108,137 messages, as CSV and gzip (STAR, Rasa 2020).

use super::{duration, folder, holds_duration, milliseconds, report, rows, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::PathBuf;

fn files() -> Option<[PathBuf; 3]> {
    let folder = folder("rasa-star-chats")?;
    Some(["conversations.csv", "messages.csv.gz", "ratings.csv"].map(|name| folder.join(name)))
}

fn table(file: &PathBuf) -> Vec<Row> {
    let file = std::fs::File::open(file).unwrap();
    csv::Reader::from_reader(file).deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn published_figures() {
    let Some(files) = files() else { return };
    let report = report("summary", &files, &[]);
    // 447 dialogues without any message have no time either, so they cannot be used and are said to be.
    let account = |what| report.input(what, "conversations");
    assert_eq!(["rows", "used", "rejected"].map(account), [6652, 6205, 447]);
    report.holds(&[
        ("conversations", 6205.0),
        ("customer_messages", 54_214.0),
        ("ai_messages", 53_923.0),
        ("agent_messages", 0.0),
        // An assistant is no human agent.
        ("answered", 0.0),
        ("first_response_n", 0.0),
        ("unanswered", 6205.0),
    ]);
    assert_eq!(report.figure("first_response_median_s"), None);
    assert_eq!(["rows", "used", "rejected"].map(|what| report.input(what, "ratings")), [5820, 5818, 2]);
}

#[test]
fn chats_a_day_as_published() {
    let Some(files) = files() else { return };
    let flags = ["--every", "day", "--columns", "bucket,conversations"];
    let days = rows("summary", &files, &flags);
    let found = days.iter().filter(|row| row["conversations"] != "0");
    let found: Vec<_> =
        found.map(|row| (row["bucket"].as_str(), row["conversations"].parse().unwrap())).collect();
    let expected: [(&str, u32); 15] = [
        ("2020-05-12", 28),
        ("2020-05-13", 57),
        ("2020-05-14", 491),
        ("2020-05-15", 1064),
        ("2020-05-16", 899),
        ("2020-05-18", 900),
        ("2020-05-19", 24),
        ("2020-05-20", 70),
        ("2020-05-21", 384),
        ("2020-05-22", 248),
        ("2020-05-23", 396),
        ("2020-05-24", 259),
        ("2020-05-25", 759),
        ("2020-05-26", 588),
        ("2020-05-27", 38),
    ];
    assert_eq!(found, expected);
    let day = days.iter().find(|row| row["bucket"] == "2020-05-17").unwrap();
    assert_eq!(day["conversations"], "0", "a day without chats is a row too");
}

#[test]
fn counted_figures() {
    let Some(files) = files() else { return };
    let report = report("summary", &files, &[]);
    let chats: Vec<Row> = table(&files[0]).into_iter().filter(|row| !row["started_at"].is_empty()).collect();
    let length = |row: &Row| milliseconds(&row["ended_at"]) - milliseconds(&row["started_at"]);
    holds_duration(&report, "resolution", duration(&chats.iter().map(length).collect::<Vec<_>>()));
    let mut customers: BTreeMap<&str, u32> = BTreeMap::new();
    chats.iter().for_each(|row| *customers.entry(row["customer_id"].as_str()).or_default() += 1);
    let repeated = customers.values().filter(|count| **count > 1).count() as f64;
    let writers = writers(&files[1]);
    let wrote = chats.iter().filter(|row| writers.contains(&row["conversation_id"]));
    let wrote: BTreeSet<&str> = wrote.map(|row| row["customer_id"].as_str()).collect();
    report.holds(&[
        ("customers", wrote.len() as f64),
        ("new_customers", customers.len() as f64),
        ("repeat_customers", repeated),
        ("repeat_rate", repeated / customers.len() as f64),
    ]);
}

#[test]
fn thumbs_as_counted() {
    let Some(files) = files() else { return };
    // 96.9416 % of all 5,820 were thumbs up; two have no time and cannot be used.
    let usable: Vec<Row> = table(&files[2]).into_iter().filter(|row| !row["rated_at"].is_empty()).collect();
    let ups = usable.iter().filter(|row| row["score"] == "1").count();
    let facts = rows("facts", &files, &["--grain", "rating"]);
    let count = |column: &str| facts.iter().filter(|row| row[column] == "true").count();
    assert_eq!((facts.len(), usable.len()), (5818, 5818));
    assert_eq!([count("vote_up"), count("vote_down"), count("stars")], [ups, usable.len() - ups, 0]);
    let (up, all) = (ups as f64, usable.len() as f64);
    let quality = report("quality", &files, &[]);
    quality.holds(&[
        ("votes_up", up),
        ("votes_down", all - up),
        ("vote_rate", up / all),
        ("csat_rate", up / all),
    ]);
    quality.holds(&[("ratings", 0.0), ("unanswered_ended", 6205.0)]);
    assert_eq!(quality.figure("satisfaction"), None);
}

#[test]
fn assistant_as_published() {
    let Some(files) = files() else { return };
    let listed = rows("ai", &files, &["--list", "ai_first_response"]);
    let complete = table(&files[0]).into_iter().filter(|row| row["completion"] == "Complete");
    let complete: BTreeSet<String> = complete.map(|row| row["conversation_id"].clone()).collect();
    let answered = listed.iter().filter(|row| complete.contains(&row["conversation_id"]));
    let mut seconds: Vec<f64> = answered.map(|row| row["value"].parse().unwrap()).collect();
    seconds.sort_by(f64::total_cmp);
    // first assistant reply after first user message, complete dialogues: n 5818, mean 28.7955, median 20.0
    assert_eq!(seconds.len(), 5818);
    assert!((seconds.iter().sum::<f64>() / 5818.0 - 28.7955).abs() < 5e-5);
    assert_eq!((seconds[2908] + seconds[2909]) / 2.0, 20.0);
}

#[test]
fn chats_by_who_spoke_last() {
    let Some(files) = files() else { return };
    let text = unpacked(&files[1]);
    let messages =
        csv::Reader::from_reader(text.as_bytes()).into_deserialize::<Row>().map(|row| row.unwrap());
    // every chat that has a message has ended; at one instant the customer speaks before the assistant
    let mut last: BTreeMap<String, (i64, bool)> = BTreeMap::new();
    let mut with_ai = BTreeSet::new();
    for message in messages {
        let (chat, is_ai) = (message["conversation_id"].clone(), message["author_role"] == "ai");
        let spoke = (milliseconds(&message["sent_at"]), is_ai);
        let entry = last.entry(chat.clone()).or_insert(spoke);
        *entry = spoke.max(*entry);
        if is_ai {
            with_ai.insert(chat);
        }
    }
    let resolved = with_ai.iter().filter(|chat| last[*chat].1).count() as f64;
    let all = with_ai.len() as f64;
    let ai = report("ai", &files, &[]);
    ai.holds(&[
        ("ai_conversations", all),
        ("ai_resolved", resolved),
        ("ai_resolved_rate", resolved / all),
        ("ai_open", all - resolved),
        ("ai_messages", 53_923.0),
    ]);
    // Without events nobody knows of hand-offs; thumbs are no stars.
    for unknown in ["ai_routed", "ai_handoffs", "ai_satisfaction"] {
        assert_eq!(ai.figure(unknown), None, "{unknown}");
    }
}

#[test]
fn packed_or_not() {
    let Some(files) = files() else { return };
    let sandbox = super::Sandbox::new();
    let plain = sandbox.write("messages.csv", unpacked(&files[1]).as_bytes());
    let [conversations, packed, ratings] = files;
    let agents = |messages: PathBuf| {
        let files = [conversations.clone(), messages, ratings.clone()];
        report("agents", &files, &[]).0["sections"].take()
    };
    assert!(agents(plain) == agents(packed));
}

fn unpacked(file: &PathBuf) -> String {
    let mut text = String::new();
    let file = std::fs::File::open(file).unwrap();
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

/// Chats in which the customer wrote.
fn writers(file: &PathBuf) -> BTreeSet<String> {
    let text = unpacked(file);
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize::<Row>();
    let rows = rows.map(|row| row.unwrap()).filter(|row| row["author_role"] == "customer");
    rows.map(|row| row["conversation_id"].clone()).collect()
}
