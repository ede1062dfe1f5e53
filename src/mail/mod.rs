//! Mail: a letter and its files, handed to a server over TLS, or to this machine's own.

mod relay;
mod sending;

pub use relay::Relay;

use crate::advice::Advised;
use crate::render::letter::Letter;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, Message, MultiPart};

/// A file that goes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    /// Its name.
    pub name: String,
    /// What it holds, as mail programs name it.
    pub media_type: &'static str,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// Who writes and who reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correspondents {
    /// Who writes.
    pub from: Mailbox,
    /// Who reads.
    pub to: Vec<Mailbox>,
}

impl Correspondents {
    /// The address that mail comes from.
    pub fn sender(&self) -> String {
        self.from.email.to_string()
    }

    /// Who gets it, in one line.
    pub fn readers(&self) -> String {
        self.to.iter().map(|mailbox| mailbox.email.to_string()).collect::<Vec<String>>().join(", ")
    }

    /// The whole message.
    ///
    /// # Errors
    /// If a header cannot be written.
    pub fn message(&self, letter: &Letter, files: Vec<AttachedFile>) -> Result<Message, Advised> {
        let body = MultiPart::alternative_plain_html(letter.plain.clone(), letter.html.clone());
        let mut parts = MultiPart::mixed().multipart(body);
        for file in files {
            let media_type = ContentType::parse(file.media_type).map_err(|error| unwritten(&error))?;
            parts = parts.singlepart(Attachment::new(file.name).body(file.bytes, media_type));
        }
        let mut message = Message::builder().from(self.from.clone()).subject(letter.subject.clone());
        for reader in &self.to {
            message = message.to(reader.clone());
        }
        message.message_id(None).multipart(parts).map_err(|error| unwritten(&error))
    }
}

fn unwritten(error: &dyn std::error::Error) -> Advised {
    Advised::new(format!("the mail cannot be written: {error}"), "")
}

/// An address as `a@example.org` or `Anna <a@example.org>`.
///
/// # Errors
/// If it is none.
pub fn mailbox(address: &str) -> Result<Mailbox, Advised> {
    address.trim().parse().map_err(|error| {
        let what = format!("{address:?} is no address: {error}");
        Advised::new(what, "write it as anna@example.org, or 'Anna <anna@example.org>'")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_both_bodies_and_its_files() {
        let to = vec![mailbox("a@example.org").unwrap()];
        let who = Correspondents { from: mailbox("Žofia <b@example.org>").unwrap(), to };
        let letter =
            Letter { subject: "Week 47 · été".into(), html: "<p>1</p>".into(), plain: "1".into() };
        let file = AttachedFile { name: "week.csv".into(), media_type: "text/csv", bytes: b"a,b\n".to_vec() };
        let message = String::from_utf8(who.message(&letter, vec![file]).unwrap().formatted()).unwrap();
        for part in [
            "To: a@example.org",
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "filename=\"week.csv\"",
            "Message-ID: <",
            "Date: ",
        ] {
            assert!(message.contains(part), "{part}: {message}");
        }
        assert!(message.is_ascii(), "{message}");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for address in ["", "anna", "a@b\r\nBcc: c@d", "a@b, c@d"] {
            assert!(mailbox(address).is_err(), "{address}");
        }
    }
}
