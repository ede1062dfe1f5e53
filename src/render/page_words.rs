//! What a page says besides the words of every report: chapters, charts, notes; one place for each language.

mod dutch;
mod german;
mod norwegian;
mod polish;

pub use dutch::DUTCH_PAGE;
pub use german::GERMAN_PAGE;
pub use norwegian::NORWEGIAN_PAGE;
pub use polish::POLISH_PAGE;

use crate::language::Counted;

/// The phrases of a page. Where one holds `{}`, a value stands there.
#[derive(Debug, PartialEq, Eq)]
pub struct PageWords {
    /// The title of the document.
    pub report: &'static str,
    /// What chapters are called, in the order of [`ChapterName`].
    pub chapters: [&'static str; 11],
    /// The list of links to chapters.
    pub sections: &'static str,
    /// Leads past these links.
    pub skip: &'static str,
    /// Switches between light and dark.
    pub theme: &'static str,
    /// Opens the table of a chart.
    pub table: &'static str,
    /// Opens the rows that a long table does not show at once.
    pub more_rows: &'static str,
    /// Opens the figures that a list does not show at once.
    pub more_figures: &'static str,
    /// Rows that a page has no room for.
    pub left_out_rows: &'static str,
    /// What was before.
    pub was: &'static str,
    /// It rose, fell, stayed.
    pub moved: [&'static str; 3],
    /// A change for the better and for the worse.
    pub judged: [&'static str; 2],
    /// Behind the name of a series: what a bucket is, in the order of [`BucketUnit`].
    pub by: [&'static str; 6],
    /// What is charted, and what is said below.
    pub charts: ChartWords,
    /// What the last chapter says.
    pub about: AboutWords,
}

/// Figures that charts come to over the period; [`ChartWords::sums`] has a phrase for each.
pub const SUMMED: [&str; 14] = [
    "conversations",
    "answered",
    "customer_messages",
    "agent_messages",
    "ai_messages",
    "customers",
    "new_customers",
    "ai_resolved",
    "ai_routed",
    "ai_closed",
    "ai_open",
    "answered_in",
    "missed",
    "voicemail",
];

/// Titles and keys of charts.
#[derive(Debug, PartialEq, Eq)]
pub struct ChartWords {
    /// How long things take, and how to read it.
    pub durations: [&'static str; 2],
    /// The column of what took long.
    pub duration: &'static str,
    /// Targets: the column, and what keeps them best, well enough and not.
    pub targets: [&'static str; 4],
    /// There is no target.
    pub no_target: &'static str,
    /// Below the channels.
    pub channels: &'static str,
    /// Below the agents.
    pub agents: &'static str,
    /// Above the small drawings of agents, and below.
    pub each_agent: [&'static str; 2],
    /// When cases come in, and what a cell is.
    pub when: [&'static str; 2],
    /// The ends of the scale of shades.
    pub shades: [&'static str; 2],
    /// Ratings by stars: title, the column, a star.
    pub stars: [&'static str; 3],
    /// What people would say and how they sound.
    pub voices: &'static str,
    /// Promoters, passives, detractors.
    pub nps: [&'static str; 3],
    /// How messages sound: title, positive, neutral, negative.
    pub sentiment: [&'static str; 4],
    /// Calls by the hour.
    pub calls: &'static str,
    /// What became of what the AI took on, by bucket.
    pub outcome: &'static str,
    /// The main figures of a chapter.
    pub key_figures: &'static str,
    /// Answers to NPS.
    pub answers: &'static str,
    /// What each of [`SUMMED`] comes to, below the title of its chart.
    pub sums: [Counted; SUMMED.len()],
    /// A mean `{value}` of stars, from how many ratings `{n}`.
    pub rated: Counted,
}

/// The words of the last chapter.
#[derive(Debug, PartialEq, Eq)]
pub struct AboutWords {
    /// What the figures cover.
    pub scope: &'static str,
    /// Period, zone and the rest, in the order they are listed.
    pub facets: [&'static str; 8],
    /// What was read: title, kind of rows, found, used, left out.
    pub rows: [&'static str; 5],
    /// What was left out or repaired: title, kind, what, where, cases.
    pub problems: [&'static str; 5],
    /// Nothing was.
    pub no_problems: &'static str,
    /// What each figure means.
    pub definitions: &'static str,
    /// Below the page.
    pub made_by: &'static str,
}

/// A chapter of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChapterName {
    /// Cards and charts of everything.
    Overview,
    /// How long things take.
    Speed,
    /// A row a channel.
    Channels,
    /// A row an agent.
    Agents,
    /// A row a tag.
    Tags,
    /// Hours of the week.
    When,
    /// Ratings and voices.
    Quality,
    /// Calls.
    Phone,
    /// The AI agent.
    Ai,
    /// The help centre.
    Faq,
    /// What all stands on.
    About,
}

/// What a bucket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BucketUnit {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
}

/// The phrases in English.
pub static ENGLISH_PAGE: PageWords = PageWords {
    report: "Support report",
    chapters: [
        "Overview",
        "Speed",
        "Channels",
        "Agents",
        "Tags",
        "When",
        "Quality",
        "Phone",
        "AI",
        "Help centre",
        "About",
    ],
    sections: "Sections",
    skip: "To the figures",
    theme: "Light / dark",
    table: "Table",
    more_rows: "{} more rows",
    more_figures: "{} more figures",
    left_out_rows: "{} more rows are not on this page; CSV, JSON and XLSX have them all",
    was: "was {}",
    moved: ["up", "down", "as before"],
    judged: ["better", "worse"],
    by: ["by hour", "by day", "by week", "by month", "by quarter", "by year"],
    charts: ChartWords {
        durations: [
            "How long things take",
            "● median, ○ nine of ten are faster (p90); each step to the right is several times as long",
        ],
        duration: "Duration",
        targets: ["Targets", "Optimal", "Acceptable", "Late"],
        no_target: "no target",
        channels: "with first responses against each channel's targets",
        agents: "medians; sort by any column",
        each_agent: ["{} agent by agent", "one scale for all, highest {}"],
        when: ["When cases come in", "cases in each hour of the week"],
        shades: ["fewer", "more"],
        stars: ["Ratings", "Stars", "★"],
        voices: "Would they recommend, how do they sound",
        nps: ["Promoters", "Passives", "Detractors"],
        sentiment: ["Sentiment", "Positive", "Neutral", "Negative"],
        calls: "Calls in, by hour",
        outcome: "What became of AI conversations",
        key_figures: "Main figures",
        answers: "{} answers",
        sums: [
            Counted::two("{n} conversation", "{n} conversations"),
            Counted::two("{n} answered", "{n} answered"),
            Counted::two("{n} by customers", "{n} by customers"),
            Counted::two("{n} by agents", "{n} by agents"),
            Counted::two("{n} by the AI", "{n} by the AI"),
            Counted::two("{n} customer", "{n} customers"),
            Counted::two("{n} new", "{n} new"),
            Counted::two("{n} resolved", "{n} resolved"),
            Counted::two("{n} routed", "{n} routed"),
            Counted::two("{n} closed", "{n} closed"),
            Counted::two("{n} open", "{n} open"),
            Counted::two("{n} answered", "{n} answered"),
            Counted::two("{n} missed", "{n} missed"),
            Counted::two("{n} voicemail", "{n} voicemails"),
        ],
        rated: Counted::two("{value} from {n} rating", "{value} from {n} ratings"),
    },
    about: AboutWords {
        scope: "What the figures cover",
        facets: [
            "Period",
            "Time zone",
            "As of",
            "Compared with",
            "Counted when",
            "Clock",
            "Weeks from",
            "Filters",
        ],
        rows: ["What was read", "Rows", "Found", "Used", "Repeated or rejected"],
        problems: ["What was left out or repaired", "Kind", "What", "Where", "Cases"],
        no_problems: "Nothing was left out or repaired.",
        definitions: "What the figures mean",
        made_by: "Made by insights {}: one file, nothing is loaded from anywhere.",
    },
};
