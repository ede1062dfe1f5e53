//! Text that came instead of an export: web pages, answers of an interface that failed, mails, XML – and answers that hold nothing.

use crate::account::{Cause, Trouble};
use crate::source::encoding::lossy;
use serde_json::{Map, Value};

/// What a text is that is not read as a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Text {
    /// No export.
    Instead(Cause, Trouble),
    /// An export of no rows.
    NoRows,
}

/// Letters of a title or an answer that are shown.
const SHOWN: usize = 60;

/// What a text is; `None` where it may be an export. `whole` says whether `head` is all of it.
pub fn told(head: &[u8], whole: bool, name: &str) -> Option<Text> {
    let text = lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
    let text = text.trim_start();
    match text.as_bytes().first() {
        None if whole => Some(instead(Cause::Empty, "the file is empty", "")),
        Some(b'<') => Some(marked_up(text, name)),
        Some(b'{' | b'[') if whole => answer(text),
        Some(_) if is_mail(text) => Some(instead(
            Cause::Other("a mail", "mails"),
            "a mail, not an export",
            "save what is attached to it, or follow its link",
        )),
        _ => None,
    }
}

fn instead(cause: Cause, what: &'static str, advice: &'static str) -> Text {
    Text::Instead(cause, Trouble::new(what, advice))
}

/// What a text is that begins with `<`.
fn marked_up(text: &str, name: &str) -> Text {
    let lower = text.to_lowercase();
    let is_page =
        ["<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<script", "<style", "<div"]
            .iter()
            .any(|tag| lower.contains(tag));
    if lower.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        let what = "a workbook in the XML form of Excel 2003";
        return instead(Cause::Packed, what, "open it and save it as XLSX or CSV");
    }
    if lower.starts_with("<svg") || lower.contains("<svg ") && !is_page {
        return instead(Cause::Other("a picture", "pictures"), "a picture, not an export", "");
    }
    if !is_page {
        let root = root_of(text);
        let what = format!("an XML document{root}, not an export that is read");
        return Text::Instead(
            Cause::Instead,
            Trouble { what: what.into(), advice: "export CSV or JSON".into() },
        );
    }
    let name = name.to_lowercase();
    if lower.contains("<table") && (name.ends_with(".xls") || name.ends_with(".xlsx")) {
        let what = "a web page with a table, saved as a workbook";
        return instead(Cause::Packed, what, "open it and save it as XLSX or CSV");
    }
    let title = title_of(text, &lower);
    let what = format!("a web page{title}, not an export");
    let advice = "it may be a login or error page that was saved instead: log in and export again";
    Text::Instead(Cause::Instead, Trouble { what: what.into(), advice: advice.into() })
}

/// ` (title "…")` of a page; empty where it has none.
fn title_of(text: &str, lower: &str) -> String {
    let inside = || {
        // Lower case may have other lengths: only then is the text itself not cut.
        let start = lower.find("<title")? + "<title".len();
        let start = start + lower.get(start..)?.find('>')? + 1;
        let end = start + lower.get(start..)?.find("</title")?;
        let source = if lower.len() == text.len() { text } else { lower };
        source.get(start..end).map(str::trim)
    };
    match inside().filter(|title| !title.is_empty()) {
        Some(title) => format!(" (title \"{}\")", shown(title)),
        None => String::new(),
    }
}

/// ` (<name>)` of the outermost element.
fn root_of(text: &str) -> String {
    let elements = text.split('<').skip(1);
    let mut roots = elements.filter(|part| part.starts_with(char::is_alphabetic));
    match roots.next() {
        Some(root) => {
            let end = root.find([' ', '>', '/', '\n', '\r', '\t']).unwrap_or(root.len());
            format!(" (<{}>)", shown(&root[..end]))
        }
        None => String::new(),
    }
}

/// A text in one line, cut.
fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    line.chars().take(SHOWN - 1).chain(['…']).collect()
}

/// Header lines that a mail has.
const MAIL_LINES: [&str; 10] = [
    "from",
    "to",
    "subject",
    "date",
    "received",
    "return-path",
    "delivered-to",
    "message-id",
    "mime-version",
    "content-type",
];

/// Of them a mail has at least so many.
const MAIL_LINES_NEEDED: usize = 3;

fn is_mail(text: &str) -> bool {
    let mut lines = text.lines().peekable();
    if lines.peek().is_some_and(|line| line.starts_with("From ") && line.contains('@')) {
        lines.next();
    }
    let mut found = 0;
    for line in lines.take_while(|line| !line.is_empty()) {
        let Some((name, _)) = line.split_once(':') else {
            // A line that goes on is indented.
            if line.starts_with([' ', '\t']) && found > 0 {
                continue;
            }
            return false;
        };
        if !line.starts_with([' ', '\t'])
            && !name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
        {
            return false;
        }
        found += usize::from(MAIL_LINES.contains(&name.to_lowercase().as_str()));
    }
    found >= MAIL_LINES_NEEDED
}

