//! Logging in and out, sessions, and how accounts come to be.

use backend::accounts::{Grant, NewAccount, create_account, log_in, log_out, visitor};
use backend::admin::import::{self, Kind};
use backend::admin::reference::load_reference_data;
use backend::error::{Error, Refusal};
use backend::hex;
use backend::visitor::Role;
use backend::Backend;
use chrono::TimeDelta;

use crate::means::{Means, count, everywhere, noon, number, tamper, text};

pub(crate) const PASSWORD: &str = "correct horse battery staple";
pub(crate) const HERE: &str = "192.0.2.1";
const DOCTORS: &str = "licence_number,name,name_kana,birth_date,district_code,prefecture_code,national\n\
                       111111,見本 太郎,ミホン タロウ,1964-05-01,13-001,,1\n\
                       222222,見本 花子,ミホン ハナコ,,,,\n";

pub(crate) fn account(login: &str, role: &str, association: &str, licence_number: &str) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        password: PASSWORD.to_owned(),
        display_name: "見本".to_owned(),
        grants: vec![Grant { role: role.to_owned(), association: association.to_owned() }],
        licence_number: licence_number.to_owned(),
    }
}

/// Databases with the reference data, two doctors and the reviewer `mihon`.
pub(crate) async fn with_an_account() -> Vec<Means> {
    let all = everywhere().await;
    for m in &all {
        load_reference_data(&m.backend).await.expect("reference data");
        let report = import::commit(&m.backend, Kind::Doctors, DOCTORS.as_bytes(), None).await.expect("an import");
        assert!(report.is_clean(), "{report:?}");
        create_account(&m.backend, account("mihon", "reviewer", "13-001", "")).await.expect("an account");
    }
    all
}

pub(crate) fn refusal<T: std::fmt::Debug>(answer: Result<T, Error>) -> Refusal {
    match answer {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("no refusal: {other:?}"),
    }
}

/// The names of the fields that have an error.
pub(crate) fn fields<T: std::fmt::Debug>(answer: Result<T, Error>) -> Vec<String> {
    match answer {
        Err(Error::Fields(errors)) => errors.into_iter().map(|error| error.field).collect(),
        other => panic!("no field errors: {other:?}"),
    }
}

async fn is_known(backend: &Backend, token: &str) -> bool {
    visitor(backend, token).await.expect("an answer").is_some()
}

#[tokio::test]
async fn who_logs_in_is_who_the_account_says() {
    for m in with_an_account().await {
        create_account(&m.backend, account("isha", "doctor", "", "第１１１１１１号")).await.expect("an account");
        let session = log_in(&m.backend, " ＩＳＨＡ ", PASSWORD, HERE, None).await.expect("a session");
        let found = visitor(&m.backend, &session.token).await.expect("an answer").expect("a visitor");
        assert!(found.is(Role::Doctor) && found.as_doctor().is_ok() && found.as_reviewer().is_err());
        let doctor = text(&m.t.db, "SELECT id FROM doctors WHERE licence_number = '111111'").await;
        assert_eq!(found.doctor.map(String::from), doctor, "{}", m.t.name);

        let session = log_in(&m.backend, "mihon", PASSWORD, HERE, None).await.expect("a session");
        let found = visitor(&m.backend, &session.token).await.expect("an answer").expect("a visitor");
        assert_eq!(found.display_name, "見本");
        assert!(found.as_reviewer().expect("a reviewer").sees(&"13-001".parse().expect("a code")));
        assert_eq!(session.expires_at, noon() + TimeDelta::days(7));
    }
}

#[tokio::test]
async fn the_database_holds_a_hash_of_the_token_and_nothing_that_logs_in() {
    for m in with_an_account().await {
        let session = log_in(&m.backend, "mihon", PASSWORD, HERE, None).await.expect("a session");
        assert_eq!(session.token.len(), 64);
        let stored = text(&m.t.db, "SELECT token_hash FROM sessions").await.expect("a session");
        assert_eq!(stored, hex::sha256(session.token.as_bytes()));
        assert!(!is_known(&m.backend, &stored).await);
        assert!(!format!("{session:?}").contains(&session.token), "a token must not get into a log");
    }
}

