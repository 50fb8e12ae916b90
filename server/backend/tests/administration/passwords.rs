//! Changing the own password.

use backend::accounts::{NewPassword, NewSession, change_password, log_in, visitor};
use backend::error::{Error, Refusal};
use chrono::TimeDelta;

use crate::accounts::{HERE, PASSWORD, fields, refusal, with_an_account};
use crate::means::{Means, number};

const NEW: &str = "猫が三匹、朝の診察室で鳴いていた";

fn form(current: &str, new: &str, again: &str) -> NewPassword {
    NewPassword {
        current_password: current.to_owned(),
        new_password: new.to_owned(),
        new_password_again: again.to_owned(),
    }
}

async fn session(m: &Means) -> NewSession {
    log_in(&m.backend, "mihon", PASSWORD, HERE, None)
        .await
        .expect("a session")
}

async fn change(m: &Means, session: &NewSession, form: NewPassword) -> Result<(), Error> {
    let who = visitor(&m.backend, &session.token)
        .await
        .expect("an answer")
        .expect("a visitor");
    change_password(&m.backend, &who, &session.token, form).await
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one_and_ends_all_other_sessions() {
    for m in with_an_account().await {
        let (own, other) = (session(&m).await, session(&m).await);
        change(&m, &own, form(PASSWORD, NEW, NEW)).await.expect("changed");
        assert!(visitor(&m.backend, &own.token).await.expect("an answer").is_some());
        assert!(visitor(&m.backend, &other.token).await.expect("an answer").is_none());
        let old = log_in(&m.backend, "mihon", PASSWORD, HERE, None).await;
        assert_eq!(refusal(old), Refusal::WrongCredentials, "{}", m.t.name);
        log_in(&m.backend, "mihon", NEW, HERE, None).await.expect("a session");
        let audited = "SELECT COUNT(*) FROM audit_log WHERE action = 'account.password_changed'";
        assert_eq!(number(&m.t.db, audited).await, 1);
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_form_is_said_beside_each_field() {
    for m in with_an_account().await {
        let own = session(&m).await;
        for (wrong, expected) in [
            (form("", "", ""), &["current_password", "new_password"][..]),
            (form(PASSWORD, "short", "short"), &["new_password"]),
            (form(PASSWORD, NEW, "something else"), &["new_password_again"]),
            (form(PASSWORD, PASSWORD, PASSWORD), &["new_password"]),
            (
                form(PASSWORD, "mihonmihonmihon123", "mihonmihonmihon123"),
                &["new_password"],
            ),
            (form("wrong horse battery", NEW, NEW), &["current_password"]),
        ] {
            assert_eq!(fields(change(&m, &own, wrong).await), expected);
        }
        log_in(&m.backend, "mihon", PASSWORD, HERE, None)
            .await
            .expect("nothing has changed");
    }
}

#[tokio::test]
async fn the_current_password_cannot_be_guessed_from_an_open_browser() {
    for m in with_an_account().await {
        let own = session(&m).await;
        for _ in 0..10 {
            assert_eq!(
                fields(change(&m, &own, form("wrong horse battery", NEW, NEW)).await),
                ["current_password"]
            );
        }
        let right = change(&m, &own, form(PASSWORD, NEW, NEW)).await;
        assert_eq!(refusal(right), Refusal::TooManyTries(15));
        m.backend.clock.advance(TimeDelta::minutes(15));
        change(&m, &own, form(PASSWORD, NEW, NEW)).await.expect("changed");
    }
}
