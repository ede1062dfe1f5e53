//! Columns that leave the dataset as they are: facts take them over, so that no value is held twice.

use crate::dataset::{Data, Dataset, TableName};

/// Whole numbers or instants; empty where the column was not loaded.
pub fn whole(dataset: &mut Dataset, table: TableName, name: &str) -> Vec<i64> {
    match dataset.take(table, name) {
        Some(Data::Whole(values)) => values,
        _ => Vec::new(),
    }
}

/// Choices and flags; empty where the column was not loaded.
pub fn bytes(dataset: &mut Dataset, table: TableName, name: &str) -> Vec<u8> {
    match dataset.take(table, name) {
        Some(Data::Bytes(values)) => values,
        _ => Vec::new(),
    }
}

/// Codes of a dictionary; empty where the column was not loaded.
pub fn codes(dataset: &mut Dataset, table: TableName, name: &str) -> Vec<u32> {
    match dataset.take(table, name) {
        Some(Data::Codes(values)) => values,
        _ => Vec::new(),
    }
}
