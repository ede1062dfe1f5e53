//! Which columns and names tell one table from another.

use super::found::FoundColumns;
use crate::dataset::schema::{calls, conversations, events, messages, orders, posts, ratings};
use crate::dataset::TableName;
use crate::profile::synonyms::{fold, unwrapped};
use crate::values::month_name;

/// Whether the records have a list of texts inside them.
pub fn hold_messages(headers: &[String]) -> bool {
    let mut keys = headers.iter().filter_map(|header| header.rsplit_once("[]."));
    keys.any(|(_, key)| TEXTS.contains(&fold(key).as_str()))
}

const TEXTS: &[&str] = &["body", "text", "message", "content"];

/// What tells conversations and calls from anything else that is created and has a number: companies, groups, articles.
const OF_CONVERSATIONS: &[&str] = &[
    conversations::CHANNEL,
    conversations::AGENT,
    conversations::CUSTOMER_ID,
    conversations::CUSTOMER_NAME,
    conversations::CUSTOMER_EMAIL,
    conversations::CUSTOMER_PHONE,
    conversations::DIRECTION,
    conversations::STATUS,
    conversations::FIRST_QUESTION,
    conversations::CLOSED_AT,
    conversations::FIRST_REPLY_AT,
    conversations::TAGS,
    conversations::FIRST_RESPONSE_S,
    conversations::RESOLUTION_S,
];
/// What tells how a conversation went.
pub const OF_COURSE: &[&str] = &[
    conversations::CHANNEL,
    conversations::STATUS,
    "subject",
    conversations::FIRST_QUESTION,
    "priority",
    conversations::DIRECTION,
    conversations::CLOSED_AT,
    conversations::FIRST_REPLY_AT,
    conversations::FIRST_RESPONSE_S,
    conversations::RESOLUTION_S,
    conversations::HANDLE_S,
    conversations::TAGS,
    "category",
    conversations::REPLIES,
    "messages",
];
const OF_CALLS: &[&str] = &[
    calls::NUMBER,
    calls::CUSTOMER_NUMBER,
    calls::AGENT,
    calls::QUEUE,
    calls::ANSWERED_AT,
    calls::ENDED_AT,
    calls::WAIT_S,
    calls::TALK_S,
    calls::OUTCOME,
];

const OF_POSTS: &[&str] = &[posts::CHANNEL, posts::KIND];

/// Whether messages have an id of their own beside that of a conversation, and the same columns tell nothing of how one
/// went: they are parts of it.
pub fn are_parts(messages: &FoundColumns, conversations: &FoundColumns) -> bool {
    const OWN: [&str; 3] = ["id", "uuid", "_id"];
    const OF_ITS_END: &[&str] = &[
        conversations::CLOSED_AT,
        conversations::FIRST_REPLY_AT,
        conversations::FIRST_RESPONSE_S,
        conversations::RESOLUTION_S,
        conversations::HANDLE_S,
        conversations::REPLIES,
    ];
    let header = |name: &str| {
        let mut columns = messages.columns.iter();
        columns.find(|column| messages.schema(column).name == name).map(|column| column.header.as_str())
    };
    let own = header(messages::MESSAGE_ID).is_some_and(|id| OWN.contains(&fold(unwrapped(id)).as_str()));
    let points = header(messages::CONVERSATION_ID).is_some_and(|id| id.to_lowercase().ends_with("id"));
    own && points && conversations.count(OF_ITS_END) == 0
}

/// Names that the id of anything has.
const IDS: &[&str] =
    &["id", "uuid", "key", "code", "number", "nr", "no", "nummer", "numer", "numéro", "número"];

/// Whether columns found for conversations, calls or posts, whose id is just called id, could be those of anything.
pub fn is_anything(found: &FoundColumns) -> bool {
    let key = found.table.schema().key;
    let is_just_an_id = found
        .columns
        .iter()
        .any(|column| Some(found.schema(column).name) == key && IDS.contains(&fold(&column.header).as_str()));
    let telling = match found.table {
        TableName::Calls => OF_CALLS,
        TableName::Posts => OF_POSTS,
        _ => OF_CONVERSATIONS,
    };
    is_just_an_id && found.count(telling) < 2
}

/// Whether columns were found that tell a table from conversations.
pub fn is_telling(found: &FoundColumns) -> bool {
    let telling: &[&str] = match found.table {
        TableName::Messages => &[messages::AUTHOR_TYPE, messages::BODY],
        TableName::Events => &[events::KIND],
        TableName::Ratings => &[ratings::SCORE],
        TableName::Orders => &[orders::AMOUNT],
        TableName::Calls => &[calls::TALK_S, calls::ANSWERED_AT, calls::CUSTOMER_NUMBER],
        _ => &[],
    };
    found.count(telling) > 0
}

