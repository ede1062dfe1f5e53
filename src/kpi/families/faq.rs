//! `faq`: articles read, searches, and how many of the readers asked all the same.

use super::searches::{live, searches};
use super::volume::CASES;
use crate::facts::dimension::{ARTICLE, ARTICLE_CATEGORY, LAST_ARTICLE, VISITOR};
use crate::facts::*;
use crate::kpi::definition::Calculation::Of;
use crate::kpi::definition::{kpis, over, Calculation, Combine, Fold, Kpi};
use crate::kpi::headline::{head, Headline};
use crate::kpi::layout::{Cut, Layout};
use crate::kpi::section::{Family, Section};
use crate::kpi::shapes::rank;
use crate::kpi::table::Run;
use crate::report::Theme::{Quality, Volume};
use crate::report::{Cell, Column, Table};
use anyhow::Result;
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
        [
            "Views of articles; a row that counts several counts as many.",
            "Weergaven van artikelen; een rij die er meer telt, telt voor zoveel.",
            "Wyświetlenia artykułów; wiersz, który liczy ich więcej, liczy się tyle razy.",
            "Visninger av artikler; en rad som teller flere, teller som så mange.",
            "Aufrufe von Artikeln; eine Zeile, die mehrere zählt, zählt so oft.",
        ];
    VISITORS = "visitors", ["Visitors", "Bezoekers", "Odwiedzający", "Besøkende", "Besucher"], "S", Volume 1, viewed(&ALL, Fold::Distinct(&VISITOR)),
        [
            "Distinct visitors who read an article; the visitor id, else the customer id.",
            "Verschillende bezoekers die een artikel lazen; het id van de bezoeker, anders dat van de klant.",
            "Różni odwiedzający, którzy przeczytali artykuł; id odwiedzającego, a w razie braku id klienta.",
            "Ulike besøkende som leste en artikkel; besøkendes id, ellers kundens.",
            "Verschiedene Besucher, die einen Artikel lasen; die ID des Besuchers, sonst die des Kunden.",
        ];
    SEARCHES = "searches", ["Searches", "Zoekopdrachten", "Wyszukiwania", "Søk", "Suchanfragen"], "S", Volume 1, searched(&ALL),
        [
            "Searches; a row that counts several counts as many. Spellings that differ in case, accents, punctuation or white space are one search.",
            "Zoekopdrachten; een rij die er meer telt, telt voor zoveel. Schrijfwijzen die alleen verschillen in hoofdletters, accenten, leestekens of spaties zijn één zoekopdracht.",
            "Wyszukiwania; wiersz, który liczy ich więcej, liczy się tyle razy. Zapisy różniące się wielkością liter, znakami diakrytycznymi, interpunkcją lub odstępami to jedno wyszukiwanie.",
            "Søk; en rad som teller flere, teller som så mange. Skrivemåter som bare skiller seg i store bokstaver, aksenter, tegnsetting eller mellomrom, er ett søk.",
            "Suchanfragen; eine Zeile, die mehrere zählt, zählt so oft. Schreibweisen, die sich nur in Großschreibung, Akzenten, Satzzeichen oder Leerzeichen unterscheiden, sind eine Suche.",
        ];
    SEARCHES_WITHOUT_RESULT = "searches_without_result", ["Searches without result", "Zoeken zonder resultaat", "Wyszukania bez wyniku", "Søk uten treff", "Suchen ohne Treffer"], "S", Volume 2, searched(&WITHOUT_RESULT),
        [
            "Searches that found nothing; an unknown number of results is not 0.",
            "Zoekopdrachten die niets vonden; een onbekend aantal resultaten is geen 0.",
            "Wyszukiwania, które niczego nie znalazły; nieznana liczba wyników to nie 0.",
            "Søk som ikke fant noe; et ukjent antall treff er ikke 0.",
            "Suchanfragen, die nichts fanden; eine unbekannte Zahl von Treffern ist nicht 0.",
        ]
        better Down;
    FAQ_VISITORS = "faq_visitors", ["FAQ visitors", "FAQ-bezoekers", "Odwiedzający FAQ", "FAQ-besøkende", "FAQ-Besucher"], "S", Volume 6, viewed(&ALL, Fold::Distinct(&VISITOR)),
        [
            "Distinct visitors who read an article, as in visitors.",
            "Verschillende bezoekers die een artikel lazen, geteld als bij „Bezoekers”.",
            "Różni odwiedzający, którzy przeczytali artykuł, liczeni jak we wskaźniku „Odwiedzający”.",
            "Ulike besøkende som leste en artikkel, telt som under «Besøkende».",
            "Verschiedene Besucher, die einen Artikel lasen, gezählt wie bei „Besucher“.",
        ];
    CASES_AFTER_FAQ = "cases_after_faq", ["Cases after FAQ", "Cases na FAQ", "Sprawy po FAQ", "Saker etter FAQ", "Fälle nach FAQ"], "S", Volume 2, FAQ_CASES,
        [
            "Cases that customers opened within 24 hours after they read an article; `[faq] window` changes it.",
            "Cases die klanten openden binnen 24 uur nadat ze een artikel lazen; `[faq] window` verandert dat.",
            "Sprawy, które klienci otworzyli w ciągu 24 godzin po przeczytaniu artykułu; zmienia to `[faq] window`.",
            "Saker som kunder åpnet innen 24 timer etter at de leste en artikkel; `[faq] window` endrer det.",
            "Fälle, die Kunden innerhalb von 24 Stunden nach dem Lesen eines Artikels eröffneten; `[faq] window` ändert das.",
        ];
    VISITORS_WITH_CASE = "faq_visitors_with_case", ["FAQ visitors with a case", "FAQ-bezoekers met case", "Odwiedzający FAQ ze sprawą", "FAQ-besøkende med sak", "FAQ-Besucher mit Fall"], "S", Volume 9,
        viewed(&LED_TO_CASE, Fold::Distinct(&VISITOR)),
        [
            "Visitors who opened a case within 24 hours after they read an article.",
            "Bezoekers die een case openden binnen 24 uur nadat ze een artikel lazen.",
            "Odwiedzający, którzy otworzyli sprawę w ciągu 24 godzin po przeczytaniu artykułu.",
            "Besøkende som åpnet en sak innen 24 timer etter at de leste en artikkel.",
            "Besucher, die innerhalb von 24 Stunden nach dem Lesen eines Artikels einen Fall eröffneten.",
        ];
    CASE_AFTER_FAQ_RATE = "case_after_faq_rate", ["Case after FAQ", "Case na FAQ, aandeel", "Sprawa po FAQ, odsetek", "Sak etter FAQ, andel", "Fall nach FAQ, Anteil"], "S", Quality 1,
        Of(Combine::Rate, &[&VISITORS_WITH_CASE, &FAQ_VISITORS]),
        [
            "FAQ visitors who opened a case within 24 hours, which may lie after the period, divided by FAQ visitors; low is good. Empty where no visitor or customer id of the FAQ is that of a conversation.",
            "FAQ-bezoekers die binnen 24 uur een case openden, ook na de periode, gedeeld door FAQ-bezoekers; laag is goed. Leeg als geen id van een FAQ-bezoeker of -klant dat van een gesprek is.",
            "Odwiedzający FAQ, którzy w ciągu 24 godzin, także po okresie, otworzyli sprawę, podzieleni przez odwiedzających FAQ; nisko znaczy dobrze. Puste, gdy żadne id odwiedzającego lub klienta z FAQ nie występuje w rozmowach.",
            "FAQ-besøkende som åpnet en sak innen 24 timer, også etter perioden, delt på FAQ-besøkende; lavt er bra. Tomt der ingen id for besøkende eller kunder i FAQ finnes i samtalene.",
            "FAQ-Besucher, die innerhalb von 24 Stunden, auch nach dem Zeitraum, einen Fall eröffneten, geteilt durch FAQ-Besucher; niedrig ist gut. Leer, wenn keine Besucher- oder Kunden-ID der FAQ in einer Konversation vorkommt.",
        ]
        better Down;
    DEFLECTION_RATE = "deflection_rate", ["Deflection, at most", "Zelf opgelost, hoogstens", "Samoobsługa, najwyżej", "Selvbetjent, høyst", "Selbst gelöst, höchstens"], "S", Quality 0,
        Of(Combine::Rest, &[&VISITORS_WITH_CASE, &FAQ_VISITORS]),
        [
            "1 − case_after_faq_rate: at most so many visitors found their answer, for some may have given up.",
            "1 − case_after_faq_rate: hoogstens zoveel bezoekers vonden hun antwoord, want sommigen gaven misschien op.",
            "1 − case_after_faq_rate: najwyżej tylu odwiedzających znalazło odpowiedź, bo niektórzy mogli zrezygnować.",
            "1 − case_after_faq_rate: høyst så mange besøkende fant svaret, for noen kan ha gitt opp.",
            "1 − case_after_faq_rate: Höchstens so viele Besucher fanden ihre Antwort, denn manche haben vielleicht aufgegeben.",
        ]
        better Up;
    FAQ_VOTES_UP = "faq_votes_up", ["Thumbs up", "Duim omhoog", "Kciuki w górę", "Tommel opp", "Daumen hoch"], "S", Quality 3, viewed(&FAQ_VOTE_UP, Fold::Count),
        [
            "Thumbs up for articles.",
            "Duimen omhoog voor artikelen.",
            "Kciuki w górę dla artykułów.",
            "Tommel opp for artikler.",
            "Daumen hoch für Artikel.",
        ];
    FAQ_VOTES_DOWN = "faq_votes_down", ["Thumbs down", "Duim omlaag", "Kciuki w dół", "Tommel ned", "Daumen runter"], "S", Quality 3, viewed(&FAQ_VOTE_DOWN, Fold::Count),
        [
            "Thumbs down for articles.",
            "Duimen omlaag voor artikelen.",
            "Kciuki w dół dla artykułów.",
            "Tommel ned for artikler.",
            "Daumen runter für Artikel.",
        ];
    CASES_PER_FAQ_VISITOR = "cases_per_faq_visitor", ["Cases per FAQ visitor", "Cases per FAQ-bezoeker", "Sprawy na odwiedzającego FAQ", "Saker per FAQ-besøkende", "Fälle je FAQ-Besucher"], "S", Quality 2,
        Of(Combine::Ratio, &[&CASES, &FAQ_VISITORS]),
        [
            "All cases divided by FAQ visitors: the plain ratio, shown where the ids of visitors and customers do not join.",
            "Alle cases gedeeld door FAQ-bezoekers: de gewone verhouding, getoond waar de id's van bezoekers en klanten niet overeenkomen.",
            "Wszystkie sprawy podzielone przez odwiedzających FAQ: zwykły stosunek, pokazywany tam, gdzie id odwiedzających i klientów się nie łączą.",
            "Alle saker delt på FAQ-besøkende: det enkle forholdet, vist der id-ene til besøkende og kunder ikke kan kobles.",
            "Alle Fälle geteilt durch FAQ-Besucher: das einfache Verhältnis, gezeigt, wo die IDs von Besuchern und Kunden nicht zusammenpassen.",
        ]
        better Down;
    ARTICLES_BEFORE_CONTACT = "articles_before_contact", ["Last read before a case", "Laatst gelezen vóór case", "Czytane tuż przed sprawą", "Sist lest før en sak", "Zuletzt gelesen vor Fall"], "S", Volume 1, FAQ_CASES,
        [
            "How often the article was the last one read within 24 hours before a case.",
            "Hoe vaak het artikel het laatst gelezen was in de 24 uur vóór een case.",
            "Jak często artykuł był ostatnim przeczytanym w ciągu 24 godzin przed sprawą.",
            "Hvor ofte artikkelen var den siste som ble lest de siste 24 timene før en sak.",
            "Wie oft der Artikel der letzte war, der in den 24 Stunden vor einem Fall gelesen wurde.",
        ];
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

static HEADLINE: Headline =
    Headline::everywhere(&[&VIEWS, &VISITORS, &SEARCHES, &SEARCHES_WITHOUT_RESULT, &CASES_AFTER_FAQ]);

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
    let asked = facts.covered(Grain::Conversation).is_some();
    let mut kpis = section.kpis.to_vec();
    // the plain ratio says something only where nobody can tell which visitors asked
    if facts.faq_ids_join || !visited || !asked {
        kpis.retain(|kpi| **kpi != CASES_PER_FAQ_VISITOR);
    }
    let mut table = run.table(section.name, &Layout::of(&[]), &kpis)?;
    if !facts.faq_ids_join {
        empty_columns(&mut table, &[&CASE_AFTER_FAQ_RATE, &DEFLECTION_RATE]);
    }
    head(run, &mut table, &HEADLINE)?;
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
