//! What the program is built from: licences that may be given on, one registry, nothing that speaks to a network unasked.

use serde_json::Value;
use std::process::Command;

/// Licences of which every part of the program has at least one; the same stand in deny.toml.
const LICENCES: [&str; 15] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "bzip2-1.0.6",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Parts of other programs that open connections.
const SPEAKERS: [&str; 16] = [
    "aws-lc-rs",
    "curl",
    "h2",
    "hickory-resolver",
    "hyper",
    "isahc",
    "lettre",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "ring",
    "rustls",
    "tonic",
    "tungstenite",
    "ureq",
];

/// What cargo says, without asking the network.
fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).args(["--locked", "--offline"]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a licence, or of several one, may be given on; those joined by AND all hold.
fn may_be_given_on(licence: &str) -> bool {
    let plain = licence.replace(['(', ')'], "").replace('/', " OR ");
    let joined = plain.split(" AND ");
    joined.into_iter().all(|part| part.split(" OR ").any(|one| LICENCES.contains(&one.trim())))
}

#[test]
fn every_part_may_be_given_on_and_comes_from_one_registry() {
    let host = cargo(&["metadata", "--format-version", "1", "--filter-platform", "x86_64-unknown-linux-gnu"]);
    let metadata: Value = serde_json::from_str(&host).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    for package in packages {
        let (name, licence) = (&package["name"], package["license"].as_str().unwrap_or("none"));
        assert!(may_be_given_on(licence), "{name}: {licence}");
        let source = package["source"].as_str();
        assert!(source.is_none_or(|source| source.ends_with("crates.io-index")), "{name}: {source:?}");
    }
}

#[test]
fn nothing_speaks_to_a_network_unless_mail_is_built_in() {
    let tree =
        cargo(&["tree", "--edges", "normal", "--prefix", "none", "--format", "{p}", "--no-default-features"]);
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&"clap"));
    let speakers: Vec<&&str> = names.iter().filter(|name| SPEAKERS.contains(name)).collect();
    assert!(speakers.is_empty(), "{speakers:?}");
}

/// Whatever lies in the crates it is built from: what it asks of the system stands in the program by name.
#[test]
#[cfg(all(target_os = "linux", not(feature = "mail")))]
fn the_program_can_open_no_connection() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_insights")).unwrap();
    let asks_for = |name: &str| {
        let name = [b"\0", name.as_bytes(), b"\0"].concat();
        memchr::memmem::find(&program, &name).is_some()
    };
    // Signals are heard through a pair that is open to nobody else.
    assert!(asks_for("socketpair"), "what it asks of the system is not found where it was");
    for name in ["socket", "connect", "bind", "listen", "accept4", "getaddrinfo", "sendto"] {
        assert!(!asks_for(name), "{name}");
    }
}

#[test]
fn what_may_be_given_on_is_said_the_same_twice() {
    let written = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deny.toml")).unwrap();
    let rules: toml::Table = written.parse().unwrap();
    let allowed: Vec<&str> =
        rules["licenses"]["allow"].as_array().unwrap().iter().filter_map(|one| one.as_str()).collect();
    assert_eq!(allowed, LICENCES);
    assert!(may_be_given_on("(MIT OR GPL-3.0) AND Unicode-3.0") && !may_be_given_on("GPL-3.0-only"));
    assert!(!may_be_given_on("MIT AND GPL-3.0-only") && may_be_given_on("Unlicense/MIT"));
}
