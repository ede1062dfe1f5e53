//! Profile files: TOML → [`Profile`], with errors that name the file, the key and the nearest valid name.

mod keys;
mod rule;
mod write;

use super::layout::ColumnLayout;
use super::model::{Mapping, Page, Profile, Refusal};
use crate::advice::Advised;
use crate::dataset::TableName;
use anyhow::{anyhow, Context, Result};
use keys::Keys;
use std::sync::OnceLock;
pub use write::write;

/// Reads one profile; `origin` is the file's name for messages.
pub fn parse(text: &str, origin: &str) -> Result<Profile> {
    let root: ::toml::Table = text
        .parse()
        .map_err(|error: ::toml::de::Error| anyhow!("{}", error.to_string().trim_end().replace('\n', " ")))
        .with_context(|| format!("{origin} is not a TOML file"))?;
    let keys = Keys::new(&root, origin, "", &["name", "about", "zone", "page", "table", "refuse", "layout"])?;
    let name = keys.text("name")?.ok_or_else(|| keys.missing("name"))?;
    let about = keys.text("about")?.unwrap_or_default();
    let zone = keys.text("zone")?;
    if let Some(zone) = &zone {
        rule::check_zone(&keys, "zone", zone)?;
    }
    let page = keys.table("page")?.map(|table| page(table, origin)).transpose()?.unwrap_or_default();
    let tables = keys.tables("table")?;
    if tables.is_empty() {
        return Err(keys.missing("[[table]]"));
    }
    let mappings = tables.into_iter().enumerate();
    let tables = mappings.map(|(place, table)| mapping(table, origin, place + 1)).collect::<Result<_>>()?;
    let refused = keys.tables("refuse")?.into_iter().enumerate();
    let refusals = refused.map(|(place, table)| refusal(table, origin, place + 1)).collect::<Result<_>>()?;
    let written = keys.tables("layout")?.into_iter().enumerate();
    let layouts = written.map(|(place, table)| layout(table, origin, place + 1)).collect::<Result<_>>()?;
    Ok(Profile { name, about, zone, page, tables, refusals, layouts })
}

fn layout(table: &::toml::Table, origin: &str, number: usize) -> Result<ColumnLayout> {
    let keys = Keys::new(table, origin, &format!("layout {number}"), &["columns", "tell"])?;
    let columns = keys.texts("columns")?;
    let tell = keys.table("tell")?.ok_or_else(|| keys.missing("tell"))?;
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    if let Some(column) = tell.keys().find(|column| !columns.contains(column)) {
        return Err(keys.unknown("tell", column, ("column", &names)));
    }
    let texts = |(column, texts)| Some((String::clone(column), keys::scalars(texts)?));
    let tell: Option<Vec<_>> = tell.iter().map(texts).collect();
    let tell = tell.filter(|tell| !tell.is_empty());
    Ok(ColumnLayout {
        columns,
        tell: tell.ok_or_else(|| keys.wrong("tell", "columns with the texts they hold"))?,
    })
}

fn page(table: &::toml::Table, origin: &str) -> Result<Page> {
    let keys = Keys::new(table, origin, "page", &["from", "lacks", "note"])?;
    Ok(Page { from: keys.text("from")?, lacks: keys.text("lacks")?, note: keys.text("note")? })
}

fn refusal(table: &::toml::Table, origin: &str, number: usize) -> Result<Refusal> {
    let keys = Keys::new(table, origin, &format!("refuse {number}"), &["recognise", "holds", "instead"])?;
    let recognise = keys.texts("recognise")?;
    if recognise.is_empty() {
        return Err(keys.missing("recognise"));
    }
    let holds = keys.text("holds")?.ok_or_else(|| keys.missing("holds"))?;
    let instead = keys.text("instead")?.ok_or_else(|| keys.missing("instead"))?;
    Ok(Refusal { recognise, holds, instead })
}

const TABLE_KEYS: &[&str] = &[
    "into",
    "recognise",
    "unless",
    "records",
    "explode",
    "legs",
    "once",
    "parts",
    "opening",
    "where",
    "columns",
];

fn mapping(table: &::toml::Table, origin: &str, number: usize) -> Result<Mapping> {
    let keys = Keys::new(table, origin, &format!("table {number}"), TABLE_KEYS)?;
    let name = keys.text("into")?.ok_or_else(|| keys.missing("into"))?;
    let names = TableName::ALL.map(|table| table.schema().name);
    let into = TableName::from_name(&name).ok_or_else(|| keys.unknown("into", &name, ("table", &names)))?;
    let recognise = keys.texts("recognise")?;
    let unless = keys.texts("unless")?;
    let records = keys.text("records")?;
    let explode = keys.text("explode")?;
    let legs = keys.flag("legs")?;
    let once = keys.flag("once")?;
    let parts = keys.flag("parts")?;
    let opening = keys.flag("opening")?;
    let filter = keys.conditions("where")?;
    let columns = keys.table("columns")?.ok_or_else(|| keys.missing("columns"))?;
    let columns = columns.iter().map(|(column, value)| rule::column(origin, into, column, value));
    let columns: Vec<_> = columns.collect::<Result<_>>()?;
    for (place, column) in into.schema().columns.iter().enumerate().filter(|(_, column)| column.required) {
        if !columns.iter().any(|(mapped, _)| *mapped == place) {
            let (table, column) = (into.schema().name, column.name);
            let what = format!("{origin}: table {number} ({table}) does not say where {column} comes from");
            let advice = "a row can not be used without it; add it to [table.columns]";
            return Err(Advised::new(what, advice).into());
        }
    }
    Ok(Mapping { into, recognise, unless, records, explode, legs, once, parts, opening, filter, columns })
}

