//! The head of a file, column by column.

use super::portrait::Portrait;
use crate::load::file::FileForm;
use crate::profile::model::{Mapping, NTH};
use crate::source::cells::{CellRows, Cells};
use crate::source::csv::{CsvLayout, Splitter};
use crate::source::dialect::Dialect;
use crate::source::encoding::lossy;
use crate::source::{json, FieldSelection};
use memchr::memrchr;
use std::cell::RefCell;
use std::collections::HashMap;

/// Bytes of JSON that are looked at: what comes behind is of the same hand.
const JSON_HEAD: usize = 1 << 18;

/// The first records of a file.
pub struct Survey {
    /// Headers or JSON paths; a slot each.
    pub fields: Vec<String>,
    text: String,
    cells: Cells,
    /// Whether the file goes on behind what was looked at.
    pub goes_on: bool,
    /// Of the columns asked for so far.
    portraits: RefCell<HashMap<usize, Portrait>>,
}

/// Columns whose values are looked at: a place for each of so many records is kept.
const MOST_FIELDS: usize = 20_000;

/// Headers as fields, the first [`MOST_FIELDS`] of them: of several of one name the second and further ones say which they are.
fn each_once(header: &[String]) -> Vec<String> {
    let mut fields = Vec::with_capacity(header.len());
    let mut times: HashMap<&str, usize> = HashMap::new();
    for name in header.iter().take(MOST_FIELDS) {
        let times = times.entry(name).or_default();
        *times += 1;
        fields.push(if *times == 1 { name.clone() } else { format!("{name}{NTH}{times}") });
    }
    fields
}

impl Survey {
    /// The first records of a mapping's table; `None` where there is none.
    pub fn of_head(form: &FileForm, (head, is_cut): (&[u8], bool), mapping: &Mapping) -> Option<Survey> {
        let survey = match form {
            FileForm::Csv(dialect) => Survey::of_csv(dialect, (head, is_cut), mapping),
            FileForm::Json(places) => {
                let path = mapping.records.as_deref().unwrap_or_default();
                let keys =
                    places.iter().find(|place| place.path == path).map_or(&[][..], |place| &place.keys);
                Survey::of_json(mapping, keys, head)
            }
        };
        (survey.rows().len() > 0).then_some(survey)
    }

    fn of_csv(dialect: &Dialect, (head, is_cut): (&[u8], bool), mapping: &Mapping) -> Survey {
        let mut fields = each_once(&dialect.header);
        let slots = (0..fields.len()).map(Some).collect();
        // What a profile reads and the file does not have is nowhere filled.
        for field in mapping.fields() {
            if !fields.iter().any(|known| known == field) {
                fields.push(field.to_owned());
            }
        }
        let layout = CsvLayout { marks: dialect.marks, slots, ..CsvLayout::default() };
        // A record that the head cuts off could show half a value.
        let whole = if is_cut { memrchr(dialect.marks.line_end, head) } else { None };
        let end = whole.unwrap_or(head.len());
        let text = lossy(&head[dialect.start.min(end)..end]).into_owned();
        let mut cells = Cells::new(fields.len());
        let mut splitter = Splitter::new(&layout, &text);
        splitter.fill(&mut cells);
        let goes_on = is_cut || cells.is_full();
        Survey { fields, text, cells, goes_on, portraits: RefCell::default() }
    }

    fn of_json(mapping: &Mapping, keys: &[String], head: &[u8]) -> Survey {
        let mut selection = FieldSelection {
            records: mapping.records.clone(),
            explode: mapping.explode.clone(),
            fields: mapping.fields().into_iter().map(str::to_owned).collect(),
        };
        selection.fields.sort();
        selection.fields.dedup();
        if mapping.explode.is_none() {
            for key in keys.iter().filter(|key| !key.contains("[]")) {
                selection.slot(key);
            }
        }
        let mut cells = Cells::new(selection.fields.len());
        let lists = vec![false; selection.fields.len()];
        let fields = selection.fields.clone();
        let read = json::read(
            &mut &head[..head.len().min(JSON_HEAD)],
            &[selection],
            &mut |_, number, record| {
                if !cells.is_full() {
                    cells.copy(number, record, &lists, None);
                }
            },
            &mut |_| {},
        );
        if read.is_err() {
            cells.clear();
        }
        let goes_on = head.len() > JSON_HEAD || cells.is_full();
        Survey { fields, text: String::new(), cells, goes_on, portraits: RefCell::default() }
    }

    /// The records.
    pub fn rows(&self) -> CellRows<'_> {
        self.cells.rows(&self.text)
    }

    /// The slot of a field.
    pub fn slot(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|known| known == field)
    }

    /// The texts of a field, those that are there.
    pub fn texts(&self, field: &str) -> impl Iterator<Item = &str> {
        let rows = self.rows();
        let slot = self.slot(field);
        (0..rows.len()).filter_map(move |row| rows.text(slot?, row))
    }

    /// What a field looks like; like nothing where it is not there.
    pub fn portrait(&self, field: &str) -> Portrait {
        let Some(slot) = self.slot(field) else { return Portrait::default() };
        if let Some(known) = self.portraits.borrow().get(&slot) {
            return known.clone();
        }
        let mut portrait = Portrait::default();
        for text in self.texts(field) {
            portrait.look_at(text);
        }
        self.portraits.borrow_mut().insert(slot, portrait.clone());
        portrait
    }
}
