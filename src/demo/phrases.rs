//! What customers, agents and the AI agent say, in five languages.

/// Sentences of one language; `{order}` is an order number, `{name}` the customer, `{agent}` who answers.
#[derive(Debug)]
pub(super) struct Phrases {
    pub(super) language: &'static str,
    /// One entry a topic.
    pub(super) openings: [&'static str; 10],
    pub(super) subjects: [&'static str; 10],
    pub(super) questions: [&'static str; 5],
    pub(super) answers: [&'static str; 6],
    pub(super) thanks: [&'static str; 4],
    pub(super) ai: [&'static str; 3],
    pub(super) template: &'static str,
    pub(super) received: &'static str,
    pub(super) praise: [&'static str; 3],
    pub(super) blame: [&'static str; 3],
    /// Greeting and good-bye of a letter.
    pub(super) letter: [&'static str; 2],
    pub(super) searches: [&'static str; 6],
}

/// The languages: English, Dutch, Polish, Norwegian, German.
pub(super) static LANGUAGES: [Phrases; 5] = [ENGLISH, DUTCH, POLISH, NORWEGIAN, GERMAN];

const ENGLISH: Phrases = Phrases {
    language: "en",
    openings: [
        "Where is my parcel? Order {order} should have been here on Tuesday.",
        "I'd like to send two items back, how do I get a return label?",
        "My order {order} arrived damaged, the box was \"open\" on one side.",
        "I returned {order} three weeks ago and still have no refund!",
        "Do you have the grey lamp in the small size, and when will it be back?",
        "The discount code WELCOME10 does not work for me.",
        "Can you still change the delivery address of order {order}?",
        "Could you send me the invoice of {order}, please?",
        "The dimmer broke after two months. Is this covered by the warranty?",
        "I can't log in, the password mail never comes.",
    ],
    subjects: [
        "Late parcel", "Return label", "Damaged item", "Refund missing", "Back in stock?", "Discount code",
        "New address", "Invoice", "Warranty", "Can't log in",
    ],
    questions: [
        "And how long does that take?", "It says \"in transit\" since Monday, is that normal?",
        "My order number is {order}.", "Hello, is anybody there?", "Could you check it once more, please?",
    ],
    answers: [
        "Hi {name}, thanks for your message. I'm looking it up now, one moment please.",
        "I've checked order {order}: it left our warehouse yesterday and arrives tomorrow.",
        "I've sent you a return label, you can drop the parcel off at any pick-up point.",
        "Sorry about that! I've refunded the amount, you'll see it within 3-5 working days.",
        "Could you send us a photo of the item and the label on the box?",
        "Done. Is there anything else I can do for you?",
    ],
    thanks: ["Great, thank you!", "Perfect, thanks for the quick help", "ok thx", "Alright, then I'll wait."],
    ai: [
        "Hi! I'm the digital assistant. Your order {order} is on its way; you'll find the tracking link in your account.",
        "You can print a return label under My account > Returns, within 30 days.",
        "I'll hand you over to a colleague who can help you further.",
    ],
    template: "Hi {name}, a short update about your order {order}: it will be delivered today between 13:00 and 17:00.",
    received: "Thank you for your message. We've received it and answer within one working day.",
    praise: ["Friendly and quick", "{agent} was a great help!", "Solved at once, thanks"],
    blame: ["Took far too long", "Still no solution, I had to ask three times", "I only got a standard answer"],
    letter: ["Hello,", "Kind regards,"],
    searches: ["return", "Delivery time", "refund", "track & trace", "gift card", "delivery  time"],
};

const DUTCH: Phrases = Phrases {
    language: "nl",
    openings: [
        "Waar blijft mijn pakket? Bestelling {order} zou er dinsdag zijn.",
        "Ik wil twee artikelen terugsturen, hoe kom ik aan een retourlabel?",
        "Mijn bestelling {order} is beschadigd aangekomen, de doos was \"open\".",
        "Ik heb {order} drie weken geleden geretourneerd, maar nog steeds geen geld terug!",
        "Hebben jullie de grijze lamp ook in het klein, en wanneer is hij er weer?",
        "De kortingscode WELKOM10 werkt niet.",
        "Kan het bezorgadres van {order} nog gewijzigd worden?",
        "Kunt u mij de factuur van {order} sturen?",
        "De dimmer is na twee maanden stuk. Valt dit onder de garantie?",
        "Ik kan niet inloggen, de wachtwoordmail komt niet aan.",
    ],
    subjects: [
        "Pakket te laat", "Retourlabel", "Beschadigd artikel", "Terugbetaling", "Weer op voorraad?",
        "Kortingscode", "Adres wijzigen", "Factuur", "Garantie", "Inloggen lukt niet",
    ],
    questions: [
        "En hoe lang duurt dat?", "Er staat al sinds maandag \"onderweg\", klopt dat?",
        "Mijn bestelnummer is {order}.", "Hallo, is daar iemand?", "Kunt u het nog een keer nakijken?",
    ],
    answers: [
        "Hoi {name}, bedankt voor je bericht. Ik zoek het even voor je op.",
        "Ik zie dat {order} gisteren is verzonden, morgen wordt het bezorgd.",
        "Ik heb je een retourlabel gemaild, inleveren kan bij elk pakketpunt.",
        "Excuses voor het ongemak! Het bedrag is teruggestort, binnen 3-5 werkdagen zie je het terug.",
        "Kun je een foto sturen van het artikel en van het label op de doos?",
        "Geregeld. Kan ik verder nog iets voor je doen?",
    ],
    thanks: ["Top, dank je wel!", "Super, bedankt voor de snelle hulp", "oké thanks", "Goed, dan wacht ik het af."],
    ai: [
        "Hoi! Ik ben de digitale assistent. Bestelling {order} is onderweg; de track & trace staat in je account.",
        "Een retourlabel print je via Mijn account > Retouren, binnen 30 dagen.",
        "Ik verbind je door met een collega die je verder helpt.",
    ],
    template: "Hoi {name}, een korte update over bestelling {order}: hij wordt vandaag bezorgd tussen 13:00 en 17:00.",
    received: "Bedankt voor je bericht. We hebben het ontvangen en reageren binnen één werkdag.",
    praise: ["Vriendelijk en snel", "{agent} heeft me heel goed geholpen!", "Meteen opgelost"],
    blame: ["Duurde veel te lang", "Nog geen oplossing, drie keer moeten vragen", "Standaardantwoord gekregen"],
    letter: ["Beste,", "Met vriendelijke groet,"],
    searches: ["retour", "Retourneren", "levertijd", "kadobon", "Levertijd?", "garantie"],
};

const POLISH: Phrases = Phrases {
    language: "pl",
    openings: [
        "Gdzie jest moja paczka? Zamówienie {order} miało dotrzeć we wtorek.",
        "Chcę zwrócić dwa produkty, skąd wziąć etykietę zwrotną?",
        "Zamówienie {order} przyszło uszkodzone, karton był \"otwarty\".",
        "Trzy tygodnie temu zwróciłam {order} i nadal nie mam pieniędzy!",
        "Czy szara lampa jest w małym rozmiarze i kiedy znów będzie dostępna?",
        "Kod rabatowy WITAJ10 nie działa.",
        "Czy można jeszcze zmienić adres dostawy {order}?",
        "Poproszę o fakturę do {order}.",
        "Ściemniacz zepsuł się po dwóch miesiącach. Czy obejmuje go gwarancja?",
        "Nie mogę się zalogować, mail z hasłem nie przychodzi.",
    ],
    subjects: [
        "Opóźniona paczka", "Etykieta zwrotna", "Uszkodzony produkt", "Brak zwrotu pieniędzy", "Dostępność",
        "Kod rabatowy", "Zmiana adresu", "Faktura", "Gwarancja", "Problem z logowaniem",
    ],
    questions: [
        "A ile to potrwa?", "Od poniedziałku jest \"w drodze\", czy to normalne?", "Numer zamówienia to {order}.",
        "Halo, jest tam kto?", "Czy można to jeszcze raz sprawdzić?",
    ],
    answers: [
        "Dzień dobry, {name}, dziękuję za wiadomość. Już sprawdzam.",
        "Zamówienie {order} wyszło wczoraj z magazynu, jutro będzie u Pani/Pana.",
        "Wysłałam etykietę zwrotną, paczkę można nadać w dowolnym punkcie.",
        "Przepraszamy! Kwota została zwrócona, będzie widoczna w ciągu 3-5 dni roboczych.",
        "Czy możemy prosić o zdjęcie produktu i etykiety na kartonie?",
        "Gotowe. Czy mogę jeszcze w czymś pomóc?",
    ],
    thanks: ["Super, dziękuję!", "Dzięki za szybką pomoc", "ok dzięki", "Dobrze, w takim razie czekam."],
    ai: [
        "Cześć! Jestem wirtualną asystentką. Zamówienie {order} jest w drodze, link do śledzenia jest na koncie.",
        "Etykietę zwrotną można wydrukować w Moje konto > Zwroty, w ciągu 30 dni.",
        "Przekazuję rozmowę koleżance, która pomoże dalej.",
    ],
    template: "Dzień dobry, {name}! Zamówienie {order} zostanie dostarczone dzisiaj między 13:00 a 17:00.",
    received: "Dziękujemy za wiadomość. Odpowiemy w ciągu jednego dnia roboczego.",
    praise: ["Miło i szybko", "{agent} bardzo pomogła!", "Sprawa od razu załatwiona"],
    blame: ["Za długo to trwało", "Nadal bez rozwiązania, pytałam trzy razy", "Tylko gotowa formułka"],
    letter: ["Dzień dobry,", "Pozdrawiam,"],
    searches: ["zwrot", "czas dostawy", "Zwroty", "reklamacja", "karta podarunkowa", "ZWROT"],
};

const NORWEGIAN: Phrases = Phrases {
    language: "nb",
    openings: [
        "Hvor er pakken min? Ordre {order} skulle vært her på tirsdag.",
        "Jeg vil returnere to varer, hvordan får jeg en returlapp?",
        "Ordre {order} kom frem skadet, esken var \"åpen\" på den ene siden.",
        "Jeg returnerte {order} for tre uker siden og har fortsatt ikke fått pengene!",
        "Har dere den grå lampen i liten størrelse, og når kommer den inn igjen?",
        "Rabattkoden VELKOMMEN10 virker ikke.",
        "Kan leveringsadressen på {order} fortsatt endres?",
        "Kan dere sende meg fakturaen for {order}?",
        "Dimmeren gikk i stykker etter to måneder. Dekkes det av garantien?",
        "Jeg får ikke logget inn, e-posten med passord kommer ikke.",
    ],
    subjects: [
        "Forsinket pakke",
        "Returlapp",
        "Skadet vare",
        "Manglende refusjon",
        "På lager?",
        "Rabattkode",
        "Ny adresse",
        "Faktura",
        "Garanti",
        "Innlogging",
    ],
    questions: [
        "Og hvor lang tid tar det?",
        "Det har stått \"underveis\" siden mandag, er det normalt?",
        "Ordrenummeret er {order}.",
        "Hei, er det noen der?",
        "Kan dere sjekke en gang til?",
    ],
    answers: [
        "Hei {name}, takk for meldingen. Jeg sjekker det for deg nå.",
        "Ordre {order} ble sendt fra lageret i går og kommer i morgen.",
        "Jeg har sendt deg en returlapp, pakken kan leveres på et hvilket som helst hentested.",
        "Beklager! Beløpet er refundert, du ser det i løpet av 3-5 virkedager.",
        "Kan du sende oss et bilde av varen og lappen på esken?",
        "Da er det ordnet. Er det noe mer jeg kan hjelpe med?",
    ],
    thanks: ["Flott, tusen takk!", "Supert, takk for rask hjelp", "ok takk", "Greit, da venter jeg."],
    ai: [
        "Hei! Jeg er den digitale assistenten. Ordre {order} er på vei; sporingen finner du på kontoen din.",
        "Returlapp skriver du ut under Min konto > Returer, innen 30 dager.",
        "Jeg setter deg over til en kollega som kan hjelpe deg videre.",
    ],
    template: "Hei {name}, en kort oppdatering om ordre {order}: den leveres i dag mellom 13:00 og 17:00.",
    received: "Takk for meldingen. Vi svarer innen én virkedag.",
    praise: ["Hyggelig og raskt", "{agent} var til stor hjelp!", "Løst med en gang"],
    blame: [
        "Tok altfor lang tid",
        "Fortsatt ingen løsning, måtte spørre tre ganger",
        "Fikk bare et standardsvar",
    ],
    letter: ["Hei,", "Vennlig hilsen"],
    searches: ["retur", "leveringstid", "Retur", "gavekort", "Leveringstid ", "angrerett"],
};

const GERMAN: Phrases = Phrases {
    language: "de",
    openings: [
        "Wo bleibt mein Paket? Bestellung {order} sollte am Dienstag da sein.",
        "Ich möchte zwei Artikel zurückschicken, wie bekomme ich ein Etikett?",
        "Bestellung {order} kam beschädigt an, der Karton war \"offen\".",
        "Ich habe {order} vor drei Wochen zurückgeschickt und noch kein Geld!",
        "Gibt es die graue Lampe auch in klein, und wann ist sie wieder da?",
        "Der Gutscheincode HALLO10 funktioniert nicht.",
        "Kann die Lieferadresse von {order} noch geändert werden?",
        "Könnten Sie mir die Rechnung zu {order} schicken?",
        "Der Dimmer ist nach zwei Monaten kaputt. Fällt das unter die Garantie?",
        "Ich kann mich nicht anmelden, die Passwort-Mail kommt nicht an.",
    ],
    subjects: [
        "Paket verspätet", "Rücksendeetikett", "Beschädigter Artikel", "Erstattung fehlt", "Wieder lieferbar?",
        "Gutscheincode", "Neue Adresse", "Rechnung", "Garantie", "Anmeldung",
    ],
    questions: [
        "Und wie lange dauert das?", "Da steht seit Montag \"unterwegs\", ist das normal?",
        "Meine Bestellnummer ist {order}.", "Hallo, ist da jemand?", "Können Sie bitte noch einmal nachsehen?",
    ],
    answers: [
        "Hallo {name}, danke für die Nachricht. Ich sehe gleich nach.",
        "Bestellung {order} hat gestern unser Lager verlassen und kommt morgen an.",
        "Ich habe Ihnen ein Etikett geschickt, abgeben können Sie das Paket in jedem Paketshop.",
        "Das tut uns leid! Der Betrag ist erstattet, in 3-5 Werktagen ist er da.",
        "Könnten Sie uns ein Foto vom Artikel und vom Etikett schicken?",
        "Erledigt. Kann ich sonst noch etwas für Sie tun?",
    ],
    thanks: ["Super, vielen Dank!", "Perfekt, danke für die schnelle Hilfe", "ok danke", "Gut, dann warte ich."],
    ai: [
        "Hallo! Ich bin die digitale Assistentin. Bestellung {order} ist unterwegs; die Sendungsnummer steht im Konto.",
        "Ein Etikett drucken Sie unter Mein Konto > Rücksendungen aus, innerhalb von 30 Tagen.",
        "Ich verbinde Sie mit einer Kollegin, die weiterhilft.",
    ],
    template: "Hallo {name}, kurz zu Bestellung {order}: Sie wird heute zwischen 13:00 und 17:00 zugestellt.",
    received: "Danke für Ihre Nachricht. Wir antworten innerhalb eines Werktags.",
    praise: ["Freundlich und schnell", "{agent} hat sehr geholfen!", "Sofort gelöst"],
    blame: ["Hat viel zu lange gedauert", "Keine Lösung, dreimal nachgefragt", "Nur eine Standardantwort"],
    letter: ["Guten Tag,", "Mit freundlichen Grüßen"],
    searches: ["Rückgabe", "lieferzeit", "rueckgabe", "Gutschein", "Lieferzeit", "garantie"],
};
