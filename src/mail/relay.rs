//! The server that mail is handed to, and how safely.

use crate::advice::Advised;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

/// A server with what it takes to use it.
#[derive(Clone, PartialEq, Eq)]
pub struct Relay {
    /// Which server, and how.
    pub address: RelayAddress,
    /// Name and password, where it wants them.
    pub login: Option<(String, String)>,
    /// How long any answer may take.
    pub patience: Duration,
    /// How long to wait before each new attempt where it could not take the mail just then.
    pub waits: Vec<Duration>,
}

/// Passwords are never shown.
impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Relay").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Where a server is, and how it is talked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelayAddress {
    /// Its name, which its certificate must have.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept private.
    pub privacy: Privacy,
}

/// How a connection is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// TLS from the first byte.
    Wrapped,
    /// TLS before anything is said of the mail; without it the mail is not sent.
    StartTls,
    /// None: the server is this machine.
    Loopback,
}

impl Relay {
    /// A server with the usual patience.
    pub fn new(address: RelayAddress, login: Option<(String, String)>) -> Relay {
        let waits = [2, 8].map(Duration::from_secs).to_vec();
        Relay { address, login, patience: Duration::from_secs(30), waits }
    }
}

impl FromStr for RelayAddress {
    type Err = Advised;

    /// `HOST`, `HOST:PORT`; `smtps://` in front asks for TLS from the first byte, as port 465 does, `smtp://` for STARTTLS.
    /// Without either, mail to this machine goes in the clear.
    fn from_str(text: &str) -> Result<RelayAddress, Advised> {
        let (asked, rest) = match text.split_once("://") {
            Some(("smtps", rest)) => (Some(Privacy::Wrapped), rest),
            Some(("smtp", rest)) => (Some(Privacy::StartTls), rest),
            Some(_) => return Err(mistaken(text)),
            None => (None, text),
        };
        let (host, port) = host_and_port(rest).ok_or_else(|| mistaken(text))?;
        let privacy = asked.unwrap_or(match port {
            Some(465) => Privacy::Wrapped,
            _ if is_this_machine(&host) => Privacy::Loopback,
            _ => Privacy::StartTls,
        });
        let port = port.unwrap_or(match privacy {
            Privacy::Wrapped => 465,
            Privacy::StartTls => 587,
            Privacy::Loopback => 25,
        });
        Ok(RelayAddress { host, port, privacy })
    }
}

fn host_and_port(text: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = match text.strip_prefix('[') {
        Some(bracketed) => {
            let (host, rest) = bracketed.split_once(']')?;
            (host, if rest.is_empty() { None } else { Some(rest.strip_prefix(':')?) })
        }
        None => text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    let port = port.map(str::parse::<u16>).transpose().ok()?;
    let is_a_name = host.chars().all(|c| c.is_alphanumeric() || ".-_:".contains(c));
    (is_a_name && !host.is_empty() && port != Some(0)).then(|| (host.to_owned(), port))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

fn mistaken(text: &str) -> Advised {
    Advised::new(
        format!("{text:?} is no mail server"),
        "HOST, HOST:PORT or smtps://HOST:PORT, as in smtp.example.org:587",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_private_unless_it_is_this_machine() {
        let of = |text: &str| {
            let RelayAddress { host, port, privacy } = text.parse().unwrap();
            (host, port, privacy)
        };
        let is = |host: &str, port, privacy| (host.to_owned(), port, privacy);
        assert_eq!(of("mail.example.org"), is("mail.example.org", 587, Privacy::StartTls));
        assert_eq!(of("mail.example.org:25"), is("mail.example.org", 25, Privacy::StartTls));
        assert_eq!(of("mail.example.org:465"), is("mail.example.org", 465, Privacy::Wrapped));
        assert_eq!(of("smtps://mail.example.org:2465"), is("mail.example.org", 2465, Privacy::Wrapped));
        assert_eq!(of("localhost"), is("localhost", 25, Privacy::Loopback));
        assert_eq!(of("[::1]:1025"), is("::1", 1025, Privacy::Loopback));
        assert_eq!(of("smtp://127.0.0.1:1025"), is("127.0.0.1", 1025, Privacy::StartTls));
        for wrong in
            ["", "host:port", "host:0", "http://host", "a b", "user:secret@host", "[::1", "host:99999"]
        {
            assert!(wrong.parse::<RelayAddress>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        let login = Some(("anna".to_owned(), "geheim".to_owned()));
        let relay = Relay::new("localhost".parse().unwrap(), login);
        assert!(!format!("{relay:?}").contains("geheim"));
    }
}
