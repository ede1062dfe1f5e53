//! Several sources: each export for itself, equal ids in two of them different things.

use crate::sandbox::{Ran, Sandbox};

const HEAD: &str = "conversation_id,created_at,channel,agent,customer_id,customer_email,brand\n";

/// The shop writes days first and local times of Amsterdam.
const SHOP: &str = "\
1,03/02/2026 10:00,chat,7,c1,ann@x.nl,
2,14/02/2026 11:00,chat,Ana,c2,bob@x.nl,
3,15/02/2026 00:30,email,7,c1,ann@x.nl,Zuid
";

/// The helpdesk writes months first and local times of New York; its third row names no customer.
const HELPDESK: &str = "\
1,02/13/2026 10:00,email,7,c1,cy@x.nl,
2,02/05/2026 11:00,email,ana,c9,ANN@x.nl,
3,02/14/2026 19:30,email,Ana,,bob@x.nl,
";

const SOURCES: &str = r#"
[[source]]
name = "shop"
paths = "shop"
tz = "Europe/Amsterdam"
brand = "North"
[[source]]
name = "helpdesk"
paths = ["help/*.csv"]
tz = "America/New_York"
"#;

/// Both exports and a configuration of this beginning.
fn two_products(config: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("shop/conversations.csv", format!("{HEAD}{SHOP}").as_bytes());
    sandbox.write("help/conversations.csv", format!("{HEAD}{HELPDESK}").as_bytes());
    sandbox.write("insights.toml", format!("{config}{SOURCES}").as_bytes());
    sandbox
}

fn ran(sandbox: &Sandbox, words: &str) -> Ran {
    let always = "--as-of latest --tz Europe/Amsterdam --format csv --quiet";
    let words: Vec<&str> = words.split(' ').chain(always.split(' ')).collect();
    sandbox.run(&words)
}

/// What a run of these words prints.
#[track_caller]
fn printed(sandbox: &Sandbox, words: &str) -> String {
    let ran = ran(sandbox, words);
    assert_eq!(ran.code, Some(0), "{words}: {}", ran.err);
    ran.out
}

#[test]
fn equal_ids_of_two_sources_are_different_things() {
    let sandbox = two_products("");
    // c1 of the shop twice, c2, c1 and c9 of the helpdesk; the sixth conversation is nobody's
    let figures = "summary --since 2026-02-01 --columns conversations,customers,repeat_customers";
    assert_eq!(printed(&sandbox, figures), "conversations,customers,repeat_customers\n6,4,1\n");
    // Named on the command line the same files are one source: 1, 2 and 3 stand there twice.
    let one =
        "summary shop help/conversations.csv --date-order dmy --since 2026-02-01 --columns conversations";
    assert_eq!(printed(&sandbox, one), "conversations\n3\n");
}

#[test]
fn customers_join_by_address_where_that_is_asked() {
    let sandbox = two_products("[customers]\njoin = 'email'\n");
    // Ann wrote three times, Bob twice, Cy once.
    let figures =
        "summary --since 2026-02-01 --columns conversations,customers,repeat_customers,new_customers";
    let expected = "conversations,customers,repeat_customers,new_customers\n6,3,2,3\n";
    assert_eq!(printed(&sandbox, figures), expected);
    // One address is one customer in a single source, too: c1 and c9 are.
    let one = "summary help --since 2026-02-01 --columns customers,repeat_customers";
    assert_eq!(printed(&sandbox, one), "customers,repeat_customers\n3,0\n");
    sandbox.write("help/more.csv", format!("{HEAD}9,02/15/2026 09:00,email,,c7,Cy@X.nl,\n").as_bytes());
    assert_eq!(printed(&sandbox, one), "customers,repeat_customers\n3,1\n");
}

#[test]
fn each_source_has_its_own_zone_and_order_of_days() {
    let sandbox = two_products("");
    // Helpdesk: 10:00, 11:00 and 19:30 in New York are 16:00, 17:00 and 1:30 of the next day in Amsterdam.
    let list = "conversations --since 2026-02-01 --columns source,conversation_id,created_at";
    assert_eq!(
        printed(&sandbox, list),
        "source,conversation_id,created_at\n\
         helpdesk,3,2026-02-15T01:30:00+01:00\n\
         shop,3,2026-02-15T00:30:00+01:00\n\
         shop,2,2026-02-14T11:00:00+01:00\n\
         helpdesk,1,2026-02-13T16:00:00+01:00\n\
         helpdesk,2,2026-02-05T17:00:00+01:00\n\
         shop,1,2026-02-03T10:00:00+01:00\n"
    );
}

