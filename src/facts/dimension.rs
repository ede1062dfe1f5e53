//! What figures can be told apart and filtered by; `--x` and `--by x` both come from this list.

use super::{Facts, Grain, Lists, NONE};
use crate::dataset::{vocabulary, Domain, Reads, TableName};
use crate::language::Labels;

/// One dimension of conversations and of everything that belongs to one.
pub struct Dimension {
    /// Its flag, column name and `--by` value.
    pub id: &'static str,
    /// Another name of the flag.
    pub alias: Option<&'static str>,
    /// What people read.
    pub label: Labels,
    /// What it tells apart.
    pub about: &'static str,
    /// What its codes mean.
    pub domain: Domain,
    /// Values that are known whatever the data hold.
    pub vocabulary: &'static [&'static str],
    /// Where a row's value stands.
    pub place: Place,
    /// Canonical columns that are read for it alone.
    pub reads: &'static [Reads],
}

/// Where the value of a dimension is found.
pub enum Place {
    /// The agent that the fact is credited to.
    Credit,
    /// A column of the conversation.
    Conversation(fn(&Facts) -> &[u32]),
    /// A column of the conversation, and one of the ratings that have none, which are the last of all ratings.
    Sourced(fn(&Facts) -> &[u32], fn(&Facts) -> &[u32]),
    /// The conversation's tags: several values at once.
    Tags,
    /// A column of one kind of fact.
    Row(Grain, fn(&Facts) -> &[u32]),
    /// The conversation's category path: a value takes in everything under it when filtering.
    Path(fn(&Facts) -> &[u32]),
}

/// Where the values of a dimension stand in the facts at hand.
#[derive(Clone, Copy)]
pub enum DimensionCodes<'a> {
    /// Nowhere: each fact is credited to an agent.
    Credit,
    /// A code a row; [`NONE`]: without a value.
    Row(&'a [u32]),
    /// A code a conversation; [`NONE`]: without a value.
    Conversation(&'a [u32]),
    /// A code a conversation, and one a rating without any.
    Sourced(SourcedCodes<'a>),
    /// Any number of codes a conversation.
    Lists(&'a Lists),
}

/// The codes of conversations and of the ratings that have none, of each kind in order.
#[derive(Clone, Copy)]
pub struct SourcedCodes<'a> {
    /// A code a conversation; [`NONE`]: without a value.
    pub conversations: &'a [u32],
    /// A code a rating without conversation, the same.
    pub of_nobodys: &'a [u32],
    /// The first of these among all ratings.
    first: usize,
}

impl<'a> SourcedCodes<'a> {
    /// The code of a row that belongs to that conversation ([`NONE`]: to none, which only ratings do).
    pub fn at(self, row: usize, conversation: u32) -> Option<&'a u32> {
        if conversation == NONE {
            self.of_nobodys.get(row.checked_sub(self.first)?)
        } else {
            self.conversations.get(conversation as usize)
        }
    }
}

impl<'a> DimensionCodes<'a> {
    /// The values of a row that belongs to that conversation ([`NONE`]: to none) and is credited to that agent.
    #[inline]
    pub fn at<'b>(self, row: usize, conversation: u32, agent: &'b u32) -> &'b [u32]
    where
        'a: 'b,
    {
        let code = match self {
            DimensionCodes::Credit => Some(agent),
            DimensionCodes::Row(codes) => codes.get(row),
            DimensionCodes::Conversation(codes) => codes.get(conversation as usize),
            DimensionCodes::Sourced(codes) => codes.at(row, conversation),
            DimensionCodes::Lists(lists) => return lists.get(conversation as usize),
        };
        match code {
            None | Some(&NONE) => &[],
            Some(code) => std::slice::from_ref(code),
        }
    }
}

