//! Sessions: what the database holds of them, and when they end.

use backend::accounts::{log_in, log_out};
use backend::hex;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, Statement};

use crate::accounts::{HERE, PASSWORD, is_known, with_an_account};
use crate::means::{Means, count, number, tamper, text};

#[tokio::test]
async fn the_database_holds_a_hash_of_the_token_and_nothing_that_logs_in() {
    for m in with_an_account().await {
        let session = log_in(&m.backend, "mihon", PASSWORD, HERE, None)
            .await
            .expect("a session");
        assert_eq!(session.token.len(), 64);
        let stored = text(&m.t.db, "SELECT token_hash FROM sessions")
            .await
            .expect("a session");
        assert_eq!(stored, hex::sha256(session.token.as_bytes()));
        assert!(!is_known(&m.backend, &stored).await);
        assert!(
            !format!("{session:?}").contains(&session.token),
            "a token must not get into a log"
        );
    }
}

#[tokio::test]
async fn logging_in_ends_the_session_that_the_browser_had_before() {
    for m in with_an_account().await {
        let before = log_in(&m.backend, "mihon", PASSWORD, HERE, None)
            .await
            .expect("a session");
        let after = log_in(&m.backend, "mihon", PASSWORD, HERE, Some(&before.token))
            .await
            .expect("a session");
        assert_ne!(before.token, after.token);
        assert!(!is_known(&m.backend, &before.token).await && is_known(&m.backend, &after.token).await);
    }
}

#[tokio::test]
async fn logging_out_ends_the_session_at_once_and_twice_is_no_error() {
    for m in with_an_account().await {
        let session = log_in(&m.backend, "mihon", PASSWORD, HERE, None)
            .await
            .expect("a session");
        for _ in 0..2 {
            log_out(&m.backend, &session.token).await.expect("logged out");
            assert!(!is_known(&m.backend, &session.token).await);
        }
        assert_eq!(
            number(
                &m.t.db,
                "SELECT COUNT(*) FROM audit_log WHERE action = 'account.logged_out'"
            )
            .await,
            1
        );
    }
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_without_a_request() {
    for m in with_an_account().await {
        let session = log_in(&m.backend, "mihon", PASSWORD, HERE, None)
            .await
            .expect("a session");
        m.backend.clock.advance(TimeDelta::hours(12) - TimeDelta::seconds(1));
        assert!(is_known(&m.backend, &session.token).await);
        seen(&m).await;
        m.backend.clock.advance(TimeDelta::hours(12));
        assert!(!is_known(&m.backend, &session.token).await);
    }
}

#[tokio::test]
async fn a_session_that_is_used_every_hour_ends_after_seven_days() {
    for m in with_an_account().await {
        let session = log_in(&m.backend, "mihon", PASSWORD, HERE, None)
            .await
            .expect("a session");
        for hour in 1..7 * 24 {
            m.backend.clock.advance(TimeDelta::hours(1));
            assert!(is_known(&m.backend, &session.token).await, "{hour}");
            seen(&m).await;
        }
        m.backend.clock.advance(TimeDelta::hours(1));
        assert!(!is_known(&m.backend, &session.token).await);
        log_in(&m.backend, "mihon", PASSWORD, HERE, None)
            .await
            .expect("a session");
        assert_eq!(count(&m.t.db, "sessions").await, 1, "who logs in sweeps up");
    }
}

/// Waits until the request of this moment is written down, which happens in the background.
async fn seen(m: &Means) {
    let now = m.backend.clock.now();
    for _ in 0..200 {
        let seen = Statement::from_string(m.t.db.backend(), "SELECT last_seen_at FROM sessions");
        let row =
            m.t.db
                .read()
                .query_one_raw(seen)
                .await
                .expect("a query")
                .expect("a row");
        if row.try_get_by_index::<DateTime<Utc>>(0).expect("a time") == now {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the request was not written down");
}

#[tokio::test]
async fn a_session_of_an_account_that_is_closed_ends_with_it() {
    for m in with_an_account().await {
        let session = log_in(&m.backend, "mihon", PASSWORD, HERE, None)
            .await
            .expect("a session");
        tamper(&m.t.db, "UPDATE accounts SET disabled_at = created_at").await;
        assert!(!is_known(&m.backend, &session.token).await);
    }
}
