//! Facts as they are handed out: as data frames to programs, as rows of `facts` to people.

use super::exports::{Exports, SCOPE};
use super::sandbox::Sandbox;
use insights::frames::{Exports as ExportFrames, FactFrames};

/// 2026-03-02 10:00 UTC: 20,514 days and ten hours after 1970 began.
const TEN: i64 = (20_514 * 24 + 10) * 3_600_000;

#[test]
fn exports_become_frames_of_typed_columns() {
    let sandbox = Sandbox::new();
    let conversations = sandbox.write(
        "conversations.csv",
        b"conversation_id,created_at,channel,agent,status,closed_at,tags\n\
          c1,2026-03-02T10:00:00Z,chat,Ann,closed,2026-03-02T10:30:00Z,vip;late\n\
          c2,2026-03-02T11:00:00Z,email,,open,,\n",
    );
    let messages = sandbox.write(
        "messages.csv",
        b"message_id,conversation_id,at,author_type,author,private\n\
          m1,c1,2026-03-02T10:00:00Z,customer,,no\n\
          m2,c1,2026-03-02T10:01:30Z,agent,Ann,no\n\
          m3,c2,2026-03-02T11:00:00Z,customer,,\n",
    );
    let exports = ExportFrames::read(vec![conversations, messages]).unwrap();
    let read = exports.table("messages", &["author_type", "at_ms", "private"]).unwrap();
    assert_eq!(read.get_column_names(), ["author_type", "at_ms", "private"]);
    let texts: Vec<_> = read.column("author_type").unwrap().str().unwrap().iter().collect();
    assert_eq!(texts, [Some("customer"), Some("agent"), Some("customer")]);
    let at: Vec<_> = read.column("at_ms").unwrap().i64().unwrap().iter().collect();
    assert_eq!(at, [Some(TEN), Some(TEN + 90_000), Some(TEN + 3_600_000)]);
    let private: Vec<_> = read.column("private").unwrap().bool().unwrap().iter().collect();
    assert_eq!(private, [Some(false), Some(false), None]);

    let facts = exports.into_facts(None);
    let wanted = ["conversation_id", "first_response_ms", "resolution_ms", "closed", "agent", "tags"];
    let frame = facts.frame("conversation", &wanted).unwrap();
    assert_eq!((frame.height(), frame.width()), (2, 6));
    let whole = |name: &str| frame.column(name).unwrap().i64().unwrap().iter().collect::<Vec<_>>();
    // 10:00:00 to 10:01:30; 10:00 to 10:30
    assert_eq!(whole("first_response_ms"), [Some(90_000), None]);
    assert_eq!(whole("resolution_ms"), [Some(1_800_000), None]);
    let closed: Vec<_> = frame.column("closed").unwrap().bool().unwrap().iter().collect();
    assert_eq!(closed, [Some(true), Some(false)]);
    let text = |name: &str| frame.column(name).unwrap().str().unwrap().iter().collect::<Vec<_>>();
    assert_eq!(text("conversation_id"), [Some("c1"), Some("c2")]);
    assert_eq!((text("agent"), text("tags")), (vec![Some("Ann"), None], vec![Some("vip;late"), None]));
    // opened and closed, opened: three steps
    let steps = facts.frame("passage", &["step"]).unwrap();
    let steps: Vec<_> = steps.column("step").unwrap().f64().unwrap().iter().collect();
    assert_eq!(steps, [Some(1.0), Some(-1.0), Some(1.0)]);
    assert!(facts.frame("conversation", &["colour"]).is_err());
    assert!(facts.frame("mesage", &[]).unwrap_err().to_string().contains("message"));
}

#[test]
fn every_kind_of_fact_is_listed_with_its_id_and_instant_and_explained() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    let grains = FactFrames::grains();
    assert_eq!(grains.len(), 17);
    for grain in grains {
        let ran = sandbox.run(&[&["facts", "--grain", grain, "--format", "csv"], &SCOPE[..]].concat());
        assert_eq!(ran.code, Some(0), "{grain}: {}", ran.err);
        let columns: Vec<&str> = ran.out.lines().next().unwrap().split(',').collect();
        let is_id = |column: &&&str| column.ends_with("_id") || ["article", "query"].contains(column);
        assert!(columns.iter().any(|column| is_id(&column)), "{grain}: {columns:?}");
        assert!(
            columns.iter().any(|column| *column == "at" || column.ends_with("_at")),
            "{grain}: {columns:?}"
        );
        // no order of the bundled exports follows an AI agent's touch
        assert!(grain == "order" || ran.out.lines().count() > 1, "{grain} has no row");
        let explained = sandbox.run(&["explain", grain]);
        for column in columns {
            assert!(explained.out.contains(&format!("\n  {column} ")), "{grain} {column}: {}", explained.out);
        }
    }
    let flag = sandbox.run(&["explain", "first_responded"]);
    assert!(flag.out.starts_with("first_responded – "), "{}", flag.out);
}

#[test]
fn feedback_is_among_the_ratings() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "data/conversations.csv",
        b"conversation_id,created_at,channel\nc1,2026-03-02T10:00:00Z,chat\n",
    );
    sandbox.write(
        "data/ratings.csv",
        b"conversation_id,at,kind,score,scale,agent,comment\n\
          c1,2026-03-02T10:00:00Z,stars,4,5,Ann,kind\n\
          c1,2026-03-02T11:00:00Z,feedback,,,Ann,too slow\n\
          c1,2026-03-02T12:00:00Z,feedback,,,Ann,\n\
          c1,2026-03-02T13:00:00Z,feedback,,,,nobody answers\n",
    );
    let period = ["data", "--tz", "UTC", "--period", "2026-03", "--as-of", "2026-03-31", "--format", "json"];
    let report = sandbox.run(&[&["facts", "--grain", "rating"], &period[..]].concat()).report();
    // no text is no feedback; nor is any while nobody is assigned; a comment beside stars is none
    let expected = [("2026-03-02T10:00:00", Some(4.0), false), ("2026-03-02T11:00:00", None, true)];
    let rows = report.rows("facts");
    assert_eq!(rows.len(), expected.len(), "{rows:?}");
    for (row, (at, score, feedback)) in rows.iter().zip(expected) {
        assert!(row["at"].as_str().unwrap().starts_with(at), "{row}");
        assert_eq!((row["score"].as_f64(), row["feedback"].as_bool()), (score, Some(feedback)), "{row}");
    }
}
