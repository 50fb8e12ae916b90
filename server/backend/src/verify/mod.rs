//! Reads the whole database and the files, and lists what cannot be: the proof that nothing was lost.
//!
//! `rules` holds what one SQL statement can find, `rows` what takes a look at each row, `stored` what takes a
//! look at the files, `uploads` what is still on its way, `cameras` the phones that may send, `mails` the letters, `reminders`
//! those before a deadline. Rows are read in one
//! snapshot, so that a program at work does not look like a mistake; a file that does not match is looked at again
//! together with its row before it is reported.

mod after;
mod cameras;
mod judged;
mod mails;
mod reminders;
mod rows;
mod rules;
mod stored;
mod uploads;

use sea_orm::{AccessMode, DatabaseTransaction, DbBackend, IsolationLevel, TransactionTrait};

use crate::Backend;
use crate::db::Db;
use crate::error::Result;

/// More findings of one rule than this are not listed: the database is then broken, and more lines say no more.
const LISTED: usize = 100;

/// Something that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule's name, such as `certificates.numbers`.
    pub rule: &'static str,
    /// Which rows or files, and how.
    pub what: String,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// What cannot be; none in a database that is whole. At most a hundred of each rule, the last of which says that
    /// there are more.
    pub violations: Vec<Violation>,
    /// What is untidy and harms nobody: files that no row names, left behind when the power went.
    pub notes: Vec<String>,
}

impl Verified {
    fn add(&mut self, rule: &'static str, what: impl Into<String>) {
        let before = self
            .violations
            .iter()
            .filter(|violation| violation.rule == rule)
            .count();
        if before < LISTED {
            self.violations.push(Violation {
                rule,
                what: what.into(),
            });
        } else if before == LISTED {
            self.violations.push(Violation {
                rule,
                what: "and more".to_owned(),
            });
        }
    }

    fn note(&mut self, what: impl Into<String>) {
        if self.notes.len() < LISTED {
            self.notes.push(what.into());
        } else if self.notes.len() == LISTED {
            self.notes.push("and more".to_owned());
        }
    }
}

/// Checks everything. Memory stays bounded whatever the size of the database; time does not.
///
/// # Errors
/// When the database or the file store fails: nothing is known then.
pub async fn verify(backend: &Backend) -> Result<Verified> {
    let mut verified = Verified::default();
    let snapshot = snapshot(&backend.db).await?;
    rules::check(&snapshot, &mut verified).await?;
    after::check(&snapshot, &mut verified).await?;
    rows::check(&snapshot, &mut verified).await?;
    cameras::check(&snapshot, &mut verified).await?;
    mails::check(&snapshot, &mut verified).await?;
    reminders::check(&snapshot, &mut verified).await?;
    judged::check(backend, &snapshot, &mut verified).await?;
    snapshot.rollback().await?;
    stored::check(backend, &mut verified).await?;
    uploads::check(backend, &mut verified).await?;
    Ok(verified)
}

/// A transaction that sees the database as it is now, whatever is written meanwhile.
async fn snapshot(db: &Db) -> Result<DatabaseTransaction> {
    let begun = match db.backend() {
        DbBackend::Postgres => {
            db.read()
                .begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly))
                .await
        }
        // Reading inside a transaction is a snapshot on SQLite as it is.
        _ => db.read().begin().await,
    };
    Ok(begun?)
}