#[test]
fn sources_are_a_filter_and_a_dimension() {
    let sandbox = two_products("");
    let by = "summary --by source --since 2026-02-01 --columns source,conversations,customers";
    assert_eq!(printed(&sandbox, by), "source,conversations,customers\nhelpdesk,3,2\nshop,3,2\n");
    let count = |filter: &str| {
        let words = format!("summary --since 2026-02-01 --columns conversations,customers {filter}");
        printed(&sandbox, &words)
    };
    assert_eq!(count("--source Shop"), "conversations,customers\n3,2\n");
    assert_eq!(count("--source !shop"), "conversations,customers\n3,2\n");
    assert_eq!(count("--source shop,helpdesk"), "conversations,customers\n6,4\n");
    assert_eq!(count("--source helpdesk --agent Ana"), "conversations,customers\n2,1\n");
    let unknown = ran(&sandbox, "summary --source shopp");
    assert_eq!(unknown.code, Some(2));
    unknown.says(&["no source is called \"shopp\"", "did you mean shop?"]);
    ran(&sandbox, "summary shop --source shop").says(&["[[source]] in insights.toml names sources"]);
}

#[test]
fn a_source_gives_its_brand_to_conversations_without_one() {
    let sandbox = two_products("");
    let by = "summary --by brand --since 2026-02-01 --columns brand,conversations";
    assert_eq!(printed(&sandbox, by), "brand,conversations\nNorth,2\nZuid,1\n,3\n");
}

#[test]
fn agents_are_one_by_name_and_two_by_number() {
    let sandbox = two_products("");
    let by = "summary --by agent --since 2026-02-01 --columns agent,conversations";
    assert_eq!(printed(&sandbox, by), "agent,conversations\n7 (helpdesk),1\n7 (shop),2\nAna,3\n");
    // Where people have names, the names count: Ana of the shop is 7, and 7 of the helpdesk is Ben.
    sandbox.write("shop/people.csv", b"id,name\n7,Ana\n8,Cleo\n");
    sandbox.write("help/people.csv", b"id,name\n7,Ben\n");
    assert_eq!(printed(&sandbox, by), "agent,conversations\nAna,5\nBen,1\n");
}

#[test]
fn messages_calls_and_ratings_belong_to_their_own_source() {
    let sandbox = two_products("");
    let head = "message_id,conversation_id,at,author_type,author,body\n";
    sandbox.write(
        "shop/messages.csv",
        format!("{head}1,1,03/02/2026 10:00,customer,,hi shop\n2,1,03/02/2026 10:05,agent,Ana,yes\n")
            .as_bytes(),
    );
    sandbox.write(
        "help/messages.csv",
        format!("{head}1,1,02/13/2026 10:00,customer,,hi help\n2,1,02/13/2026 10:30,agent,Ana,no\n")
            .as_bytes(),
    );
    let head = "call_id,started_at,direction,agent,talk_s,outcome\n";
    sandbox
        .write("shop/calls.csv", format!("{head}1,03/02/2026 10:00,incoming,Ana,60,answered\n").as_bytes());
    sandbox.write(
        "help/calls.csv",
        format!("{head}1,02/13/2026 10:00,incoming,Ana,30,answered\n2,02/13/2026 10:00,incoming,,,missed\n")
            .as_bytes(),
    );
    let by = "summary --by source --since 2026-02-01 --columns source,first_response_mean_s,first_response_n";
    assert_eq!(
        printed(&sandbox, by),
        "source,first_response_mean_s,first_response_n\nhelpdesk,1800,1\nshop,300,1\n"
    );
    let calls = "phone --section numbers --since 2026-02-01 --columns calls_in,answered_in";
    assert_eq!(printed(&sandbox, calls).lines().last(), Some("3,2"));
    let calls = format!("{calls} --source helpdesk");
    assert_eq!(printed(&sandbox, &calls).lines().last(), Some("2,1"));
    assert_eq!(
        printed(&sandbox, "thread 1 --columns source,at,text"),
        "source,at,text\n\
         shop,2026-02-03T10:00:00+01:00,hi shop\n\
         shop,2026-02-03T10:05:00+01:00,yes\n\
         helpdesk,2026-02-13T16:00:00+01:00,hi help\n\
         helpdesk,2026-02-13T16:30:00+01:00,no\n"
    );
    let facts =
        printed(&sandbox, "facts --grain message --since 2026-02-01 --columns conversation_id,source");
    assert_eq!(facts, "conversation_id,source\n1,shop\n1,shop\n1,helpdesk\n1,helpdesk\n");
}

