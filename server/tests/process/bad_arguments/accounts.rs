//! Valid forms about accounts: registration, links of letters, the own account, what an office decides.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

use backend::accounts::{
    Browser, Grant, NewAccount, TwicePassword, agents, become_agent, confirmation, create_account, invite_agent,
    sessions,
};
use backend::admin::seed::PASSWORD;
use backend::jobs::run::run_due;
use backend::mail::Mailer;
use backend::mail::outbox::outbox;
use backend::random;
use backend::registrations::{self, Verdict, finish, own_registration};
use chrono::TimeDelta;
use domain::field::FormValues;
use domain::registration::Registration;

use super::forms::MayBe::{Anything, NothingElse};
use super::forms::{Form, Past};
use super::site::{Person, Site, again, person};

/// What a form was made of last, by the database and the row: it is taken again as long as it still stands.
static LAST: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);

fn last(site: &Site<'_>, row: &str) -> Option<String> {
    LAST.lock()
        .unwrap()
        .get(&format!("{} {row}", site.test_db.name))
        .cloned()
}

fn keep(site: &Site<'_>, row: &str, what: &str) {
    let key = format!("{} {row}", site.test_db.name);
    LAST.lock().unwrap().insert(key, what.to_owned());
}

fn twice(password: &str) -> TwicePassword {
    TwicePassword {
        new_password: password.to_owned(),
        new_password_again: password.to_owned(),
    }
}

/// The secret in the letter to an address, once it has left.
async fn link(site: &Site<'_>, address: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let backend = site
        .backend
        .clone()
        .with_mailer(Mailer::Folder(folder.path().to_owned()));
    run_due(&backend).await.unwrap();
    let letters = outbox(&backend).await.unwrap();
    let newest = letters.iter().find(|letter| letter.recipient == address).unwrap();
    let (_, token) = newest.body.split_once("/confirm/").unwrap();
    token.split_whitespace().next().unwrap().to_owned()
}

