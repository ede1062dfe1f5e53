//! Headers and values in the languages of our users, as one table of words.

use super::mark::{Mark, MARKS};
use crate::dataset::vocabulary::{Vocabulary, CHANNELS, VOCABULARIES};
use crate::dataset::TableName;
use crate::values::beginning;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// The code of the machine value that a text stands for.
pub fn value(vocabulary: &Vocabulary, text: &str) -> Option<u8> {
    let text = text.trim();
    let word = fold(text);
    let machine = vocabulary.values.iter().position(|value| value.eq_ignore_ascii_case(text));
    let spelled = machine.or_else(|| vocabulary.values.iter().position(|value| spells(&word, value)));
    let place = match spelled {
        Some(place) => place,
        None => meaning(WordScope::ValuesOf(vocabulary.name), &word)
            .map(|found| found.place)
            .or_else(|| value(vocabulary, constant(text)?).map(usize::from))?,
    };
    u8::try_from(place).ok()
}

/// What is left of a constant of a program without the first word, which says what it is a constant of: `ROLE_CUSTOMER`,
/// `ticket.status.open`.
fn constant(text: &str) -> Option<&str> {
    const KINDS: [&str; 14] = [
        "role",
        "author",
        "sender",
        "participant",
        "user",
        "type",
        "status",
        "state",
        "ticket",
        "conversation",
        "case",
        "channel",
        "direction",
        "source",
    ];
    let (kind, rest) = text.split_once("::").or_else(|| text.split_once(['_', '.', ':']))?;
    let is_kind = fold(kind).split(' ').all(|word| KINDS.contains(&word));
    (is_kind && !text.contains(' ')).then_some(rest)
}

/// The machine name of a channel; `None` for a channel nobody knows (it keeps its own text in lower case).
pub fn channel(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if let Some(known) = CHANNELS.iter().find(|known| known.eq_ignore_ascii_case(text)) {
        return Some(known);
    }
    let word = fold(text);
    let spelled = CHANNELS.iter().find(|known| spells(&word, known)).copied();
    let known = spelled.or_else(|| meaning(WordScope::Channels, &word).map(|found| CHANNELS[found.place]));
    known.or_else(|| of_service(&word)).or_else(|| channel(constant(text)?))
}

/// The channel of a service whose name a folded text holds among other words: `whatsapp business platform api`.
fn of_service(folded: &str) -> Option<&'static str> {
    const SERVICES: [&str; 3] = ["whatsapp", "telegram", "instagram"];
    // `WhatsApp` is folded to two words.
    let together = folded.replace(' ', "");
    let mut named = SERVICES.into_iter().filter(|name| together.contains(name));
    let first = named.next()?;
    named.next().is_none().then(|| CHANNELS.iter().copied().find(|known| *known == first))?
}

/// A text as the table of words spells it: lower case, every run of blanks and punctuation one blank, `createdAt` as two
/// words, without byte order mark; a sign for numbers stands for itself. No word is longer than a few hundred letters: what stands behind is left out.
pub fn fold(text: &str) -> String {
    let text = beginning(text);
    if text.contains(is_written_apart) {
        // Letters with their marks behind them, and letters as wide as ideographs, are the letters that others write.
        let composed: String = text.nfkc().collect();
        return fold_letters(&composed);
    }
    fold_letters(text)
}

/// Whether a letter is a mark that belongs to the one before it, or a wide or narrow form of another one.
fn is_written_apart(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{ff01}'..='\u{ff9f}')
}

fn fold_letters(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 4);
    let mut gap = false;
    let mut small = false;
    for character in text.chars() {
        if !character.is_alphanumeric() {
            gap = true;
            small = false;
            continue;
        }
        gap |= small && character.is_uppercase();
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        small = character.is_lowercase();
        // The small form of the Turkish `İ` has a dot of its own, which no word here is written with.
        folded.extend(character.to_lowercase().filter(|letter| *letter != '\u{307}'));
    }
    if folded.is_empty() && matches!(text.trim(), "#" | "№") {
        folded.push('#');
    }
    folded
}

/// The column whose canonical name a folded header spells.
pub(super) fn exact(table: TableName, folded: &str) -> Option<usize> {
    table.schema().columns.iter().position(|column| spells(folded, column.name))
}

/// The column for which a folded header is a synonym, and the synonym's place in the list: earlier ones are surer.
pub(super) fn synonym(table: TableName, folded: &str) -> Option<(usize, usize)> {
    meaning(WordScope::HeadersOf(table), folded).map(|found| (found.place, found.rank))
}

/// What a folded header marks in rows of a table.
pub(super) fn mark(table: TableName, folded: &str) -> Option<Mark> {
    meaning(WordScope::MarksOf(table), folded).and_then(|found| Some(MARKS.get(found.place)?.1))
}

fn meaning(scope: WordScope, folded: &str) -> Option<WordMeaning> {
    words().get(&(scope, folded)).copied()
}

