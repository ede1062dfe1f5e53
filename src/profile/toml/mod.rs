//! Profile files: TOML → [`Profile`], with errors that name the file, the key and the nearest valid name.

mod keys;
mod rule;
mod write;

use super::model::{Condition, Mapping, Page, Profile, Refusal};
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
    let keys = Keys::new(&root, origin, "", &["name", "about", "zone", "page", "table", "refuse"])?;
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
    Ok(Profile { name, about, zone, page, tables, refusals })
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

const TABLE_KEYS: &[&str] =
    &["into", "recognise", "unless", "records", "explode", "legs", "once", "where", "columns"];

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
    let filter = match keys.table("where")? {
        Some(fields) => {
            fields.iter().map(|(field, is)| condition(&keys, field, is)).collect::<Result<_>>()?
        }
        None => Vec::new(),
    };
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
    Ok(Mapping { into, recognise, unless, records, explode, legs, once, filter, columns })
}

/// `state = "closed"`, `kind = ["a", "b"]`, `kind = { not = ["a"] }`.
fn condition(keys: &Keys, field: &str, is: &::toml::Value) -> Result<Condition> {
    let (is, negated) = match is.as_table() {
        Some(table) if table.len() == 1 && table.contains_key("not") => (&table["not"], true),
        _ => (is, false),
    };
    let is = keys::scalars(is)
        .ok_or_else(|| keys.wrong(&format!("where.{field}"), "a text, a list of texts or { not = … }"))?;
    Ok(Condition { field: field.to_string(), is, negated })
}

/// The files of the profiles that come with the program, in alphabetical order.
const BUILTIN: &[(&str, &str)] = &[
    ("3cx.toml", include_str!("../builtin/3cx.toml")),
    ("aircall.toml", include_str!("../builtin/aircall.toml")),
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
    ("github-issues.toml", include_str!("../builtin/github-issues.toml")),
    ("gorgias.toml", include_str!("../builtin/gorgias.toml")),
    ("help-scout.toml", include_str!("../builtin/help-scout.toml")),
    ("hubspot.toml", include_str!("../builtin/hubspot.toml")),
    ("intercom.toml", include_str!("../builtin/intercom.toml")),
    ("klaviyo.toml", include_str!("../builtin/klaviyo.toml")),
    ("matomo-site-search.toml", include_str!("../builtin/matomo-site-search.toml")),
    ("osticket.toml", include_str!("../builtin/osticket.toml")),
    ("rocket-chat.toml", include_str!("../builtin/rocket-chat.toml")),
    ("salesforce.toml", include_str!("../builtin/salesforce.toml")),
    ("servicenow.toml", include_str!("../builtin/servicenow.toml")),
    ("shopify-orders.toml", include_str!("../builtin/shopify-orders.toml")),
    ("socialboards.toml", include_str!("../builtin/socialboards.toml")),
    ("star-chats.toml", include_str!("../builtin/star-chats.toml")),
    ("talkdesk.toml", include_str!("../builtin/talkdesk.toml")),
    ("twilio.toml", include_str!("../builtin/twilio.toml")),
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
