//! The reports, one file a command, and the figures that several of them show.

pub mod agents;
pub mod ai;
pub mod channels;
pub mod faq;
pub mod inactivity;
pub mod phone;
pub mod quality;
pub mod searches;
pub mod sentiment;
pub mod speed;
pub mod summary;
pub mod tags;
pub mod targets;
pub mod times;
pub mod volume;

/// The figures that each file defines.
#[cfg(test)]
pub static DEFINED: &[&[&super::Kpi]] = &[
    agents::DEFINED,
    ai::DEFINED,
    faq::DEFINED,
    phone::DEFINED,
    quality::DEFINED,
    sentiment::DEFINED,
    speed::DEFINED,
    targets::DEFINED,
    times::DEFINED,
    volume::DEFINED,
];
