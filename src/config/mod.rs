//! `insights.toml`: where the data are, how days are cut, and the rules a team has set itself; keys are named as flags.

mod fault;
mod lengths;
mod lexicons;
mod mailing;
mod rules;
mod sources;
mod targets;

pub use lexicons::Sentiment;
pub use mailing::MailRules;
pub use sources::{CustomerJoin, CustomerRules, SourceRules};
pub use targets::Targets;

use crate::advice::Advised;
use crate::language::{parse_language, Language};
use crate::render::CsvDialect;
use crate::scope::as_of::AsOf;
use crate::time::weekday::parse_week_start;
use crate::time::zone::parse_zone;
use anyhow::Result;
use chrono::Weekday;
use chrono_tz::Tz;
use fault::{carried, explain};
use lengths::{ascending, by_channel, hours, length};
use serde::de::Deserializer;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Name of the file in the current folder.
pub const FILE: &str = "insights.toml";

/// What a configuration file says; `None` and empty where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Files, folders and globs to read, relative to the file's own folder until [`Config::parse`] has joined them.
    #[serde(deserialize_with = "one_or_many")]
    pub data: Vec<PathBuf>,
    /// The file that says all this; empty where there is none.
    #[serde(skip)]
    pub file: PathBuf,
    /// Exports of several products, instead of `data`.
    pub source: Vec<SourceRules>,
    /// Which customers are one.
    pub customers: CustomerRules,
    /// Folder of the archive that exports are imported into and reports are made from, relative as `data`.
    pub archive: Option<PathBuf>,
    /// Zone of days and hours.
    #[serde(deserialize_with = "zone")]
    pub tz: Option<Tz>,
    /// Language of what is written for people.
    #[serde(deserialize_with = "language")]
    pub lang: Option<Language>,
    /// The "now" of runs.
    #[serde(deserialize_with = "as_of")]
    pub as_of: Option<AsOf>,
    /// Name or file of the profile to read everything with.
    pub profile: Option<String>,
    /// Zone of instants that are written without one.
    #[serde(deserialize_with = "zone")]
    pub source_tz: Option<Tz>,
    /// First day of the week.
    #[serde(deserialize_with = "week_start")]
    pub week_start: Option<Weekday>,
    /// Form of CSV.
    #[serde(deserialize_with = "dialect")]
    pub csv_dialect: Option<CsvDialect>,
    /// Response targets.
    pub targets: Targets,
    /// Case splitting.
    pub cases: Cases,
    /// Word lists that say how texts sound.
    pub sentiment: Sentiment,
    /// Limits of groups.
    pub groups: GroupLimits,
    /// Windows of the AI agent.
    pub ai: Ai,
    /// Limits of calls.
    pub phone: Phone,
    /// Limits of help articles.
    pub faq: Faq,
    /// Who gets reports by mail.
    pub mail: MailRules,
    /// Reply time limit of live conversations by channel.
    #[serde(deserialize_with = "by_channel")]
    pub live_timeout: BTreeMap<String, i64>,
}

/// `[cases]`: when a thread that never ends starts a new case.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Cases {
    /// Silence after which a customer's message opens a case.
    #[serde(deserialize_with = "hours", rename = "hours")]
    pub gap: Option<i64>,
    /// Channels that are split.
    pub channels: Option<Vec<String>>,
}

/// `[groups]`: where the groups of a distribution end.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GroupLimits {
    /// First-response groups, ascending; the last group has no end.
    #[serde(deserialize_with = "ascending")]
    pub first_response: Option<Vec<i64>>,
}

/// `[ai]`: when an AI conversation is over, and how long an order may follow a touch.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ai {
    /// Silence after the AI agent's last word that closes a conversation.
    #[serde(deserialize_with = "length")]
    pub autoclose: Option<i64>,
    /// After a click on a product.
    #[serde(deserialize_with = "length")]
    pub product_click: Option<i64>,
    /// After a click in a text message.
    #[serde(deserialize_with = "length")]
    pub sms_click: Option<i64>,
    /// After a text message.
    #[serde(deserialize_with = "length")]
    pub sms_message: Option<i64>,
}

/// `[phone]`: limits of calls; targets for the wait stand in `[targets.phone]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Phone {
    /// A caller who hangs up within it did not really call.
    #[serde(deserialize_with = "length")]
    pub short_abandoned: Option<i64>,
    /// The wait that the service level allows.
    #[serde(deserialize_with = "length")]
    pub service_level: Option<i64>,
    /// How soon a missed call has to be called back.
    #[serde(deserialize_with = "length")]
    pub callback: Option<i64>,
}

