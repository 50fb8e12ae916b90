//! The phone as the camera of a form: a token, shown as a QR code, with which a phone can send files for one claim of
//! one application. It can read nothing, and it dies after ten minutes, when the doctor ends it, or when the
//! application is no longer open.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use domain::application::{Claim, Status};
use domain::camera::{AT_ONCE, MINUTES};
use domain::ids::ApplicationId;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, Statement};
use serde_json::json;

use super::store::{Incoming, may_prove, store};
use crate::Backend;
use crate::applications::open::own_case;
use crate::db::Txn;
use crate::entity::{application, camera_token};
use crate::error::{Error, Fault, Refusal, Result};
use crate::visitor::Doctor;
use crate::{audit, hex, random};

/// 128 bits: within ten minutes nobody guesses one.
const TOKEN_BYTES: usize = 16;

/// A phone that may send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Camera {
    /// What its files prove.
    pub claim: Claim,
    /// What that is called on screens: all that the phone is told.
    pub claim_name: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    /// How many files it has sent.
    pub received: u32,
}

/// Makes a token for one claim of the doctor's own application, while that is open. It is stored nowhere; the table
/// has its SHA-256.
pub async fn make(backend: &Backend, doctor: &Doctor, application: &ApplicationId, claim: &Claim) -> Result<String> {
    let case = own_case(backend, doctor, application).await?;
    if !case.status.is_open_to_the_doctor() {
        return Err(Refusal::WrongStatus.into());
    }
    may_prove(&case, claim)?;
    let token = random::token_hex(TOKEN_BYTES);
    let now = backend.clock.now();
    let row = camera_token::Model {
        token_sha256: hash(&token),
        application_id: application.to_string(),
        claim: claim.to_string(),
        account_id: doctor.account.to_string(),
        created_at: now,
        expires_at: now + TimeDelta::minutes(MINUTES.into()),
        ended_at: None,
        received: 0,
    };
    let (doctor, application) = (doctor.clone(), application.clone());
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            hold(txn, &doctor, &application).await?;
            // Who makes one sweeps up; the log keeps what happened.
            camera_token::Entity::delete_many()
                .filter(camera_token::Column::ExpiresAt.lte(now))
                .exec(txn)
                .await?;
            let living = camera_token::Entity::find()
                .filter(camera_token::Column::ApplicationId.eq(application.as_str()))
                .filter(camera_token::Column::EndedAt.is_null())
                .count(txn)
                .await?;
            if living >= u64::from(AT_ONCE) {
                return Err(Refusal::TooManyCameras.into());
            }
            let detail = json!({ "claim": row.claim, "until": row.expires_at });
            camera_token::ActiveModel::from(row.clone())
                .reset_all()
                .insert(txn)
                .await?;
            let actor = Some(doctor.account.as_str());
            audit::record(txn, now, actor, "camera.opened", application.as_str(), &detail).await?;
            Ok(())
        })
        .await?;
    Ok(token)
}

/// Holds the application's row, unchanged, so that two makers count one after the other.
async fn hold(txn: &Txn, doctor: &Doctor, application: &ApplicationId) -> Result<()> {
    let held = application::Entity::update_many()
        .col_expr(application::Column::Version, Expr::col(application::Column::Version))
        .filter(application::Column::Id.eq(application.as_str()))
        .filter(application::Column::DoctorId.eq(doctor.doctor.as_str()))
        .filter(application::Column::Status.is_in(open().map(Status::key)))
        .exec(txn)
        .await?;
    if held.rows_affected == 1 {
        Ok(())
    } else {
        Err(Refusal::WrongStatus.into())
    }
}

fn open() -> impl Iterator<Item = Status> {
    Status::ALL.into_iter().filter(|status| status.is_open_to_the_doctor())
}

/// The doctor's own token for this claim, while it lives.
pub async fn own(
    backend: &Backend,
    doctor: &Doctor,
    application: &ApplicationId,
    claim: &Claim,
    token: &str,
) -> Result<Option<Camera>> {
    let living = living(backend, token).await?.filter(|living| {
        (&living.doctor.doctor, &living.application, &living.claim) == (&doctor.doctor, application, claim)
    });
    match living {
        Some(living) => living.camera(backend).await.map(Some),
        None => Ok(None),
    }
}

/// Ends one token of the doctor's own application, or with none all that live. What has ended stays ended.
pub async fn end(backend: &Backend, doctor: &Doctor, application: &ApplicationId, token: Option<&str>) -> Result<()> {
    own_case(backend, doctor, application).await?;
    let now = backend.clock.now();
    let token_sha256 = token.map(hash);
    let (account, application) = (doctor.account.clone(), application.clone());
    backend
        .db
        .write(async move |txn: &Txn| -> Result<()> {
            let ended = end_those(txn, &application, token_sha256.as_deref(), now).await?;
            if ended > 0 {
                let detail = json!({ "ended": ended });
                let actor = Some(account.as_str());
                audit::record(txn, now, actor, "camera.ended", application.as_str(), &detail).await?;
            }
            Ok(())
        })
        .await
}

/// Ends all tokens of an application that is sent. Without it one could live again where the application comes back
/// within its ten minutes.
pub(crate) async fn end_all(txn: &Txn, application: &ApplicationId, now: DateTime<Utc>) -> Result<()> {
    end_those(txn, application, None, now).await.map(drop)
}

