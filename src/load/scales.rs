//! Scores without a scale: those of one kind in one file stand together, and either all of them fit its scale or none counts.

use super::intake::TableStore;
use super::named_scale::{named_scores, NamedScores};
use super::plan::Plan;
use super::score_words::{is_unanswered, praises};
use crate::account::{Outcome, ProblemKind, Spot, Trouble};
use crate::dataset::schema::ratings;
use crate::dataset::vocabulary::{rating, RATING};
use crate::dataset::{Data, DataTable, TableName, MISSING, NUMBER_SCALE};
use crate::values::{number, DecimalMark, Wrong};

/// The stored form of a good word until its column is settled; no number is as great.
pub const GOOD: i64 = i64::MAX;
/// That of a bad one.
pub const BAD: i64 = i64::MAX - 1;
/// That of a word that is neither.
pub const ODD: i64 = i64::MAX - 2;

/// A score: a number in ten-thousandths, or [`GOOD`] or [`BAD`] for a word.
pub fn score(text: &[u8], mark: Option<DecimalMark>) -> Result<Option<i64>, Wrong> {
    let wrong = match number(text, mark) {
        Ok(read) => return Ok(read),
        Err(wrong) => wrong,
    };
    let Ok(text) = std::str::from_utf8(text) else { return Err(wrong) };
    if let Some(stars) = stars(text.trim()) {
        return Ok(Some(stars * NUMBER_SCALE));
    }
    let lower = text.trim().to_lowercase();
    let word = lower.as_str();
    if is_unanswered(word) {
        return Ok(None);
    }
    match praises(word) {
        Some(true) => Ok(Some(GOOD)),
        Some(false) => Ok(Some(BAD)),
        None => Err(wrong),
    }
}

/// A score as [`score`] reads it, or [`ODD`] for any other word.
pub fn score_or_word(text: &[u8], mark: Option<DecimalMark>) -> Result<Option<i64>, Wrong> {
    score(text, mark).or_else(|wrong| {
        let is_word = std::str::from_utf8(text).is_ok_and(|text| {
            // Faces and other signs are words too.
            let says = |letter: char| letter.is_alphabetic() || !letter.is_ascii();
            text.contains(says) && !text.contains(|letter: char| letter.is_ascii_digit())
        });
        if is_word {
            Ok(Some(ODD))
        } else {
            Err(wrong)
        }
    })
}

/// How many stars a text names that is no number alone: `★★★★☆`, `4/5`, `4 out of 5`, `4 stars`, `4 - Good`.
fn stars(text: &str) -> Option<i64> {
    if text.starts_with(['★', '⭐', '☆']) {
        let drawn = |c: char| "★⭐☆\u{fe0f} ".contains(c);
        let full = text.chars().filter(|c| "★⭐".contains(*c)).count();
        return i64::try_from(full).ok().filter(|full| *full > 0 && text.chars().all(drawn));
    }
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let said: i64 = text[..end].parse().ok().filter(|said| (0..=10).contains(said))?;
    let rest = text[end..].trim_start();
    let of = rest.strip_prefix('/').or_else(|| {
        ["out of ", "of ", "von ", "van ", "av ", "z ", "sur ", "de "]
            .iter()
            .find_map(|of| rest.strip_prefix(of))
    });
    if let Some(most) = of {
        return (most.trim() == "5").then_some(said);
    }
    let is_apart = text[end..].starts_with([' ', '-', ':', '=', '–', '(']);
    let word = rest.trim_start_matches(['-', ':', '=', '–', '(', ' ']);
    (is_apart && word.starts_with(char::is_alphabetic) && !word.contains(|c: char| c.is_ascii_digit()))
        .then_some(said)
}

/// What the scores of one kind are, all together.
#[derive(Debug, Clone, Copy)]
struct Scores {
    words: usize,
    /// Words that are neither good nor bad.
    odd: usize,
    numbers: usize,
    least: i64,
    most: i64,
    /// Numbers that are whole.
    whole: usize,
}

