//! Reminders before a deadline: who gets one, when, that it is one, and who gets none.

use backend::Backend;
use backend::applications::delete::delete_draft;
use backend::applications::submit::submit;
use backend::clock::Clock;
use backend::db::Db;
use backend::evidence::child::Inspector;
use backend::jobs::run::run_due;
use backend::mail::Mailer;
use backend::mail::remind::remind;
use backend::reviews::decide::decide;
use backend::verify::verify;
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::ApplicationId;
use domain::review::{Decision, ReturnItem};
use futures::future::join_all;

use crate::house::{House, houses};
use crate::looking::{execute, number};

/// The houses at noon on 20 January 2026, with 27 February as the last day to apply.
async fn houses_with_a_deadline() -> Vec<House> {
    let houses = houses().await;
    for house in &houses {
        let set = "UPDATE programme_settings SET settings_json = \
                   REPLACE(settings_json, '\"deadline\":null', '\"deadline\":\"2026-02-27\"')";
        execute(house, set).await;
        // The example data bring letters of their own.
        house.backend.clock.advance(TimeDelta::minutes(10));
        run_due(&house.backend).await.expect("the jobs");
        execute(house, "DELETE FROM mails").await;
    }
    houses
}

fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().expect("a moment")
}

fn move_to(house: &House, moment: &str) {
    let clock = &house.backend.clock;
    clock.advance(at(moment) - clock.now());
}

/// 「demo-member 2026-02-13T00:00:00Z 申請の期限は…」 for each letter, in the order in which they were written.
async fn reminders(house: &House) -> Vec<String> {
    let letters = backend::mail::outbox::outbox(&house.backend)
        .await
        .expect("the letters");
    let told = letters
        .into_iter()
        .rev()
        .filter(|letter| letter.subject.contains("期限"))
        .map(|letter| {
            let who = letter.recipient.trim_end_matches("@example.jp").to_owned();
            format!("{who} {} {}", letter.send_at.format("%m-%d %H:%M"), letter.subject)
        });
    told.collect()
}

async fn returned(house: &House, login: &str) -> ApplicationId {
    let doctor = house.doctor(login).await;
    let case = house.submitted(&doctor).await;
    let reviewer = house.reviewer("demo-reviewer").await;
    let items = vec![ReturnItem::new(
        "practical:I-02".parse().expect("a claim"),
        "日付が読めません",
    )];
    let reason = String::new();
    decide(
        &house.backend,
        &reviewer,
        &case.id,
        case.version,
        Decision::Return { reason, items },
    )
    .await
    .expect("a return");
    case.id
}

#[tokio::test]
async fn a_draft_and_a_returned_application_are_reminded_of_fourteen_and_three_days_before_once_each() {
    for house in houses_with_a_deadline().await {
        let member = house.doctor("demo-member").await;
        house.draft(&member).await;
        returned(&house, "demo-district").await;
        let case = house
            .case(&house.doctor("demo-district").await, &returned_id(&house).await)
            .await;
        let number = case.receipt_number.expect("a number");
        while house.backend.clock.now() < at("2026-03-02T00:00:00Z") {
            for _ in 0..2 {
                remind(&house.backend).await.expect("the reminders");
                run_due(&house.backend).await.expect("the jobs");
            }
            house.backend.clock.advance(TimeDelta::minutes(10 + 6 * 60));
        }
        let mut told = reminders(&house).await;
        told.sort();
        let about = |words: &str| format!("【修了申請】申請の期限は2026年2月27日です（{words}）");
        let (draft, mended) = (
            about("下書きがあります"),
            about(&format!("修正をお待ちしています：{number}")),
        );
        // As the clock happened to be read: at the first look from nine o'clock in Japan on.
        let expected = [
            format!("demo-district 02-13 {mended}"),
            format!("demo-district 02-24 {mended}"),
            format!("demo-member 02-13 {draft}"),
            format!("demo-member 02-24 {draft}"),
        ];
        let days: Vec<String> = told
            .iter()
            .map(|line| {
                let mut words = line.splitn(4, ' ');
                let (who, day, hour, subject) = (words.next(), words.next(), words.next(), words.next());
                assert!(hour < Some("07"), "{line}");
                format!("{} {} {}", who.unwrap_or(""), day.unwrap_or(""), subject.unwrap_or(""))
            })
            .collect();
        assert_eq!(days, expected, "{}", house.test_db.name);
        house.is_in_order().await;
    }
}

