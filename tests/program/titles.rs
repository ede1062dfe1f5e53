//! Articles go by ids that say nothing to people, so their titles stand beside them.

use super::sandbox::Sandbox;

const VIEWS: &str = "at,article_id,title,visitor_id
2026-09-01T08:00:00Z,A1,An old title,v1
2026-09-02T08:00:00Z,A1,Where is it?,v1
2026-09-03T08:00:00Z,A1,,v2
2026-09-04T08:00:00Z,A2,,v2
2026-11-05T08:00:00Z,A1,A title to come,v3
";

const SCOPE: [&str; 6] = ["--tz", "UTC", "--period", "2026-09", "--as-of", "2026-10-01"];

fn run(views: &str, flags: &[&str]) -> String {
    let sandbox = Sandbox::new();
    sandbox.write("faq_views.csv", views.as_bytes());
    let ran = sandbox.run(&[&["faq", "faq_views.csv", "--section", "articles"], &SCOPE[..], flags].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out
}

#[test]
fn programs_find_titles_behind_all_figures() {
    assert_eq!(
        run(VIEWS, &["--format", "csv"]),
        "article_id,views,visitors,faq_votes_up,faq_votes_down,title\nA1,3,2,0,0,Where is it?\nA2,1,1,0,0,\n"
    );
    assert_eq!(
        run(VIEWS, &["--format", "csv", "--columns", "title,views"]),
        "title,views\nWhere is it?,3\n,1\n"
    );
}

#[test]
fn people_find_them_beside_ids() {
    let page = run(VIEWS, &["--format", "markdown"]);
    assert!(
        page.contains("| Article | Title | Views |") && page.contains("| A1 | Where is it? | 3 |"),
        "{page}"
    );
    let nameless = VIEWS.replace("An old title", "").replace("Where is it?", "");
    let page = run(&nameless, &["--format", "markdown"]);
    assert!(page.contains("| Article | Views |"), "{page}");
}

#[test]
fn lists_of_views_name_them() {
    let list = run(VIEWS, &["--list", "views", "--format", "csv", "--columns", "article_id,title"]);
    assert_eq!(list, "article_id,title\nA1,Where is it?\nA1,Where is it?\nA1,Where is it?\nA2,\n");
}
