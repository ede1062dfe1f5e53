//! Words that customers are offered instead of a score: satisfied, `très satisfait`, 👍.

use crate::dataset::vocabulary::{vote, VOTE};
use crate::profile::synonyms;

const GOOD_WORDS: &[&str] = &[
    "satisfied",
    "very satisfied",
    "happy",
    "great",
    "excellent",
    "tevreden",
    "goed",
    "zufrieden",
    "gut",
    "fornøyd",
    "bra",
    "satisfait",
    "satisfaite",
    "très satisfait",
    "satisfecho",
    "satisfecha",
    "muy satisfecho",
    "satisfeito",
    "satisfeita",
    "muito satisfeito",
    "soddisfatto",
    "nöjd",
    "tilfreds",
    "sehr zufrieden",
    "zeer tevreden",
    "bueno",
    "bom",
    "amazing",
    "awesome",
    "zadowolony",
    "zadowolona",
    "dobrze",
    "dobra",
    "👍",
    "😀",
    "😊",
    "🙂",
    "very happy",
    "extremely happy",
    "bardzo zadowolony",
    "mycket nöjd",
    "meget tilfreds",
    "svært fornøyd",
    "veldig fornøyd",
    "molto soddisfatto",
    "spokojený",
    "velmi spokojený",
    "tyytyväinen",
    "erittäin tyytyväinen",
    "memnun",
    "çok memnun",
    "満足",
    "大変満足",
    "非常满意",
    "很满意",
];
const BAD_WORDS: &[&str] = &[
    "unsatisfied",
    "dissatisfied",
    "very dissatisfied",
    "unhappy",
    "poor",
    "ontevreden",
    "slecht",
    "unzufrieden",
    "schlecht",
    "misfornøyd",
    "dårlig",
    "insatisfait",
    "pas satisfait",
    "insatisfecho",
    "insatisfecha",
    "muy insatisfecho",
    "insatisfeito",
    "insatisfeita",
    "muito insatisfeito",
    "insoddisfatto",
    "missnöjd",
    "utilfreds",
    "sehr unzufrieden",
    "zeer ontevreden",
    "malo",
    "ruim",
    "terrible",
    "awful",
    "niezadowolony",
    "niezadowolona",
    "źle",
    "zła",
    "👎",
    "😞",
    "☹",
    "🙁",
    "very unsatisfied",
    "very unhappy",
    "extremely unhappy",
    "nicht zufrieden",
    "très insatisfait",
    "bardzo niezadowolony",
    "mycket missnöjd",
    "meget utilfreds",
    "veldig misfornøyd",
    "molto insoddisfatto",
    "nespokojený",
    "velmi nespokojený",
    "tyytymätön",
    "memnun değil",
    "不満",
    "不满意",
    "非常不满意",
    "很不满意",
];
/// Asked, but not answered.
const UNANSWERED_WORDS: &[&str] = &[
    "offered",
    "unoffered",
    "not offered",
    "unrated",
    "not rated",
    "no rating",
    "no response",
    "not answered",
    "no answer",
    "unanswered",
    "skipped",
    "not applicable",
    "no feedback",
    "keine antwort",
    "keine angabe",
    "geen antwoord",
    "niet ingevuld",
    "sin respuesta",
    "sans réponse",
    "sem resposta",
    "nessuna risposta",
    "brak odpowiedzi",
    "ikke besvart",
    "ikke besvaret",
    "inget svar",
    "未评价",
    "未評価",
    "未回答",
];

/// Whether a text in small letters says that nobody answered.
pub fn is_unanswered(word: &str) -> bool {
    UNANSWERED_WORDS.contains(&word)
}

/// Whether a text in small letters praises or blames; `None` for others.
pub fn praises(word: &str) -> Option<bool> {
    let says = synonyms::value(&VOTE, word);
    if GOOD_WORDS.contains(&word) || says == Some(vote::UP) {
        Some(true)
    } else if BAD_WORDS.contains(&word) || says == Some(vote::DOWN) {
        Some(false)
    } else {
        None
    }
}

/// Whether several words in small letters end with praise: `sehr gut`, `the best`.
pub fn end_with_praise(text: &str) -> bool {
    const NOT: [&str; 7] = ["not", "nicht", "niet", "no", "pas", "ikke", "inte"];
    let is_good = |word: &str| word.contains("best") || praises(word) == Some(true);
    let is_negated = text.split(' ').any(|word| NOT.contains(&word));
    !is_negated && (is_good(text) || text.split(' ').next_back().is_some_and(is_good))
}
