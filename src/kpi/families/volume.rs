//! How much: conversations, messages, customers, cases.

use crate::facts::dimension::CUSTOMER;
use crate::facts::*;
use crate::kpi::definition::Calculation::Of;
use crate::kpi::definition::{kpis, over, Calculation, Combine, Fold, Kpi};
use crate::report::Theme::Volume;

const fn conversations(among: &'static Flag, moment: &'static Moment) -> Calculation {
    over(Grain::Conversation, among, moment, Fold::Count)
}

const fn messages(among: &'static Flag) -> Calculation {
    over(Grain::Message, among, &AT_MESSAGE, Fold::Count)
}

kpis! {
    CONVERSATIONS = "conversations", ["Conversations", "Gesprekken", "Rozmowy", "Samtaler", "Konversationen"], "B E K", Volume 0, conversations(&ALL, &AT_CREATION),
        [
            "Conversations created, all directions.",
            "Aangemaakte gesprekken, alle richtingen.",
            "Utworzone rozmowy, wszystkie kierunki.",
            "Opprettede samtaler, alle retninger.",
            "Erstellte Konversationen, alle Richtungen.",
        ];
    INCOMING_CONVERSATIONS = "incoming", ["Incoming", "Inkomend", "Przychodzące", "Innkommende", "Eingehend"], "B", Volume 1, conversations(&INCOMING, &AT_CREATION),
        [
            "Conversations opened by the customer.",
            "Gesprekken die de klant begon.",
            "Rozmowy rozpoczęte przez klienta.",
            "Samtaler som kunden åpnet.",
            "Vom Kunden eröffnete Konversationen.",
        ];
    OUTGOING_CONVERSATIONS = "outgoing", ["Outgoing", "Uitgaand", "Wychodzące", "Utgående", "Ausgehend"], "B", Volume 3, conversations(&OUTGOING, &AT_CREATION),
        [
            "Conversations opened by us: manual, proactive and automatic together.",
            "Gesprekken die wij begonnen: handmatig, proactief en automatisch samen.",
            "Rozmowy rozpoczęte przez nas: ręcznie, proaktywnie i automatycznie razem.",
            "Samtaler som vi åpnet: manuelle, proaktive og automatiske til sammen.",
            "Von uns eröffnete Konversationen: manuell, proaktiv und automatisch zusammen.",
        ];
    ANSWERED = "answered", ["Answered", "Beantwoord", "Z odpowiedzią", "Besvart", "Beantwortet"], "B", Volume 1, conversations(&ALL, &AT_ANSWER),
        [
            "Conversations with a human agent's message after the first customer message; counted at the first such message.",
            "Gesprekken met een bericht van een medewerker na het eerste klantbericht; geteld bij het eerste zo'n bericht.",
            "Rozmowy z wiadomością konsultanta po pierwszej wiadomości klienta; liczone przy pierwszej takiej wiadomości.",
            "Samtaler med en melding fra en kundebehandler etter den første kundemeldingen; telt ved den første slike meldingen.",
            "Konversationen mit einer Nachricht eines menschlichen Agenten nach der ersten Kundennachricht; gezählt bei der ersten solchen.",
        ] needs Source::Answers;
    CLOSED_CONVERSATIONS = "closed", ["Closed", "Gesloten", "Zamknięte", "Lukket", "Geschlossen"], "B S", Volume 0, conversations(&CLOSED, &AT_CLOSE),
        [
            "Conversations that are closed or resolved at as-of; counted once, at their last close.",
            "Gesprekken die op het peilmoment gesloten of opgelost zijn; eenmaal geteld, bij de laatste sluiting.",
            "Rozmowy zamknięte lub rozwiązane na moment raportu; liczone raz, przy ostatnim zamknięciu.",
            "Samtaler som er lukket eller løst på rapporttidspunktet; telt én gang, ved siste lukking.",
            "Konversationen, die zum Stand des Berichts geschlossen oder gelöst sind; einmal gezählt, bei der letzten Schließung.",
        ];
    REOPENED = "reopened", ["Reopened", "Heropend", "Otwarte ponownie", "Gjenåpnet", "Wiedereröffnet"], "–", Volume 4, conversations(&ALL, &AT_REOPENING),
        [
            "Conversations with a reopen; counted at the last one.",
            "Gesprekken die heropend zijn; geteld bij de laatste keer.",
            "Rozmowy otwarte ponownie; liczone przy ostatnim razie.",
            "Samtaler som er gjenåpnet; telt ved den siste gangen.",
            "Wiedereröffnete Konversationen; gezählt beim letzten Mal.",
        ]
        better Down needs Source::Table(TableName::Events);
    BACKLOG = "backlog", ["Backlog", "Werkvoorraad", "Zaległości", "Restanser", "Rückstand"], "S", Volume 0, over(Grain::Passage, &ALL, &AT_PASSAGE, Fold::Stock(&STEP)),
        [
            "Conversations open at the end of the period or bucket: created before it and not closed before it.",
            "Gesprekken die open zijn aan het einde van de periode of de stap: ervoor aangemaakt en niet ervoor gesloten.",
            "Rozmowy otwarte na końcu okresu lub przedziału: utworzone wcześniej i wcześniej niezamknięte.",
            "Samtaler som er åpne ved slutten av perioden eller intervallet: opprettet før og ikke lukket før.",
            "Am Ende des Zeitraums oder Abschnitts offene Konversationen: davor erstellt und nicht davor geschlossen.",
        ]
        better Down;
    MESSAGES = "messages", ["Messages", "Berichten", "Wiadomości", "Meldinger", "Nachrichten"], "E", Volume 0, messages(&SPOKEN),
        [
            "Public messages by customers and human agents; those of an AI agent are apart, in ai_messages.",
            "Openbare berichten van klanten en medewerkers; die van een AI-agent staan apart, onder ai_messages.",
            "Publiczne wiadomości klientów i konsultantów; wiadomości agenta AI są osobno, w ai_messages.",
            "Offentlige meldinger fra kunder og kundebehandlere; de fra en KI-agent står for seg, i ai_messages.",
            "Öffentliche Nachrichten von Kunden und menschlichen Agenten; die eines KI-Agenten stehen für sich, in ai_messages.",
        ];
    CUSTOMER_MESSAGES = "customer_messages", ["Customer messages", "Klantberichten", "Wiadomości klientów", "Kundemeldinger", "Kundennachrichten"], "E", Volume 4, messages(&FROM_CUSTOMER),
        [
            "Public messages by customers.",
            "Openbare berichten van klanten.",
            "Publiczne wiadomości klientów.",
            "Offentlige meldinger fra kunder.",
            "Öffentliche Nachrichten von Kunden.",
        ];
    AGENT_MESSAGES = "agent_messages", ["Agent messages", "Berichten van medewerkers", "Wiadomości konsultantów", "Meldinger fra kundebehandlere", "Agentennachrichten"], "E S", Volume 4, messages(&FROM_AGENT),
        [
            "Public messages by human agents, automated ones not counted.",
            "Openbare berichten van medewerkers, automatische niet meegeteld.",
            "Publiczne wiadomości konsultantów, bez automatycznych.",
            "Offentlige meldinger fra kundebehandlere, automatiske ikke medregnet.",
            "Öffentliche Nachrichten menschlicher Agenten, automatische nicht mitgezählt.",
        ];
    AI_MESSAGES = "ai_messages", ["AI messages", "AI-berichten", "Wiadomości AI", "KI-meldinger", "KI-Nachrichten"], "K", Volume 6, messages(&FROM_AI),
        [
            "Public messages by an AI agent or bot.",
            "Openbare berichten van een AI-agent of bot.",
            "Publiczne wiadomości agenta AI lub bota.",
            "Offentlige meldinger fra en KI-agent eller bot.",
            "Öffentliche Nachrichten eines KI-Agenten oder Bots.",
        ];
    CUSTOMERS = "customers", ["Customers", "Klanten", "Klienci", "Kunder", "Kunden"], "E", Volume 0, over(Grain::Contact, &ALL, &AT_CONTACT, Fold::Distinct(&CUSTOMER)),
        [
            "Distinct customers who wrote a message; of a conversation without any message row, its customer at its creation.",
            "Verschillende klanten die een bericht schreven; van een gesprek zonder berichtrijen de klant, bij het aanmaken.",
            "Różni klienci, którzy napisali wiadomość; w rozmowie bez wierszy wiadomości jej klient, w chwili utworzenia.",
            "Ulike kunder som skrev en melding; i en samtale uten meldingsrader kunden, ved opprettelsen.",
            "Verschiedene Kunden, die eine Nachricht schrieben; bei einer Konversation ohne Nachrichtenzeilen ihr Kunde, bei der Erstellung.",
        ];
    NEW_CUSTOMERS = "new_customers", ["New customers", "Nieuwe klanten", "Nowi klienci", "Nye kunder", "Neue Kunden"], "E", Volume 2, conversations(&NEW_CUSTOMER, &AT_CREATION),
        [
            "Customers whose first conversation ever, in all the data loaded, falls in the period.",
            "Klanten van wie het allereerste gesprek, in alle ingelezen gegevens, in de periode valt.",
            "Klienci, których pierwsza w ogóle rozmowa we wszystkich wczytanych danych przypada w okresie.",
            "Kunder der den aller første samtalen, i alle innleste data, faller i perioden.",
            "Kunden, deren allererste Konversation, in allen eingelesenen Daten, in den Zeitraum fällt.",
        ];
    CUSTOMERS_HELPED = "customers_helped", ["Customers helped", "Geholpen klanten", "Obsłużeni klienci", "Hjulpne kunder", "Betreute Kunden"], "B", Volume 4,
        over(Grain::Conversation, &ALL, &AT_HELPED, Fold::Distinct(&CUSTOMER)),
        [
            "Distinct customers with a conversation whose first and last public message are theirs, with a human agent's between.",
            "Verschillende klanten met een gesprek waarvan het eerste en laatste openbare bericht van hen zijn, met een van een medewerker ertussen.",
            "Różni klienci z rozmową, w której pierwsza i ostatnia publiczna wiadomość jest ich, a między nimi jest wiadomość konsultanta.",
            "Ulike kunder med en samtale der den første og siste offentlige meldingen er deres, med en fra en kundebehandler imellom.",
            "Verschiedene Kunden mit einer Konversation, deren erste und letzte öffentliche Nachricht von ihnen ist, mit einer eines menschlichen Agenten dazwischen.",
        ] needs Source::Table(TableName::Messages);
    TAGGED_CONVERSATIONS = "tagged", ["Tagged", "Met tag", "Z tagiem", "Med tagg", "Mit Schlagwort"], "E", Volume 4, conversations(&TAGGED, &AT_CREATION),
        [
            "Conversations with at least one tag.",
            "Gesprekken met minstens één tag.",
            "Rozmowy z co najmniej jednym tagiem.",
            "Samtaler med minst én tagg.",
            "Konversationen mit mindestens einem Schlagwort.",
        ];
    CASES = "cases", ["Cases", "Cases", "Sprawy", "Saker", "Fälle"], "S", Volume 2, over(Grain::Case, &ALL, &AT_CASE, Fold::Count),
        [
            "Conversations after case splitting: in threads that never end, a customer message after more than 24 hours of silence starts a new case.",
            "Gesprekken na splitsing in cases: in draden die nooit eindigen begint een klantbericht na meer dan 24 uur stilte een nieuwe case.",
            "Rozmowy po podziale na sprawy: w wątkach, które się nie kończą, wiadomość klienta po ponad 24 godzinach ciszy otwiera nową sprawę.",
            "Samtaler etter deling i saker: i tråder som aldri slutter, starter en kundemelding etter mer enn 24 timers stillhet en ny sak.",
            "Konversationen nach Aufteilung in Fälle: In Verläufen, die nie enden, beginnt eine Kundennachricht nach mehr als 24 Stunden Stille einen neuen Fall.",
        ];
    CUSTOMER_REPLIES = "customer_replies", ["Customer replies", "Klantreacties", "Odpowiedzi klientów", "Kundesvar", "Kundenantworten"], "S", Volume 6, messages(&CUSTOMER_REPLY),
        [
            "Customer messages without the one that opens each case.",
            "Klantberichten zonder het bericht dat elke case opent.",
            "Wiadomości klientów bez tej, która otwiera każdą sprawę.",
            "Kundemeldinger uten den som åpner hver sak.",
            "Kundennachrichten ohne die, die jeden Fall eröffnet.",
        ];
    INQUIRIES = "inquiries", ["Inquiries", "Vragen", "Zapytania", "Henvendelser", "Anfragen"], "S", Volume 5, Of(Combine::Sum, &[&CASES, &CUSTOMER_REPLIES]),
        [
            "Cases and customer replies together.",
            "Cases en klantreacties samen.",
            "Sprawy i odpowiedzi klientów razem.",
            "Saker og kundesvar til sammen.",
            "Fälle und Kundenantworten zusammen.",
        ];
    REPLIES_PER_CASE = "replies_per_case", ["Replies per case", "Antwoorden per case", "Odpowiedzi na sprawę", "Svar per sak", "Antworten je Fall"], "S", Volume 5, Of(Combine::Ratio, &[&AGENT_MESSAGES, &CASES_WITH_MESSAGES]),
        [
            "Agent messages divided by the cases of conversations whose messages are known.",
            "Berichten van medewerkers gedeeld door de cases van gesprekken waarvan de berichten bekend zijn.",
            "Wiadomości konsultantów podzielone przez sprawy z rozmów, których wiadomości są znane.",
            "Meldinger fra kundebehandlere delt på sakene i samtaler der meldingene er kjent.",
            "Agentennachrichten geteilt durch die Fälle von Konversationen, deren Nachrichten bekannt sind.",
        ];
    CUSTOMER_REPLIES_PER_CASE = "customer_replies_per_case", ["Customer replies per case", "Klantreacties per case", "Odpowiedzi klienta na sprawę", "Kundesvar per sak", "Kundenantworten je Fall"], "S", Volume 7,
        Of(Combine::Ratio, &[&CUSTOMER_REPLIES, &CASES_WITH_MESSAGES]),
        [
            "Customer replies divided by the cases of conversations whose messages are known.",
            "Klantreacties gedeeld door de cases van gesprekken waarvan de berichten bekend zijn.",
            "Odpowiedzi klientów podzielone przez sprawy z rozmów, których wiadomości są znane.",
            "Kundesvar delt på sakene i samtaler der meldingene er kjent.",
            "Kundenantworten geteilt durch die Fälle von Konversationen, deren Nachrichten bekannt sind.",
        ];
    CASES_WITH_MESSAGES = "cases_with_messages", ["Cases with messages", "Cases met berichten", "Sprawy z wiadomościami", "Saker med meldinger", "Fälle mit Nachrichten"], "S", Volume 9,
        over(Grain::Case, &CASE_WITH_MESSAGES, &AT_CASE, Fold::Count),
        [
            "Cases of conversations whose messages are known.",
            "Cases van gesprekken waarvan de berichten bekend zijn.",
            "Sprawy z rozmów, których wiadomości są znane.",
            "Saker i samtaler der meldingene er kjent.",
            "Fälle von Konversationen, deren Nachrichten bekannt sind.",
        ];
    REPEAT_CUSTOMERS = "repeat_customers", ["Repeat customers", "Terugkerende klanten", "Powracający klienci", "Tilbakevendende kunder", "Wiederkehrende Kunden"], "S", Volume 5,
        over(Grain::Case, &ALL, &AT_CASE, Fold::Repeated(&CUSTOMER)),
        [
            "Customers with more than one case in the period.",
            "Klanten met meer dan één case in de periode.",
            "Klienci z więcej niż jedną sprawą w okresie.",
            "Kunder med mer enn én sak i perioden.",
            "Kunden mit mehr als einem Fall im Zeitraum.",
        ];
    CUSTOMERS_WITH_CASE = "customers_with_case", ["Customers with a case", "Klanten met een case", "Klienci ze sprawą", "Kunder med sak", "Kunden mit Fall"], "S", Volume 9,
        over(Grain::Case, &ALL, &AT_CASE, Fold::Distinct(&CUSTOMER)),
        [
            "Customers with a case in the period.",
            "Klanten met een case in de periode.",
            "Klienci ze sprawą w okresie.",
            "Kunder med en sak i perioden.",
            "Kunden mit einem Fall im Zeitraum.",
        ];
    REPEAT_RATE = "repeat_rate", ["Repeat rate", "Terugkerend, aandeel", "Odsetek powracających", "Tilbakevendende, andel", "Wiederkehrquote"], "S", Volume 4, Of(Combine::Rate, &[&REPEAT_CUSTOMERS, &CUSTOMERS_WITH_CASE]),
        [
            "Repeat customers divided by customers with a case; lower is better.",
            "Terugkerende klanten gedeeld door klanten met een case; lager is beter.",
            "Powracający klienci podzieleni przez klientów ze sprawą; niżej znaczy lepiej.",
            "Tilbakevendende kunder delt på kunder med sak; lavere er bedre.",
            "Wiederkehrende Kunden geteilt durch Kunden mit Fall; niedriger ist besser.",
        ]
        better Down;
    UNANSWERED_CONVERSATIONS = "unanswered", ["Unanswered", "Onbeantwoord", "Bez odpowiedzi", "Ubesvart", "Unbeantwortet"], "–", Volume 2, conversations(&UNANSWERED, &AT_CREATION),
        [
            "Incoming conversations without any message by a human agent.",
            "Inkomende gesprekken zonder bericht van een medewerker.",
            "Rozmowy przychodzące bez żadnej wiadomości konsultanta.",
            "Innkommende samtaler uten noen melding fra en kundebehandler.",
            "Eingehende Konversationen ohne Nachricht eines menschlichen Agenten.",
        ]
        better Down needs Source::Answers;
    UNANSWERED_STILL_OPEN = "unanswered_open", ["Unanswered, open", "Onbeantwoord, open", "Bez odpowiedzi, otwarte", "Ubesvart, åpen", "Unbeantwortet, offen"], "–", Volume 6, conversations(&UNANSWERED_OPEN, &AT_CREATION),
        [
            "Unanswered conversations that are open.",
            "Onbeantwoorde gesprekken die open zijn.",
            "Rozmowy bez odpowiedzi, które są otwarte.",
            "Ubesvarte samtaler som er åpne.",
            "Unbeantwortete Konversationen, die offen sind.",
        ]
        better Down needs Source::Answers;
    UNANSWERED_AND_CLOSED = "unanswered_closed", ["Unanswered, closed", "Onbeantwoord, gesloten", "Bez odpowiedzi, zamknięte", "Ubesvart, lukket", "Unbeantwortet, geschlossen"], "–", Volume 6, conversations(&UNANSWERED_CLOSED, &AT_CREATION),
        [
            "Unanswered conversations that are closed.",
            "Onbeantwoorde gesprekken die gesloten zijn.",
            "Rozmowy bez odpowiedzi, które są zamknięte.",
            "Ubesvarte samtaler som er lukket.",
            "Unbeantwortete Konversationen, die geschlossen sind.",
        ]
        better Down needs Source::Answers;
}
