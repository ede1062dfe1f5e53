//! `[mail]`: who gets reports, from whom and through which server, where `report --mail` names no one.

use super::fault::carried;
use crate::advice::Advised;
use crate::nearest;
use crate::render::{Format, FORMATS};
use serde::de::Deserializer;
use serde::Deserialize;
use std::path::PathBuf;

/// What is settled about mail; addresses and the server are understood where a mail is asked for.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailRules {
    /// Who gets it.
    #[serde(deserialize_with = "super::one_or_many")]
    pub to: Vec<String>,
    /// Who sends it.
    pub from: Option<String>,
    /// The server, with its port and how the connection is kept private, as `--smtp` takes it.
    pub server: Option<String>,
    /// Who logs in there.
    pub user: Option<String>,
    /// The file with the password in its first line, relative to the configuration's own folder until it is parsed.
    pub password_file: Option<PathBuf>,
    /// The forms that go along as files.
    #[serde(deserialize_with = "formats")]
    pub attach: Vec<Format>,
}

fn formats<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Format>, D::Error> {
    let names: Vec<String> = super::one_or_many(from)?;
    names.iter().map(|name| format_named(name).map_err(carried)).collect()
}

/// The format of that name.
///
/// # Errors
/// If there is none.
fn format_named(name: &str) -> Result<Format, Advised> {
    Format::named(name).ok_or_else(|| {
        let known = FORMATS.iter().map(|format| format.name());
        Advised::new(format!("{name:?} is no format"), nearest::advice(name, known))
    })
}
