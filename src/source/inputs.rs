//! Which files are to be read: files and folders as named, standard input.
#![allow(clippy::disallowed_methods)] // The room that finds files.

use super::members::content::noise;
use super::members::zip::ZipEntry;
use super::store::Store;
use crate::advice::Advised;
use anyhow::{bail, Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What to read, as named by the person.
#[derive(Default)]
pub struct Inputs {
    /// Files, folders, patterns with `*` and `?`, `-` for standard input; in the order given.
    pub paths: Vec<PathBuf>,
    /// What `-` reads.
    pub stdin: Option<Box<dyn Read + Send>>,
}

/// One file to read, or one member of it.
#[derive(Debug, Clone, PartialEq)]
pub struct InputFile {
    /// Where its bytes come from.
    pub origin: Origin,
    /// What people call it: `export.zip/tickets.csv`.
    pub name: String,
    /// Its own name, without folders; empty for standard input.
    pub stem: String,
    /// Whether it was named itself, and not found in a folder or by a pattern.
    pub named: bool,
    /// Size in bytes, if known.
    pub size: u64,
    /// Whether it can be opened again and then begins anew, unlike pipes and standard input.
    pub lasting: bool,
    /// The file on the disk that it is or lies in.
    pub disk: Option<PathBuf>,
    /// How many bytes may come out of it.
    pub most: Option<u64>,
}

/// Where the bytes of an input come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// Standard input.
    Stdin,
    /// A whole file, packed or not.
    Whole(Store),
    /// A sheet of a workbook, as CSV.
    Sheet(Store),
    /// A member of a zip archive.
    ZipEntry(Store, ZipEntry),
    /// A Parquet file.
    Parquet(Store),
}

/// The files found and those left aside.
#[derive(Debug, Default, PartialEq)]
pub struct FoundFiles {
    /// Files to read, in order, each once.
    pub files: Vec<InputFile>,
    /// Debris of systems and programs in folders.
    pub ignored: Vec<String>,
    /// What stands in folders and is no file to read: pipes, devices, links that lead nowhere.
    pub irregular: Vec<String>,
    /// Folders in folders that could not be searched, and why.
    pub unsearched: Vec<(String, String)>,
    /// Files that were named more than once, and folders that links lead to again.
    pub repeated: Vec<String>,
    /// Folders that are archives, in order; what lies in them is no file to read.
    pub archives: Vec<PathBuf>,
    /// Folders of archives whose manifest is gone: their files are read as exports.
    pub without_manifest: Vec<String>,
}

/// A folder that has a file of this name is an archive of imported exports.
pub const ARCHIVE: &str = "insights-archive.json";
/// The file in an archive's folder that is locked while somebody writes to it.
pub const ARCHIVE_LOCK: &str = ".insights-lock";

/// How deep folders are searched.
const DEPTH: usize = 64;

/// What is said of those that lie deeper.
const TOO_DEEP: &str = "more than 64 folders deep";

impl Origin {
    /// What the records are taken out of, if they do not stand there as text.
    pub fn container(&self) -> Option<&'static str> {
        match self {
            Origin::Sheet(_) => Some("a sheet"),
            Origin::Parquet(_) => Some("Parquet"),
            Origin::Stdin | Origin::Whole(_) | Origin::ZipEntry(..) => None,
        }
    }
}

impl InputFile {
    /// Standard input, which can be read once.
    fn standard_input() -> InputFile {
        InputFile {
            origin: Origin::Stdin,
            name: "standard input".to_owned(),
            stem: String::new(),
            named: true,
            size: 0,
            lasting: false,
            disk: None,
            most: None,
        }
    }
}

impl FoundFiles {
    /// The files and archives themselves, whatever the paths by which they were found, each beside its name; `None` is
    /// standard input.
    pub fn real(&self) -> impl Iterator<Item = (Option<PathBuf>, String)> + '_ {
        let files = self.files.iter().map(|file| (file.disk.clone(), file.name.clone()));
        let archives =
            self.archives.iter().map(|folder| (Some(folder.clone()), folder.display().to_string()));
        files.chain(archives).map(|(path, name)| (path.and_then(|path| fs::canonicalize(path).ok()), name))
    }
}

impl Inputs {
    /// Finds all files. Errors: a path that is not there or can not be read, a pattern without a file.
    pub fn find(&self) -> Result<FoundFiles> {
        let mut search = FileSearch::default();
        for path in &self.paths {
            search.named(path)?;
        }
        Ok(search.found)
    }
}

