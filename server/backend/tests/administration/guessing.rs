//! Logging in with the wrong name or password: what is answered, and when guessing is stopped.

use backend::accounts::{create_account, log_in};
use backend::error::Refusal;
use chrono::TimeDelta;

use crate::accounts::{HERE, PASSWORD, account, fields, refusal, with_an_account};
use crate::means::{count, number, tamper};

#[tokio::test]
async fn an_unknown_name_a_wrong_password_and_a_closed_account_get_one_answer() {
    for m in with_an_account().await {
        create_account(&m.backend, account("closed", "national_admin", "", ""))
            .await
            .expect("an account");
        tamper(
            &m.t.db,
            "UPDATE accounts SET disabled_at = created_at WHERE login = 'closed'",
        )
        .await;
        for (login, password) in [
            ("nobody", PASSWORD),
            ("mihon", "wrong horse battery"),
            ("closed", PASSWORD),
        ] {
            let answer = log_in(&m.backend, login, password, HERE, None).await;
            assert_eq!(refusal(answer), Refusal::WrongCredentials, "{login}");
        }
        assert_eq!(
            number(
                &m.t.db,
                "SELECT COUNT(*) FROM audit_log WHERE action = 'account.log_in_failed'"
            )
            .await,
            3
        );
        let typed = "SELECT COUNT(*) FROM audit_log WHERE subject LIKE '%nobody%' OR detail LIKE '%nobody%'";
        assert_eq!(number(&m.t.db, typed).await, 0, "what was typed may be a password");
        assert_eq!(
            fields(log_in(&m.backend, " ", "", HERE, None).await),
            ["login", "password"]
        );
    }
}

#[tokio::test]
async fn after_ten_failures_not_even_the_right_password_is_looked_at_from_there() {
    for m in with_an_account().await {
        for _ in 0..10 {
            let answer = log_in(&m.backend, "mihon", "wrong horse battery", HERE, None).await;
            assert_eq!(refusal(answer), Refusal::WrongCredentials);
        }
        m.backend.clock.advance(TimeDelta::seconds(30));
        assert_eq!(
            refusal(log_in(&m.backend, "mihon", PASSWORD, HERE, None).await),
            Refusal::TooManyTries(15)
        );
        log_in(&m.backend, "mihon", PASSWORD, "192.0.2.2", None)
            .await
            .expect("the owner gets in from elsewhere");
        m.backend.clock.advance(TimeDelta::minutes(15));
        log_in(&m.backend, "mihon", PASSWORD, HERE, None)
            .await
            .expect("a quarter of an hour is over");
        assert_eq!(
            number(&m.t.db, "SELECT COUNT(*) FROM login_attempts WHERE failures > 0").await,
            0
        );
    }
}

#[tokio::test]
async fn a_right_password_forgets_the_failures_before_it() {
    for m in with_an_account().await {
        for _ in 0..3 {
            for _ in 0..9 {
                refusal(log_in(&m.backend, "mihon", "wrong horse battery", HERE, None).await);
            }
            log_in(&m.backend, "mihon", PASSWORD, HERE, None)
                .await
                .expect("nine failures are not ten");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tries_at_the_same_moment_are_looked_at_ten_times() {
    for m in with_an_account().await {
        let tries = (0..40).map(|_| {
            let backend = m.backend.clone();
            tokio::spawn(async move { log_in(&backend, "mihon", "wrong horse battery", HERE, None).await })
        });
        let mut looked_at = 0;
        for answer in futures::future::join_all(tries).await {
            looked_at += i32::from(refusal(answer.expect("no panic")) == Refusal::WrongCredentials);
        }
        assert_eq!(looked_at, 10, "{}", m.t.name);
    }
}

#[tokio::test]
async fn who_tries_many_accounts_from_one_place_is_stopped_too() {
    for m in with_an_account().await {
        let mut looked_at = 0;
        for number in 0..60 {
            let answer = log_in(
                &m.backend,
                &format!("nobody-{number}"),
                "wrong horse battery",
                HERE,
                None,
            )
            .await;
            looked_at += i32::from(refusal(answer) == Refusal::WrongCredentials);
        }
        assert_eq!(looked_at, 50, "{}", m.t.name);
        m.backend.clock.advance(TimeDelta::minutes(16));
        log_in(&m.backend, "mihon", PASSWORD, HERE, None)
            .await
            .expect("a session");
        assert!(count(&m.t.db, "login_attempts").await <= 1, "old windows are swept up");
    }
}
