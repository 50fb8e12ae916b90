//! Somebody registers: the address proves itself by a link, the roster or the association says who it is.

use std::path::Path;

use backend::Backend;
use backend::accounts::{
    Browser, Grant, NewAccount, Purpose, TwicePassword, confirmation, create_account, log_in, visitor,
};
use backend::error::{Error, Refusal, Result};
use backend::jobs::run::run_due;
use backend::mail::Mailer;
use backend::mail::outbox::outbox;
use backend::registrations::{Verdict, ask_again, decide, finish, own_registration, register, registration, waiting};
use backend::visitor::{Administrator, Visitor};
use chrono::TimeDelta;
use domain::field::FormValues;
use domain::letter::Letter;
use domain::registration::{Doubt, RegistrationState};

use crate::house::{House, PASSWORD, fields, houses, refusal};

const HERE: &str = "192.0.2.7";

/// A password that nobody guesses.
pub fn new_password(text: &str) -> TwicePassword {
    TwicePassword {
        new_password: text.to_owned(),
        new_password_again: text.to_owned(),
    }
}

/// A demonstration's backend: its letters are kept as they left.
pub fn with_letters(house: &House, folder: &Path) -> Backend {
    house.backend.clone().with_mailer(Mailer::Folder(folder.to_owned()))
}

/// The letters that the test has caused, the newest first; not those of the example data.
pub async fn letters(backend: &Backend) -> Vec<Letter> {
    let letters = outbox(backend).await.expect("the letters").into_iter();
    letters
        .filter(|letter| letter.recipient != "demo-done@example.jp")
        .collect()
}

/// The subject of a letter that has been written.
pub async fn is_written(backend: &Backend, subject: &str) -> bool {
    letters(backend).await.iter().any(|letter| letter.subject == subject)
}

/// The secret of the link that works, once the letters have left.
pub async fn link(backend: &Backend) -> String {
    run_due(backend).await.expect("the jobs");
    for letter in letters(backend).await {
        let Some((_, token)) = letter.body.split_once("/confirm/") else {
            continue;
        };
        let token = token.split_whitespace().next().expect("a token");
        if confirmation(backend, token).await.expect("the database").is_some() {
            return token.to_owned();
        }
    }
    panic!("no letter has a link that works");
}

fn form(changes: &[(&str, &str)]) -> FormValues {
    let mut pairs = vec![
        ("email", "hanako@example.jp"),
        ("name", "見本 新太郎"),
        ("name_kana", "ミホン シンタロウ"),
        ("birth_date", "昭和45年1月2日"),
        ("licence_number", "987654"),
        ("membership", "none"),
        ("association", "13-001"),
    ];
    for (name, value) in changes {
        for pair in &mut pairs {
            if pair.0 == *name {
                pair.1 = value;
            }
        }
    }
    FormValues::new(pairs.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect())
}

/// Registers and chooses a password; who is then logged in.
async fn registered(backend: &Backend, form: &FormValues) -> Visitor {
    register(backend, form, HERE).await.expect("a letter");
    let token = link(backend).await;
    let session = finish(
        backend,
        &token,
        new_password("青い自転車で海まで走った夏の日"),
        Browser::default(),
    )
    .await;
    let session = session.expect("a session");
    let found = visitor(backend, &session.token).await.expect("the database");
    found.expect("somebody")
}

async fn administrator(house: &House, login: &str) -> Administrator {
    house.visitor(login).await.as_administrator().expect("an administrator")
}

