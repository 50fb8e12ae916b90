//! What people do about their own accounts: a forgotten password, another address, a second factor, the way out.

use backend::Backend;
use backend::accounts::{
    Browser, SecondFactor, ask_new_email, ask_new_password, begin_second_factor, choose_password, confirm_email,
    confirm_second_factor, delete_account, end_other_sessions, end_second_factor, end_session, log_in,
    log_in_with_code, own, second_factor, sessions, visitor,
};
use backend::applications::submit::submit;
use backend::error::Refusal;
use backend::jobs::run::run_due;
use backend::testing::code_at;
use chrono::TimeDelta;
use domain::field::FormValues;

use crate::house::{House, PASSWORD, fields, houses, refusal};
use crate::registering::{is_written, letters, link, new_password, with_letters};

const HERE: &str = "192.0.2.7";
const NEW: &str = "青い自転車で海まで走った夏の日";

async fn logs_in(backend: &Backend, login: &str, password: &str) -> bool {
    log_in(backend, login, password, HERE, None).await.is_ok()
}

#[tokio::test]
async fn a_forgotten_password_is_chosen_anew_by_a_link_that_ends_every_session() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = with_letters(&house, folder.path());
        let old = log_in(&backend, "demo-member", PASSWORD, HERE, None)
            .await
            .expect("a session");
        ask_new_password(&backend, "demo-member", HERE).await.expect("a letter");
        let token = link(&backend).await;
        assert_eq!(
            fields(choose_password(&backend, &token, new_password("short")).await),
            ["new_password"]
        );
        choose_password(&backend, &token, new_password(NEW))
            .await
            .expect("a new password");
        assert_eq!(
            refusal(choose_password(&backend, &token, new_password(NEW)).await),
            Refusal::LinkOver
        );
        assert_eq!(visitor(&backend, &old.token).await.expect("read"), None);
        assert!(!logs_in(&backend, "demo-member", PASSWORD).await && logs_in(&backend, "demo-member", NEW).await);
        run_due(&backend).await.expect("the jobs");
        assert!(is_written(&backend, "【修了申請】パスワードが変更されました").await);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn nobody_learns_who_has_an_account_by_asking_for_a_password() {
    for house in houses().await {
        ask_new_password(&house.backend, "nobody@example.jp", HERE)
            .await
            .expect("the same answer");
        assert!(letters(&house.backend).await.is_empty());
        for _ in 0..5 {
            ask_new_password(&house.backend, "demo-member@example.jp", HERE)
                .await
                .expect("the same answer");
        }
        assert_eq!(letters(&house.backend).await.len(), 3);
        assert_eq!(fields(ask_new_password(&house.backend, "　", HERE).await), ["login"]);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn the_last_link_counts_and_works_for_an_hour() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = with_letters(&house, folder.path());
        ask_new_password(&backend, "demo-member", HERE).await.expect("a letter");
        let token = link(&backend).await;
        backend.clock.advance(TimeDelta::hours(1));
        assert_eq!(
            refusal(choose_password(&backend, &token, new_password(NEW)).await),
            Refusal::LinkOver
        );
        house.is_in_order().await;
    }
}

fn address(email: &str) -> FormValues {
    let mut form = FormValues::default();
    form.push("email", email);
    form
}