/// `[faq]`: limits of help articles.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Faq {
    /// How soon a case has to follow the reading of an article.
    #[serde(deserialize_with = "length")]
    pub window: Option<i64>,
}

impl Config {
    /// Reads the text of the file at `path`; paths in it start from its folder.
    ///
    /// # Errors
    /// Names the file, the line, the key, and the nearest key where there is none of that name.
    pub fn parse(text: &str, path: &Path) -> Result<Config> {
        let mut config: Config = toml::from_str(text).map_err(|error| explain(text, path, &error))?;
        config.file = path.to_path_buf();
        for source in &mut config.source {
            source.name = source.name.trim().to_owned();
        }
        sources::check(&config, path)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let of_sources = config.source.iter_mut().flat_map(|source| &mut source.paths);
        let own = config.data.iter_mut().chain(of_sources).chain(&mut config.archive);
        let own = own.chain(&mut config.mail.password_file);
        for file in own.chain(config.sentiment.files_mut()) {
            *file = folder.join(&*file);
        }
        Ok(config)
    }
}

fn read<'de, D: Deserializer<'de>, T>(
    from: D,
    parse: impl Fn(&str) -> Result<T, Advised>,
) -> Result<Option<T>, D::Error> {
    parse(&String::deserialize(from)?).map(Some).map_err(carried)
}

fn zone<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Tz>, D::Error> {
    read(from, parse_zone)
}

fn language<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Language>, D::Error> {
    read(from, parse_language)
}

fn as_of<'de, D: Deserializer<'de>>(from: D) -> Result<Option<AsOf>, D::Error> {
    read(from, str::parse)
}

fn week_start<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Weekday>, D::Error> {
    read(from, parse_week_start)
}

fn dialect<'de, D: Deserializer<'de>>(from: D) -> Result<Option<CsvDialect>, D::Error> {
    read(from, csv_dialect)
}

/// The form of CSV of that name.
///
/// # Errors
/// If there is none.
pub fn csv_dialect(name: &str) -> Result<CsvDialect, Advised> {
    CsvDialect::named(name)
        .ok_or_else(|| Advised::new(format!("{name:?} is no form of CSV"), "rfc, excel-eu or excel-en"))
}

/// One value, or a list of them.
fn one_or_many<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a text or a list of texts")]
    enum OneOrMany<T> {
        One(T),
        Many(Vec<T>),
    }
    Ok(match OneOrMany::deserialize(from)? {
        OneOrMany::One(value) => vec![value],
        OneOrMany::Many(values) => values,
    })
}

#[cfg(test)]
mod tests {
    use super::lexicons;
    use super::*;
    use crate::facts::Target;

    fn parse(text: &str) -> Result<Config> {
        Config::parse(text, Path::new("/team/insights.toml"))
    }

    fn fault(text: &str) -> String {
        Advised::of(&parse(text).unwrap_err()).text()
    }

    #[test]
    fn every_key_is_read() {
        let config = parse(
            r#"
            data = ["exports", "/old/*.csv"]
            archive = "kept"
            tz = "Europe/Amsterdam"
            lang = "nl"
            as_of = "latest"
            profile = "userlike"
            source_tz = "UTC"
            week_start = "sunday"
            live_timeout = { Chat = "90s" }
            [targets."Web Form"]
            optimal = "1h 30m"
            acceptable = "2d"
            [targets.teams.Sales]
            acceptable = "5m"
            [targets.teams.Sales.phone]
            optimal = "20s"
            [cases]
            hours = 12.5
            channels = ["whatsapp"]
            [sentiment]
            lexicon = "words.tsv"
            lexicons = { nl = "/lists/nl.tsv" }
            [ai]
            autoclose = "24h"
            sms_click = "7d"
            [groups]
            first_response = ["5m", "1h"]
            [phone]
            short_abandoned = "3s"
            service_level = "30s"
            callback = "2d"
            [faq]
            window = "12h"
            [mail]
            to = "a@example.org"
            from = "Anna <b@example.org>"
            server = "smtps://smtp.example.org"
            user = "anna"
            password_file = ".password"
            attach = ["excel", "pdf"]
            "#,
        )
        .unwrap();
        assert_eq!(config.data, [Path::new("/team/exports"), Path::new("/old/*.csv")]);
        assert_eq!(config.archive.as_deref(), Some(Path::new("/team/kept")));
        assert_eq!(config.tz, Some(chrono_tz::Europe::Amsterdam));
        assert_eq!(config.lang, Some(Language::Nl));
        assert_eq!(config.profile.as_deref(), Some("userlike"));
        assert_eq!((config.as_of, config.week_start), (Some(AsOf::Latest), Some(Weekday::Sun)));
        assert_eq!(config.source_tz, Some(Tz::UTC));
        assert_eq!(config.live_timeout["chat"], 90_000);
        let form = config.targets.channels["web form"];
        assert_eq!((form.optimal, form.acceptable), (Some(5_400_000), Some(172_800_000)));
        let sales = Target { optimal: None, acceptable: Some(300_000) };
        assert_eq!(config.targets.teams["Sales"], sales);
        let calls = Target { optimal: Some(20_000), acceptable: None };
        assert_eq!(config.targets.team_calls["Sales"], calls);
        assert_eq!(config.cases.gap, Some(45_000_000));
        assert_eq!(config.cases.channels.unwrap(), ["whatsapp"]);
        let windows = (config.ai.autoclose, config.ai.sms_click, config.ai.product_click);
        assert_eq!(windows, (Some(86_400_000), Some(604_800_000), None));
        assert_eq!(config.groups.first_response.unwrap(), [300_000, 3_600_000]);
        let phone = config.phone;
        assert_eq!((phone.short_abandoned, phone.service_level), (Some(3_000), Some(30_000)));
        assert_eq!((phone.callback, config.faq.window), (Some(172_800_000), Some(43_200_000)));
        assert_eq!(config.sentiment.lexicon.unwrap(), Path::new("/team/words.tsv"));
        assert_eq!(
            config.sentiment.lexicons[&lexicons::LexiconLanguage("nl".to_string())],
            Path::new("/lists/nl.tsv")
        );
        assert_eq!(parse("data = 'x'").unwrap().data, [Path::new("/team/x")]);
        let nothing = Config { file: "/team/insights.toml".into(), ..Config::default() };
        assert_eq!(parse("").unwrap(), nothing);
    }

