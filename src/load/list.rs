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
    if let Some(items) = array(text).or_else(|| quoted(text)).or_else(|| braced(text)) {
        return items;
    }
    if separator == Some(" ") {
        let items = text.split(|c: char| c.is_whitespace() || c == ',');
        return items.filter(|item| !item.is_empty()).map(Cow::Borrowed).collect();
    }
    if let Some(separator) = separator.filter(|separator| !separator.is_empty()) {
        return text.split(separator).map(Cow::Borrowed).collect();
    }
    if text.contains(HASHED) {
        return text.split(HASHED).map(Cow::Borrowed).collect();
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

/// What SharePoint writes between the items of a list.
const HASHED: &str = ";#";

/// `['one', 'two']`, as Python writes a list of texts.
fn quoted(text: &str) -> Option<Vec<Cow<'static, str>>> {
    let inside = text.strip_prefix("['")?.strip_suffix("']")?;
    let items = inside.split("', '").flat_map(|item| item.split("','"));
    Some(items.map(|item| Cow::Owned(item.replace("\\'", "'"))).collect())
}

/// `{one,"two words"}`, as PostgreSQL writes an array.
fn braced(text: &str) -> Option<Vec<Cow<'static, str>>> {
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    if inside.contains(['{', ':']) {
        return None;
    }
    let (mut items, mut item, mut within) = (Vec::new(), String::new(), false);
    for letter in inside.chars() {
        match letter {
            '"' => within = !within,
            ',' if !within => items.push(Cow::Owned(std::mem::take(&mut item))),
            _ => item.push(letter),
        }
    }
    items.push(Cow::Owned(item));
    Some(items)
}

/// The keys under which objects of a list hold what they are called.
const NAMES: [&str; 7] = ["name", "title", "label", "tag", "value", "text", "display_name"];

fn plain(value: Value) -> String {
    if let Value::Object(fields) = &value {
        let named = NAMES.iter().find_map(|name| fields.get(*name)?.as_str());
        if let Some(name) = named {
            return name.to_owned();
        }
    }
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
        assert_eq!(items(r#"[{"id":1,"name":"a"},{"id":2}]"#, None), ["a", r#"{"id":2}"#]);
        assert_eq!(items("['a, b', 'c']", None), ["a, b", "c"]);
        assert_eq!(items(r#"{a,"b, c"}"#, None), ["a", "b, c"]);
        assert_eq!(items(r#"{"a":1}"#, None), [r#"{"a":1}"#]);
        assert_eq!(items("a;#b", None), ["a", "b"]);
        assert_eq!(items("[urgent", None), ["[urgent"]);
        assert_eq!(items("a,b\u{1f}c", None), ["a,b", "c"]);
        assert!(items(" ", Some(",")).is_empty());
    }
}