#[tokio::test]
async fn another_address_proves_itself_and_the_old_one_hears_of_it() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = with_letters(&house, folder.path());
        let member = house.visitor("demo-member").await;
        let new = address("Neu@Example.jp");
        assert_eq!(
            fields(ask_new_email(&backend, &member, &new, "wrong").await),
            ["current_password"]
        );
        assert_eq!(
            fields(ask_new_email(&backend, &member, &address("x"), PASSWORD).await),
            ["email"]
        );
        ask_new_email(&backend, &member, &new, PASSWORD)
            .await
            .expect("a letter");
        let token = link(&backend).await;
        let before = own(&backend, &member).await.expect("read").email;
        assert_eq!(
            before.as_deref(),
            Some("demo-member@example.jp"),
            "not before it is proved"
        );
        backend.clock.advance(TimeDelta::minutes(1));
        confirm_email(&backend, &token).await.expect("changed");
        assert_eq!(refusal(confirm_email(&backend, &token).await), Refusal::LinkOver);
        let after = own(&backend, &member).await.expect("read");
        assert_eq!(
            (after.email.as_deref(), after.login.as_str()),
            (Some("neu@example.jp"), "demo-member")
        );
        run_due(&backend).await.expect("the jobs");
        let told = letters(&backend).await;
        let told = told
            .iter()
            .find(|letter| letter.subject == "【修了申請】メールアドレスが変更されました");
        assert_eq!(told.expect("a letter").recipient, "demo-member@example.jp");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn an_address_that_somebody_else_took_meanwhile_is_not_taken_twice() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = with_letters(&house, folder.path());
        let member = house.visitor("demo-member").await;
        ask_new_email(&backend, &member, &address("demo-short@example.jp"), PASSWORD)
            .await
            .expect("the same answer");
        let token = link(&backend).await;
        assert_eq!(refusal(confirm_email(&backend, &token).await), Refusal::EmailTaken);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn people_see_their_sessions_and_end_their_own_only() {
    for house in houses().await {
        let backend = &house.backend;
        let phone = Browser {
            name: "Safari (iPhone)".to_owned(),
            address: HERE.to_owned(),
        };
        let first = log_in(backend, "demo-member", PASSWORD, phone, None)
            .await
            .expect("a session");
        backend.clock.advance(TimeDelta::minutes(1));
        let second = log_in(backend, "demo-member", PASSWORD, HERE, None)
            .await
            .expect("a session");
        let member = visitor(backend, &second.token).await.expect("read").expect("somebody");
        let lines = sessions(backend, &member, &second.token).await.expect("read");
        let seen: Vec<_> = lines.iter().map(|line| (line.browser.as_str(), line.this)).collect();
        assert_eq!(seen, [("", true), ("Safari (iPhone)", false)]);

        let other = house.visitor("demo-short").await;
        assert_eq!(
            refusal(end_session(backend, &other, &lines[1].name).await),
            Refusal::NotFound
        );
        assert_eq!(refusal(end_session(backend, &member, "%").await), Refusal::NotFound);
        end_session(backend, &member, &lines[1].name).await.expect("ended");
        assert_eq!(visitor(backend, &first.token).await.expect("read"), None);
        log_in(backend, "demo-member", PASSWORD, HERE, None)
            .await
            .expect("a session");
        assert_eq!(
            end_other_sessions(backend, &member, &second.token)
                .await
                .expect("ended"),
            1
        );
        assert!(visitor(backend, &second.token).await.expect("read").is_some());
        house.is_in_order().await;
    }
}

/// Switches it on; says the secret and the codes for paper.
async fn with_factor(house: &House, token: &str) -> (String, Vec<String>) {
    let backend = &house.backend;
    let member = visitor(backend, token).await.expect("read").expect("somebody");
    begin_second_factor(backend, &member, PASSWORD).await.expect("begun");
    let SecondFactor::Begun { secret, .. } = second_factor(backend, &member).await.expect("read") else {
        panic!("no secret");
    };
    let wrong = confirm_second_factor(backend, &member, token, "000000").await;
    assert_eq!(fields(wrong), ["code"]);
    let code = code_at(&secret, backend.clock.now()).expect("a code");
    let codes = confirm_second_factor(backend, &member, token, &code).await.expect("on");
    (secret, codes)
}