    #[test]
    fn sources_are_read_and_their_paths_start_from_the_file() {
        let config = parse(
            r#"
            [customers]
            join = "email"
            [[source]]
            name = " shop "
            paths = "shop"
            tz = "Europe/Warsaw"
            brand = "North"
            [[source]]
            name = "helpdesk"
            paths = ["tickets/*.csv", "/old"]
            profile = "zendesk"
            "#,
        )
        .unwrap();
        let [shop, helpdesk] = &config.source[..] else { panic!("{config:?}") };
        assert_eq!((shop.name.as_str(), shop.brand.as_deref()), ("shop", Some("North")));
        assert_eq!((&shop.paths[..], shop.tz), (&["/team/shop".into()][..], Some(chrono_tz::Europe::Warsaw)));
        assert_eq!(helpdesk.paths, [Path::new("/team/tickets/*.csv"), Path::new("/old")]);
        assert_eq!(helpdesk.profile.as_deref(), Some("zendesk"));
        assert_eq!(config.customers.join, Some(CustomerJoin::Email));
    }

    /// The bundled example, the keys that it only remarks on among the others.
    fn example() -> String {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/insights.toml"));
        let is_key = |line: &str| line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
        let lines = text.lines().map(|line| match line.strip_prefix("# ") {
            Some(rest) if (rest.starts_with('[') && rest.ends_with(']')) || is_key(rest) => rest,
            _ => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_example_shows_every_key() {
        let text = example();
        // Paths stand either in `data` or in sources.
        let (text, sources) = text.split_at(text.find("[[source]]").unwrap());
        let SourceRules { name, paths, profile, tz, brand } = parse(sources).unwrap().source.remove(0);
        assert!(
            !name.is_empty() && !paths.is_empty() && profile.is_some() && tz.is_some() && brand.is_some()
        );
        let Config {
            file: _,
            source: _,
            customers: CustomerRules { join },
            data,
            archive,
            tz,
            lang,
            as_of,
            profile,
            source_tz,
            week_start,
            csv_dialect,
            targets,
            cases,
            sentiment,
            groups,
            ai,
            phone,
            faq,
            mail,
            live_timeout,
        } = parse(text).unwrap();
        assert_eq!(join, Some(CustomerJoin::Email));
        assert!(archive.is_some() && !data.is_empty() && !live_timeout.is_empty(), "{text}");
        assert!(tz.is_some() && lang.is_some() && as_of.is_some() && profile.is_some());
        assert!(source_tz.is_some() && week_start.is_some() && csv_dialect.is_some());
        assert!(!targets.channels.is_empty() && !targets.teams.is_empty());
        let Cases { gap, channels } = cases;
        assert!(gap.is_some() && channels.is_some());
        let Sentiment { lexicon, lexicons } = sentiment;
        assert!(lexicon.is_some() && !lexicons.is_empty());
        let GroupLimits { first_response } = groups;
        assert!(first_response.is_some());
        let Ai { autoclose, product_click, sms_click, sms_message } = ai;
        assert!([autoclose, product_click, sms_click, sms_message].iter().all(Option::is_some));
        let Phone { short_abandoned, service_level, callback } = phone;
        assert!([short_abandoned, service_level, callback].iter().all(Option::is_some));
        let Faq { window } = faq;
        assert!(window.is_some());
        let MailRules { to, from, server, user, password_file, attach } = mail;
        assert!(!to.is_empty() && from.is_some() && server.is_some() && user.is_some());
        assert!(password_file.is_some() && !attach.is_empty());
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_the_nearest_one() {
        assert_eq!(
            fault("tz = 'UTC'\nweekstart = 'monday'\n"),
            "/team/insights.toml, line 2: there is no key \"weekstart\"\nhint: did you mean week_start?"
        );
        assert_eq!(
            fault("\n[targets.chat]\noptimall = '2m'\n"),
            "/team/insights.toml, line 3: there is no key \"optimall\"\nhint: did you mean optimal?"
        );
        assert_eq!(
            fault("[cases]\nzzz = 3\n"),
            "/team/insights.toml, line 2: there is no key \"zzz\"\nhint: there is hours, channels"
        );
    }

    #[test]
    fn a_wrong_value_is_named_with_its_line_and_key() {
        for (text, expected) in [
            (
                "# ours\ntz = 'Europe/Amsterdm'",
                "line 2, key \"tz\": \"Europe/Amsterdm\" is no time zone\nhint: did you mean Europe/Amsterdam",
            ),
            ("[targets.chat]\noptimal = '2 parsecs'", "line 2, key \"optimal\": \"2 parsecs\" is no length of time"),
            ("[targets.chat]\noptimal = '9m'\nacceptable = '5m'", "optimal is longer than acceptable"),
            ("[targets.chat]\n", "a target needs optimal or acceptable"),
            ("[groups]\nfirst_response = ['1h', '5m']", "line 2, key \"first_response\": the limits must"),
            ("[cases]\nhours = 0", "line 2, key \"hours\": the number of hours must be above 0"),
            ("week_start = 'someday'", "line 1, key \"week_start\": \"someday\" is no weekday"),
            ("as_of = 'soon'", "line 1, key \"as_of\": \"soon\" is no instant"),
            ("tz = 'UTC'\nlang = 'fr'", "/team/insights.toml, line 2, key \"lang\": \"fr\" is no language that reports are written in\nhint: en, nl, pl, nb, de"),
            ("data = 3", "line 1, key \"data\": expected a text or a list of texts"),
            ("[sentiment]\nlexicons = { xx = 'x' }", "line 2, key \"lexicons\": \"xx\" is no language that a word list"),
            ("[sentiment.lexicons]\nnll = 'x'", "line 2, key \"nll\": \"nll\" is no language that a word list can be for\nhint: did you mean"),
            ("[sentiment]\nlexicon = 3", "line 2, key \"lexicon\""),
            ("[sentiment]\nlexikon = 'x'", "line 2: there is no key \"lexikon\"\nhint: did you mean lexicon"),
            ("[[source]]\npaths = 'a'", "/team/insights.toml, [[source]] number 1: key \"name\" is missing"),
            ("[[source]]\nname = 'a'", "/team/insights.toml, [[source]] \"a\": key \"paths\" is missing"),
            ("[[source]]\nname = 'a'\npaths = []", "[[source]] \"a\": key \"paths\" is missing or empty"),
            (
                "[[source]]\nname = 'Shop'\npaths = 'a'\n[[source]]\nname = 'shop'\npaths = 'b'",
                "/team/insights.toml, key \"name\": two sources are called \"shop\"",
            ),
            (
                "data = 'x'\n[[source]]\nname = 'a'\npaths = 'a'",
                "/team/insights.toml, key \"data\": both data and [[source]] say what to read\nhint: make it",
            ),
            (
                "archive = 'x'\n[[source]]\nname = 'a'\npaths = 'a'",
                "/team/insights.toml, key \"archive\": both archive and [[source]] say what to read",
            ),
            ("[[source]]\nname = 'a'\npath = 'b'", "line 3: there is no key \"path\"\nhint: did you mean paths"),
            ("[[source]]\nname = 'a'\ntz = 'x'", "line 3, key \"tz\": \"x\" is no time zone"),
            ("[customers]\njoin = 'phone'", "line 2, key \"join\""),
            ("tz 'UTC'", "line 1"),
        ] {
            assert!(fault(text).contains(expected), "{text}: {}", fault(text));
        }
    }
}
