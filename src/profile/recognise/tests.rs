use super::*;
use crate::advice::Advised;
use crate::dataset::TableName;
use crate::profile::model::{Rule, Take};
use crate::profile::toml::{builtin, parse};

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| text.to_string()).collect()
}

fn of_file(keys: &[&str]) -> [KeyedRecords; 1] {
    [KeyedRecords::of_file(texts(keys))]
}

fn by_names(headers: &[&str], stem: &str) -> Result<Vec<Recognised>, Advised> {
    recognise(&[], &of_file(headers), stem)
}

/// Canonical column → field, for the rules that just take one.
fn fields(mapping: &Mapping) -> Vec<(&'static str, String)> {
    let columns = mapping.into.schema().columns;
    let fields = mapping.columns.iter().filter_map(|(column, rule)| match &rule.take {
        Take::Field(field) => Some((columns[*column].name, field.clone())),
        _ => None,
    });
    fields.collect()
}

fn rule<'m>(mapping: &'m Mapping, name: &str) -> &'m Rule {
    let place = mapping.into.schema().column(name).unwrap();
    &mapping.columns.iter().find(|(column, _)| *column == place).unwrap().1
}

#[test]
fn canonical_and_foreign_headers_find_their_table() {
    use TableName::*;
    for (headers, expected) in [
        (&["conversation_id", "created_at", "status"][..], Conversations),
        (&["message_id", "conversation_id", "sent_at", "author_role", "author_id", "body"], Messages),
        (&["message_id", "conversation_id", "created_at", "author_type"], Messages),
        (&["conversation_id", "at", "kind", "agent"], Events),
        (&["conversation_id", "kind", "score", "rated_at"], Ratings),
        (&["Ticket ID", "Date", "Rating", "Agent"], Ratings),
        (&["N° de ticket", "Créé le", "Statut", "Canal"], Conversations),
        (&["ID da mensagem", "ID da conversa", "Enviado em", "Tipo de autor"], Messages),
        (&["Gesprek-ID", "Aangemaakt op", "Kanaal", "Status", "Gesloten op"], Conversations),
        (&["Numer rozmowy", "Utworzono", "Kanał", "Zamknięto"], Conversations),
        (&["Order number", "Created at", "Total", "Currency"], Orders),
        (&["Call ID", "Start time", "Direction", "Talk time"], Calls),
        (&["at", "article_id", "visitor_id"], FaqViews),
        (&["at", "query", "results"], FaqSearches),
        (&["id", "name", "email", "role"], People),
        (&["post_id", "at", "kind"], Posts),
        (&["comment_id", "post_id", "at", "author"], Comments),
    ] {
        let found = by_names(headers, "export").unwrap_or_else(|why| panic!("{headers:?}: {}", why.what));
        assert_eq!((found.len(), found[0].mapping.into), (1, expected), "{headers:?}");
    }
}

#[test]
fn the_surest_header_wins_and_the_rest_is_left() {
    let headers = [
        "conversation_id",
        "channel",
        "started_at",
        "ended_at",
        "handled_by",
        "customer_id",
        "agent_id",
        "resolved",
    ];
    let found = by_names(&headers, "x").unwrap();
    let expected = [
        ("conversation_id", "conversation_id"),
        ("created_at", "started_at"),
        ("channel", "channel"),
        ("agent", "agent_id"),
        ("customer_id", "customer_id"),
    ];
    assert_eq!(fields(&found[0].mapping), expected.map(|(column, header)| (column, header.to_string())));
    // All ends are read: the earliest counts.
    assert_eq!(rule(&found[0].mapping, "closed_at").take.fields(), ["ended_at", "resolved"]);
    assert!(by_names(&["id", "created_at", "messages[].id", "messages[].body"], "x").is_ok());
    // Companies and groups have a number and a date too.
    assert!(by_names(&["id", "name", "created_at", "status"], "x").is_err());
    let twice = by_names(&["id", "ticket_id", "created", "created_at", "status", "channel"], "x").unwrap();
    assert_eq!(fields(&twice[0].mapping)[0].1, "id");
    assert_eq!(fields(&twice[0].mapping)[1].1, "created_at");
}

