//! Handing a message over: again where the server could not take it just then, and in plain words where it will not.

use super::relay::{Privacy, Relay};
use crate::advice::Advised;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::Error as SmtpError;
use lettre::{Message, SmtpTransport, Transport};
use std::error::Error;
use std::io::{self, ErrorKind};
use std::thread::sleep;

impl Relay {
    /// Hands a message over; `on_delay` is told why when it has to wait for another attempt.
    ///
    /// # Errors
    /// If the server cannot be reached, is not who it should be, or refuses.
    pub fn send(&self, message: &Message, on_delay: impl Fn(&str)) -> Result<(), Advised> {
        let transport = self.transport().map_err(|error| self.told(&error))?;
        let mut waits = self.waits.iter();
        loop {
            match (transport.send(message), waits.next()) {
                (Ok(_), _) => return Ok(()),
                (Err(error), Some(wait)) if error.is_transient() => {
                    on_delay(&self.told(&error).what);
                    sleep(*wait);
                }
                (Err(error), _) => return Err(self.told(&error)),
            }
        }
    }

    fn transport(&self) -> Result<SmtpTransport, SmtpError> {
        let host = &self.address.host;
        let builder = match self.address.privacy {
            Privacy::Wrapped => SmtpTransport::relay(host)?,
            Privacy::StartTls => SmtpTransport::starttls_relay(host)?,
            Privacy::Loopback => SmtpTransport::builder_dangerous(host),
        };
        let builder = builder.port(self.address.port).timeout(Some(self.patience));
        Ok(match &self.login {
            Some((name, password)) => builder.credentials(Credentials::new(name.clone(), password.clone())),
            None => builder,
        }
        .build())
    }

    /// What went wrong, and what to do.
    fn told(&self, error: &SmtpError) -> Advised {
        let server = format!("{}:{}", self.address.host, self.address.port);
        let chain = Causes::of(error);
        if let Some(code) = error.status() {
            let code: u16 = code.into();
            let said = format!("{code} {}", chain.text());
            return if error.is_transient() {
                Advised::new(format!("{server} cannot take the mail now: {said}"), "try again later")
            } else {
                Advised::new(format!("{server} refused the mail: {said}"), advice(code))
            };
        }
        if let Some(cause) = chain.tls() {
            let what = format!("{server} could not prove who it is: {cause}");
            return Advised::new(
                what,
                "name the server as its certificate does; SSL_CERT_FILE names certificates to trust in place of the system's",
            );
        }
        // A read that waited too long is told in either way, by the system.
        let is_late = matches!(chain.io(), Some(ErrorKind::TimedOut | ErrorKind::WouldBlock));
        if error.is_timeout() || is_late {
            let what = format!("{server} did not answer within {} s", self.patience.as_secs_f64());
            return Advised::new(what, "check --smtp HOST:PORT and whether a firewall lets it through");
        }
        if let Some(kind) = chain.io() {
            let cause = match kind {
                ErrorKind::ConnectionRefused => "nothing listens there".to_owned(),
                _ => chain.text(),
            };
            return Advised::new(format!("cannot reach {server}: {cause}"), "check --smtp HOST:PORT");
        }
        let advice = match self.address.privacy {
            Privacy::StartTls => "a server that wants TLS from the first byte is smtps://HOST:465",
            Privacy::Wrapped | Privacy::Loopback => "check --smtp HOST:PORT",
        };
        Advised::new(format!("{server}: {}", chain.text()), advice)
    }
}

/// What to do where a server said no.
fn advice(code: u16) -> &'static str {
    match code {
        530 | 534 | 535 | 538 => {
            "check --smtp-user and the password in INSIGHTS_SMTP_PASSWORD or --smtp-password-file"
        }
        550 | 551 | 553 | 554 => {
            "check --mail-to and --mail-from, and whether the server sends for that address"
        }
        552 => "attach less",
        _ => "",
    }
}

/// An error and what it comes from.
struct Causes<'e>(Vec<&'e (dyn Error + 'static)>);

impl<'e> Causes<'e> {
    fn of(error: &'e SmtpError) -> Causes<'e> {
        let mut causes: Vec<&'e (dyn Error + 'static)> = vec![error];
        while let Some(cause) = causes.last().and_then(|error| inner(*error)) {
            causes.push(cause);
        }
        Causes(causes)
    }

    /// The innermost words.
    fn text(&self) -> String {
        self.0.last().map(ToString::to_string).unwrap_or_default()
    }

    fn tls(&self) -> Option<&'e rustls::Error> {
        self.0.iter().find_map(|cause| cause.downcast_ref())
    }

    fn io(&self) -> Option<ErrorKind> {
        self.0.iter().find_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind)
    }
}

/// What an error comes from; one of reading may stand for another that is no cause of it.
fn inner<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    wrapped.map(|error| error as &(dyn Error + 'static)).or_else(|| error.source())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{mailbox, Correspondents};
    use crate::render::letter::Letter;
    use std::net::TcpListener;
    use std::time::Duration;

    fn fails(port: u16) -> Advised {
        let relay = Relay {
            patience: Duration::from_millis(200),
            waits: Vec::new(),
            ..Relay::new(format!("127.0.0.1:{port}").parse().unwrap(), None)
        };
        let to = vec![mailbox("a@example.org").unwrap()];
        let who = Correspondents { from: mailbox("b@example.org").unwrap(), to };
        let letter = Letter { subject: "s".into(), html: "h".into(), plain: "p".into() };
        relay.send(&who.message(&letter, Vec::new()).unwrap(), |_| ()).unwrap_err()
    }

    #[test]
    fn a_server_that_hangs_or_is_not_there_is_told_apart() {
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = silent.local_addr().unwrap().port();
        let hangs = fails(port);
        assert!(hangs.what.contains("did not answer within 0.2 s"), "{hangs}");
        drop(silent);
        let gone = fails(port);
        assert!(gone.what.ends_with(": nothing listens there"), "{gone}");
    }
}
