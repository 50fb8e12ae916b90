//! An account as its owner sees it: where it is logged in, and who helps.

use chrono::{DateTime, Utc};

/// A browser that is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Names it among the account's sessions.
    pub name: String,
    /// As the browser names itself; empty where it did not.
    pub browser: String,
    /// From where it logged in.
    pub address: String,
    /// When it logged in.
    pub created_at: DateTime<Utc>,
    /// When it was last seen, to five minutes.
    pub last_seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// Somebody who helps a doctor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// The account.
    pub account: String,
    /// The address it was made with.
    pub address: String,
    /// Since when.
    pub since: DateTime<Utc>,
}
