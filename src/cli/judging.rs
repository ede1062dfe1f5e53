//! Sets up what says how texts sound: the word lists of the configuration, read only where a figure needs them.

use super::Order;
use crate::config::Sentiment;
use crate::dataset::TableName;
use crate::facts::sentiment::{Lexicon, Scorer, JUDGES};
use crate::facts::Wanted;
use crate::scope::as_of::AsOf;
use crate::scope::question::Anchor;
use crate::source::fingerprint::checksum;
use crate::source::inputs::read_text;
use crate::verdicts::TextScorer;
use anyhow::Result;
use std::path::Path;
use std::sync::LazyLock;

/// Whether any figure asks how texts sound.
pub fn is_asked(wanted: &Wanted) -> bool {
    [TableName::Messages, TableName::Comments].iter().any(|&table| wanted.needs(table, "sentiment"))
}

/// The judge of texts, if any figure asks how they sound.
///
/// # Errors
/// If a word list cannot be read; names its file and line.
pub fn judge(order: &Order, wanted: &Wanted, threads: usize) -> Result<Option<TextScorer>> {
    if !is_asked(wanted) {
        return Ok(None);
    }
    judge_within(order, range(order)?, threads).map(Some)
}

/// The judge of texts of that range of instants, or of all.
///
/// # Errors
/// As [`judge`].
pub fn judge_within(order: &Order, range: Option<(i64, i64)>, threads: usize) -> Result<TextScorer> {
    judge_by(&order.config.sentiment, range, threads)
}

/// The judge of texts by the word lists of a configuration.
///
/// # Errors
/// As [`judge`].
pub fn judge_by(config: &Sentiment, range: Option<(i64, i64)>, threads: usize) -> Result<TextScorer> {
    let (begin, mark) = scorer(config)?;
    // Many runs find every text judged already: it is made when the first one is asked about.
    let scorer = LazyLock::new(begin);
    Ok(TextScorer::new(mark, (threads, range), move |language, text| scorer.judge(language, text)))
}

/// What makes the scorer, and what tells it from those that may say something else: the program and the word lists.
fn scorer(config: &Sentiment) -> Result<(impl FnOnce() -> Scorer + Send + 'static, String)> {
    let mut mark = JUDGES.to_owned();
    let mut read = |language: &str, path: &Path| -> Result<Lexicon> {
        let text = read_text(path)?;
        mark.push_str(&format!("\0{language}\0{text}"));
        Ok(Lexicon::parse(&text, &path.display().to_string())?)
    };
    let of_any = config.lexicon.as_deref().map(|path| read("", path)).transpose()?;
    let of_language: Result<Vec<_>> =
        config.lexicons.iter().map(|(code, path)| Ok((code.0.clone(), read(&code.0, path)?))).collect();
    let of_language = of_language?;
    Ok((move || Scorer::new(of_language, of_any), checksum(mark.as_bytes())))
}

/// Instants outside of which nothing counts, where that is known before anything is read.
fn range(order: &Order) -> Result<Option<(i64, i64)>> {
    if order.scope.as_of == AsOf::Latest || order.scope.question.anchor != Anchor::Event {
        return Ok(None);
    }
    let time = order.scope.time(None)?;
    let compared = time.compared.map(|(period, _)| (period.from, period.to));
    let (from, to) = compared.unwrap_or((time.period.from, time.period.to));
    Ok(Some((time.period.from.min(from), time.period.to.max(to))))
}
