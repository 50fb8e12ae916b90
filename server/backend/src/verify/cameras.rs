//! What takes a look at each phone that may send: how long, for what, and how many at once.

use chrono::{DateTime, TimeDelta, Utc};
use domain::application::Claim;
use domain::camera::{AT_ONCE, MINUTES};
use futures::TryStreamExt;
use sea_orm::{ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement};

use super::Verified;
use crate::error::Result;

/// Every token with the doctor behind its account and the one behind its application, and how many tokens of that
/// application lived when it was made, itself included.
const TOKENS: &str = "SELECT t.token_sha256 AS sha256, t.application_id, t.claim, t.created_at, t.expires_at, \
     t.ended_at, c.doctor_id AS maker, a.doctor_id AS doctor, (SELECT COUNT(*) FROM camera_tokens u \
         WHERE u.application_id = t.application_id AND u.created_at <= t.created_at \
         AND COALESCE(u.ended_at, u.expires_at) > t.created_at) AS at_once \
     FROM camera_tokens t LEFT JOIN accounts c ON c.id = t.account_id \
     LEFT JOIN applications a ON a.id = t.application_id ORDER BY t.token_sha256";

#[derive(FromQueryResult)]
struct Token {
    sha256: String,
    application_id: String,
    claim: String,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    maker: Option<String>,
    doctor: Option<String>,
    at_once: i64,
}

pub(super) async fn check(snapshot: &DatabaseTransaction, verified: &mut Verified) -> Result<()> {
    let tokens = Statement::from_string(snapshot.get_database_backend(), TOKENS);
    let mut found = Token::find_by_statement(tokens).stream(snapshot).await?;
    while let Some(token) = found.try_next().await? {
        for what in wrong(&token) {
            verified.add("cameras", format!("a token of {} {what}", token.application_id));
        }
    }
    Ok(())
}

fn wrong(token: &Token) -> impl Iterator<Item = &'static str> {
    let digits = |text: &str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let ten_minutes = token.expires_at - token.created_at == TimeDelta::minutes(MINUTES.into());
    let ended_in_time = token
        .ended_at
        .is_none_or(|ended| token.created_at <= ended && ended < token.expires_at);
    [
        (digits(&token.sha256), "is no SHA-256"),
        (ten_minutes && ended_in_time, "does not live for ten minutes"),
        (token.claim.parse::<Claim>().is_ok(), "is for no claim"),
        (
            token.maker.is_some() && token.maker == token.doctor,
            "was made by another doctor",
        ),
        (token.at_once <= i64::from(AT_ONCE), "was made beside too many others"),
    ]
    .into_iter()
    .filter(|(right, _)| !right)
    .map(|(_, what)| what)
}
