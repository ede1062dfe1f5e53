//! `explain --format json`: figures with what they are folded from, facts and dimensions, for programs.

use crate::facts::columns::Values;
use crate::facts::{Credit, Facts, Grain, Moment, DIMENSIONS};
use crate::kpi::{self, Calculation, Combine, Fold, Kpi};
use crate::language::Language;
use crate::report::Better;
use serde::Serialize;

/// All that figures are made of.
#[derive(Serialize)]
pub struct Registry {
    figures: Vec<FigureEntry>,
    facts: Vec<FactEntry>,
    dimensions: Vec<DimensionEntry>,
}

/// A figure.
#[derive(Serialize)]
struct FigureEntry {
    id: &'static str,
    label: &'static str,
    about: &'static str,
    unit: &'static str,
    better: &'static str,
    /// Its columns in machine formats; of one with a value a currency, without the currency.
    columns: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    folded: Option<Folded>,
    #[serde(skip_serializing_if = "Option::is_none")]
    combined: Option<Combined>,
}

/// How a figure is made of the rows of a kind of fact.
#[derive(Serialize)]
struct Folded {
    grain: &'static str,
    /// The flag that rows must have; `all`: none.
    among: &'static str,
    /// The instant that places a row.
    instant: &'static str,
    /// The column that names the agent; `None`: the agent of the conversation.
    credit: Option<&'static str>,
    fold: &'static str,
    /// The column, flag or dimension that is folded.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'static str>,
}

/// How a figure is made of others.
#[derive(Serialize)]
struct Combined {
    combine: &'static str,
    figures: Vec<&'static str>,
}

/// A kind of fact.
#[derive(Serialize)]
struct FactEntry {
    grain: &'static str,
    about: &'static str,
    columns: Vec<ColumnEntry>,
}

/// A column of it.
#[derive(Serialize)]
struct ColumnEntry {
    name: String,
    about: &'static str,
}

/// What figures are told apart and filtered by.
#[derive(Serialize)]
struct DimensionEntry {
    id: &'static str,
    about: &'static str,
}

impl Registry {
    /// Everything, or what bears that name.
    pub fn of(name: Option<&str>) -> Registry {
        let is_meant = |own: &str| name.is_none_or(|name| name == own);
        let facts = Facts::with_a_row_each();
        let figures = kpi::all().into_iter().filter(|kpi| is_meant(kpi.id));
        let kinds = Grain::ALL.iter().map(|grain| grain.table()).filter(|kind| is_meant(kind.name));
        Registry {
            figures: figures.map(|kpi| FigureEntry::of(kpi, &facts)).collect(),
            facts: kinds
                .map(|kind| {
                    let columns = kind.handed(&facts).into_iter();
                    let columns = columns
                        .map(|column| ColumnEntry { name: column.machine_name(), about: column.about })
                        .collect();
                    FactEntry { grain: kind.name, about: kind.about, columns }
                })
                .collect(),
            dimensions: DIMENSIONS
                .iter()
                .filter(|dimension| is_meant(dimension.id))
                .map(|dimension| DimensionEntry { id: dimension.id, about: dimension.about })
                .collect(),
        }
    }

    /// Whether nothing bears the name.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.facts.is_empty() && self.dimensions.is_empty()
    }
}

impl FigureEntry {
    fn of(kpi: &Kpi, facts: &Facts) -> FigureEntry {
        let (mut folded, mut combined) = (None, None);
        match kpi.calculation {
            Calculation::Fold { over, among, moment, fold } => {
                let (fold, of) = folding(fold);
                let (instant, credit) = placed(moment, facts);
                folded =
                    Some(Folded { grain: over.table().name, among: among.name, instant, credit, fold, of });
            }
            Calculation::Of(combine, parts) => {
                let figures = parts.iter().map(|part| part.id).collect();
                combined = Some(Combined { combine: combining(combine), figures });
            }
        }
        FigureEntry {
            id: kpi.id,
            label: Language::En.of(&kpi.label),
            about: Language::En.of(&kpi.about),
            unit: Language::En.of(kpi.unit().about()),
            better: match kpi.better {
                Better::Up => "up",
                Better::Down => "down",
                Better::Neither => "neither",
            },
            columns: kpi.columns(),
            folded,
            combined,
        }
    }
}