macro_rules! dimensions {
    ($($name:ident = $id:literal, $alias:expr, $label:expr, $domain:ident, $place:expr, $vocabulary:expr, $reads:expr,
       $about:literal;)*) => {
        $(#[doc = $about] pub static $name: Dimension = Dimension {
            id: $id, alias: $alias, label: $label, about: $about, domain: Domain::$domain, place: $place,
            vocabulary: $vocabulary, reads: $reads,
        };)*
        /// All dimensions, in the order of the help.
        pub static DIMENSIONS: &[&Dimension] = &[$(&$name),*];
    };
}

macro_rules! row_dimensions {
    ($($name:ident = $id:literal, $label:expr, $domain:ident, $grain:ident in $($column:ident).+, $about:literal;)*) => {
        $(#[doc = $about] pub static $name: Dimension = Dimension {
            id: $id, alias: None, label: $label, about: $about, domain: Domain::$domain,
            place: Place::Row(Grain::$grain, |facts| &facts.$($column).+), vocabulary: &[], reads: &[],
        };)*
    };
}

row_dimensions! {
    NUMBER = "number", ["Number", "Nummer", "Numer", "Nummer", "Nummer"], Number, Call in calls.number, "our line that was called";
    QUEUE = "queue", ["Queue", "Wachtrij", "Kolejka", "Kø", "Warteschlange"], Queue, Call in calls.queue, "queue of the call";
    CALLER = "customer_number", ["Caller", "Beller", "Dzwoniący", "Innringer", "Anrufer"], Number, Call in callers, "the customer's number";
    ARTICLE = "article_id", ["Article", "Artikel", "Artykuł", "Artikkel", "Artikel"], Article, FaqView in faq_views.article, "the article read";
    ARTICLE_CATEGORY = "category", ["Category", "Categorie", "Kategoria", "Kategori", "Kategorie"], Category, FaqView in faq_views.category, "category path of the article read";
    LAST_ARTICLE = "article_id", ["Article", "Artikel", "Artykuł", "Artikkel", "Artikel"], Article, FaqCase in faq_cases.article, "the last article read before a case";
    VISITOR = "visitor", ["Visitor", "Bezoeker", "Odwiedzający", "Besøkende", "Besucher"], Customer, FaqView in faq_views.visitor, "who read the article";
    POST = "post_id", ["Post", "Post", "Post", "Innlegg", "Beitrag"], Post, Comment in comments.post_id, "the post commented on";
    FOLDED = "query", ["Search", "Zoekterm", "Szukana fraza", "Søketekst", "Suchbegriff"], Query, FaqSearch in faq_searches.folded, "what was searched, whatever its spelling";
}

/// A value of `--agent` is known if any row names it.
const NAMES_OF_AGENTS: &[Reads] =
    &[(TableName::Messages, &["author"]), (TableName::Events, &["agent"]), (TableName::Ratings, &["agent"])];

use Place::{Conversation, Credit, Path, Sourced, Tags};

