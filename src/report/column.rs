//! One column of a table: which figure, which part of it, for which value, against what.

use crate::language::{Caption, Labels};
use serde::Serialize;

/// What a number counts in; machine formats print base units, people get a readable form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Whole things.
    Count,
    /// Seconds.
    Seconds,
    /// A fraction 0–1.
    Rate,
    /// A mean of stars 1–5.
    Score,
    /// −100…100.
    Nps,
    /// One count divided by another.
    Ratio,
    /// Money in the currency's unit.
    Money,
    /// Relative change: 0.25 is +25 %.
    Change,
    /// Difference of two rates in fractions: 0.05 is +5 percentage points.
    Points,
    /// Difference of two scores.
    Difference,
    /// An instant, ISO 8601 with offset.
    Instant,
    /// Yes or no.
    Flag,
    /// Text, dimensions among them.
    Text,
}

impl Unit {
    /// What the numbers of machine formats count in, in words.
    pub fn about(self) -> &'static Labels {
        match self {
            Unit::Count => &["count", "aantal", "liczba", "antall", "Anzahl"],
            Unit::Seconds => &["seconds", "seconden", "sekundy", "sekunder", "Sekunden"],
            Unit::Rate => &["fraction 0–1", "aandeel 0–1", "ułamek 0–1", "andel 0–1", "Anteil 0–1"],
            Unit::Score => &["stars 1–5", "sterren 1–5", "gwiazdki 1–5", "stjerner 1–5", "Sterne 1–5"],
            Unit::Nps => &["−100 to 100", "−100 tot 100", "od −100 do 100", "−100 til 100", "−100 bis 100"],
            Unit::Ratio => &[
                "one count divided by another",
                "het ene aantal gedeeld door het andere",
                "jedna liczba podzielona przez drugą",
                "ett antall delt på et annet",
                "eine Anzahl geteilt durch eine andere",
            ],
            Unit::Money => &["money", "geld", "pieniądze", "penger", "Geld"],
            Unit::Change | Unit::Points | Unit::Difference => {
                &["change", "verschil", "zmiana", "endring", "Änderung"]
            }
            Unit::Instant => &["instant", "tijdstip", "chwila", "tidspunkt", "Zeitpunkt"],
            Unit::Flag => &["yes or no", "ja of nee", "tak lub nie", "ja eller nei", "ja oder nein"],
            Unit::Text => &["text", "tekst", "tekst", "tekst", "Text"],
        }
    }
}

/// The group in which people see a column of a single-row table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// What rows are told apart by: bucket, channel, agent…
    Dimension,
    /// How much.
    Volume,
    /// How fast.
    Speed,
    /// Against targets and the messaging window.
    Targets,
    /// How good.
    Quality,
    /// AI agent, sales.
    Ai,
}

/// Which way a figure moves for the better.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Better {
    /// More is better: satisfaction, answers in time.
    Up,
    /// Less is better: waiting, what stays unanswered.
    Down,
    /// It depends: how much comes in says nothing about how it is served.
    #[default]
    Neither,
}

/// Which number of a figure a column holds. A duration has four, of which people see the median first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The only one.
    Own,
    /// How many there were.
    Count,
    /// Their mean.
    Mean,
    /// Their median.
    Median,
    /// Their 90th percentile.
    P90,
}

impl Part {
    /// The parts of a duration, in the order of their columns.
    pub const OF_DURATION: [Part; 4] = [Part::Count, Part::Mean, Part::Median, Part::P90];

    /// The name of this part of a figure in machine formats.
    pub fn name(self, figure: &str) -> String {
        let ending = match self {
            Part::Own => "",
            Part::Count => "_n",
            Part::Mean => "_mean_s",
            Part::Median => "_median_s",
            Part::P90 => "_p90_s",
        };
        format!("{figure}{ending}")
    }
}

/// What a column sets its figure against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Versus {
    /// Nothing: the figure of the period itself.
    Now,
    /// It is the figure of the period compared with.
    Previous,
    /// It is the change between the two.
    Change,
}

/// The name of the column of stretches of time.
pub const BUCKET: &str = "bucket";

/// The name of the column of titles.
pub const TITLE: &str = "title";

