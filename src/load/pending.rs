//! What went wrong while rows of one block were filled, before their place in the file is known.

use super::plan::Plan;
use crate::account::{Outcome, ProblemKind, Problems, Spot, Trouble, EXAMPLES};
use crate::values::is_personal;

/// Trouble by kind; row numbers count from the start of the block.
#[derive(Debug, Default)]
pub struct Pending {
    kinds: Vec<Note>,
}

#[derive(Debug)]
struct Note {
    outcome: Outcome,
    column: Option<usize>,
    trouble: Trouble,
    count: u64,
    places: Vec<BlockSpot>,
}

/// What a row or a value of it met with.
#[derive(Debug, Clone, Copy)]
pub struct Incident<'a> {
    /// What became of it.
    pub outcome: Outcome,
    /// Place in the plan's columns; `None`: the row as a whole.
    pub column: Option<usize>,
    /// What was wrong.
    pub trouble: &'a Trouble,
}

/// Where it was.
#[derive(Debug)]
pub struct BlockSpot {
    /// Record number from the start of the block.
    pub number: u64,
    /// The value at fault, as far as it may be shown.
    pub value: Option<String>,
}

/// The block as the file knows it.
pub struct PlacedBlock<'a> {
    /// What its rows are.
    pub plan: &'a Plan,
    /// The file's name.
    pub file: &'a str,
    /// Record number of its first one in the file.
    pub first_row: u64,
}

/// Longest value shown.
const LONGEST: usize = 40;

impl Pending {
    /// Notes one case.
    pub fn note(&mut self, incident: Incident, spot: BlockSpot) {
        if let Some(note) = self.kinds.iter_mut().find(|note| note.is_of(&incident)) {
            note.count += 1;
            if note.places.len() < EXAMPLES {
                note.places.push(spot);
            }
            return;
        }
        let Incident { outcome, column, trouble } = incident;
        self.kinds.push(Note { outcome, column, trouble: trouble.clone(), count: 1, places: vec![spot] });
    }

    /// Moves everything to `problems`, as rows of the file.
    pub fn settle(&mut self, block: &PlacedBlock, problems: &mut Problems) {
        for note in self.kinds.drain(..) {
            let column = note.column.map(|at| block.plan.header(at).to_owned()).unwrap_or_default();
            let kind = ProblemKind {
                outcome: note.outcome,
                table: block.plan.table.schema().name,
                column,
                trouble: note.trouble,
            };
            let places = note.places.into_iter();
            problems.note(kind, note.count, places.map(|spot| block.spot(spot)));
        }
    }
}

impl Note {
    fn is_of(&self, incident: &Incident) -> bool {
        self.outcome == incident.outcome
            && self.column == incident.column
            && self.trouble == *incident.trouble
    }
}

impl PlacedBlock<'_> {
    fn spot(&self, spot: BlockSpot) -> Spot {
        Spot { file: self.file.to_owned(), row: self.first_row + spot.number, value: spot.value }
    }
}

/// The value as it may be shown: short, one line, and nothing that looks like a mail address, a telephone number or prose.
pub fn shown(value: &str) -> Option<String> {
    let value = value.trim();
    let is_hidden = value.is_empty() || value.chars().count() > LONGEST || is_personal(value);
    (!is_hidden).then(|| value.to_owned())
}
