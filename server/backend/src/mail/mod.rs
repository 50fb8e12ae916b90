//! Letters to people. Each is written in the transaction of what it tells about and sent after it by a job, again and
//! again until it has left or a day has passed. It is kept either way; one that was given up is listed for whoever may
//! send it again.

pub mod again;
pub mod failed;
mod letter;
mod mailer;
pub mod outbox;
pub mod remind;
mod send;
mod write;

pub(crate) use self::letter::tell_doctor;
pub use self::mailer::{MailAddressError, Mailer, Smtp};
pub(crate) use self::remind::{OF_A_DRAFT, OF_A_RETURN};
pub(crate) use self::send::{SEND_MAIL, send};
pub(crate) use self::write::NewLetter;
