//! In place of mail, where the program was built without it.

use super::environment::Surroundings;
use super::mail::MailArgs;
use super::stage::Stage;
use super::Order;
use crate::advice::Advised;
use crate::config::Config;
use crate::report::Report;
use anyhow::{bail, Result};

/// There is none.
#[derive(Debug, Clone)]
pub enum MailChoice {}

impl MailChoice {
    /// Nothing, if nothing was asked for.
    ///
    /// # Errors
    /// If mail was asked for.
    pub fn resolve(args: &MailArgs, _config: &Config, _around: &Surroundings) -> Result<Option<MailChoice>> {
        if !args.is_asked() {
            return Ok(None);
        }
        let what = "this program was built without mail";
        bail!(Advised::new(
            what,
            "take a released binary, or build it with `cargo install insights --features mail`"
        ));
    }

    /// Never happens.
    ///
    /// # Errors
    /// None.
    pub fn send(&self, _order: &Order, _report: &Report, _stage: &Stage) -> Result<()> {
        match *self {}
    }
}
