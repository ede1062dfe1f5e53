//! What `--list` gives is what the figure counts: every figure of every report, held against the report itself.

use crate::sandbox::Sandbox;
use insights::catalogue::{Kpi, REPORTS};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Data, and what is asked of all reports of conversations alike.
struct Trial<'a> {
    sandbox: &'a Sandbox,
    data: &'a str,
    period: &'a [&'a str],
    filters: &'a [&'a str],
}

impl Trial<'_> {
    fn json(&self, report: &str, more: &[&str]) -> Value {
        let filters = if report == "faq" { &[][..] } else { self.filters };
        let scope = ["--as-of", "latest", "--tz", "Europe/Amsterdam", "--format", "json"];
        let ran = self.sandbox.run(&[&[report, self.data], &scope[..], self.period, filters, more].concat());
        assert_eq!(ran.code, Some(0), "{report} {more:?}: {}", ran.err);
        serde_json::from_str(&ran.out).unwrap()
    }

    /// The rows behind a figure.
    fn listed(&self, report: &str, kpi: &str) -> Vec<Value> {
        let list = self.json(report, &["--list", kpi]);
        list["sections"][0]["rows"].as_array().unwrap().clone()
    }

    /// Holds the figures of all reports against their lists, on a few threads.
    fn hold(&self) {
        let mut jobs = Vec::new();
        let mut met: Vec<&Kpi> = Vec::new();
        for family in REPORTS {
            let report = self.json(family.name, &["--limit", "0"]);
            for kpi in family.kpis() {
                if !met.contains(&kpi) {
                    met.push(kpi);
                    jobs.push((family.name, report.clone(), kpi));
                }
            }
        }
        assert!(jobs.len() > 120, "{} figures", jobs.len());
        let (jobs, faults) = (Mutex::new(jobs), Mutex::new(Vec::new()));
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| loop {
                    let Some((name, report, kpi)) = jobs.lock().unwrap().pop() else { return };
                    let rows = self.listed(name, kpi.id);
                    if let Err(fault) = holds(kpi, &report, &rows) {
                        faults.lock().unwrap().push(format!("{name} {}: {fault}", kpi.id));
                    }
                });
            }
        });
        let faults = faults.into_inner().unwrap();
        assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    }
}

/// Whether the rows make the figure of the report.
fn holds(kpi: &Kpi, report: &Value, rows: &[Value]) -> Result<(), String> {
    let unit = format!("{:?}", kpi.unit());
    let column = if unit == "Seconds" { format!("{}_n", kpi.id) } else { kpi.id.to_owned() };
    let section = section_of(report, &column);
    if unit == "Money" {
        return money_holds(kpi, report, rows);
    }
    // Some figures are shown only where another one cannot be known.
    let Some(section) = section else { return Ok(()) };
    let is_counted_by_rows = ["views", "searches", "searches_without_result"].contains(&kpi.id);
    let own = |rows: &[&Value]| match unit.as_str() {
        _ if is_counted_by_rows => Some(sum(rows)),
        "Rate" | "Score" => (!rows.is_empty()).then(|| sum(rows) / rows.len() as f64),
        "Nps" => (!rows.is_empty()).then(|| {
            let count = |holds: &dyn Fn(f64) -> bool| {
                rows.iter().filter(|row| holds(row["value"].as_f64().unwrap())).count() as f64
            };
            (count(&|score| score >= 9.0) - count(&|score| score <= 6.0)) * 100.0 / rows.len() as f64
        }),
        "Ratio" => {
            let of = |part: &str| rows.iter().filter(|row| row["counted_in"] == part).count() as f64;
            let below = of("cases_with_messages") + of("faq_visitors");
            (below > 0.0).then(|| (rows.len() as f64 - below) / below)
        }
        _ => Some(rows.len() as f64),
    };
    let groups = section["rows"].as_array().unwrap();
    let all: Vec<&Value> = rows.iter().collect();
    match kpi.id {
        // Each agent's own, not all conversations of the total.
        "handled" => same(all.len() as f64, number_of(groups, &column, &|row| row["agent"] != "(total)")),
        // A number may have called several of our lines: held against the calls themselves elsewhere.
        "repeat_callers" => Ok(()),
        _ if groups.iter().any(|row| row["agent"] == "(total)") => {
            let total = groups.iter().find(|row| row["agent"] == "(total)").unwrap();
            agree(own(&all), &total[&column])
        }
        _ if groups.len() == 1 && groups[0].get("number").is_none() => agree(own(&all), &groups[0][&column]),
        _ if unit == "Rate" => {
            let of_agents = report["sections"].as_array().unwrap().iter().find(|own| own["name"] == "agents");
            for group in of_agents.unwrap()["rows"].as_array().unwrap() {
                let rows: Vec<&Value> =
                    all.iter().copied().filter(|row| row["agent"] == group["agent"]).collect();
                agree(own(&rows), &group[&column])?;
            }
            Ok(())
        }
        _ => same(own(&all).unwrap_or(0.0), number_of(groups, &column, &|_| true)),
    }
}

