//! What tells the rows of a table apart: dimensions and classes, always with a row where nothing happened if asked for.

use super::figures::{Group, Label};
use super::select::Axis;
use crate::facts::Dimension;
use crate::report::{Cell, Column, RowName, Unit};
use crate::scope::bucket::Every;

/// What tells the rows of a table apart.
pub struct Layout<'a> {
    /// The column of each axis.
    pub columns: Vec<Column>,
    /// The axes.
    pub axes: Vec<Axis<'a>>,
    /// What classes and rows without a value are called.
    pub naming: &'a dyn Fn(usize, &Label) -> Cell,
    /// Groups that stand there even if nothing happened.
    pub always: Vec<Group>,
    /// A row over everything at the end of each bucket.
    pub total: Option<RowName>,
    /// How the period is cut.
    pub cut: Cut,
}

/// Into which buckets a section cuts the period.
#[derive(Clone, Copy)]
pub enum Cut {
    /// As `--every` says.
    AsAsked,
    /// Never.
    Whole,
    /// Always into these.
    Into(Every),
}

/// The name of a value, nothing for no value.
pub fn plain(_: usize, label: &Label) -> Cell {
    match label {
        Label::Name(name) => Cell::Text(name.clone()),
        Label::Class(class) => Cell::Whole(i64::from(*class)),
        Label::Nobody => Cell::Missing,
    }
}

impl Cut {
    /// The size of a bucket, if there are any.
    pub fn every(self, asked: Option<Every>) -> Option<Every> {
        match self {
            Cut::AsAsked => asked,
            Cut::Whole => None,
            Cut::Into(every) => Some(every),
        }
    }
}

impl<'a> Layout<'a> {
    /// One row a group of these dimensions.
    pub fn of(dimensions: &[&'static Dimension]) -> Layout<'a> {
        Layout {
            columns: dimensions.iter().map(|d| Column::dimension(d.id, d.label, Unit::Text)).collect(),
            axes: dimensions.iter().map(|d| Axis::Dimension(d)).collect(),
            naming: &plain,
            always: if dimensions.is_empty() { vec![Vec::new()] } else { Vec::new() },
            total: None,
            cut: Cut::AsAsked,
        }
    }

    /// One row a class of an axis of the section's own.
    pub fn along(name: &str, label: &str, axis: Axis<'a>) -> Layout<'a> {
        Layout {
            columns: vec![Column::dimension(name, label, Unit::Text)],
            axes: vec![axis],
            always: Vec::new(),
            ..Layout::of(&[])
        }
    }

    /// The axes of this layout, then those of another one.
    pub fn and(mut self, other: Layout<'a>) -> Layout<'a> {
        self.columns.extend(other.columns);
        self.axes.extend(other.axes);
        self
    }

    /// With names of its own for classes and rows without a value.
    pub fn named(self, naming: &'a dyn Fn(usize, &Label) -> Cell) -> Layout<'a> {
        Layout { naming, ..self }
    }

    /// With the period cut in a way of its own.
    pub fn cut(self, cut: Cut) -> Layout<'a> {
        Layout { cut, ..self }
    }
}
