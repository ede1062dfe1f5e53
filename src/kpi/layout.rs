//! What tells the rows of a table apart: dimensions and classes, always with a row where nothing happened if asked for.

use super::figures::{Group, Label};
use super::select::Axis;
use crate::facts::Dimension;
use crate::report::Cell;
use crate::scope::bucket::Every;

/// What tells the rows of a table apart.
pub struct Layout<'a> {
    /// Column name and label of each axis.
    pub columns: Vec<(String, String)>,
    /// The axes.
    pub axes: Vec<Axis<'a>>,
    /// What classes and rows without a value are called.
    pub naming: &'a dyn Fn(usize, &Label) -> Cell,
    /// Groups that stand there even if nothing happened.
    pub always: Vec<Group>,
    /// A row over everything at the end of each bucket.
    pub total: Option<Cell>,
    /// Cut into buckets by `--every`.
    pub buckets: Option<Option<Every>>,
}

/// The name of a value, nothing for no value.
pub fn plain(_: usize, label: &Label) -> Cell {
    match label {
        Label::Name(name) => Cell::Text(name.clone()),
        Label::Class(class) => Cell::Whole(i64::from(*class)),
        Label::Nobody => Cell::Missing,
    }
}

impl<'a> Layout<'a> {
    /// One row a group of these dimensions.
    pub fn of(dimensions: &[&'static Dimension]) -> Layout<'a> {
        Layout {
            columns: dimensions.iter().map(|d| (d.id.to_string(), d.label.to_string())).collect(),
            axes: dimensions.iter().map(|d| Axis::Dimension(d)).collect(),
            naming: &plain,
            always: if dimensions.is_empty() { vec![Vec::new()] } else { Vec::new() },
            total: None,
            buckets: None,
        }
    }
}
