//! Lists in one cell.

use crate::source::cells::LIST_SEPARATOR;
use serde_json::Value;
use std::borrow::Cow;

/// The items of a list: those of the file's own lists, of a JSON array in the cell, else what stands between the
/// separators – the one given (a blank: white space and commas), or the first of `|`, `;`, `,` that occurs.
pub fn items<'t>(text: &'t str, separator: Option<&str>) -> Vec<Cow<'t, str>> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    if text.contains(LIST_SEPARATOR) {
        return text.split(LIST_SEPARATOR).map(Cow::Borrowed).collect();
    }
    if let Some(items) = array(text) {
        return items;
    }
    if separator == Some(" ") {
        let items = text.split(|c: char| c.is_whitespace() || c == ',');
        return items.filter(|item| !item.is_empty()).map(Cow::Borrowed).collect();
    }
    if let Some(separator) = separator.filter(|separator| !separator.is_empty()) {
        return text.split(separator).map(Cow::Borrowed).collect();
    }
    let separator = ['|', ';'].into_iter().find(|&separator| text.contains(separator)).unwrap_or(',');
    text.split(separator).map(Cow::Borrowed).collect()
}

fn array(text: &str) -> Option<Vec<Cow<'static, str>>> {
    if !(text.starts_with('[') && text.ends_with(']')) {
        return None;
    }
    let values: Vec<Value> = serde_json::from_str(text).ok()?;
    Some(values.into_iter().map(|value| Cow::Owned(plain(value))).collect())
}

fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_list() {
        assert_eq!(items("a, b,c", None), ["a", " b", "c"]);
        assert_eq!(items("a,b;c", None), ["a,b", "c"]);
        assert_eq!(items("a;b|c", Some(";")), ["a", "b|c"]);
        assert_eq!(items("a b, c", Some(" ")), ["a", "b", "c"]);
        assert_eq!(items(r#"["a, b", 7]"#, None), ["a, b", "7"]);
        assert_eq!(items("[urgent", None), ["[urgent"]);
        assert_eq!(items("a,b\u{1f}c", None), ["a,b", "c"]);
        assert!(items(" ", Some(",")).is_empty());
    }
}
