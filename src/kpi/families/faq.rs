//! `faq`: articles read, searches, and how many of the readers asked all the same.

use super::volume::CASES;
use crate::facts::dimension::{ARTICLE, ARTICLE_CATEGORY, FOLDED, LAST_ARTICLE, VISITOR};
use crate::facts::*;
use crate::kpi::definition::Calculation::Of;
use crate::kpi::definition::{kpis, over, Calculation, Combine, Fold, Kpi};
use crate::kpi::layout::{Cut, GroupNames, Layout};
use crate::kpi::section::{Family, Section};
use crate::kpi::shapes::{cut, head, rank};
use crate::kpi::table::Run;
use crate::report::Theme::{Quality, Volume};
use crate::report::{Cell, Column, Table, Unit};
use crate::time::face::iso;
use anyhow::Result;
use std::cmp::Reverse;
use std::collections::BTreeMap;

const fn viewed(among: &'static Flag, fold: Fold) -> Calculation {
    over(Grain::FaqView, among, &AT_VIEW, fold)
}

const fn searched(among: &'static Flag) -> Calculation {
    over(Grain::FaqSearch, among, &AT_SEARCH, Fold::Sum(&SEARCH_COUNT))
}

const FAQ_CASES: Calculation = over(Grain::FaqCase, &ALL, &AT_FAQ_CASE, Fold::Count);

kpis! {
    VIEWS = "views", ["Views", "Weergaven", "Wyświetlenia", "Visninger", "Aufrufe"], "S", Volume 0, viewed(&ALL, Fold::Sum(&VIEW_COUNT)),
        "Views of articles; a row that counts several counts as many.";
    VISITORS = "visitors", ["Visitors", "Bezoekers", "Odwiedzający", "Besøkende", "Besucher"], "S", Volume 1, viewed(&ALL, Fold::Distinct(&VISITOR)),
        "Distinct visitors who read an article; the visitor id, else the customer id.";
    SEARCHES = "searches", ["Searches", "Zoekopdrachten", "Wyszukiwania", "Søk", "Suchanfragen"], "S", Volume 1, searched(&ALL),
        "Searches; a row that counts several counts as many. Spellings that differ in case, accents, punctuation or white space are one search.";
    SEARCHES_WITHOUT_RESULT = "searches_without_result", ["Searches without result", "Zoeken zonder resultaat", "Wyszukania bez wyniku", "Søk uten treff", "Suchen ohne Treffer"], "S", Volume 2, searched(&WITHOUT_RESULT),
        "Searches that found nothing; an unknown number of results is not 0."
        better Down;
    FAQ_VISITORS = "faq_visitors", ["FAQ visitors", "FAQ-bezoekers", "Odwiedzający FAQ", "FAQ-besøkende", "FAQ-Besucher"], "S", Volume 6, viewed(&ALL, Fold::Distinct(&VISITOR)),
        "Distinct visitors who read an article, as in visitors.";
    CASES_AFTER_FAQ = "cases_after_faq", ["Cases after FAQ", "Cases na FAQ", "Sprawy po FAQ", "Saker etter FAQ", "Fälle nach FAQ"], "S", Volume 2, FAQ_CASES,
        "Cases that customers opened within 24 hours after they read an article; `[faq] window` changes it.";
    VISITORS_WITH_CASE = "faq_visitors_with_case", ["FAQ visitors with a case", "FAQ-bezoekers met case", "Odwiedzający FAQ ze sprawą", "FAQ-besøkende med sak", "FAQ-Besucher mit Fall"], "S", Volume 9,
        viewed(&LED_TO_CASE, Fold::Distinct(&VISITOR)),
        "Visitors who opened a case within 24 hours after they read an article.";
    CASE_AFTER_FAQ_RATE = "case_after_faq_rate", ["Case after FAQ", "Case na FAQ, aandeel", "Sprawa po FAQ, odsetek", "Sak etter FAQ, andel", "Fall nach FAQ, Anteil"], "S", Quality 1,
        Of(Combine::Rate, &[&VISITORS_WITH_CASE, &FAQ_VISITORS]),
        "FAQ visitors who opened a case within 24 hours, which may lie after the period, divided by FAQ visitors; low is good. Empty where no visitor or customer id of the FAQ is that of a conversation."
        better Down;
    DEFLECTION_RATE = "deflection_rate", ["Deflection, at most", "Zelf opgelost, hoogstens", "Samoobsługa, najwyżej", "Selvbetjent, høyst", "Selbst gelöst, höchstens"], "S", Quality 0,
        Of(Combine::Rest, &[&VISITORS_WITH_CASE, &FAQ_VISITORS]),
        "1 − case_after_faq_rate: at most so many visitors found their answer, for some may have given up."
        better Up;
    FAQ_VOTES_UP = "faq_votes_up", ["Thumbs up", "Duim omhoog", "Kciuki w górę", "Tommel opp", "Daumen hoch"], "S", Quality 3, viewed(&FAQ_VOTE_UP, Fold::Count), "Thumbs up for articles.";
    FAQ_VOTES_DOWN = "faq_votes_down", ["Thumbs down", "Duim omlaag", "Kciuki w dół", "Tommel ned", "Daumen runter"], "S", Quality 3, viewed(&FAQ_VOTE_DOWN, Fold::Count), "Thumbs down for articles.";
    CASES_PER_FAQ_VISITOR = "cases_per_faq_visitor", ["Cases per FAQ visitor", "Cases per FAQ-bezoeker", "Sprawy na odwiedzającego FAQ", "Saker per FAQ-besøkende", "Fälle je FAQ-Besucher"], "S", Quality 2,
        Of(Combine::Ratio, &[&CASES, &FAQ_VISITORS]),
        "All cases divided by FAQ visitors: the plain ratio, shown where the ids of visitors and customers do not join."
        better Down;
    ARTICLES_BEFORE_CONTACT = "articles_before_contact", ["Last read before a case", "Laatst gelezen vóór case", "Czytane tuż przed sprawą", "Sist lest før en sak", "Zuletzt gelesen vor Fall"], "S", Volume 1, FAQ_CASES,
        "How often the article was the last one read within 24 hours before a case.";
}

