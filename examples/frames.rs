//! Exports as data frames: `cargo run --release --example frames -- examples/exports`.
#![allow(clippy::disallowed_methods)] // It reads its own arguments.

use insights::frames::Exports;
use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let exports = Exports::read(paths)?;
    let messages = exports.table("messages", &["conversation_id", "at_ms", "author_type"])?;
    let facts = exports.into_facts(None);
    let exchanges = facts.frame("exchange", &["conversation_id", "response_ms", "within_acceptable"])?;
    #[allow(clippy::print_stdout)] // The example shows what it found.
    {
        println!("{} messages, {} exchanges", messages.height(), exchanges.height());
        println!("{:?}", exchanges.head(Some(5)).get_column_names());
    }
    Ok(())
}
