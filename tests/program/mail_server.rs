//! A mail server on this machine that takes one message and does as it is told.

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;

/// What a server does.
#[derive(Debug, Clone, Copy, Default)]
pub struct Conduct {
    /// Whether it offers TLS after a greeting.
    pub start_tls: bool,
    /// Whether it speaks TLS from the first byte.
    pub wrapped: bool,
    /// Whether it wants a password.
    pub wants_login: bool,
    /// What it says to a recipient, one message after the other; then it takes them.
    pub to_recipients: &'static [&'static str],
}

/// A running server.
pub struct MailServer {
    pub port: u16,
    heard: JoinHandle<Vec<String>>,
}

/// A connection, in the clear or not.
trait Wire: Read + Write {}
impl<T: Read + Write> Wire for T {}

impl MailServer {
    /// Serves so many connections, then ends.
    pub fn start(conduct: Conduct, connections: usize) -> MailServer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = std::thread::spawn(move || {
            let mut heard = Vec::new();
            for place in 0..connections {
                let (stream, _) = listener.accept().unwrap();
                // A client that does not like what it sees may leave at any moment.
                let _ = Talk { conduct, place, heard: &mut heard }.begin(stream);
            }
            heard
        });
        MailServer { port, heard }
    }

    /// Everything that was said to it, line by line.
    pub fn heard(self) -> String {
        self.heard.join().unwrap().join("\n")
    }
}

struct Talk<'a> {
    conduct: Conduct,
    place: usize,
    heard: &'a mut Vec<String>,
}

impl Talk<'_> {
    fn begin(&mut self, stream: TcpStream) -> std::io::Result<()> {
        if self.conduct.wrapped {
            return self.go_on(BufReader::new(Box::new(secured(stream))), true);
        }
        let mut wire: BufReader<Box<dyn Wire>> = BufReader::new(Box::new(stream.try_clone()?));
        wire.get_mut().write_all(b"220 test ESMTP\r\n")?;
        loop {
            let line = self.line(&mut wire)?;
            if line == "STARTTLS" && self.conduct.start_tls {
                wire.get_mut().write_all(b"220 go ahead\r\n")?;
                return self.go_on(BufReader::new(Box::new(secured(stream))), false);
            }
            if self.answer(&line, &mut wire, self.conduct.start_tls)? {
                return Ok(());
            }
        }
    }

    fn go_on(&mut self, mut wire: BufReader<Box<dyn Wire>>, greets: bool) -> std::io::Result<()> {
        if greets {
            wire.get_mut().write_all(b"220 test ESMTP\r\n")?;
        }
        self.heard.push("(private)".to_string());
        loop {
            let line = self.line(&mut wire)?;
            if self.answer(&line, &mut wire, false)? {
                return Ok(());
            }
        }
    }

    fn line(&mut self, wire: &mut BufReader<Box<dyn Wire>>) -> std::io::Result<String> {
        let mut line = String::new();
        if wire.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end().to_string();
        self.heard.push(line.clone());
        Ok(line)
    }

    /// Answers a command; whether that was the last.
    fn answer(
        &mut self,
        line: &str,
        wire: &mut BufReader<Box<dyn Wire>>,
        offers_tls: bool,
    ) -> std::io::Result<bool> {
        let verb = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let refusal = self.conduct.to_recipients.get(self.place).copied();
        let said = match verb.as_str() {
            "EHLO" if offers_tls => "250-test\r\n250 STARTTLS\r\n".to_string(),
            "EHLO" if self.conduct.wants_login => "250-test\r\n250 AUTH PLAIN LOGIN\r\n".to_string(),
            "EHLO" => "250 test\r\n".to_string(),
            // \0anna\0geheim
            "AUTH" if line.ends_with("AGFubmEAZ2VoZWlt") => "235 welcome\r\n".to_string(),
            "AUTH" => "535 5.7.8 wrong name or password\r\n".to_string(),
            "MAIL" if self.conduct.wants_login && !self.is_logged_in() => "530 log in first\r\n".to_string(),
            "RCPT" if refusal.is_some() => format!("{}\r\n", refusal.unwrap_or_default()),
            "DATA" => {
                wire.get_mut().write_all(b"354 go on\r\n")?;
                while self.line(wire)? != "." {}
                "250 taken\r\n".to_string()
            }
            "QUIT" => "221 bye\r\n".to_string(),
            "MAIL" | "RCPT" | "RSET" | "NOOP" => "250 ok\r\n".to_string(),
            _ => "500 what\r\n".to_string(),
        };
        wire.get_mut().write_all(said.as_bytes())?;
        Ok(verb == "QUIT")
    }

    fn is_logged_in(&self) -> bool {
        self.heard.iter().any(|line| line.ends_with("AGFubmEAZ2VoZWlt"))
    }
}

/// The same connection over TLS, with the certificate of the fixtures.
fn secured(stream: TcpStream) -> StreamOwned<ServerConnection, TcpStream> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/mail");
    let certificate = CertificateDer::from_pem_file(format!("{folder}/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(format!("{folder}/server.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    StreamOwned::new(ServerConnection::new(Arc::new(config)).unwrap(), stream)
}
