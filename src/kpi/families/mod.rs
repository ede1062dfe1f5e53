//! The reports, one file a command, and the figures that several of them show.

pub mod agents;
pub mod ai;
pub mod channels;
pub mod faq;
pub mod phone;
pub mod quality;
pub mod sentiment;
pub mod speed;
pub mod summary;
pub mod tags;
pub mod targets;
pub mod times;
pub mod volume;
