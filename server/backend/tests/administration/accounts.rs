//! How accounts come to be, and the accounts that the other tests of this folder begin with.

use backend::Backend;
use backend::accounts::{Grant, NewAccount, create_account, log_in, visitor};
use backend::admin::import::{self, Kind};
use backend::admin::reference::load_reference_data;
use backend::error::{Error, Refusal};
use backend::visitor::Role;
use chrono::TimeDelta;

use crate::means::{Means, count, everywhere, noon, number, text};

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
        grants: vec![Grant {
            role: role.to_owned(),
            association: association.to_owned(),
        }],
        licence_number: licence_number.to_owned(),
    }
}

/// Databases with the reference data, two doctors and the reviewer `mihon`.
pub(crate) async fn with_an_account() -> Vec<Means> {
    let all = everywhere().await;
    for m in &all {
        load_reference_data(&m.backend).await.expect("reference data");
        let report = import::commit(&m.backend, Kind::Doctors, DOCTORS.as_bytes(), None)
            .await
            .expect("an import");
        assert!(report.is_clean(), "{report:?}");
        create_account(&m.backend, account("mihon", "reviewer", "13-001", ""))
            .await
            .expect("an account");
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

/// Whether somebody is behind a token.
pub(crate) async fn is_known(backend: &Backend, token: &str) -> bool {
    visitor(backend, token).await.expect("an answer").is_some()
}

#[tokio::test]
async fn who_logs_in_is_who_the_account_says() {
    for m in with_an_account().await {
        create_account(&m.backend, account("isha", "doctor", "", "第１１１１１１号"))
            .await
            .expect("an account");
        let session = log_in(&m.backend, " ＩＳＨＡ ", PASSWORD, HERE, None)
            .await
            .expect("a session");
        let found = visitor(&m.backend, &session.token)
            .await
            .expect("an answer")
            .expect("a visitor");
        assert!(found.is(Role::Doctor) && found.as_doctor().is_ok() && found.as_reviewer().is_err());
        let doctor = text(&m.t.db, "SELECT id FROM doctors WHERE licence_number = '111111'").await;
        assert_eq!(found.doctor.map(String::from), doctor, "{}", m.t.name);

        let session = log_in(&m.backend, "mihon", PASSWORD, HERE, None)
            .await
            .expect("a session");
        let found = visitor(&m.backend, &session.token)
            .await
            .expect("an answer")
            .expect("a visitor");
        assert_eq!(found.display_name, "見本");
        assert!(
            found
                .as_reviewer()
                .expect("a reviewer")
                .sees(&"13-001".parse().expect("a code"))
        );
        assert_eq!(session.expires_at, noon() + TimeDelta::days(7));
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_new_account_is_said_beside_each_field() {
    for m in with_an_account().await {
        let answer = create_account(
            &m.backend,
            NewAccount {
                display_name: " ".to_owned(),
                ..account("", "", "", "")
            },
        );
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
            (
                NewAccount {
                    password: "short".to_owned(),
                    ..account("new", "national_admin", "", "")
                },
                "password",
            ),
            (
                NewAccount {
                    password: "new-new-new-new-new".to_owned(),
                    ..account("new", "national_admin", "", "")
                },
                "password",
            ),
            (
                NewAccount {
                    grants: Vec::new(),
                    ..account("new", "", "", "")
                },
                "role",
            ),
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
        both.grants.push(Grant {
            role: "reviewer".to_owned(),
            association: "13".to_owned(),
        });
        both.grants.push(Grant {
            role: "reviewer".to_owned(),
            association: "13".to_owned(),
        });
        create_account(&m.backend, both).await.expect("an account");
        let session = log_in(&m.backend, "both", PASSWORD, HERE, None)
            .await
            .expect("a session");
        let found = visitor(&m.backend, &session.token)
            .await
            .expect("an answer")
            .expect("a visitor");
        assert_eq!(found.roles.len(), 2);
        assert!(found.as_doctor().is_ok() && found.as_reviewer().is_ok());
        let again = create_account(&m.backend, account("again", "doctor", "", "111111")).await;
        assert_eq!(fields(again), ["licence_number"]);
        let created = "SELECT COUNT(*) FROM audit_log WHERE action = 'account.created' AND detail LIKE '%both%'";
        assert_eq!(number(&m.t.db, created).await, 1);
    }
}