#[derive(Default)]
struct FileSearch {
    found: FoundFiles,
    seen: BTreeSet<PathBuf>,
}

impl FileSearch {
    fn named(&mut self, path: &Path) -> Result<()> {
        if path.as_os_str() == "-" {
            self.take(InputFile::standard_input(), path);
            return Ok(());
        }
        if let Ok(data) = fs::metadata(path) {
            return if data.is_dir() { self.folder(path, DEPTH) } else { self.file(path, true) };
        }
        let name = path.to_string_lossy();
        if name.contains(['*', '?']) {
            return self.pattern(path);
        }
        let advice = "check the path, or try the tool on made-up data: insights demo";
        bail!(Advised::new(format!("{name}: no such file or folder"), advice))
    }

    fn pattern(&mut self, path: &Path) -> Result<()> {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let wanted = file_name(path);
        let before = self.found.files.len() + self.found.repeated.len();
        if folder.is_dir() {
            for entry in entries(folder)? {
                if matches(wanted.as_bytes(), file_name(&entry).as_bytes()) && entry.is_file() {
                    self.file(&entry, false)?;
                }
            }
        }
        if self.found.files.len() + self.found.repeated.len() == before {
            let what = format!("no file matches {}", path.display());
            bail!(Advised::new(what, "only the last part of a path may have * and ?"));
        }
        Ok(())
    }

    fn folder(&mut self, folder: &Path, depth: usize) -> Result<()> {
        let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        // Links lead to folders that were searched before, or that are being searched.
        if !self.seen.insert(real) {
            self.found.repeated.push(folder.display().to_string());
            return Ok(());
        }
        if folder.join(ARCHIVE).is_file() {
            self.found.archives.push(folder.to_path_buf());
            return Ok(());
        }
        if folder.join(ARCHIVE_LOCK).is_file() {
            self.found.without_manifest.push(folder.display().to_string());
        }
        for path in entries(folder)? {
            if noise(Path::new(&file_name(&path))) {
                self.found.ignored.push(path.display().to_string());
            } else if path.is_dir() {
                if depth == 0 {
                    self.found.unsearched.push((path.display().to_string(), TOO_DEEP.to_owned()));
                } else if let Err(error) = self.folder(&path, depth - 1) {
                    let cause = error.root_cause().to_string();
                    self.found.unsearched.push((path.display().to_string(), cause));
                }
            } else if path.is_file() {
                self.file(&path, false)?;
            } else {
                self.found.irregular.push(path.display().to_string());
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, named: bool) -> Result<()> {
        let data = fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        let name = path.display().to_string();
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let file = InputFile {
            origin: Origin::Whole(Store::Disk(path.to_path_buf())),
            name,
            stem: file_name(path),
            named,
            size: data.len(),
            lasting: data.is_file(),
            disk: Some(path.to_path_buf()),
            most: None,
        };
        self.take(file, &real);
        Ok(())
    }

    fn take(&mut self, file: InputFile, real: &Path) {
        if self.seen.insert(real.to_path_buf()) {
            self.found.files.push(file);
        } else {
            self.found.repeated.push(file.name);
        }
    }
}

/// Reads a small text file, such as a profile.
pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
    let entries = entries.with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).collect();
    paths.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    Ok(paths)
}

/// The last part of a path; empty where there is none.
pub fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether a file name fits a pattern in which `*` is any text and `?` any byte.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    let mut search = GlobSearch { pattern, name, at: 0, from: 0, star: None };
    loop {
        if let Some(fits) = search.step() {
            return fits;
        }
    }
}

/// A search for how a name fits a pattern, and how far it is in both.
struct GlobSearch<'a> {
    pattern: &'a [u8],
    name: &'a [u8],
    at: usize,
    from: usize,
    /// What follows the last star, and where it was tried; the stars before need no other place.
    star: Option<(usize, usize)>,
}

