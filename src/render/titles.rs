//! Titles of reports, sections and tables, and of what became of rows.

use crate::language::Labels;

/// Every report, section, table and fate of rows that people see, by its id.
const TITLES: &[(&str, Labels)] = &[
    ("summary", ["Summary", "Overzicht", "Podsumowanie", "Sammendrag", "Übersicht"]),
    ("agents", ["Agents", "Medewerkers", "Konsultanci", "Kundebehandlere", "Agenten"]),
    ("channels", ["Channels", "Kanalen", "Kanały", "Kanaler", "Kanäle"]),
    ("tags", ["Tags", "Tags", "Tagi", "Tagger", "Schlagwörter"]),
    ("times", ["Times", "Tijden", "Czasy", "Tider", "Zeiten"]),
    ("quality", ["Quality", "Kwaliteit", "Jakość", "Kvalitet", "Qualität"]),
    ("phone", ["Phone", "Telefonie", "Telefon", "Telefoni", "Telefon"]),
    ("faq", ["Faq", "FAQ", "FAQ", "FAQ", "FAQ"]),
    ("ai", ["Ai", "AI", "AI", "KI", "KI"]),
    ("conversations", ["Conversations", "Gesprekken", "Rozmowy", "Samtaler", "Konversationen"]),
    ("thread", ["Thread", "Gespreksverloop", "Przebieg rozmowy", "Samtaleforløp", "Konversationsverlauf"]),
    ("facts", ["Facts", "Feiten", "Fakty", "Fakta", "Fakten"]),
    ("check", ["Check", "Controle", "Kontrola", "Kontroll", "Prüfung"]),
    ("files", ["Files", "Bestanden", "Pliki", "Filer", "Dateien"]),
    ("reports", ["Reports", "Rapporten", "Raporty", "Rapporter", "Berichte"]),
    ("problems", ["Problems", "Problemen", "Problemy", "Problemer", "Probleme"]),
    ("totals", ["Totals", "Totalen", "Ogółem", "Totalt", "Gesamt"]),
    (
        "top_tags",
        [
            "Top tags",
            "Meest gebruikte tags",
            "Najczęstsze tagi",
            "Vanligste tagger",
            "Häufigste Schlagwörter",
        ],
    ),
    ("over_time", ["Over time", "Verloop", "W czasie", "Over tid", "Zeitverlauf"]),
    ("by_channel", ["By channel", "Per kanaal", "Według kanału", "Etter kanal", "Nach Kanal"]),
    ("by_tag", ["By tag", "Per tag", "Według tagu", "Etter tagg", "Nach Schlagwort"]),
    ("by_month", ["By month", "Per maand", "Według miesiąca", "Etter måned", "Nach Monat"]),
    ("by_status", ["By status", "Per status", "Według statusu", "Etter status", "Nach Status"]),
    ("subchannels", ["Subchannels", "Subkanalen", "Podkanały", "Underkanaler", "Unterkanäle"]),
    ("categories", ["Categories", "Categorieën", "Kategorie", "Kategorier", "Kategorien"]),
    ("heatmap", ["Heat map", "Drukte per uur", "Mapa godzin", "Varmekart", "Heatmap"]),
    (
        "first_response_groups",
        [
            "First response groups",
            "Eerste reactietijd in groepen",
            "Grupy czasu 1. odpowiedzi",
            "Første svartid i grupper",
            "Erstantwortzeit in Gruppen",
        ],
    ),
    ("response", ["Response", "Reactietijd", "Czas odpowiedzi", "Svartid", "Antwortzeit"]),
    ("inactivity", ["Inactivity", "Inactiviteit", "Nieaktywność", "Inaktivitet", "Inaktivität"]),
    ("nps", ["NPS", "NPS", "NPS", "NPS", "NPS"]),
    ("sentiment", ["Sentiment", "Sentiment", "Nastrój", "Stemning", "Stimmung"]),
    ("engagement", ["Engagement", "Betrokkenheid", "Zaangażowanie", "Engasjement", "Engagement"]),
    ("numbers", ["Numbers", "Nummers", "Numery", "Numre", "Nummern"]),
    ("queues", ["Queues", "Wachtrijen", "Kolejki", "Køer", "Warteschlangen"]),
    ("hours", ["Hours", "Uren", "Godziny", "Timer", "Stunden"]),
    ("articles", ["Articles", "Artikelen", "Artykuły", "Artikler", "Artikel"]),
    ("searches", ["Searches", "Zoekopdrachten", "Wyszukiwania", "Søk", "Suchanfragen"]),
    (
        "before_contact",
        ["Before contact", "Vóór het contact", "Przed kontaktem", "Før kontakt", "Vor dem Kontakt"],
    ),
    ("live", ["Live", "Live", "Na żywo", "Live", "Live"]),
    ("messages", ["Messages", "Berichten", "Wiadomości", "Meldinger", "Nachrichten"]),
    ("events", ["Events", "Gebeurtenissen", "Zdarzenia", "Hendelser", "Ereignisse"]),
    ("ratings", ["Ratings", "Beoordelingen", "Oceny", "Vurderinger", "Bewertungen"]),
    ("calls", ["Calls", "Oproepen", "Połączenia", "Anrop", "Anrufe"]),
    ("faq_views", ["Faq views", "FAQ-weergaven", "Wyświetlenia FAQ", "FAQ-visninger", "FAQ-Aufrufe"]),
    ("faq_searches", ["Faq searches", "FAQ-zoekopdrachten", "Wyszukiwania w FAQ", "FAQ-søk", "FAQ-Suchen"]),
    ("orders", ["Orders", "Bestellingen", "Zamówienia", "Ordrer", "Bestellungen"]),
    ("posts", ["Posts", "Posts", "Posty", "Innlegg", "Beiträge"]),
    ("comments", ["Comments", "Reacties", "Komentarze", "Kommentarer", "Kommentare"]),
    ("people", ["People", "Personen", "Osoby", "Personer", "Personen"]),
    ("left_out", ["Left out", "Weggelaten", "Pominięto", "Utelatt", "Ausgelassen"]),
    ("excluded", ["Excluded", "Uitgesloten", "Wykluczono", "Utelukket", "Ausgeschlossen"]),
    ("rejected", ["Rejected", "Afgewezen", "Odrzucono", "Avvist", "Abgewiesen"]),
    ("repaired", ["Repaired", "Hersteld", "Naprawiono", "Rettet", "Repariert"]),
    ("set_aside", ["Set aside", "Opzijgezet", "Odłożono", "Lagt til side", "Beiseitegelegt"]),
    ("duplicates", ["Duplicates", "Dubbel", "Duplikaty", "Duplikater", "Doppelte"]),
    ("spam", ["Spam", "Spam", "Spam", "Spam", "Spam"]),
    ("deleted", ["Deleted", "Verwijderd", "Usunięte", "Slettet", "Gelöscht"]),
    ("merged", ["Merged", "Samengevoegd", "Scalone", "Slått sammen", "Zusammengeführt"]),
    ("test", ["Test", "Test", "Test", "Test", "Test"]),
];

/// The title of a report or section, where it has one of its own.
pub fn title(id: &str) -> Option<&'static Labels> {
    TITLES.iter().find(|(known, _)| *known == id).map(|(_, title)| title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::FAMILIES;

    #[test]
    fn every_report_and_section_has_a_title() {
        for family in FAMILIES {
            assert!(title(family.name).is_some(), "{}", family.name);
            for section in family.sections {
                assert!(title(section.name).is_some(), "{}", section.name);
            }
        }
        assert_eq!(title("elsewhere"), None);
    }
}
