//! Customers: made from their number, so that none has to be remembered.

use super::cast::BRANDS;
use super::random::Random;

/// First and last names, in the order of the languages.
const NAMES: [(&[&str], &[&str]); 5] = [
    (
        &["Emma", "Jack", "Olivia", "Harry", "Grace", "Noah"],
        &["Smith", "Walker", "O'Neill", "Brown", "Clarke"],
    ),
    (
        &["Eva", "Milan", "Julia", "Sem", "Anouk", "Thijs", "Fatima", "Ruben"],
        &["de Jong", "Smit", "van Dijk", "Mulder", "Bos", "Peters"],
    ),
    (
        &["Anna", "Jakub", "Maja", "Paweł", "Ewa", "Łukasz", "Julia"],
        &["Nowak", "Dąbrowska", "Szymańska", "Wójcik", "Mazur", "Krawczyk"],
    ),
    (
        &["Kari", "Ola", "Sigrid", "Magnus", "Åse", "Jonas"],
        &["Hansen", "Nilsen", "Bjørnstad", "Lie", "Sørensen"],
    ),
    (
        &["Lena", "Felix", "Jürgen", "Mia", "Katja", "Paul"],
        &["Müller", "Schmidt", "Weiß", "Becker", "Köhler"],
    ),
];

/// Somebody who buys and asks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Customer {
    /// Their number; `None`: an anonymous visitor.
    pub(super) number: Option<u64>,
    /// Place of the shop.
    pub(super) brand: usize,
    /// Place of the language.
    pub(super) language: usize,
    pub(super) first_name: &'static str,
    pub(super) last_name: &'static str,
    /// Last digits of their telephone number.
    pub(super) telephone: u64,
}

/// Where an e-mail address or a name is put together.
impl Customer {
    /// Appends the full name.
    pub(super) fn name(&self, into: &mut String) {
        into.push_str(self.first_name);
        into.push(' ');
        into.push_str(self.last_name);
    }

    /// Appends the e-mail address: ASCII only, at a domain that is nobody's.
    pub(super) fn email(&self, into: &mut String) {
        into.extend(self.first_name.chars().map(plain));
        into.push('.');
        into.extend(self.last_name.chars().map(plain));
        into.push_str(&self.telephone.to_string());
        into.push_str("@example.com");
    }
}

/// A letter as it may stand in an e-mail address.
fn plain(letter: char) -> char {
    if letter.is_ascii_alphabetic() {
        letter.to_ascii_lowercase()
    } else {
        '.'
    }
}

/// Everybody met so far.
pub(super) struct Customers {
    seed: u64,
    known: u64,
}

impl Customers {
    /// Nobody yet.
    pub(super) fn new(seed: u64) -> Customers {
        Customers { seed, known: 0 }
    }

    /// Who comes next: a new customer, one of lately, or one of the few who always come.
    pub(super) fn next(&mut self, random: &mut Random) -> Customer {
        let regulars = self.known / 150;
        if self.known == 0 || random.chance(560) {
            self.known += 1;
            return self.numbered(self.known);
        }
        if regulars > 0 && random.chance(160) {
            return self.numbered(1 + random.below(regulars));
        }
        // The least of three: those of lately come more often.
        let ago = random.below(self.known).min(random.below(self.known)).min(random.below(self.known));
        self.numbered(self.known - ago)
    }

    /// The customer of a number.
    fn numbered(&self, number: u64) -> Customer {
        let mut random = Random::new(self.seed ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        let brand = random.weighted(&[BRANDS[0].share, BRANDS[1].share, BRANDS[2].share]);
        let languages = BRANDS[brand].languages;
        let mut weights = [0; 5];
        for (language, weight) in languages {
            weights[*language] = *weight;
        }
        let language = random.weighted(&weights);
        let (first, last) = NAMES[language];
        Customer {
            number: Some(number),
            brand,
            language,
            first_name: random.pick(first),
            last_name: random.pick(last),
            telephone: 10_000_000 + random.below(90_000_000),
        }
    }

    /// A visitor without a name, with the language and shop of somebody.
    pub(super) fn anonymous(&self, random: &mut Random) -> Customer {
        Customer { number: None, ..self.numbered(random.below(1 << 40)) }
    }
}
