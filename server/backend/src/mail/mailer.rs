//! How letters leave the program.

use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use domain::letter::MailFailure;

use crate::entity::mail;

/// No mail server needs longer to take a letter; a job that waits holds up the others.
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail server and the address in whose name it sends.
#[derive(Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// The settings name no mail server or no sender. It does not repeat them: they may hold a password.
#[derive(Debug, thiserror::Error)]
#[error("not an address of a mail server or of a sender")]
pub struct MailAddressError;

impl Smtp {
    /// `url` is like `smtps://user:password@mail.example.jp`, `from` like `修了申請 <noreply@example.jp>`.
    ///
    /// # Errors
    /// When either cannot be read.
    pub fn new(url: &str, from: &str) -> Result<Smtp, MailAddressError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| MailAddressError)?
            .timeout(Some(PATIENCE))
            .build();
        let from = from.parse().map_err(|_| MailAddressError)?;
        Ok(Smtp { transport, from })
    }
}

/// Where letters go.
#[derive(Clone, Default)]
pub enum Mailer {
    /// Nowhere: none is sent.
    #[default]
    Off,
    /// Into a folder, a file each: what a demonstration does.
    Folder(PathBuf),
    /// To a mail server.
    Smtp(Box<Smtp>),
}

/// Without the mail server's password.
impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Mailer::Off => f.write_str("Off"),
            Mailer::Folder(folder) => f.debug_tuple("Folder").field(folder).finish(),
            Mailer::Smtp(smtp) => f.debug_tuple("Smtp").field(&smtp.from.to_string()).finish(),
        }
    }
}

/// A letter has not left. What a mail server said in words is dropped here: it may hold anything, passwords included.
#[derive(Debug, thiserror::Error)]
#[error("the letter has not left: {} {}", failure.key(), status.map(|status| status.to_string()).unwrap_or_default())]
pub(super) struct NotSent {
    pub(super) failure: MailFailure,
    /// The three digits of a mail server's answer.
    status: Option<u16>,
}

impl From<MailFailure> for NotSent {
    fn from(failure: MailFailure) -> NotSent {
        NotSent { failure, status: None }
    }
}

impl From<smtp::Error> for NotSent {
    fn from(error: smtp::Error) -> NotSent {
        let status = error.status().map(u16::from);
        let failure = match status {
            // RFC 4954: the name or the password is wrong, or one is missing.
            Some(530 | 534 | 535 | 538) => MailFailure::LogIn,
            Some(500..) => MailFailure::Refused,
            Some(_) => MailFailure::Busy,
            None if error.is_client() || error.is_response() => MailFailure::Other,
            None => MailFailure::Unreachable,
        };
        NotSent { failure, status }
    }
}

impl Mailer {
    /// Sends a letter; says whether it has left. The same letter may be sent twice when the power goes in between: it
    /// then bears the same Message-ID.
    pub(super) async fn send(&self, mail: &mail::Model) -> Result<bool, NotSent> {
        match self {
            Mailer::Off => Ok(false),
            Mailer::Folder(folder) => {
                let from = Mailbox::new(Some("Shuryo 修了申請（見本）".to_owned()), example_sender()?);
                let message = message(mail, from)?;
                let put = put_by(folder, &mail.id, &message.formatted()).await;
                put.map_err(|_| MailFailure::Folder)?;
                Ok(true)
            }
            Mailer::Smtp(smtp) => {
                let message = message(mail, smtp.from.clone())?;
                smtp.transport.send(message).await?;
                Ok(true)
            }
        }
    }
}

fn example_sender() -> Result<lettre::Address, MailFailure> {
    lettre::Address::new("shuryo", "example.jp").map_err(|_| MailFailure::Other)
}

fn message(mail: &mail::Model, from: Mailbox) -> Result<Message, MailFailure> {
    let to: lettre::Address = mail.recipient.parse().map_err(|_| MailFailure::Address)?;
    let message_id = format!("<{}@{}>", mail.id, from.email.domain());
    let message = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(mail.subject.as_str())
        .message_id(Some(message_id))
        .header(ContentType::TEXT_PLAIN)
        .body(mail.body.clone());
    message.map_err(|_| MailFailure::Other)
}

async fn put_by(folder: &Path, id: &str, bytes: &[u8]) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    // Beside its name first, so that nobody reads half of it.
    let (half, whole) = (folder.join(format!("{id}.part")), folder.join(format!("{id}.eml")));
    tokio::fs::write(&half, bytes).await?;
    tokio::fs::rename(&half, &whole).await
}
