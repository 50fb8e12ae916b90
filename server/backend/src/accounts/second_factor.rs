//! 二段階認証: after the password, the code of an authenticator app (RFC 6238), or one of ten codes on paper.

use chrono::{DateTime, Utc};
use domain::field::FieldError;
use domain::text::to_half_width;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;
use totp_rs::{Algorithm, Secret, TOTP};

use super::throttle::Counted;
use super::{Browser, NewSession, own_account, password, session};
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::{recovery_code, second_factor};
use crate::error::{Error, Refusal, Result};
use crate::visitor::Visitor;
use crate::{hex, random};

const DIGITS: usize = 6;
/// Seconds that one code stands for.
const PERIOD: u64 = 30;
/// Clocks differ: a code counts so many periods early or late.
const SKEW: i64 = 1;
const SECRET_BYTES: usize = 20;
const RECOVERY_CODES: usize = 10;
const RECOVERY_BYTES: usize = 5;
const WRONG: &str = "コードが違うか、時間が過ぎています。アプリに表示されている新しい6桁のコードを入力してください。";

/// What an account's page says of its second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondFactor {
    /// There is none.
    Off,
    /// A secret was made, and no code has come back yet.
    Begun {
        /// For who types it into the app, in groups of four.
        secret: String,
        /// For who photographs it: an `otpauth:` address.
        address: String,
    },
    /// Asked for at each log-in.
    On {
        /// How many codes on paper are left.
        recovery_codes: usize,
    },
}

/// How the visitor's account stands.
pub async fn second_factor(backend: &Backend, visitor: &Visitor) -> Result<SecondFactor> {
    let account = own_account(backend, visitor).await?;
    let row = second_factor::Entity::find_by_id(&account.id)
        .one(backend.db.read())
        .await?;
    let Some(row) = row else { return Ok(SecondFactor::Off) };
    if row.confirmed_at.is_none() {
        return Ok(SecondFactor::Begun {
            address: otpauth(&account.login, &row.secret),
            secret: in_fours(&row.secret),
        });
    }
    let left = recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(&account.id))
        .filter(recovery_code::Column::UsedAt.is_null())
        .all(backend.db.read())
        .await?;
    Ok(SecondFactor::On {
        recovery_codes: left.len(),
    })
}

/// Makes a secret, after the password was asked for once more. It counts only once a code has come back.
///
/// # Errors
/// `Fields` (`current_password`); `Refused` with `TooManyTries`, `LoginRequired`, or `WrongStatus` where it is on; a
/// fault.
pub async fn begin_second_factor(backend: &Backend, visitor: &Visitor, typed_password: &str) -> Result<()> {
    let now = backend.clock.now();
    let account = own_account(backend, visitor).await?;
    password::demand(backend, &account, typed_password, now).await?;
    let secret = Secret::Raw(random::bytes(SECRET_BYTES)).to_encoded();
    backend
        .db
        .write(async move |txn: &Txn| {
            let row = second_factor::ActiveModel {
                account_id: Set(account.id.clone()),
                secret: Set(secret.to_string()),
                created_at: Set(now),
                confirmed_at: Set(None),
                last_step: Set(0),
            };
            let anew = OnConflict::column(second_factor::Column::AccountId)
                .update_columns([second_factor::Column::Secret, second_factor::Column::CreatedAt])
                .action_and_where(Expr::col((second_factor::Entity, second_factor::Column::ConfirmedAt)).is_null())
                .to_owned();
            let written = second_factor::Entity::insert(row)
                .on_conflict(anew)
                .exec_without_returning(txn)
                .await?;
            if written != 1 {
                return Err(Refusal::WrongStatus.into());
            }
            Ok::<_, Error>(())
        })
        .await
}

/// Takes the first code of the app: from now on it is asked for. Says the codes for paper, which are shown once.
///
/// # Errors
/// `Fields` (`code`); `Refused` with `TooManyTries` or `WrongStatus`; a fault.
pub async fn confirm_second_factor(
    backend: &Backend,
    visitor: &Visitor,
    token: &str,
    code: &str,
) -> Result<Vec<String>> {
    let now = backend.clock.now();
    let (id, code, token) = (visitor.account.to_string(), code.to_owned(), token.to_owned());
    Counted::code(&id).count_by_itself(backend, now).await?;
    backend
        .db
        .write(async move |txn: &Txn| {
            let row = second_factor::Entity::find_by_id(&id).one(txn).await?;
            let row = row
                .filter(|row| row.confirmed_at.is_none())
                .ok_or(Refusal::WrongStatus)?;
            let step = step_of(&row, &code, now).ok_or_else(|| FieldError::new("code", WRONG))?;
            second_factor::Entity::update_many()
                .col_expr(second_factor::Column::ConfirmedAt, Expr::value(now))
                .col_expr(second_factor::Column::LastStep, Expr::value(step))
                .filter(second_factor::Column::AccountId.eq(&id))
                .exec(txn)
                .await?;
            let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| random::token_hex(RECOVERY_BYTES)).collect();
            for code in &codes {
                let row = recovery_code::ActiveModel {
                    account_id: Set(id.clone()),
                    code_hash: Set(hex::sha256(code.as_bytes())),
                    used_at: Set(None),
                };
                row.insert(txn).await?;
            }
            Counted::code(&id).forget(txn).await?;
            let ended = session::end_others(txn, &id, &token).await?;
            let detail = json!({ "ended_sessions": ended });
            audit::record(txn, now, Some(&id), "account.second_factor_on", &id, &detail).await?;
            Ok::<_, Error>(
                codes
                    .iter()
                    .map(|code| format!("{}-{}", &code[..5], &code[5..]))
                    .collect(),
            )
        })
        .await
}