#[tokio::test]
async fn logging_in_ends_the_session_that_the_browser_had_before() {
    for m in with_an_account().await {
        let before = log_in(&m.backend, "mihon", PASSWORD, HERE, None).await.expect("a session");
        let after = log_in(&m.backend, "mihon", PASSWORD, HERE, Some(&before.token)).await.expect("a session");
        assert_ne!(before.token, after.token);
        assert!(!is_known(&m.backend, &before.token).await && is_known(&m.backend, &after.token).await);
    }
}

#[tokio::test]
async fn an_unknown_name_a_wrong_password_and_a_closed_account_get_one_answer() {
    for m in with_an_account().await {
        create_account(&m.backend, account("closed", "national_admin", "", "")).await.expect("an account");
        tamper(&m.t.db, "UPDATE accounts SET disabled_at = created_at WHERE login = 'closed'").await;
        for (login, password) in [("nobody", PASSWORD), ("mihon", "wrong horse battery"), ("closed", PASSWORD)] {
            let answer = log_in(&m.backend, login, password, HERE, None).await;
            assert_eq!(refusal(answer), Refusal::WrongCredentials, "{login}");
        }
        assert_eq!(number(&m.t.db, "SELECT COUNT(*) FROM audit_log WHERE action = 'account.log_in_failed'").await, 3);
        let typed = "SELECT COUNT(*) FROM audit_log WHERE subject LIKE '%nobody%' OR detail LIKE '%nobody%'";
        assert_eq!(number(&m.t.db, typed).await, 0, "what was typed may be a password");
        assert_eq!(fields(log_in(&m.backend, " ", "", HERE, None).await), ["login", "password"]);
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
        assert_eq!(refusal(log_in(&m.backend, "mihon", PASSWORD, HERE, None).await), Refusal::TooManyTries(15));
        log_in(&m.backend, "mihon", PASSWORD, "192.0.2.2", None).await.expect("the owner gets in from elsewhere");
        m.backend.clock.advance(TimeDelta::minutes(15));
        log_in(&m.backend, "mihon", PASSWORD, HERE, None).await.expect("a quarter of an hour is over");
        assert_eq!(number(&m.t.db, "SELECT COUNT(*) FROM login_attempts WHERE failures > 0").await, 0);
    }
}

#[tokio::test]
async fn a_right_password_forgets_the_failures_before_it() {
    for m in with_an_account().await {
        for _ in 0..3 {
            for _ in 0..9 {
                refusal(log_in(&m.backend, "mihon", "wrong horse battery", HERE, None).await);
            }
            log_in(&m.backend, "mihon", PASSWORD, HERE, None).await.expect("nine failures are not ten");
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
            let answer = log_in(&m.backend, &format!("nobody-{number}"), "wrong horse battery", HERE, None).await;
            looked_at += i32::from(refusal(answer) == Refusal::WrongCredentials);
        }
        assert_eq!(looked_at, 50, "{}", m.t.name);
        m.backend.clock.advance(TimeDelta::minutes(16));
        log_in(&m.backend, "mihon", PASSWORD, HERE, None).await.expect("a session");
        assert!(count(&m.t.db, "login_attempts").await <= 1, "old windows are swept up");
    }
}