/// The files of the profiles that come with the program, in alphabetical order.
const BUILTIN: &[(&str, &str)] = &[
    ("3cx.toml", include_str!("../builtin/3cx.toml")),
    ("aircall.toml", include_str!("../builtin/aircall.toml")),
    ("amazon-connect.toml", include_str!("../builtin/amazon-connect.toml")),
    ("asterisk-queue-log.toml", include_str!("../builtin/asterisk-queue-log.toml")),
    ("belco.toml", include_str!("../builtin/belco.toml")),
    ("call-centre-table.toml", include_str!("../builtin/call-centre-table.toml")),
    ("chatwoot.toml", include_str!("../builtin/chatwoot.toml")),
    ("cloudtalk.toml", include_str!("../builtin/cloudtalk.toml")),
    ("crisp.toml", include_str!("../builtin/crisp.toml")),
    ("dialpad.toml", include_str!("../builtin/dialpad.toml")),
    ("edrone.toml", include_str!("../builtin/edrone.toml")),
    ("freepbx.toml", include_str!("../builtin/freepbx.toml")),
    ("freshdesk.toml", include_str!("../builtin/freshdesk.toml")),
    ("front.toml", include_str!("../builtin/front.toml")),
    ("ga4-search.toml", include_str!("../builtin/ga4-search.toml")),
    ("genesys.toml", include_str!("../builtin/genesys.toml")),
    ("github-issues.toml", include_str!("../builtin/github-issues.toml")),
    ("gorgias.toml", include_str!("../builtin/gorgias.toml")),
    ("help-scout.toml", include_str!("../builtin/help-scout.toml")),
    ("hubspot.toml", include_str!("../builtin/hubspot.toml")),
    ("intercom.toml", include_str!("../builtin/intercom.toml")),
    ("jira-service-management.toml", include_str!("../builtin/jira-service-management.toml")),
    ("klaviyo.toml", include_str!("../builtin/klaviyo.toml")),
    ("libredesk.toml", include_str!("../builtin/libredesk.toml")),
    ("liveagent.toml", include_str!("../builtin/liveagent.toml")),
    ("livechat.toml", include_str!("../builtin/livechat.toml")),
    ("matomo-site-search.toml", include_str!("../builtin/matomo-site-search.toml")),
    ("osticket.toml", include_str!("../builtin/osticket.toml")),
    ("reamaze.toml", include_str!("../builtin/reamaze.toml")),
    ("rocket-chat.toml", include_str!("../builtin/rocket-chat.toml")),
    ("salesforce.toml", include_str!("../builtin/salesforce.toml")),
    ("servicenow.toml", include_str!("../builtin/servicenow.toml")),
    ("shopify-orders.toml", include_str!("../builtin/shopify-orders.toml")),
    ("socialboards.toml", include_str!("../builtin/socialboards.toml")),
    ("star-chats.toml", include_str!("../builtin/star-chats.toml")),
    ("talkdesk.toml", include_str!("../builtin/talkdesk.toml")),
    ("tidio.toml", include_str!("../builtin/tidio.toml")),
    ("trengo.toml", include_str!("../builtin/trengo.toml")),
    ("twilio.toml", include_str!("../builtin/twilio.toml")),
    ("twitter-support.toml", include_str!("../builtin/twitter-support.toml")),
    ("userlike.toml", include_str!("../builtin/userlike.toml")),
    ("woocommerce.toml", include_str!("../builtin/woocommerce.toml")),
    ("zammad.toml", include_str!("../builtin/zammad.toml")),
    ("zendesk.toml", include_str!("../builtin/zendesk.toml")),
    ("zendesk-explore.toml", include_str!("../builtin/zendesk-explore.toml")),
];

/// The profiles that come with the program, in alphabetical order.
pub fn builtin() -> &'static [Profile] {
    static PROFILES: OnceLock<Vec<Profile>> = OnceLock::new();
    // A test reads every one of them, so none is left out here.
    PROFILES.get_or_init(|| BUILTIN.iter().filter_map(|(origin, text)| parse(text, origin).ok()).collect())
}

#[cfg(test)]
mod tests;
