//! Links in letters that prove who reads them: to register, to choose a new password, to change the address, to become
//! somebody's agent. A link works once and not for long; the database holds its SHA-256 and only from the moment on at
//! which the letter leaves.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::Backend;
use crate::db::Txn;
use crate::entity::confirmation;
use crate::error::{Fault, Refusal, Result};
use crate::{hex, random};

/// 256 bits: nobody guesses one.
const TOKEN_BYTES: usize = 32;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To finish a registration.
    Registration,
    /// To choose a new password.
    Password,
    /// To change the address.
    Email,
    /// To become somebody's agent.
    Agent,
}

impl Purpose {
    fn key(self) -> &'static str {
        match self {
            Purpose::Registration => "registration",
            Purpose::Password => "password",
            Purpose::Email => "email",
            Purpose::Agent => "agent",
        }
    }

    fn from_key(key: &str) -> Option<Purpose> {
        [Purpose::Registration, Purpose::Password, Purpose::Email, Purpose::Agent]
            .into_iter()
            .find(|purpose| purpose.key() == key)
    }

    /// How long the link works.
    fn life(self) -> TimeDelta {
        match self {
            Purpose::Password => TimeDelta::hours(1),
            Purpose::Registration | Purpose::Email => TimeDelta::hours(24),
            Purpose::Agent => TimeDelta::days(7),
        }
    }
}

/// A link that still works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// What it is for.
    pub purpose: Purpose,
    /// Where its letter went.
    pub address: String,
}

/// Whose link it is, and where its letter goes.
pub(crate) struct NewConfirmation<'a> {
    pub(crate) purpose: Purpose,
    pub(crate) registration: Option<&'a str>,
    pub(crate) account: Option<&'a str>,
    pub(crate) address: &'a str,
}

impl NewConfirmation<'_> {
    /// Writes it down; says its id, for the letter that brings it.
    pub(crate) async fn insert(&self, txn: &Txn, now: DateTime<Utc>) -> Result<String> {
        // Here rather than in a job of its own: who asks for a link sweeps up after those who never used theirs.
        confirmation::Entity::delete_many()
            .filter(confirmation::Column::ExpiresAt.lte(now - TimeDelta::days(30)))
            .exec(txn)
            .await?;
        let id = random::id();
        let row = confirmation::ActiveModel {
            id: Set(id.clone()),
            purpose: Set(self.purpose.key().to_owned()),
            registration_id: Set(self.registration.map(str::to_owned)),
            account_id: Set(self.account.map(str::to_owned)),
            address: Set(self.address.to_owned()),
            token_hash: Set(None),
            created_at: Set(now),
            expires_at: Set(now + self.purpose.life()),
            used_at: Set(None),
        };
        row.insert(txn).await?;
        Ok(id)
    }
}

/// The secret for the letter that is about to leave. An earlier one of the same link no longer works.
pub(crate) async fn new_token(txn: &Txn, id: &str) -> Result<String> {
    let token = random::token_hex(TOKEN_BYTES);
    confirmation::Entity::update_many()
        .col_expr(confirmation::Column::TokenHash, Expr::value(hash(&token)))
        .filter(confirmation::Column::Id.eq(id))
        .filter(confirmation::Column::UsedAt.is_null())
        .exec(txn)
        .await?;
    Ok(token)
}

/// What a link is for, without using it up: programs that look through mail open every link, too.
pub async fn confirmation(backend: &Backend, token: &str) -> Result<Option<Confirmation>> {
    let now = backend.clock.now();
    let row = working(token, now).one(backend.db.read()).await?;
    row.map(|row| {
        Ok(Confirmation {
            purpose: purpose_of(&row)?,
            address: row.address,
        })
    })
    .transpose()
}

/// Uses a link up, in the transaction of what it is for.
pub(crate) async fn use_up(
    txn: &Txn,
    token: &str,
    purpose: Purpose,
    now: DateTime<Utc>,
) -> Result<confirmation::Model> {
    let row = working(token, now).one(txn).await?.ok_or(Refusal::LinkOver)?;
    if purpose_of(&row)? != purpose {
        return Err(Refusal::LinkOver.into());
    }
    let used = confirmation::Entity::update_many()
        .col_expr(confirmation::Column::UsedAt, Expr::value(now))
        .filter(confirmation::Column::Id.eq(row.id.as_str()))
        .filter(confirmation::Column::UsedAt.is_null())
        .exec(txn)
        .await?;
    if used.rows_affected == 1 {
        Ok(row)
    } else {
        Err(Refusal::LinkOver.into())
    }
}

fn working(token: &str, now: DateTime<Utc>) -> sea_orm::Select<confirmation::Entity> {
    confirmation::Entity::find()
        .filter(confirmation::Column::TokenHash.eq(hash(token)))
        .filter(confirmation::Column::ExpiresAt.gt(now))
        .filter(confirmation::Column::UsedAt.is_null())
}

fn purpose_of(row: &confirmation::Model) -> Result<Purpose> {
    Purpose::from_key(&row.purpose).ok_or_else(|| Fault::bad_row("confirmations", &row.id, "purpose"))
}

fn hash(token: &str) -> String {
    hex::sha256(token.as_bytes())
}
