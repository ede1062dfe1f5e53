//! Fills typed columns from the texts of records, column by column.

use super::batch::RowBatch;
use super::column::ColumnWriter;
use super::dictionaries::Dictionaries;
use super::known_texts::{KnownTexts, SlotTexts};
use super::plan::{Plan, PlannedColumn, ValueReader};
use super::recent::{Channels, ColumnMemory, KnownShort, Recent};
use super::{ends, list, marks, row_rules, scales};
use crate::dataset::{Data, MISSING, UNKNOWN};
use crate::source::cells::{CellRows, ShortText};
use crate::values;

/// Turns records into rows of one table.
pub struct Filler<'a> {
    plan: &'a Plan,
    groups: Vec<Vec<usize>>,
    key_place: Option<usize>,
    dictionaries: &'a Dictionaries,
    /// One entry a column of the plan.
    memories: Vec<ColumnMemory>,
    /// Texts met in the fields that mark rows.
    marks: Vec<Recent>,
    channels: Channels,
    /// What was filled.
    pub batch: RowBatch,
}

impl<'a> Filler<'a> {
    /// A filler with an empty batch.
    pub fn new(plan: &'a Plan, dictionaries: &'a Dictionaries) -> Filler<'a> {
        Filler {
            plan,
            groups: plan.groups(),
            key_place: plan.key_place(),
            dictionaries,
            memories: plan.columns.iter().map(|_| ColumnMemory::default()).collect(),
            marks: plan.marks.iter().map(|_| Recent::default()).collect(),
            channels: Channels::default(),
            batch: RowBatch::new(plan),
        }
    }

    /// Adds the rows of cells.
    pub fn fill(&mut self, rows: CellRows<'_>) {
        let from = self.batch.numbers.len();
        let mut picked: Vec<usize> = (0..rows.len()).collect();
        if !self.plan.filter.is_empty() {
            picked.retain(|&row| self.passes(rows, row));
        }
        if picked.len() < rows.len() {
            let passed = (0..rows.len()).filter(|row| picked.binary_search(row).is_err());
            self.batch.passed.extend(passed.map(|row| rows.number(row)));
        }
        self.batch.begin_rows(picked.iter().map(|&row| rows.number(row)));
        for group in 0..self.groups.len() {
            self.fill_group(group, PickedRows { rows, picked: &picked, from });
        }
        let picked = (rows, &picked[..]);
        marks::check(self.plan, &mut self.marks, picked, (&mut self.batch, from));
        ends::settle(self.plan, &mut self.batch, from);
        row_rules::check(self.plan, &mut self.batch, from);
        self.batch.rejects.place(from, picked.1);
    }

    fn passes(&self, rows: CellRows<'_>, row: usize) -> bool {
        self.plan.filter.iter().all(|filter| filter.passes(rows, row))
    }

    /// Adds the values of the columns of a group for the rows picked.
    fn fill_group(&mut self, group: usize, rows: PickedRows<'_>) {
        let members = self.groups[group].len();
        let domain = self.plan.columns[self.groups[group][0]].reader.domain();
        let dictionary = domain.map(|domain| self.dictionaries.read(domain));
        let known = domain.zip(dictionary.as_deref());
        let known = known.map(|(domain, dictionary)| KnownTexts { domain, dictionary });
        if members == 1 {
            self.fill_column(self.groups[group][0], rows, known);
            return;
        }
        // Columns of one dictionary go row by row: their codes are given in the order of the file.
        for (at, row) in rows.picked.iter().enumerate() {
            let row = PickedRows { picked: std::slice::from_ref(row), from: rows.from + at, ..rows };
            for member in 0..members {
                self.fill_column(self.groups[group][member], row, known);
            }
        }
    }

    /// Adds the values of one column for the rows picked; `known` are the texts of its dictionary, if it has one.
    fn fill_column(&mut self, at: usize, rows: PickedRows<'_>, known: Option<KnownTexts<'_>>) {
        let column = &self.plan.columns[at];
        let mut data = std::mem::replace(&mut self.batch.columns[at], Data::Bytes(Vec::new()));
        let mut writer =
            ColumnWriter { batch: &mut self.batch, column, at, row: rows.from, key_place: self.key_place };
        let target = FillTarget { data: &mut data, memory: &mut self.memories[at] };
        match known {
            Some(known) => fill_codes(&mut writer, rows, target, (known, &mut self.channels)),
            None => fill_values(&mut writer, rows, target),
        }
        self.batch.columns[at] = data;
    }
}

/// Where the values of one column go, and what is known of its texts.
struct FillTarget<'t> {
    data: &'t mut Data,
    memory: &'t mut ColumnMemory,
}