/// Whether a file is named after a table.
pub fn named_after(table: TableName, file_stem: &str) -> bool {
    let stem = fold(file_stem);
    let name = fold(table.schema().name);
    let words = || stem.split(' ').filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit()));
    if table == TableName::Conversations && words().eq(["ticket"]) {
        return true;
    }
    stem.contains(&name) || names_of_files(table).iter().any(|also| stem.contains(also))
}

/// What files of a table are called besides its own name.
fn names_of_files(table: TableName) -> &'static [&'static str] {
    match table {
        TableName::Conversations => FILES_OF_CONVERSATIONS,
        TableName::Messages => FILES_OF_MESSAGES,
        TableName::Ratings => FILES_OF_RATINGS,
        TableName::People => &["users", "agents", "admins", "operators", "medewerkers"],
        _ => &[],
    }
}

/// What files of conversations are called.
const FILES_OF_CONVERSATIONS: &[&str] = &[
    "conversation",
    "tickets",
    "chats",
    "gesprekken",
    "rozmowy",
    "samtaler",
    "gespräche",
    "cases",
    "zgłoszenia",
    "vorgänge",
    "demandes",
    "conversaciones",
    "conversas",
    "chamados",
    "atendimentos",
    "conversazioni",
    "ärenden",
    "tikety",
    "tikettejä",
    "tiketit",
    "talepler",
    "チケット",
    "問い合わせ",
    "工单",
    "会话",
];

/// What files of messages are called.
const FILES_OF_MESSAGES: &[&str] = &[
    "message",
    "berichten",
    "wiadomości",
    "meldinger",
    "nachrichten",
    "mensajes",
    "mensagens",
    "messaggi",
    "meddelanden",
    "zprávy",
    "viestit",
    "mesajlar",
    "メッセージ",
    "消息",
];

/// What files of ratings are called.
const FILES_OF_RATINGS: &[&str] = &[
    "rating",
    "csat",
    "survey",
    "satisfaction",
    "nps",
    "beoordelingen",
    "oceny",
    "vurderinger",
    "bewertungen",
    "umfrage",
    "enquete",
    "enquête",
    "évaluations",
    "encuesta",
    "valoraciones",
    "avaliações",
    "pesquisa de satisfação",
    "sondaggio",
    "valutazioni",
    "ankieta",
    "undersøkelse",
    "enkät",
    "hodnocení",
    "dotazník",
    "kysely",
    "anket",
    "アンケート",
    "満足度",
    "满意度",
    "评价",
];

/// Whether headers are those of a report with totals: averages, or counts of conversations.
pub fn are_totals(headers: &[String]) -> bool {
    const MEANS: &[&str] = &[
        "avg",
        "average",
        "mean",
        "median",
        "gemiddelde",
        "średni",
        "średnia",
        "gjennomsnittlig",
        "durchschnittliche",
        "ø",
    ];
    const COUNTED: &[&str] = &[
        "conversations",
        "tickets",
        "chats",
        "messages",
        "gesprekken",
        "rozmowy",
        "rozmów",
        "samtaler",
        "gespräche",
        "berichten",
        "wiadomości",
    ];
    if headers.iter().filter(|header| is_period(header)).count() >= PERIODS {
        return true;
    }
    // Lists inside JSON records hold rows, not counts.
    headers.iter().filter(|header| !header.contains("[]")).any(|header| {
        let folded = fold(header);
        let mut words = folded.split(' ').peekable();
        words.peek().is_some_and(|first| MEANS.contains(first)) || words.any(|word| COUNTED.contains(&word))
    })
}

/// So many headers that are periods make a table of counts over time.
const PERIODS: usize = 3;

/// Whether a header is a day, a month, a week or a quarter: `Jan 2026`, `2026-03`, `02.03.2026`, `W10`, `Q1 2026`.
fn is_period(header: &str) -> bool {
    let text = header.trim();
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let numbers = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let (mut named, mut others) = (false, 0);
    for word in numbers {
        let bare = word.trim_start_matches(['W', 'w', 'Q', 'q', 'K', 'T']);
        let is_number = !bare.is_empty() && bare.len() <= 4 && bare.bytes().all(|byte| byte.is_ascii_digit());
        // Without a year only the short forms: `Market` begins like a month too.
        let is_month = (has_digit || word.len() == 3)
            && month_name(word.as_bytes()).is_some_and(|(_, rest)| rest.is_empty());
        named |= is_month || bare.len() < word.len() && is_number;
        others += usize::from(
            !is_number && !is_month && !["week", "kw", "uke", "tydzień"].contains(&fold(word).as_str()),
        );
    }
    let is_dated = text.len() >= 6 && text.contains(['-', '/', '.'])
        || fold(text).starts_with("week")
        || fold(text).starts_with("kw");
    others == 0 && (named || has_digit && is_dated)
}