#[test]
fn what_was_read_says_which_source_it_was() {
    let sandbox = two_products("");
    let report = sandbox.run(&["summary", "--as-of", "latest", "--format", "json"]).report();
    let exports = report.0["input"]["exports"].as_array().unwrap();
    let sources: Vec<_> = exports.iter().map(|export| (&export["source"], &export["rows"])).collect();
    assert_eq!(sources.len(), 2);
    assert_eq!((sources[0].0, &sources[0].1["conversations"]), (&"shop".into(), &3.into()));
    assert_eq!((sources[1].0, &sources[1].1["conversations"]), (&"helpdesk".into(), &3.into()));
    assert_eq!(report.0["input"]["used"]["conversations"], 6);
    let plain = sandbox.run(&["summary", "shop", "--as-of", "latest", "--format", "json"]).report();
    assert!(plain.0["input"]["exports"][0].get("source").is_none());
    assert!(sandbox.run(&["inspect"]).out.contains("help/conversations.csv of helpdesk\n"));
    let check = sandbox.run(&["check", "--section", "files", "--format", "csv"]);
    assert!(check.out.contains("file,source,table,"), "{}{}", check.out, check.err);
    assert!(check.out.contains("shop/conversations.csv,shop,conversations,"), "{}", check.out);
}

#[test]
fn wrong_sources_are_named_with_their_file_and_key() {
    let sandbox = two_products("data = 'shop'\n");
    let said = sandbox.run(&["summary"]);
    assert_eq!(said.code, Some(2));
    said.says(&["insights.toml, key \"data\": both data and [[source]] say what to read"]);
    let faulty = |config: &str, expected: &[&str]| {
        sandbox.write("insights.toml", config.as_bytes());
        let said = sandbox.run(&["summary"]);
        assert_eq!(said.code, Some(2), "{config}");
        said.says(expected);
    };
    faulty(
        "[[source]]\nname = 'a'\npaths = 'shop'\nprofile = 'zendsk'",
        &["insights.toml, [[source]] \"a\", key \"profile\": no profile \"zendsk\""],
    );
    faulty("[[source]]\nname = 'a'\npaths = 'gone'", &["source \"a\": ", "gone: no such file or folder"]);
    faulty(
        "[[source]]\nname = 'a'\npaths = 'shop'\n[[source]]\nname = 'b'\npaths = 'shop/*.csv'",
        &["shop/conversations.csv belongs to two sources: \"a\" and \"b\""],
    );
    sandbox.write("notes/plan.csv", b"what,when\nrest,soon\n");
    faulty("[[source]]\nname = 'a'\npaths = 'notes'", &["source \"a\": nothing recognised"]);
}

#[test]
fn an_export_that_two_sources_have_counts_twice() {
    let sandbox = Sandbox::new();
    for folder in ["one", "two"] {
        let made = sandbox.run(&["demo", "--conversations", "200", "--until", "2026-09-30", "--out", folder]);
        assert_eq!(made.code, Some(0), "{}", made.err);
    }
    sandbox.write(
        "insights.toml",
        b"[[source]]\nname = 'one'\npaths = 'one'\n[[source]]\nname = 'two'\npaths = 'two'\n",
    );
    for (report, counts, same) in [
        (
            "summary",
            vec!["conversations", "customers", "closed", "backlog", "first_response_n"],
            vec!["first_response_mean_s"],
        ),
        ("phone --section numbers", vec!["calls_in", "answered_in"], vec!["wait_median_s"]),
        ("faq --section totals", vec!["views", "visitors", "searches"], vec!["deflection_rate"]),
    ] {
        let figures = |words: &str| -> Vec<f64> {
            let columns = counts.iter().chain(&same).copied().collect::<Vec<_>>().join(",");
            let text = printed(&sandbox, &format!("{report} --since 1y --columns {columns} {words}"));
            let cells = text.lines().last().unwrap().split(',').map(|cell| cell.parse().unwrap());
            cells.collect()
        };
        let (alone, both) = (figures("one"), figures("--limit 0"));
        let twice = alone
            .iter()
            .enumerate()
            .map(|(at, figure)| if at < counts.len() { 2.0 * figure } else { *figure });
        assert_eq!(both, twice.collect::<Vec<_>>(), "{report}");
        assert_eq!(figures("--source two"), alone, "{report}");
    }
}

