//! `insights.toml`: where the data are, how days are cut, and the rules a team has set itself; keys are named as flags.

mod lexicons;

pub use lexicons::{Language, Sentiment};

use crate::nearest;
use crate::scope::as_of::AsOf;
use crate::time::weekday::parse_week_start;
use crate::time::zone::parse_zone;
use crate::time::HOUR;
use crate::values::span_setting;
use anyhow::{anyhow, ensure, Result};
use chrono::Weekday;
use chrono_tz::Tz;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
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
    /// Zone of days and hours.
    #[serde(deserialize_with = "zone")]
    pub tz: Option<Tz>,
    /// Language of labels.
    #[serde(deserialize_with = "language")]
    pub lang: Option<String>,
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
    /// Reply time limit of live conversations by channel.
    #[serde(deserialize_with = "by_channel")]
    pub live_timeout: BTreeMap<String, ConfigSpan>,
}

/// Response targets; a channel or team named here loses its default ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Targets {
    /// By channel, in lower case.
    pub channels: BTreeMap<String, Limits>,
    /// By team; they go before those of the channel.
    pub teams: BTreeMap<String, Limits>,
    /// By team, for the wait of its calls: `[targets.teams.NAME.phone]`; a team's other limits do not rule calls.
    pub team_calls: BTreeMap<String, Limits>,
}

/// Time limits; at least one is given, and the first is not longer than the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Better than expected.
    pub optimal: Option<ConfigSpan>,
    /// Still in time.
    pub acceptable: Option<ConfigSpan>,
}

/// `[cases]`: when a thread that never ends starts a new case.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Cases {
    /// Silence after which a customer's message opens a case.
    #[serde(deserialize_with = "hours", rename = "hours")]
    pub gap: Option<ConfigSpan>,
    /// Channels that are split.
    pub channels: Option<Vec<String>>,
}

/// `[groups]`: where the groups of a distribution end.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GroupLimits {
    /// First-response groups, ascending; the last group has no end.
    #[serde(deserialize_with = "ascending")]
    pub first_response: Option<Vec<ConfigSpan>>,
}

/// `[ai]`: when an AI conversation is over, and how long an order may follow a touch.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ai {
    /// Silence after the AI agent's last word that closes a conversation.
    pub autoclose: Option<ConfigSpan>,
    /// After a click on a product.
    pub product_click: Option<ConfigSpan>,
    /// After a click in a text message.
    pub sms_click: Option<ConfigSpan>,
    /// After a text message.
    pub sms_message: Option<ConfigSpan>,
}

/// `[phone]`: limits of calls; targets for the wait stand in `[targets.phone]`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Phone {
    /// A caller who hangs up within it did not really call.
    pub short_abandoned: Option<ConfigSpan>,
    /// The wait that the service level allows.
    pub service_level: Option<ConfigSpan>,
    /// How soon a missed call has to be called back.
    pub callback: Option<ConfigSpan>,
}

/// `[faq]`: limits of help articles.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Faq {
    /// How soon a case has to follow the reading of an article.
    pub window: Option<ConfigSpan>,
}

/// A length of time in milliseconds, written `30s`, `2m`, `1h 30m` or `2d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConfigSpan(pub i64);

impl Config {
    /// Reads the text of the file at `path`; paths in it start from its folder.
    ///
    /// # Errors
    /// Names the file, the line, the key, and the nearest key where there is none of that name.
    pub fn parse(text: &str, path: &Path) -> Result<Config> {
        let mut config: Config = toml::from_str(text).map_err(|error| explain(text, path, &error))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for file in config.data.iter_mut().chain(config.sentiment.files_mut()) {
            *file = folder.join(&*file);
        }
        Ok(config)
    }
}

fn explain(text: &str, path: &Path, error: &toml::de::Error) -> anyhow::Error {
    let start = error.span().map_or(0, |span| span.start.min(text.len()));
    let before = text.get(..start).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let place = format!("{}, line {line}", path.display());
    let message = error.message();
    if let Some(named) = message.strip_prefix("unknown field `") {
        let mut words = named.split('`').step_by(2);
        let unknown = words.next().unwrap_or_default();
        let known: Vec<&str> = named.split('`').skip(2).step_by(2).collect();
        return anyhow!("{place}: there is no key {unknown:?}\n{}", nearest::hint(unknown, known));
    }
    let key = text.lines().nth(line - 1).and_then(|line| line.split_once('=')).map(|(key, _)| key.trim());
    match key {
        Some(key) => anyhow!("{place}, key {key:?}: {message}"),
        None => anyhow!("{place}: {message}"),
    }
}

impl std::str::FromStr for ConfigSpan {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<ConfigSpan> {
        let milliseconds = span_setting(text).filter(|milliseconds| *milliseconds > 0);
        milliseconds
            .map(ConfigSpan)
            .ok_or_else(|| anyhow!("{text:?} is no length of time\nhint: write 30s, 2m, 1h 30m or 2d"))
    }
}