/// The first section with that column.
fn section_of<'a>(report: &'a Value, column: &str) -> Option<&'a Value> {
    let sections = report["sections"].as_array().unwrap();
    sections
        .iter()
        .find(|section| section["columns"].as_array().unwrap().iter().any(|known| known["name"] == column))
}

/// Sales have a column a currency; each by AI conversation has the same below it.
fn money_holds(kpi: &Kpi, report: &Value, rows: &[Value]) -> Result<(), String> {
    let mut sums: BTreeMap<String, f64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row["value"].is_number()) {
        let currency = row["currency"].as_str().unwrap_or_default();
        *sums.entry(currency.to_owned()).or_default() += row["value"].as_f64().unwrap();
    }
    let conversations = rows.iter().filter(|row| row["counted_in"] == "ai_conversations").count();
    let below = if kpi.id == "ai_sales" { 1.0 } else { conversations as f64 };
    for (currency, sum) in sums {
        let column = if currency.is_empty() { kpi.id.to_owned() } else { format!("{}_{currency}", kpi.id) };
        agree(Some(sum / below), &report["sections"][0]["rows"][0][&column])?;
    }
    Ok(())
}

fn sum(rows: &[&Value]) -> f64 {
    rows.iter().filter_map(|row| row["value"].as_f64()).sum()
}

fn number_of(rows: &[Value], column: &str, which: &dyn Fn(&Value) -> bool) -> f64 {
    rows.iter().filter(|row| which(row)).filter_map(|row| row[column].as_f64()).sum()
}

/// Whether a number from rows is that of a report; nothing is as good as a 0 of rows.
fn agree(own: Option<f64>, figure: &Value) -> Result<(), String> {
    match (own, figure.as_f64()) {
        (own, None) => same(own.unwrap_or(0.0), 0.0),
        (None, Some(figure)) => Err(format!("nothing, and not {figure}")),
        (Some(own), Some(figure)) => same(own, figure),
    }
}

fn same(own: f64, figure: f64) -> Result<(), String> {
    let is_same = (own - figure).abs() <= 1e-9 * figure.abs().max(1.0);
    is_same.then_some(()).ok_or_else(|| format!("{own} from the rows, {figure} in the report"))
}

fn exports() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/examples/exports").to_owned()
}

#[test]
fn every_figure_of_the_bundled_exports_is_its_list() {
    let (sandbox, data) = (Sandbox::new(), exports());
    Trial { sandbox: &sandbox, data: &data, period: &[], filters: &[] }.hold();
}

/// A folder with made-up exports of four months up to the end of March.
fn months() -> Sandbox {
    let sandbox = Sandbox::new();
    let words = "demo --conversations 80 --days 120 --until 2026-03-31 --out data";
    let made = sandbox.run(&words.split(' ').collect::<Vec<_>>());
    assert_eq!(made.code, Some(0), "{}", made.err);
    sandbox
}

#[test]
fn every_figure_of_agents_placed_at_creation_is_its_list() {
    let sandbox = months();
    let filters = ["--agent", "Sanne de Vries,Youssef El Amrani", "--anchor", "created"];
    Trial { sandbox: &sandbox, data: "data", period: &["--since", "16w"], filters: &filters }.hold();
}

