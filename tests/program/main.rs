//! The program as strangers meet it: through its command line, with its README and pages in hand.
#![allow(clippy::disallowed_methods)] // Runs the program on files of its own.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)] // Of numbers made up here.

mod accounts;
mod archive;
mod archive_faults;
mod bad_input;
mod browser;
mod built_from;
mod cases;
mod check;
mod circles;
mod columns;
mod commands;
mod completions;
mod configuration;
mod conversations;
mod coverage;
mod exports;
mod frames;
mod hostile;
mod imports;
mod init;
mod kept_facts;
mod languages;
mod layers;
mod left_out;
mod lines;
mod listing;
#[cfg(feature = "mail")]
mod mail;
#[cfg(feature = "mail")]
mod mail_server;
mod many_groups;
mod markdown;
mod misbehaving;
mod outputs;
mod page_tables;
mod pages;
mod parts;
mod privacy;
mod problem_words;
mod real_exports;
mod rejects;
mod rounds;
mod same_figures;
mod same_rows;
mod sandbox;
mod sentiment;
mod sources;
mod titles;
mod widths;
mod written;
