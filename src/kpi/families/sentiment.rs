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
        [
            "Customer messages that sound positive: by the export's own label, else scored in the language that the export gives the conversation, else in the one detected, where it is covered.",
            "Klantberichten die positief klinken: volgens het label van de export, anders beoordeeld in de taal die de export aan het gesprek geeft, anders in de herkende taal, waar die ondersteund wordt.",
            "Wiadomości klientów o pozytywnym wydźwięku: według etykiety z eksportu, w razie braku ocenione w języku podanym w eksporcie dla rozmowy, a bez niego w języku rozpoznanym, jeśli jest obsługiwany.",
            "Kundemeldinger som høres positive ut: etter eksportens egen merking, ellers vurdert på språket eksporten oppgir for samtalen, ellers på det som er gjenkjent, der det støttes.",
            "Kundennachrichten, die positiv klingen: nach der Kennzeichnung im Export, sonst bewertet in der Sprache, die der Export der Konversation gibt, sonst in der erkannten, sofern sie unterstützt wird.",
        ];
    SENTIMENT_NEUTRAL = "sentiment_neutral", ["Neutral messages", "Neutrale berichten", "Wiadomości neutralne", "Nøytrale meldinger", "Neutrale Nachrichten"], "S", Quality 4, sounding(&SOUNDS_NEUTRAL),
        [
            "Customer messages that sound neutral, labelled or scored as positive ones are.",
            "Klantberichten die neutraal klinken, met label of beoordeeld zoals de positieve.",
            "Wiadomości klientów o neutralnym wydźwięku, z etykietą lub ocenione tak jak pozytywne.",
            "Kundemeldinger som høres nøytrale ut, merket eller vurdert som de positive.",
            "Kundennachrichten, die neutral klingen, gekennzeichnet oder bewertet wie die positiven.",
        ];
    SENTIMENT_NEGATIVE = "sentiment_negative", ["Negative messages", "Negatieve berichten", "Wiadomości negatywne", "Negative meldinger", "Negative Nachrichten"], "S", Quality 3, sounding(&SOUNDS_NEGATIVE),
        [
            "Customer messages that sound negative, labelled or scored as positive ones are.",
            "Klantberichten die negatief klinken, met label of beoordeeld zoals de positieve.",
            "Wiadomości klientów o negatywnym wydźwięku, z etykietą lub ocenione tak jak pozytywne.",
            "Kundemeldinger som høres negative ut, merket eller vurdert som de positive.",
            "Kundennachrichten, die negativ klingen, gekennzeichnet oder bewertet wie die positiven.",
        ];
    SENTIMENT_UNSCORED = "sentiment_unscored", ["Unscored messages", "Niet beoordeelde berichten", "Wiadomości nieocenione", "Meldinger uten vurdering", "Nicht bewertete Nachrichten"], "S", Quality 4, sounding(&SOUNDS_UNSCORED),
        [
            "Customer messages without a label that cannot be scored: empty, too short to tell their language, or in one that is not covered; never guessed as neutral.",
            "Klantberichten zonder label die niet te beoordelen zijn: leeg, te kort om de taal te herkennen, of in een taal die niet ondersteund wordt; nooit als neutraal geraden.",
            "Wiadomości klientów bez etykiety, których nie da się ocenić: puste, zbyt krótkie, by rozpoznać język, lub w języku nieobsługiwanym; nigdy nie zgaduje się, że są neutralne.",
            "Kundemeldinger uten merking som ikke kan vurderes: tomme, for korte til å gjenkjenne språket, eller på et språk som ikke støttes; aldri gjettet som nøytrale.",
            "Kundennachrichten ohne Kennzeichnung, die sich nicht bewerten lassen: leer, zu kurz, um die Sprache zu erkennen, oder in einer nicht unterstützten; nie als neutral geraten.",
        ];
    ENGAGEMENT = "engagement", ["Comments", "Reacties", "Komentarze", "Kommentarer", "Kommentare"], "S", Quality 2, commented(&ALL),
        [
            "Comments and replies by customers under our own posts and ads, one row a post; filters, anchor, --by and --every do not apply.",
            "Reacties en antwoorden van klanten onder onze eigen berichten en advertenties, één rij per bericht; filters, anchor, --by en --every gelden niet.",
            "Komentarze i odpowiedzi klientów pod naszymi postami i reklamami, jeden wiersz na post; filtry, anchor, --by i --every nie mają zastosowania.",
            "Kommentarer og svar fra kunder under våre egne innlegg og annonser, én rad per innlegg; filtre, anchor, --by og --every gjelder ikke.",
            "Kommentare und Antworten von Kunden unter unseren eigenen Beiträgen und Anzeigen, eine Zeile je Beitrag; Filter, anchor, --by und --every gelten nicht.",
        ];
    POST_POSITIVE = "post_sentiment_positive", ["Positive comments", "Positieve reacties", "Komentarze pozytywne", "Positive kommentarer", "Positive Kommentare"], "S", Quality 3, commented(&COMMENT_POSITIVE),
        [
            "Comments by customers that sound positive, labelled or scored as messages are.",
            "Reacties van klanten die positief klinken, met label of beoordeeld zoals berichten.",
            "Komentarze klientów o pozytywnym wydźwięku, z etykietą lub ocenione tak jak wiadomości.",
            "Kommentarer fra kunder som høres positive ut, merket eller vurdert som meldinger.",
            "Kommentare von Kunden, die positiv klingen, gekennzeichnet oder bewertet wie Nachrichten.",
        ];
    POST_NEUTRAL = "post_sentiment_neutral", ["Neutral comments", "Neutrale reacties", "Komentarze neutralne", "Nøytrale kommentarer", "Neutrale Kommentare"], "S", Quality 4, commented(&COMMENT_NEUTRAL),
        [
            "Comments by customers that sound neutral.",
            "Reacties van klanten die neutraal klinken.",
            "Komentarze klientów o neutralnym wydźwięku.",
            "Kommentarer fra kunder som høres nøytrale ut.",
            "Kommentare von Kunden, die neutral klingen.",
        ];
    POST_NEGATIVE = "post_sentiment_negative", ["Negative comments", "Negatieve reacties", "Komentarze negatywne", "Negative kommentarer", "Negative Kommentare"], "S", Quality 3, commented(&COMMENT_NEGATIVE),
        [
            "Comments by customers that sound negative.",
            "Reacties van klanten die negatief klinken.",
            "Komentarze klientów o negatywnym wydźwięku.",
            "Kommentarer fra kunder som høres negative ut.",
            "Kommentare von Kunden, die negativ klingen.",
        ];
    POST_UNSCORED = "post_sentiment_unscored", ["Unscored comments", "Niet beoordeelde reacties", "Komentarze nieocenione", "Kommentarer uten vurdering", "Nicht bewertete Kommentare"], "S", Quality 4, commented(&COMMENT_UNSCORED),
        [
            "Comments by customers without a label that cannot be scored.",
            "Reacties van klanten zonder label die niet te beoordelen zijn.",
            "Komentarze klientów bez etykiety, których nie da się ocenić.",
            "Kommentarer fra kunder uten merking som ikke kan vurderes.",
            "Kommentare von Kunden ohne Kennzeichnung, die sich nicht bewerten lassen.",
        ];
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
