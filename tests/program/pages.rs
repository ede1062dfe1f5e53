//! What the README and the pages beside the examples say is true: their tables are those of the program's own lists, every
//! command works and prints what stands there, every link leads somewhere.
//!
//! ` ```console ` blocks hold `$ commands` with what they print – all of it, or its beginning where `…` ends it –,
//! ` ```sh ` blocks commands that must succeed, a ` ```crontab ` block lines of one, and a ` ```toml ` block that begins
//! with a file name is that file; ` ```text ` blocks are drawings. All blocks of a page run in one folder, in order.

use super::page_tables;
use super::sandbox::Sandbox;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const HOW_TO_RENEW: &str =
    "if the new text is right: INSIGHTS_WRITE_PAGES=1 cargo test --release --test program pages";

/// Runs the tests, so it cannot run among them.
const THE_TESTS: &str = "cargo test --release --features mail";

/// Ends what a block shows of a longer output.
const CUT: &str = "…";

#[test]
fn every_page_is_true() {
    for name in pages() {
        let page = fs::read_to_string(Path::new(ROOT).join(&name)).unwrap();
        let mut renewed = page_tables::renewed(&page, &name);
        if cfg!(unix) {
            renewed = with_blocks_run(&renewed, &name);
        }
        if std::env::var_os("INSIGHTS_WRITE_PAGES").is_some() {
            fs::write(Path::new(ROOT).join(&name), renewed).unwrap();
            continue;
        }
        for (number, (found, right)) in page.lines().zip(renewed.lines()).enumerate() {
            assert_eq!(found, right, "\n{name}, line {}: {HOW_TO_RENEW}", number + 1);
        }
        assert_eq!(page.lines().count(), renewed.lines().count(), "\n{name}: {HOW_TO_RENEW}");
    }
}

#[test]
fn the_readme_names_the_rust_that_is_needed() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let needed = format!(" {} or later", env!("CARGO_PKG_RUST_VERSION"));
    assert!(readme.contains(&needed), "README.md does not say \"{needed}\"");
}

#[test]
fn every_table_stands_in_a_page() {
    let texts: Vec<String> =
        pages().iter().map(|name| fs::read_to_string(Path::new(ROOT).join(name)).unwrap()).collect();
    for name in page_tables::names() {
        let marker = format!("<!-- {name} -->");
        assert_eq!(texts.iter().map(|text| text.matches(&marker).count()).sum::<usize>(), 1, "{marker}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    for name in pages() {
        let page = Path::new(ROOT).join(&name);
        let text = fs::read_to_string(&page).unwrap();
        for target in targets(&text).filter(|target| !target.contains("://")) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(file.exists(), "{name} links to {target}");
            if !heading.is_empty() {
                let anchors = anchors(&fs::read_to_string(&file).unwrap());
                assert!(anchors.contains(heading), "{name} links to {target}; there is {anchors:?}");
            }
        }
    }
}

#[test]
fn links_and_headings_are_found() {
    let text = "see [a](x.md#two-words) and [b](#c)\n## Two *words*!\n```sh\n# none\n```\n";
    assert_eq!(targets(text).collect::<Vec<_>>(), ["x.md#two-words", "#c"]);
    assert_eq!(anchors(text), BTreeSet::from(["two-words".to_string()]));
}

/// The README and all pages beside the examples, from the root of the project.
fn pages() -> Vec<String> {
    let entries = fs::read_dir(Path::new(ROOT).join("examples")).unwrap();
    let names = entries.map(|entry| format!("examples/{}", entry.unwrap().file_name().to_str().unwrap()));
    let mut pages: Vec<String> = names.filter(|name| name.ends_with(".md")).collect();
    pages.push("README.md".to_string());
    pages.sort();
    pages
}

/// Where the links of a page lead.
fn targets(page: &str) -> impl Iterator<Item = &str> {
    page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
}

/// The names by which its headings can be linked to.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut in_block = false;
    for line in page.lines() {
        in_block ^= line.starts_with("```");
        if let Some(heading) = line.strip_prefix('#').filter(|_| !in_block) {
            let heading = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
            anchors.insert(heading.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect());
        }
    }
    anchors
}

/// The page with what its commands print now.
fn with_blocks_run(page: &str, name: &str) -> String {
    let sandbox = Sandbox::new();
    copy(&Path::new(ROOT).join("examples"), &sandbox, "examples");
    copy(&Path::new(ROOT).join("examples/exports"), &sandbox, "exports");
    let mut renewed = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        renewed.push(line.to_string());
        if let Some(language) = line.strip_prefix("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            renewed.extend(ran(language, &block, &sandbox, name));
            renewed.push(String::from("```"));
        }
    }
    renewed.join("\n") + "\n"
}

/// The block as it should stand there.
fn ran(language: &str, block: &[&str], sandbox: &Sandbox, page: &str) -> Vec<String> {
    match language {
        "console" => {
            let sessions = block.chunk_by(|_, next| !next.starts_with("$ "));
            return sessions.flat_map(|session| shown(session, sandbox, page)).collect();
        }
        "sh" => {
            for line in block.iter().filter(|line| **line != THE_TESTS) {
                shell(line, sandbox, page);
            }
        }
        "crontab" => {
            for line in block {
                let command: Vec<&str> = line.split_whitespace().skip(5).collect();
                let here = sandbox.path().to_string_lossy();
                shell(&command.join(" ").replace("/srv/support", &here), sandbox, page);
            }
        }
        "toml" => {
            let name = block.first().and_then(|line| line.strip_prefix("# ")).expect("the file's name");
            sandbox.write(name, block.join("\n").as_bytes());
        }
        "text" => {}
        other => panic!("{page}: blocks of {other} are not run"),
    }
    block.iter().map(ToString::to_string).collect()
}

/// A command and what it prints; as many lines as before where the rest was left out.
fn shown(session: &[&str], sandbox: &Sandbox, page: &str) -> Vec<String> {
    let command =
        session[0].strip_prefix("$ ").unwrap_or_else(|| panic!("{page}: no command: {}", session[0]));
    let printed = shell(command, sandbox, page);
    let mut lines = vec![session[0].to_string()];
    lines.extend(printed.lines().map(|line| line.trim_end().to_string()));
    if session.last() == Some(&CUT) && lines.len() >= session.len() {
        lines.truncate(session.len() - 1);
        lines.push(CUT.to_string());
    }
    lines
}

/// Runs a line as someone in Amsterdam at a terminal of 96 columns would; it must succeed. Returns what it prints.
fn shell(line: &str, sandbox: &Sandbox, page: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_insights")).parent().unwrap();
    let path = format!("{}:/usr/bin:/bin", program.display());
    let line = line.replace("cargo run --release --", "insights");
    let mut command = Command::new("sh");
    command.env_clear().env("PATH", path).env("TZ", "Europe/Amsterdam").env("COLUMNS", "96");
    let output = command.args(["-c", &line]).current_dir(sandbox.path()).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{page}: {line}\n{err}");
    format!("{out}{err}")
}

/// Puts the files of a folder into one of the sandbox.
fn copy(folder: &Path, sandbox: &Sandbox, into: &str) {
    for entry in fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let name = format!("{into}/{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            copy(&path, sandbox, &name);
        } else {
            sandbox.write(&name, &fs::read(&path).unwrap());
        }
    }
}