#[tokio::test]
async fn logging_out_ends_the_session_at_once_and_twice_is_no_error() {
    for m in with_an_account().await {
        let session = log_in(&m.backend, "mihon", PASSWORD, HERE, None).await.expect("a session");
        for _ in 0..2 {
            log_out(&m.backend, &session.token).await.expect("logged out");
            assert!(!is_known(&m.backend, &session.token).await);
        }
        assert_eq!(number(&m.t.db, "SELECT COUNT(*) FROM audit_log WHERE action = 'account.logged_out'").await, 1);
    }
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_without_a_request() {
    for m in with_an_account().await {
        let session = log_in(&m.backend, "mihon", PASSWORD, HERE, None).await.expect("a session");
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
        let session = log_in(&m.backend, "mihon", PASSWORD, HERE, None).await.expect("a session");
        for hour in 1..7 * 24 {
            m.backend.clock.advance(TimeDelta::hours(1));
            assert!(is_known(&m.backend, &session.token).await, "{hour}");
            seen(&m).await;
        }
        m.backend.clock.advance(TimeDelta::hours(1));
        assert!(!is_known(&m.backend, &session.token).await);
        log_in(&m.backend, "mihon", PASSWORD, HERE, None).await.expect("a session");
        assert_eq!(count(&m.t.db, "sessions").await, 1, "who logs in sweeps up");
    }
}

/// Waits until the request of this moment is written down, which happens in the background.
async fn seen(m: &Means) {
    let now = m.backend.clock.now();
    for _ in 0..200 {
        let seen = sea_orm::Statement::from_string(m.t.db.backend(), "SELECT last_seen_at FROM sessions");
        let row = sea_orm::ConnectionTrait::query_one_raw(m.t.db.read(), seen).await.expect("a query").expect("a row");
        if row.try_get_by_index::<chrono::DateTime<chrono::Utc>>(0).expect("a time") == now {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the request was not written down");
}

#[tokio::test]
async fn a_session_of_an_account_that_is_closed_ends_with_it() {
    for m in with_an_account().await {
        let session = log_in(&m.backend, "mihon", PASSWORD, HERE, None).await.expect("a session");
        tamper(&m.t.db, "UPDATE accounts SET disabled_at = created_at").await;
        assert!(!is_known(&m.backend, &session.token).await);
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_new_account_is_said_beside_each_field() {
    for m in with_an_account().await {
        let answer = create_account(&m.backend, NewAccount { display_name: " ".to_owned(), ..account("", "", "", "") });
        assert_eq!(fields(answer.await), ["login", "display_name", "role"]);
        for (wrong, field) in [
            (account("MIHON", "reviewer", "13-001", ""), "login"),
            (account("医師", "reviewer", "13-001", ""), "login"),
            (account("a b", "reviewer", "13-001", ""), "login"),
            (account("new", "reviewer", "", ""), "association"),
            (account("new", "reviewer", "13-999", ""), "association"),
            (account("new", "national_admin", "00", ""), "association"),
            (account("new", "boss", "", ""), "role"),
            (account("new", "doctor", "", ""), "licence_number"),
            (account("new", "doctor", "", "999999"), "licence_number"),
            (account("new", "doctor", "", "12a"), "licence_number"),
            (NewAccount { password: "short".to_owned(), ..account("new", "national_admin", "", "") }, "password"),
            (NewAccount { password: "new-new-new-new-new".to_owned(), ..account("new", "national_admin", "", "") }, "password"),
            (NewAccount { grants: Vec::new(), ..account("new", "", "", "") }, "role"),
        ] {
            let what = format!("{} {:?} {}", wrong.login, wrong.grants, wrong.licence_number);
            assert_eq!(fields(create_account(&m.backend, wrong).await), [field], "{what}");
        }
        assert_eq!(count(&m.t.db, "accounts").await, 1);
    }
}

#[tokio::test]
async fn a_doctor_has_one_account_and_an_account_may_have_several_roles() {
    for m in with_an_account().await {
        let mut both = account("both", "doctor", "", "111111");
        both.grants.push(Grant { role: "reviewer".to_owned(), association: "13".to_owned() });
        both.grants.push(Grant { role: "reviewer".to_owned(), association: "13".to_owned() });
        create_account(&m.backend, both).await.expect("an account");
        let session = log_in(&m.backend, "both", PASSWORD, HERE, None).await.expect("a session");
        let found = visitor(&m.backend, &session.token).await.expect("an answer").expect("a visitor");
        assert_eq!(found.roles.len(), 2);
        assert!(found.as_doctor().is_ok() && found.as_reviewer().is_ok());
        let again = create_account(&m.backend, account("again", "doctor", "", "111111")).await;
        assert_eq!(fields(again), ["licence_number"]);
        let created = "SELECT COUNT(*) FROM audit_log WHERE action = 'account.created' AND detail LIKE '%both%'";
        assert_eq!(number(&m.t.db, created).await, 1);
    }
}