dimensions! {
    CHANNEL = "channel", None, ["Channel", "Kanaal", "Kanał", "Kanal", "Kanal"], Channel, Conversation(|f| &f.conversations.channel), vocabulary::CHANNELS, &[],
        "where the conversation took place: chat, email, whatsapp… An unknown channel keeps its own name";
    SUBCHANNEL = "subchannel", None, ["Sub-channel", "Subkanaal", "Podkanał", "Underkanal", "Unterkanal"], Subchannel, Conversation(|f| &f.conversations.subchannel), &[], &[(TableName::Conversations, &["subchannel"])],
        "part of a channel: mentions, wall, messenger…";
    BRAND = "brand", Some("shop"), ["Brand", "Merk", "Marka", "Merke", "Marke"], Brand, Sourced(|f| &f.conversations.brand, |f| &f.brands_of_nobodys), &[], &[(TableName::Conversations, &["brand"])],
        "shop or inbox of the conversation";
    SOURCE = "source", None, ["Source", "Bron", "Źródło", "Kilde", "Quelle"], Source, Sourced(|f| &f.sources, |f| &f.sources_of_nobodys), &[], &[],
        "which of the exports that the configuration names as [[source]]";
    TEAM = "team", Some("group"), ["Team", "Team", "Zespół", "Team", "Team"], Team, Conversation(|f| &f.conversations.team), &[], &[],
        "team of the conversation";
    AGENT = "agent", Some("user"), ["Agent", "Medewerker", "Konsultant", "Kundebehandler", "Agent"], Person, Credit, &[], NAMES_OF_AGENTS,
        "who the figure belongs to: the author of a reply, who closed, who was assigned at a rating; else the assignee";
    TAG = "tag", None, ["Tag", "Tag", "Tag", "Tagg", "Schlagwort"], Tag, Tags, &[], &[],
        "tags of the conversation; one with two tags counts in both rows and once in a total";
    CATEGORY = "category", None, ["Category", "Categorie", "Kategoria", "Kategori", "Kategorie"], Category, Path(|f| &f.conversations.category), &[], &[(TableName::Conversations, &["category"])],
        "category path `A > B`; a filter takes in everything under it";
    DIRECTION = "direction", None, ["Direction", "Richting", "Kierunek", "Retning", "Richtung"], Value, Conversation(|f| &f.conversations.direction), vocabulary::DIRECTION.values, &[],
        "incoming, outgoing or proactive";
    STATUS = "status", None, ["Status", "Status", "Status", "Status", "Status"], Value, Conversation(|f| &f.conversations.status), vocabulary::STATUS.values, &[],
        "status the export gives the conversation";
    CUSTOMER = "customer", None, ["Customer", "Klant", "Klient", "Kunde", "Kunde"], Customer, Conversation(|f| &f.conversations.customer), &[], &[],
        "customer id of the conversation";
    LANGUAGE = "language", None, ["Language", "Taal", "Język", "Språk", "Sprache"], Language, Conversation(|f| &f.conversations.language), &[], &[(TableName::Conversations, &["language"])],
        "language of the conversation";
    PRIORITY = "priority", None, ["Priority", "Prioriteit", "Priorytet", "Prioritet", "Priorität"], Priority, Conversation(|f| &f.conversations.priority), &[], &[(TableName::Conversations, &["priority"])],
        "priority of the conversation";
}

impl PartialEq for Dimension {
    /// Two kinds of fact may have a dimension of the same name each.
    fn eq(&self, other: &Dimension) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Dimension {}

impl std::fmt::Debug for Dimension {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        to.write_str(self.id)
    }
}

impl Dimension {
    /// Whether rows of that kind can have a value.
    pub const fn fits(&self, grain: Grain) -> bool {
        match self.place {
            Place::Row(of, _) => of as u8 == grain as u8,
            Place::Credit | Place::Conversation(_) | Place::Sourced(..) | Place::Tags | Place::Path(_) => {
                true
            }
        }
    }

    /// Where its values stand; asked once before a loop over rows.
    pub fn codes<'a>(&self, facts: &'a Facts) -> DimensionCodes<'a> {
        match self.place {
            Place::Credit => DimensionCodes::Credit,
            Place::Row(_, of) => DimensionCodes::Row(of(facts)),
            Place::Conversation(of) | Place::Path(of) => DimensionCodes::Conversation(of(facts)),
            Place::Sourced(of, of_nobodys) => {
                let of_nobodys = of_nobodys(facts);
                let first = facts.ratings.at.len() - of_nobodys.len();
                DimensionCodes::Sourced(SourcedCodes { conversations: of(facts), of_nobodys, first })
            }
            Place::Tags => DimensionCodes::Lists(&facts.tags),
        }
    }

    /// The dimension of that name or alias.
    pub fn named(id: &str) -> Option<&'static Dimension> {
        DIMENSIONS.iter().copied().find(|d| d.id == id || d.alias == Some(id))
    }
}
