//! Reports by mail, as a server on this machine gets them; the report is on the disk whatever becomes of the mail.

use super::exports::{Exports, SCOPE};
use super::mail_server::{Conduct, MailServer};
use super::sandbox::{Ran, Sandbox};

const PLAIN: Conduct = Conduct { start_tls: false, wrapped: false, wants_login: false, to_recipients: &[] };

/// Mails the report through that server, in a folder with exports.
fn mail(desk: &Sandbox, server: &str, flags: &[&str], variables: &[(&str, &str)]) -> Ran {
    Exports::bundled().write_to(desk, "exports");
    let address = ["--mail-to", "a@example.org", "--mail-from", "b@example.org", "--smtp", server];
    let arguments = [&["report", "-o", "week.md"], &SCOPE[..], &address, flags].concat();
    let mut command = desk.command(&arguments);
    Ran::of(command.envs(variables.iter().copied()).output().unwrap())
}

/// Fails unless the mail was refused with these words and the report is there.
#[track_caller]
fn refused(desk: &Sandbox, ran: &Ran, said: &[&str]) {
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    ran.says(said);
    ran.says(&["the report itself was written"]);
    assert!(desk.read("week.md").contains("Conversations"));
}

#[test]
fn a_report_reaches_its_readers_with_its_files() {
    let (desk, server) = (Sandbox::new(), MailServer::start(PLAIN, 1));
    let to = format!("localhost:{}", server.port);
    let ran = mail(&desk, &to, &["--attach", "csv,json", "--mail-to", "c@example.org"], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.says(&["wrote week.md: ", "mailed to a@example.org, c@example.org with "]);
    let heard = server.heard();
    for part in [
        "MAIL FROM:<b@example.org>",
        "RCPT TO:<a@example.org>",
        "RCPT TO:<c@example.org>",
        "Content-Type: text/plain",
        "Content-Type: text/html",
        "filename=\"week-channels.csv\"",
        "filename=\"week.json\"",
        "\nQUIT",
    ] {
        assert!(heard.contains(part), "{part}:\n{}", &heard[..heard.len().min(3000)]);
    }
}

/// Without `-o` the mail is all there is, and the current folder holds the report if nobody takes it.
#[test]
fn a_report_that_is_mailed_alone_is_kept_where_the_mail_is_refused() {
    let conduct = Conduct { to_recipients: &["550 5.1.1 no such reader"], ..PLAIN };
    for (conduct, code, kept) in [(PLAIN, 0, false), (conduct, 2, true)] {
        let (desk, server) = (Sandbox::new(), MailServer::start(conduct, 1));
        Exports::bundled().write_to(&desk, "exports");
        let smtp = format!("localhost:{}", server.port);
        let flags = ["--mail-to", "a@example.org", "--mail-from", "b@example.org", "--smtp", &smtp];
        let ran = desk.run(&[&["report"], &SCOPE[..], &flags].concat());
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{}", ran.err);
        let name = "report-2026-04-01_2026-09-30.html";
        assert_eq!(desk.path().join(name).exists(), kept, "{}", ran.err);
        if kept {
            ran.says(&[&format!("wrote {name}: "), "refused the mail: 550", "the report itself was written"]);
            assert!(desk.read(name).contains("<h1>"));
        } else {
            ran.says(&["mailed to a@example.org"]);
            assert!(server.heard().contains("Content-Type: text/html"));
        }
    }
}

#[test]
fn tls_is_demanded_and_the_server_must_prove_who_it_is() {
    let authority = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/mail/ca.pem");
    let trusting = [("SSL_CERT_FILE", authority), ("INSIGHTS_SMTP_PASSWORD", "geheim")];
    for (scheme, start_tls) in [("smtp", true), ("smtps", false)] {
        let conduct = Conduct { start_tls, wrapped: !start_tls, wants_login: true, ..PLAIN };
        let (desk, server) = (Sandbox::new(), MailServer::start(conduct, 1));
        let to = format!("{scheme}://localhost:{}", server.port);
        let ran = mail(&desk, &to, &["--smtp-user", "anna"], &trusting);
        assert_eq!(ran.code, Some(0), "{scheme}: {}", ran.err);
        let heard = server.heard();
        let (before, after) = heard.split_once("(private)").unwrap();
        assert!(!before.contains("MAIL") && after.contains("RCPT TO:<a@example.org>"), "{heard}");

        let (desk, server) = (Sandbox::new(), MailServer::start(conduct, 1));
        let to = format!("{scheme}://localhost:{}", server.port);
        let ran = mail(&desk, &to, &[], &[("SSL_CERT_FILE", "/dev/null")]);
        refused(&desk, &ran, &["could not prove who it is", "hint: "]);

        let (desk, server) = (Sandbox::new(), MailServer::start(conduct, 1));
        let to = format!("{scheme}://127.0.0.1:{}", server.port);
        let ran = mail(&desk, &to, &[], &trusting);
        refused(&desk, &ran, &["could not prove who it is", "name the server as its certificate does"]);
    }
    let (desk, server) = (Sandbox::new(), MailServer::start(PLAIN, 1));
    let to = format!("smtp://localhost:{}", server.port);
    refused(&desk, &mail(&desk, &to, &[], &trusting), &["hint: a server that wants TLS from the first byte"]);
    assert!(!server.heard().contains("MAIL"));
}

#[test]
fn refusals_are_told_and_only_passing_ones_tried_again() {
    let (desk, server) = (
        Sandbox::new(),
        MailServer::start(Conduct { to_recipients: &["550 5.1.1 no such reader"], ..PLAIN }, 1),
    );
    let ran = mail(&desk, &format!("localhost:{}", server.port), &[], &[]);
    refused(&desk, &ran, &["refused the mail: 550", "no such reader", "hint: check --mail-to"]);

    let (desk, server) =
        (Sandbox::new(), MailServer::start(Conduct { to_recipients: &["451 4.7.1 not now"], ..PLAIN }, 2));
    let ran = mail(&desk, &format!("localhost:{}", server.port), &[], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.says(&["cannot take the mail now", "not now", "mailed to a@example.org"]);

    let conduct = Conduct { wants_login: true, ..PLAIN };
    let (desk, server) = (Sandbox::new(), MailServer::start(conduct, 1));
    desk.write("password", b"wrong\n");
    let to = format!("localhost:{}", server.port);
    let ran = mail(&desk, &to, &["--smtp-user", "anna", "--smtp-password-file", "password"], &[]);
    refused(&desk, &ran, &["wrong name or password", "hint: check --smtp-user and the password"]);
    assert!(!ran.err.contains("wrong\n"));
}

#[test]
fn the_configuration_says_who_gets_it_and_flags_go_first() {
    let conduct = Conduct { wants_login: true, ..PLAIN };
    let (desk, server) = (Sandbox::new(), MailServer::start(conduct, 2));
    Exports::bundled().write_to(&desk, "exports");
    desk.write("secrets/smtp", b"geheim\n");
    let rules = format!(
        "[mail]\nto = ['a@example.org', 'Anna <c@example.org>']\nfrom = 'b@example.org'\n\
         server = 'localhost:{}'\nuser = 'anna'\npassword_file = 'secrets/smtp'\nattach = ['csv', 'md']\n",
        server.port
    );
    desk.write("insights.toml", rules.as_bytes());
    let report = |flags: &[&str]| desk.run(&[&["report", "-o", "week.md"], &SCOPE[..], flags].concat());
    let ran = report(&[]);
    assert_eq!((ran.code, ran.err.contains("mailed")), (Some(0), false), "{}", ran.err);
    let ran = report(&["--mail"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.says(&["mailed to a@example.org, c@example.org with "]);
    let ran = report(&["--mail-to", "d@example.org", "--mail-from", "e@example.org", "--attach", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.says(&["mailed to d@example.org with 1 file"]);
    let heard = server.heard();
    let (first, second) = heard.split_once("\nQUIT").unwrap();
    for part in ["MAIL FROM:<b@example.org>", "RCPT TO:<a@", "RCPT TO:<c@", "week-channels.csv", "week.md"] {
        assert!(first.contains(part), "{part}: {first}");
    }
    for part in ["MAIL FROM:<e@example.org>", "RCPT TO:<d@", "filename=\"week.json\""] {
        assert!(second.contains(part), "{part}: {second}");
    }
    assert!(!second.contains("RCPT TO:<a@") && !second.contains("week.md"), "{second}");
}

#[test]
fn what_the_configuration_says_wrongly_is_named_with_its_key() {
    let desk = Sandbox::new();
    let said = "to = 'a@x.org'\nfrom = 'b@x.org'\n";
    for (rules, expected) in [
        (
            "from = 'b@x.org'".to_owned(),
            "error: a report by mail needs --mail-to\nhint: give it, or set `to`",
        ),
        ("to = 'anna'".to_owned(), "insights.toml, [mail], key \"to\": \"anna\" is no address"),
        (format!("{said}server = 'a b'"), "insights.toml, [mail], key \"server\": \"a b\" is no mail server"),
        (format!("{said}server = 'localhost'\nuser = 'anna'"), "or `password_file` in [mail]"),
        (format!("{said}server = 'localhost'\npassword_file = 'none'"), "cannot read the password in none"),
        (
            format!("{said}attach = 'xslx'"),
            "line 4, key \"attach\": \"xslx\" is no format\nhint: did you mean xlsx?",
        ),
        (
            format!("{said}password = 'geheim'"),
            "there is no key \"password\"\nhint: did you mean password_file?",
        ),
    ] {
        desk.write("insights.toml", format!("[mail]\n{rules}\n").as_bytes());
        let ran = desk.run(&["report", "missing.csv", "--mail", "-o", "x.md"]);
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        ran.says(&[expected]);
        assert!(!ran.err.contains("geheim"), "{}", ran.err);
    }
}

#[test]
fn what_cannot_be_mailed_is_refused_before_anything_is_read() {
    let desk = Sandbox::new();
    for (flags, said) in [
        (vec!["--mail-to", "a@x.org", "-o", "x.md"], "--mail-from"),
        (vec!["--mail"], "--mail-to"),
        (vec!["--attach", "pdf"], "--mail"),
        (
            vec!["--mail-to", "anna", "--mail-from", "b@x.org", "--smtp", "localhost", "-o", "x.md"],
            "is no address",
        ),
        (
            vec!["--mail-to", "a@x.org", "--mail-from", "b@x.org", "--smtp", "a b", "-o", "x.md"],
            "is no mail server",
        ),
    ] {
        let ran = desk.run(&[&["report", "missing.csv"], flags.as_slice()].concat());
        assert_eq!(ran.code, Some(2), "{}", ran.err);
        ran.says(&[said]);
    }
}