#[tokio::test]
async fn a_non_member_whom_no_roster_knows_may_apply_at_once() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = with_letters(&house, folder.path());
        let visitor = registered(&backend, &form(&[])).await;
        assert_eq!(visitor.display_name, "見本 新太郎");
        let doctor = visitor.as_doctor().expect("a doctor");
        house.draft(&doctor).await;
        log_in(
            &backend,
            "Hanako@example.jp",
            "青い自転車で海まで走った夏の日",
            HERE,
            None,
        )
        .await
        .expect("the address is the log-in name");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_link_works_once_and_for_a_day_and_opening_it_uses_nothing_up() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = with_letters(&house, folder.path());
        register(&backend, &form(&[]), HERE).await.expect("a letter");
        let token = link(&backend).await;
        for _ in 0..2 {
            let found = confirmation(&backend, &token)
                .await
                .expect("the database")
                .expect("a link");
            assert_eq!(
                (found.purpose, found.address.as_str()),
                (Purpose::Registration, "hanako@example.jp")
            );
        }
        let weak = finish(&backend, &token, new_password("short"), Browser::default()).await;
        assert_eq!(fields(weak), ["new_password"]);
        let good = || new_password("青い自転車で海まで走った夏の日");
        finish(&backend, &token, good(), Browser::default())
            .await
            .expect("a session");
        let again = finish(&backend, &token, good(), Browser::default()).await;
        assert_eq!(refusal(again), Refusal::LinkOver);

        let other = form(&[
            ("email", "taro@example.jp"),
            ("licence_number", "987653"),
            ("name", "見本 次郎"),
        ]);
        register(&backend, &other, HERE).await.expect("a letter");
        let token = link(&backend).await;
        backend.clock.advance(TimeDelta::hours(24));
        assert_eq!(
            refusal(finish(&backend, &token, good(), Browser::default()).await),
            Refusal::LinkOver
        );
        assert_eq!(confirmation(&backend, "0").await.expect("the database"), None);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn the_secret_of_a_link_rests_nowhere_once_letters_go_to_a_mail_server() {
    for house in houses().await {
        // Without a way out nothing is written back, as with a mail server.
        register(&house.backend, &form(&[]), HERE).await.expect("a letter");
        run_due(&house.backend).await.expect("the jobs");
        let letters = letters(&house.backend).await;
        assert!(letters[0].body.contains("{link}"), "{}", letters[0].body);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn whether_an_address_is_registered_only_its_reader_learns() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = with_letters(&house, folder.path());
        register(&backend, &form(&[("email", "demo-member@example.jp")]), HERE)
            .await
            .expect("the same answer");
        run_due(&backend).await.expect("the jobs");
        let letters = letters(&backend).await;
        assert_eq!(letters[0].subject, "【修了申請】すでに登録があります");
        assert!(!letters[0].body.contains("/confirm/"), "{}", letters[0].body);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn nobody_fills_anothers_box_or_ours() {
    for house in houses().await {
        for _ in 0..6 {
            register(&house.backend, &form(&[]), HERE)
                .await
                .expect("the same answer");
        }
        assert_eq!(letters(&house.backend).await.len(), 3);
        let mut refused = 0;
        for number in 0..20 {
            let form = form(&[("email", &format!("a{number}@example.jp"))]);
            match register(&house.backend, &form, HERE).await {
                Err(Error::Refused(Refusal::TooManyTries(_))) => refused += 1,
                outcome => outcome.expect("a letter"),
            }
        }
        assert_eq!(refused, 6, "26 letters were asked for from one place");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn what_is_not_certain_waits_for_the_association_of_its_branch() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = with_letters(&house, folder.path());
        let member = form(&[("membership", "member")]);
        let visitor = registered(&backend, &member).await;
        assert_eq!(
            refusal::<()>(visitor.as_doctor().map(|_| ()).map_err(Into::into)),
            Refusal::NotAllowed
        );
        let own = own_registration(&backend, &visitor).await.expect("read").expect("one");
        assert_eq!(
            (own.state, own.doubt),
            (RegistrationState::Waiting, Some(Doubt::NotOnTheRoster))
        );
        assert_eq!(own.association_name, "北区医師会");

        let office = administrator(&house, "demo-office").await;
        let national = administrator(&house, "demo-admin").await;
        assert_eq!(waiting(&backend, &office).await.expect("read").len(), 1);
        assert_eq!(waiting(&backend, &national).await.expect("read").len(), 1);
        let elsewhere = NewAccount {
            login: "elsewhere".to_owned(),
            password: PASSWORD.to_owned(),
            display_name: "見本 別の事務局".to_owned(),
            grants: vec![Grant {
                role: "association_admin".to_owned(),
                association: "14-001".to_owned(),
            }],
            licence_number: String::new(),
        };
        create_account(&backend, elsewhere).await.expect("an account");
        let stranger = administrator(&house, "elsewhere").await;
        assert!(waiting(&backend, &stranger).await.expect("read").is_empty());
        let hidden: Result<_> = registration(&backend, &stranger, &own.id).await;
        assert_eq!(refusal(hidden), Refusal::NotFound);
        let refused = decide(&backend, &stranger, &own.id, own.version, Verdict::NewDoctor).await;
        assert_eq!(refusal(refused), Refusal::NotFound);

        decide(&backend, &office, &own.id, own.version, Verdict::NewDoctor)
            .await
            .expect("a doctor");
        let twice = decide(&backend, &office, &own.id, own.version, Verdict::NewDoctor).await;
        assert_eq!(refusal(twice), Refusal::WrongStatus);
        run_due(&backend).await.expect("the jobs");
        assert!(is_written(&backend, "【修了申請】利用者登録が完了しました").await);
        let session = log_in(
            &backend,
            "hanako@example.jp",
            "青い自転車で海まで走った夏の日",
            HERE,
            None,
        )
        .await;
        let token = session.expect("a session").token;
        let now = backend::accounts::visitor(&backend, &token)
            .await
            .expect("read")
            .expect("somebody");
        now.as_doctor().expect("a doctor");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn who_is_refused_reads_why_mends_it_and_asks_again() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = with_letters(&house, folder.path());
        let visitor = registered(&backend, &form(&[("membership", "member")])).await;
        let own = own_registration(&backend, &visitor).await.expect("read").expect("one");
        let office = administrator(&house, "demo-office").await;
        assert_eq!(fields(Verdict::refused("　")), ["reason"]);
        let verdict = Verdict::refused("会員名簿にないため、会員区分を確かめてください。").expect("a verdict");
        decide(&backend, &office, &own.id, own.version, verdict)
            .await
            .expect("refused");
        let own = own_registration(&backend, &visitor).await.expect("read").expect("one");
        assert_eq!(own.reason, "会員名簿にないため、会員区分を確かめてください。");

        assert_eq!(
            fields(ask_again(&backend, &visitor, &form(&[("name", "")])).await),
            ["name"]
        );
        ask_again(&backend, &visitor, &form(&[])).await.expect("asked again");
        let own = own_registration(&backend, &visitor).await.expect("read").expect("one");
        assert_eq!((own.state, own.reason.as_str()), (RegistrationState::Accepted, ""));
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn whose_number_is_somebody_elses_never_becomes_that_doctor_by_typing() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = with_letters(&house, folder.path());
        let member = house.doctor("demo-member").await;
        let case = house.draft(&member).await;
        let number = house.case(&member, &case).await.doctor.licence_number;
        let visitor = registered(&backend, &form(&[("licence_number", number.as_str())])).await;
        let own = own_registration(&backend, &visitor).await.expect("read").expect("one");
        assert_eq!(
            (own.state, own.doubt),
            (RegistrationState::Waiting, Some(Doubt::OtherPerson))
        );
        let office = administrator(&house, "demo-office").await;
        let found = registration(&backend, &office, &own.id).await.expect("read");
        let candidate = found.candidates.first().expect("the doctor of that number");
        assert!(candidate.has_account);
        for verdict in [Verdict::Doctor(candidate.id.clone()), Verdict::NewDoctor] {
            let refused = decide(&backend, &office, &own.id, own.version, verdict).await;
            assert_eq!(refusal(refused), Refusal::NotAllowed);
        }
        house.is_in_order().await;
    }
}