#[tokio::test]
async fn with_a_second_factor_a_password_alone_opens_nothing() {
    for house in houses().await {
        let backend = &house.backend;
        let session = log_in(backend, "demo-member", PASSWORD, HERE, None)
            .await
            .expect("a session");
        let (secret, papers) = with_factor(&house, &session.token).await;
        assert_eq!(papers.len(), 10);
        let code = code_at(&secret, backend.clock.now()).expect("a code");

        let half = log_in(backend, "demo-member", PASSWORD, HERE, None)
            .await
            .expect("half a session");
        assert!(half.awaits_code);
        assert_eq!(visitor(backend, &half.token).await.expect("read"), None);
        // The code that switched it on is used up.
        let again = log_in_with_code(backend, &half.token, &code, Browser::default()).await;
        assert_eq!(fields(again), ["code"]);
        backend.clock.advance(TimeDelta::seconds(30));
        let code = code_at(&secret, backend.clock.now()).expect("a code");
        let whole = log_in_with_code(backend, &half.token, &code, Browser::default())
            .await
            .expect("a session");
        assert!(visitor(backend, &whole.token).await.expect("read").is_some());
        let twice = log_in_with_code(backend, &half.token, &code, Browser::default()).await;
        assert_eq!(refusal(twice), Refusal::LoginRequired);

        let half = log_in(backend, "demo-member", PASSWORD, HERE, None)
            .await
            .expect("half a session");
        log_in_with_code(backend, &half.token, &papers[0].to_uppercase(), Browser::default())
            .await
            .expect("a code on paper");
        let half = log_in(backend, "demo-member", PASSWORD, HERE, None)
            .await
            .expect("half a session");
        let twice = log_in_with_code(backend, &half.token, &papers[0], Browser::default()).await;
        assert_eq!(fields(twice), ["code"], "each counts once");
        backend.clock.advance(TimeDelta::minutes(10));
        let late = log_in_with_code(backend, &half.token, &papers[1], Browser::default()).await;
        assert_eq!(refusal(late), Refusal::LoginRequired, "nobody waits longer");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn codes_are_guessed_ten_times_and_it_is_switched_off_with_the_password_only() {
    for house in houses().await {
        let backend = &house.backend;
        let session = log_in(backend, "demo-member", PASSWORD, HERE, None)
            .await
            .expect("a session");
        with_factor(&house, &session.token).await;
        let half = log_in(backend, "demo-member", PASSWORD, HERE, None)
            .await
            .expect("half a session");
        for _ in 0..10 {
            let wrong = log_in_with_code(backend, &half.token, "123", Browser::default()).await;
            assert_eq!(fields(wrong), ["code"]);
        }
        let more = log_in_with_code(backend, &half.token, "123", Browser::default()).await;
        assert!(matches!(refusal(more), Refusal::TooManyTries(_)));
        let member = visitor(backend, &session.token).await.expect("read").expect("somebody");
        assert_eq!(
            fields(end_second_factor(backend, &member, "wrong").await),
            ["current_password"]
        );
        end_second_factor(backend, &member, PASSWORD).await.expect("off");
        assert_eq!(second_factor(backend, &member).await.expect("read"), SecondFactor::Off);
        assert!(
            !log_in(backend, "demo-member", PASSWORD, HERE, None)
                .await
                .expect("a session")
                .awaits_code
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn who_leaves_takes_everything_along_that_nobody_has_to_keep() {
    for house in houses().await {
        let backend = &house.backend;
        let sent = house.doctor("demo-guest").await;
        let id = house.draft(&sent).await;
        house.prove(&sent, &id, "practical:I-02").await.expect("a proof");
        let guest = house.visitor("demo-guest").await;
        assert_eq!(
            fields(delete_account(backend, &guest, "wrong").await),
            ["current_password"]
        );
        delete_account(backend, &guest, PASSWORD).await.expect("gone");
        assert!(!logs_in(backend, "demo-guest", PASSWORD).await);
        house.is_in_order().await;

        let clerk = house.visitor("demo-reviewer").await;
        assert_eq!(
            refusal(delete_account(backend, &clerk, PASSWORD).await),
            Refusal::StaffAccount
        );

        let doctor = house.doctor("demo-member").await;
        let id = house.complete_draft(&doctor).await;
        let version = house.case(&doctor, &id).await.version;
        submit(backend, &doctor, &id, version).await.expect("a receipt");
        let member = house.visitor("demo-member").await;
        delete_account(backend, &member, PASSWORD).await.expect("gone");
        run_due(backend).await.expect("no job is left without its letter");
        assert!(letters(backend).await.is_empty());
        let reviewer = house.reviewer("demo-reviewer").await;
        backend::reviews::open::review_case(backend, &reviewer, &id)
            .await
            .expect("what was sent stays with the association");
        house.is_in_order().await;
    }
}
