//! What went wrong while rows of one block were filled, before their place in the file is known.

use super::plan::Plan;
use crate::account::{Outcome, ProblemKind, Problems, Spot, Trouble, EXAMPLES};

/// Trouble by kind; row numbers count from the start of the block.
#[derive(Debug, Default)]
pub struct Pending {
    kinds: Vec<Note>,
}

#[derive(Debug)]
struct Note {
    outcome: Outcome,
    /// Place in the plan's columns; `None`: the row as a whole.
    column: Option<usize>,
    trouble: Trouble,
    count: u64,
    places: Vec<(u64, Option<String>)>,
}

/// Longest value shown.
const LONGEST: usize = 40;

impl Pending {
    /// Notes one case: the record's number in the block, and the value as far as it may be shown.
    pub fn note(
        &mut self,
        outcome: Outcome,
        column: Option<usize>,
        trouble: &Trouble,
        place: (u64, Option<String>),
    ) {
        let same =
            |note: &&mut Note| note.outcome == outcome && note.column == column && note.trouble == *trouble;
        if let Some(note) = self.kinds.iter_mut().find(same) {
            note.count += 1;
            if note.places.len() < EXAMPLES {
                note.places.push(place);
            }
            return;
        }
        let trouble = trouble.clone();
        self.kinds.push(Note { outcome, column, trouble, count: 1, places: vec![place] });
    }

    /// Moves everything to `problems`, as rows of `file` from `first` on.
    pub fn settle(&mut self, plan: &Plan, file: &str, first: u64, problems: &mut Problems) {
        for note in self.kinds.drain(..) {
            let column = note.column.map(|at| plan.columns[at].header.clone()).unwrap_or_default();
            let kind = ProblemKind {
                outcome: note.outcome,
                table: plan.table.schema().name,
                column,
                trouble: note.trouble,
            };
            let places = note.places.into_iter();
            let places = places.map(|(row, value)| Spot { file: file.to_owned(), row: first + row, value });
            problems.note(kind, note.count, places);
        }
    }
}

/// The value as it may be shown: short, one line, and nothing that looks like a mail address, a telephone number or prose.
pub fn shown(value: &str) -> Option<String> {
    let value = value.trim();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let private = value.contains('@') || value.starts_with('+') || value.split_whitespace().count() > 4;
    let number_like =
        digits > 6 && value.bytes().all(|byte| byte.is_ascii_digit() || b" ()-".contains(&byte));
    let hidden = value.is_empty() || value.chars().count() > LONGEST || private || number_like;
    (!hidden).then(|| value.to_owned())
}