fn applicant(email: &str) -> [(&'static str, String); 7] {
    [
        ("email", email.to_owned()),
        ("name", "見本 新太郎".to_owned()),
        ("name_kana", "ミホン シンタロウ".to_owned()),
        ("birth_date", "1970-01-02".to_owned()),
        ("licence_number", "987654".to_owned()),
        ("membership", "member".to_owned()),
        ("association", "13-001".to_owned()),
    ]
}

fn values(pairs: &[(&'static str, String)]) -> FormValues {
    FormValues::new(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    )
}

/// An address that nobody has. What is written to it is the newest letter then.
fn new_reader(site: &Site<'_>) -> String {
    site.backend.clock.advance(TimeDelta::seconds(1));
    new_address()
}

fn new_address() -> String {
    format!("{}@example.jp", random::id())
}

pub(super) async fn registration(_: &Site<'_>, _: &Past) -> Form {
    let mut form = Form::of_nobody().with("prefecture", "13", Anything);
    for (name, value) in applicant(&new_address()) {
        form = form.with(name, value, Anything);
    }
    form
}

/// A letter that is still to be answered.
async fn unanswered(site: &Site<'_>) -> String {
    if let Some(token) = last(site, "confirm")
        && confirmation(&site.backend, &token).await.unwrap().is_some()
    {
        return token;
    }
    let address = new_reader(site);
    let form = values(&applicant(&address));
    registrations::register(&site.backend, &form, &random::id())
        .await
        .unwrap();
    let token = link(site, &address).await;
    keep(site, "confirm", &token);
    token
}

pub(super) async fn answer(site: &Site<'_>, _: &Past) -> Form {
    Form::of_nobody()
        .at(unanswered(site).await)
        .with("new_password", PASSWORD, NothingElse)
        .with("new_password_again", PASSWORD, NothingElse)
}

pub(super) async fn forgotten(_: &Site<'_>, _: &Past) -> Form {
    Form::of_nobody().with("login", random::id(), Anything)
}

/// Somebody who registered and waits.
async fn waiting(site: &Site<'_>) -> (Person, Registration) {
    if let Some(cookie) = last(site, "waiting")
        && let Some(known) = again(&site.backend, &cookie).await
    {
        let own = own_registration(&site.backend, known.visitor()).await.unwrap().unwrap();
        if own.doubt.is_some() && own.confirmed_at.is_some() && known.visitor().doctor.is_none() {
            return (known, own);
        }
    }
    let address = new_reader(site);
    let form = values(&applicant(&address));
    registrations::register(&site.backend, &form, &random::id())
        .await
        .unwrap();
    let token = link(site, &address).await;
    finish(&site.backend, &token, twice(PASSWORD), Browser::default())
        .await
        .unwrap();
    let known = person(&site.backend, &address).await;
    keep(site, "waiting", &known.cookie);
    let own = own_registration(&site.backend, known.visitor()).await.unwrap().unwrap();
    (known, own)
}

pub(super) async fn asked_again(site: &Site<'_>, _: &Past) -> Form {
    let (known, own) = waiting(site).await;
    if own.reason.is_empty() {
        let office = site.office.visitor().as_administrator().unwrap();
        let verdict = Verdict::refused("確かめられません。").unwrap();
        registrations::decide(&site.backend, &office, &own.id, own.version, verdict)
            .await
            .unwrap();
    }
    let mut form = Form::of(&known).with("prefecture", "13", Anything);
    for (name, value) in applicant("").into_iter().skip(1) {
        form = form.with(name, value, Anything);
    }
    form
}

pub(super) async fn decision(site: &Site<'_>, _: &Past) -> Form {
    let (known, own) = waiting(site).await;
    let (known, own) = if own.reason.is_empty() {
        (known, own)
    } else {
        let form = values(&applicant(""));
        registrations::ask_again(&site.backend, known.visitor(), &form)
            .await
            .unwrap();
        let own = own_registration(&site.backend, known.visitor()).await.unwrap().unwrap();
        (known, own)
    };
    drop(known);
    Form::of(&site.office)
        .at(&own.id)
        .with("version", own.version, NothingElse)
        .with("verdict", "refused", NothingElse)
        .with("reason", "確かめられません。", Anything)
}

/// An account of its own for what ends or changes one; the last one as long as it is still there.
async fn spare(site: &Site<'_>, row: &str) -> Person {
    if let Some(cookie) = last(site, row)
        && let Some(known) = again(&site.backend, &cookie).await
    {
        return known;
    }
    let login = format!("spare-{}", random::id());
    let new = NewAccount {
        login: login.clone(),
        password: PASSWORD.to_owned(),
        display_name: "見本 予備".to_owned(),
        grants: vec![Grant {
            role: "organiser".to_owned(),
            association: "13-001".to_owned(),
        }],
        licence_number: String::new(),
    };
    create_account(&site.backend, new).await.unwrap();
    let known = person(&site.backend, &login).await;
    keep(site, row, &known.cookie);
    known
}

pub(super) async fn new_email(site: &Site<'_>, _: &Past) -> Form {
    Form::of(&spare(site, "email").await)
        .with("email", new_address(), Anything)
        .with("current_password", PASSWORD, NothingElse)
}

pub(super) async fn ended_session(site: &Site<'_>, _: &Past) -> Form {
    let other = spare(site, "session").await;
    let lines = sessions(&site.backend, other.visitor(), "").await.unwrap();
    Form::of(&other).with("session", &lines[0].name, Anything)
}

pub(super) async fn second_factor(site: &Site<'_>, _: &Past) -> Form {
    let known = spare(site, "factor").await;
    Form::of(&known)
        .with("step", "begin", NothingElse)
        .with("current_password", PASSWORD, NothingElse)
}

/// Nothing awaits a code here: whatever is sent leads to the log-in page.
pub(super) async fn code(site: &Site<'_>, _: &Past) -> Form {
    Form::of(&site.office)
        .with("code", "123456", Anything)
        .with("next", "/", Anything)
}

pub(super) async fn deletion(site: &Site<'_>, _: &Past) -> Form {
    let (known, _) = waiting(site).await;
    Form::of(&known).with("current_password", PASSWORD, NothingElse)
}

pub(super) async fn invitation(site: &Site<'_>, _: &Past) -> Form {
    Form::of(&site.done).with("email", new_address(), Anything)
}

pub(super) async fn ended_help(site: &Site<'_>, _: &Past) -> Form {
    let doctor = site.done.doctor();
    if agents(&site.backend, &doctor).await.unwrap().is_empty() {
        let mut form = FormValues::default();
        let address = new_reader(site);
        form.push("email", address.as_str());
        invite_agent(&site.backend, &doctor, &form).await.unwrap();
        let token = link(site, &address).await;
        become_agent(&site.backend, &token, twice(PASSWORD), Browser::default())
            .await
            .unwrap();
    }
    let helper = agents(&site.backend, &doctor).await.unwrap().remove(0);
    Form::of(&site.done).with("agent", helper.account, NothingElse)
}
