//! What tells the rows of a table apart: dimensions and classes, always with a row where nothing happened if asked for.

use super::axis::Axis;
use super::figures::{Group, EVERYTHING};
use crate::facts::{Dictionary, Dimension, NONE};
use crate::language::Labels;
use crate::report::{Cell, Column, RowName, Unit};
use crate::scope::bucket::Every;
use std::collections::BTreeMap;

/// What tells the rows of a table apart.
pub struct Layout<'a> {
    /// The column of each axis.
    pub columns: Vec<Column>,
    /// The axes.
    pub axes: Vec<Axis>,
    /// What its groups are called.
    pub names: GroupNames<'a>,
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

/// What groups are called: values by their name, classes by their number, nobody not at all, but for what is said here.
#[derive(Clone, Copy)]
pub enum GroupNames<'a> {
    /// Just so.
    Plain,
    /// Nobody is the team.
    Team,
    /// The classes' names one after the other.
    Listed(&'a [Cell]),
    /// Values are shown in another spelling where there is one.
    Spelled(&'a BTreeMap<String, String>),
}

impl GroupNames<'_> {
    /// The cell that names a group on one axis, whose codes stand for `values` or are numbers of classes.
    pub fn cell(&self, values: Option<&Dictionary>, code: u32) -> Cell {
        match (self, values) {
            (GroupNames::Team, _) if code == NONE => Cell::Row(RowName::Team),
            _ if code == NONE => Cell::Missing,
            (GroupNames::Spelled(names), Some(values)) => {
                let value = values.text(code);
                Cell::Text(names.get(value).map_or(value, String::as_str).to_owned())
            }
            (_, Some(values)) => Cell::Text(values.text(code).to_owned()),
            (GroupNames::Listed(names), None) => names[code as usize].clone(),
            (_, None) => Cell::Whole(i64::from(code)),
        }
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
            names: GroupNames::Plain,
            always: if dimensions.is_empty() { vec![EVERYTHING] } else { Vec::new() },
            total: None,
            cut: Cut::AsAsked,
        }
    }

    /// One row a class of an axis of the section's own.
    pub fn along(name: &str, label: Labels, axis: Axis) -> Layout<'a> {
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

    /// With names of its own.
    pub fn named(self, names: GroupNames<'a>) -> Layout<'a> {
        Layout { names, ..self }
    }

    /// With the period cut in a way of its own.
    pub fn cut(self, cut: Cut) -> Layout<'a> {
        Layout { cut, ..self }
    }
}
