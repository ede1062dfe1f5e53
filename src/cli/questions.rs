//! What the messages of conversations tell: how they begin, how many there are.

use super::evidence::Evidence;
use super::reading::Reading;
use crate::dataset::{Domain, NONE};
use crate::fitting::numbered;
use crate::language::Labels;

/// What the column of first questions is called.
pub const FIRST_QUESTION: Labels =
    ["First question", "Eerste vraag", "Pierwsze pytanie", "Første spørsmål", "Erste Frage"];

/// What the messages of a conversation tell.
#[derive(Clone, Copy, Default)]
pub struct Talk {
    /// How many there are.
    pub messages: i64,
    /// When the last was written.
    pub last_at: Option<i64>,
    /// The row of the first question.
    pub question: Option<usize>,
}

/// What a conversation is about: the question as the export or the messages give it, else the subject.
pub fn question<'a>(reading: &'a Reading, talk: &Talk, row: usize) -> Option<&'a str> {
    let asked = || talk.question.and_then(|message| reading.messages.body(message));
    reading.question(row).or_else(asked).or_else(|| reading.subject(row))
}

/// How each conversation's messages up to as-of begin, how many there are and when the last one was written.
pub fn talks(evidence: &Evidence, reading: &Reading, passes: &[bool]) -> Vec<Talk> {
    let facts = &evidence.facts;
    let mut talks = vec![Talk::default(); passes.len()];
    for (&conversation, &at) in facts.messages.conversation.iter().zip(&facts.messages.at) {
        let talk = &mut talks[conversation as usize];
        talk.messages += 1;
        talk.last_at = talk.last_at.max(Some(at));
    }
    let messages = &reading.messages;
    for (message, row) in passing(evidence, reading, passes) {
        let question = &mut talks[row].question;
        if messages.is_question(message)
            && question.is_none_or(|first| messages.place(message) < messages.place(first))
        {
            *question = Some(message);
        }
    }
    talks
}

/// The message rows up to as-of of the conversations that pass, each with its conversation's row.
pub fn passing<'a>(
    evidence: &'a Evidence,
    reading: &'a Reading,
    passes: &'a [bool],
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let facts = &evidence.facts;
    let mut rows = vec![NONE; facts.dictionary(Domain::Conversation).len()];
    for (row, &code) in facts.conversations.conversation_id.iter().enumerate() {
        rows[code as usize] = numbered(row);
    }
    let messages = &reading.messages;
    let in_time = (0..messages.len()).filter(|&message| messages.at(message) <= evidence.time.as_of);
    in_time.filter_map(move |message| {
        let row = rows.get(messages.conversation(message) as usize).copied()? as usize;
        passes.get(row).copied().unwrap_or(false).then_some((message, row))
    })
}
