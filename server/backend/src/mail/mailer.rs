//! How letters leave the program.

use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::entity::mail;
use crate::error::{Fault, Result};

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
    pub fn new(url: &str, from: &str) -> std::result::Result<Smtp, MailAddressError> {
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

impl Mailer {
    /// Sends a letter; says whether it has left. The same letter may be sent twice when the power goes in between: it
    /// then bears the same Message-ID.
    pub(super) async fn send(&self, mail: &mail::Model) -> Result<bool> {
        match self {
            Mailer::Off => Ok(false),
            Mailer::Folder(folder) => {
                let from = Mailbox::new(Some("Shuryo 修了申請（見本）".to_owned()), example_sender()?);
                let message = message(mail, from)?;
                put_by(folder, &mail.id, &message.formatted()).await?;
                Ok(true)
            }
            Mailer::Smtp(smtp) => {
                let message = message(mail, smtp.from.clone())?;
                smtp.transport.send(message).await.map_err(Fault::other)?;
                Ok(true)
            }
        }
    }
}

fn example_sender() -> Result<lettre::Address> {
    lettre::Address::new("shuryo", "example.jp").map_err(Fault::other)
}

fn message(mail: &mail::Model, from: Mailbox) -> Result<Message> {
    let to: lettre::Address = mail.recipient.parse().map_err(Fault::other)?;
    let message_id = format!("<{}@{}>", mail.id, from.email.domain());
    let message = Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(mail.subject.as_str())
        .message_id(Some(message_id))
        .header(ContentType::TEXT_PLAIN)
        .body(mail.body.clone());
    message.map_err(Fault::other)
}

async fn put_by(folder: &Path, id: &str, bytes: &[u8]) -> Result<()> {
    tokio::fs::create_dir_all(folder).await.map_err(Fault::other)?;
    // Beside its name first, so that nobody reads half of it.
    let (half, whole) = (folder.join(format!("{id}.part")), folder.join(format!("{id}.eml")));
    tokio::fs::write(&half, bytes).await.map_err(Fault::other)?;
    tokio::fs::rename(&half, &whole).await.map_err(Fault::other)?;
    Ok(())
}