async fn end_those(
    txn: &Txn,
    application: &ApplicationId,
    token_sha256: Option<&str>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let mut update = camera_token::Entity::update_many()
        .col_expr(camera_token::Column::EndedAt, Expr::value(now))
        .filter(camera_token::Column::ApplicationId.eq(application.as_str()))
        .filter(camera_token::Column::EndedAt.is_null())
        .filter(camera_token::Column::ExpiresAt.gt(now));
    if let Some(token_sha256) = token_sha256 {
        update = update.filter(camera_token::Column::TokenSha256.eq(token_sha256));
    }
    Ok(update.exec(txn).await?.rows_affected)
}

/// What a phone may know of its token. A wrong one, one that has expired and one that was ended are the same: none.
pub async fn find(backend: &Backend, token: &str) -> Result<Option<Camera>> {
    match living(backend, token).await? {
        Some(living) => living.camera(backend).await.map(Some),
        None => Ok(None),
    }
}

/// Takes in a file that lies at `path`, as if the doctor had sent it.
pub async fn receive(backend: &Backend, token: &str, file_name: String, path: &Path, sha256: String) -> Result<()> {
    let living = living(backend, token).await?.ok_or(Refusal::CameraOver)?;
    let incoming = Incoming {
        claim: living.claim,
        file_name,
        path,
        sha256,
        announced: None,
    };
    let stored = store(
        backend,
        &living.doctor,
        &living.application,
        incoming,
        Some(&hash(token)),
    )
    .await;
    match stored {
        Ok(_) => Ok(()),
        // Sent or deleted in the meantime: which of the two is not the phone's to know.
        Err(Error::Refused(Refusal::WrongStatus | Refusal::NotFound)) => Err(Refusal::CameraOver.into()),
        Err(error) => Err(error),
    }
}

/// Counts a file in the transaction that writes its row; refuses where the token has died while the file was coming.
pub(super) async fn count(txn: &Txn, token_sha256: &str, now: DateTime<Utc>) -> Result<()> {
    let counted = camera_token::Entity::update_many()
        .col_expr(
            camera_token::Column::Received,
            Expr::col(camera_token::Column::Received).add(1),
        )
        .filter(camera_token::Column::TokenSha256.eq(token_sha256))
        .filter(camera_token::Column::EndedAt.is_null())
        .filter(camera_token::Column::ExpiresAt.gt(now))
        .exec(txn)
        .await?;
    if counted.rows_affected == 1 {
        Ok(())
    } else {
        Err(Refusal::CameraOver.into())
    }
}

/// A living token, and whose application it belongs to.
struct Living {
    doctor: Doctor,
    application: ApplicationId,
    claim: Claim,
    expires_at: DateTime<Utc>,
    received: u32,
}

#[derive(FromQueryResult)]
struct LivingRow {
    application_id: String,
    claim: String,
    account_id: String,
    doctor_id: String,
    expires_at: DateTime<Utc>,
    received: i32,
}

/// One query with every condition in it, so that whatever is wrong with a token takes the same time to find out. The
/// account that made it must still be the doctor's, and open.
async fn living(backend: &Backend, token: &str) -> Result<Option<Living>> {
    let conn = backend.db.read();
    let open: Vec<_> = open().map(Status::key).collect();
    let sql = format!(
        "SELECT t.application_id, t.claim, t.account_id, a.doctor_id, t.expires_at, t.received \
         FROM camera_tokens t JOIN applications a ON a.id = t.application_id \
         JOIN accounts c ON c.id = t.account_id AND c.doctor_id = a.doctor_id \
         WHERE t.token_sha256 = $1 AND t.expires_at > $2 AND t.ended_at IS NULL \
         AND c.disabled_at IS NULL AND a.status IN ('{}')",
        open.join("', '")
    );
    let token_sha256 = hash(token);
    let values = [token_sha256.as_str().into(), backend.clock.now().into()];
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, values);
    let row = LivingRow::find_by_statement(statement).one(conn).await?;
    row.map(|row| row.living(&token_sha256)).transpose()
}

impl LivingRow {
    fn living(self, key: &str) -> Result<Living> {
        let bad = |what: &str| Fault::bad_row("camera_tokens", key, what);
        Ok(Living {
            doctor: Doctor {
                account: self.account_id.parse().map_err(|_| bad("account_id"))?,
                doctor: self.doctor_id.parse().map_err(|_| bad("doctor_id"))?,
                // A phone sends proofs and nothing else.
                in_person: false,
            },
            application: self.application_id.parse().map_err(|_| bad("application_id"))?,
            claim: self.claim.parse().map_err(|_| bad("claim"))?,
            expires_at: self.expires_at,
            received: u32::try_from(self.received).map_err(|_| bad("received"))?,
        })
    }
}

impl Living {
    async fn camera(self, backend: &Backend) -> Result<Camera> {
        let case = own_case(backend, &self.doctor, &self.application).await?;
        Ok(Camera {
            claim_name: case.claim_name(&self.claim),
            claim: self.claim,
            expires_at: self.expires_at,
            received: self.received,
        })
    }
}

/// The database holds this and not the token: who reads the table cannot send.
fn hash(token: &str) -> String {
    hex::sha256(token.as_bytes())
}