#[test]
fn every_figure_of_some_days_and_channels_is_its_list() {
    let sandbox = months();
    let (period, filters) = (["--since", "6w"], ["--channel", "!email"]);
    let trial = Trial { sandbox: &sandbox, data: "data", period: &period, filters: &filters };
    trial.hold();
    let calls = trial.json("facts", &["--grain", "call"]);
    let mut callers: BTreeMap<&str, usize> = BTreeMap::new();
    for call in calls["sections"][0]["rows"].as_array().unwrap().iter().filter(|row| row["call_in"] == true) {
        *callers.entry(call["caller"].as_str().unwrap_or_default()).or_default() += 1;
    }
    callers.remove("");
    let again = callers.values().filter(|times| **times > 1).count();
    assert_eq!(trial.listed("phone", "repeat_callers").len(), again);
}

/// Four conversations: three of March, of which one is answered after 5 hours and one after 5 minutes; one of before.
fn desk() -> Sandbox {
    let sandbox = Sandbox::new();
    let conversations = "conversation_id,created_at,closed_at,channel,agent,customer_id,customer_name\n\
        k1,2026-03-01T08:00:00Z,2026-03-03T08:00:00Z,email,Ann,c1,Ida\n\
        k2,2026-03-02T09:00:00Z,,chat,Bob,c1,Ida\n\
        k3,2026-03-03T10:00:00Z,,email,,c2,\n\
        k0,2026-02-01T08:00:00Z,,email,Ann,c3,Kai\n";
    sandbox.write("data/conversations.csv", conversations.as_bytes());
    let messages = "message_id,conversation_id,at,author_type,author,body\n\
        m0,k1,2026-03-01T08:00:00Z,customer,,\"Where is\nmy order?\"\n\
        m1,k1,2026-03-01T13:00:00Z,agent,Ann,On its way\n\
        m2,k2,2026-03-02T09:00:00Z,customer,,Can I cancel?\n\
        m3,k2,2026-03-02T09:05:00Z,agent,Bob,Yes\n\
        m4,k3,2026-03-03T10:00:00Z,customer,,Hello\n";
    sandbox.write("data/messages.csv", messages.as_bytes());
    let ratings = "rating_id,conversation_id,at,kind,score,agent,assigned\n\
        r1,k1,2026-03-03T09:00:00Z,stars,2,Ann,true\nr2,k2,2026-03-03T09:30:00Z,stars,5,Bob,true\n";
    sandbox.write("data/ratings.csv", ratings.as_bytes());
    sandbox
}

const MARCH: [&str; 6] = ["--since", "2026-03-01", "--until", "2026-03-10", "--as-of", "2026-03-10"];

