//! Every figure proved twice: cases worked out by hand, and random data against a naive computation.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)] // Of numbers made up here.
#![allow(clippy::disallowed_methods)] // Runs the program on files of its own.

mod cases;
mod dice;
mod fixtures;
mod harness;
mod line_properties;
mod line_worlds;
mod oracle;
mod properties;
mod questions;
mod undecided;
mod worlds;
