//! How messages sound: in the language that the export gives their conversation, whatever the form of the export.

use crate::sandbox::{Ran, Sandbox};

const CONVERSATIONS: &str = "conversation_id,created_at,channel,customer_id,language\n\
    1,2026-03-02T09:00:00Z,chat,a,en\n\
    2,2026-03-02T10:00:00Z,chat,b,nl-BE\n\
    3,2026-03-02T11:00:00Z,chat,c,\n";

/// The short texts are in no language that can be told from them alone; the long one is told to be English.
const MESSAGES: &str = "message_id,conversation_id,at,author_type,body\n\
    11,1,2026-03-02T09:00:00Z,customer,\"Great, thanks\"\n\
    12,1,2026-03-02T09:05:00Z,agent,\"Great, thanks\"\n\
    13,1,2026-03-02T09:06:00Z,customer,Terrible\n\
    21,2,2026-03-02T10:00:00Z,customer,\"Great, thanks\"\n\
    31,3,2026-03-02T11:00:00Z,customer,\"Great, thanks\"\n\
    32,3,2026-03-02T11:02:00Z,customer,\"I love this product, thank you so much for the wonderful help you gave me yesterday.\"\n";

const NESTED: &str = r#"[
 {"conversation_id":"1","created_at":"2026-03-02T09:00:00Z","channel":"chat","customer_id":"a","language":"en","messages":[
  {"message_id":"11","at":"2026-03-02T09:00:00Z","author_type":"customer","body":"Great, thanks"},
  {"message_id":"12","at":"2026-03-02T09:05:00Z","author_type":"agent","body":"Great, thanks"},
  {"message_id":"13","at":"2026-03-02T09:06:00Z","author_type":"customer","body":"Terrible"}]},
 {"conversation_id":"2","created_at":"2026-03-02T10:00:00Z","channel":"chat","customer_id":"b","language":"nl-BE","messages":[
  {"message_id":"21","at":"2026-03-02T10:00:00Z","author_type":"customer","body":"Great, thanks"}]},
 {"conversation_id":"3","created_at":"2026-03-02T11:00:00Z","channel":"chat","customer_id":"c","messages":[
  {"message_id":"31","at":"2026-03-02T11:00:00Z","author_type":"customer","body":"Great, thanks"},
  {"message_id":"32","at":"2026-03-02T11:02:00Z","author_type":"customer","body":"I love this product, thank you so much for the wonderful help you gave me yesterday."}]}
]"#;

/// In English conversation 1 sounds well and then badly; nothing scores Dutch; of the third only the long text is told.
fn sounds_as_it_must(ran: &Ran) {
    ran.report().holds(&[
        ("sentiment_positive", 2.0),
        ("sentiment_neutral", 0.0),
        ("sentiment_negative", 1.0),
        ("sentiment_unscored", 2.0),
    ]);
}

fn ask(sandbox: &Sandbox, path: &str) -> Ran {
    let scope = ["--period", "2026-03", "--tz", "UTC", "--format", "json", "--section", "sentiment"];
    sandbox.run(&[&["quality", path], &scope[..]].concat())
}

#[test]
fn the_language_of_the_conversation_counts_in_tables_objects_and_archives() {
    let sandbox = Sandbox::new();
    sandbox.write("tables/conversations.csv", CONVERSATIONS.as_bytes());
    sandbox.write("tables/messages.csv", MESSAGES.as_bytes());
    sandbox.write("nested.json", NESTED.as_bytes());
    sounds_as_it_must(&ask(&sandbox, "tables"));
    sounds_as_it_must(&ask(&sandbox, "nested.json"));
    let imported = sandbox.run(&["import", "tables", "--archive", "kept"]);
    assert_eq!(imported.code, Some(0), "{imported:?}");
    sounds_as_it_must(&ask(&sandbox, "kept"));
}
