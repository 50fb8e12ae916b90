//! Sessions: a random token in the browser, its SHA-256 in the database, and who is behind it in one query.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::AccountId;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, Set, Statement};

use crate::Backend;
use crate::db::{Db, Txn};
use crate::entity::session;
use crate::error::{Fault, Result};
use crate::hex;
use crate::random;
use crate::visitor::{Role, Visitor};

/// A session ends after this long without a request.
pub(super) const IDLE: TimeDelta = TimeDelta::hours(12);
/// A session ends after this long in any case.
const LIFE: TimeDelta = TimeDelta::days(7);
/// The time of the last request is written down no more often than this: reading a page should not write.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(5);
/// How long the code of a second factor is waited for.
const CODE_PATIENCE: TimeDelta = TimeDelta::minutes(10);
/// More of a browser's name than anybody needs to know it again.
const BROWSER_CHARACTERS: usize = 300;
/// 256 bits: nobody guesses one.
const TOKEN_BYTES: usize = 32;

/// What the browser is given after logging in.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The secret for the cookie. It is stored nowhere else.
    pub token: String,
    /// When the session ends in any case; the cookie need not live longer.
    pub expires_at: DateTime<Utc>,
    /// Whether the code of the second factor is still asked for.
    pub awaits_code: bool,
}

impl fmt::Debug for NewSession {
    /// The token must not end up in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewSession")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// Which browser asks, as it names itself, and from where: so that people know their own sessions again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Browser {
    /// Its `User-Agent`.
    pub name: String,
    /// The visitor's address, not a proxy's.
    pub address: String,
}

/// A browser that does not name itself, at an address.
impl From<&str> for Browser {
    fn from(address: &str) -> Browser {
        Browser {
            name: String::new(),
            address: address.to_owned(),
        }
    }
}

/// Begins a session of the account, in the transaction that checked who it is. One that awaits the code of a second
/// factor is nobody's until then, and ends soon.
pub(crate) async fn begin(
    txn: &Txn,
    now: DateTime<Utc>,
    account: &str,
    browser: &Browser,
    awaits_code: bool,
) -> Result<NewSession> {
    let new = NewSession {
        token: random::token_hex(TOKEN_BYTES),
        expires_at: now + if awaits_code { CODE_PATIENCE } else { LIFE },
        awaits_code,
    };
    let row = session::ActiveModel {
        token_hash: Set(hash(&new.token)),
        account_id: Set(account.to_owned()),
        created_at: Set(now),
        last_seen_at: Set(now),
        expires_at: Set(new.expires_at),
        browser: Set(browser.name.chars().take(BROWSER_CHARACTERS).collect()),
        address: Set(browser.address.chars().take(BROWSER_CHARACTERS).collect()),
        awaits_code: Set(awaits_code),
    };
    row.insert(txn).await?;
    // Here rather than in a job of its own: who logs in sweeps up after those who never logged out.
    session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lte(now))
        .exec(txn)
        .await?;
    Ok(new)
}

/// Ends the session behind a token; says whose it was, if there was one.
pub(super) async fn end(txn: &Txn, token: &str) -> Result<Option<String>> {
    let found = session::Entity::find_by_id(hash(token)).one(txn).await?;
    if let Some(found) = &found {
        session::Entity::delete_by_id(found.token_hash.clone())
            .exec(txn)
            .await?;
    }
    Ok(found.map(|session| session.account_id))
}

/// Ends every session of an account but the one behind `kept`; says how many.
pub(super) async fn end_others(txn: &Txn, account: &str, kept: &str) -> Result<u64> {
    let others = session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::TokenHash.ne(hash(kept)));
    Ok(others.exec(txn).await?.rows_affected)
}

/// Ends every session of an account; says how many.
pub(crate) async fn end_all(txn: &Txn, account: &str) -> Result<u64> {
    let all = session::Entity::delete_many().filter(session::Column::AccountId.eq(account));
    Ok(all.exec(txn).await?.rows_affected)
}

