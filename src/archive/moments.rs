//! Moments as a manifest writes them, and the least and greatest of a column.

use chrono::{DateTime, SecondsFormat};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// From the least to the greatest moment, UTC milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MomentSpan {
    /// The least.
    #[serde(serialize_with = "written", deserialize_with = "read")]
    pub from: i64,
    /// The greatest.
    #[serde(serialize_with = "written", deserialize_with = "read")]
    pub to: i64,
}

impl MomentSpan {
    /// The span of these moments; `None` of none.
    pub fn of(moments: impl Iterator<Item = i64>) -> Option<MomentSpan> {
        let mut span: Option<MomentSpan> = None;
        for at in moments {
            let own = span.get_or_insert(MomentSpan { from: at, to: at });
            own.from = own.from.min(at);
            own.to = own.to.max(at);
        }
        span
    }
}

fn written<S: Serializer>(millis: &i64, to: S) -> Result<S::Ok, S::Error> {
    match DateTime::from_timestamp_millis(*millis) {
        Some(at) => to.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Millis, true)),
        None => to.serialize_i64(*millis),
    }
}

fn read<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Millis(i64),
    }
    match Written::deserialize(from)? {
        Written::Millis(millis) => Ok(millis),
        Written::Text(text) => {
            DateTime::parse_from_rfc3339(&text).map(|at| at.timestamp_millis()).map_err(D::Error::custom)
        }
    }
}
