//! Words that change with a number: which of their forms goes with it.

use super::Language;

/// A phrase with a number in its three forms; languages with two use the last one twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// For 1.
    pub one: &'static str,
    /// For 2 to 4, and whatever ends like them.
    pub few: &'static str,
    /// For all others, 0 among them.
    pub many: &'static str,
}

impl Counted {
    /// In a language with two forms.
    pub const fn two(one: &'static str, many: &'static str) -> Counted {
        Counted { one, few: many, many }
    }

    /// In a language with three forms.
    pub const fn three(one: &'static str, few: &'static str, many: &'static str) -> Counted {
        Counted { one, few, many }
    }

    /// The form that goes with a number.
    pub fn of(&self, language: Language, number: u64) -> &'static str {
        match language {
            Language::En | Language::Nl | Language::Nb | Language::De if number == 1 => self.one,
            Language::En | Language::Nl | Language::Nb | Language::De => self.many,
            Language::Pl => self.polish(number),
        }
    }

    fn polish(&self, number: u64) -> &'static str {
        let is_teen = (12..=14).contains(&(number % 100));
        if number == 1 {
            self.one
        } else if (2..=4).contains(&(number % 10)) && !is_teen {
            self.few
        } else {
            self.many
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::LANGUAGES;

    const ROW: Counted = Counted::three("one", "few", "many");

    #[test]
    fn polish_has_three_forms() {
        // jeden wiersz; dwa, trzy, cztery wiersze; zero, pięć … dwadzieścia jeden wierszy; dwadzieścia dwa wiersze
        let few = [2, 3, 4, 22, 23, 24, 32, 34, 42, 54, 92, 102, 104, 122, 202, 1_002, 1_023, 9_994];
        let many =
            [0, 5, 9, 10, 11, 12, 13, 14, 15, 20, 21, 25, 31, 91, 100, 101, 111, 112, 114, 121, 1_001, 1_012];
        assert_eq!(ROW.of(Language::Pl, 1), "one");
        for number in few {
            assert_eq!(ROW.of(Language::Pl, number), "few", "{number}");
        }
        for number in many {
            assert_eq!(ROW.of(Language::Pl, number), "many", "{number}");
        }
    }

    /// Every number up to ten thousand against lists of endings written out by hand.
    #[test]
    fn endings_decide_in_polish_and_one_alone_elsewhere() {
        let tens_of_few = [0, 20, 30, 40, 50, 60, 70, 80, 90];
        for number in 0..=10_000_u64 {
            let ending = number % 100;
            let is_few = tens_of_few.iter().any(|tens| [tens + 2, tens + 3, tens + 4].contains(&ending));
            let expected = match number {
                1 => "one",
                _ if is_few => "few",
                _ => "many",
            };
            for language in LANGUAGES {
                let (two, form) = (if number == 1 { "one" } else { "many" }, ROW.of(language, number));
                assert_eq!(form, if language == Language::Pl { expected } else { two }, "{number}");
            }
        }
    }

    #[test]
    fn two_forms_serve_every_number() {
        let row = Counted::two("row", "rows");
        assert_eq!([0, 1, 2, 5].map(|number| row.of(Language::Nl, number)), ["rows", "row", "rows", "rows"]);
    }
}
