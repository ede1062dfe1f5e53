//! Figures as they are asked of the data.

use super::definition::Kpi;
use crate::facts::Facts;

/// A figure as it is asked of the data: one that is split is asked once for each value.
#[derive(Clone, Copy, PartialEq)]
pub struct Asked {
    /// The figure.
    pub kpi: &'static Kpi,
    /// The code of the value it is asked for.
    pub value: Option<u32>,
}

impl std::ops::Deref for Asked {
    type Target = Kpi;

    fn deref(&self) -> &Kpi {
        self.kpi
    }
}

impl Asked {
    /// The figures to ask, those that are split last, value by value.
    pub fn all(kpis: &[&'static Kpi], facts: &Facts) -> Vec<Asked> {
        let whole = kpis.iter().filter(|kpi| kpi.split().is_none());
        let mut asked: Vec<Asked> = whole.map(|&kpi| Asked { kpi, value: None }).collect();
        let split: Vec<&'static Kpi> = kpis.iter().copied().filter(|kpi| kpi.split().is_some()).collect();
        let values = split.first().and_then(|kpi| kpi.split()).map_or(&[][..], |split| (split.values)(facts));
        for &value in values {
            asked.extend(split.iter().map(|&kpi| Asked { kpi, value: Some(value) }));
        }
        asked
    }

    /// A figure that this one is made from.
    pub fn part(&self, kpi: &'static Kpi) -> Asked {
        Asked { kpi, value: kpi.split().and(self.value) }
    }
}
