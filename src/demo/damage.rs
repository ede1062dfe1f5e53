//! Rows with known faults, to show how bad input is reported.

use crate::dataset::TableName;

/// What is wrong with a row that was damaged on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Damage {
    /// The row ends after its first field, so required values are missing: not usable.
    ShortRow,
    /// The required instant is no instant: not usable.
    UnreadableInstant,
    /// The required id is empty: not usable.
    MissingId,
    /// It ends before it starts: usable, the duration is not.
    EndBeforeStart,
    /// The channel is none that is known: usable, a channel of its own.
    UnknownChannel,
    /// The status is none that is known: usable without a status.
    UnknownStatus,
    /// The score lies outside its scale: not usable.
    ScoreOutsideScale,
}

impl Damage {
    /// The wrong text in a row that is damaged like this, else the right one.
    fn instead<'t>(self, damage: Damage, wrong: &'t str, right: &'t str) -> &'t str {
        if self == damage {
            wrong
        } else {
            right
        }
    }
}

/// The faults that rows of a table can have, in the order in which they are strewn in.
pub(super) fn kinds(table: TableName) -> &'static [Damage] {
    use Damage as D;
    use TableName as T;
    match table {
        T::Conversations => &[
            D::ShortRow,
            D::UnreadableInstant,
            D::MissingId,
            D::EndBeforeStart,
            D::UnknownChannel,
            D::UnknownStatus,
        ],
        T::Calls => &[D::ShortRow, D::UnreadableInstant, D::MissingId, D::EndBeforeStart],
        T::Ratings => &[D::ShortRow, D::UnreadableInstant, D::ScoreOutsideScale],
        T::Messages | T::Events | T::FaqViews | T::FaqSearches | T::Orders | T::Posts | T::Comments => {
            &[D::ShortRow, D::UnreadableInstant, D::MissingId]
        }
        T::People => &[],
    }
}

/// The damaged row `number` of a table, without the line end; `date` is a day as `2026-03-01T`.
pub(super) fn row(table: TableName, kind: Damage, number: u64, date: &str) -> String {
    let id = if kind == Damage::MissingId { String::new() } else { format!("BAD-{number}") };
    if kind == Damage::ShortRow {
        return id;
    }
    let (eleven, noon) = (format!("{date}11:00:00.000Z"), format!("{date}12:00:00.000Z"));
    let (id, noon) = (id.as_str(), noon.as_str());
    let at = kind.instead(Damage::UnreadableInstant, "31 juni half tien", noon);
    let filled: &[(&str, &str)] = match table {
        TableName::Conversations => &[
            ("conversation_id", id),
            ("created_at", at),
            ("channel", kind.instead(Damage::UnknownChannel, "carrier pigeon", "email")),
            ("direction", "incoming"),
            ("status", kind.instead(Damage::UnknownStatus, "evaporated", "closed")),
            ("closed_at", kind.instead(Damage::EndBeforeStart, &eleven, noon)),
        ],
        TableName::Messages => {
            &[("message_id", id), ("conversation_id", "BAD"), ("at", at), ("author_type", "customer")]
        }
        TableName::Events => &[("conversation_id", id), ("at", at), ("kind", "closed")],
        TableName::Ratings => &[
            ("at", at),
            ("kind", "stars"),
            ("score", kind.instead(Damage::ScoreOutsideScale, "9", "4")),
            ("scale", "5"),
            ("assigned", "true"),
        ],
        TableName::Calls => &[
            ("call_id", id),
            ("started_at", at),
            ("direction", "incoming"),
            ("ended_at", kind.instead(Damage::EndBeforeStart, &eleven, "")),
            ("outcome", "missed"),
        ],
        TableName::FaqViews => &[("at", at), ("article_id", id)],
        TableName::FaqSearches => &[("at", at), ("query", kind.instead(Damage::MissingId, "", "bad"))],
        TableName::Orders => {
            &[("order_id", id), ("at", at), ("amount", "10.00"), ("currency", "EUR"), ("status", "paid")]
        }
        TableName::Posts => &[("post_id", id), ("at", at), ("channel", "facebook"), ("kind", "post")],
        TableName::Comments => &[("comment_id", id), ("post_id", "BAD"), ("at", at)],
        TableName::People => &[],
    };
    debug_assert!(filled.iter().all(|(name, _)| table.schema().column(name).is_some()), "{filled:?}");
    let mut fields = Vec::new();
    for column in table.schema().columns {
        let given = filled.iter().find(|(name, _)| *name == column.name);
        fields.push(given.map_or("", |(_, text)| *text));
    }
    fields.join(",")
}
