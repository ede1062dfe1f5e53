//! A second, naive computation of the figures, from their written definitions alone: loops over plain lists.

pub mod ai;
pub mod calendar;
pub mod conversation;
pub mod dates;
pub mod facts;
pub mod faq;
pub mod figures;
pub mod history;
pub mod lines;
pub mod phone;
pub mod rows;
pub mod scales;
pub mod sections;
pub mod setting;
pub mod spelling;
pub mod tables;
pub mod unread;
