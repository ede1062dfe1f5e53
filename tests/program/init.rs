//! `init`: what it writes is read again, and holds what the files hold.

use crate::sandbox::Sandbox;

#[test]
fn a_configuration_names_data_zone_channels_and_teams() {
    let sandbox = Sandbox::new();
    let tickets = "conversation_id,created_at,channel,team,status\n\
                   1,2026-03-02T09:00:00Z,email,Tier 1,open\n\
                   2,2026-03-02T10:00:00Z,chat,Tier 1,open\n\
                   3,2026-03-02T11:00:00Z,email,Returns,open\n";
    sandbox.write("exports/conversations.csv", tickets.as_bytes());
    let mut command = sandbox.command(&["init", "exports"]);
    let ran = crate::sandbox::Ran::of(command.env("TZ", "Europe/Oslo").output().unwrap());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let written: toml::Table = sandbox.read("insights.toml").parse().unwrap();
    assert_eq!(written["data"].as_str(), Some("exports"));
    assert_eq!(written["tz"].as_str(), Some("Europe/Oslo"));
    assert_eq!(written["csv_dialect"].as_str(), Some("excel-eu"));
    // The limits that hold for these channels without any configuration.
    let targets = written["targets"].as_table().unwrap();
    assert_eq!(targets["email"]["acceptable"].as_str(), Some("48h"));
    assert_eq!(targets["chat"]["optimal"].as_str(), Some("30s"));
    assert!(sandbox.read("insights.toml").contains("[targets.teams.\"Returns\"]"));
    // What was written is understood: three conversations of 2 March, in semicolons.
    let ran = sandbox.run(&[
        "summary",
        "--period",
        "2026-03",
        "--as-of",
        "2026-03-31",
        "--columns",
        "conversations",
        "--section",
        "totals",
        "--format",
        "csv",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.out.trim_start_matches('\u{feff}').lines().nth(1), Some("3"));
    let again = sandbox.run(&["init", "exports"]);
    assert_eq!(again.code, Some(2));
    again.says(&["insights.toml is there already", "--force"]);
}
