//! Which rows are placed by a date without a time of day: they belong to a day, but to no hour.

use super::occasion::Occasion;
use super::{Facts, Moment};
use crate::dataset::DateRows;

impl Facts {
    /// Remembers that the last row of a table is placed by a date.
    #[inline(always)]
    pub(super) fn mark_date(&mut self, moment: &Moment, occasion: Option<Occasion>) {
        if occasion.is_some_and(|occasion| occasion.is_date) {
            self.mark_last(moment);
        }
    }

    #[cold]
    fn mark_last(&mut self, moment: &Moment) {
        if let Some(row) = (moment.at)(self).len().checked_sub(1) {
            self.mark_row(moment, row);
        }
    }

    /// Remembers that a row is placed by a date.
    pub(super) fn mark_row(&mut self, moment: &Moment, row: usize) {
        self.placed_by_date.entry((moment.of, moment.name)).or_default().mark(row);
    }

    /// Which rows a moment places by a date, which is forgotten here.
    pub(super) fn take_dates(&mut self, moment: &Moment) -> DateRows {
        self.placed_by_date.remove(&(moment.of, moment.name)).unwrap_or_default()
    }

    /// Remembers which of the rows kept of a canonical table are placed by a date.
    pub(super) fn mark_kept(&mut self, moment: &Moment, dates: Option<&DateRows>, kept: &[bool]) {
        if let Some(mut dates) = dates.cloned() {
            dates.retain(kept);
            self.placed_by_date.insert((moment.of, moment.name), dates);
        }
    }

    /// Which rows a moment places by a date; `None`: none.
    pub fn dates_of(&self, moment: &Moment) -> Option<&DateRows> {
        self.placed_by_date.get(&(moment.of, moment.name))
    }

    /// Adds the marks of `later`, whose tables are not added yet.
    pub(super) fn append_dates(&mut self, later: &mut Facts) {
        for ((grain, name), dates) in std::mem::take(&mut later.placed_by_date) {
            let from = grain.table().rows(self);
            self.placed_by_date.entry((grain, name)).or_default().append(&dates, from);
        }
    }
}
