//! The flags that send a report by mail.

use super::args::OutputArgs;
use crate::render::Format;
use clap::{ArgGroup, Args};
use std::path::PathBuf;

/// Where a report is kept that was to be mailed alone, without the ending of its format.
const KEPT: &str = "report-{from}_{to}";

/// Flags of mail; what is not given stands in `[mail]` of the configuration.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Mail", group = ArgGroup::new("mailed").multiple(true))]
pub struct MailArgs {
    /// Mail it as [mail] in insights.toml says
    #[arg(long, group = "mailed")]
    pub mail: bool,
    /// Mail it to these
    #[arg(long, value_name = "ADDRESS,…", value_delimiter = ',', group = "mailed")]
    pub mail_to: Vec<String>,
    /// From this address
    #[arg(long, value_name = "ADDRESS", requires = "mailed")]
    pub mail_from: Option<String>,
    /// Server; TLS unless it is this machine
    #[arg(long, value_name = "HOST[:PORT]", requires = "mailed")]
    pub smtp: Option<String>,
    /// Who logs in [default: the sender]
    #[arg(long, value_name = "NAME", requires = "mailed", hide_short_help = true)]
    pub smtp_user: Option<String>,
    /// Password [or $INSIGHTS_SMTP_PASSWORD]
    #[arg(long, value_name = "FILE", requires = "mailed", hide_short_help = true)]
    pub smtp_password_file: Option<PathBuf>,
    /// Also as files: html, xlsx, pdf, csv…
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT,…",
        value_delimiter = ',',
        hide_possible_values = true,
        requires = "mailed"
    )]
    pub attach: Vec<Format>,
}

impl MailArgs {
    /// Whether a mail is asked for.
    pub fn is_asked(&self) -> bool {
        self.mail || !self.mail_to.is_empty()
    }

    /// The file in which a report is kept that is mailed, written nowhere else, and refused.
    pub fn kept(&self, output: &OutputArgs) -> Option<PathBuf> {
        let ending = output.format.map_or("html", Format::ending);
        (self.is_asked() && output.output.is_none()).then(|| PathBuf::from(format!("{KEPT}.{ending}")))
    }
}
