//! Facts kept beside an archive: taken again they give what the exports give, and never what is no longer so.

use super::archive::{import, random};
use super::exports::Exports;
use super::sandbox::{Ran, Sandbox};
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A question of every way in which the "now" and the past come in.
const QUESTIONS: [&str; 8] = [
    "summary --since 30d --by channel --every week",
    "summary --since 60d --compare previous --anchor created",
    "agents --since 90d",
    "quality --since 90d --every month",
    "ai --since 45d",
    "faq --since 60d --section before_contact",
    "phone --since 30d",
    "summary --anchor closed",
];

/// The files of facts beside an archive.
fn kept(sandbox: &Sandbox) -> Vec<PathBuf> {
    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                files(&entry, found);
            } else {
                found.push(entry);
            }
        }
    }
    let mut found = Vec::new();
    files(&sandbox.path().join("kept/facts"), &mut found);
    found.sort();
    found
}

fn ask(sandbox: &Sandbox, question: &str, path: &str, as_of: &str) -> Ran {
    let words: Vec<&str> = question.split(' ').collect();
    let scope = [path, "--as-of", as_of, "--tz", "Europe/Amsterdam", "--format", "json", "--quiet"];
    sandbox.run(&[words.as_slice(), &scope].concat())
}

/// What a report says, but for what its files are called and where in them something stands.
fn said(ran: Ran) -> Value {
    let mut report = ran.report().0;
    for own in ["files", "exports", "problems"] {
        report["input"].as_object_mut().unwrap().remove(own);
    }
    report
}

/// Where two reports differ first.
fn differing(one: &Value, other: &Value) -> Option<String> {
    let entries = |value: &Value| -> Vec<(String, Value)> {
        match value {
            Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
            Value::Array(list) => {
                (0..).zip(list).map(|(at, value): (u32, _)| (at.to_string(), value.clone())).collect()
            }
            _ => Vec::new(),
        }
    };
    let (own, others) = (entries(one), entries(other));
    if own.is_empty() || own.len() != others.len() {
        return (one != other).then(|| format!(": {:.300} and {:.300}", one.to_string(), other.to_string()));
    }
    own.iter()
        .zip(&others)
        .find_map(|((key, one), (_, other))| differing(one, other).map(|found| format!("/{key}{found}")))
}

#[test]
fn whenever_it_is_asked_an_archive_says_what_the_exports_say() {
    let sandbox = Sandbox::new();
    let demo = ["demo", "--conversations", "150", "--until", "2026-09-30", "--seed", "11"];
    assert_eq!(sandbox.run(&demo).code, Some(0));
    import(&sandbox, &["exports"]);
    let seed = 20_261_126;
    let mut random = random(seed);
    for round in 0..16 {
        // In the last days a window closes, or an AI agent is silent for long enough, at any minute.
        let (day, hour, minute) = (21 + random(9), random(24), random(60));
        let as_of = match round {
            0 => "latest".to_owned(),
            1 => "2026-09-30".to_owned(),
            2 => "2026-10-02T00:00:00Z".to_owned(),
            3 => "2027-01-01".to_owned(),
            4 => "2026-08-15T11:00:00Z".to_owned(),
            _ => format!("2026-09-{day}T{hour:02}:{minute:02}:00Z"),
        };
        for question in [QUESTIONS[round % QUESTIONS.len()], QUESTIONS[random(QUESTIONS.len())]] {
            let archive = said(ask(&sandbox, question, "kept", &as_of));
            let again = said(ask(&sandbox, question, "kept", &as_of));
            let exports = said(ask(&sandbox, question, "exports", &as_of));
            assert_eq!(differing(&archive, &exports), None, "{question} as of {as_of}, seed {seed}");
            assert_eq!(
                differing(&again, &exports),
                None,
                "{question} as of {as_of}, asked again, seed {seed}"
            );
        }
    }
    assert!(!kept(&sandbox).is_empty());
}

#[test]
fn facts_that_hold_are_not_derived_again() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    import(&sandbox, &["exports"]);
    let changed = || -> Vec<_> {
        let files = kept(&sandbox).into_iter();
        files.map(|file| (file.metadata().unwrap().modified().unwrap(), file)).collect()
    };
    ask(&sandbox, "summary", "kept", "2027-03-01").report();
    let first = changed();
    assert!(!first.is_empty());
    ask(&sandbox, "agents --since 300d", "kept", "2027-05-01T12:00:00Z").report();
    assert_eq!(changed(), first, "nothing happened between the two");
    // Other rules: other facts, the first stay.
    sandbox.write("insights.toml", b"[targets.email]\noptimal = \"1h\"\nacceptable = \"2h\"\n");
    ask(&sandbox, "agents --since 300d", "kept", "2027-05-01T12:00:00Z").report();
    assert_eq!(changed().len(), 2 * first.len());
}

