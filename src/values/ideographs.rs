//! Moments with the words of Japanese, Chinese and Korean for their parts: `2026年3月2日 10時05分`, `2026/3/2 下午 2:05`.

/// The words for the halves of a day, and how they are written elsewhere.
const HALVES: [(&str, &str); 10] = [
    ("上午", " AM"),
    ("下午", " PM"),
    ("午前", " AM"),
    ("午後", " PM"),
    ("凌晨", " AM"),
    ("早上", " AM"),
    ("中午", " PM"),
    ("晚上", " PM"),
    ("오전", " AM"),
    ("오후", " PM"),
];
/// Days of the week, which say nothing that the date does not.
const WEEKDAYS: &str = "月火水木金土日一二三四五六天월화수목금토일";

/// A moment with figures and marks alone; `None` for a text without such words.
pub fn without_words(text: &str) -> Option<String> {
    let is_dated = text.contains(['年', '년']);
    let half = HALVES.iter().find(|(word, _)| text.contains(word));
    let bare = without_weekday(text);
    if !is_dated && half.is_none() && bare.len() == text.len() {
        return None;
    }
    let bare = half.map_or(bare.clone(), |(word, _)| bare.replacen(word, " ", 1));
    let mut plain = String::with_capacity(bare.len() + 4);
    let mut letters = bare.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '年' | '년' | '月' | '월' => plain.push('-'),
            '日' | '号' | '號' | '일' => plain.push(' '),
            '時' | '时' | '點' | '点' | '시' => {
                plain.push_str(if ends(&mut letters) { ":00" } else { ":" })
            }
            '分' | '분' => plain.push_str(if ends(&mut letters) { "" } else { ":" }),
            '秒' | '초' => {}
            ' ' if plain.ends_with(['-', ':', ' ']) => {}
            letter => plain.push(letter),
        }
    }
    let plain = plain.trim();
    Some(half.map_or_else(|| plain.to_owned(), |(_, mark)| format!("{plain}{mark}")))
}

/// Whether no more digits follow.
fn ends(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    while letters.next_if_eq(&' ').is_some() {}
    !letters.peek().is_some_and(char::is_ascii_digit)
}

/// A text without a day of the week: `(月)`, `（月曜日）`, `星期一`, `周一`.
fn without_weekday(text: &str) -> String {
    for open in ['(', '（'] {
        let Some((before, rest)) = text.split_once(open) else { continue };
        let Some((inside, behind)) = rest.split_once([')', '）']) else { continue };
        if inside.starts_with(|letter| WEEKDAYS.contains(letter)) {
            return format!("{before} {behind}");
        }
    }
    for word in ["星期", "週", "周"] {
        let Some((before, rest)) = text.split_once(word) else { continue };
        let mut letters = rest.chars();
        if letters.next().is_some_and(|letter| WEEKDAYS.contains(letter)) {
            return format!("{before} {}", letters.as_str());
        }
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_marks() {
        for (text, expected) in [
            ("2026年3月2日 10時05分", "2026-3-2 10:05"),
            ("2026年3月2日10时5分30秒", "2026-3-2 10:5:30"),
            ("2026年3月2日", "2026-3-2"),
            ("2026年03月02日 10時", "2026-03-02 10:00"),
            ("2026/3/2 下午 2:05", "2026/3/2 2:05 PM"),
            ("2026/03/02(月) 10:00", "2026/03/02 10:00"),
            ("2026-03-02 星期一 10:00", "2026-03-02 10:00"),
            ("2026년 3월 2일 오후 2:05", "2026-3-2 2:05 PM"),
        ] {
            assert_eq!(without_words(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(without_words("1時間5分"), None);
        assert_eq!(without_words("2026-03-02 10:00"), None);
    }
}
