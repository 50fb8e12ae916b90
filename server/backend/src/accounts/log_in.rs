//! Somebody logs in with log-in name and password.

use chrono::{DateTime, Utc};
use domain::field::FieldError;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::throttle::{self, Counted};
use super::{Browser, NewSession, folded_login, password, second_factor, session};
use crate::Backend;
use crate::audit;
use crate::db::Txn;
use crate::entity::account;
use crate::error::{Error, Refusal, Result};

/// Logs in from `browser` and ends the session that the browser had before, whose
/// token is `old_token`: a session that somebody else planted in the browser does not become this one.
///
/// Where the account has a second factor, the session awaits its code and is nobody's until then.
///
/// The answer is the same, after the same work, whether the account does not exist, is closed or has another password.
///
/// # Errors
/// `Fields` (`login`, `password`) when one is empty; `Refused` with `WrongCredentials` or `TooManyTries`; a fault.
pub async fn log_in(
    backend: &Backend,
    login: &str,
    password: &str,
    browser: impl Into<Browser>,
    old_token: Option<&str>,
) -> Result<NewSession> {
    let browser = browser.into();
    let address = browser.address.as_str();
    let login = folded_login(login);
    check_filled(&login, password)?;
    let now = backend.clock.now();
    let tries = Tries {
        login: Counted::login(&login, address),
        address: Counted::address(address),
    };
    count(backend, now, tries.clone()).await?;

    let found = account::Entity::find()
        .filter(account::Column::Login.eq(&login))
        .one(backend.db.read())
        .await?;
    let found = found.filter(|account| account.disabled_at.is_none());
    let stored = found.as_ref().map(|account| account.password_hash.clone());
    let right = password::matches(password, stored).await?;

    match found {
        Some(account) if right => succeed(backend, now, account.id, browser, old_token, tries).await,
        found => fail(backend, now, found.map(|account| account.id), address).await,
    }
}

#[derive(Clone)]
struct Tries {
    login: Counted,
    address: Counted,
}

fn check_filled(login: &str, password: &str) -> Result<()> {
    let mut errors = Vec::new();
    if login.is_empty() {
        errors.push(FieldError::new("login", "ログインIDを入力してください。"));
    }
    if password.is_empty() {
        errors.push(FieldError::new("password", "パスワードを入力してください。"));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

async fn count(backend: &Backend, now: DateTime<Utc>, tries: Tries) -> Result<()> {
    backend
        .db
        .write(async move |txn: &Txn| {
            throttle::end_windows(txn, now).await?;
            tries.login.count(txn, now).await?;
            tries.address.count(txn, now).await
        })
        .await
}

async fn succeed(
    backend: &Backend,
    now: DateTime<Utc>,
    account: String,
    browser: Browser,
    old_token: Option<&str>,
    tries: Tries,
) -> Result<NewSession> {
    let old_token = old_token.map(str::to_owned);
    backend
        .db
        .write(async move |txn: &Txn| {
            tries.login.forget(txn).await?;
            tries.address.take_back(txn).await?;
            if let Some(old_token) = &old_token {
                session::end(txn, old_token).await?;
            }
            let awaits_code = second_factor::is_on(txn, &account).await?;
            let new = session::begin(txn, now, &account, &browser, awaits_code).await?;
            if !awaits_code {
                let detail = json!({ "address": browser.address });
                audit::record(txn, now, Some(&account), "account.logged_in", &account, &detail).await?;
            }
            Ok::<_, Error>(new)
        })
        .await
}

/// What was typed as log-in name is not recorded where there is no such account: it may be somebody's password.
async fn fail(backend: &Backend, now: DateTime<Utc>, account: Option<String>, address: &str) -> Result<NewSession> {
    let address = address.to_owned();
    backend
        .db
        .write(async move |txn: &Txn| {
            let subject = account.as_deref().unwrap_or("unknown");
            audit::record(
                txn,
                now,
                None,
                "account.log_in_failed",
                subject,
                &json!({ "address": address }),
            )
            .await?;
            Ok::<_, Error>(())
        })
        .await?;
    Err(Refusal::WrongCredentials.into())
}
