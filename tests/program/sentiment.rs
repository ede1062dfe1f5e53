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

/// By the word list everybody's thanks are bad; what it does not know sounds as it does without it.
fn sounds_by_the_list(ran: &Ran) {
    ran.report().holds(&[
        ("sentiment_positive", 1.0),
        ("sentiment_neutral", 0.0),
        ("sentiment_negative", 4.0),
        ("sentiment_unscored", 0.0),
    ]);
}

fn ask(sandbox: &Sandbox, path: &str) -> Ran {
    ask_with(sandbox, path, &[])
}

fn ask_with(sandbox: &Sandbox, path: &str, flags: &[&str]) -> Ran {
    let scope = ["--period", "2026-03", "--tz", "UTC", "--format", "json", "--section", "sentiment"];
    sandbox.run(&[&["quality", path], &scope[..], flags].concat())
}

/// Imports the tables into an archive of that name.
fn import(sandbox: &Sandbox, archive: &str, flags: &[&str]) {
    sandbox.write("tables/conversations.csv", CONVERSATIONS.as_bytes());
    sandbox.write("tables/messages.csv", MESSAGES.as_bytes());
    let imported = sandbox.run(&[&["import", "tables", "--archive", archive], flags].concat());
    assert_eq!(imported.code, Some(0), "{imported:?}");
}

/// What an archive says its messages were judged by.
fn judged_by(manifest: &str) -> &str {
    manifest.split("\"judged_by\": \"").nth(1).and_then(|rest| rest.split('"').next()).unwrap()
}

#[test]
fn the_language_of_the_conversation_counts_in_tables_objects_and_archives() {
    let sandbox = Sandbox::new();
    import(&sandbox, "kept", &[]);
    sandbox.write("nested.json", NESTED.as_bytes());
    sounds_as_it_must(&ask(&sandbox, "tables"));
    sounds_as_it_must(&ask(&sandbox, "nested.json"));
    sounds_as_it_must(&ask(&sandbox, "kept"));
}

#[test]
fn the_language_of_a_conversation_counts_where_its_row_was_put_aside() {
    let sandbox = Sandbox::new();
    import(&sandbox, "kept", &[]);
    let at = |name: &str| sandbox.path().join(name).to_str().unwrap().to_owned();
    let scope = ["--period", "2026-03", "--tz", "UTC", "--as-of", "2026-04-01", "--format", "json"];
    let (tables, archive) = (at("tables"), at("aside"));
    let asked = [&["quality", &tables, "--section", "sentiment"], &scope[..]].concat();
    sounds_as_it_must(&sandbox.run_without_room(&asked));
    let imported = sandbox.run_without_room(&["import", &tables, "--archive", &archive]);
    assert_eq!(imported.code, Some(0));
    sounds_as_it_must(&ask(&sandbox, "aside"));
}

#[test]
fn an_archive_keeps_how_texts_sound_by_the_lists_that_judged_them() {
    let sandbox = Sandbox::new();
    sandbox.write("list.tsv", b"thanks\t-1\n");
    sandbox.write("lists.toml", b"[sentiment]\nlexicon = \"list.tsv\"\n");
    let lists = ["--config", "lists.toml"];
    import(&sandbox, "plain", &[]);
    import(&sandbox, "listed", &lists);
    sounds_by_the_list(&ask_with(&sandbox, "listed", &lists));
    sounds_as_it_must(&ask(&sandbox, "listed"));
    sounds_by_the_list(&ask_with(&sandbox, "plain", &lists));

    // Told that the list judged them, nobody judges them again.
    import(&sandbox, "told", &[]);
    let (manifest, listed) =
        (sandbox.read("told/insights-archive.json"), sandbox.read("listed/insights-archive.json"));
    let forged = manifest.replace(judged_by(&manifest), judged_by(&listed));
    assert_ne!(forged, manifest);
    let mut forged: serde_json::Value = serde_json::from_str(&forged).unwrap();
    forged.as_object_mut().unwrap().remove("checksum").unwrap();
    sandbox.write("told/insights-archive.json", forged.to_string().as_bytes());
    sounds_as_it_must(&ask_with(&sandbox, "told", &lists));
}

#[test]
fn texts_are_judged_again_where_their_conversation_turns_out_to_be_in_another_language() {
    let sandbox = Sandbox::new();
    import(&sandbox, "kept", &[]);
    let later = "conversation_id,created_at,channel,customer_id,language\n2,2026-03-02T10:00:00Z,chat,b,en\n";
    sandbox.write("later/conversations.csv", later.as_bytes());
    let imported = sandbox.run(&["import", "later", "--archive", "kept"]);
    assert_eq!(imported.code, Some(0), "{imported:?}");
    ask(&sandbox, "kept").report().holds(&[("sentiment_positive", 3.0), ("sentiment_unscored", 1.0)]);
}