#[test]
fn a_week_that_one_source_lacks_is_a_gap_though_the_other_has_it() {
    let sandbox = Sandbox::new();
    let rows = |days: &mut dyn Iterator<Item = u32>| -> String {
        let row = |day| format!("{day},2026-03-{day:02} 10:00,email\n");
        std::iter::once("conversation_id,created_at,channel\n".to_owned()).chain(days.map(row)).collect()
    };
    sandbox.write("shop/conversations.csv", rows(&mut (1..=31)).as_bytes());
    sandbox.write("help/conversations.csv", rows(&mut (1..=10).chain(18..=31)).as_bytes());
    sandbox.write("insights.toml", SOURCES.as_bytes());
    let said = "no row of helpdesk from 2026-03-11 to 2026-03-17; is a file missing?";
    let check = sandbox.run(&["check", "--section", "problems", "--tz", "UTC", "--format", "csv"]);
    assert!(check.out.contains(said), "{}{}", check.out, check.err);
}

#[test]
fn ratings_of_no_conversation_stay_with_their_source() {
    let sandbox = two_products("");
    let head = "conversation_id,at,kind,score,scale,agent\n";
    let shop = format!("{head},2026-02-03 12:00,stars,5,5,7\n1,2026-02-03 12:00,stars,3,5,7\n");
    sandbox.write("shop/ratings.csv", shop.as_bytes());
    sandbox.write("help/ratings.csv", format!("{head},2026-02-13 12:00,stars,1,5,7\n").as_bytes());
    let figures = |source: &str| {
        printed(&sandbox, &format!("quality --since 2026-02-01 --columns ratings,satisfaction{source}"))
    };
    assert_eq!(figures(""), "ratings,satisfaction\n3,3\n");
    assert_eq!(figures(" --source shop"), "ratings,satisfaction\n2,4\n");
    assert_eq!(figures(" --source helpdesk"), "ratings,satisfaction\n1,1\n");
    assert_eq!(figures(" --source !shop"), "ratings,satisfaction\n1,1\n");
    let by = |dimension: &str| {
        let columns = format!("{dimension},ratings,satisfaction");
        printed(&sandbox, &format!("quality --by {dimension} --since 2026-02-01 --columns {columns}"))
    };
    assert_eq!(by("source"), "source,ratings,satisfaction\nhelpdesk,1,1\nshop,2,4\n");
    // the shop is the brand North, the helpdesk has none
    assert_eq!(by("brand"), "brand,ratings,satisfaction\nNorth,2,4\n,1,1\n");
    assert_eq!(figures(" --brand north"), "ratings,satisfaction\n2,4\n");
    assert_eq!(figures(" --brand North --source helpdesk"), "ratings,satisfaction\n0,\n");
    // a channel is nothing that such a rating has
    assert_eq!(figures(" --source shop --channel chat"), "ratings,satisfaction\n1,3\n");
}

#[test]
fn a_thread_is_that_of_the_source_named() {
    let sandbox = two_products("");
    let head = "message_id,conversation_id,at,author_type,body\n";
    sandbox.write("shop/messages.csv", format!("{head}m1,1,2026-02-03 12:00,customer,lamp\n").as_bytes());
    sandbox.write("help/messages.csv", format!("{head}m1,1,2026-02-13 12:00,customer,chair\n").as_bytes());
    let shop = printed(&sandbox, "thread 1 --source shop");
    assert!(shop.contains("lamp") && !shop.contains("chair"), "{shop}");
    let both = printed(&sandbox, "thread 1");
    assert!(both.contains("lamp") && both.contains("chair"), "{both}");
    let wrong = ran(&sandbox, "thread 1 --source attic");
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong.err.contains("no source \"attic\"") && wrong.err.contains("shop, helpdesk"),
        "{}",
        wrong.err
    );
}
