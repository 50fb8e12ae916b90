//! What a message or a tag is about, which chooses its colour.

use serde::{Deserialize, Serialize};

/// How a word or a message is meant. The words carry the meaning; the tone only colours them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// Nothing to act on: 下書き, 取下げ.
    #[default]
    Neutral,
    /// Under way: 申請済み, 審査中.
    Info,
    /// Done and good: 承認.
    Success,
    /// Somebody has to act: 差戻し.
    Warning,
    /// Refused or failed: 不承認.
    Danger,
}

impl Tone {
    /// The last part of a class name, as in `tag--success`.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }
}