impl<'de> Deserialize<'de> for ConfigSpan {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Limits {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct WrittenLimits {
            optimal: Option<ConfigSpan>,
            acceptable: Option<ConfigSpan>,
        }
        let WrittenLimits { optimal, acceptable } = WrittenLimits::deserialize(from)?;
        Limits::new(optimal, acceptable).map_err(D::Error::custom)
    }
}

impl Limits {
    fn new(optimal: Option<ConfigSpan>, acceptable: Option<ConfigSpan>) -> Result<Limits, &'static str> {
        match (optimal, acceptable) {
            (None, None) => Err("a target needs optimal or acceptable, or both"),
            (Some(optimal), Some(acceptable)) if optimal > acceptable => {
                Err("optimal is longer than acceptable")
            }
            _ => Ok(Limits { optimal, acceptable }),
        }
    }
}

/// The targets of one team: those of its conversations, those of its calls, or both.
struct TeamLimits {
    conversations: Option<Limits>,
    calls: Option<Limits>,
}

impl<'de> Deserialize<'de> for TeamLimits {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct WrittenTeam {
            optimal: Option<ConfigSpan>,
            acceptable: Option<ConfigSpan>,
            phone: Option<Limits>,
        }
        let WrittenTeam { optimal, acceptable, phone } = WrittenTeam::deserialize(from)?;
        if phone.is_some() && optimal.is_none() && acceptable.is_none() {
            return Ok(TeamLimits { conversations: None, calls: phone });
        }
        let conversations = Limits::new(optimal, acceptable).map_err(D::Error::custom)?;
        Ok(TeamLimits { conversations: Some(conversations), calls: phone })
    }
}

/// Reads by hand what `flatten` would read without keeping the places of errors.
impl<'de> Deserialize<'de> for Targets {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct TargetsVisitor;
        impl<'de> Visitor<'de> for TargetsVisitor {
            type Value = Targets;

            fn expecting(&self, form: &mut std::fmt::Formatter) -> std::fmt::Result {
                form.write_str("tables such as [targets.chat] and [targets.teams.NAME]")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Targets, M::Error> {
                let mut targets = Targets::default();
                while let Some(key) = map.next_key::<String>()? {
                    if key == "teams" {
                        let teams = map.next_value::<BTreeMap<String, TeamLimits>>()?;
                        for (team, limits) in teams {
                            targets.teams.extend(limits.conversations.map(|limits| (team.clone(), limits)));
                            targets.team_calls.extend(limits.calls.map(|limits| (team, limits)));
                        }
                    } else {
                        targets.channels.insert(key.to_lowercase(), map.next_value()?);
                    }
                }
                Ok(targets)
            }
        }
        from.deserialize_map(TargetsVisitor)
    }
}

fn read<'de, D: Deserializer<'de>, T>(
    from: D,
    parse: impl Fn(&str) -> Result<T>,
) -> Result<Option<T>, D::Error> {
    parse(&String::deserialize(from)?).map(Some).map_err(D::Error::custom)
}

fn zone<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Tz>, D::Error> {
    read(from, parse_zone)
}

fn as_of<'de, D: Deserializer<'de>>(from: D) -> Result<Option<AsOf>, D::Error> {
    read(from, str::parse)
}

fn week_start<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Weekday>, D::Error> {
    read(from, parse_week_start)
}

/// Languages that labels come in.
pub const LANGUAGES: [&str; 5] = ["en", "nl", "pl", "nb", "de"];

fn language<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    read(from, |text| {
        let known = LANGUAGES.contains(&text);
        ensure!(known, "{text:?} is no language of labels\n{}", nearest::hint(text, LANGUAGES));
        Ok(text.to_string())
    })
}

fn hours<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ConfigSpan>, D::Error> {
    let hours = f64::deserialize(from)?;
    if !(hours > 0.0 && hours <= 1_000_000.0) {
        return Err(D::Error::custom("the number of hours must be above 0"));
    }
    Ok(Some(ConfigSpan((hours * HOUR as f64).round() as i64)))
}

fn by_channel<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, ConfigSpan>, D::Error> {
    let spans = BTreeMap::<String, ConfigSpan>::deserialize(from)?;
    Ok(spans.into_iter().map(|(channel, span)| (channel.to_lowercase(), span)).collect())
}

fn ascending<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<ConfigSpan>>, D::Error> {
    let limits = Vec::<ConfigSpan>::deserialize(from)?;
    if limits.is_empty() || !limits.is_sorted_by(|one, next| one < next) {
        return Err(D::Error::custom("the limits must be given, and rise"));
    }
    Ok(Some(limits))
}

