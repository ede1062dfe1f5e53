use super::*;
use crate::advice::Advised;
use crate::profile::model::{Condition, Rule, Take};

fn rule(take: Take) -> Rule {
    Rule::plain(take)
}

fn field(name: &str) -> Rule {
    rule(Take::Field(name.into()))
}

#[test]
fn every_operator_is_read() {
    let text = r#"
        name = "all"
        about = "Everything"
        zone = "Europe/Oslo"
        [[table]]
        into = "messages"
        recognise = ["id", "Sent*"]
        records = "data.items"
        explode = "comments"
        where = { kind = "note", state = { not = ["a", "b"] } }
        [table.columns]
        message_id = { joined = ["parent.id", "id"], with = "-" }
        conversation_id = "parent.id"
        at = { from = "Sent*", zone = "header", zero_is_null = true }
        author_type = { first_of = [
          { equals_parent = "author.username", then = "customer" },
          { exists = "bot", then = "ai" },
          { from = "role", values = { MEMBER = "agent", 3 = "system" }, only_values = true },
          { const = "system" },
        ] }
        private = { equal = ["a", "b"], then = "true" }
        body = { index = true }
    "#;
    let profile = parse(text, "all.toml").unwrap();
    assert_eq!((profile.name.as_str(), profile.zone.as_deref()), ("all", Some("Europe/Oslo")));
    let table = &profile.tables[0];
    assert_eq!(table.into, TableName::Messages);
    assert_eq!((table.records.as_deref(), table.explode.as_deref()), (Some("data.items"), Some("comments")));
    assert_eq!(
        table.filter,
        [
            Condition { field: "kind".into(), is: vec!["note".into()], of: None, negated: false },
            Condition { field: "state".into(), is: vec!["a".into(), "b".into()], of: None, negated: true },
        ]
    );
    let expected = [
        rule(Take::Joined { fields: vec!["parent.id".into(), "id".into()], with: "-".into() }),
        field("parent.id"),
        Rule { zone: Some("header".into()), zero_is_null: true, ..field("Sent*") },
        rule(Take::FirstOf(vec![
            rule(Take::Equal {
                fields: ["author.username".into(), "parent.author.username".into()],
                then: "customer".into(),
            }),
            rule(Take::Exists { field: "bot".into(), then: "ai".into() }),
            Rule {
                values: vec![("MEMBER".into(), "agent".into()), ("3".into(), "system".into())],
                only_values: true,
                ..field("role")
            },
            rule(Take::Constant("system".into())),
        ])),
        rule(Take::Equal { fields: ["a".into(), "b".into()], then: "true".into() }),
        rule(Take::Index),
    ];
    let schema = TableName::Messages.schema();
    let names = ["message_id", "conversation_id", "at", "author_type", "private", "body"];
    let places = names.map(|name| schema.column(name).unwrap());
    assert_eq!(table.columns, places.into_iter().zip(expected).collect::<Vec<_>>());
}

#[test]
fn errors_name_file_key_and_the_nearest_name() {
    let with =
        |columns: &str| format!("name = \"x\"\n[[table]]\ninto = \"events\"\n[table.columns]\n{columns}");
    let whole = "conversation_id = \"id\"\nat = \"at\"\n";
    for (text, expected) in [
        ("about = \"x\"".to_string(), "p.toml: name is missing"),
        ("name = \"x\"".to_string(), "p.toml: [[table]] is missing"),
        ("nmae = \"x\"".to_string(), "p.toml: nmae: no key is called nmae\nhint: did you mean name?"),
        ("name = [".to_string(), "p.toml is not a TOML file"),
        (
            "name = \"x\"\n[[table]]\ninto = \"event\"\ncolumns = {}".to_string(),
            "p.toml: table 1: into: no table is called event\nhint: did you mean events?",
        ),
        (with("knid = \"x\""), "p.toml: columns of events: no column is called knid\nhint: did you mean kind?"),
        (with(whole), "p.toml: table 1 (events) does not say where kind comes from"),
        (
            with(&format!("{whole}kind = {{ const = \"close\", frm = \"x\" }}")),
            "p.toml: events.kind: frm: no key is called frm\nhint: did you mean from?",
        ),
        (
            with(&format!("{whole}kind = {{ const = \"clozed\" }}")),
            "p.toml: columns of events: kind: no event kind is called clozed\nhint: did you mean closed?",
        ),
        (
            with(&format!("{whole}kind = {{ const = \"closed\", from = \"x\" }}")),
            "p.toml: events.kind must be given by exactly one of from, const",
        ),
        (with(&format!("{whole}kind = {{ exists = \"x\" }}")), "p.toml: events.kind: then is missing"),
        (
            with("conversation_id = \"id\"\nkind = \"k\"\nat = { from = \"a\", zone = \"Europe/Amsterdm\" }"),
            "p.toml: events.at: zone: no time zone is called Europe/Amsterdm\nhint: did you mean Europe/Amsterdam?",
        ),
        (
            format!("{}\n[[refuse]]\nrecognise = \"a\"\nholds = \"b\"", with(&format!("{whole}kind = \"k\""))),
            "p.toml: refuse 1: instead is missing",
        ),
        (with(&format!("{whole}kind = 5")), "p.toml: events.kind must be the header in quotes"),
    ] {
        let error = Advised::of(&parse(&text, "p.toml").unwrap_err()).text();
        assert!(error.starts_with(expected), "{error}\n— expected —\n{expected}");
    }
}

#[test]
fn all_profiles_that_come_with_the_program_are_read() {
    for (origin, text) in BUILTIN {
        let profile = parse(text, origin).unwrap_or_else(|error| panic!("{error:#}"));
        assert_eq!(format!("{}.toml", profile.name), *origin);
        assert!(!profile.about.is_empty());
    }
    assert_eq!(builtin().len(), BUILTIN.len());
    assert!(builtin().windows(2).all(|pair| pair[0].name < pair[1].name));
}

#[test]
fn the_page_on_input_names_every_key() {
    let page = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/input.md"));
    let others = ["name", "about", "zone", "recognise", "holds", "instead", "[[table]]", "[[refuse]]"];
    for key in TABLE_KEYS.iter().chain(rule::RULE_KEYS).chain(&others) {
        assert!(page.contains(&format!("`{key}`")), "examples/input.md does not say what {key} means");
    }
}
