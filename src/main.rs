//! insights
fn main() {}
