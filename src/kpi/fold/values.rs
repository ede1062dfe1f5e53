//! Sums, durations, means and distinct values of grouped rows.

use super::grouped::GroupedRows;
use super::Figure;
use crate::facts::{Dimension, Facts, Flag, Grain, Measure, Split};
use crate::facts::{MISSING, NONE, NUMBER_SCALE};

/// The figures of the groups that have rows.
type Figures = Vec<(usize, Figure)>;

/// The values of one fact table's rows, of which those count that hold a flag.
pub struct FactValues<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// The fact table.
    pub grain: Grain,
    /// What a row has to hold.
    pub among: &'a Flag,
    /// The chosen rows.
    pub rows: &'a GroupedRows,
}

impl FactValues<'_> {
    /// How many, mean, median and 90th percentile of durations.
    pub fn durations(&self, measure: &Measure) -> Figures {
        let values = (measure.values)(self.facts);
        let mut known = Vec::new();
        let mut figures = Vec::new();
        for (group, rows) in self.rows.each() {
            known.clear();
            known.extend(self.counting(rows).map(|row| values[row]).filter(|&value| value != MISSING));
            figures.push((group, Figure::of_durations(&mut known)));
        }
        figures
    }

    /// Mean of a score; none without any.
    pub fn means(&self, measure: &Measure) -> Figures {
        self.sum(measure).into_iter().map(|(group, sum)| (group, sum.mean())).collect()
    }

    /// Sum of whole numbers.
    pub fn sums(&self, measure: &Measure) -> Figures {
        let sums = self.sum(measure).into_iter();
        sums.map(|(group, sum)| (group, Figure::of_sum(sum.sum / i128::from(NUMBER_SCALE)))).collect()
    }

    /// Sum of money of the rows that have one value of the split.
    pub fn sums_of(&self, split: &Split, value: Option<u32>, measure: &Measure) -> Figures {
        let (codes, values) = ((split.codes)(self.facts), (measure.values)(self.facts));
        let mut figures = Vec::new();
        for (group, rows) in self.rows.each() {
            let own = self.counting(rows).filter(|&row| Some(codes[row]) == value);
            let known = own.map(|row| values[row]).filter(|&value| value != MISSING);
            figures.push((group, Figure::of_sum(known.map(i128::from).sum())));
        }
        figures
    }

    /// Number of distinct values of a dimension; without one, of distinct conversations.
    pub fn distinct(&self, dimension: Option<&Dimension>) -> Figures {
        self.met(dimension).into_iter().map(|(group, met)| (group, Figure::Count(met.once))).collect()
    }

    /// Number of values of a dimension that occur more than once.
    pub fn repeated(&self, dimension: &Dimension) -> Figures {
        let met = self.met(Some(dimension)).into_iter();
        met.map(|(group, met)| (group, Figure::Count(met.again))).collect()
    }

    /// The rows that count.
    fn counting<'r>(&'r self, rows: &'r [u32]) -> impl Iterator<Item = usize> + 'r {
        let flags = (self.grain.table().held)(self.facts);
        let every = self.among.mask == 0;
        rows.iter().map(|&row| row as usize).filter(move |&row| every || self.among.holds(flags[row]))
    }

    /// Sum and number of the known values.
    fn sum(&self, measure: &Measure) -> Vec<(usize, Sum)> {
        let values = (measure.values)(self.facts);
        let mut sums = Vec::new();
        for (group, rows) in self.rows.each() {
            let mut sum = Sum::default();
            for value in self.counting(rows).map(|row| values[row]).filter(|&value| value != MISSING) {
                sum.sum += i128::from(value);
                sum.n += 1;
            }
            sums.push((group, sum));
        }
        sums
    }

    /// How many codes occur, and how many occur again, by group.
    fn met(&self, dimension: Option<&Dimension>) -> Vec<(usize, Met)> {
        let conversations = self.grain.table().conversations(self.facts);
        let codes = dimension.map(|dimension| dimension.codes(self.facts));
        let known = match dimension {
            Some(dimension) => self.facts.dictionary(dimension.domain).len(),
            None => self.facts.conversations.created_at.len(),
        };
        // A code's mark is odd where its group met it once and even where it met it again; marks of later groups are
        // greater, so nothing has to be cleared in between.
        let mut marks = vec![0u32; known];
        let mut all = Vec::new();
        for (at, (group, rows)) in self.rows.each().enumerate() {
            let (first, again) = (2 * at as u32 + 1, 2 * at as u32 + 2);
            let mut met = Met::default();
            for row in self.counting(rows) {
                let conversation = conversations.at(row);
                let code = match codes {
                    Some(codes) => codes.at(row, conversation, &NONE).first(),
                    None => Some(&conversation),
                };
                let Some(mark) = code.and_then(|&code| marks.get_mut(code as usize)) else { continue };
                if *mark < first {
                    *mark = first;
                    met.once += 1;
                } else if *mark == first {
                    *mark = again;
                    met.again += 1;
                }
            }
            all.push((group, met));
        }
        all
    }
}

/// The known values of one group.
#[derive(Default)]
struct Sum {
    /// In ten-thousandths.
    sum: i128,
    /// How many.
    n: i64,
}

impl Sum {
    fn mean(&self) -> Figure {
        match (self.n, i64::try_from(self.sum)) {
            (0, _) | (_, Err(_)) => Figure::Empty,
            (n, Ok(part)) => Figure::Fraction { part, whole: n * NUMBER_SCALE },
        }
    }
}

/// Codes of one group.
#[derive(Default)]
struct Met {
    /// How many there are.
    once: i64,
    /// How many of them more than once.
    again: i64,
}
