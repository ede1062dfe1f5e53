//! Which texts of a file may stand in a message: names, addresses, numbers and words of customers never do.

/// Whether a text looks like a mail address, a telephone number or prose.
pub fn is_personal(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_number = digits > 6 && text.bytes().all(|byte| byte.is_ascii_digit() || b" ()-".contains(&byte));
    text.contains('@') || text.starts_with('+') || is_number || text.split_whitespace().count() > 4
}

/// Whether what stands where a moment, duration or number should may be shown: mostly digits, or one small word. Names and
/// places are neither.
pub fn is_mistyped(text: &str) -> bool {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    match text.chars().filter(char::is_ascii_digit).count() {
        0 => {
            letters <= 12
                && text.trim().chars().all(|letter| letter.is_lowercase() || !letter.is_alphanumeric())
                && text.split_whitespace().count() < 2
        }
        digits => letters <= digits + 3,
    }
}

/// Letters of the longest value of a closed list that is shown.
const LABEL: usize = 24;

/// Whether what stands where a value of a closed list should may be shown: one short word, or up to three of which none
/// but the first begins with a capital. Names of people and what they wrote are neither.
pub fn is_label(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_short = text.chars().count() <= LABEL && text.split_whitespace().count() <= 3 && digits <= 4;
    let mut others = text.split_whitespace().skip(1);
    is_short && !is_personal(text) && others.all(|word| !word.starts_with(char::is_uppercase))
}

/// Whether the names of columns are none but the values of a first row: some look like an address, a telephone number or
/// a day.
pub fn are_values<'t>(mut names: impl Iterator<Item = &'t str>) -> bool {
    names.any(|name| {
        let name = name.trim();
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        let is_day = digits >= 8 && name.starts_with(|letter: char| letter.is_ascii_digit());
        is_day
            || name.split_once('@').is_some_and(|(_, host)| host.contains('.'))
            || name.starts_with('+') && digits > 6
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_a_person_is_known() {
        for text in ["jan@example.com", "+31 6 1234", "0612345678", "it is broken since monday"] {
            assert!(is_personal(text), "{text}");
        }
        for text in ["weird", "Fax Machine", "123456"] {
            assert!(!is_personal(text), "{text}");
        }
    }

    #[test]
    fn mistyped_values_are_shown_and_names_are_not() {
        for text in
            ["yesterday", "31-02-2026", "Mon, 31 Feb 2026 10:00:00 GMT", "12:99", "n.v.t.", "9999-12-31"]
        {
            assert!(is_mistyped(text), "{text}");
        }
        for text in ["Jan Jansen", "Jansen", "Kerkstraat 12", "1012 AB Amsterdam", "de vries"] {
            assert!(!is_mistyped(text), "{text}");
        }
    }

    #[test]
    fn labels_are_shown_and_what_people_are_called_or_write_is_not() {
        for text in ["martian", "Waiting", "on hold", "Wachten op klant", "in_progress", "status-7"] {
            assert!(is_label(text), "{text}");
        }
        for text in
            ["Jan Jansen", "my son is ill today", "klant 0612345", "a@b.nl", "my password is hunter two"]
        {
            assert!(!is_label(text), "{text}");
        }
        assert!(!is_label("Ausgezeichnetergeschmacksinn"));
    }

    #[test]
    fn a_first_row_is_told_from_names() {
        for row in [["C1", "2026-01-02 09:00:00"], ["x", "jan@example.com"], ["x", "+31612345678"]] {
            assert!(are_values(row.into_iter()), "{row:?}");
        }
        for row in [["agent", "2026-01"], ["created@", "2024"], ["Jan Jansen", "Sum"]] {
            assert!(!are_values(row.into_iter()), "{row:?}");
        }
    }
}
