//! The inputs of a run taken apart into files whose form is known, and what is left out of them.

use super::file::KnownFile;
use super::options::LoadOptions;
use crate::account::{Cause, LeftOut, Trouble};
use crate::advice::Advised;
use crate::source::inputs::InputFile;
use crate::source::members::{Members, Remark};
use anyhow::{anyhow, Result};
use std::io::Read;

/// Files whose form is known, and inputs that have none.
pub struct Opened {
    /// In the order found, the members of an archive by name.
    pub known: Vec<KnownFile>,
    /// Those that hold an empty list: exports of no rows.
    pub empty: Vec<InputFile>,
    /// Those of which nothing can be read.
    pub left_out: Vec<LeftOut>,
    /// What is worth a word of the others.
    pub remarks: Vec<Remark>,
}

/// Bytes of first bytes that are kept until their files are read.
const HEADS: usize = 32 << 20;

/// Opens all files and what they contain. Errors: a file that was named can not be opened or read.
pub fn opened(
    files: Vec<InputFile>,
    stdin: &mut Option<Box<dyn Read + Send>>,
    options: &LoadOptions,
) -> Result<Opened> {
    let mut members = Members::default();
    for mut file in files {
        file.most = options.max_input;
        let kept = file.clone();
        if let Err(error) = members.take(file, stdin) {
            if kept.named {
                return Err(error);
            }
            let trouble = Trouble::of_error(&error, &kept.name);
            members.left_out.push(left_out_by(&kept, Cause::Unreadable, trouble));
        }
    }
    let Members { found, empty, mut left_out, remarks } = members;
    let (mut known, mut room) = (Vec::new(), HEADS);
    for member in found {
        let file = member.file.clone();
        match KnownFile::new(member, options) {
            Ok(mut one) => {
                one.keep_head(&mut room);
                known.push(one);
            }
            Err(error) => {
                let trouble = Trouble::of_error(&error, &file.name);
                left_out.push(left_out_by(&file, Cause::Unreadable, trouble));
            }
        }
    }
    Ok(Opened { known, empty, left_out, remarks })
}

/// What stands in a folder and is no file, left out.
pub fn irregular(names: Vec<String>) -> impl Iterator<Item = LeftOut> {
    names.into_iter().map(|file| LeftOut {
        file,
        named: false,
        cause: Cause::Unreadable,
        trouble: Trouble::new(
            "no file but a pipe, a device or a link that leads nowhere",
            "name a pipe itself",
        ),
    })
}

/// Folders in folders that could not be searched, left out.
pub fn unsearched(folders: Vec<(String, String)>) -> impl Iterator<Item = LeftOut> {
    folders.into_iter().map(|(file, cause)| LeftOut {
        file,
        named: false,
        cause: Cause::Unreadable,
        trouble: Trouble { what: cause.into(), advice: "see who may read the folder".into() },
    })
}

/// A file left out, and why.
pub fn left_out_by(file: &InputFile, cause: Cause, trouble: Trouble) -> LeftOut {
    LeftOut { file: file.name.clone(), named: file.named, cause, trouble }
}

/// Inputs named in an error.
const NAMED: usize = 20;

/// The error where none of the inputs is an export: each with its cause.
pub fn nothing_recognised(left_out: &[LeftOut]) -> anyhow::Error {
    if let [one @ LeftOut { named: true, .. }] = left_out {
        return anyhow!(one.error());
    }
    let mut text = "nothing recognised".to_owned();
    for (place, one) in left_out.iter().take(NAMED).enumerate() {
        let joint = if place == 0 { ": " } else { "; " };
        text.push_str(&format!("{joint}{}: {}", one.file, one.trouble.what));
    }
    if left_out.len() > NAMED {
        text.push_str(&format!("; and {} more", left_out.len() - NAMED));
    }
    let advice = "name the export files or their folder; insights inspect FILE shows what a file holds";
    anyhow!(Advised::new(text, advice))
}