/// Adds values that mean the same everywhere.
fn fill_values(writer: &mut ColumnWriter, rows: PickedRows<'_>, target: FillTarget) {
    let (column, FillTarget { data, memory }) = (writer.column, target);
    match (&column.reader, data) {
        (ValueReader::Instant(reader), Data::Whole(values)) => {
            let days = &mut memory.days;
            rows.each(column, |text| values.push(writer.instant(reader, days, text)));
        }
        (ValueReader::Duration(reader), Data::Whole(values)) => {
            rows.each_known(writer, (&mut memory.numbers, values, MISSING), |writer, text| {
                writer.whole(|text| reader.read(text), text)
            });
        }
        (ValueReader::Number(mark), Data::Whole(values)) => {
            rows.each_known(writer, (&mut memory.numbers, values, MISSING), |writer, text| {
                writer.whole(|text| values::number(text, *mark), text)
            });
        }
        (ValueReader::Score(mark), Data::Whole(values)) => {
            rows.each_known(writer, (&mut memory.numbers, values, MISSING), |writer, text| {
                writer.whole(|text| scales::score_or_word(text, *mark), text)
            });
        }
        (ValueReader::Choice(vocabulary), Data::Bytes(values)) => {
            let recent = &mut memory.recent;
            rows.each_known(writer, (&mut memory.choices, values, UNKNOWN), |writer, text| {
                writer.choice(vocabulary, recent, text)
            });
        }
        (ValueReader::Flag, Data::Bytes(values)) => {
            let recent = &mut memory.recent;
            rows.each_known(writer, (&mut memory.choices, values, UNKNOWN), |writer, text| {
                writer.flag(recent, text)
            });
        }
        (ValueReader::Text, Data::Texts(values)) => {
            rows.each(column, |text| values.push(writer.text(text)));
        }
        (ValueReader::Prose, Data::Texts(values)) => {
            rows.each(column, |text| values.push(writer.prose(text)));
        }
        (_, data) => data.pad(rows.picked.len()),
    }
}

/// Adds codes of texts.
fn fill_codes(
    writer: &mut ColumnWriter,
    rows: PickedRows<'_>,
    target: FillTarget,
    (known, channels): (KnownTexts<'_>, &mut Channels),
) {
    let (column, FillTarget { data, memory }) = (writer.column, target);
    match (&column.reader, data) {
        (ValueReader::Channel, Data::Codes(values)) => {
            let mut memories = (channels, &mut memory.codes);
            rows.each_short(column, |text| values.push(writer.channel(&mut memories, known, text)));
        }
        (ValueReader::Code(_), Data::Codes(values)) => match column.cleaning.plain_slot() {
            Some(slot) if rows.picked.len() > 1 && !column.is_rounded => {
                let texts = SlotTexts { rows: rows.rows, picked: rows.picked, slot };
                writer.codes(known, (texts, &mut memory.codes), values)
            }
            _ => rows.each(column, |text| values.push(writer.code(known, text))),
        },
        (ValueReader::List(_, separator), Data::Lists(values)) => {
            for &row in rows.picked {
                let raw = column.cleaning.raw(rows.rows, row);
                let items = list::items(raw.as_deref().unwrap_or_default(), separator.as_deref());
                values.push(&writer.list(known, &items));
            }
        }
        (_, data) => data.pad(rows.picked.len()),
    }
}

/// The records that become rows.
#[derive(Clone, Copy)]
struct PickedRows<'r> {
    rows: CellRows<'r>,
    /// Their places among the cells' rows.
    picked: &'r [usize],
    /// The batch's row that the first of them is.
    from: usize,
}

impl<'r> PickedRows<'r> {
    /// Calls `take` with the text of each.
    #[inline]
    fn each(self, column: &PlannedColumn, mut take: impl FnMut(Option<&str>)) {
        if let Some(slot) = column.cleaning.plain_slot() {
            for &row in self.picked {
                take(self.rows.text(slot, row));
            }
            return;
        }
        for &row in self.picked {
            take(column.cleaning.text(self.rows, row).as_deref());
        }
    }

    /// The same with the text as one number, where it is short.
    #[inline]
    fn each_short(self, column: &PlannedColumn, mut take: impl FnMut((Option<ShortText>, Option<&str>))) {
        let Some(slot) = column.cleaning.plain_slot() else {
            self.each(column, |text| take((None, text)));
            return;
        };
        for &row in self.picked {
            take((self.rows.short(slot, row), self.rows.text(slot, row)));
        }
    }

    /// Adds the value of each to a column in which short texts come again; `read` tells that of a text about which there
    /// may be something to say, and gives `none` where it has no value.
    #[inline]
    fn each_known<T: Copy + PartialEq>(
        self,
        writer: &mut ColumnWriter,
        (memory, values, none): (&mut KnownShort<T>, &mut Vec<T>, T),
        mut read: impl FnMut(&mut ColumnWriter, Option<&str>) -> T,
    ) {
        let column = writer.column;
        self.each_short(column, |(short, text)| {
            if let Some(value) = short.and_then(|short| memory.get(short)) {
                writer.row += 1;
                values.push(value);
                return;
            }
            let value = read(writer, text);
            values.push(value);
            let is_plain = value != none || text == Some("") && !column.required;
            if let Some(short) = short.filter(|_| is_plain) {
                memory.learn(short, value);
            }
        });
    }
}
