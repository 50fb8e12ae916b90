//! A letter to a person, as it is kept.

use chrono::{DateTime, Utc};

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its number, by which a link leads to it and its file is named.
    pub id: String,
    /// To whom.
    pub recipient: String,
    /// 件名.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it leaves, if it has not left.
    pub send_at: DateTime<Utc>,
    /// When it left.
    pub sent_at: Option<DateTime<Utc>>,
}