/// Whether a folded text spells a machine name: blanks for everything that is no letter or digit.
fn spells(folded: &str, machine: &str) -> bool {
    folded.len() == machine.len()
        && folded
            .bytes()
            .zip(machine.bytes())
            .all(|(a, b)| a == b || (a == b' ' && !b.is_ascii_alphanumeric()))
}

/// Where a word is met: the same one may mean several things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum WordScope {
    HeadersOf(TableName),
    /// Headers that mark rows.
    MarksOf(TableName),
    /// A vocabulary by its name.
    ValuesOf(&'static str),
    Channels,
}

/// What a word means.
#[derive(Clone, Copy)]
struct WordMeaning {
    /// Place of the column in its table, of the value in its vocabulary, or of the channel.
    place: usize,
    /// The word's own place in its list: earlier ones are surer.
    rank: usize,
}

/// Where the words of the tables behind the first begin: behind every list of it.
const LESS_SURE: usize = 1_000;

type WordTable = HashMap<(WordScope, &'static str), WordMeaning, FixedState>;

/// The table of words, and those whose words count where the first has none.
const TEXTS: [&str; 3] = [
    include_str!("builtin/synonyms.toml"),
    include_str!("builtin/more-words.toml"),
    include_str!("builtin/far-words.toml"),
];

fn words() -> &'static WordTable {
    static WORDS: OnceLock<WordTable> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = WordTable::with_capacity_and_hasher(20_480, FixedState::with_seed(0));
        let mut last = ("", "");
        let mut meant = Vec::new();
        each_word(|section, key, rank, word| {
            // Words of one key stand together.
            if last != (section, key) {
                last = (section, key);
                meant = meanings(section, key);
            }
            for &(scope, place) in &meant {
                let meaning = WordMeaning { place, rank };
                // The words of one table go before those of all tables, whatever their order in the file.
                if section == "headers" {
                    words.entry((scope, word)).or_insert(meaning);
                } else {
                    words.insert((scope, word), meaning);
                }
            }
        });
        words
    })
}

/// Where a key of a section belongs: scopes, and its place in each.
fn meanings(section: &str, key: &str) -> Vec<(WordScope, usize)> {
    let mut meanings = Vec::new();
    if let Some(of) = section.strip_prefix("headers") {
        for table in TableName::ALL {
            let is_meant = of.is_empty() || of.strip_prefix('.') == Some(table.schema().name);
            let place = table.schema().column(key).filter(|_| is_meant);
            meanings.extend(place.map(|place| (WordScope::HeadersOf(table), place)));
        }
    }
    if let Some(of) = section.strip_prefix("marks.") {
        let place = MARKS.iter().position(|(name, _)| *name == key);
        let scope = TableName::from_name(of).map(WordScope::MarksOf);
        meanings.extend(scope.zip(place));
    }
    if let Some(name) = section.strip_prefix("values.") {
        let vocabulary = VOCABULARIES.iter().find(|vocabulary| spells(&fold(vocabulary.name), name));
        let code = vocabulary.and_then(|vocabulary| Some((vocabulary.name, vocabulary.code(key)?)));
        meanings.extend(code.map(|(name, code)| (WordScope::ValuesOf(name), usize::from(code))));
    }
    if section == "channels" {
        let place = CHANNELS.iter().position(|known| *known == key);
        meanings.extend(place.map(|place| (WordScope::Channels, place)));
    }
    meanings
}

/// Calls `each` with section, key, place and word of every word: the part of TOML that the file uses, read in a fraction
/// of the time that a whole TOML reader takes at every start.
fn each_word(mut each: impl FnMut(&'static str, &'static str, usize, &'static str)) {
    let mut section = "";
    let mut key = "";
    let mut place = 0;
    let sure = TEXTS[0].lines().map(|line| (line, 0));
    let others = TEXTS[1..].iter().flat_map(|text| text.lines()).map(|line| (line, LESS_SURE));
    for (line, first) in sure.chain(others) {
        let mut rest = line;
        if line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name;
            continue;
        }
        if let Some((name, list)) = line.split_once(" = [") {
            key = name.trim_matches('"');
            rest = list;
            place = first;
        }
        let mut parts = rest.split('"');
        while let (Some(_), Some(word)) = (parts.next(), parts.next()) {
            each(section, key, place, word);
            place += 1;
        }
    }
}

/// Objects that hold the fields of a record, where ids and the like stand beside them.
const WRAPPERS: &[&str] =
    &["attributes.", "fields.", "properties.", "_source.", "node.", "doc.", "_airbyte_data."];

