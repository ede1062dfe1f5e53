//! Orders in the currency of the shop, some of them refunded or cancelled.

use super::calendar::{DAY, HOUR};
use super::cast::BRANDS;
use super::customers::Customer;
use super::world::World;
use crate::dataset::TableName;
use crate::fitting::signed;
use std::io;

/// Somebody orders something.
pub(super) fn buy(world: &mut World, at: i64) -> io::Result<()> {
    let customer = world.somebody(0);
    order(world, at, &customer, None)
}

/// What may follow when the AI agent showed a product or sent a text: mostly within the hours in which it counts.
pub(super) fn follow(
    world: &mut World,
    touch: i64,
    customer: &Customer,
    conversation: u64,
) -> io::Result<()> {
    let wait = match world.random.below(10) {
        0..=6 => world.random.skewed(HOUR, 1.5),
        7..=8 => world.random.between(20 * HOUR, 4 * DAY),
        _ => world.random.between(4 * DAY, 7 * DAY),
    };
    let nameless = customer.number.is_none();
    order(world, touch + wait, customer, nameless.then_some(conversation))
}

fn order(world: &mut World, at: i64, customer: &Customer, conversation: Option<u64>) -> io::Result<()> {
    if !world.holds(at) {
        return Ok(());
    }
    world.numbers.order += 1;
    let brand = &BRANDS[customer.brand];
    let dearest = signed(brand.dearest) * 100;
    let whole = world.random.skewed(dearest / 6, 1.0).clamp(499, dearest).cast_unsigned();
    let amount = whole / 100 * 100 + if world.random.chance(600) { 95 } else { 0 };
    let (status, refunded) = match world.random.below(100) {
        0..=3 => ("cancelled", None),
        4..=6 => ("refunded", Some(amount)),
        7 => ("refunded", None),
        8..=10 => ("delivered", Some(amount / 3)),
        11..=40 => ("shipped", None),
        41..=60 => ("paid", None),
        _ => ("delivered", None),
    };
    let number = 500_000 + world.numbers.order;
    let mut email = String::new();
    if customer.number.is_some() {
        customer.email(&mut email);
    }
    let orders = world.sheets.of(TableName::Orders);
    orders.number(number).instant(at).id("K", customer.number).id("C", conversation).text(&email);
    orders.hundredths(amount).hundredths(refunded).text(brand.currency).text(status).end()
}