static FIGURES: &[&Kpi] = &[
    &VIEWS,
    &VISITORS,
    &SEARCHES,
    &SEARCHES_WITHOUT_RESULT,
    &FAQ_VISITORS,
    &CASES_AFTER_FAQ,
    &CASE_AFTER_FAQ_RATE,
    &DEFLECTION_RATE,
    &FAQ_VOTES_UP,
    &FAQ_VOTES_DOWN,
    &CASES_PER_FAQ_VISITOR,
];

static OF_ARTICLES: &[&Kpi] = &[&VIEWS, &VISITORS, &FAQ_VOTES_UP, &FAQ_VOTES_DOWN];

static HEADLINE: &[&Kpi] = &[&VIEWS, &VISITORS, &SEARCHES, &SEARCHES_WITHOUT_RESULT, &CASES_AFTER_FAQ];

/// The report.
pub static FAMILY: Family = Family {
    name: "faq",
    about: "Articles, searches, and who asked all the same",
    dimensions: &[],
    has_rankings: true,
    own: &[Grain::FaqView, Grain::FaqSearch],
    things: "views of articles or searches",
    sections: &[
        Section { name: "totals", at_first_sight: true, kpis: FIGURES, build: totals },
        Section {
            name: "articles",
            at_first_sight: true,
            kpis: OF_ARTICLES,
            build: |run, section| Ok(titled(run, ranked(run, section, &ARTICLE)?)),
        },
        Section {
            name: "searches",
            at_first_sight: true,
            kpis: &[&SEARCHES, &SEARCHES_WITHOUT_RESULT],
            build: searches,
        },
        Section {
            name: "before_contact",
            at_first_sight: true,
            kpis: &[&ARTICLES_BEFORE_CONTACT],
            build: |run, section| Ok(titled(run, ranked(run, section, &LAST_ARTICLE)?)),
        },
        Section { name: "live", at_first_sight: false, kpis: &[&SEARCHES], build: live },
        Section {
            name: "categories",
            at_first_sight: false,
            kpis: OF_ARTICLES,
            build: |run, section| ranked(run, section, &ARTICLE_CATEGORY),
        },
    ],
};

fn totals(run: &Run, section: &Section) -> Result<Table> {
    let facts = run.facts;
    let visited = facts.faq_views.visitor.iter().any(|&visitor| visitor != NONE);
    let asked = facts.conversations.created_at.iter().any(|&at| at != MISSING);
    let mut kpis = section.kpis.to_vec();
    // the plain ratio says something only where nobody can tell which visitors asked
    if facts.faq_ids_join || !visited || !asked {
        kpis.retain(|kpi| **kpi != CASES_PER_FAQ_VISITOR);
    }
    let mut table = run.table(section.name, &Layout::of(&[]), &kpis)?;
    if !facts.faq_ids_join {
        empty_columns(&mut table, &[&CASE_AFTER_FAQ_RATE, &DEFLECTION_RATE]);
    }
    head(run, &mut table, HEADLINE)?;
    Ok(table)
}