impl Default for Scores {
    fn default() -> Self {
        Scores { words: 0, odd: 0, numbers: 0, least: i64::MAX, most: i64::MIN, whole: 0 }
    }
}

const NO_SCORE: Trouble =
    Trouble::new("a word among scores that are numbers", "write a number, or leave it empty");

/// How the scores of a kind become those of the canonical scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scale {
    kind: u8,
    highest: i64,
    /// What is added to a number, in ten-thousandths.
    shift: i64,
}

impl Scores {
    fn add(&mut self, score: i64) {
        if score == ODD {
            self.odd += 1;
            return;
        }
        if score >= BAD {
            self.words += 1;
            return;
        }
        self.numbers += 1;
        self.least = self.least.min(score);
        self.most = self.most.max(score);
        self.whole += usize::from(score % NUMBER_SCALE == 0);
    }

    fn within(&self, least: i64, most: i64) -> bool {
        self.words == 0 && self.least >= least * NUMBER_SCALE && self.most <= most * NUMBER_SCALE
    }

    /// The scale that all of them fit and the name of their column allows; `open` where only the scores tell the kind.
    fn scale_as_named(&self, kind: u8, open: bool, named: Option<NamedScores>) -> Option<Scale> {
        let Some(named) = named.filter(|_| self.words == 0) else { return self.scale(kind, open) };
        let NamedScores::Scale(named) = named else {
            return self.scale(kind, open).filter(|_| kind == rating::NPS);
        };
        let kind = match (kind, named.least, named.most) {
            _ if named.is_upside_down => return None,
            (rating::STARS, 1, 3) if open => rating::THREE,
            (rating::STARS, 1, 5) | (rating::THREE, 1, 3) => kind,
            (rating::STARS | rating::THREE, ..) => return None,
            _ => kind,
        };
        self.scale(kind, open)
    }

    /// The scale that all of them fit; `open` where only the scores tell the kind.
    fn scale(&self, kind: u8, open: bool) -> Option<Scale> {
        let scale = |kind, highest, shift| Some(Scale { kind, highest, shift });
        let are_words = self.numbers == 0;
        let are_bits = self.within(0, 1) && self.whole == self.numbers;
        match kind {
            _ if self.words > 0 && self.odd > 0 => None,
            _ if open && are_words => scale(rating::THUMBS, 2, 0),
            rating::STARS if self.within(1, 5) => scale(kind, 5, 0),
            rating::STARS if open && are_bits => scale(rating::THUMBS, 2, NUMBER_SCALE),
            rating::THREE if self.within(1, 3) => scale(kind, 3, 0),
            rating::THUMBS if self.within(1, 2) => scale(kind, 2, 0),
            rating::THUMBS if are_bits => scale(kind, 2, NUMBER_SCALE),
            rating::THUMBS if are_words => scale(kind, 2, 0),
            rating::NPS if self.within(0, 10) => scale(kind, 10, 0),
            _ => None,
        }
    }

    /// Why they fit none.
    fn trouble(&self, kind: u8, named: Option<NamedScores>) -> Trouble {
        if let Some(named) = named {
            let most = if kind == rating::THREE { 3 } else { 5 };
            return Trouble {
                what: named.contradicts(most).into(),
                advice: "values in a profile convert the scores".into(),
            };
        }
        if self.words > 0 && self.odd > 0 {
            let what = format!(
                "no scale is given, and {} of the scores are words that say neither good nor bad; none counts",
                self.odd
            );
            return Trouble { what: what.into(), advice: "values in a profile convert the scores".into() };
        }
        let of = |score: i64| score as f64 / NUMBER_SCALE as f64;
        let found = match (self.words, self.numbers) {
            (_, 0) => "words".to_owned(),
            (0, _) => format!("numbers from {} to {}", of(self.least), of(self.most)),
            _ => format!("words and numbers from {} to {}", of(self.least), of(self.most)),
        };
        let expected = match kind {
            rating::STARS => "1 to 5",
            rating::THREE => "1 to 3",
            rating::THUMBS => "1 and 2, or 0 and 1, or words",
            _ => "0 to 10",
        };
        Trouble {
            what: format!(
                "no scale is given, and the scores are {found}: {} are {expected}; none counts",
                RATING.value(kind)
            )
            .into(),
            advice: "a column scale says the scale, values in a profile convert the scores".into(),
        }
    }
}

