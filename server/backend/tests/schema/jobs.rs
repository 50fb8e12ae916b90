//! Jobs: written once, held by one worker at a time, tried again after a failure.

use std::collections::BTreeSet;

use backend::clock::Clock;
use backend::db::{Db, Txn};
use backend::jobs::{self, Job};
use backend::testing::databases;
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use sea_orm::DbErr;
use serde_json::json;

use crate::rows::number;

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 1, 12, 0, 0).unwrap()
}

async fn enqueue(db: &Db, number: i32, run_at: DateTime<Utc>) {
    db.write(async move |txn: &Txn| jobs::enqueue(txn, "render", &json!({ "number": number }), run_at).await)
        .await
        .expect("the job is written");
}

async fn finish(db: &Db, job: &Job, now: DateTime<Utc>) -> Result<(), DbErr> {
    let job = job.clone();
    db.write(async move |txn: &Txn| jobs::finish(txn, &job, now).await)
        .await
}

async fn fail(db: &Db, job: &Job, now: DateTime<Utc>) -> Result<(), DbErr> {
    let job = job.clone();
    db.write(async move |txn: &Txn| jobs::fail(txn, &job, now, "no font").await)
        .await
}

#[tokio::test]
async fn the_same_job_is_written_once_even_after_it_was_done() {
    for t in databases().await {
        enqueue(&t.db, 1, noon()).await;
        enqueue(&t.db, 1, noon() + TimeDelta::hours(1)).await;
        assert_eq!(number(&t, "SELECT count(*) FROM jobs").await, 1, "{}", t.name);
        let job = jobs::claim(&t.db, noon()).await.unwrap().unwrap();
        finish(&t.db, &job, noon()).await.unwrap();
        enqueue(&t.db, 1, noon()).await;
        assert_eq!(jobs::claim(&t.db, noon()).await.unwrap(), None, "{}", t.name);
    }
}

#[tokio::test]
async fn the_job_that_is_due_longest_comes_first_and_none_comes_early() {
    for t in databases().await {
        enqueue(&t.db, 1, noon()).await;
        enqueue(&t.db, 2, noon() - TimeDelta::milliseconds(1)).await;
        enqueue(&t.db, 3, noon() + TimeDelta::microseconds(1)).await;
        let mut order = Vec::new();
        while let Some(job) = jobs::claim(&t.db, noon()).await.unwrap() {
            assert_eq!((job.kind.as_str(), job.attempts), ("render", 1));
            order.push(job.payload["number"].as_i64().unwrap());
        }
        assert_eq!(order, [2, 1], "{}", t.name);
    }
}

#[tokio::test]
async fn a_job_of_a_dead_worker_goes_to_another_and_the_first_can_no_longer_finish_it() {
    for t in databases().await {
        enqueue(&t.db, 1, noon()).await;
        let first = jobs::claim(&t.db, noon()).await.unwrap().unwrap();
        let later = noon() + TimeDelta::minutes(5);
        assert_eq!(
            jobs::claim(&t.db, later - TimeDelta::seconds(1)).await.unwrap(),
            None,
            "{}",
            t.name
        );
        let second = jobs::claim(&t.db, later).await.unwrap().unwrap();
        assert_eq!(second.attempts, 2);
        assert_eq!(
            finish(&t.db, &first, later).await,
            Err(DbErr::RecordNotUpdated),
            "{}",
            t.name
        );
        assert_eq!(
            fail(&t.db, &first, later).await,
            Err(DbErr::RecordNotUpdated),
            "{}",
            t.name
        );
        finish(&t.db, &second, later).await.unwrap();
        assert_eq!(
            finish(&t.db, &second, later).await,
            Err(DbErr::RecordNotUpdated),
            "{}",
            t.name
        );
    }
}

#[tokio::test]
async fn a_failed_job_comes_back_after_a_growing_pause() {
    for t in databases().await {
        enqueue(&t.db, 1, noon()).await;
        let clock = Clock::fixed(noon());
        for pause in [5, 10, 20] {
            let job = jobs::claim(&t.db, clock.now()).await.unwrap().unwrap();
            fail(&t.db, &job, clock.now()).await.unwrap();
            clock.advance(TimeDelta::seconds(pause - 1));
            assert_eq!(
                jobs::claim(&t.db, clock.now()).await.unwrap(),
                None,
                "{} {pause}",
                t.name
            );
            clock.advance(TimeDelta::seconds(1));
        }
        assert_eq!(
            number(&t, "SELECT count(*) FROM jobs WHERE last_error = 'no font'").await,
            1,
            "{}",
            t.name
        );
    }
}

#[tokio::test]
async fn workers_that_ask_at_once_get_different_jobs() {
    for t in databases().await {
        for n in 0..12 {
            enqueue(&t.db, n, noon()).await;
        }
        let asked = (0..16).map(|_| jobs::claim(&t.db, noon()));
        let held: Vec<Job> = futures::future::join_all(asked)
            .await
            .into_iter()
            .filter_map(Result::unwrap)
            .collect();
        let different: BTreeSet<&str> = held.iter().map(|job| job.id.as_str()).collect();
        assert_eq!(held.len(), different.len(), "{}", t.name);
        assert_eq!(held.len(), 12, "{}", t.name);
    }
}
