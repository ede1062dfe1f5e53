//! The bundled exports, whole or rewritten in another form.

use super::sandbox::Sandbox;
use std::collections::BTreeMap;
use std::io::Write;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/exports");

/// The last half year of the bundled exports.
pub const SCOPE: [&str; 8] =
    ["--tz", "UTC", "--since", "2026-04-01", "--until", "2026-09-30", "--as-of", "2026-09-30"];

/// Files of exports by name.
#[derive(Clone)]
pub struct Exports(pub BTreeMap<String, Vec<u8>>);

impl Exports {
    /// All that lie in the examples.
    pub fn bundled() -> Self {
        let entries = std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap());
        let read = |entry: std::fs::DirEntry| {
            (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())
        };
        Exports(entries.map(read).collect())
    }

    pub fn write_to(&self, sandbox: &Sandbox, folder: &str) {
        for (name, bytes) in &self.0 {
            sandbox.write(&format!("{folder}/{name}"), bytes);
        }
    }

    /// The rows of a table, cells by column.
    pub fn table(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_reader(&self.0[&format!("{name}.csv")][..]);
        reader.deserialize().map(|row| row.unwrap()).collect()
    }

    /// Every file made anew from its name and records, the header among them.
    pub fn rewritten(&self, form: impl Fn(&[csv::ByteRecord]) -> Vec<u8>) -> Self {
        let rewrite = |(name, bytes): (&String, &Vec<u8>)| (name.clone(), form(&records(bytes)));
        Exports(self.0.iter().map(rewrite).collect())
    }

    /// Every file compressed, its name ending in `.gz`.
    pub fn compressed(&self) -> Self {
        let compress = |(name, bytes): (&String, &Vec<u8>)| {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packed.write_all(bytes).unwrap();
            (format!("{name}.gz"), packed.finish().unwrap())
        };
        Exports(self.0.iter().map(compress).collect())
    }

    /// Every file in two: the first holds the header and the first `share` of ten of the rows, the second the header and
    /// those from the place `from` of ten on.
    pub fn halved(&self, share: usize, from: usize) -> Self {
        let mut halves = BTreeMap::new();
        for (name, bytes) in &self.0 {
            let records = records(bytes);
            let rows = records.len() - 1;
            halves.insert(format!("1-{name}"), written(b',', b"\n", &records[..1 + rows * share / 10]));
            let second = [&records[..1], &records[1 + rows * from / 10..]].concat();
            halves.insert(format!("2-{name}"), written(b',', b"\n", &second));
        }
        Exports(halves)
    }

    /// The same rows in so many overlapping pieces, each table cut for itself; `random` gives a number below its own.
    pub fn pieces(&self, count: usize, random: &mut impl FnMut(usize) -> usize) -> Vec<Self> {
        let mut pieces = vec![Exports(BTreeMap::new()); count];
        for (name, bytes) in &self.0 {
            let records = records(bytes);
            let rows = records.len() - 1;
            for (at, piece) in pieces.iter_mut().enumerate() {
                let from = (rows * at / count).saturating_sub(random(rows / 4 + 1));
                let to = (rows * (at + 1) / count + random(rows / 4 + 1)).min(rows);
                let own = [&records[..1], &records[1 + from..1 + to]].concat();
                piece.0.insert(name.clone(), written(b',', b"\n", &own));
            }
        }
        pieces
    }
}

fn records(bytes: &[u8]) -> Vec<csv::ByteRecord> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.byte_records().map(|record| record.unwrap()).collect()
}

/// Records as text with this delimiter and line end.
pub fn written(delimiter: u8, line_end: &[u8], records: &[csv::ByteRecord]) -> Vec<u8> {
    let mut text = Vec::new();
    for record in records {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_byte_record(record).unwrap();
        let line = writer.into_inner().unwrap();
        text.extend_from_slice(line.strip_suffix(b"\n").unwrap_or(&line));
        text.extend_from_slice(line_end);
    }
    text
}