/// Settles the scores that one file gives without a scale.
pub fn settle(store: &mut TableStore, plan: &Plan, (place, name): (u32, &str)) {
    let table = TableName::Ratings;
    let own = &mut store.tables[table as usize];
    let (Some(kind_at), Some(score_at), Some(scale_at)) =
        (column(ratings::KIND), column(ratings::SCORE), column(ratings::SCALE))
    else {
        return;
    };
    if plan.table != table || own.columns.len() <= scale_at {
        return;
    }
    let is_there = matches!(own.columns[kind_at], Some(Data::Bytes(_)));
    if !is_there || !matches!(own.columns[score_at], Some(Data::Whole(_))) {
        return;
    }
    let has_scales = own.columns[scale_at].is_some();
    let mut file = Ratings { kinds: Vec::new(), scores: Vec::new(), scales: Vec::new(), keep: Vec::new() };
    if let Some(Data::Bytes(kinds)) = own.columns[kind_at].take() {
        file.kinds = kinds;
    }
    if let Some(Data::Whole(scores)) = own.columns[score_at].take() {
        file.scores = scores;
    }
    if let Some(Data::Whole(scales)) = own.columns[scale_at].take() {
        file.scales = scales;
    }
    let found = file.open_rows(own, place);
    let column = plan.find(ratings::SCORE).map_or("score", |at| &plan.columns[at].header);
    let lost = file.settle(&found, plan.has_open_kind, named_scores(column));
    own.columns[kind_at] = Some(Data::Bytes(file.kinds));
    own.columns[score_at] = Some(Data::Whole(file.scores));
    own.columns[scale_at] = has_scales.then_some(Data::Whole(file.scales));
    if !file.keep.is_empty() {
        own.retain(&file.keep);
    }
    for (trouble, rows) in lost {
        let (outcome, table) = (Outcome::Rejected, table.schema().name);
        let kind = ProblemKind { outcome, table, column: column.to_owned(), trouble };
        let spots = rows.into_iter().map(|row| Spot { file: name.to_owned(), row, value: None });
        store.book.note_rows(kind, spots);
    }
}

fn column(name: &str) -> Option<usize> {
    TableName::Ratings.schema().column(name)
}

/// The columns of ratings that are settled; the scales are empty where no file gives any.
struct Ratings {
    kinds: Vec<u8>,
    scores: Vec<i64>,
    scales: Vec<i64>,
    /// Which rows stay; empty where all do.
    keep: Vec<bool>,
}

impl Ratings {
    fn is_open(&self, row: usize) -> bool {
        let has_scale = self.scales.get(row).is_some_and(|scale| *scale != MISSING);
        self.kinds[row] < rating::FEEDBACK && self.scores[row] != MISSING && !has_scale
    }

    /// The rows of one file that have a score and no scale, with their numbers there.
    fn open_rows(&self, table: &DataTable, place: u32) -> Vec<(usize, u64)> {
        let mut found = Vec::new();
        for row in table.origins.last_file_from()..table.rows {
            let number = table.origins.of(row).filter(|(file, _)| *file == place).map(|(_, number)| number);
            found.extend(number.filter(|_| self.is_open(row)).map(|number| (row, number)));
        }
        found
    }