#[test]
fn what_is_imported_or_forgotten_goes_from_the_facts_too() {
    let sandbox = Sandbox::new();
    let rows = "conversation_id,created_at,closed_at,status,channel,customer_id\n\
        a1,2026-01-05T09:00:00Z,2026-01-06T09:00:00Z,closed,email,ann-unmistakable\n\
        b1,2026-02-11T09:00:00Z,2026-02-11T10:00:00Z,closed,email,bob\n";
    sandbox.write("exports/conversations.csv", rows.as_bytes());
    import(&sandbox, &["exports"]);
    let count = |expected: f64| {
        let report = ask(&sandbox, "summary --since 2026-01-01", "kept", "2026-03-31").report();
        report.holds(&[("conversations", expected)]);
    };
    count(2.0);
    let of_january = |files: &[PathBuf]| -> Vec<PathBuf> {
        let is_it = |file: &&PathBuf| file.display().to_string().contains("2026-01");
        files.iter().filter(is_it).cloned().collect()
    };
    let before = kept(&sandbox);
    assert_eq!(of_january(&before).len(), 1);
    assert!(before.iter().any(|file| texts_of(file).contains("ann-unmistakable")));
    sandbox.write(
        "more/conversations.csv",
        b"conversation_id,created_at,channel\nc1,2026-01-20T09:00:00Z,chat\n",
    );
    import(&sandbox, &["more"]);
    let left = kept(&sandbox);
    assert!(of_january(&left).is_empty() && !left.is_empty(), "{left:?}");
    count(3.0);
    let forgotten =
        sandbox.run(&["archive", "forget", "--customer", "ann-unmistakable", "--archive", "kept"]);
    assert_eq!(forgotten.code, Some(0), "{}", forgotten.err);
    for file in kept(&sandbox) {
        assert!(!texts_of(&file).contains("ann-unmistakable"), "{}", file.display());
    }
    count(2.0);
}

/// The texts of a file of facts, which are compressed.
fn texts_of(file: &Path) -> String {
    let bytes = std::fs::read(file).unwrap();
    let mut texts = String::new();
    // Each block is a frame of its own, and says how long it is.
    for at in memchr::memmem::find_iter(&bytes, &[0x28, 0xb5, 0x2f, 0xfd]) {
        let mut unpacked = Vec::new();
        let frame = zstd::stream::read::Decoder::new(&bytes[at..]).unwrap();
        if frame.single_frame().read_to_end(&mut unpacked).is_ok() {
            texts.push_str(&String::from_utf8_lossy(&unpacked));
        }
    }
    texts + &String::from_utf8_lossy(&bytes)
}

#[test]
fn damaged_facts_are_derived_anew_and_a_damaged_archive_is_told_beside_them() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    import(&sandbox, &["exports"]);
    let asked = || ask(&sandbox, "summary --since 400d", "kept", "2026-12-31");
    let right = said(asked());
    for file in kept(&sandbox) {
        let bytes = std::fs::read(&file).unwrap();
        std::fs::write(&file, &bytes[..bytes.len() - 7]).unwrap();
    }
    assert_eq!(differing(&said(asked()), &right), None);
    let part = std::fs::read_dir(sandbox.path().join("kept/conversations")).unwrap().next().unwrap();
    let victim = std::fs::read_dir(part.unwrap().path()).unwrap().next().unwrap().unwrap().path();
    let mut bytes = std::fs::read(&victim).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&victim, bytes).unwrap();
    let hurt = sandbox.run(&["summary", "kept", "--since", "400d", "--as-of", "2026-12-31"]);
    assert_eq!(hurt.code, Some(1));
    let name = victim.file_name().unwrap().to_str().unwrap().to_owned();
    assert!(hurt.err.contains(&name) && hurt.err.contains("damaged"), "{}", hurt.err);
}

#[cfg(unix)]
#[test]
fn an_archive_that_may_not_be_written_is_read_all_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    import(&sandbox, &["exports"]);
    // A file where the folder of facts would be is in the way of everybody, whoever runs the test.
    sandbox.write("kept/facts", b"");
    let lock = std::fs::read_dir(sandbox.path().join("kept")).unwrap().map(|entry| entry.unwrap().path());
    for file in lock.filter(|path| path.is_file()) {
        std::fs::set_permissions(file, PermissionsExt::from_mode(0o444)).unwrap();
    }
    let archive = said(ask(&sandbox, "summary --since 400d", "kept", "2026-12-31"));
    assert!(archive == said(ask(&sandbox, "summary --since 400d", "exports", "2026-12-31")));
    assert!(kept(&sandbox).is_empty());
}

#[cfg(unix)]
#[test]
fn what_somebody_else_put_beside_the_facts_stays() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "exports");
    import(&sandbox, &["exports"]);
    sandbox.write("kept/facts/mine/notes.part", b"mine");
    sandbox.write("elsewhere/notes.part", b"mine");
    let link = sandbox.path().join("kept/facts/0123456789abcdef");
    std::os::unix::fs::symlink(sandbox.path().join("elsewhere"), link).unwrap();
    // Facts under more rules than are kept, and an import that makes them others.
    for window in 1..8 {
        sandbox.write("insights.toml", format!("[faq]\nwindow = \"{window}d\"\n").as_bytes());
        assert_eq!(ask(&sandbox, "summary", "kept", "2026-12-31").code, Some(0));
    }
    sandbox.write("more/conversations.csv", b"conversation_id,created_at\nnew,2026-05-02T09:00:00Z\n");
    import(&sandbox, &["more"]);
    for file in ["kept/facts/mine/notes.part", "elsewhere/notes.part"] {
        assert_eq!(sandbox.read(file), "mine", "{file}");
    }
}
