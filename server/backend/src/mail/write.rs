//! Writes a letter down, with the job that sends it, in the transaction of what it tells about.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, Set};

use super::send::enqueue;
use crate::db::Txn;
use crate::entity::mail;
use crate::error::Result;
use crate::random;

/// What a letter says in place of its link until it leaves: the link itself rests nowhere.
pub(super) const LINK: &str = "{link}";

/// A letter before it is written down.
pub(crate) struct NewLetter<'a> {
    /// Which letter.
    pub(crate) kind: &'a str,
    /// Its words: the first line is the subject, the rest the letter.
    pub(crate) template: &'a str,
    /// What stands in them in braces.
    pub(crate) facts: &'a [(&'a str, &'a str)],
    /// Whose it is; nobody's before there is an account.
    pub(crate) account: Option<&'a str>,
    /// The application that it tells of.
    pub(crate) application: Option<&'a str>,
    /// The link that it brings.
    pub(crate) confirmation: Option<&'a str>,
    /// Where it goes.
    pub(crate) recipient: &'a str,
}

impl NewLetter<'_> {
    /// Writes it down; it leaves at `send_at`. Gives back its id.
    pub(crate) async fn insert(&self, txn: &Txn, now: DateTime<Utc>, send_at: DateTime<Utc>) -> Result<String> {
        let (subject, body) = written(self.template, self.facts);
        let id = random::id();
        let row = mail::ActiveModel {
            id: Set(id.clone()),
            account_id: Set(self.account.map(str::to_owned)),
            application_id: Set(self.application.map(str::to_owned)),
            confirmation_id: Set(self.confirmation.map(str::to_owned)),
            kind: Set(self.kind.to_owned()),
            recipient: Set(self.recipient.to_owned()),
            subject: Set(subject),
            body: Set(body),
            state: Set("waiting".to_owned()),
            created_at: Set(now),
            send_at: Set(send_at),
            sent_at: Set(None),
        };
        row.insert(txn).await?;
        enqueue(txn, &id, 0, send_at).await?;
        Ok(id)
    }
}

/// The subject and the letter. What is put in is taken as it is: a name with braces stays a name.
pub(super) fn written(template: &str, facts: &[(&str, &str)]) -> (String, String) {
    let mut text = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        text.push_str(before);
        text.push_str(
            facts
                .iter()
                .find(|(fact, _)| *fact == name)
                .map_or("", |(_, value)| value),
        );
        rest = behind;
    }
    text.push_str(rest);
    let (subject, body) = text.split_once('\n').unwrap_or((&text, ""));
    // A subject is one line, whatever a name holds.
    let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    (subject, body.trim_start().to_owned())
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn what_is_put_in_is_taken_as_it_is() {
        let (subject, body) = written(
            "件名 {name}\n\n{name} 先生 {number}",
            &[("name", "{number}\nBcc: x"), ("number", "R1")],
        );
        assert_eq!(subject, "件名 {number}");
        assert_eq!(body, "Bcc: x\n\n{number}\nBcc: x 先生 R1");
    }
}