    /// Fills in the scales of rows (with their numbers in the file); those that fit none are returned with the reason.
    fn settle(
        &mut self,
        rows: &[(usize, u64)],
        open: bool,
        named: Option<NamedScores>,
    ) -> Vec<(Trouble, Vec<u64>)> {
        let mut lost = Vec::new();
        for kind in 0..rating::FEEDBACK {
            let own: Vec<(usize, u64)> =
                rows.iter().copied().filter(|(row, _)| self.kinds[*row] == kind).collect();
            let mut scores = Scores::default();
            for (row, _) in &own {
                scores.add(self.scores[*row]);
            }
            let (own, odd) = if scores.words > 0 {
                (own, Vec::new())
            } else {
                own.into_iter().partition(|(row, _)| self.scores[*row] != ODD)
            };
            if !odd.is_empty() {
                lost.push((NO_SCORE, self.leave_out(&odd)));
            }
            if let Some(scale) = scores.scale_as_named(kind, open, named) {
                for (row, _) in own {
                    self.fill(row, scale);
                }
            } else if !own.is_empty() {
                let named = named.filter(|_| scores.words == 0 && scores.scale(kind, open).is_some());
                lost.push((scores.trouble(kind, named), self.leave_out(&own)));
            }
        }
        lost
    }

    /// Marks rows that do not stay; their numbers in the file are returned.
    fn leave_out(&mut self, rows: &[(usize, u64)]) -> Vec<u64> {
        self.keep.resize(self.kinds.len(), true);
        for (row, _) in rows {
            self.keep[*row] = false;
        }
        rows.iter().map(|(_, number)| *number).collect()
    }

    fn fill(&mut self, row: usize, scale: Scale) {
        self.kinds[row] = scale.kind;
        if let Some(own) = self.scales.get_mut(row) {
            *own = scale.highest * NUMBER_SCALE;
        }
        self.scores[row] = match self.scores[row] {
            GOOD => scale.highest * NUMBER_SCALE,
            BAD => NUMBER_SCALE,
            score => score + scale.shift,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(kind: u8, open: bool, texts: &[&str]) -> Option<(u8, i64, i64)> {
        let mut scores = Scores::default();
        for text in texts {
            scores.add(score(text.as_bytes(), None).unwrap().unwrap());
        }
        scores.scale(kind, open).map(|scale| (scale.kind, scale.highest, scale.shift / NUMBER_SCALE))
    }

    #[test]
    fn scores_fit_a_scale_all_together_or_not_at_all() {
        assert_eq!(scale(rating::STARS, false, &["1", "5", "4.5"]), Some((rating::STARS, 5, 0)));
        assert_eq!(scale(rating::STARS, false, &["1", "2", "9"]), None);
        assert_eq!(scale(rating::STARS, false, &["0", "5"]), None);
        assert_eq!(scale(rating::THREE, false, &["1", "3"]), Some((rating::THREE, 3, 0)));
        assert_eq!(scale(rating::NPS, false, &["0", "10"]), Some((rating::NPS, 10, 0)));
        assert_eq!(scale(rating::THUMBS, false, &["1", "2"]), Some((rating::THUMBS, 2, 0)));
        assert_eq!(scale(rating::THUMBS, false, &["1", "0"]), Some((rating::THUMBS, 2, 1)));
        assert_eq!(scale(rating::THUMBS, false, &["good", "bad"]), Some((rating::THUMBS, 2, 0)));
        assert_eq!(scale(rating::THUMBS, false, &["good", "3"]), None);
        assert_eq!(scale(rating::STARS, true, &["good", "bad"]), Some((rating::THUMBS, 2, 0)));
        assert_eq!(scale(rating::STARS, true, &["0", "1"]), Some((rating::THUMBS, 2, 1)));
        assert_eq!(scale(rating::STARS, true, &["8", "9"]), None);
        assert_eq!(score(b"offered", None), Ok(None));
        assert!(score(b"blue", None).is_err());
        for text in ["4/5", "4 out of 5", "★★★★☆", "⭐⭐⭐⭐", "4 stars", "4 - Good", "4 (gut)"]
        {
            assert_eq!(score(text.as_bytes(), None), Ok(Some(4 * NUMBER_SCALE)), "{text}");
        }
        for text in ["4/10", "4th", "4 of 6", "4 - 5"] {
            assert!(score(text.as_bytes(), None).is_err(), "{text}");
        }
    }
}
