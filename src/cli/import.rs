//! `import`: exports added to an archive, which reports are then made from.

use super::args::{InputArgs, TalkArgs};
use super::choice::InputChoice;
use super::judging::judge_by;
use super::spared::Spared;
use super::stage::{begin_reading, Act, Stage};
use super::Ending;
use crate::advice::Advised;
use crate::archive::{add, AsideOptions, ImportOutcome, ImportedFile, Incoming, PseudonymKey, Writer};
use crate::fitting::signed;
use crate::load::{load_found, note_repeated, LoadOptions, Loaded};
use crate::render::{escape, number, ENGLISH};
use crate::source::fingerprint::Fingerprint;
use crate::source::inputs::{FoundFiles, Inputs};
use crate::time::zone::parse_zone;
use anyhow::{bail, Context, Result};
use chrono_tz::Tz;
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Flags of `import`.
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    /// What to add.
    #[command(flatten)]
    pub input: InputArgs,
    /// Folder of the archive [default: insights-archive]
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub archive: Option<PathBuf>,
    /// Zone whose days dates without a time are
    #[arg(long, value_name = "ZONE", value_parser = parse_zone, help_heading = "Input")]
    pub tz: Option<Tz>,
    /// Customers under pseudonyms, without what was written
    #[arg(long, help_heading = "Output")]
    pub pseudonymise: bool,
    /// Key of the pseudonyms [default: DIR.key, made if need be]
    #[arg(long, value_name = "FILE", help_heading = "Output", requires = "pseudonymise")]
    pub key: Option<PathBuf>,
    /// Exit with 1 if rows were rejected or repaired
    #[arg(long, help_heading = "Output")]
    pub strict: bool,
    /// How it is said.
    #[command(flatten)]
    pub talk: TalkArgs,
}

/// Bytes of rows of conversations that stay in memory; others are put aside on the disk of the archive.
const ROOM: usize = 384 << 20;

/// A file about to be imported, and what it held before it was read.
struct NewFile {
    path: PathBuf,
    name: String,
    print: Fingerprint,
}

impl Act for ImportArgs {
    fn talk(&self) -> &TalkArgs {
        &self.talk
    }

    /// Adds what is new and says what became of it.
    ///
    /// # Errors
    /// If an export can't be read or the archive can't be written; it is then as it was.
    fn perform(&self, stage: &mut Stage) -> Result<Ending> {
        let (around, ui) = (stage.around, stage.ui);
        let config = around.config(self.input.config.as_deref())?;
        if !config.source.is_empty() && !around.names_data(&self.input) {
            let advice = "import each for itself, as in `insights import PATH --archive DIR`, and make DIR the paths of its [[source]]";
            bail!(Advised::new("an archive holds one source, and the configuration names several", advice));
        }
        let mut choice = InputChoice::of(around.exports(&self.input, &config)?, &self.input, &config)?;
        let folder = self.archive.clone().unwrap_or_else(|| around.archive(&config));
        choice.check_rejects(&config)?;
        if let Some(rejects) = &mut choice.rejects {
            rejects.check(&Spared::default().and_archive(&folder))?;
            rejects.has_records = !self.pseudonymise;
        }
        let mut found = Inputs { paths: choice.paths.clone(), stdin: None }.find()?;
        refuse_exports_within(&folder, &choice.paths, &found)?;
        let mut writer = Writer::begin(&folder, || ui.note("waiting for another import into this archive"))?;
        let key = self.key(&folder)?;
        refuse_mixture(&writer, key.as_ref())?;
        let read_as = read_as(&choice);
        let new = unknown_files(&mut found, &writer, &read_as, stage)?;
        found.archives.retain(|other| !is_same(other, &folder));
        if found.files.is_empty() && found.archives.is_empty() {
            ui.note(&format!("nothing new for {}", folder.display()));
            return Ok(Ending::Complete);
        }
        let zone = self.tz.or(config.tz).unwrap_or_else(|| around.system_zone());
        let rejects = begin_reading(&choice, stage)?;
        let progress = ui.progress("reading", None);
        let threads = choice.threads.map_or_else(cores, |threads| threads.get());
        // Texts do not come along: how they sound is told while they are there.
        let scorer = self.pseudonymise.then(|| judge_by(&config.sentiment, None, threads)).transpose()?;
        writer.scorer = Some(judge_by(&config.sentiment, None, 1)?);
        let options = LoadOptions {
            zone,
            threads,
            scorer,
            rejects,
            // Pseudonyms are made of all rows at once.
            aside: (!self.pseudonymise).then(|| aside(&folder, around.give_back)),
            progress: Arc::new(move |bytes| progress.bytes(bytes)),
            ..choice.load_options()
        };
        let loaded = load_found(found, &mut around.standard_input(), &options)?;
        refuse_changed(&new)?;
        let Loaded { mut dataset, aside, mut book, files, .. } = loaded;
        if let Some(key) = &key {
            key.hide(&mut dataset);
        }
        let imported = new.into_iter().map(|file| imported(file, &read_as)).collect();
        let pseudonyms = key.map(|key| key.mark());
        let names = dataset.files.clone();
        let outcome = add(&mut writer, Incoming { dataset, aside, imported, pseudonyms, zone, threads })?;
        note_repeated(&mut book, &names, &outcome.repeated);
        ui.left_out(&book);
        for file in &files {
            ui.detail(&file.to_string());
        }
        ui.problems(&book);
        ui.note(&said(&folder, &outcome));
        let is_faulty = self.strict && book.has_faults();
        Ok(if is_faulty { Ending::Problems } else { Ending::Complete })
    }
}