#[test]
fn zones_and_units_of_headers_are_kept() {
    let found = by_names(
        &["Ticket ID", "Created at (Europe/Oslo)", "Resolution time (in hrs)", "first_response_ms"],
        "x",
    )
    .unwrap();
    let mapping = &found[0].mapping;
    assert_eq!(rule(mapping, "created_at").zone.as_deref(), Some("Europe/Oslo"));
    assert_eq!(rule(mapping, "resolution_s").unit.as_deref(), Some("h"));
    assert_eq!(rule(mapping, "first_response_s").unit.as_deref(), Some("ms"));
}

#[test]
fn what_is_missing_or_open_is_said() {
    for (headers, expected) in [
        (
            &["message_id", "conversation_id", "at", "body"][..],
            "the file looks like messages, but no column says author_type",
        ),
        (&["Month", "Incoming conversations", "Avg first response time"], "the file holds totals by period"),
        (
            &["Agent name", "Assigned conversations", "Avg first response time"],
            "the file holds totals by period",
        ),
        (
            &["Call Time", "Caller ID", "Destination", "Status", "Ringing", "Talking"],
            "the file looks like calls, but no column says direction",
        ),
        (&["colour", "size"], "no known export"),
        (&["id", "name"], "the file looks like people, but no column says email"),
    ] {
        let why = by_names(headers, "x").unwrap_err();
        assert!(why.what.starts_with(expected), "{headers:?}: {}", why.what);
        assert!(!why.advice.is_empty(), "{why}");
    }
    assert_eq!(by_names(&["id", "name"], "agents").unwrap()[0].mapping.into, TableName::People);
}

#[test]
fn the_file_name_breaks_ties_only() {
    // Both say of a moment what it was about.
    let headers = ["post_id", "at", "article_id"];
    assert_eq!(by_names(&headers, "posts").unwrap()[0].mapping.into, TableName::Posts);
    assert_eq!(by_names(&headers, "faq_views").unwrap()[0].mapping.into, TableName::FaqViews);
    assert!(by_names(&headers, "x").unwrap_err().what.starts_with("the file may hold faq_views or posts"));
    // A clear case stays one under any name.
    let clear = ["conversation_id", "at", "kind", "value"];
    assert_eq!(by_names(&clear, "messages").unwrap()[0].mapping.into, TableName::Events);
}

fn profile(name: &str, recognise: &[&str]) -> Profile {
    let text = format!(
        "name = \"{name}\"\nabout = \"x\"\n[[table]]\ninto = \"conversations\"\nrecognise = {recognise:?}\n[table.columns]\nconversation_id = \"Case\"\ncreated_at = {{ from = \"Opened*\", zone = \"header\" }}\nchannel = {{ const = \"chat\" }}"
    );
    parse(&text, name).unwrap()
}

#[test]
fn the_profile_with_most_headers_wins_and_ties_are_named() {
    let profiles = [profile("one", &["Case", "Opened*"]), profile("two", &["Case", "Opened*", "Queue"])];
    let found = recognise(&profiles, &of_file(&["case", "Opened (Europe/Oslo)", "Queue"]), "x").unwrap();
    assert_eq!(found[0].profile.as_deref(), Some("two"));
    assert_eq!(rule(&found[0].mapping, "conversation_id").take, Take::Field("case".into()));
    let created = rule(&found[0].mapping, "created_at");
    assert_eq!(created.take, Take::Field("Opened (Europe/Oslo)".into()));
    assert_eq!(created.zone.as_deref(), Some("Europe/Oslo"));

    let tie = [profile("one", &["Case", "Opened*"]), profile("two", &["Case", "Queue"])];
    let why = recognise(&tie, &of_file(&["Case", "Opened", "Queue"]), "x").unwrap_err();
    assert_eq!(why.text(), "the file may be an export of one or two\nhint: say which with --profile one");
    let forced = with_profile(&tie[1], &of_file(&["Case", "Opened", "Queue"])).unwrap();
    assert_eq!(forced[0].profile.as_deref(), Some("two"));
}

#[test]
fn a_near_miss_names_the_profile_and_what_is_missing() {
    let profiles = [profile("desk", &["Case", "Opened*", "Queue", "Level", "Shift"])];
    let why =
        recognise(&profiles, &of_file(&["Case", "Opened", "Queue", "Level", "Weather"]), "x").unwrap_err();
    assert!(
        why.what.starts_with("the file looks like an export of desk, but Shift is missing"),
        "{}",
        why.what
    );
    let why = with_profile(&profiles[0], &of_file(&["Case", "Opened", "Queue", "Level"])).unwrap_err();
    assert!(
        why.what.starts_with("the file does not have the columns of profile desk; Shift is missing"),
        "{}",
        why.what
    );
}

