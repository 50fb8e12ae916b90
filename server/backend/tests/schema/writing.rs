//! Transactions: whole or not at all, never "locked", never cut short by a visitor who hangs up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use backend::counters;
use backend::db::{Db, Txn};
use backend::testing::{Fault, FaultPlan, TestDb, databases};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use tokio::sync::{Barrier, Notify};

use crate::rows::{accepted, number, run};

async fn draw(db: &Db) -> Result<i64, DbErr> {
    db.write(async |txn: &Txn| counters::next(txn, "receipt:2026").await)
        .await
}

async fn count_of(t: &TestDb, name: &str) -> i64 {
    number(t, &format!("SELECT count(*) FROM counters WHERE name = '{name}'")).await
}

#[tokio::test]
async fn numbers_begin_at_one_and_a_rollback_leaves_no_gap() {
    for t in databases().await {
        assert_eq!(draw(&t.db).await.unwrap(), 1, "{}", t.name);
        let lost = t.db.write(async |txn: &Txn| {
            assert_eq!(counters::next(txn, "receipt:2026").await?, 2);
            Err::<(), _>(DbErr::Custom("no".to_owned()))
        });
        lost.await.unwrap_err();
        assert_eq!(draw(&t.db).await.unwrap(), 2, "{}", t.name);
        let other = t.db.write(async |txn: &Txn| counters::next(txn, "receipt:2027").await);
        assert_eq!(other.await.unwrap(), 1, "{}", t.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_writers_in_two_processes_never_see_locked_and_draw_every_number_once() {
    const EACH: i64 = 20;
    for t in databases().await {
        // A second set of connections stands for the worker process.
        let other = Db::connect(&t.url).await.unwrap();
        let writers = (0..16).map(|n| {
            let db = if n % 2 == 0 { t.db.clone() } else { other.clone() };
            tokio::spawn(async move {
                let mut drawn = Vec::new();
                for _ in 0..EACH {
                    drawn.push(read_then_draw(&db).await.unwrap());
                }
                drawn
            })
        });
        let mut drawn = Vec::new();
        for writer in writers.collect::<Vec<_>>() {
            drawn.extend(writer.await.unwrap());
        }
        drawn.sort_unstable();
        assert_eq!(drawn, (1..=16 * EACH).collect::<Vec<_>>(), "{}", t.name);
        other.close().await.unwrap();
    }
}

/// Reading first is what makes a deferred transaction fail.
async fn read_then_draw(db: &Db) -> Result<i64, DbErr> {
    db.write(async |txn: &Txn| {
        let query = Statement::from_string(txn.get_database_backend(), "SELECT count(*) FROM counters");
        txn.query_one_raw(query).await?;
        tokio::task::yield_now().await;
        counters::next(txn, "receipt:2026").await
    })
    .await
}

#[tokio::test]
async fn a_write_ends_even_if_the_visitor_hangs_up() {
    for t in databases().await {
        let (begun, done) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (tell_begun, tell_done, db) = (begun.clone(), done.clone(), t.db.clone());
        let visitor = tokio::spawn(async move {
            let work = async move |txn: &Txn| {
                tell_begun.notify_one();
                tokio::time::sleep(Duration::from_millis(50)).await;
                counters::next(txn, "receipt:2026").await
            };
            db.write(work).await.unwrap();
            tell_done.notify_one();
        });
        begun.notified().await;
        visitor.abort();
        assert!(visitor.await.unwrap_err().is_cancelled());
        for _ in 0..100 {
            if count_of(&t, "receipt:2026").await == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(count_of(&t, "receipt:2026").await, 1, "{}", t.name);
        // The connection went back without an open transaction on it.
        assert_eq!(draw(&t.db).await.unwrap(), 2, "{}", t.name);
        assert!(tokio::time::timeout(Duration::ZERO, done.notified()).await.is_err());
    }
}

#[tokio::test]
async fn a_panic_rolls_back_and_reaches_the_caller() {
    for t in databases().await {
        let db = t.db.clone();
        let caller = tokio::spawn(async move {
            let work = async |txn: &Txn| -> Result<(), DbErr> {
                counters::next(txn, "receipt:2026").await?;
                panic!("a bug")
            };
            db.write(work).await
        });
        assert!(caller.await.unwrap_err().is_panic(), "{}", t.name);
        assert_eq!(draw(&t.db).await.unwrap(), 1, "{}", t.name);
    }
}

#[tokio::test]
async fn sqlite_refuses_to_write_through_the_readers() {
    for t in databases().await {
        let written =
            t.db.read()
                .execute_unprepared("INSERT INTO counters (name, next) VALUES ('x', 2)")
                .await;
        if t.db.backend() == DbBackend::Sqlite {
            assert!(written.unwrap_err().to_string().contains("readonly"), "{}", t.name);
        }
    }
}

#[tokio::test]
async fn the_loser_of_a_deadlock_starts_over() {
    for t in databases().await {
        if t.db.backend() != DbBackend::Postgres {
            continue;
        }
        accepted(&t, "INSERT INTO counters (name, next) VALUES ('left', 1), ('right', 1)").await;
        let (barrier, tries) = (Arc::new(Barrier::new(2)), Arc::new(AtomicU32::new(0)));
        let cross = |first: &'static str, second: &'static str| {
            let (barrier, tries) = (barrier.clone(), tries.clone());
            t.db.write(async move |txn: &Txn| -> Result<i64, DbErr> {
                counters::next(txn, first).await?;
                if tries.fetch_add(1, Ordering::SeqCst) < 2 {
                    barrier.wait().await;
                }
                counters::next(txn, second).await
            })
        };
        let (one, two) = tokio::join!(cross("left", "right"), cross("right", "left"));
        one.unwrap();
        two.unwrap();
        assert!(
            tries.load(Ordering::SeqCst) > 2,
            "there was no deadlock: the test proves nothing"
        );
        assert_eq!(number(&t, "SELECT sum(next)::bigint FROM counters").await, 6);
    }
}

#[tokio::test]
async fn a_failure_before_the_commit_leaves_nothing_and_one_after_it_leaves_everything() {
    for t in databases().await {
        let insert = "INSERT INTO counters (name, next) VALUES ('x', 2)";
        let plan = FaultPlan::at(1, Fault::Error);
        run(&t.db.clone().with_faults(plan.clone()), insert).await.unwrap_err();
        assert!(plan.fired());
        assert_eq!(count_of(&t, "x").await, 0, "{}", t.name);
        run(&t.db.clone().with_faults(FaultPlan::at(2, Fault::Error)), insert)
            .await
            .unwrap_err();
        assert_eq!(count_of(&t, "x").await, 1, "{}", t.name);
        let beyond = FaultPlan::at(3, Fault::Error);
        run(&t.db.clone().with_faults(beyond.clone()), "DELETE FROM counters")
            .await
            .unwrap();
        assert!(!beyond.fired());
    }
}
