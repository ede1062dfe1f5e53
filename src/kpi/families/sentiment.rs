//! How customers sound: their messages, and their comments under our own posts and ads.

use crate::facts::dimension::POST;
use crate::facts::*;
use crate::kpi::axis::Axis;
use crate::kpi::definition::{kpis, over, Calculation, Fold, Kpi};
use crate::kpi::layout::Layout;
use crate::kpi::section::Section;
use crate::kpi::shapes::rank;
use crate::kpi::table::Run;
use crate::report::Table;
use crate::report::Theme::Quality;
use anyhow::Result;

const fn sounding(among: &'static Flag) -> Calculation {
    over(Grain::Message, among, &AT_MESSAGE, Fold::Count)
}

const fn commented(among: &'static Flag) -> Calculation {
    over(Grain::Comment, among, &AT_COMMENT, Fold::Count)
}

kpis! {
    SENTIMENT_POSITIVE = "sentiment_positive", ["Positive messages", "Positieve berichten", "Wiadomości pozytywne", "Positive meldinger", "Positive Nachrichten"], "S", Quality 3, sounding(&SOUNDS_POSITIVE),
        "Customer messages that sound positive: by the export's own label, else scored in the language that the export gives the conversation, else in the one detected, where it is covered.";
    SENTIMENT_NEUTRAL = "sentiment_neutral", ["Neutral messages", "Neutrale berichten", "Wiadomości neutralne", "Nøytrale meldinger", "Neutrale Nachrichten"], "S", Quality 4, sounding(&SOUNDS_NEUTRAL),
        "Customer messages that sound neutral, labelled or scored as positive ones are.";
    SENTIMENT_NEGATIVE = "sentiment_negative", ["Negative messages", "Negatieve berichten", "Wiadomości negatywne", "Negative meldinger", "Negative Nachrichten"], "S", Quality 3, sounding(&SOUNDS_NEGATIVE),
        "Customer messages that sound negative, labelled or scored as positive ones are.";
    SENTIMENT_UNSCORED = "sentiment_unscored", ["Unscored messages", "Niet beoordeelde berichten", "Wiadomości nieocenione", "Meldinger uten vurdering", "Nicht bewertete Nachrichten"], "S", Quality 4, sounding(&SOUNDS_UNSCORED),
        "Customer messages without a label that cannot be scored: empty, too short to tell their language, or in one that is not covered; never guessed as neutral.";
    ENGAGEMENT = "engagement", ["Comments", "Reacties", "Komentarze", "Kommentarer", "Kommentare"], "S", Quality 2, commented(&ALL),
        "Comments and replies by customers under our own posts and ads, one row a post; filters, anchor, --by and --every do not apply.";
    POST_POSITIVE = "post_sentiment_positive", ["Positive comments", "Positieve reacties", "Komentarze pozytywne", "Positive kommentarer", "Positive Kommentare"], "S", Quality 3, commented(&COMMENT_POSITIVE),
        "Comments by customers that sound positive, labelled or scored as messages are.";
    POST_NEUTRAL = "post_sentiment_neutral", ["Neutral comments", "Neutrale reacties", "Komentarze neutralne", "Nøytrale kommentarer", "Neutrale Kommentare"], "S", Quality 4, commented(&COMMENT_NEUTRAL),
        "Comments by customers that sound neutral.";
    POST_NEGATIVE = "post_sentiment_negative", ["Negative comments", "Negatieve reacties", "Komentarze negatywne", "Negative kommentarer", "Negative Kommentare"], "S", Quality 3, commented(&COMMENT_NEGATIVE),
        "Comments by customers that sound negative.";
    POST_UNSCORED = "post_sentiment_unscored", ["Unscored comments", "Niet beoordeelde reacties", "Komentarze nieocenione", "Kommentarer uten vurdering", "Nicht bewertete Kommentare"], "S", Quality 4, commented(&COMMENT_UNSCORED),
        "Comments by customers without a label that cannot be scored.";
}

/// What the section `sentiment` shows.
pub static FIGURES: &[&Kpi] =
    &[&SENTIMENT_POSITIVE, &SENTIMENT_NEUTRAL, &SENTIMENT_NEGATIVE, &SENTIMENT_UNSCORED];

/// What the section `engagement` shows.
pub static POST_FIGURES: &[&Kpi] =
    &[&ENGAGEMENT, &POST_POSITIVE, &POST_NEUTRAL, &POST_NEGATIVE, &POST_UNSCORED];

/// A row a post with a customer's comment in the period, those with the most comments first.
///
/// # Errors
/// As [`Run::table`].
pub fn engagement(run: &Run, section: &Section) -> Result<Table> {
    let run = run.without_conversations();
    let layout = Layout::along(POST.id, POST.label, Axis::Valued(&POST));
    let mut table = run.table(section.name, &layout, section.kpis)?;
    rank(&mut table, 0);
    Ok(table)
}
