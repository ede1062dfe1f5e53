//! Customers under other names: ids, names, addresses and numbers through a keyed hash, and nothing of what was written.
#![allow(clippy::disallowed_methods)] // Reads the key, and makes one where there is none.

use crate::advice::Advised;
use crate::dataset::schema::{calls, conversations, messages, orders, ratings};
use crate::dataset::vocabulary::author;
use crate::dataset::{ColumnKind, Data, Dataset, Dictionary, Domain, TableName, Texts, NONE};
use anyhow::{bail, Context, Result};
use sha2::{Digest, Sha256};
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

/// Bytes of a key.
const KEY: usize = 32;
/// Bytes that the hash works on at a time.
const BLOCK: usize = 64;
/// Hexadecimal digits of a pseudonym.
const DIGITS: usize = 24;
/// What stands for a comment that is not kept: that there was one counts.
const COMMENT: &str = "…";

/// Texts that name a customer, by table.
const NAMES: [(TableName, &str); 4] = [
    (TableName::Conversations, conversations::CUSTOMER_NAME),
    (TableName::Conversations, conversations::CUSTOMER_EMAIL),
    (TableName::Conversations, conversations::CUSTOMER_PHONE),
    (TableName::Orders, orders::CUSTOMER_EMAIL),
];

/// Texts that somebody wrote, by table.
const WRITTEN: [(TableName, &str); 4] = [
    (TableName::Conversations, "subject"),
    (TableName::Conversations, conversations::FIRST_QUESTION),
    (TableName::Messages, messages::BODY),
    (TableName::Comments, messages::BODY),
];

/// The key of an archive's pseudonyms.
pub struct PseudonymKey {
    inner: [u8; BLOCK],
    outer: [u8; BLOCK],
}

impl fmt::Debug for PseudonymKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("PseudonymKey")
    }
}

impl PseudonymKey {
    /// The key in a file, which is made where there is none, for its owner alone.
    ///
    /// # Errors
    /// If it can't be read or made, is no key, or may be read by others.
    pub fn of_file(path: &Path) -> Result<PseudonymKey> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => make(path)?,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read the key {}", path.display()))
            }
        };
        if bytes.len() != KEY {
            let what = format!("{} holds no key: {} bytes instead of {KEY}", path.display(), bytes.len());
            bail!(Advised::new(what, "name another file with --key; one that is missing is made"));
        }
        spare(path)?;
        Ok(PseudonymKey::of_bytes(bytes))
    }

    /// A key that nobody keeps: the pseudonyms of one run tell nothing of those of another.
    ///
    /// # Errors
    /// If the system gives no random bytes.
    pub fn of_this_run() -> Result<PseudonymKey> {
        random().context("cannot make a key").map(PseudonymKey::of_bytes)
    }

    fn of_bytes(mut bytes: Vec<u8>) -> PseudonymKey {
        bytes.resize(BLOCK, 0);
        let mut key = PseudonymKey { inner: [0x36; BLOCK], outer: [0x5c; BLOCK] };
        for (at, byte) in bytes.into_iter().enumerate() {
            key.inner[at] ^= byte;
            key.outer[at] ^= byte;
        }
        key
    }

    /// What tells this key from others and gives nothing of it away.
    pub fn mark(&self) -> String {
        self.pseudonym("mark")
    }

    /// What stands for a text: HMAC-SHA-256, cut to as many digits as tell customers apart.
    pub fn pseudonym(&self, text: &str) -> String {
        let inner = Sha256::new().chain_update(self.inner).chain_update(text.as_bytes()).finalize();
        let outer = Sha256::new().chain_update(self.outer).chain_update(inner).finalize();
        let digits: String = outer.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("p{}", &digits[..DIGITS])
    }

    /// Puts pseudonyms in the place of all that names a customer, and drops what was written.
    pub fn hide(&self, dataset: &mut Dataset) {
        self.hide_customers(dataset);
        self.hide_authors(dataset);
        self.hide_numbers(dataset);
        for (table, column) in NAMES {
            self.change(dataset, (table, column), |text| {
                let same = text.trim().to_lowercase();
                if same.is_empty() {
                    String::new()
                } else {
                    self.pseudonym(&same)
                }
            });
        }
        for (table, column) in WRITTEN {
            dataset.take(table, column);
        }
        self.change(dataset, (TableName::Ratings, ratings::COMMENT), |text| {
            String::from(if text.trim().is_empty() { "" } else { COMMENT })
        });
    }

    fn hide_customers(&self, dataset: &mut Dataset) {
        let mut hidden = Dictionary::default();
        let known = &dataset.dictionaries[Domain::Customer as usize];
        let codes: Vec<u32> = known.texts().map(|text| hidden.intern(&self.pseudonym(text))).collect();
        for table in TableName::ALL {
            let columns = table.schema().columns.iter().zip(&mut dataset.tables[table as usize].columns);
            for (column, data) in columns {
                if let (ColumnKind::Code(Domain::Customer), Some(Data::Codes(own))) = (column.kind, data) {
                    recode(own, &codes);
                }
            }
        }
        dataset.dictionaries[Domain::Customer as usize] = hidden;
    }

    /// Customers may stand among the authors of messages by their names.
    fn hide_authors(&self, dataset: &mut Dataset) {
        let table = TableName::Messages;
        let voices = dataset.bytes(table, messages::AUTHOR_TYPE).to_vec();
        let Some(Data::Codes(mut authors)) = dataset.take(table, "author") else { return };
        let people = &mut dataset.dictionaries[Domain::Person as usize];
        for (own, &voice) in authors.iter_mut().zip(&voices) {
            if voice == author::CUSTOMER && *own != NONE {
                let hidden = self.pseudonym(people.text(*own));
                *own = people.intern(&hidden);
            }
        }
        put(dataset, (table, "author"), Data::Codes(authors));
    }

    fn hide_numbers(&self, dataset: &mut Dataset) {
        let table = TableName::Calls;
        let Some(Data::Codes(mut numbers)) = dataset.take(table, calls::CUSTOMER_NUMBER) else { return };
        let known = &mut dataset.dictionaries[Domain::Number as usize];
        for own in numbers.iter_mut().filter(|own| **own != NONE) {
            if let Some(number) = told_apart(known.text(*own)) {
                *own = known.intern(&self.pseudonym(&number));
            }
        }
        put(dataset, (table, calls::CUSTOMER_NUMBER), Data::Codes(numbers));
    }

    /// Makes other texts of a column of texts.
    fn change(
        &self,
        dataset: &mut Dataset,
        (table, column): (TableName, &'static str),
        change: impl Fn(&str) -> String,
    ) {
        let Some(texts) = dataset.take_texts(table, column) else { return };
        let mut hidden = Texts::default();
        for row in 0..texts.len() {
            hidden.push(texts.get(row).map(&change).as_deref());
        }
        put(dataset, (table, column), Data::Texts(hidden));
    }
}