/// The account behind a token that still awaits the code of a second factor.
pub(super) async fn awaiting_code(txn: &Txn, token: &str, now: DateTime<Utc>) -> Result<Option<session::Model>> {
    let found = session::Entity::find_by_id(hash(token))
        .filter(session::Column::AwaitsCode.eq(true))
        .filter(session::Column::ExpiresAt.gt(now));
    Ok(found.one(txn).await?)
}

/// Who is behind the token of a request: none where the session has ended or never was, or the account is closed.
///
/// # Errors
/// When the database fails or holds a role that does not exist.
pub async fn visitor(backend: &Backend, token: &str) -> Result<Option<Visitor>> {
    let now = backend.clock.now();
    let token_hash = hash(token);
    let db = backend.db.read();
    let values = [token_hash.as_str().into(), now.into(), (now - IDLE).into()];
    let found = Statement::from_sql_and_values(
        db.get_database_backend(),
        "SELECT a.id, a.display_name, a.doctor_id, g.doctor_id AS helps, s.last_seen_at, r.role, r.association_code \
         FROM sessions s JOIN accounts a ON a.id = s.account_id LEFT JOIN roles r ON r.account_id = a.id \
         LEFT JOIN agents g ON g.account_id = a.id \
         WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.last_seen_at > $3 AND a.disabled_at IS NULL AND NOT s.awaits_code \
         ORDER BY r.role, r.association_code",
        values,
    );
    let rows = Found::find_by_statement(found).all(db).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    if first.last_seen_at <= now - SEEN_EVERY {
        write_down_in_background(&backend.db, token_hash, now);
    }
    visitor_of(&rows, first).map(Some)
}

/// One row for each role; one without a role where there is none.
#[derive(FromQueryResult)]
struct Found {
    id: String,
    display_name: String,
    doctor_id: Option<String>,
    helps: Option<String>,
    last_seen_at: DateTime<Utc>,
    role: Option<String>,
    association_code: Option<String>,
}

fn visitor_of(rows: &[Found], first: &Found) -> Result<Visitor> {
    let account: AccountId = first.id.parse().map_err(|e| Fault::bad_row("accounts", &first.id, e))?;
    let doctor = first.doctor_id.as_deref().map(str::parse).transpose();
    let helps = first.helps.as_deref().map(str::parse).transpose();
    let mut roles = Vec::new();
    for row in rows {
        let Some(key) = &row.role else { continue };
        let role = Role::from_key(key).ok_or_else(|| Fault::bad_row("roles", &first.id, format!("role {key}")))?;
        let code = row.association_code.as_deref().map(str::parse).transpose();
        roles.push((role, code.map_err(|e| Fault::bad_row("roles", &first.id, e))?));
    }
    Ok(Visitor {
        account,
        display_name: first.display_name.clone(),
        doctor: doctor.map_err(|e| Fault::bad_row("accounts", &first.id, e))?,
        helps: helps.map_err(|e| Fault::bad_row("agents", &first.id, e))?,
        roles,
    })
}

/// The request does not wait for it, and does not fail with it.
fn write_down_in_background(db: &Db, token_hash: String, now: DateTime<Utc>) {
    let db = db.clone();
    tokio::spawn(async move {
        let seen = db.write(async move |txn: &Txn| {
            // Of several requests at once only the first still meets the condition.
            session::Entity::update_many()
                .col_expr(session::Column::LastSeenAt, Expr::value(now))
                .filter(session::Column::TokenHash.eq(token_hash))
                .filter(session::Column::LastSeenAt.lte(now - SEEN_EVERY))
                .exec(txn)
                .await
        });
        if let Err(error) = seen.await {
            tracing::warn!(%error, "the time of a session's last request was not written down");
        }
    });
}

/// The database holds this and not the token: who reads the table cannot take over a session.
pub(super) fn hash(token: &str) -> String {
    hex::sha256(token.as_bytes())
}
