use super::{SCRIPT, STYLE};
use crate::render::{format, sample, write, Style};
use crate::report::{Cell, Column, InputProblem, Report, Table, Trend, Unit};
use sha2::{Digest, Sha256};

fn page(report: &Report) -> String {
    let mut out = Vec::new();
    write(report, format("html"), &Style::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The sections of a document: a summary with its days, tags, agents and the week.
fn document() -> Report {
    let mut totals = sample::totals();
    totals.headline = vec!["conversations".into(), "first_response".into()];
    totals.trends =
        vec![Trend { figure: "conversations".into(), values: vec![Some(3.0), None, Some(5.0), Some(4.0)] }];
    let mut weeks = sample::weeks();
    weeks.name = "over_time".into();
    let mut sections: Vec<Table> = vec![totals, sample::tags(), weeks];
    for table in &mut sections {
        table.report = Some("summary");
    }
    let mut agents = sample::agents();
    agents.report = Some("agents");
    let mut week = sample::heatmap();
    week.report = Some("times");
    sections.extend([agents, week]);
    sample::report("report", sections)
}

fn count(page: &str, text: &str) -> usize {
    page.matches(text).count()
}

#[test]
fn a_document_has_its_chapters_cards_and_charts_each_with_its_table() {
    let page = page(&document());
    for chapter in ["overview", "speed", "agents", "times", "about"] {
        assert_eq!(count(&page, &format!("<section id=\"{chapter}\">")), 1, "{chapter}");
        assert_eq!(count(&page, &format!("<a href=\"#{chapter}\">")), 1, "{chapter}");
    }
    assert!(!page.contains("id=\"phone\"") && !page.contains("#phone"), "a chapter without data is left out");
    assert_eq!(count(&page, "<article class=\"card kpi\">"), 2);
    let charts = count(&page, "role=\"img\"");
    assert_eq!((charts, count(&page, "<details>")), (2, 2), "the days and the week");
    assert_eq!(count(&page, "<title id="), charts);
    assert!(page.contains("was 960") && page.contains("▲</span> <span class=\"vh\">up </span>25%"), "{page}");
    assert!(page.contains("Satisfaction (n)") && page.contains(">4.89 <small>(12)</small>"), "{page}");
    assert_eq!(count(&page, "<small>(12)</small>"), 13, "of fourteen rows one has no rating");
    assert!(page.contains("<tfoot><tr><th scope=\"row\""), "the team and the total stand in the foot");
}

#[test]
fn the_policy_lets_in_the_own_style_and_script_alone() {
    let page = page(&document());
    let policy = page.split("Content-Security-Policy\" content=\"").nth(1).unwrap();
    let policy = policy.split('"').next().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"),
        "{policy}"
    );
    for (tag, own) in [("style", STYLE), ("script", SCRIPT)] {
        let text =
            page.split(&format!("<{tag}>")).nth(1).unwrap().split(&format!("</{tag}>")).next().unwrap();
        assert_eq!(text, own);
        assert_eq!(count(&page, &format!("<{tag}")), 1);
        let digest = Sha256::digest(text.as_bytes());
        let bits: String = digest.iter().map(|byte| format!("{byte:08b}")).collect();
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let hash: String = (0..42)
            .map(|place| usize::from_str_radix(&bits[place * 6..place * 6 + 6], 2).unwrap())
            .map(|index| letters.chars().nth(index).unwrap())
            .collect();
        assert!(policy.contains(&format!("'sha256-{hash}")), "{policy} has no {hash}");
    }
    for outside in ["style=\"", "http:", "https:", "src=", "@import", "onclick", "javascript:"] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn text_from_files_is_harmless_wherever_it_stands() {
    let hostile = format!(
        "</td></style><script>alert(1)</script>\"'><img src=x>\u{202e}\u{1b}[31m\u{0}{}",
        "x".repeat(10_000)
    );
    let cell = || Cell::Text(hostile.clone());
    let mut sections = Vec::new();
    for (report, name) in [
        ("channels", "channels"),
        ("agents", "agents"),
        ("summary", "top_tags"),
        ("phone", "numbers"),
        ("x", "y"),
    ] {
        let columns = vec![
            Column::dimension(name, crate::language::Caption::Named(hostile.clone()), Unit::Text),
            sample::figure(("conversations", "Conversations"), Unit::Count, crate::report::Theme::Volume, 0),
            sample::figure(("handled", "Handled"), Unit::Count, crate::report::Theme::Volume, 0),
        ];
        let mut table = sample::table(name, columns, vec![vec![cell(), Cell::Whole(3), Cell::Whole(2)]]);
        table.report = Some(report);
        sections.push(table);
    }
    let mut report = sample::report("report", sections);
    report.scope.tz = hostile.clone();
    report.scope.filters.insert(hostile.clone(), vec![hostile.clone()]);
    report.input.problems.push(InputProblem {
        outcome: "rejected",
        table: "messages",
        column: hostile.clone(),
        what: hostile.clone(),
        advice: String::new(),
        cases: 1,
        file: hostile.clone(),
        row: None,
    });
    let page = page(&report);
    assert_eq!((count(&page, "<script"), count(&page, "<style"), count(&page, "<img")), (1, 1, 0));
    assert!(!page.contains(['\u{202e}', '\u{1b}', '\u{0}']));
    assert!(page.contains("&lt;script&gt;"));
    assert!(page.len() < 200_000, "{} bytes", page.len());
}

#[test]
fn any_report_becomes_a_page() {
    let small = page(&sample::small());
    assert!(
        small.contains("<h1>Summary</h1>") && small.contains("<title>Summary, 1–30 September 2026</title>")
    );
    assert!(small.contains("=returns|"), "tags are listed");
    let weeks = page(&sample::report("channels", vec![sample::weeks()]));
    assert_eq!(count(&weeks, "role=\"img\""), 2, "a chart a figure over the weeks");
    let mut many = sample::agents();
    many.rows = (0..2_000).map(|_| many.rows[0].clone()).collect();
    let many = page(&sample::report("agents", vec![many]));
    assert!(
        many.contains("<summary>950 more rows</summary>")
            && many.contains("1,000 more rows are not on this page")
    );
    let regions: Vec<&str> = many.split("role=\"region\" aria-label=").skip(1).collect();
    let mut names: Vec<&str> = regions.iter().filter_map(|rest| rest.split('"').nth(1)).collect();
    names.sort_unstable();
    assert!(names.len() >= 2 && names.windows(2).all(|two| two[0] != two[1]), "{names:?}");
    let empty = page(&sample::report(
        "tags",
        vec![sample::table("tags", vec![sample::dimension("tag", "Tag")], Vec::new())],
    ));
    assert!(empty.contains("no rows"));
}
