//! The audit log: who did what to what, in a chain of hashes in which nothing can be changed or left out unseen.
//!
//! An entry's hash is the SHA-256, in lower-case hexadecimal, over seven fields in this order: sequence, time (RFC 3339
//! in UTC with six decimals and `Z`), actor (empty for the program itself), action, subject, detail, hash of the entry
//! before (64 zeros for the first). Each field is its length in bytes, a colon, its text, a comma, so that no text can
//! be mistaken for another division of fields. The database refuses UPDATE and DELETE on the table; the chain is for
//! whoever gets past that.

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use futures::TryStreamExt;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, QueryOrder, Set, StreamTrait};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::counters;
use crate::db::Txn;
use crate::entity::{audit_entry, counter};
use crate::hex;

/// The counter that numbers the entries.
const COUNTER: &str = "audit";
/// What stands for the entry before the first.
const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Something in the audit log that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// The entries `from` to `to` (both included) are not there.
    Missing {
        /// The first missing number.
        from: i64,
        /// The last missing number.
        to: i64,
    },
    /// The entry's content does not give its hash.
    Altered {
        /// The entry's number.
        sequence: i64,
    },
    /// The entry does not name the hash of the entry before it.
    Unlinked {
        /// The entry's number.
        sequence: i64,
    },
}

/// Appends an entry in the caller's transaction: it is there exactly if the deed is.
///
/// `actor` is the account's id, or none when the program acts by itself. Writers of the log wait for each other until
/// they commit, so it is called at the end of a transaction.
///
/// # Errors
/// When the database fails, or the entry before this one is missing.
pub async fn record(
    txn: &Txn,
    now: DateTime<Utc>,
    actor: Option<&str>,
    action: &str,
    subject: &str,
    detail: &Value,
) -> Result<(), DbErr> {
    // Drawn before the last hash is read: whoever holds the counter is alone at the end of the chain.
    let sequence = counters::next(txn, COUNTER).await?;
    let previous_hash = if sequence == 1 {
        BEGINNING.to_owned()
    } else {
        let previous = audit_entry::Entity::find_by_id(sequence - 1).one(txn).await?;
        previous
            .ok_or_else(|| DbErr::RecordNotFound(format!("audit_log {}", sequence - 1)))?
            .hash
    };
    let mut entry = audit_entry::Model {
        sequence,
        at: now.trunc_subsecs(6),
        actor_account_id: actor.map(str::to_owned),
        action: action.to_owned(),
        subject: subject.to_owned(),
        detail: detail.to_string(),
        previous_hash,
        hash: String::new(),
    };
    entry.hash = hash_of(&entry);
    insertable(entry).insert(txn).await?;
    Ok(())
}

/// Reads the whole log, one entry at a time, and lists what is wrong with it.
///
/// # Errors
/// When the database fails.
pub async fn verify_chain<C>(conn: &C) -> Result<Vec<Violation>, DbErr>
where
    C: ConnectionTrait + StreamTrait,
{
    // The counter is read first: entries that are written meanwhile then do no harm.
    let counter = counter::Entity::find_by_id(COUNTER).one(conn).await?;
    let recorded = counter.map_or(0, |counter| counter.next - 1);
    let mut entries = audit_entry::Entity::find()
        .order_by_asc(audit_entry::Column::Sequence)
        .stream(conn)
        .await?;
    let mut violations = Vec::new();
    let (mut last, mut last_hash) = (0, BEGINNING.to_owned());
    while let Some(entry) = entries.try_next().await? {
        let sequence = entry.sequence;
        if sequence != last + 1 {
            violations.push(Violation::Missing {
                from: last + 1,
                to: sequence - 1,
            });
        } else if entry.previous_hash != last_hash {
            violations.push(Violation::Unlinked { sequence });
        }
        if entry.hash != hash_of(&entry) {
            violations.push(Violation::Altered { sequence });
        }
        (last, last_hash) = (sequence, entry.hash);
    }
    if last < recorded {
        violations.push(Violation::Missing {
            from: last + 1,
            to: recorded,
        });
    }
    Ok(violations)
}

fn hash_of(entry: &audit_entry::Model) -> String {
    let sequence = entry.sequence.to_string();
    let at = entry.at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let fields = [
        sequence.as_str(),
        &at,
        entry.actor_account_id.as_deref().unwrap_or(""),
        &entry.action,
        &entry.subject,
        &entry.detail,
        &entry.previous_hash,
    ];
    let mut hash = Sha256::new();
    for field in fields {
        hash.update(format!("{}:{field},", field.len()));
    }
    hex::encode(&hash.finalize())
}

fn insertable(entry: audit_entry::Model) -> audit_entry::ActiveModel {
    audit_entry::ActiveModel {
        sequence: Set(entry.sequence),
        at: Set(entry.at),
        actor_account_id: Set(entry.actor_account_id),
        action: Set(entry.action),
        subject: Set(entry.subject),
        detail: Set(entry.detail),
        previous_hash: Set(entry.previous_hash),
        hash: Set(entry.hash),
    }
}