/// Switches it off, after the password was asked for once more.
///
/// # Errors
/// `Fields` (`current_password`); `Refused` with `TooManyTries` or `LoginRequired`; a fault.
pub async fn end_second_factor(backend: &Backend, visitor: &Visitor, typed_password: &str) -> Result<()> {
    let now = backend.clock.now();
    let account = own_account(backend, visitor).await?;
    password::demand(backend, &account, typed_password, now).await?;
    backend
        .db
        .write(async move |txn: &Txn| {
            second_factor::Entity::delete_by_id(&account.id).exec(txn).await?;
            audit::record(
                txn,
                now,
                Some(&account.id),
                "account.second_factor_off",
                &account.id,
                &json!({}),
            )
            .await?;
            Ok::<_, Error>(())
        })
        .await
}

/// Whether a log-in of this account goes on with a code.
pub(super) async fn is_on(txn: &Txn, account: &str) -> Result<bool> {
    let row = second_factor::Entity::find_by_id(account).one(txn).await?;
    Ok(row.is_some_and(|row| row.confirmed_at.is_some()))
}

/// Takes the code that a log-in awaits, and begins the session that the password alone did not.
///
/// # Errors
/// `Fields` (`code`); `Refused` with `LoginRequired` where nothing awaits a code any more, or `TooManyTries`; a fault.
pub async fn log_in_with_code(backend: &Backend, token: &str, code: &str, browser: Browser) -> Result<NewSession> {
    let now = backend.clock.now();
    let waiting = token.to_owned();
    let found = backend
        .db
        .write(async move |txn: &Txn| session::awaiting_code(txn, &waiting, now).await)
        .await?;
    let id = found.ok_or(Refusal::LoginRequired)?.account_id;
    Counted::code(&id).count_by_itself(backend, now).await?;
    let (token, code) = (token.to_owned(), code.to_owned());
    backend
        .db
        .write(async move |txn: &Txn| {
            session::awaiting_code(txn, &token, now)
                .await?
                .ok_or(Refusal::LoginRequired)?;
            let row = second_factor::Entity::find_by_id(&id).one(txn).await?;
            let row = row.ok_or(Refusal::LoginRequired)?;
            let how = match step_of(&row, &code, now) {
                Some(step) => {
                    second_factor::Entity::update_many()
                        .col_expr(second_factor::Column::LastStep, Expr::value(step))
                        .filter(second_factor::Column::AccountId.eq(&id))
                        .exec(txn)
                        .await?;
                    "app"
                }
                None if use_recovery_code(txn, &id, &code, now).await? => "recovery",
                None => return Err(FieldError::new("code", WRONG).into()),
            };
            Counted::code(&id).forget(txn).await?;
            session::end(txn, &token).await?;
            let new = session::begin(txn, now, &id, &browser, false).await?;
            let detail = json!({ "address": browser.address, "second_factor": how });
            audit::record(txn, now, Some(&id), "account.logged_in", &id, &detail).await?;
            Ok::<_, Error>(new)
        })
        .await
}

async fn use_recovery_code(txn: &Txn, account: &str, typed: &str, now: DateTime<Utc>) -> Result<bool> {
    let code: String = to_half_width(typed)
        .chars()
        .filter(char::is_ascii_hexdigit)
        .collect::<String>()
        .to_lowercase();
    let used = recovery_code::Entity::update_many()
        .col_expr(recovery_code::Column::UsedAt, Expr::value(now))
        .filter(recovery_code::Column::AccountId.eq(account))
        .filter(recovery_code::Column::CodeHash.eq(hex::sha256(code.as_bytes())))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(txn)
        .await?;
    Ok(used.rows_affected == 1)
}

/// The period that a code is of, where it is right and later than the last one that was taken.
fn step_of(row: &second_factor::Model, typed: &str, now: DateTime<Utc>) -> Option<i64> {
    let typed: String = to_half_width(typed).chars().filter(char::is_ascii_digit).collect();
    let present = now.timestamp().div_euclid(i64::try_from(PERIOD).ok()?);
    let totp = totp(&row.secret)?;
    let right = |step: &i64| {
        let at = u64::try_from(*step).unwrap_or_default() * PERIOD;
        *step > row.last_step && totp.generate(at) == typed
    };
    (present - SKEW..=present + SKEW).find(right)
}

fn totp(secret: &str) -> Option<TOTP> {
    let bytes = Secret::Encoded(secret.to_owned()).to_bytes().ok()?;
    TOTP::new(Algorithm::SHA1, DIGITS, 1, PERIOD, bytes).ok()
}

/// As authenticator apps read it from a QR code.
fn otpauth(login: &str, secret: &str) -> String {
    let login: String = login
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    format!("otpauth://totp/Shuryo:{login}?secret={secret}&issuer=Shuryo")
}

fn in_fours(secret: &str) -> String {
    let characters: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = characters.chunks(4).map(|four| four.iter().collect()).collect();
    groups.join(" ")
}

/// The code that an app would show now, for tests that have no phone.
pub(crate) fn code_at(secret: &str, at: DateTime<Utc>) -> Option<String> {
    let secret: String = secret.chars().filter(|c| !c.is_whitespace()).collect();
    Some(totp(&secret)?.generate(u64::try_from(at.timestamp()).ok()?))
}
