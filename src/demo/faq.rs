//! Articles that are read and searches in the help centre, some of them just before a conversation.

use super::calendar::{HOUR, MINUTE};
use super::customers::Customer;
use super::phrases::LANGUAGES;
use super::world::World;
use crate::dataset::TableName;
use crate::fitting::index;
use std::io;

/// Titles and categories, the most read first.
const ARTICLES: [(&str, &str); 14] = [
    ("Where is my order?", "Delivery"),
    ("How do I return an item?", "Returns"),
    ("When do I get my money back?", "Returns > Refund"),
    ("Delivery times and costs", "Delivery"),
    ("My item is damaged, what now?", "Product > Damaged"),
    ("Using a discount code", "Payment"),
    ("Can I change my order, or \"undo\" it?", "Order"),
    ("Ways to pay", "Payment"),
    ("Warranty", "Product"),
    ("Gift cards", "Payment"),
    ("I forgot my password", "Account"),
    ("Opening hours, address, telephone", "Contact"),
    ("Invoices for companies", "Payment"),
    ("Delete my account", "Account"),
];

/// Somebody looks something up and goes away content, or at least goes away.
pub(super) fn visit(world: &mut World, at: i64) -> io::Result<()> {
    if world.random.chance(12) {
        let views = world.random.below(20) + 2;
        return view(world, at, FaqReader::Crowd(views));
    }
    let reader = match world.random.below(10) {
        0 => FaqReader::Named(world.customers.next(&mut world.random).number.unwrap_or(1)),
        1 => FaqReader::Nobody,
        _ => {
            world.numbers.visitor += 1;
            let back = world.random.below(8) / 7 * world.random.below(200);
            FaqReader::Visitor(world.numbers.visitor.saturating_sub(back).max(1))
        }
    };
    let customer = world.customers.anonymous(&mut world.random);
    browse(world, at, reader, customer.language)
}

/// Somebody who will ask has read something before, up to a day earlier.
pub(super) fn before(world: &mut World, created: i64, customer: &Customer) -> io::Result<()> {
    let Some(number) = customer.number else { return Ok(()) };
    let ahead = world.random.skewed(25 * MINUTE, 2.2).clamp(2 * MINUTE, 30 * HOUR);
    let reader =
        if world.random.chance(600) { FaqReader::Customer(number) } else { FaqReader::Named(number) };
    browse(world, created - ahead, reader, customer.language)
}

/// Whose eyes they are.
#[derive(Clone, Copy)]
enum FaqReader {
    /// The cookie of a visitor.
    Visitor(u64),
    /// The visitor id is a customer's.
    Customer(u64),
    /// The customer was logged in.
    Named(u64),
    /// Neither is known.
    Nobody,
    /// Several views counted in one row.
    Crowd(u64),
}

impl FaqReader {
    /// The visitor id: a prefix and a number, which is missing where nobody is known.
    fn visitor(self) -> (&'static str, Option<u64>) {
        match self {
            FaqReader::Visitor(number) => ("v", Some(number)),
            FaqReader::Customer(number) => ("K", Some(number)),
            FaqReader::Named(number) => ("w", Some(number * 7)),
            FaqReader::Nobody | FaqReader::Crowd(_) => ("", None),
        }
    }
}

fn browse(world: &mut World, from: i64, reader: FaqReader, language: usize) -> io::Result<()> {
    let mut at = from;
    if world.random.chance(420) {
        search(world, at, reader, language)?;
    }
    for _ in 0..=world.random.below(3).min(world.random.below(3)) {
        at += world.random.skewed(40_000, 1.2);
        view(world, at, reader)?;
    }
    Ok(())
}

fn view(world: &mut World, at: i64, reader: FaqReader) -> io::Result<()> {
    if !world.holds(at) {
        return Ok(());
    }
    let count = ARTICLES.len() as u64;
    let place = index(world.random.below(count).min(world.random.below(count)));
    let (title, category) = ARTICLES[place];
    let vote = match world.random.below(50) {
        0..=2 => "up",
        3..=4 => "down",
        _ => "",
    };
    let (prefix, visitor) = reader.visitor();
    let customer = if let FaqReader::Named(number) = reader { Some(number) } else { None };
    let counted = if let FaqReader::Crowd(count) = reader { Some(count) } else { None };
    let views = world.sheets.of(TableName::FaqViews);
    views.instant(at).id("A", 101 + place as u64).text(title).text(category);
    views.id(prefix, visitor).id("K", customer).number(counted).text(vote).end()
}

fn search(world: &mut World, at: i64, reader: FaqReader, language: usize) -> io::Result<()> {
    if !world.holds(at) {
        return Ok(());
    }
    let random = &mut world.random;
    let query = random.pick(&LANGUAGES[language].searches);
    let results = match random.below(20) {
        0..=2 => Some(0),
        3 => None,
        _ => Some(1 + random.below(9)),
    };
    let (prefix, visitor) = reader.visitor();
    let searches = world.sheets.of(TableName::FaqSearches);
    searches.instant(at).text(query).number(results).id(prefix, visitor).end()
}