/// Whether a figure can be known: who asked all the same cannot where no reader is a known customer.
pub fn is_known(kpi: &Kpi, facts: &Facts) -> bool {
    facts.faq_ids_join || (*kpi != CASE_AFTER_FAQ_RATE && *kpi != DEFLECTION_RATE)
}

/// Figures that can't be known have no value, whatever they are made from.
fn empty_columns(table: &mut Table, kpis: &[&Kpi]) {
    for (place, column) in table.columns.iter().enumerate() {
        if kpis.iter().any(|kpi| column.figure == kpi.id) {
            for row in &mut table.rows {
                row[place] = Cell::Missing;
            }
        }
    }
}

/// One row a value, the most first, then by name.
fn ranked(run: &Run, section: &Section, dimension: &'static Dimension) -> Result<Table> {
    let layout = Layout::of(&[dimension]).cut(Cut::Whole);
    let mut table = run.table(section.name, &layout, section.kpis)?;
    rank(&mut table, run.limit.unwrap_or(0));
    Ok(table)
}

/// A ranking of articles with what they are called, behind all figures, so that programs find these where they were.
fn titled(run: &Run, mut table: Table) -> Table {
    let names = run.facts.dictionary(Domain::Article);
    let mut titles: BTreeMap<&str, &str> = BTreeMap::new();
    for (&article, title) in &run.facts.titles {
        titles.insert(names.text(article), title);
    }
    table.columns.push(Column::title());
    table.settle(usize::MAX);
    for row in &mut table.rows {
        let title = row[0].text().and_then(|id| titles.get(id.as_ref()).copied());
        row.push(title.into());
    }
    table
}

fn searches(run: &Run, section: &Section) -> Result<Table> {
    let spellings = spellings(run);
    let layout = Layout::of(&[&FOLDED]).named(GroupNames::Spelled(&spellings)).cut(Cut::Whole);
    let mut table = run.table(section.name, &layout, section.kpis)?;
    rank(&mut table, run.limit.unwrap_or(0));
    Ok(table)
}

/// How each search is spelled most: in the period, else in the one compared with.
fn spellings(run: &Run) -> BTreeMap<String, String> {
    let names = run.facts.dictionary(Domain::Query);
    let mut spellings = BTreeMap::new();
    for side in run.before.iter().chain([&run.now]) {
        let period = side.period.from..side.period.to;
        for (folded, shown) in run.facts.faq_searches.spellings(period, run.facts) {
            spellings.insert(names.text(folded).to_string(), names.text(shown).to_string());
        }
    }
    spellings
}

/// The searches themselves, newest first.
fn live(run: &Run, section: &Section) -> Result<Table> {
    let (searches, names) = (&run.facts.faq_searches, run.facts.dictionary(Domain::Query));
    let sieve = run.sieve.of(Grain::FaqSearch);
    let is_asked = |row: &usize| run.now.period.contains(searches.at[*row]) && sieve.passes(*row, NONE, NONE);
    let mut rows: Vec<usize> = (0..searches.at.len()).filter(is_asked).collect();
    rows.sort_by_key(|&row| {
        let results = searches.results[row];
        (Reverse(searches.at[row]), names.text(searches.query[row]), results == MISSING, results)
    });
    let rest = cut(&mut rows, run.limit.unwrap_or(0));
    let mut cells = Vec::new();
    for row in rows {
        let results = match searches.results[row] {
            MISSING => Cell::Missing,
            results => Cell::Whole(results / NUMBER_SCALE),
        };
        let at = Cell::Text(iso(run.now.period.zone, searches.at[row]));
        cells.push(vec![at, Cell::Text(names.text(searches.query[row]).to_string()), results]);
    }
    let table = Table::new(
        section.name,
        vec![
            Column::dimension("at", ["At", "Tijdstip", "Czas", "Tidspunkt", "Zeitpunkt"], Unit::Instant),
            Column::dimension(
                "query",
                ["Search", "Zoekterm", "Szukana fraza", "Søketekst", "Suchbegriff"],
                Unit::Text,
            ),
            Column::of_figure(
                "results",
                ["Results", "Resultaten", "Wyniki", "Treff", "Treffer"],
                Unit::Count,
                Volume,
            ),
        ],
        cells,
    );
    Ok(Table { rest, ..table })
}
