//! No two files of the crate need each other: what a file imports never leads back to it.

use crate::imports::{paths, sources, SourceFile, Words};
use std::collections::{BTreeMap, BTreeSet};

/// The files of the crate by their modules.
struct Modules<'s>(BTreeMap<Words<'s>, &'s SourceFile>);

/// From each file to those it imports from, by name.
type Arrows<'s> = BTreeMap<&'s str, BTreeSet<&'s str>>;

impl<'s> Modules<'s> {
    fn new(files: &'s [SourceFile]) -> Self {
        Modules(files.iter().map(|file| (file.module(), file)).collect())
    }

    /// A path from the root of the crate; none where it leads out of it.
    fn rooted(&self, module: &[&'s str], path: &[&'s str]) -> Option<Words<'s>> {
        let mut base = module;
        let mut rest = path;
        match path[0] {
            "crate" | "insights" => (base, rest) = (&[], &path[1..]),
            "self" => rest = &path[1..],
            "super" => {}
            child if self.0.contains_key(&[module, &[child]].concat()) => {}
            _ => return None,
        }
        while let ["super", above @ ..] = rest {
            (base, rest) = (base.split_last()?.1, above);
        }
        Some([base, rest].concat())
    }

    /// The file in which a thing stands: where a module only hands it on, the one it has it from.
    fn home(&self, path: &[&'s str]) -> Option<&'s SourceFile> {
        let known = (0..=path.len()).rev().find(|length| self.0.contains_key(&path[..*length]))?;
        let (module, thing) = path.split_at(known);
        let file = self.0[module];
        let handed_on = thing.first().and_then(|name| self.handed_on(file, name));
        handed_on.map_or(Some(file), |from| self.home(&from))
    }

    /// Where a module has a name from that it hands on with `pub use`; what it hands on with `*` passes for its own.
    fn handed_on(&self, file: &'s SourceFile, name: &str) -> Option<Words<'s>> {
        let statements = file.code.split(';').map(str::trim_start).filter(|text| {
            text.starts_with("pub use ") || (text.starts_with("pub(") && text.contains(") use "))
        });
        let mut named = statements.flat_map(paths).filter(|path| path.last() == Some(&name));
        named.find_map(|path| self.rooted(&file.module(), &path))
    }

    /// What each file imports; a module and what lies below it need each other by nature.
    fn arrows(&self) -> Arrows<'s> {
        let mut arrows = Arrows::new();
        for (module, file) in &self.0 {
            let targets = paths(&file.code).into_iter().filter_map(|path| self.rooted(module, &path));
            let homes = targets.filter_map(|path| self.home(&path)).filter(|home| {
                let other = home.module();
                !other.starts_with(module) && !module.starts_with(&other)
            });
            arrows.entry(&file.name).or_default().extend(homes.map(|home| home.name.as_str()));
        }
        arrows
    }
}

/// All that can be reached from a file along the arrows.
fn reached<'s>(arrows: &Arrows<'s>, from: &str) -> BTreeSet<&'s str> {
    let mut reached = BTreeSet::new();
    let mut left: Vec<&str> = arrows[from].iter().copied().collect();
    while let Some(next) = left.pop() {
        if reached.insert(next) {
            left.extend(&arrows[next]);
        }
    }
    reached
}

/// Every circle as the names of its files, each with those of them that it imports from.
fn circles(files: &[SourceFile]) -> Vec<String> {
    let arrows = Modules::new(files).arrows();
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|file| (*file, reached(&arrows, file))).collect();
    let mut found = BTreeSet::new();
    for (file, there) in &reached {
        let back = there.iter().copied().filter(|other| reached[other].contains(file));
        let circle: BTreeSet<&str> = back.collect();
        found.extend((!circle.is_empty()).then_some(circle));
    }
    let told = |circle: &BTreeSet<&str>| {
        let part = |file: &&str| {
            let inside: Vec<&str> = arrows[*file].intersection(circle).copied().collect();
            format!("{file} uses {}", inside.join(", "))
        };
        circle.iter().map(part).collect::<Vec<_>>().join("; ")
    };
    found.iter().map(told).collect()
}

#[test]
fn no_files_need_each_other() {
    let found = circles(&sources());
    assert!(found.is_empty(), "{} circles\n{}", found.len(), found.join("\n"));
}

#[test]
fn a_circle_is_found_and_named() {
    let files = |texts: &[(&str, &str)]| -> Vec<SourceFile> {
        texts.iter().map(|(name, text)| SourceFile::new(name, text)).collect()
    };
    // Directly, and through a name that the module above hands on.
    assert_eq!(
        circles(&files(&[
            ("lib.rs", "mod a;\n"),
            ("a/mod.rs", "mod b;\nmod c;\nmod d;\npub(crate) use b::{One, Two};\n"),
            ("a/b.rs", "use super::c;\n"),
            ("a/c.rs", "use crate::{a::d::Three, a};\nfn f(_: a::One) {}\n"),
            ("a/d.rs", "use super::Two;\n"),
        ])),
        ["a/b.rs uses a/c.rs; a/c.rs uses a/d.rs; a/d.rs uses a/b.rs"]
    );
    let none = files(&[
        ("lib.rs", "mod a;\nmod e;\npub use a::One;\n"),
        ("a/mod.rs", "mod b;\nmod c;\npub use b::One;\nfn f() { c::g() }\n"),
        (
            "a/b.rs",
            "use super::c::g;\nuse crate::e::Four;\n#[cfg(test)]\nmod tests { use super::super::a; }\n",
        ),
        ("a/c.rs", "pub fn g() {}\n"),
        ("e.rs", "pub struct Four;\n"),
    ]);
    assert_eq!(circles(&none), [""; 0]);
}
