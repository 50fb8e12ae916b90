//! Work that follows a transaction: written in it, done after it by whichever worker is free, at least once.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Order, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, Set, UpdateMany};
use serde_json::Value;

use crate::db::{Db, Txn};
use crate::entity::job;
use crate::random;

pub mod run;

/// A worker that has not finished after this long is taken for dead, and another one gets the job.
const LOCK: TimeDelta = TimeDelta::minutes(5);
/// The pause after the first failure; each further one doubles it.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(5);
/// The pause grows no longer than this. No job is given up from here: a kind of work that knows when to stop says so
/// itself, in the transaction in which it finishes its job.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);
/// More of an error than anybody reads.
const ERROR_CHARACTERS: usize = 2_000;

/// A job that this worker holds until its lock runs out.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// The job's id.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// To what it is to be done.
    pub payload: Value,
    /// How often it has been begun, this time included. Also tells this holder from a later one.
    pub attempts: i32,
    /// When it became due.
    pub run_at: DateTime<Utc>,
}

/// Writes a job with the transaction that wants it. The same kind with the same payload is written once, for good.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(txn: &Txn, kind: &str, payload: &Value, run_at: DateTime<Utc>) -> Result<(), DbErr> {
    let run_at = run_at.trunc_subsecs(6);
    let job = job::ActiveModel {
        id: Set(random::id()),
        kind: Set(kind.to_owned()),
        payload: Set(payload.to_string()),
        run_at: Set(run_at),
        attempts: Set(0),
        created_at: Set(run_at),
        ..Default::default()
    };
    job::Entity::insert(job)
        .on_conflict_do_nothing_on([job::Column::Kind, job::Column::Payload])
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Takes the job that is due longest, or none. It is this worker's for five minutes.
///
/// # Errors
/// When the database fails or the payload is not JSON.
pub async fn claim(db: &Db, now: DateTime<Utc>) -> Result<Option<Job>, DbErr> {
    db.write(async move |txn: &Txn| {
        let due = Query::select()
            .column(job::Column::Id)
            .from(job::Entity)
            .and_where(job::Column::FinishedAt.is_null())
            .and_where(job::Column::RunAt.lte(now))
            .and_where(job::Column::LockedUntil.is_null().or(job::Column::LockedUntil.lte(now)))
            .order_by(job::Column::RunAt, Order::Asc)
            .order_by(job::Column::Id, Order::Asc)
            .limit(1)
            // PostgreSQL's workers step past each other; SQLite has one writer and leaves the clause out.
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .to_owned();
        let take = Query::update()
            .table(job::Entity)
            .value(job::Column::LockedUntil, now + LOCK)
            .value(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
            // With "=" the inner query runs once; with IN, PostgreSQL may run it again and lock more rows.
            .and_where(Expr::col(job::Column::Id).eq(due))
            .returning_all()
            .to_owned();
        txn.query_one(&take)
            .await?
            .map(|row| held(job::Model::from_query_result(&row, "")?))
            .transpose()
    })
    .await
}

/// Marks the job as done, in the transaction that holds its effects.
///
/// # Errors
/// `DbErr::RecordNotUpdated` when the lock has run out and another worker holds the job: the transaction must not be
/// committed. Otherwise when the database fails.
pub async fn finish(txn: &Txn, job: &Job, now: DateTime<Utc>) -> Result<(), DbErr> {
    let done = held_row(job)
        .col_expr(job::Column::FinishedAt, Expr::value(now.trunc_subsecs(6)))
        .col_expr(job::Column::LockedUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(job::Column::LastError, Expr::value(Option::<String>::None));
    exactly_one(done, txn).await
}

/// Gives the job back with its error; it is due again after a pause that doubles with every failure.
///
/// # Errors
/// As for [`finish`].
pub async fn fail(txn: &Txn, job: &Job, now: DateTime<Utc>, error: &str) -> Result<(), DbErr> {
    let error: String = error.chars().take(ERROR_CHARACTERS).collect();
    let again = held_row(job)
        .col_expr(
            job::Column::RunAt,
            Expr::value((now + pause_after(job.attempts)).trunc_subsecs(6)),
        )
        .col_expr(job::Column::LockedUntil, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(job::Column::LastError, Expr::value(error));
    exactly_one(again, txn).await
}

fn held(row: job::Model) -> Result<Job, DbErr> {
    let payload = serde_json::from_str(&row.payload)
        .map_err(|error| DbErr::Json(format!("jobs.payload of {}: {error}", row.id)))?;
    Ok(Job {
        id: row.id,
        kind: row.kind,
        payload,
        attempts: row.attempts,
        run_at: row.run_at,
    })
}

fn held_row(job: &Job) -> UpdateMany<job::Entity> {
    job::Entity::update_many()
        .filter(job::Column::Id.eq(&job.id))
        .filter(job::Column::Attempts.eq(job.attempts))
        .filter(job::Column::FinishedAt.is_null())
}

async fn exactly_one(change: UpdateMany<job::Entity>, txn: &Txn) -> Result<(), DbErr> {
    match change.exec(txn).await?.rows_affected {
        1 => Ok(()),
        _ => Err(DbErr::RecordNotUpdated),
    }
}

fn pause_after(attempts: i32) -> TimeDelta {
    // Ten doublings are beyond the longest pause; more would overflow.
    let doublings = attempts.saturating_sub(1).clamp(0, 10);
    (FIRST_PAUSE * (1 << doublings)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::pause_after;

    #[test]
    fn the_pause_doubles_up_to_an_hour() {
        assert_eq!(pause_after(1), TimeDelta::seconds(5));
        assert_eq!(pause_after(2), TimeDelta::seconds(10));
        assert_eq!(pause_after(10), TimeDelta::seconds(2_560));
        assert_eq!(pause_after(11), TimeDelta::hours(1));
        assert_eq!(pause_after(i32::MAX), TimeDelta::hours(1));
    }
}
