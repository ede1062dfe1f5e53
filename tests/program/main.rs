//! The program as strangers meet it: through its command line, with its README in hand.
#![allow(clippy::disallowed_methods)] // Runs the program on files of its own.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bad_input;
mod circles;
mod commands;
mod conversations;
mod coverage;
mod exports;
mod imports;
mod layers;
mod lines;
mod readme;
mod readme_tables;
mod real_exports;
mod same_figures;
mod sandbox;
