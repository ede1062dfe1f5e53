//! The world of the demonstration: its files, its days, and everything that happens on them.

use super::calendar::{Calendar, HOUR};
use super::cast::{AGENTS, BRANDS};
use super::customers::{Customer, Customers};
use super::random::Random;
use super::sheet::Sheet;
use super::{calls, faq, orders, plots, posts, FileWritten, Options};
use anyhow::Result;
use std::fs::File;
use std::io;
use std::path::Path;

/// The tables and their columns, in canonical order.
pub(super) static TABLES: [(&str, &str); 11] = [
    (
        "conversations",
        "conversation_id,created_at,channel,subchannel,brand,team,agent,customer_id,customer_name,customer_email,\
         customer_phone,direction,status,subject,first_question,language,priority,closed_at,first_reply_at,\
         first_assigned_at,updated_at,tags,category,live,ai_status,reopens,replies,messages,first_response_s,\
         resolution_s,handle_s,waiting_s",
    ),
    (
        "messages",
        "message_id,conversation_id,at,author_type,author,private,automated,template,channel,body,sentiment",
    ),
    ("events", "conversation_id,at,kind,agent,team,value"),
    ("ratings", "conversation_id,at,kind,score,scale,comment,agent,assigned"),
    (
        "calls",
        "call_id,parent_id,started_at,direction,number,customer_number,agent,queue,team,answered_at,ended_at,\
         wait_s,talk_s,hold_s,wrap_s,outcome,conversation_id,tags",
    ),
    ("faq_views", "at,article_id,title,category,visitor_id,customer_id,views,vote"),
    ("faq_searches", "at,query,results,visitor_id,searches"),
    ("orders", "order_id,at,customer_id,conversation_id,amount,refunded,currency,status"),
    ("posts", "post_id,at,channel,kind,title"),
    ("comments", "comment_id,post_id,at,author,ours,body,sentiment"),
    ("people", "id,name,email,role,team"),
];

/// One file a table.
pub(super) struct Sheets {
    pub(super) conversations: Sheet,
    pub(super) messages: Sheet,
    pub(super) events: Sheet,
    pub(super) ratings: Sheet,
    pub(super) calls: Sheet,
    pub(super) faq_views: Sheet,
    pub(super) faq_searches: Sheet,
    pub(super) orders: Sheet,
    pub(super) posts: Sheet,
    pub(super) comments: Sheet,
    people: Sheet,
}

impl Sheets {
    fn create(folder: &Path, bad_rows: u32) -> Result<Sheets> {
        let create = |place: usize| Sheet::create(folder, TABLES[place].0, TABLES[place].1, bad_rows);
        Ok(Sheets {
            conversations: create(0)?,
            messages: create(1)?,
            events: create(2)?,
            ratings: create(3)?,
            calls: create(4)?,
            faq_views: create(5)?,
            faq_searches: create(6)?,
            orders: create(7)?,
            posts: create(8)?,
            comments: create(9)?,
            people: create(10)?,
        })
    }

    fn all(&mut self) -> [&mut Sheet; 11] {
        [
            &mut self.conversations,
            &mut self.messages,
            &mut self.events,
            &mut self.ratings,
            &mut self.calls,
            &mut self.faq_views,
            &mut self.faq_searches,
            &mut self.orders,
            &mut self.posts,
            &mut self.comments,
            &mut self.people,
        ]
    }

    /// Completes all files, then gives them their names.
    pub(super) fn publish(&mut self, folder: &Path) -> io::Result<Vec<FileWritten>> {
        for sheet in self.all() {
            sheet.complete()?;
        }
        let files = self.all().into_iter().map(|sheet| sheet.publish(folder)).collect::<io::Result<_>>()?;
        File::open(folder)?.sync_all()?;
        Ok(files)
    }
}

/// Everything that the stories share.
pub(super) struct World {
    pub(super) sheets: Sheets,
    pub(super) calendar: Calendar,
    pub(super) random: Random,
    pub(super) customers: Customers,
    pub(super) posts: Vec<posts::Post>,
    /// The last number given to a call, order, visitor and comment.
    pub(super) numbers: Numbers,
}

/// Numbers given out so far.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) call: u64,
    pub(super) order: u64,
    pub(super) visitor: u64,
    pub(super) comment: u64,
}

impl World {
    /// A world in which nothing has happened yet.
    pub(super) fn new(folder: &Path, options: &Options) -> Result<World> {
        Ok(World {
            calendar: Calendar::new(options.until, options.days)?,
            sheets: Sheets::create(folder, options.bad_rows)?,
            random: Random::new(options.seed),
            customers: Customers::new(options.seed),
            posts: Vec::new(),
            numbers: Numbers::default(),
        })
    }

    /// Everything happens: `conversations` conversations, day by day, and what goes with them.
    pub(super) fn happen(&mut self, conversations: u64) -> io::Result<()> {
        self.introduce()?;
        posts::publish(self, conversations)?;
        let mut told = 0;
        let mut moments = Vec::new();
        for day in 0..self.calendar.days() {
            let so_far = self.calendar.so_far(day, conversations);
            moments.clear();
            moments.extend((told..so_far).map(|_| self.calendar.moment(day, &mut self.random)));
            moments.sort_unstable();
            for (place, at) in moments.iter().enumerate() {
                plots::tell(self, 100_001 + told + place as u64, *at)?;
                self.beside(*at)?;
            }
            told = so_far;
        }
        Ok(())
    }

    /// What happens at about the same time and leads to no conversation.
    fn beside(&mut self, at: i64) -> io::Result<()> {
        let near =
            (at + self.random.between(-2 * HOUR, 2 * HOUR)).clamp(self.calendar.start, self.calendar.end - 1);
        if self.random.chance(170) {
            calls::ring(self, at)?;
        }
        if self.random.chance(450) {
            faq::visit(self, near)?;
        }
        if self.random.chance(400) {
            orders::buy(self, near)?;
        }
        if self.random.chance(60) {
            posts::comment(self, near)?;
        }
        Ok(())
    }

    /// A customer, now and then without a name.
    pub(super) fn somebody(&mut self, anonymous: u32) -> Customer {
        if self.random.chance(anonymous) {
            return self.customers.anonymous(&mut self.random);
        }
        self.customers.next(&mut self.random)
    }

    /// Whether an instant lies in the days of the demonstration.
    pub(super) fn holds(&self, at: i64) -> bool {
        (self.calendar.start..self.calendar.end).contains(&at)
    }

    fn introduce(&mut self) -> io::Result<()> {
        for agent in AGENTS {
            let mailbox = agent.brand.map_or("social", |brand| BRANDS[brand].currency).to_ascii_lowercase();
            let initial =
                agent.name.chars().next().filter(char::is_ascii).unwrap_or('x').to_ascii_lowercase();
            let letters: usize = agent.name.bytes().map(usize::from).sum();
            let people = &mut self.sheets.people;
            people
                .text(agent.name)
                .text(agent.name)
                .text(&format!("{initial}{letters}.{mailbox}@example.com"));
            people.text(if agent.pace <= 75 { "lead" } else { "agent" }).text(agent.team).end()?;
        }
        Ok(())
    }
}
