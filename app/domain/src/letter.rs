//! A letter to a person, as it is kept, and why one could not be sent.

use chrono::{DateTime, Utc};

use crate::ids::MailFailureId;

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

/// Why a letter could not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailFailure {
    /// The address is none.
    Address,
    /// The mail server refuses this letter for good.
    Refused,
    /// The mail server could not take it for the time being.
    Busy,
    /// The mail server could not be reached, or the connection broke.
    Unreachable,
    /// The mail server does not let the program in.
    LogIn,
    /// The folder of a demonstration could not be written to.
    Folder,
    /// Anything else.
    Other,
}

impl MailFailure {
    /// All of them.
    pub const ALL: [MailFailure; 7] = [
        MailFailure::Address,
        MailFailure::Refused,
        MailFailure::Busy,
        MailFailure::Unreachable,
        MailFailure::LogIn,
        MailFailure::Folder,
        MailFailure::Other,
    ];

    /// As it stands in the database.
    pub fn key(self) -> &'static str {
        match self {
            MailFailure::Address => "address",
            MailFailure::Refused => "refused",
            MailFailure::Busy => "busy",
            MailFailure::Unreachable => "unreachable",
            MailFailure::LogIn => "log_in",
            MailFailure::Folder => "folder",
            MailFailure::Other => "other",
        }
    }

    /// Reads [`MailFailure::key`] back.
    pub fn from_key(key: &str) -> Option<MailFailure> {
        MailFailure::ALL.into_iter().find(|failure| failure.key() == key)
    }

    /// Whether another try of the same letter to the same address would end the same way.
    pub fn is_final(self) -> bool {
        matches!(self, MailFailure::Address | MailFailure::Refused)
    }

    /// What happened and what to do, for whoever may send the letter again.
    pub fn sentence(self) -> &'static str {
        match self {
            MailFailure::Address => {
                "メールアドレスの形が正しくありません。本人に確認し、登録のアドレスを直してから送ってください。"
            }
            MailFailure::Refused => {
                "メールサーバーが受け取りを断りました。アドレスが間違っているか、使われていない可能性があります。本人に確認してから送ってください。"
            }
            MailFailure::Busy => {
                "メールサーバーが一時的に受け取れない状態が続きました。時間をおいて、もう一度送ってください。"
            }
            MailFailure::Unreachable => {
                "メールサーバーに接続できない状態が続きました。復旧を確認してから、もう一度送ってください。"
            }
            MailFailure::LogIn => {
                "メールサーバーにログインできませんでした。運用担当者に設定の確認を依頼してから、もう一度送ってください。"
            }
            MailFailure::Folder => {
                "メールの保存先に書き込めませんでした。運用担当者に確認を依頼してから、もう一度送ってください。"
            }
            MailFailure::Other => {
                "送信の途中で問題が起きました。もう一度送り、また送れないときは運用担当者に連絡してください。"
            }
        }
    }
}

/// A letter that was given up and not sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedLetter {
    /// Names this failure, so that a form that is sent twice sends the letter once.
    pub id: MailFailureId,
    /// To whom it was sent.
    pub recipient: String,
    /// The reader's address of today, where it is another one: the letter would go there.
    pub corrected: Option<String>,
    /// 件名.
    pub subject: String,
    /// When it was given up.
    pub failed_at: DateTime<Utc>,
    /// How often it was tried.
    pub tries: u32,
    /// Why it could not be sent.
    pub failure: MailFailure,
    /// Whether the reader may still log in; nobody else gets letters.
    pub reader_active: bool,
}

#[cfg(test)]
mod tests {
    use super::MailFailure;

    #[test]
    fn every_reason_is_read_back_and_says_what_to_do() {
        for failure in MailFailure::ALL {
            assert_eq!(MailFailure::from_key(failure.key()), Some(failure));
            assert!(failure.sentence().ends_with("ください。"), "{}", failure.sentence());
        }
        assert_eq!(MailFailure::from_key("550 no such user"), None);
    }
}