impl ImportArgs {
    /// The key of the pseudonyms, where they are asked for.
    fn key(&self, folder: &Path) -> Result<Option<PseudonymKey>> {
        if !self.pseudonymise {
            return Ok(None);
        }
        let beside = key_of(folder);
        PseudonymKey::of_file(self.key.as_ref().unwrap_or(&beside)).map(Some)
    }
}

/// Rows of exports that are larger than memory go to the disk of the archive.
fn aside(folder: &Path, give_back: Option<fn()>) -> AsideOptions {
    let advice = "the archive is as it was; make room or name another folder with --archive";
    let folder = folder.to_path_buf();
    AsideOptions { folder, most: ROOM, by_month: true, others: false, give_back, advice }
}

/// The key that lies beside an archive.
pub fn key_of(folder: &Path) -> PathBuf {
    let mut name = folder.components().as_path().as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

/// Of a folder that is an archive nothing else is read: exports in it would be lost to every report.
fn refuse_exports_within(folder: &Path, paths: &[PathBuf], found: &FoundFiles) -> Result<()> {
    let archive = Spared::default().and_archive(folder);
    let files = found.files.iter().filter_map(|file| file.disk.as_ref());
    let Some(within) = paths.iter().chain(files).find(|path| archive.lies_in_an_archive(path)) else {
        return Ok(());
    };
    let (within, folder) = (within.display(), folder.display());
    let what = format!("{within} can't be imported into {folder}, for an archive needs a folder of its own");
    bail!(Advised::new(what, "name another folder with --archive, as insights-archive"))
}

/// One archive holds customers under pseudonyms of one key, or none.
fn refuse_mixture(writer: &Writer, key: Option<&PseudonymKey>) -> Result<()> {
    let manifest = &writer.archive.manifest;
    let mark = key.map(PseudonymKey::mark);
    if manifest.files.is_empty() || manifest.pseudonyms == mark {
        return Ok(());
    }
    let (what, advice) = match (&manifest.pseudonyms, mark) {
        (Some(_), Some(_)) => ("the pseudonyms of this archive have another key", "name it with --key FILE"),
        (Some(_), None) => {
            ("the customers of this archive go under pseudonyms", "import with --pseudonymise")
        }
        (None, _) => {
            ("the customers of this archive go by their own ids", "name another folder with --archive")
        }
    };
    bail!(Advised::new(what, advice))
}

/// What is still being written is half an export.
fn refuse_changed(new: &[NewFile]) -> Result<()> {
    let Some(file) = new.iter().find(|file| !file.print.still_holds(&file.path)) else { return Ok(()) };
    let what = format!("{} was changed while it was read; nothing is imported", file.name);
    bail!(Advised::new(what, "import it once it is written to its end"))
}

/// What changes how a file is read: a known file is imported again if it is to be read otherwise.
fn read_as(choice: &InputChoice) -> String {
    let mut said = Vec::new();
    said.extend(choice.profile.as_ref().map(|profile| format!("profile {profile}")));
    said.extend(choice.source_zone.map(|zone| format!("source-tz {zone}")));
    said.extend(choice.date_order.map(|order| format!("date-order {order:?}")));
    if choice.forced != Default::default() {
        said.push(format!("{:?}", choice.forced));
    }
    said.join(", ")
}

/// Takes the files out of what was found that were imported before, and says so; the others.
fn unknown_files(
    found: &mut FoundFiles,
    writer: &Writer,
    read_as: &str,
    stage: &Stage,
) -> Result<Vec<NewFile>> {
    let known = &writer.archive.manifest.imported;
    let (mut new, mut kept, mut skipped) = (Vec::new(), Vec::new(), 0);
    for file in std::mem::take(&mut found.files) {
        let Some(path) = file.disk.clone().filter(|_| file.lasting) else {
            kept.push(file);
            continue;
        };
        let print = Fingerprint::of(&path).with_context(|| format!("cannot read {}", file.name))?;
        if known.iter().any(|old| old.sha256 == print.sha256 && old.read_as == read_as) {
            stage.ui.detail(&format!("{} was imported before", file.name));
            skipped += 1;
            continue;
        }
        new.push(NewFile { path, name: file.name.clone(), print });
        kept.push(file);
    }
    found.files = kept;
    if skipped > 0 {
        let ending = if skipped == 1 { "" } else { "s" };
        stage.ui.note(&format!("{skipped} file{ending} imported before and skipped"));
    }
    Ok(new)
}

fn imported(file: NewFile, read_as: &str) -> ImportedFile {
    let NewFile { name, print, .. } = file;
    ImportedFile { name, bytes: print.bytes, sha256: print.sha256, read_as: read_as.to_owned() }
}

/// Whether two folders are one, however they are written.
fn is_same(one: &Path, other: &Path) -> bool {
    one.components().eq(other.components())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get())
}

/// `kept: 3,000 conversations, 24,102 messages…; 14 files written, 2 unchanged`
fn said(folder: &Path, outcome: &ImportOutcome) -> String {
    let grouped = |count: u64| number::grouped(signed(count), &ENGLISH.numbers);
    let rows: Vec<String> =
        outcome.rows.iter().map(|(table, rows)| format!("{} {table}", grouped(*rows))).collect();
    let folder = escape::visible(&folder.to_string_lossy()).into_owned();
    let (written, unchanged) = (grouped(outcome.written), grouped(outcome.unchanged));
    format!("{folder}: {}; {written} files written, {unchanged} unchanged", rows.join(", "))
}
