//! `phone` and `faq` from outside: limits of one's own, filters that make no sense, faults that are named, lists.

use super::sandbox::Sandbox;

const CALLS: &str = "\
call_id,parent_id,started_at,direction,number,customer_number,agent,ended_at,wait_s,talk_s,outcome
1,,2026-03-01T10:00:00Z,incoming,+31,+471,Ann,,25,60,answered
2,,2026-03-01T11:00:00Z,incoming,+31,+471,Bob,2026-03-01T11:00:04Z,,,abandoned
3,,2026-03-01T12:00:00Z,incoming,+31,+472,Bob,2026-03-01T11:59:00Z,,,abandoned
4,9,2026-03-01T12:00:00Z,incoming,+31,+472,Bob,,,60,answered
5,,2026-03-02T12:00:00Z,outgoing,+31,+472,Bob,,,-1,answered
";

const SEARCHES: &str = "\
at,query,results,searches
2026-03-01T10:00:00Z,Refund,0,
2026-03-01T11:00:00Z,refund?,2,2
2026-03-01T11:30:00Z,refund,2,-2
";

const SCOPE: [&str; 8] =
    ["--tz", "UTC", "--since", "2026-03-01", "--until", "2026-03-02", "--as-of", "2026-03-31"];

fn desk() -> Sandbox {
    let desk = Sandbox::new();
    desk.write("calls.csv", CALLS.as_bytes());
    desk.write("faq_searches.csv", SEARCHES.as_bytes());
    desk
}

#[test]
fn limits_come_from_the_configuration() {
    let desk = desk();
    let run =
        |file: &str| desk.run(&[&["phone", file, "--format", "json", "-v"], &SCOPE[..]].concat()).report();
    // Three incoming calls, one of them abandoned after 4 s: one of two answered, after 25 s, called back after 24 h.
    let report = run("calls.csv");
    report.holds(&[("calls", 4.0), ("short_abandoned", 1.0), ("service_level", 0.0), ("callbacks", 1.0)]);
    report.holds(&[("within_optimal_rate", 0.5), ("answer_rate", 0.5), ("repeat_callers", 1.0)]);
    desk.write(
        "insights.toml",
        b"[phone]\nshort_abandoned = '3s'\nservice_level = '30s'\ncallback = '23h'\n[targets.phone]\noptimal = '20s'\n",
    );
    // None was abandoned at once: of three calls one was answered within 30 s, none within 20 s; no acceptable limit is left.
    let report = run("calls.csv");
    report.holds(&[("short_abandoned", 0.0), ("callbacks", 0.0), ("within_optimal_rate", 0.0)]);
    assert_eq!(report.figure("service_level"), Some(1.0 / 3.0));
    assert_eq!(report.figure("within_acceptable_rate"), None);
}

#[test]
fn a_team_rules_its_calls_where_it_names_phone() {
    let desk = desk();
    // Both calls waited 25 s; of the two teams only Sales names phone, with 20 s.
    desk.write(
        "teams.csv",
        b"call_id,started_at,direction,number,team,wait_s,outcome\n\
          1,2026-03-01T10:00:00Z,incoming,+31,Sales,25,answered\n\
          2,2026-03-01T11:00:00Z,incoming,+31,Care,25,answered\n",
    );
    desk.write(
        "insights.toml",
        b"[targets.teams.Sales.phone]\nacceptable = '20s'\n[targets.teams.Care]\nacceptable = '10s'\n",
    );
    let report = desk.run(&[&["phone", "teams.csv", "--format", "json"], &SCOPE[..]].concat()).report();
    report.holds(&[("calls_in", 2.0), ("within_acceptable_rate", 0.5)]);
}

#[test]
fn legs_without_parent_and_impossible_times_are_named() {
    let ran = desk().run(&[&["phone", "calls.csv", "--format", "json", "-v"], &SCOPE[..]].concat());
    ran.says(&[
        "calls.csv row 5, column \"parent_id\": no such call among those loaded",
        "calls.csv row 4, column \"ended_at\": the call ends before it starts; its end is not used",
        "calls.csv row 6, column \"talk_s\": a negative duration; it is not used",
    ]);
    let report = ran.report();
    assert_eq!((report.input("rejected", "calls"), report.input("used", "calls")), (1, 4));
    report.holds(&[("calls", 4.0), ("talk_n", 1.0), ("abandoned", 2.0)]);
}

#[test]
fn searches_are_counted_and_a_negative_count_is_named() {
    let ran = desk().run(&[&["faq", "faq_searches.csv", "--format", "json", "-v"], &SCOPE[..]].concat());
    ran.says(&["faq_searches.csv row 4, column \"searches\": a negative count; the row is left out"]);
    let report = ran.report();
    report.holds(&[("searches", 3.0), ("searches_without_result", 1.0)]);
    assert_eq!(report.figure("views"), None);
}

#[test]
fn a_filter_that_the_rows_do_not_have_says_who_has_it() {
    let desk = desk();
    for (words, said) in [
        (["phone", "calls.csv", "--brand", "x"], "phone takes --channel, --source, --team, --agent, --tag"),
        (["faq", "faq_searches.csv", "--channel", "chat"], "faq takes --source"),
    ] {
        let ran = desk.run(&words);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
        ran.says(&["have no ", "hint: summary, agents", said]);
    }
    let none = desk.run(&[&["phone", ".", "--channel", "!phone", "--format", "csv"], &SCOPE[..]].concat());
    assert_eq!(none.out.lines().count(), 1, "{}", none.out);
}

#[test]
fn the_rows_behind_a_figure_carry_the_ids_of_calls() {
    let list = [&["phone", "calls.csv", "--list", "missed", "--format", "csv"], &SCOPE[..]].concat();
    let missed = desk().run(&list).out;
    let lines: Vec<&str> = missed.lines().collect();
    assert_eq!(lines[0], "call_id,at,agent,value,customer_number,queue,age_s");
    assert!(lines[1].starts_with("2,2026-03-01T11:00:00+00:00,Bob,,"), "{missed}");
    assert!(lines[2].starts_with("3,2026-03-01T12:00:00+00:00,Bob,,"), "{missed}");
    assert_eq!(lines.len(), 3, "{missed}");
    let facts = [
        &["facts", "calls.csv", "--grain", "call", "--format", "csv", "--columns", "call_id,wait_s"],
        &SCOPE[..],
    ];
    assert_eq!(desk().run(&facts.concat()).out, "call_id,wait_s\n1,25\n2,\n3,\n5,\n");
}
