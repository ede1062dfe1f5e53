//! The bundled configuration: what its remarks give as values holds without them, too.

use super::sandbox::Sandbox;

const EXAMPLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/insights.toml"));
const REPORTS: [&str; 9] =
    ["summary", "agents", "channels", "tags", "times", "quality", "phone", "ai", "faq"];

/// Keys without a value of their own: what the remarks give is an example.
const EXAMPLES_ONLY: [&str; 5] = ["profile", "live_timeout", "lexicon", "nl", "join"];

/// The configuration with its remarks as keys, each value changed by `value`.
fn with_remarks(value: impl Fn(&str, &str) -> String) -> String {
    let mut text = String::new();
    // Sources stand in the place of the data.
    for line in EXAMPLE.lines().take_while(|line| *line != "# [[source]]") {
        let remark = line.strip_prefix("# ");
        let key = remark.and_then(|remark| remark.split_once(" = ")).filter(|(key, _)| !key.contains(' '));
        let table = remark.filter(|remark| remark.starts_with('[') && remark.ends_with(']'));
        match (key, table) {
            (Some((key, _)), _) if EXAMPLES_ONLY.contains(&key) => {}
            (Some((key, given)), _) => text += &format!("{key} = {}\n", value(key, given)),
            (None, Some(table)) => text += &format!("{table}\n"),
            (None, None) => text += &format!("{line}\n"),
        }
    }
    text
}

/// Every report on the exports of a desk.
fn reports(desk: &Sandbox, configuration: &str) -> Vec<String> {
    desk.write("insights.toml", configuration.as_bytes());
    let report = |name: &&str| {
        let ran = desk.run(&[name, "--since", "1y", "--every", "week", "--format", "json"]);
        assert_eq!(ran.code, Some(0), "{}\n{configuration}", ran.err);
        ran.out
    };
    REPORTS.iter().map(report).collect()
}

#[test]
fn what_the_example_remarks_on_holds_anyway() {
    let desk = Sandbox::new();
    assert_eq!(desk.run(&["demo", "--until", "2026-09-30"]).code, Some(0));
    let plain = reports(&desk, EXAMPLE);
    let remarked = reports(&desk, &with_remarks(|_, value| value.to_string()));
    for (name, (one, other)) in REPORTS.iter().zip(plain.iter().zip(&remarked)) {
        assert!(one == other, "{name} differs with the remarks of examples/insights.toml as keys");
    }
    // What would change if a value were another: the data tell all but autoclose and sms_click.
    for key in [
        "week_start",
        "product_click",
        "sms_message",
        "short_abandoned",
        "service_level",
        "callback",
        "window",
    ] {
        let other = if key == "week_start" { "\"sunday\"" } else { "\"3s\"" };
        let changed = with_remarks(|name, value| String::from(if name == key { other } else { value }));
        assert!(reports(&desk, &changed) != plain, "{key} changes nothing");
    }
}
