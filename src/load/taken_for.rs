//! What a file was taken for, in a line.

use super::options::{FedTable, FileRecord};
use std::fmt;

/// `tickets.csv: zendesk, 400 conversations (comma, UTF-8, times in Europe/Amsterdam)`
impl fmt::Display for FileRecord {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut by: Vec<&str> = self.tables.iter().filter_map(|fed| fed.profile.as_deref()).collect();
        by.dedup();
        let by = if by.is_empty() { "by its column names".to_owned() } else { by.join(", ") };
        let mut tables: Vec<String> = Vec::new();
        for table in self.tables.iter().map(ToString::to_string) {
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        write!(to, "{}", self.name)?;
        if let Some(source) = &self.source {
            write!(to, " of {source}")?;
        }
        write!(to, ": {by}, {} ({}, times in {})", tables.join(", "), self.form, self.zone)
    }
}

/// `400 conversations`, `12 calls: started_at from "Start time"`
impl fmt::Display for FedTable {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = self.table.schema().name;
        if self.is_read {
            write!(to, "{} {table}", self.rows)?;
        } else {
            write!(to, "{table} not needed")?;
        }
        for (place, (column, headers)) in self.renamed.iter().enumerate() {
            let joint = if place == 0 { ":" } else { "," };
            write!(to, "{joint} {column} from \"{}\"", headers.join("\", \""))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::TableName;

    fn record(tables: Vec<FedTable>) -> FileRecord {
        let (name, form) = ("tickets.csv".to_owned(), "semicolon, UTF-8".to_owned());
        FileRecord { name, source: None, form, zone: chrono_tz::Tz::UTC, tables }
    }

    fn fed(table: TableName, profile: Option<String>, rows: u64) -> FedTable {
        FedTable { table, profile, rows, renamed: Vec::new(), is_read: true }
    }

    #[test]
    fn a_profile_names_what_a_file_is_and_feeds() {
        let profile = Some("zendesk".to_owned());
        let read = fed(TableName::Conversations, profile.clone(), 400);
        let passed = FedTable { is_read: false, ..fed(TableName::Ratings, profile, 0) };
        let mut record = record(vec![read, passed]);
        assert_eq!(
            record.to_string(),
            "tickets.csv: zendesk, 400 conversations, ratings not needed (semicolon, UTF-8, times in UTC)"
        );
        record.source = Some("shop".to_owned());
        assert!(record.to_string().starts_with("tickets.csv of shop: zendesk, "), "{record}");
    }

    #[test]
    fn without_a_profile_the_columns_decide() {
        let calls = FedTable {
            renamed: vec![("started_at".to_owned(), vec!["Date".to_owned(), "Time".to_owned()])],
            ..fed(TableName::Calls, None, 12)
        };
        assert_eq!(
            record(vec![calls]).to_string(),
            "tickets.csv: by its column names, 12 calls: started_at from \"Date\", \"Time\" (semicolon, UTF-8, times in UTC)"
        );
    }
}