/// One column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The id of its figure or dimension.
    pub figure: String,
    /// What people call that.
    pub label: Caption,
    /// Which number of the figure it holds.
    pub part: Part,
    /// The value it was worked out for apart, such as a currency.
    pub of: Option<String>,
    /// What it is set against.
    pub versus: Versus,
    /// What its numbers count in.
    pub unit: Unit,
    /// Where it stands among the cards.
    pub theme: Theme,
    /// Which way its figure moves for the better; of how many and of dimensions neither.
    pub better: Better,
    /// 0 is shown first, 9 is left out first where a terminal is too narrow.
    pub importance: u8,
}

impl Column {
    /// A column of a figure with one number.
    pub fn of_figure(figure: &str, label: impl Into<Caption>, unit: Unit, theme: Theme) -> Column {
        Column {
            figure: figure.to_owned(),
            label: label.into(),
            part: Part::Own,
            of: None,
            versus: Versus::Now,
            unit,
            theme,
            better: Better::Neither,
            importance: 0,
        }
    }

    /// A column of a value that tells rows apart.
    pub fn dimension(name: &str, label: impl Into<Caption>, unit: Unit) -> Column {
        Column::of_figure(name, label, unit, Theme::Dimension)
    }

    /// Columns that tell rows apart, from their names, labels and units.
    pub fn dimensions(columns: &[(&str, Labels, Unit)]) -> Vec<Column> {
        columns.iter().map(|&(name, label, unit)| Column::dimension(name, label, unit)).collect()
    }

    /// What the thing of each row is called, where rows are told apart by an id that says nothing to people.
    pub fn title() -> Column {
        Column::of_figure(TITLE, ["Title", "Titel", "Tytuł", "Tittel", "Titel"], Unit::Text, Theme::Volume)
    }

    /// The column beside it that holds what was before.
    pub fn previous(&self) -> Column {
        Column { versus: Versus::Previous, importance: self.importance + 1, ..self.clone() }
    }

    /// The column beside it that holds the change, which counts in `unit`.
    pub fn change(&self, unit: Unit) -> Column {
        Column { versus: Versus::Change, unit, importance: self.importance + 1, ..self.clone() }
    }

    /// The name in machine formats: `first_response_median_s`, `ai_sales_EUR_previous`.
    pub fn name(&self) -> String {
        let mut name = self.part.name(&self.figure);
        if let Some(value) = &self.of {
            name.push('_');
            name.push_str(value);
        }
        name.push_str(match self.versus {
            Versus::Now => "",
            Versus::Previous => "_previous",
            Versus::Change => "_change",
        });
        name
    }

    /// Whether it tells rows apart.
    pub fn is_dimension(&self) -> bool {
        self.theme == Theme::Dimension
    }

    /// Whether its texts are there to be looked up by, so that of one that is cut nothing is left.
    pub fn is_id(&self) -> bool {
        self.figure == "id" || self.figure.ends_with("_id") || self.figure.ends_with("_number")
    }

    /// Whether it holds the stretches of time that rows are of.
    pub fn is_bucket(&self) -> bool {
        self.is_dimension() && self.figure == BUCKET
    }

    /// Whether people see it first of its figure.
    pub fn is_main(&self) -> bool {
        self.versus == Versus::Now && matches!(self.part, Part::Own | Part::Median)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_figure_part_value_and_comparison() {
        let sales = Column::of_figure(
            "sales",
            ["Sales", "Omzet", "Sprzedaż", "Salg", "Umsatz"],
            Unit::Money,
            Theme::Ai,
        );
        let sales = Column { of: Some("EUR".into()), importance: 2, ..sales };
        assert_eq!(sales.name(), "sales_EUR");
        assert_eq!(sales.previous().name(), "sales_EUR_previous");
        let change = sales.change(Unit::Change);
        assert_eq!(
            (change.name().as_str(), change.unit, change.importance),
            ("sales_EUR_change", Unit::Change, 3)
        );
        let names = Part::OF_DURATION.map(|part| part.name("wait"));
        assert_eq!(names, ["wait_n", "wait_mean_s", "wait_median_s", "wait_p90_s"]);
    }
}
