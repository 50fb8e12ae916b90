//! The browsers that an account is logged in with, for whoever it belongs to.

use domain::account::SessionLine;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;

use super::session;
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::session as row;
use crate::error::{Error, Refusal, Result};
use crate::visitor::Visitor;

/// Nobody is logged in with more; older ones end by themselves.
const SHOWN: u64 = 50;
/// So much of the token's hash names a session to its owner: enough to tell fifty apart, too little to be of use.
const NAME_CHARACTERS: usize = 16;

/// Every session of the visitor's account, the latest seen first.
pub async fn sessions(backend: &Backend, visitor: &Visitor, token: &str) -> Result<Vec<SessionLine>> {
    let now = backend.clock.now();
    let own = session::hash(token);
    let rows = row::Entity::find()
        .filter(row::Column::AccountId.eq(visitor.account.as_str()))
        .filter(row::Column::ExpiresAt.gt(now))
        .filter(row::Column::LastSeenAt.gt(now - session::IDLE))
        .filter(row::Column::AwaitsCode.eq(false))
        .order_by_desc(row::Column::LastSeenAt)
        .limit(SHOWN)
        .all(backend.db.read())
        .await?;
    let line = |row: row::Model| SessionLine {
        this: row.token_hash == own,
        name: row.token_hash.chars().take(NAME_CHARACTERS).collect(),
        browser: row.browser,
        address: row.address,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Ends one session of the visitor's account.
///
/// # Errors
/// `Refused` with `NotFound` where the account has none of this name; a fault.
pub async fn end_session(backend: &Backend, visitor: &Visitor, name: &str) -> Result<()> {
    if name.len() != NAME_CHARACTERS || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Refusal::NotFound.into());
    }
    let (now, id, name) = (backend.clock.now(), visitor.account.to_string(), name.to_owned());
    backend
        .db
        .write(async move |txn: &Txn| {
            let ended = row::Entity::delete_many()
                .filter(row::Column::AccountId.eq(&id))
                .filter(row::Column::TokenHash.starts_with(&name))
                .exec(txn)
                .await?;
            if ended.rows_affected == 0 {
                return Err(Refusal::NotFound.into());
            }
            audit::record(txn, now, Some(&id), "account.session_ended", &id, &json!({})).await?;
            Ok::<_, Error>(())
        })
        .await
}

/// Ends every session of the visitor's account but the one behind `token`; says how many.
pub async fn end_other_sessions(backend: &Backend, visitor: &Visitor, token: &str) -> Result<u64> {
    let (now, id, token) = (backend.clock.now(), visitor.account.to_string(), token.to_owned());
    backend
        .db
        .write(async move |txn: &Txn| {
            let ended = session::end_others(txn, &id, &token).await?;
            let detail = json!({ "ended_sessions": ended });
            audit::record(txn, now, Some(&id), "account.sessions_ended", &id, &detail).await?;
            Ok::<_, Error>(ended)
        })
        .await
}