#[test]
fn a_report_of_totals_names_the_export_that_is_needed() {
    let report =
        texts(&["Agent name", "Assigned conversations", "Avg first response time", "Avg resolution time"]);
    let why = recognise(builtin(), &[KeyedRecords::of_file(report)], "agents").unwrap_err();
    assert!(
        why.what == "the file holds totals by agent, not single conversations (chatwoot)"
            && why.advice[0].contains("/conversations"),
        "{}",
        why.what
    );
    // A table that fits better than the refusal is read.
    let tickets = texts(&[
        "Conversation ID",
        "Rating",
        "Feedback Comment",
        "Link to the conversation",
        "Agent Name",
        "Recorded date",
    ]);
    assert!(recognise(builtin(), &[KeyedRecords::of_file(tickets)], "csat").is_ok());
}

#[test]
fn lists_are_found_in_either_case() {
    let keys = texts(&[
        "CommunityName",
        "EventType",
        "TicketId",
        "Events[].Ticket.Id",
        "Events[].Ticket.CreationTime",
        "Events[].Ticket.Status",
    ]);
    let found = recognise(builtin(), &[KeyedRecords::of_file(keys)], "x").unwrap();
    assert_eq!(found[0].mapping.explode.as_deref(), Some("Events"));
    assert_eq!(rule(&found[0].mapping, "created_at").take, Take::Field("Ticket.CreationTime".into()));
}

#[test]
fn canonical_headers_need_no_profile() {
    let eager = [profile("eager", &["conversation_id", "created_at"])];
    let headers = texts(&["conversation_id", "created_at"]);
    assert_eq!(recognise(&eager, &[KeyedRecords::of_file(headers.to_vec())], "x").unwrap()[0].profile, None);
    assert!(canonical(&[KeyedRecords::of_file(headers.to_vec())], "x").is_some());
    assert!(canonical(&of_file(&["conversation_id", "created"]), "x").is_none());
}

#[test]
fn json_conversations_bring_their_messages() {
    let keys = texts(&[
        "id",
        "created_at",
        "customer.id",
        "tags[]",
        "labels[].name",
        "messages[].id",
        "messages[].author.type",
        "messages[].author_type",
        "messages[].created_at",
        "messages[].body",
        "history[].at",
        "history[].event",
    ]);
    let found = recognise(&[], &[KeyedRecords { path: "data".to_string(), keys }], "export").unwrap();
    let tables: Vec<_> =
        found.iter().map(|found| (found.mapping.into, found.mapping.explode.clone())).collect();
    assert_eq!(
        tables,
        [
            (TableName::Conversations, None),
            (TableName::Messages, Some("messages".to_string())),
            (TableName::Events, Some("history".to_string())),
        ]
    );
    assert!(found.iter().all(|found| found.mapping.records.as_deref() == Some("data")));
    assert_eq!(rule(&found[0].mapping, "customer_id").take, Take::Field("customer.id".into()));
    assert_eq!(rule(&found[0].mapping, "tags").take, Take::Field("tags[]".into()));
    assert_eq!(rule(&found[1].mapping, "conversation_id").take, Take::Field("parent.id".into()));
}

#[test]
fn github_issues_feed_three_tables() {
    let keys = texts(&[
        "owner",
        "repo",
        "number",
        "id",
        "state",
        "created_at",
        "closed_at",
        "author.username",
        "author.author_association",
        "closed_by.username",
        "comments[].id",
        "comments[].created_at",
        "comments[].author.username",
        "comments[].author.author_association",
        "reopen_metrics.reopen_timestamps[]",
    ]);
    let found = recognise(builtin(), &[KeyedRecords::of_file(keys)], "msrv3_closed").unwrap();
    let tables: Vec<_> = found.iter().map(|found| found.mapping.into).collect();
    use TableName::*;
    assert_eq!(tables, [Conversations, Messages, Messages, Events, Events]);
    assert!(found.iter().all(|found| found.profile.as_deref() == Some("github-issues")));
}

#[test]
fn a_profile_without_a_list_of_headers_needs_its_required_columns() {
    let own = profile("own", &[]);
    let found = recognise(std::slice::from_ref(&own), &of_file(&["Case", "Opened (UTC)", "x"]), "x").unwrap();
    assert_eq!(found[0].profile.as_deref(), Some("own"));
    assert!(with_profile(&own, &of_file(&["Case", "x"])).is_err());
}
