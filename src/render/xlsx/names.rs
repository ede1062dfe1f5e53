//! Names that sheets may have: short, without signs of references, each once.

/// Characters of a name at most.
const LONGEST: usize = 31;
/// Signs that mean something in references.
const SIGNS: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];

/// The names given so far, in lower case.
#[derive(Default)]
pub struct SheetNames {
    taken: Vec<String>,
}

impl SheetNames {
    /// The name as far as it may be one, with a number behind it if it is taken.
    pub fn free(&mut self, wanted: &str) -> String {
        let plain = plain(wanted);
        let mut name = shortened(&plain, "");
        let mut number = 2;
        while self.taken.contains(&name.to_lowercase()) {
            name = shortened(&plain, &format!(" ({number})"));
            number += 1;
        }
        self.taken.push(name.to_lowercase());
        name
    }
}

/// The name without signs, `Sheet` if nothing is left; `History` is a name that Excel keeps for itself.
fn plain(wanted: &str) -> String {
    let plain: String = wanted
        .chars()
        .map(|sign| if SIGNS.contains(&sign) || sign.is_control() { ' ' } else { sign })
        .collect();
    let plain = plain.trim_matches(['\'', ' ']);
    match plain.to_lowercase().as_str() {
        "" => "Sheet".to_owned(),
        "history" => format!("{plain}."),
        _ => plain.to_owned(),
    }
}

/// The beginning of the name and the ending, as many UTF-16 units together as a name may have.
fn shortened(name: &str, ending: &str) -> String {
    let room = LONGEST - ending.len();
    let mut units = 0;
    let mut short = String::new();
    for character in name.chars() {
        units += character.len_utf16();
        if units > room {
            break;
        }
        short.push(character);
    }
    short.truncate(short.trim_end_matches(['\'', ' ']).len());
    short + ending
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_plain_and_each_there_once() {
        let mut names = SheetNames::default();
        assert_eq!(names.free("Top tags"), "Top tags");
        assert_eq!(names.free("top tags"), "top tags (2)");
        assert_eq!(names.free("'a/b[c]:*?\\'"), "a b c");
        assert_eq!(names.free(""), "Sheet");
        assert_eq!(names.free("\u{1b}"), "Sheet (2)");
        assert_eq!(names.free("History"), "History.");
        let long = "ż".repeat(40);
        assert_eq!(names.free(&long), "ż".repeat(31));
        assert_eq!(names.free(&long), format!("{} (2)", "ż".repeat(27)));
        assert_eq!(names.free(&"🙂".repeat(20)), "🙂".repeat(15));
    }
}
