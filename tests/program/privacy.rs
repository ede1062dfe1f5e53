//! Customers stay out of errors, logs and, where that is asked for, out of every output.

use super::sandbox::Sandbox;

const SECRETS: [&str; 4] = ["Jan Jansen", "jan.jansen@example.com", "+31612345678", "Kerkstraat"];

#[track_caller]
fn hides(sandbox: &Sandbox, arguments: &[&str]) {
    let ran = sandbox.run(arguments);
    for secret in SECRETS {
        assert!(!ran.err.contains(secret), "{arguments:?} shows {secret}: {}", ran.err);
    }
}

#[test]
fn a_first_row_that_is_no_header_is_not_shown() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.csv",
        b"C1,2026-01-02 09:00:00,Jan Jansen,jan.jansen@example.com,+31612345678\n\
          C2,2026-01-03 09:00:00,Piet,piet@example.com,+31612345679\n",
    );
    for flags in [&["summary", "a.csv"][..], &["summary", "a.csv", "-v"]] {
        hides(&sandbox, flags);
    }
    sandbox.run(&["summary", "a.csv"]).says(&["its first line holds data"]);
}

#[test]
fn values_that_stand_where_they_do_not_belong_are_not_shown() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.csv",
        b"conversation_id,created_at,closed_at\n1,2026-01-02T09:00:00Z,Jan Jansen\n\
          2,jan.jansen@example.com,\n3,+31612345678,Kerkstraat 12\n",
    );
    hides(&sandbox, &["summary", "a.csv"]);
    hides(&sandbox, &["summary", "a.csv", "-v"]);
}

#[test]
fn a_customer_who_was_not_asked_for_is_not_shown() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.csv",
        b"conversation_id,created_at,customer_id\n1,2026-01-02T09:00:00Z,jan.jansen@example.com\n",
    );
    hides(&sandbox, &["summary", "a.csv", "--customer", "jan.janssen@example.com"]);
}

#[test]
fn pseudonyms_stand_in_every_output_and_tell_customers_apart() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.csv",
        b"conversation_id,created_at,customer_id,subject\n1,2026-01-02T09:00:00Z,Jan Jansen,Hello\n\
          2,2026-01-03T09:00:00Z,Jan Jansen,Again\n3,2026-01-04T09:00:00Z,Piet,Hi\n",
    );
    let scope = ["a.csv", "--period", "2026-01", "--as-of", "2026-02-01", "--tz", "UTC", "--pseudonymise"];
    for command in [&["conversations"][..], &["facts"], &["report"], &["summary", "--list", "backlog"]] {
        for form in ["csv", "json", "markdown", "html", "table"] {
            let ran = sandbox.run(&[command, &scope[..], &["--format", form]].concat());
            assert!(ran.code == Some(0) || form == "csv", "{command:?} {form}: {}", ran.err);
            for secret in ["Jan Jansen", "Piet", "Hello"] {
                assert!(!ran.out.contains(secret), "{command:?} {form} shows {secret}");
            }
        }
    }
    let customers = |key: &[&str]| {
        let arguments = [&["facts"], &scope[..], &["--format", "json"], key].concat();
        let report = sandbox.run(&arguments).report();
        let rows = report.0["sections"][0]["rows"].as_array().unwrap().clone();
        rows.iter().map(|row| row["customer"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let own = customers(&[]);
    assert!(own.len() == 3 && own[0] == own[1] && own[0] != own[2], "{own:?}");
    // Without a key another run has other pseudonyms; with one it has the same.
    assert_ne!(customers(&[]), own);
    assert_eq!(customers(&["--key", "own.key"]), customers(&["--key", "own.key"]));
}
