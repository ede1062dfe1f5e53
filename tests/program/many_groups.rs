//! Reports of more rows than are made at once: order, limits, totals and columns are those of a short one.

use super::sandbox::Sandbox;

/// More agents than rows that are made at once.
const AGENTS: usize = 5_000;
const SCOPE: [&str; 7] = ["conversations.csv", "--period", "2026-01", "--as-of", "2026-02-01", "--tz", "UTC"];

/// Conversations of many agents, and of nobody: every hundredth agent has two, on two days, every other one; nobody three.
fn desk() -> Sandbox {
    let mut text = String::from("conversation_id,created_at,agent,tags\n");
    for agent in 0..AGENTS {
        for day in 1..=1 + usize::from(agent.is_multiple_of(100)) {
            text += &format!("{agent}-{day},2026-01-0{day}T09:00:00Z,A{agent:04},T{agent:04}\n");
        }
    }
    (1..=3).for_each(|n| text += &format!("n{n},2026-01-02T09:00:00Z,,\n"));
    let desk = Sandbox::new();
    desk.write("conversations.csv", text.as_bytes());
    desk
}

fn lines(desk: &Sandbox, words: &[&str]) -> Vec<String> {
    let ran = desk.run(&[words, &SCOPE, &["--format", "csv"]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.out.lines().map(str::to_owned).collect()
}

#[test]
fn totals_stay_last_whatever_the_order_and_the_limit() {
    let desk = desk();
    let columns = ["agents", "--columns", "agent,conversations"];
    let all = lines(&desk, &columns);
    assert_eq!(all.len(), 1 + AGENTS + 2);
    assert_eq!(all[..4], ["agent,conversations", "A0000,2", "A0001,1", "A0002,1"]);
    // 5,000 agents, every hundredth of them twice, and three of nobody.
    assert_eq!(all[AGENTS..], ["A4999,1", "(team),3", "(total),5053"]);
    let most = lines(&desk, &[&columns[..], &["--sort=conversations:desc", "--limit", "3"]].concat());
    assert_eq!(most[1..], ["A0000,2", "A0100,2", "A0200,2", "(team),3", "(total),5053"]);
    let last = lines(&desk, &[&columns[..], &["--sort=agent:desc", "--limit", "1"]].concat());
    assert_eq!(last[1..], ["A4999,1", "(team),3", "(total),5053"]);
}

#[test]
fn every_group_stands_in_every_stretch_of_time() {
    let desk = desk();
    let cut = ["summary", "--by", "agent", "--every", "week", "--columns", "bucket,agent,conversations"];
    let weeks = lines(&desk, &cut);
    // Five weeks touch January; in each stand all agents and nobody.
    assert_eq!(weeks.len(), 1 + 5 * (AGENTS + 1));
    assert_eq!(weeks[1..3], ["2026-W01,A0000,2", "2026-W01,A0001,1"]);
    assert_eq!(weeks[1 + AGENTS..][..2], ["2026-W01,,3", "2026-W02,A0000,0"]);
}

#[test]
fn a_ranking_of_all_goes_by_number_and_then_by_name() {
    let desk = desk();
    let ranking = lines(&desk, &["tags", "--limit", "0", "--columns", "tag,conversations,share"]);
    assert_eq!(ranking.len(), 1 + AGENTS);
    // Two of 5,053 conversations.
    assert_eq!(ranking[1], format!("T0000,2,{}", 2.0 / 5053.0));
    let names: Vec<&str> = [1, 50, 51, 52, AGENTS].map(|line| &ranking[line][..7]).into();
    assert_eq!(names, ["T0000,2", "T4900,2", "T0001,1", "T0002,1", "T4999,1"]);
    let short = lines(&desk, &["tags", "--columns", "tag,conversations,share"]);
    assert_eq!(short[..], ranking[..11]);
}

#[test]
fn a_table_for_people_holds_all_rows_in_one_width() {
    let desk = desk();
    let columns = ["tags", "--limit", "0", "--columns", "tag,conversations"];
    let ran = desk.run(&[&columns[..], &SCOPE].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let rows: Vec<&str> = ran.out.lines().skip_while(|line| !line.starts_with("T0000")).collect();
    let cells = |row: &&str| row.split_whitespace().collect::<Vec<_>>().join(",");
    assert_eq!(rows.iter().map(cells).collect::<Vec<_>>(), lines(&desk, &columns)[1..]);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "numbers end in one column");
}
