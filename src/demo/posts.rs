//! Posts and advertisements of the shops, and what people write under them.

use super::cast::{BRANDS, TOPICS};
use super::filling::{fill, Filling};
use super::phrases::LANGUAGES;
use super::world::{Post, World};
use crate::dataset::TableName;
use crate::fitting::index;
use std::io;

const TITLES: [&str; 8] = [
    "New: lamps for long evenings",
    "Zomersale: tot 40 % korting",
    "Back to school, back to light",
    "Nowa kolekcja: drewno, len i światło",
    "Vinn et gavekort på 1000 kr!",
    "Behind the scenes: our \"night shift\" in the warehouse",
    "Black Friday begint vandaag",
    "Which one would you choose, A or B?",
];

/// A comment under a post.
struct PostComment<'c> {
    post: u64,
    at: i64,
    author: Commenter,
    body: &'c str,
    /// Empty where nobody judged it.
    sentiment: &'static str,
}

/// Who comments.
enum Commenter {
    /// A customer's number; `None`: an anonymous visitor.
    Customer(Option<u64>),
    /// The name of a shop.
    Shop(&'static str),
}

/// The shops publish about twice a week each, less if hardly anybody would read it.
pub(super) fn publish(world: &mut World, conversations: u64) -> io::Result<()> {
    let most = (conversations / 12 + 3).min(world.calendar.days() as u64);
    let all = most.min(world.calendar.days() as u64 * 6 / 7);
    let mut number = 0;
    for day in 0..world.calendar.days() {
        let due = all * (day as u64 + 1) / world.calendar.days() as u64;
        while number < due {
            number += 1;
            let at = world.calendar.moment(day, &mut world.random);
            let brand = world.random.weighted(&[BRANDS[0].share, BRANDS[1].share, BRANDS[2].share]);
            let channel = world.random.pick(&["facebook", "instagram", "instagram", "x"]);
            let kind = if world.random.chance(300) { "ad" } else { "post" };
            let title = world.random.pick(&TITLES);
            let posts = world.sheets.of(TableName::Posts);
            posts.id("P", number).instant(at).text(channel).text(kind).text(title).end()?;
            world.posts.push(Post { number, at, brand });
        }
    }
    Ok(())
}

/// Somebody comments on one of the last posts; now and then the shop answers.
pub(super) fn comment(world: &mut World, at: i64) -> io::Result<()> {
    let past = world.posts.partition_point(|post| post.at < at);
    if past == 0 {
        return Ok(());
    }
    let ago = index(world.random.below(past as u64).min(world.random.below(6)));
    let Post { number, brand, .. } = world.posts[past - 1 - ago];
    let customer = world.somebody(150);
    let phrases = &LANGUAGES[customer.language];
    let topic = index(world.random.below(TOPICS.len() as u64));
    let (sentence, sentiment) = match world.random.below(4) {
        0 => (phrases.openings[topic], TOPICS[topic].sentiment),
        1 => (phrases.blame[0], "negative"),
        _ => (world.random.pick(&phrases.thanks), "positive"),
    };
    let mut body = String::new();
    let order = 500_000 + world.random.below(world.numbers.order.max(1));
    fill(&mut body, sentence, &Filling { order, name: customer.first_name, agent: "" });
    if sentiment == "positive" && world.random.chance(350) {
        body.push_str(world.random.pick(&[" 😍", " 👍👍", " 💡"]));
    }
    let sentiment = if world.random.chance(700) { sentiment } else { "" };
    let author = Commenter::Customer(customer.number);
    write(world, &PostComment { post: number, at, author, body: &body, sentiment })?;
    let answered = at + world.random.skewed(2_400_000, 1.5);
    if world.random.chance(350) && world.holds(answered) {
        let reply = phrases.answers[0].replace("{name}", customer.first_name);
        let author = Commenter::Shop(BRANDS[brand].name);
        write(world, &PostComment { post: number, at: answered, author, body: &reply, sentiment: "" })?;
    }
    Ok(())
}

fn write(world: &mut World, comment: &PostComment) -> io::Result<()> {
    world.numbers.comment += 1;
    let comments = world.sheets.of(TableName::Comments);
    comments.id("R", world.numbers.comment).id("P", comment.post).instant(comment.at);
    match comment.author {
        Commenter::Customer(number) => comments.id("K", number).flag(false),
        Commenter::Shop(name) => comments.text(name).flag(true),
    };
    comments.text(comment.body).text(comment.sentiment).end()
}