fn one_or_many<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<PathBuf>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a path or a list of paths")]
    enum OneOrMany {
        One(PathBuf),
        Many(Vec<PathBuf>),
    }
    Ok(match OneOrMany::deserialize(from)? {
        OneOrMany::One(path) => vec![path],
        OneOrMany::Many(paths) => paths,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config> {
        Config::parse(text, Path::new("/team/insights.toml"))
    }

    fn fault(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn every_key_is_read() {
        let config = parse(
            r#"
            data = ["exports", "/old/*.csv"]
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
            "#,
        )
        .unwrap();
        assert_eq!(config.data, [Path::new("/team/exports"), Path::new("/old/*.csv")]);
        assert_eq!(config.tz, Some(chrono_tz::Europe::Amsterdam));
        assert_eq!((config.lang.as_deref(), config.profile.as_deref()), (Some("nl"), Some("userlike")));
        assert_eq!((config.as_of, config.week_start), (Some(AsOf::Latest), Some(Weekday::Sun)));
        assert_eq!(config.source_tz, Some(Tz::UTC));
        assert_eq!(config.live_timeout["chat"], ConfigSpan(90_000));
        let form = config.targets.channels["web form"];
        assert_eq!(
            (form.optimal, form.acceptable),
            (Some(ConfigSpan(5_400_000)), Some(ConfigSpan(172_800_000)))
        );
        let sales = Limits { optimal: None, acceptable: Some(ConfigSpan(300_000)) };
        assert_eq!(config.targets.teams["Sales"], sales);
        let calls = Limits { optimal: Some(ConfigSpan(20_000)), acceptable: None };
        assert_eq!(config.targets.team_calls["Sales"], calls);
        assert_eq!(config.cases.gap, Some(ConfigSpan(45_000_000)));
        assert_eq!(config.cases.channels.unwrap(), ["whatsapp"]);
        let windows = (config.ai.autoclose, config.ai.sms_click, config.ai.product_click);
        assert_eq!(windows, (Some(ConfigSpan(86_400_000)), Some(ConfigSpan(604_800_000)), None));
        assert_eq!(config.groups.first_response.unwrap(), [ConfigSpan(300_000), ConfigSpan(3_600_000)]);
        let phone = config.phone;
        assert_eq!(
            (phone.short_abandoned, phone.service_level),
            (Some(ConfigSpan(3_000)), Some(ConfigSpan(30_000)))
        );
        assert_eq!(
            (phone.callback, config.faq.window),
            (Some(ConfigSpan(172_800_000)), Some(ConfigSpan(43_200_000)))
        );
        assert_eq!(config.sentiment.lexicon.unwrap(), Path::new("/team/words.tsv"));
        assert_eq!(config.sentiment.lexicons[&Language("nl".to_string())], Path::new("/lists/nl.tsv"));
        assert_eq!(parse("data = 'x'").unwrap().data, [Path::new("/team/x")]);
        assert_eq!(parse("").unwrap(), Config::default());
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
        let Config {
            data,
            tz,
            lang,
            as_of,
            profile,
            source_tz,
            week_start,
            targets,
            cases,
            sentiment,
            groups,
            ai,
            phone,
            faq,
            live_timeout,
        } = parse(&text).unwrap();
        assert!(!data.is_empty() && !live_timeout.is_empty(), "{text}");
        assert!(tz.is_some() && lang.is_some() && as_of.is_some() && profile.is_some());
        assert!(source_tz.is_some() && week_start.is_some());
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
            ("lang = 'fr'", "line 1, key \"lang\": \"fr\" is no language"),
            ("data = 3", "line 1, key \"data\": expected a path or a list of paths"),
            ("[sentiment]\nlexicons = { xx = 'x' }", "line 2, key \"lexicons\": \"xx\" is no language that a word list"),
            ("[sentiment.lexicons]\nnll = 'x'", "line 2, key \"nll\": \"nll\" is no language that a word list can be for\nhint: did you mean"),
            ("[sentiment]\nlexicon = 3", "line 2, key \"lexicon\""),
            ("[sentiment]\nlexikon = 'x'", "line 2: there is no key \"lexikon\"\nhint: did you mean lexicon"),
            ("tz 'UTC'", "line 1"),
        ] {
            assert!(fault(text).contains(expected), "{text}: {}", fault(text));
        }
    }

    #[test]
    fn spans_are_exact() {
        for (text, milliseconds) in
            [("30s", 30_000), ("2m", 120_000), ("1h30m", 5_400_000), (" 2 d ", 172_800_000)]
        {
            assert_eq!(text.parse::<ConfigSpan>().unwrap(), ConfigSpan(milliseconds), "{text}");
        }
        for text in ["", "0s", "5", "m", "-5m", "1.5h", "5 x", "99999999999999999d", "5é"] {
            assert!(text.parse::<ConfigSpan>().is_err(), "{text}");
        }
    }
}
