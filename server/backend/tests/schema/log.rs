//! The audit log: entries cannot be changed, and whoever manages to is found out.

use backend::audit::{Violation, record, verify_chain};
use backend::clock::Clock;
use backend::db::{Db, Txn};
use backend::testing::{TestDb, databases};
use sea_orm::{DbBackend, DbErr};
use serde_json::json;

use crate::rows::{Because, accepted, number, refused};

async fn write_entries(db: &Db, count: i64) {
    let now = Clock::System.now();
    for n in 0..count {
        db.write(async move |txn: &Txn| {
            let detail = json!({ "number": n, "name": "見本 𠮷田" });
            let actor = (n % 2 == 0).then_some("a1");
            record(
                txn,
                now,
                actor,
                "application.submitted",
                &format!("application:{n}"),
                &detail,
            )
            .await
        })
        .await
        .expect("the entry is written");
    }
}

/// What somebody with full access to the database could do.
async fn without_guards(t: &TestDb, statement: &str) {
    let guards: &[&str] = match t.db.backend() {
        DbBackend::Postgres => &["ALTER TABLE audit_log DISABLE TRIGGER ALL"],
        _ => &[
            "DROP TRIGGER IF EXISTS audit_log_no_update",
            "DROP TRIGGER IF EXISTS audit_log_no_delete",
        ],
    };
    for guard in guards {
        accepted(t, guard).await;
    }
    accepted(t, statement).await;
}

#[tokio::test]
async fn an_entry_cannot_be_changed_deleted_or_replaced() {
    for t in databases().await {
        write_entries(&t.db, 2).await;
        let refusal = Because::Rule("entries cannot be changed");
        refused(&t, "UPDATE audit_log SET subject = 'x' WHERE sequence = 1", refusal).await;
        refused(&t, "DELETE FROM audit_log WHERE sequence = 2", refusal).await;
        if t.db.backend() == DbBackend::Postgres {
            refused(&t, "TRUNCATE audit_log", refusal).await;
        } else {
            let replace = "INSERT OR REPLACE INTO audit_log SELECT sequence, at, actor_account_id, action, 'x', detail, \
                           previous_hash, hash FROM audit_log WHERE sequence = 1";
            refused(&t, replace, refusal).await;
        }
        assert_eq!(verify_chain(t.db.read()).await.unwrap(), [], "{}", t.name);
        assert_eq!(number(&t, "SELECT count(*) FROM audit_log").await, 2, "{}", t.name);
    }
}

#[tokio::test]
async fn no_two_entries_have_one_hash_and_no_counter_falls_to_zero() {
    for t in databases().await {
        write_entries(&t.db, 1).await;
        let copy = "INSERT INTO audit_log SELECT sequence + 1, at, actor_account_id, action, subject, detail, \
                    previous_hash, hash FROM audit_log";
        refused(&t, copy, Because::Twice("audit_log")).await;
        refused(&t, "UPDATE counters SET next = 0", Because::Rule("counters_next")).await;
    }
}

#[tokio::test]
async fn an_untouched_log_is_in_order_whether_empty_or_long() {
    for t in databases().await {
        assert_eq!(verify_chain(t.db.read()).await.unwrap(), [], "{}", t.name);
        write_entries(&t.db, 20).await;
        assert_eq!(verify_chain(t.db.read()).await.unwrap(), [], "{}", t.name);
    }
}

#[tokio::test]
async fn every_changed_column_is_found() {
    let changes = [
        "at = '2020-01-01 00:00:00+00:00'",
        "actor_account_id = 'somebody'",
        "actor_account_id = NULL",
        "action = 'x'",
        "subject = 'x'",
        "detail = '{}'",
        "hash = 'x'",
    ];
    for change in changes {
        for t in databases().await {
            write_entries(&t.db, 5).await;
            without_guards(&t, &format!("UPDATE audit_log SET {change} WHERE sequence = 3")).await;
            let violations = verify_chain(t.db.read()).await.unwrap();
            assert!(
                violations.contains(&Violation::Altered { sequence: 3 }),
                "{} {change}: {violations:?}",
                t.name
            );
        }
    }
}

#[tokio::test]
async fn a_removed_entry_is_found_in_the_middle_and_at_the_end() {
    for t in databases().await {
        write_entries(&t.db, 5).await;
        without_guards(&t, "DELETE FROM audit_log WHERE sequence IN (2, 5)").await;
        let violations = verify_chain(t.db.read()).await.unwrap();
        assert_eq!(
            violations,
            [
                Violation::Missing { from: 2, to: 2 },
                Violation::Missing { from: 5, to: 5 }
            ],
            "{}",
            t.name
        );
    }
}

#[tokio::test]
async fn an_entry_with_a_false_link_is_found() {
    for t in databases().await {
        write_entries(&t.db, 3).await;
        without_guards(&t, "UPDATE audit_log SET previous_hash = 'x' WHERE sequence = 2").await;
        let violations = verify_chain(t.db.read()).await.unwrap();
        assert!(
            violations.contains(&Violation::Unlinked { sequence: 2 }),
            "{}: {violations:?}",
            t.name
        );
    }
}

#[tokio::test]
async fn an_entry_of_a_deed_that_was_rolled_back_never_was() {
    for t in databases().await {
        write_entries(&t.db, 1).await;
        let now = Clock::System.now();
        let undone = t.db.write(async move |txn: &Txn| {
            record(txn, now, None, "undone", "x", &json!({})).await?;
            Err::<(), _>(DbErr::Custom("changed my mind".to_owned()))
        });
        undone.await.unwrap_err();
        write_entries(&t.db, 1).await;
        assert_eq!(verify_chain(t.db.read()).await.unwrap(), [], "{}", t.name);
        assert_eq!(number(&t, "SELECT max(sequence) FROM audit_log").await, 2, "{}", t.name);
    }
}

#[tokio::test]
async fn entries_written_at_once_stand_in_one_chain() {
    for t in databases().await {
        let writers = (0..8).map(|_| write_entries(&t.db, 5));
        futures::future::join_all(writers).await;
        assert_eq!(verify_chain(t.db.read()).await.unwrap(), [], "{}", t.name);
        assert_eq!(
            number(&t, "SELECT max(sequence) FROM audit_log").await,
            40,
            "{}",
            t.name
        );
    }
}
