//! The five languages as people ask for them: by flag, configuration or system; machines and mistakes stay as they are.

use super::exports::Exports;
use super::sandbox::{Ran, Sandbox};

/// A folder with exports that end on 30 September 2026, and a configuration.
fn desk(configuration: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    sandbox
        .write("insights.toml", format!("tz = \"UTC\"\nas_of = \"2026-09-30\"\n{configuration}").as_bytes());
    sandbox
}

#[test]
fn the_flag_goes_before_the_configuration_and_that_before_the_system() {
    let (plain, configured) = (desk(""), desk("lang = \"pl\"\n"));
    let ran = |desk: &Sandbox, more: &[&str]| {
        let mut command = desk.command(&[&["agents"], more].concat());
        Ran::of(command.env("LANG", "nn_NO.UTF-8").output().unwrap()).out
    };
    assert!(plain.run(&["agents"]).out.starts_with("1–30 Sep 2026 · "));
    assert!(ran(&plain, &[]).starts_with("1.–30. sep. 2026 · "));
    let polish = ran(&configured, &[]);
    assert!(polish.starts_with("1–30 wrz 2026 · ") && polish.contains("(razem)"), "{polish}");
    let german = ran(&configured, &["--lang", "de"]);
    assert!(german.starts_with("1.–30. Sept. 2026 · ") && german.contains("(gesamt)"), "{german}");
}

#[test]
fn markdown_speaks_the_language_and_machines_do_not() {
    let desk = desk("");
    let shown = desk.run(&["agents", "--lang", "nl", "--format", "markdown"]).out;
    assert!(shown.contains("# Medewerkers") && shown.contains("Eerste reactietijd"), "{shown}");
    for format in ["json", "ndjson", "csv", "tsv"] {
        let [english, dutch] = ["en", "nl"]
            .map(|language| desk.run(&["agents", "--lang", language, "--format", format, "--quiet"]).out);
        assert!(!english.is_empty());
        assert_eq!(english, dutch, "{format}");
    }
}

#[test]
fn an_unknown_language_is_refused_with_the_five() {
    let ran = desk("").run(&["agents", "--lang", "fr"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("fr") && ran.err.contains("en, nl, pl, nb, de"), "{}", ran.err);
}
