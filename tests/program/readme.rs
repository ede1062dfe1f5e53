//! What the README shows is run: every command works, and prints what stands there.
//!
//! ` ```console ` blocks hold `$ commands` with all they print, ` ```sh ` blocks commands that must succeed, a ` ```crontab `
//! block lines of one, and a ` ```toml ` block that begins with a file name is that file. All run in one folder, in order.

use super::readme_tables;
use super::sandbox::Sandbox;
use std::path::Path;
use std::process::Command;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const HOW_TO_RENEW: &str =
    "if the new text is right: INSIGHTS_UPDATE_README=1 cargo test --release --test program readme";

/// Runs the tests, so it cannot run among them.
const THE_TESTS: &str = "cargo test --release";

#[test]
fn the_readme_is_true() {
    let readme = std::fs::read_to_string(README).unwrap();
    let mut renewed = readme_tables::renewed(&readme);
    if cfg!(unix) {
        renewed = with_blocks_run(&renewed);
    }
    if std::env::var_os("INSIGHTS_UPDATE_README").is_some() {
        return std::fs::write(README, renewed).unwrap();
    }
    for (number, (found, right)) in readme.lines().zip(renewed.lines()).enumerate() {
        assert_eq!(found, right, "\nREADME.md, line {}: {HOW_TO_RENEW}", number + 1);
    }
    assert_eq!(readme.lines().count(), renewed.lines().count(), "\nREADME.md: {HOW_TO_RENEW}");
}

/// The README with what its commands print now.
fn with_blocks_run(readme: &str) -> String {
    let sandbox = Sandbox::new();
    let exports = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/exports"));
    copy(exports, &sandbox, "examples/exports");
    copy(exports, &sandbox, "exports");
    let mut renewed = Vec::new();
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        renewed.push(line.to_string());
        if let Some(language) = line.strip_prefix("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            renewed.extend(ran(language, &block, &sandbox));
            renewed.push(String::from("```"));
        }
    }
    renewed.join("\n") + "\n"
}

/// The block as it should stand there.
fn ran(language: &str, block: &[&str], sandbox: &Sandbox) -> Vec<String> {
    match language {
        "console" => {
            let commands = block.iter().filter(|line| line.starts_with("$ "));
            return commands.flat_map(|line| shown(line, sandbox)).collect();
        }
        "sh" => block.iter().filter(|line| **line != THE_TESTS).for_each(|line| {
            shell(line, sandbox);
        }),
        "crontab" => block.iter().for_each(|line| {
            let command: Vec<&str> = line.split_whitespace().skip(5).collect();
            let here = sandbox.path().to_string_lossy();
            shell(&command.join(" ").replace("/srv/support", &here), sandbox);
        }),
        "toml" => {
            let name = block.first().and_then(|line| line.strip_prefix("# ")).expect("the file's name");
            sandbox.write(name, block.join("\n").as_bytes());
        }
        other => panic!("README.md: blocks of {other} are not run"),
    }
    block.iter().map(ToString::to_string).collect()
}

fn shown(line: &str, sandbox: &Sandbox) -> Vec<String> {
    let printed = shell(&line[2..], sandbox);
    std::iter::once(line.to_string()).chain(printed.lines().map(|line| line.trim_end().to_string())).collect()
}

/// Runs a line as someone in Amsterdam at a terminal of 96 columns would; it must succeed. Returns what it prints.
fn shell(line: &str, sandbox: &Sandbox) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_insights")).parent().unwrap();
    let path = format!("{}:/usr/bin:/bin", program.display());
    let line = line.replace("cargo run --release --", "insights");
    let mut command = Command::new("sh");
    command.env_clear().env("PATH", path).env("TZ", "Europe/Amsterdam").env("COLUMNS", "96");
    let output = command.args(["-c", &line]).current_dir(sandbox.path()).output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "README.md: {line}\n{err}");
    format!("{out}{err}")
}

fn copy(folder: &Path, sandbox: &Sandbox, into: &str) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        sandbox.write(&format!("{into}/{name}"), &std::fs::read(entry.path()).unwrap());
    }
}
