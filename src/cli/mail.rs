//! The flags that send a report by mail.

use crate::render::Format;
use clap::Args;
use std::path::PathBuf;

/// Flags of mail.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Mail")]
pub struct MailArgs {
    /// Then mail it to these
    #[arg(long, value_name = "ADDRESS,…", value_delimiter = ',', requires_all = ["mail_from", "smtp", "output"])]
    pub mail_to: Vec<String>,
    /// From this address
    #[arg(long, value_name = "ADDRESS", requires = "mail_to")]
    pub mail_from: Option<String>,
    /// Server; TLS unless it is this machine
    #[arg(long, value_name = "HOST[:PORT]", requires = "mail_to")]
    pub smtp: Option<String>,
    /// Who logs in [default: the sender]
    #[arg(long, value_name = "NAME", requires = "mail_to")]
    pub smtp_user: Option<String>,
    /// Password [or $INSIGHTS_SMTP_PASSWORD]
    #[arg(long, value_name = "FILE", requires = "mail_to")]
    pub smtp_password_file: Option<PathBuf>,
    /// Also as files: html, xlsx, pdf, csv…
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT,…",
        value_delimiter = ',',
        hide_possible_values = true,
        requires = "mail_to"
    )]
    pub attach: Vec<Format>,
}
