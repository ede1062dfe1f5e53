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
        "Conversations created, all directions.";
    INCOMING_CONVERSATIONS = "incoming", ["Incoming", "Inkomend", "Przychodzące", "Innkommende", "Eingehend"], "B", Volume 1, conversations(&INCOMING, &AT_CREATION),
        "Conversations opened by the customer.";
    OUTGOING_CONVERSATIONS = "outgoing", ["Outgoing", "Uitgaand", "Wychodzące", "Utgående", "Ausgehend"], "B", Volume 3, conversations(&OUTGOING, &AT_CREATION),
        "Conversations opened by us: manual, proactive and automatic together.";
    ANSWERED = "answered", ["Answered", "Beantwoord", "Z odpowiedzią", "Besvart", "Beantwortet"], "B", Volume 1, conversations(&ALL, &AT_ANSWER),
        "Conversations with a human agent's message after the first customer message; counted at the first such message." needs Source::Answers;
    CLOSED_CONVERSATIONS = "closed", ["Closed", "Gesloten", "Zamknięte", "Lukket", "Geschlossen"], "B S", Volume 0, conversations(&CLOSED, &AT_CLOSE),
        "Conversations that are closed or resolved at as-of; counted once, at their last close.";
    REOPENED = "reopened", ["Reopened", "Heropend", "Otwarte ponownie", "Gjenåpnet", "Wiedereröffnet"], "–", Volume 4, conversations(&ALL, &AT_REOPENING),
        "Conversations with a reopen; counted at the last one."
        better Down needs Source::Table(TableName::Events);
    BACKLOG = "backlog", ["Backlog", "Werkvoorraad", "Zaległości", "Restanser", "Rückstand"], "S", Volume 0, over(Grain::Passage, &ALL, &AT_PASSAGE, Fold::Stock(&STEP)),
        "Conversations open at the end of the period or bucket: created before it and not closed before it."
        better Down;
    MESSAGES = "messages", ["Messages", "Berichten", "Wiadomości", "Meldinger", "Nachrichten"], "E", Volume 0, messages(&SPOKEN),
        "Public messages by customers and human agents; those of an AI agent are apart, in ai_messages.";
    CUSTOMER_MESSAGES = "customer_messages", ["Customer messages", "Klantberichten", "Wiadomości klientów", "Kundemeldinger", "Kundennachrichten"], "E", Volume 4, messages(&FROM_CUSTOMER),
        "Public messages by customers.";
    AGENT_MESSAGES = "agent_messages", ["Agent messages", "Berichten van medewerkers", "Wiadomości konsultantów", "Meldinger fra kundebehandlere", "Agentennachrichten"], "E S", Volume 4, messages(&FROM_AGENT),
        "Public messages by human agents, automated ones not counted.";
    AI_MESSAGES = "ai_messages", ["AI messages", "AI-berichten", "Wiadomości AI", "KI-meldinger", "KI-Nachrichten"], "K", Volume 6, messages(&FROM_AI),
        "Public messages by an AI agent or bot.";
    CUSTOMERS = "customers", ["Customers", "Klanten", "Klienci", "Kunder", "Kunden"], "E", Volume 0, over(Grain::Contact, &ALL, &AT_CONTACT, Fold::Distinct(&CUSTOMER)),
        "Distinct customers who wrote a message; of a conversation without any message row, its customer at its creation.";
    NEW_CUSTOMERS = "new_customers", ["New customers", "Nieuwe klanten", "Nowi klienci", "Nye kunder", "Neue Kunden"], "E", Volume 2, conversations(&NEW_CUSTOMER, &AT_CREATION),
        "Customers whose first conversation ever, in all the data loaded, falls in the period.";
    CUSTOMERS_HELPED = "customers_helped", ["Customers helped", "Geholpen klanten", "Obsłużeni klienci", "Hjulpne kunder", "Betreute Kunden"], "B", Volume 4,
        over(Grain::Conversation, &ALL, &AT_HELPED, Fold::Distinct(&CUSTOMER)),
        "Distinct customers with a conversation whose first and last public message are theirs, with a human agent's between." needs Source::Table(TableName::Messages);
    TAGGED_CONVERSATIONS = "tagged", ["Tagged", "Met tag", "Z tagiem", "Med tagg", "Mit Schlagwort"], "E", Volume 4, conversations(&TAGGED, &AT_CREATION),
        "Conversations with at least one tag.";
    CASES = "cases", ["Cases", "Cases", "Sprawy", "Saker", "Fälle"], "S", Volume 2, over(Grain::Case, &ALL, &AT_CASE, Fold::Count),
        "Conversations after case splitting: in threads that never end, a customer message after more than 24 hours of silence starts a new case.";
    CUSTOMER_REPLIES = "customer_replies", ["Customer replies", "Klantreacties", "Odpowiedzi klientów", "Kundesvar", "Kundenantworten"], "S", Volume 6, messages(&CUSTOMER_REPLY),
        "Customer messages without the one that opens each case.";
    INQUIRIES = "inquiries", ["Inquiries", "Vragen", "Zapytania", "Henvendelser", "Anfragen"], "S", Volume 5, Of(Combine::Sum, &[&CASES, &CUSTOMER_REPLIES]),
        "Cases and customer replies together.";
    REPLIES_PER_CASE = "replies_per_case", ["Replies per case", "Antwoorden per case", "Odpowiedzi na sprawę", "Svar per sak", "Antworten je Fall"], "S", Volume 5, Of(Combine::Ratio, &[&AGENT_MESSAGES, &CASES_WITH_MESSAGES]),
        "Agent messages divided by the cases of conversations whose messages are known.";
    CUSTOMER_REPLIES_PER_CASE = "customer_replies_per_case", ["Customer replies per case", "Klantreacties per case", "Odpowiedzi klienta na sprawę", "Kundesvar per sak", "Kundenantworten je Fall"], "S", Volume 7,
        Of(Combine::Ratio, &[&CUSTOMER_REPLIES, &CASES_WITH_MESSAGES]),
        "Customer replies divided by the cases of conversations whose messages are known.";
    CASES_WITH_MESSAGES = "cases_with_messages", ["Cases with messages", "Cases met berichten", "Sprawy z wiadomościami", "Saker med meldinger", "Fälle mit Nachrichten"], "S", Volume 9,
        over(Grain::Case, &CASE_WITH_MESSAGES, &AT_CASE, Fold::Count),
        "Cases of conversations whose messages are known.";
    REPEAT_CUSTOMERS = "repeat_customers", ["Repeat customers", "Terugkerende klanten", "Powracający klienci", "Tilbakevendende kunder", "Wiederkehrende Kunden"], "S", Volume 5,
        over(Grain::Case, &ALL, &AT_CASE, Fold::Repeated(&CUSTOMER)),
        "Customers with more than one case in the period.";
    CUSTOMERS_WITH_CASE = "customers_with_case", ["Customers with a case", "Klanten met een case", "Klienci ze sprawą", "Kunder med sak", "Kunden mit Fall"], "S", Volume 9,
        over(Grain::Case, &ALL, &AT_CASE, Fold::Distinct(&CUSTOMER)),
        "Customers with a case in the period.";
    REPEAT_RATE = "repeat_rate", ["Repeat rate", "Terugkerend, aandeel", "Odsetek powracających", "Tilbakevendende, andel", "Wiederkehrquote"], "S", Volume 4, Of(Combine::Rate, &[&REPEAT_CUSTOMERS, &CUSTOMERS_WITH_CASE]),
        "Repeat customers divided by customers with a case; lower is better."
        better Down;
    UNANSWERED_CONVERSATIONS = "unanswered", ["Unanswered", "Onbeantwoord", "Bez odpowiedzi", "Ubesvart", "Unbeantwortet"], "–", Volume 2, conversations(&UNANSWERED, &AT_CREATION),
        "Incoming conversations without any message by a human agent."
        better Down needs Source::Answers;
    UNANSWERED_STILL_OPEN = "unanswered_open", ["Unanswered, open", "Onbeantwoord, open", "Bez odpowiedzi, otwarte", "Ubesvart, åpen", "Unbeantwortet, offen"], "–", Volume 6, conversations(&UNANSWERED_OPEN, &AT_CREATION),
        "Unanswered conversations that are open."
        better Down needs Source::Answers;
    UNANSWERED_AND_CLOSED = "unanswered_closed", ["Unanswered, closed", "Onbeantwoord, gesloten", "Bez odpowiedzi, zamknięte", "Ubesvart, lukket", "Unbeantwortet, geschlossen"], "–", Volume 6, conversations(&UNANSWERED_CLOSED, &AT_CREATION),
        "Unanswered conversations that are closed."
        better Down needs Source::Answers;
}
