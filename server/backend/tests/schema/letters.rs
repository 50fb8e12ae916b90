//! Letters: given up for a reason of a closed list, and waiting for one answer; a deadline is reminded of once.

use backend::testing::TestDb;

use crate::rows::{AT, Because, accepted, account, application, number, prepared, refused};

/// Databases with a draft of a doctor's and two letters about it.
async fn with_letters() -> Vec<TestDb> {
    let databases = prepared().await;
    for t in &databases {
        accepted(t, &account("reader", "demo-reader", "'d1'")).await;
        accepted(t, &application("x", "d1", "submitted")).await;
        for id in ["m1", "m2"] {
            let letter = format!(
                "INSERT INTO mails (id, account_id, application_id, kind, recipient, subject, body, state, created_at, \
                 send_at) VALUES ('{id}', 'reader', 'x', 'submitted', 'a@example.jp', '-', '-', 'waiting', {AT}, {AT})"
            );
            accepted(t, &letter).await;
        }
    }
    databases
}

fn failure(id: &str, round: i32, reason: &str, resent: &str) -> String {
    format!(
        "INSERT INTO mail_failures (id, mail_id, round, failure, tries, failed_at, resent_at, resent_by) \
         VALUES ('{id}', 'm1', {round}, '{reason}', 1, {AT}, {resent})"
    )
}

#[tokio::test]
async fn a_letter_that_was_given_up_waits_for_one_answer() {
    for t in with_letters().await {
        let (open, answered) = ("NULL, NULL".to_owned(), format!("{AT}, 'a1'"));
        accepted(&t, &failure("f1", 1, "refused", &answered)).await;
        accepted(&t, &failure("f2", 2, "busy", &open)).await;
        refused(&t, &failure("f3", 3, "busy", &open), Because::Twice("mail_failures")).await;
        refused(
            &t,
            &failure("f3", 2, "busy", &answered),
            Because::Twice("mail_failures"),
        )
        .await;
        let words = failure("f3", 3, "550 no such user", &answered);
        refused(&t, &words, Because::Rule("mail_failures_failure")).await;
        let nobody = failure("f3", 3, "busy", &format!("{AT}, NULL"));
        refused(&t, &nobody, Because::Rule("mail_failures_resent")).await;
    }
}

#[tokio::test]
async fn a_deadline_is_reminded_of_once_so_many_days_before_and_the_reminder_goes_with_its_application() {
    for t in with_letters().await {
        let reminder = |deadline: &str, days: i32, mail: &str| {
            format!(
                "INSERT INTO reminders (application_id, deadline, days_before, mail_id) \
                 VALUES ('x', '{deadline}', {days}, '{mail}')"
            )
        };
        accepted(&t, &reminder("2026-02-27", 14, "m1")).await;
        let twice = Because::Twice("reminders");
        refused(&t, &reminder("2026-02-27", 14, "m2"), twice).await;
        refused(&t, &reminder("2026-02-27", 3, "m1"), twice).await;
        refused(&t, &reminder("2026-02-27", 3, "m3"), Because::NoSuch).await;
        accepted(&t, &reminder("2026-03-27", 14, "m2")).await;
        accepted(&t, "DELETE FROM mails WHERE id = 'm2'").await;
        assert_eq!(number(&t, "SELECT COUNT(*) FROM reminders").await, 1, "{}", t.name);
    }
}