fn csv(sandbox: &Sandbox, words: &[&str]) -> String {
    let ran = sandbox.run(&[words, &["data", "--tz", "UTC", "--format", "csv"], &MARCH].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out
}

#[test]
fn what_is_open_is_listed_once_with_its_age() {
    let sandbox = desk();
    let columns = ["--columns", "conversation_id,at,age,channel,profile,first_question"];
    let backlog =
        csv(&sandbox, &[&["summary", "--list", "backlog", "--sort", "age:desc"], &columns[..]].concat());
    // Up to the last instant of 10 March: 37 days and 16 hours, 8 days and 15 hours, 7 days and 14 hours.
    let lines: Vec<&str> = backlog.lines().collect();
    assert_eq!(lines[0], "conversation_id,at,age_s,channel,profile,first_question");
    assert!(lines[1].starts_with("k0,2026-02-01T08:00:00+00:00,3254399"), "{backlog}");
    assert!(lines[2].starts_with("k2,2026-03-02T09:00:00+00:00,745199"), "{backlog}");
    assert!(lines[2].ends_with(",chat,Ida,Can I cancel?"), "{backlog}");
    assert!(lines[3].starts_with("k3,2026-03-03T10:00:00+00:00,655199"), "{backlog}");
    assert_eq!(lines.len(), 4, "{backlog}");
    let old = csv(&sandbox, &["summary", "--list", "backlog > 8d", "--columns", "conversation_id"]);
    assert_eq!(old, "conversation_id\nk0\nk2\n");
    let one =
        csv(&sandbox, &["summary", "--list", "backlog", "--limit", "1", "--columns", "conversation_id"]);
    assert_eq!(one, "conversation_id\nk0\n");
}

#[test]
fn customers_ratings_and_late_answers_are_listed_as_what_they_are() {
    let sandbox = desk();
    let listed =
        |asked: &str, columns: &str| csv(&sandbox, &["summary", "--list", asked, "--columns", columns]);
    assert_eq!(listed("customers", "customer_id,value"), "customer_id,value\nc1,2\nc2,1\n");
    assert_eq!(listed("repeat_customers", "customer_id,value"), "customer_id,value\nc1,2\n");
    assert_eq!(listed("repeat_rate", "customer_id,value"), "customer_id,value\nc1,1\nc2,0\n");
    assert_eq!(listed("satisfaction < 3", "conversation_id,value"), "conversation_id,value\nk1,2\n");
    assert_eq!(listed("first_response > 4h", "conversation_id,agent"), "conversation_id,agent\nk1,Ann\n");
    assert_eq!(listed("first_response <= 5h", "conversation_id"), "conversation_id\nk1\nk2\n");
    // Chat is late after 2 minutes, e-mail after a day.
    assert_eq!(listed("late_rate = 100%", "conversation_id"), "conversation_id\nk2\n");
    let handled = csv(&sandbox, &["agents", "--list", "handled", "--columns", "conversation_id,agent"]);
    assert_eq!(handled, "conversation_id,agent\nk1,Ann\nk2,Bob\n");
}

#[test]
fn people_are_told_what_a_list_comes_to_and_how_to_read_on() {
    let sandbox = desk();
    let words = ["summary", "data", "--list", "first_response", "--limit", "1", "--tz", "UTC"];
    let mut command = sandbox.command(&[&words[..], &MARCH].concat());
    let ran = crate::sandbox::Ran::of(command.env("COLUMNS", "60").output().unwrap());
    // The middle of 5 minutes and 5 hours is 2 h 32 m 30 s.
    for said in ["First response: n 2 · oldest 2026-03-01 13:00", "median 2h 33m"] {
        assert!(ran.out.contains(said), "{}", ran.out);
    }
    assert!(ran.out.contains("1 more row: --limit 0 shows all"), "{}", ran.out);
    assert!(ran.out.contains("Where is my order?"), "{}", ran.out);
    ran.says(&["insights thread ID"]);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 60), "{}", ran.out);
}

#[test]
fn sections_do_without_columns_that_they_lack() {
    let sandbox = desk();
    let scope = [&["data", "--tz", "UTC"], &MARCH[..]].concat();
    let run = |words: &[&str]| sandbox.run(&[words, &scope].concat());
    let report = run(&["summary", "--format", "json", "--columns", "first_response,late_rate"]).report();
    let sections = report.0["sections"].as_array().unwrap();
    let names = |section: &Value| {
        let columns = section["columns"].as_array().unwrap().iter();
        columns.map(|column| column["name"].as_str().unwrap().to_owned()).collect::<Vec<String>>()
    };
    assert_eq!(sections.len(), 1);
    assert_eq!(names(&sections[0]), ["first_response_median_s", "late_rate"]);
    let report = run(&["agents", "--format", "json", "--sort", "late_rate:desc"]);
    report.says(&["no section has a column \"late_rate\""]);
    assert_eq!(report.code, Some(2));
    let table = run(&["channels", "--columns", "conversations,closed"]);
    assert!(table.out.contains("email") && table.out.contains("chat"), "{}", table.out);
    let table = run(&["agents", "--sort", "conversations:desc", "--limit", "1"]);
    assert!(table.out.contains("(total)") && table.out.contains("1 more row"), "{}", table.out);
    let added = run(&["channels", "--format", "csv", "--columns", "+late_rate"]);
    assert_eq!(added.out, run(&["channels", "--format", "csv"]).out);
    let mistaken = run(&["summary", "--columns", "+late_rat"]);
    mistaken.says(&["no section has a column \"late_rat\"", "late_rate"]);
}