async fn returned_id(house: &House) -> ApplicationId {
    let id = crate::looking::text(house, "SELECT id FROM applications WHERE status = 'returned'").await;
    id.parse().expect("an id")
}

#[tokio::test]
async fn eight_servers_that_look_at_the_same_moment_remind_once() {
    for house in houses_with_a_deadline().await {
        let member = house.doctor("demo-member").await;
        house.draft(&member).await;
        returned(&house, "demo-district").await;
        move_to(&house, "2026-02-13T00:00:00Z");
        let mut servers = Vec::new();
        for _ in 0..8 {
            let db = Db::connect(&house.test_db.url).await.expect("the database");
            let clock = Clock::fixed(house.backend.clock.now());
            let files = house.test_db.files.clone();
            servers.push(Backend::new(db, files, clock, Inspector::in_process(), Vec::new()));
        }
        let written = join_all(servers.iter().map(remind)).await;
        let written: usize = written.into_iter().map(|count| count.expect("the reminders")).sum();
        assert_eq!(written, 2, "{}", house.test_db.name);
        assert_eq!(reminders(&house).await.len(), 2, "{}", house.test_db.name);
        assert_eq!(number(&house, "SELECT COUNT(*) FROM reminders").await, 2);
        run_due(&house.backend).await.expect("the jobs");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn nobody_is_reminded_of_what_was_sent_in_or_without_an_address_or_a_deadline() {
    for house in houses_with_a_deadline().await {
        let member = house.doctor("demo-member").await;
        house.submitted(&member).await;
        house.draft(&house.doctor("demo-district").await).await;
        house.draft(&house.doctor("demo-guest").await).await;
        execute(
            &house,
            "UPDATE accounts SET disabled_at = created_at WHERE login = 'demo-district'",
        )
        .await;
        execute(&house, "UPDATE accounts SET email = NULL WHERE login = 'demo-guest'").await;
        move_to(&house, "2026-02-14T00:00:00Z");
        assert_eq!(remind(&house.backend).await.expect("the reminders"), 0);
        // An address that is there by the next reminder is written to.
        house.test_db.change_email("demo-guest", "demo-guest@example.jp").await;
        move_to(&house, "2026-02-28T00:00:00+09:00");
        assert_eq!(remind(&house.backend).await.expect("the reminders"), 0, "it is over");
        house.is_in_order().await;
    }
    for house in houses().await {
        house.draft(&house.doctor("demo-member").await).await;
        house.backend.clock.advance(TimeDelta::days(25));
        assert_eq!(
            remind(&house.backend).await.expect("the reminders"),
            0,
            "no deadline is set"
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn who_begins_or_gets_it_back_within_the_fortnight_is_reminded_only_three_days_before() {
    for house in houses_with_a_deadline().await {
        move_to(&house, "2026-02-15T00:00:00Z");
        house.draft(&house.doctor("demo-member").await).await;
        returned(&house, "demo-district").await;
        move_to(&house, "2026-02-16T00:00:00Z");
        assert_eq!(remind(&house.backend).await.expect("the reminders"), 0);
        // Nobody looked on the very day.
        move_to(&house, "2026-02-26T00:00:00Z");
        assert_eq!(remind(&house.backend).await.expect("the reminders"), 2);
        let letters = backend::mail::outbox::outbox(&house.backend)
            .await
            .expect("the letters");
        assert!(
            letters[0].body.contains("申請の期限：2026年2月27日（あと1日）"),
            "{}",
            letters[0].body
        );
        run_due(&house.backend).await.expect("the jobs");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_reminder_that_waits_does_not_leave_once_the_application_is_sent_in_or_deleted() {
    for house in houses_with_a_deadline().await {
        let folder = tempfile::tempdir().expect("a folder");
        // A file where the folder should be.
        let blocked = folder.path().join("outbox");
        std::fs::write(&blocked, "").expect("a file");
        let backend = house.backend.clone().with_mailer(Mailer::Folder(blocked.clone()));
        let (member, district) = (house.doctor("demo-member").await, house.doctor("demo-district").await);
        let sent_in = house.complete_draft(&member).await;
        let deleted = house.draft(&district).await;
        house.draft(&house.doctor("demo-guest").await).await;
        move_to(&house, "2026-02-13T00:00:00Z");
        assert_eq!(remind(&backend).await.expect("the reminders"), 3);
        run_due(&backend).await.expect("the jobs");

        let version = house.case(&member, &sent_in).await.version;
        submit(&backend, &member, &sent_in, version).await.expect("a receipt");
        let version = house.case(&district, &deleted).await.version;
        delete_draft(&backend, &district, &deleted, version)
            .await
            .expect("it is deleted");
        house.is_in_order().await;
        std::fs::remove_file(&blocked).expect("the way is free");
        backend.clock.advance(TimeDelta::minutes(1));
        run_due(&backend).await.expect("the jobs");
        let letters = backend::mail::outbox::outbox(&backend).await.expect("the letters");
        let mut left: Vec<_> = letters
            .iter()
            .filter(|letter| letter.sent_at.is_some())
            .map(|letter| (letter.recipient.as_str(), letter.subject.contains("期限")))
            .collect();
        left.sort_unstable();
        assert_eq!(
            left,
            [("demo-guest@example.jp", true), ("demo-member@example.jp", false)]
        );
        assert_eq!(
            number(&house, "SELECT COUNT(*) FROM jobs WHERE finished_at IS NULL").await,
            0
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_draft_that_crossed_31_march_is_reminded_of_the_new_years_deadline() {
    for house in houses_with_a_deadline().await {
        let member = house.doctor("demo-member").await;
        house.draft(&member).await;
        let next = "INSERT INTO programme_settings (programme_code, fiscal_year, settings_json) \
                    SELECT programme_code, 2026, REPLACE(settings_json, '2026-02-27', '2026-06-30') \
                    FROM programme_settings WHERE fiscal_year = (SELECT MAX(fiscal_year) FROM programme_settings)";
        execute(&house, next).await;
        move_to(&house, "2026-06-20T00:00:00Z");
        assert_eq!(remind(&house.backend).await.expect("the reminders"), 1);
        assert_eq!(remind(&house.backend).await.expect("the reminders"), 0);
        let told = reminders(&house).await;
        assert!(told[0].contains("2026年6月30日"), "{told:?}");
        run_due(&house.backend).await.expect("the jobs");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn verify_knows_what_a_reminder_must_look_like() {
    for (harm, what) in [
        ("UPDATE mails SET body = 'いつか'", "does not name the deadline"),
        (
            "UPDATE mails SET kind = 'submitted'",
            "is a reminder and of another kind",
        ),
        (
            "UPDATE reminders SET days_before = 3",
            "was not written when it was due",
        ),
        ("DELETE FROM reminders", "reminds of a deadline and is no reminder"),
        (
            "UPDATE mails SET application_id = NULL",
            "reminds of another application",
        ),
    ] {
        for house in houses_with_a_deadline().await {
            house.draft(&house.doctor("demo-member").await).await;
            move_to(&house, "2026-02-13T00:00:00Z");
            assert_eq!(remind(&house.backend).await.expect("the reminders"), 1);
            house.is_in_order().await;
            execute(&house, harm).await;
            let violations = verify(&house.backend).await.expect("verify runs").violations;
            let found: Vec<_> = violations.iter().filter(|found| found.rule == "reminders").collect();
            assert!(
                found.len() == 1 && found[0].what.contains(what),
                "{harm}: {violations:?}"
            );
        }
    }
}
