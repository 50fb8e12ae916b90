//! The status of an application moves only along the table; what has been sent is never deleted.

use backend::testing::TestDb;

use crate::rows::{Because, accepted, application, doctor, prepared, refused};

const STATUSES: [&str; 7] = [
    "draft",
    "submitted",
    "in_review",
    "returned",
    "approved",
    "refused",
    "withdrawn",
];

/// Written out again on purpose: a slip in the migration must not carry its own test along.
fn allowed(from: &str, to: &str) -> bool {
    match from {
        "draft" => to == "submitted",
        "submitted" => ["in_review", "withdrawn"].contains(&to),
        "in_review" => ["approved", "returned", "refused", "withdrawn", "submitted"].contains(&to),
        "returned" => ["submitted", "in_review", "withdrawn"].contains(&to),
        "approved" => to == "in_review",
        "refused" => ["in_review", "submitted"].contains(&to),
        _ => false,
    }
}

/// One application a status and a `copy`, each of a doctor of its own.
async fn one_of_each(t: &TestDb, copy: usize) {
    for (n, status) in STATUSES.iter().enumerate() {
        let doctor_id = format!("d-{status}-{copy}");
        let doctor = doctor(&doctor_id, &(1_000 + 10 * copy + n).to_string());
        accepted(
            t,
            &format!(
                "{doctor}; {}",
                application(&format!("{status}-{copy}"), &doctor_id, status)
            ),
        )
        .await;
    }
}

#[tokio::test]
async fn no_status_moves_outside_the_table() {
    for t in prepared().await {
        for (copy, to) in STATUSES.iter().enumerate() {
            one_of_each(&t, copy).await;
            for from in STATUSES {
                let step = format!("UPDATE applications SET status = '{to}' WHERE id = '{from}-{copy}'");
                if from == *to || allowed(from, to) {
                    accepted(&t, &step).await;
                } else {
                    refused(&t, &step, Because::Rule("no such move of the status")).await;
                }
            }
        }
    }
}

#[tokio::test]
async fn a_status_that_does_not_exist_is_refused() {
    for t in prepared().await {
        refused(
            &t,
            &application("p1", "d1", "lost"),
            Because::Rule("applications_status"),
        )
        .await;
    }
}

#[tokio::test]
async fn only_a_draft_can_be_deleted() {
    for t in prepared().await {
        one_of_each(&t, 0).await;
        for status in STATUSES {
            let delete = format!("DELETE FROM applications WHERE id = '{status}-0'");
            if status == "draft" {
                accepted(&t, &delete).await;
            } else {
                refused(&t, &delete, Because::Rule("only a draft can be deleted")).await;
            }
        }
    }
}