/// A field's own name, without the object around all of them.
pub fn unwrapped(header: &str) -> &str {
    WRAPPERS.iter().find_map(|around| header.strip_prefix(around)).unwrap_or(header)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::vocabulary::{author, status, AUTHOR, EVENT, STATUS};
    use std::collections::BTreeMap;

    fn column(table: TableName, text: &str) -> &'static str {
        let name = fold(text);
        let place = exact(table, &name).or_else(|| synonym(table, &name).map(|found| found.0));
        place.map_or("", |place| table.schema().columns[place].name)
    }

    #[test]
    fn headers_in_many_languages() {
        use TableName::{Conversations, Messages, Ratings};
        for (table, text, expected) in [
            (Conversations, "Gesprek-ID", "conversation_id"),
            (Conversations, "\u{feff}conversation_id", "conversation_id"),
            (Conversations, "Conversation ID", "conversation_id"),
            (Conversations, "Aangemaakt op", "created_at"),
            (Conversations, "createdAt", "created_at"),
            (Conversations, "Kanał", "channel"),
            (Conversations, "Opprettet", "created_at"),
            (Conversations, "Erstellt am", "created_at"),
            (Conversations, "First response time", "first_response_s"),
            (Messages, "sent_at", "at"),
            (Messages, "author_role", "author_type"),
            (Messages, "ID", "message_id"),
            (Ratings, "rated_at", "at"),
            (Conversations, "started_at", "created_at"),
            (Conversations, "Date de création", "created_at"),
            (Conversations, "Asunto", "subject"),
            (Conversations, "Situação", "status"),
            (Conversations, "Ärendenummer", "conversation_id"),
            (Conversations, "チケットＩＤ", "conversation_id"),
            (Conversations, "cre\u{301}e\u{301} le", "created_at"),
            (Conversations, "ÇÖZÜLME TARİHİ", "closed_at"),
            (Conversations, "#", "conversation_id"),
            (Conversations, "weather", ""),
        ] {
            assert_eq!(column(table, text), expected, "{text}");
        }
    }

    #[test]
    fn values_in_five_languages() {
        for text in ["closed", "CLOSED", "gesloten", "Zamknięty", "lukket", "geschlossen", "Fermé", "cerrada"]
        {
            assert_eq!(value(&STATUS, text), Some(status::CLOSED), "{text}");
        }
        assert_eq!(value(&AUTHOR, "Bot"), Some(author::AI));
        for text in
            ["ROLE_CUSTOMER", "sender_type_customer", "AuthorType::Customer", "participant.role.customer"]
        {
            assert_eq!(value(&AUTHOR, text), AUTHOR.code("customer"), "{text}");
        }
        assert_eq!(value(&STATUS, "TICKET_STATUS_CLOSED"), Some(status::CLOSED));
        assert_eq!(value(&STATUS, "never_closed"), None);
        assert_eq!(channel("CHANNEL_TYPE_EMAIL"), Some("email"));
        assert_eq!(value(&AUTHOR, "other"), AUTHOR.code("system"));
        assert_eq!(value(&EVENT, "team changed"), EVENT.code("team_changed"));
        assert_eq!(value(&STATUS, "sleepy"), None);
        assert_eq!(channel("WhatsApp"), Some("whatsapp"));
        assert_eq!(channel("E-Mail"), Some("email"));
        assert_eq!(channel("Channel::FacebookPage"), Some("messenger"));
        assert_eq!(channel("twitter"), Some("x"));
        assert_eq!(channel("Bol.com"), Some("bol.com"));
        assert_eq!(channel("web_form"), Some("web form"));
        assert_eq!(channel("github"), None);
    }

    #[test]
    fn the_file_is_read_as_toml_reads_it() {
        let mut expected = Vec::new();
        let mut lists = |section: &str, table: &toml::Table| {
            for (key, words) in table.iter().filter(|(_, words)| words.is_array()) {
                for word in words.as_array().unwrap() {
                    expected.push((section.to_string(), key.clone(), word.as_str().unwrap().to_string()));
                }
            }
        };
        let wholes: Vec<toml::Table> = TEXTS.iter().map(|text| text.parse().unwrap()).collect();
        for (section, table) in wholes.iter().flatten() {
            let table = table.as_table().unwrap();
            lists(section, table);
            for (inner, table) in table.iter().filter(|(_, inner)| inner.is_table()) {
                lists(&format!("{section}.{inner}"), table.as_table().unwrap());
            }
        }
        let mut found = Vec::new();
        each_word(|section, key, _, word| found.push((section.into(), key.to_string(), word.to_string())));
        assert_eq!(found, expected);
    }

    #[test]
    fn every_word_is_folded_and_stands_for_one_thing() {
        let mut seen: BTreeMap<(String, WordScope, &str), String> = BTreeMap::new();
        each_word(|section, key, _, word| {
            assert_eq!(fold(word), word, "{section}.{key}");
            let places = meanings(section, key);
            assert!(!places.is_empty(), "{section}.{key} is no column or value");
            for (scope, _) in places {
                // A table's own words go before those of all tables; among its own, and among those of all, none is double.
                let group = if section == "headers" { "all" } else { "own" };
                let other = seen.insert((group.to_string(), scope, word), key.to_string());
                assert_eq!(other, None, "{word:?} in {section} stands for {key} too");
            }
        });
    }

    #[test]
    fn no_synonym_spells_another_canonical_name_of_its_table() {
        each_word(|section, key, _, word| {
            for (scope, place) in meanings(section, key) {
                let WordScope::HeadersOf(table) = scope else { continue };
                let spelled = exact(table, word);
                assert!(
                    spelled.is_none_or(|other| other == place || section == "headers"),
                    "{word} in {section}"
                );
            }
        });
    }
}
