//! What may befall an archive: killed, crowded, damaged or starved, it loses nothing and serves the rest.

use super::archive::{files, import, random};
use super::exports::Exports;
use super::sandbox::{Ran, Sandbox};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

/// A small world in two overlapping halves, the first of them imported.
fn half_imported() -> Sandbox {
    let sandbox = Sandbox::new();
    Exports::bundled().halved(6, 4).write_to(&sandbox, "both");
    for entry in std::fs::read_dir(sandbox.path().join("both")).unwrap().map(|entry| entry.unwrap().path()) {
        let (half, name) = entry.file_name().unwrap().to_str().unwrap().split_once('-').unwrap();
        sandbox.write(&format!("half-{half}/{name}"), &std::fs::read(&entry).unwrap());
    }
    import(&sandbox, &["half-1"]);
    sandbox
}

fn summary(sandbox: &Sandbox, path: &str) -> Ran {
    sandbox.run(&[
        "summary",
        path,
        "--period",
        "2026-08",
        "--tz",
        "UTC",
        "--as-of",
        "2026-09-30",
        "--format",
        "csv",
    ])
}

fn kept(sandbox: &Sandbox) -> Vec<(String, Vec<u8>)> {
    files(&sandbox.path().join("kept")).into_iter().collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// How often an import is killed; more by the variable `INSIGHTS_KILLS`.
fn kills() -> u64 {
    std::env::var("INSIGHTS_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(6)
}

#[test]
fn a_killed_import_leaves_the_archive_as_it_was_or_as_it_was_to_be() {
    let sandbox = half_imported();
    let (target, spare) = (sandbox.path().join("kept"), sandbox.path().join("spare"));
    copy(&target, &spare);
    let before = summary(&sandbox, "kept").out;
    let begun = std::time::Instant::now();
    import(&sandbox, &["half-2"]);
    let lasts = usize::try_from(begun.elapsed().as_micros()).unwrap();
    let (after, whole) = (summary(&sandbox, "kept").out, kept(&sandbox));
    assert_ne!(before, after);
    let mut random = random(7);
    for _ in 0..kills() {
        std::fs::remove_dir_all(&target).unwrap();
        copy(&spare, &target);
        let mut child = sandbox
            .command(&["import", "half-2", "--archive", "kept", "--tz", "UTC"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(random(lasts) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        let verified = sandbox.run(&["archive", "verify", "--archive", "kept"]);
        assert_eq!(verified.code, Some(0), "{}", verified.err);
        let now = summary(&sandbox, "kept");
        assert_eq!(now.code, Some(0), "{}", now.err);
        assert!(now.out == before || now.out == after, "{}", now.out);
        import(&sandbox, &["half-2"]);
        assert!(kept(&sandbox) == whole, "the next import gives another archive");
    }
}

#[test]
fn two_imports_at_once_are_one_after_the_other() {
    let sandbox = half_imported();
    let expected = {
        let other = half_imported();
        Exports::bundled().write_to(&other, "exports");
        import(&other, &["exports"]);
        let start = other.path().display().to_string();
        kept(&other).into_iter().map(|(path, bytes)| (path.replace(&start, ""), bytes)).collect::<Vec<_>>()
    };
    let pieces = Exports::bundled().pieces(2, &mut random(3));
    pieces[0].write_to(&sandbox, "one");
    pieces[1].write_to(&sandbox, "other");
    let start = |folder| {
        let mut command = sandbox.command(&["import", folder, "--archive", "kept", "--tz", "UTC"]);
        command.stderr(Stdio::piped()).spawn().unwrap()
    };
    for child in [start("one"), start("other")] {
        let ran = Ran::of(child.wait_with_output().unwrap());
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
    let start = sandbox.path().display().to_string();
    let now: Vec<_> =
        kept(&sandbox).into_iter().map(|(path, bytes)| (path.replace(&start, ""), bytes)).collect();
    assert!(now == expected);
}

/// The file of the messages of August.
fn victim(sandbox: &Sandbox) -> PathBuf {
    let folder = sandbox.path().join("kept/messages/2026-08");
    std::fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn a_damaged_file_is_named_and_the_other_parts_are_served() {
    let sandbox = half_imported();
    import(&sandbox, &["half-2"]);
    let victim = victim(&sandbox);
    let name = victim.file_name().unwrap().to_str().unwrap().to_owned();
    let whole = std::fs::read(&victim).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    for (what, bytes) in [("cut", &whole[..whole.len() / 2]), ("flipped", &flipped), ("empty", &[])] {
        std::fs::write(&victim, bytes).unwrap();
        let hurt = summary(&sandbox, "kept");
        assert_eq!(hurt.code, Some(1), "{what}: {}", hurt.err);
        hurt.says(&[&name, "the file is damaged"]);
        let year = sandbox.run(&[
            "summary", "kept", "--period", "2026", "--tz", "UTC", "--as-of", "latest", "--format", "csv",
        ]);
        let conversations: u64 =
            year.out.lines().nth(1).unwrap().split(',').next().unwrap().parse().unwrap_or(0);
        assert!(year.code == Some(1) && conversations > 0, "{what}: {}", year.out);
        let verified = sandbox.run(&["archive", "verify", "--archive", "kept"]);
        assert_eq!(verified.code, Some(1));
        verified.says(&[&name]);
        let refused = sandbox.run(&["archive", "compact", "--archive", "kept"]);
        assert_eq!(refused.code, Some(2), "{}", refused.err);
        refused.says(&[&name]);
    }
    #[cfg(unix)]
    {
        std::fs::remove_file(&victim).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &victim).unwrap();
        summary(&sandbox, "kept").says(&[&name, "the file is damaged"]);
        std::fs::remove_file(&victim).unwrap();
    }
    std::fs::write(&victim, &whole).unwrap();
    assert_eq!(summary(&sandbox, "kept").code, Some(0));
}

#[test]
fn columns_without_which_there_is_no_row_are_missed_where_they_are_not() {
    let sandbox = half_imported();
    let text = sandbox.read("kept/insights-archive.json");
    let whole = summary(&sandbox, "kept").out;
    let under = |mut manifest: Value| {
        // That of a program that wrote no checksum.
        manifest.as_object_mut().unwrap().remove("checksum").unwrap();
        sandbox.write("kept/insights-archive.json", manifest.to_string().as_bytes());
        std::fs::remove_dir_all(sandbox.path().join("kept/facts")).unwrap();
        summary(&sandbox, "kept")
    };
    let mut manifest: Value = serde_json::from_str(&text).unwrap();
    for columns in manifest["columns"].as_object_mut().unwrap().values_mut() {
        columns.as_array_mut().unwrap().retain(|column| column != "at" && column != "created_at");
    }
    assert_eq!(under(manifest).out, whole);
    let mut manifest: Value = serde_json::from_str(&text).unwrap();
    let files = manifest["files"].as_array_mut().unwrap();
    files.iter_mut().find(|file| file["table"] == "ratings").unwrap()["table"] = "messages".into();
    let hurt = under(manifest);
    assert_eq!(hurt.code, Some(1), "{}", hurt.err);
    hurt.says(&["the file is damaged: it has no column author_type"]);
}

#[test]
fn a_manifest_that_is_cut_or_gone_is_said_and_nothing_is_written_over_it() {
    let sandbox = half_imported();
    let manifest = sandbox.path().join("kept/insights-archive.json");
    let text = std::fs::read(&manifest).unwrap();
    let before = kept(&sandbox);
    std::fs::write(&manifest, &text[..text.len() / 2]).unwrap();
    for command in [vec!["summary", "kept"], vec!["import", "half-2", "--archive", "kept"]] {
        let ran = sandbox.run(&command);
        assert_eq!(ran.code, Some(2), "{command:?}");
        ran.says(&["insights-archive.json", "the manifest is damaged"]);
    }
    // All that it says of columns is lost, and it is JSON still.
    let mut other: Value = serde_json::from_slice(&text).unwrap();
    other["columns"] = serde_json::json!({});
    std::fs::write(&manifest, other.to_string()).unwrap();
    let ran = sandbox.run(&["summary", "kept"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&["the manifest is damaged (it does not hold what was written)"]);
    std::fs::remove_file(&manifest).unwrap();
    let ran = sandbox.run(&["import", "half-2", "--archive", "kept"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&["insights-archive.json is missing"]);
    assert!(kept(&sandbox) == before);
    sandbox.run(&["summary", "kept"]).says(&["an archive without its manifest insights-archive.json"]);
    // What the files hold is not lost: they are exports themselves.
    let saved = sandbox.run(&["import", "kept", "--archive", "saved", "--tz", "UTC"]);
    assert_eq!(saved.code, Some(0), "{}", saved.err);
    assert_eq!(summary(&sandbox, "saved").out, {
        std::fs::write(&manifest, &text).unwrap();
        summary(&sandbox, "kept").out
    });
}

#[test]
fn a_full_disk_and_a_folder_that_may_not_be_written_leave_the_archive_as_it_was() {
    let sandbox = half_imported();
    let (before, said) = (kept(&sandbox), summary(&sandbox, "kept").out);
    let starved = format!(
        "trap '' XFSZ; ulimit -f 8; exec {} import half-2 --archive kept --tz UTC",
        env!("CARGO_BIN_EXE_insights")
    );
    let ran = std::process::Command::new("sh").args(["-c", &starved]).current_dir(sandbox.path()).output();
    let ran = Ran::of(ran.unwrap());
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    ran.says(&["cannot write to the archive kept", "the archive is as it was"]);
    assert!(kept(&sandbox) == before);
    assert_eq!(summary(&sandbox, "kept").out, said);
    sandbox.write("closed", b"no folder");
    let ran = sandbox.run(&["import", "half-2", "--archive", "closed/kept"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&["cannot write to the archive closed/kept", "--archive"]);
}

#[test]
fn a_customer_is_forgotten_and_compacting_changes_nothing() {
    let sandbox = half_imported();
    import(&sandbox, &["half-2"]);
    let before = kept(&sandbox);
    let ran = sandbox.run(&["archive", "compact", "--archive", "kept"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(kept(&sandbox) == before);
    let conversations = Exports::bundled().table("conversations");
    let customer =
        conversations.iter().map(|row| row["customer_id"].clone()).find(|id| !id.is_empty()).unwrap();
    let theirs = conversations.iter().filter(|row| row["customer_id"] == customer).count();
    let ran = sandbox.run(&["archive", "forget", "--customer", &customer, "--archive", "kept"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran.says(&["erased: ", &format!("{theirs} conversations")]);
    let info = sandbox.run(&["archive", "info", "--archive", "kept"]).out;
    assert!(info.contains(&format!("{} rows", conversations.len() - theirs)), "{info}");
    let listed = sandbox.run(&["archive", "files", "--archive", "kept"]).out;
    assert_eq!(listed.lines().count(), kept(&sandbox).len());
    sandbox
        .run(&["archive", "forget", "--customer", &customer, "--archive", "kept"])
        .says(&["nothing bears that id"]);
}

#[test]
fn the_folder_of_the_exports_does_not_become_the_archive() {
    let sandbox = Sandbox::new();
    Exports::bundled().write_to(&sandbox, "e/2026");
    for (path, archive) in
        [("e", "e"), ("e/2026", "e"), ("e/2026/ratings.csv", "./e"), ("e/2026/r*.csv", "e/2026")]
    {
        let ran = sandbox.run(&["import", path, "--archive", archive]);
        assert_eq!(ran.code, Some(2), "{path} into {archive}: {}", ran.err);
        ran.says(&["for an archive needs a folder of its own", "--archive"]);
    }
    assert!(!sandbox.path().join("e/insights-archive.json").exists());
    // One that lies among the exports is no export: it takes them in, and later those that came since.
    for _ in 0..2 {
        assert_eq!(sandbox.run(&["import", "e", "--archive", "e/kept"]).code, Some(0));
    }
    let ran = sandbox.run(&["import", "e/kept", "--archive", "e/kept"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
}