/// Puts a column into a table that it was taken out of.
fn put(dataset: &mut Dataset, (table, column): (TableName, &str), data: Data) {
    let own = table.schema().column(column);
    let place = own.and_then(|place| dataset.tables[table as usize].columns.get_mut(place));
    if let Some(place) = place {
        *place = Some(data);
    }
}

fn recode(own: &mut [u32], codes: &[u32]) {
    for code in own.iter_mut() {
        *code = codes.get(*code as usize).copied().unwrap_or(*code);
    }
}

/// The digits of a number by which it is one with others; `None` of a text without any, which says that it is withheld.
fn told_apart(number: &str) -> Option<String> {
    let digits: String = number.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    (!digits.is_empty()).then(|| digits.to_owned())
}

/// Bytes of a key, at random.
fn random() -> io::Result<Vec<u8>> {
    let mut key = vec![0; KEY];
    File::open("/dev/urandom")?.read_exact(&mut key)?;
    Ok(key)
}

/// Makes a key of what the system gives for random.
fn make(path: &Path) -> Result<Vec<u8>> {
    let cannot = || format!("cannot make the key {}", path.display());
    let key = random().with_context(cannot)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).with_context(cannot)?;
    file.write_all(&key).and_then(|()| file.sync_all()).with_context(cannot)?;
    Ok(key)
}

/// A key that others may read hides nothing from them.
fn spare(path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path)?.permissions());
        if mode & 0o077 != 0 {
            let what = format!("others may read the key {}", path.display());
            bail!(Advised::new(what, format!("chmod 600 {}", path.display())));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_hmac_and_the_key_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own.key");
        let made = PseudonymKey::of_file(&path).unwrap();
        assert_eq!(made.pseudonym("a"), PseudonymKey::of_file(&path).unwrap().pseudonym("a"));
        assert_ne!(made.pseudonym("a"), made.pseudonym("b"));
        // python3 -c "import hmac; print(hmac.new(b'k' * 32, b'C1', 'sha256').hexdigest()[:24])"
        fs::write(&path, [b'k'; KEY]).unwrap();
        assert_eq!(PseudonymKey::of_file(&path).unwrap().pseudonym("C1"), "pc08ffd52c974e79a6445fedb");
        fs::write(&path, "short").unwrap();
        assert!(PseudonymKey::of_file(&path).is_err());
    }

    #[test]
    fn numbers_are_one_however_they_are_written() {
        assert_eq!(told_apart("+31 (0)6-1234"), told_apart("0031 6 1234"));
        assert_eq!(told_apart("anonymous"), None);
    }
}
