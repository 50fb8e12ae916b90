//! Letters to people. Each is written in the transaction of what it tells about and sent after it by a job, again and
//! again until it has left; it is kept either way.

mod letter;
mod mailer;
pub mod outbox;
mod send;
mod write;

pub(crate) use self::letter::tell_doctor;
pub use self::mailer::{MailAddressError, Mailer, Smtp};
pub(crate) use self::send::{SEND_MAIL, send};
pub(crate) use self::write::NewLetter;
