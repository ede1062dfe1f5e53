//! Rows with known faults, to show how bad input is reported.

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

/// The faults that rows of a table can have, in the order in which they are strewn in.
pub(super) fn kinds(table: &str) -> &'static [Damage] {
    use Damage::{
        EndBeforeStart, MissingId, ScoreOutsideScale, ShortRow, UnknownChannel, UnknownStatus,
        UnreadableInstant,
    };
    match table {
        "conversations" => {
            &[ShortRow, UnreadableInstant, MissingId, EndBeforeStart, UnknownChannel, UnknownStatus]
        }
        "calls" => &[ShortRow, UnreadableInstant, MissingId, EndBeforeStart],
        "ratings" => &[ShortRow, UnreadableInstant, ScoreOutsideScale],
        "people" => &[],
        _ => &[ShortRow, UnreadableInstant, MissingId],
    }
}

/// The damaged row `number` of a table, without the line end; `date` is a day as `2026-03-01T`.
pub(super) fn row(table: &str, kind: Damage, number: u64, date: &str) -> String {
    let noon = format!("{date}12:00:00.000Z");
    let at = if kind == Damage::UnreadableInstant { "31 juni half tien" } else { noon.as_str() };
    let id = if kind == Damage::MissingId { String::new() } else { format!("BAD-{number}") };
    if kind == Damage::ShortRow {
        return id;
    }
    let empty = |fields: usize| ",".repeat(fields);
    match table {
        "conversations" => {
            let channel = if kind == Damage::UnknownChannel { "carrier pigeon" } else { "email" };
            let status = if kind == Damage::UnknownStatus { "evaporated" } else { "closed" };
            let end =
                if kind == Damage::EndBeforeStart { format!("{date}11:00:00.000Z") } else { noon.clone() };
            format!("{id},{at},{channel}{}incoming,{status}{}{end}{}", empty(9), empty(5), empty(14))
        }
        "messages" => format!("{id},BAD,{at},customer{}", empty(7)),
        "events" => format!("{id},{at},closed{}", empty(3)),
        "ratings" => {
            let score = if kind == Damage::ScoreOutsideScale { 9 } else { 4 };
            format!(",{at},stars,{score},5,,,true")
        }
        "calls" => {
            let end =
                if kind == Damage::EndBeforeStart { format!("{date}11:00:00.000Z") } else { String::new() };
            format!("{id},,{at},incoming{}{end}{}missed{}", empty(7), empty(5), empty(2))
        }
        "faq_views" => format!("{at},{id}{}", empty(6)),
        "faq_searches" => format!("{at},{}{}", if id.is_empty() { "" } else { "bad" }, empty(3)),
        "orders" => format!("{id},{at},,,10.00,,EUR,paid"),
        "posts" => format!("{id},{at},facebook,post,"),
        _ => format!("{id},BAD,{at}{}", empty(4)),
    }
}