/// What an answer is that holds no records: none at all, or an error.
fn answer(text: &str) -> Option<Text> {
    match serde_json::from_str(text).ok()? {
        Value::Array(rows) if rows.is_empty() => Some(Text::NoRows),
        Value::Object(object) => of_object(&object),
        _ => None,
    }
}

/// Keys that say what went wrong…
const ERROR_KEYS: [&str; 8] = [
    "error",
    "errors",
    "error_description",
    "error_message",
    "errormessage",
    "fault",
    "exception",
    "message",
];
/// …and keys that stand beside `message` where it is an error.
const ERROR_MARKS: [&str; 9] = [
    "status",
    "code",
    "statuscode",
    "status_code",
    "error",
    "errors",
    "documentation_url",
    "request_id",
    "detail",
];

fn of_object(object: &Map<String, Value>) -> Option<Text> {
    let has = |keys: &[&str]| object.keys().find(|key| keys.contains(&key.to_lowercase().as_str()));
    let is_error = |key: &&String| ERROR_KEYS.contains(&key.to_lowercase().as_str());
    let others: Vec<&Value> =
        object.iter().filter(|(key, _)| !is_error(key)).map(|(_, value)| value).collect();
    let holds = |value: &&Value| match value {
        Value::Array(rows) => !rows.is_empty(),
        Value::Object(inner) => inner.values().any(|value| value.is_array() || value.is_object()),
        _ => false,
    };
    if others.iter().any(holds) {
        return None;
    }
    if let Some(key) = has(&ERROR_KEYS).filter(|key| !is_nothing(&object[*key])) {
        let is_bare = key.to_lowercase() == "message" && object.len() > 1 && has(&ERROR_MARKS).is_none();
        if !is_bare {
            return Some(error_answer(&object[key]));
        }
    }
    let lists = others.iter().filter(|value| value.is_array()).count();
    (lists > 0).then_some(Text::NoRows)
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(values) => values.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

fn error_answer(value: &Value) -> Text {
    let said = match value {
        Value::String(text) => format!(" (\"{}\")", shown(text)),
        Value::Object(inner) => match inner.values().find_map(Value::as_str) {
            Some(text) => format!(" (\"{}\")", shown(text)),
            None => String::new(),
        },
        _ => String::new(),
    };
    let what = format!("an error answer{said}, not an export");
    let advice = "ask for the export again, with the right address and key";
    Text::Instead(Cause::Instead, Trouble { what: what.into(), advice: advice.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        match told(text.as_bytes(), true, "a.json") {
            Some(Text::Instead(_, trouble)) => trouble.what.into_owned(),
            Some(Text::NoRows) => "no rows".into(),
            None => "may be".into(),
        }
    }

    #[test]
    fn what_came_instead_of_an_export_has_a_name() {
        for (text, expected) in [
            (
                "<!DOCTYPE html><html><head><TITLE>Sign in\n – Desk</TITLE>",
                "a web page (title \"Sign in – Desk\"), not an export",
            ),
            ("<html><body>x", "a web page, not an export"),
            (
                "<?xml version=\"1.0\"?>\n<tickets type=\"array\"><t/>",
                "an XML document (<tickets>), not an export that is read",
            ),
            ("<?xml?><svg xmlns=\"x\">", "a picture, not an export"),
            (
                "{\"error\": \"Couldn't authenticate you\"}",
                "an error answer (\"Couldn't authenticate you\"), not an export",
            ),
            ("{\"message\":\"Not Found\",\"status\":404}", "an error answer (\"Not Found\"), not an export"),
            ("{\"errors\":[{\"code\":1}],\"data\":null}", "an error answer, not an export"),
            ("{\"error\":{\"code\":7,\"message\":\"quota\"}}", "an error answer (\"quota\"), not an export"),
            ("[]", "no rows"),
            (" {\"conversations\": [], \"count\": 0, \"next\": null}", "no rows"),
            ("{\"tickets\":[],\"error\":null}", "no rows"),
            (" \n", "the file is empty"),
            (
                "From a@b.nl Mon\nFrom: A\nTo: b\nSubject: Your export is ready\n\nhello",
                "a mail, not an export",
            ),
            ("Return-Path: <x>\nReceived: from y\n by z\nDate: Mon\n\n", "a mail, not an export"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    #[test]
    fn what_may_be_an_export_is_left_to_those_who_read_it() {
        for text in [
            "{\"id\":1,\"message\":\"hello\",\"created_at\":\"2026-03-02\"}",
            "{\"tickets\":[{\"id\":1}],\"error\":\"partial\"}",
            "{\"data\":{\"tickets\":[{\"id\":1}]}}",
            "{\"id\":1}\n{\"id\":2}\n",
            "from,to,subject,date\na,b,c,d\n",
            "Date: today\nid,at\n",
            "[{\"id\":1}]",
            "{}",
        ] {
            assert_eq!(said(text), "may be", "{text}");
        }
    }
}