impl GlobSearch<'_> {
    /// Goes on by a byte, or to the next place of what follows the last star; the answer where that is the end.
    fn step(&mut self) -> Option<bool> {
        let Some(&letter) = self.name.get(self.from) else {
            return Some(self.pattern[self.at..].iter().all(|&byte| byte == b'*'));
        };
        match (self.pattern.get(self.at), self.star) {
            (Some(b'*'), _) => {
                self.star = Some((self.at + 1, self.from));
                self.at += 1;
            }
            (Some(&byte), _) if byte == b'?' || byte == letter => {
                self.at += 1;
                self.from += 1;
            }
            (_, Some((behind, tried))) => {
                self.star = Some((behind, tried + 1));
                (self.at, self.from) = (behind, tried + 1);
            }
            (_, None) => return Some(false),
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(found: &[InputFile], folder: &Path) -> Vec<String> {
        let start = format!("{}/", folder.display());
        found.iter().map(|file| file.name.replace(&start, "")).collect()
    }

    #[test]
    fn folders_give_all_but_debris_by_path_and_each_file_once() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        for name in ["z.csv", "b/a.JSON", "b/notes.md", "a.tsv.gz", "x.png", ".hidden.csv"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let paths = vec![folder.path().join("z.csv"), folder.path().to_path_buf()];
        let found = Inputs { paths, stdin: None }.find().unwrap();
        assert_eq!(
            names(&found.files, folder.path()),
            ["z.csv", "a.tsv.gz", "b/a.JSON", "b/notes.md", "x.png"]
        );
        assert!(found.files[0].named && !found.files[1].named);
        assert_eq!(found.ignored.len(), 1);
        assert_eq!(found.repeated.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_is_searched_once_however_many_links_lead_back_to_it() {
        for links in [3, 12] {
            let folder = tempfile::tempdir().unwrap();
            for link in 0..links {
                std::os::unix::fs::symlink(".", folder.path().join(link.to_string())).unwrap();
            }
            let found = Inputs { paths: vec![folder.path().to_path_buf()], stdin: None }.find().unwrap();
            assert_eq!(found.repeated.len(), links);
        }
    }

    #[test]
    fn an_archive_without_its_manifest_is_told_from_folders_of_exports() {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("kept");
        fs::create_dir_all(archive.join("messages")).unwrap();
        for name in ["kept/.insights-lock", "kept/messages/00.parquet", "new.csv"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let found = Inputs { paths: vec![folder.path().to_path_buf()], stdin: None }.find().unwrap();
        assert_eq!(names(&found.files, folder.path()), ["kept/messages/00.parquet", "new.csv"]);
        assert_eq!(found.without_manifest, [archive.display().to_string()]);
        fs::write(archive.join(ARCHIVE), "{}").unwrap();
        assert_eq!(Inputs { paths: vec![archive.clone()], stdin: None }.find().unwrap().archives, [archive]);
    }

    /// Steps until it is known that so many stars do not fit a name of so many letters.
    fn steps(stars: usize, letters: usize) -> usize {
        let (pattern, name) = (format!("{}b", "a*".repeat(stars)), "a".repeat(letters));
        let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
        let mut search = GlobSearch { pattern, name, at: 0, from: 0, star: None };
        let more = std::iter::repeat_with(|| search.step()).take_while(Option::is_none).count();
        assert_eq!(search.step(), Some(false));
        more
    }

    #[test]
    fn stars_take_steps_by_their_number_and_letters_by_theirs() {
        let few = steps(40, 4_000);
        assert!((4_000..3 * 4_000).contains(&few), "{few}");
        assert!(steps(40, 16_000) <= 4 * few && steps(160, 4_000) <= 4 * few);
    }

    #[test]
    fn patterns_and_missing_files() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["m1.csv", "m2.csv", "c.csv"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let find = |name: &str| Inputs { paths: vec![folder.path().join(name)], stdin: None }.find();
        assert_eq!(names(&find("m?.csv").unwrap().files, folder.path()), ["m1.csv", "m2.csv"]);
        assert!(format!("{:#}", find("x*.csv").unwrap_err()).contains("no file matches"));
        for (pattern, name, fits) in [
            ("*", "", true),
            ("a*b*c", "axbxbc", true),
            ("a*b*c", "axbxb", false),
            ("*.csv", "a.csv.gz", false),
            ("?*?", "a", false),
            ("**a", "ba", true),
        ] {
            assert_eq!(matches(pattern.as_bytes(), name.as_bytes()), fits, "{pattern} {name}");
        }
        let missing = Advised::of(&find("gone.csv").unwrap_err()).text();
        assert!(
            missing.contains("gone.csv: no such file or folder") && missing.contains("insights demo"),
            "{missing}"
        );
    }
}
