//! Files that a product writes without a header: the names of their columns, and what tells such a file.

/// One kind of file without a header.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnLayout {
    /// The names of its columns, in order; rows may have fewer cells.
    pub columns: Vec<String>,
    /// Columns of which every cell is one of some texts, in any case.
    pub tell: Vec<(String, Vec<String>)>,
}

impl ColumnLayout {
    /// Whether rows are of this file: nearly all have what tells it, and none has more cells.
    pub fn is_of(&self, rows: &[Vec<String>]) -> bool {
        let fitting = rows.iter().filter(|row| self.has_row(row)).count();
        fitting > 0 && fitting * 10 >= rows.len() * 9
    }

    fn has_row(&self, row: &[String]) -> bool {
        let tells = |(column, texts): &(String, Vec<String>)| {
            let place = self.columns.iter().position(|name| name == column);
            let cell = place.and_then(|place| row.get(place)).map_or("", |cell| cell.trim());
            texts.iter().any(|text| text.eq_ignore_ascii_case(cell))
        };
        row.len() <= self.columns.len() && self.tell.iter().all(tells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearly_all_rows_must_have_what_tells() {
        let texts = |row: &[&str]| row.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let layout = ColumnLayout {
            columns: texts(&["at", "kind", "more"]),
            tell: vec![("kind".to_owned(), texts(&["ON", "OFF"]))],
        };
        let (short, long, other) = (texts(&["1", "on"]), texts(&["1", "ON", "", ""]), texts(&["1", "x"]));
        assert!(layout.is_of(&[short.clone(), texts(&["2", "Off", "z"])]));
        assert!(!layout.is_of(std::slice::from_ref(&long)) && !layout.is_of(&[]));
        assert!(!layout.is_of(&[short.clone(), other.clone()]));
        assert!(layout.is_of(&[&vec![short; 19][..], &[other]].concat()));
    }
}
