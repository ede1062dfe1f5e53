//! Where rows came from.

/// Where rows came from: runs of consecutive rows of one file.
#[derive(Debug, Default, Clone)]
pub struct Origins {
    runs: Vec<OriginRun>,
}

#[derive(Debug, Clone, Copy)]
struct OriginRun {
    first: usize,
    file: u32,
    row: u64,
}

impl OriginRun {
    /// File and row of the table row `index`, which lies in this run; 0: its rows have no number.
    fn row_of(&self, index: usize) -> (u32, u64) {
        if self.row == 0 {
            return (self.file, 0);
        }
        (self.file, self.row + (index - self.first) as u64)
    }
}

impl Origins {
    /// Notes that the table's row `index` (ascending) is row `row` of file `file`.
    pub fn note(&mut self, index: usize, file: u32, row: u64) {
        let goes_on = self.runs.last().is_some_and(|run| run.row_of(index) == (file, row));
        if !goes_on {
            self.runs.push(OriginRun { first: index, file, row });
        }
    }

    /// Every run of rows of one file: its first row here, the file, its row there.
    pub fn runs(&self) -> impl Iterator<Item = (usize, u32, u64)> + '_ {
        self.runs.iter().map(|run| (run.first, run.file, run.row))
    }

    /// Files count from that one on.
    pub fn move_files(&mut self, first: u32) {
        for run in &mut self.runs {
            run.file += first;
        }
    }

    /// All rows of a table come from one file, which numbers none.
    pub fn of_one_file(file: u32) -> Origins {
        Origins { runs: vec![OriginRun { first: 0, file, row: 0 }] }
    }

    /// The first row of the file whose rows came last.
    pub fn last_file_from(&self) -> usize {
        let Some(last) = self.runs.last() else { return 0 };
        let own = self.runs.iter().rev().take_while(|run| run.file == last.file);
        own.last().map_or(0, |run| run.first)
    }

    /// Tells the same as [`Self::of`], faster, for ascending rows.
    pub fn walk(&self) -> impl FnMut(usize) -> Option<(u32, u64)> + '_ {
        let mut at = 0;
        move |index| {
            while self.runs.get(at + 1).is_some_and(|next| next.first <= index) {
                at += 1;
            }
            self.runs.get(at).filter(|run| run.first <= index).map(|run| run.row_of(index))
        }
    }

    /// The runs of rows that come from one file, of a table of `rows` rows, and which file it is.
    pub fn files(&self, rows: usize) -> impl Iterator<Item = (std::ops::Range<usize>, u32)> + '_ {
        let ends = self.runs.iter().skip(1).map(|run| run.first).chain([rows]);
        self.runs.iter().zip(ends).map(|(run, end)| (run.first.min(end)..end, run.file))
    }

    /// File (its place in [`super::Dataset::files`]) and row of a table row.
    pub fn of(&self, index: usize) -> Option<(u32, u64)> {
        let runs = &self.runs[..self.runs.partition_point(|run| run.first <= index)];
        runs.last().map(|run| run.row_of(index))
    }
}