/// The column of the instant that places a row, and the one that names its agent: a moment knows them as functions, and
/// columns are told apart by where their values stand.
fn placed(moment: &Moment, facts: &Facts) -> (&'static str, Option<&'static str>) {
    let (mut instant, mut credit) = (moment.name, None);
    let at = (moment.at)(facts).as_ptr();
    let agents = match moment.credit {
        Credit::Own(column) => Some(column(facts).as_ptr()),
        Credit::Assignee => None,
    };
    for column in (moment.of.table().columns)(facts) {
        match column.values {
            Values::Instants(values) if values.as_ptr() == at => instant = column.name,
            Values::Codes(codes, _) if Some(codes.as_ptr()) == agents => credit = Some(column.name),
            Values::Instants(_)
            | Values::Durations(_)
            | Values::Numbers(_)
            | Values::Codes(..)
            | Values::Conversations(_)
            | Values::Flags(_) => {}
        }
    }
    (instant, credit)
}

/// The name of a fold, and what is folded.
fn folding(fold: Fold) -> (&'static str, Option<&'static str>) {
    match fold {
        Fold::Count => ("count", None),
        Fold::Distinct(dimension) => ("distinct", Some(dimension.id)),
        Fold::DistinctConversations => ("distinct_conversations", None),
        Fold::Repeated(dimension) => ("repeated", Some(dimension.id)),
        Fold::Duration(measure) => ("duration", Some(measure.name)),
        Fold::Sum(measure) => ("sum", Some(measure.name)),
        Fold::Mean(measure) => ("mean", Some(measure.name)),
        Fold::Share(flag) => ("share", Some(flag.name)),
        Fold::Stock(measure) => ("stock", Some(measure.name)),
        Fold::PerValue(_, measure) => ("sum_by_currency", Some(measure.name)),
    }
}

fn combining(combine: Combine) -> &'static str {
    match combine {
        Combine::Sum => "sum",
        Combine::Ratio => "ratio",
        Combine::Rate => "rate",
        Combine::MoneyEach => "money_each",
        Combine::Rest => "rest",
        Combine::Nps => "nps",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_say_which_columns_they_are_folded_from() {
        let registry = serde_json::to_value(Registry::of(None)).unwrap();
        let figure = |id: &str| {
            let all = registry["figures"].as_array().unwrap();
            all.iter().find(|figure| figure["id"] == id).unwrap().clone()
        };
        let first = &figure("first_response")["folded"];
        assert_eq!((&first["grain"], &first["instant"]), (&"conversation".into(), &"answered_at".into()));
        assert_eq!((&first["credit"], &first["of"]), (&"answered_by".into(), &"first_response".into()));
        let rate = &figure("csat_rate");
        assert!(rate["folded"].is_object() || rate["combined"].is_object());
        for figure in registry["figures"].as_array().unwrap() {
            let folded = &figure["folded"];
            if folded.is_null() {
                let parts = figure["combined"]["figures"].as_array().unwrap();
                assert!(!parts.is_empty(), "{figure}");
                continue;
            }
            let facts = registry["facts"].as_array().unwrap();
            let kind = facts.iter().find(|kind| kind["grain"] == folded["grain"]).unwrap();
            let columns: Vec<&str> =
                kind["columns"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
            let is_listed = |name: &str| columns.contains(&name);
            assert!(is_listed(folded["instant"].as_str().unwrap()), "{figure}: {columns:?}");
            let among = folded["among"].as_str().unwrap();
            assert!(among == "all" || is_listed(among), "{figure}: {columns:?}");
            if let Some(credit) = folded["credit"].as_str() {
                assert!(is_listed(credit), "{figure}: {columns:?}");
            }
        }
    }
}
