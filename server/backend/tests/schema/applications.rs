//! One application, its claims and its files.

use crate::rows::{AT, Because, accepted, application, application_with, doctor, number, prepared, refused};

fn entry(application: &str, category: &str, item: &str) -> String {
    format!(
        "INSERT INTO practical_entries (application_id, category, item_code) \
         VALUES ('{application}', '{category}', '{item}')"
    )
}

fn document(id: &str, claim: &str, position: i32, storage_key: &str) -> String {
    format!(
        "INSERT INTO documents (id, application_id, claim, position, file_name, media_type, size_bytes, pages, \
         sha256_received, sha256_stored, storage_key, created_at) VALUES ('{id}', 'p1', '{claim}', {position}, \
         '見本.pdf', 'application/pdf', 10, 1, 'r', 's', '{storage_key}', {AT})"
    )
}

#[tokio::test]
async fn a_doctor_has_one_open_application() {
    const OPEN: [&str; 4] = ["draft", "submitted", "in_review", "returned"];
    for t in prepared().await {
        for (n, first) in OPEN.iter().enumerate() {
            let doctor_id = format!("d-{first}");
            accepted(&t, &doctor(&doctor_id, &(1_000 + n).to_string())).await;
            accepted(&t, &application(first, &doctor_id, first)).await;
            for second in OPEN {
                refused(
                    &t,
                    &application("second", &doctor_id, second),
                    Because::Twice("applications"),
                )
                .await;
            }
        }
        accepted(&t, &application("second", "d1", "draft")).await;
    }
}

#[tokio::test]
async fn a_doctor_may_apply_again_after_a_final_status() {
    for t in prepared().await {
        for status in ["approved", "refused", "withdrawn", "draft"] {
            accepted(&t, &application(status, "d1", status)).await;
        }
    }
}

#[tokio::test]
async fn a_form_that_is_sent_twice_makes_one_application() {
    for t in prepared().await {
        accepted(&t, &application_with("p1", "d1", "draft", "same", "NULL", "none")).await;
        let again = |key: &str| application_with("p2", "d2", "draft", key, "NULL", "none");
        refused(&t, &again("same"), Because::Twice("applications")).await;
        accepted(&t, &again("other")).await;
    }
}

#[tokio::test]
async fn a_receipt_number_is_given_once() {
    for t in prepared().await {
        accepted(&t, &application_with("p1", "d1", "submitted", "k1", "'2025-1'", "none")).await;
        let another = |receipt: &str| application_with("p2", "d2", "submitted", "k2", receipt, "none");
        refused(&t, &another("'2025-1'"), Because::Twice("applications")).await;
        accepted(&t, &another("'2025-2'")).await;
    }
}

#[tokio::test]
async fn what_has_been_sent_is_complete() {
    for t in prepared().await {
        accepted(&t, &application("p1", "d1", "draft")).await;
        for column in ["fiscal_year", "receipt_number", "submitted_at", "destination_code"] {
            let sent = format!("UPDATE applications SET status = 'submitted', {column} = NULL WHERE id = 'p1'");
            refused(&t, &sent, Because::Rule("applications_sent_is_complete")).await;
        }
        accepted(&t, "UPDATE applications SET status = 'submitted' WHERE id = 'p1'").await;
    }
}

#[tokio::test]
async fn groups_i_and_ii_cannot_stand_together() {
    for t in prepared().await {
        accepted(&t, &application_with("p1", "d1", "draft", "k1", "NULL", "I")).await;
        accepted(&t, &entry("p1", "I", "I-01")).await;
        accepted(&t, &entry("p1", "I", "I-02")).await;
        refused(&t, &entry("p1", "II", "II-01"), Because::NoSuch).await;
        // Nor by the back doors: another category for the application, or an item under a false one.
        refused(
            &t,
            "UPDATE applications SET practical_category = 'II' WHERE id = 'p1'",
            Because::NoSuch,
        )
        .await;
        refused(&t, &entry("p1", "I", "II-01"), Because::NoSuch).await;
        refused(
            &t,
            &entry("p1", "none", "I-01"),
            Because::Rule("practical_entries_category"),
        )
        .await;
        let third = application_with("p2", "d2", "draft", "k2", "NULL", "III");
        refused(&t, &third, Because::Rule("applications_practical_category")).await;
    }
}

#[tokio::test]
async fn an_item_counts_once_and_group_ii_counts_once() {
    for t in prepared().await {
        accepted(&t, &application_with("p1", "d1", "draft", "k1", "NULL", "I")).await;
        accepted(&t, &entry("p1", "I", "I-01")).await;
        refused(&t, &entry("p1", "I", "I-01"), Because::Twice("practical_entries")).await;
        accepted(&t, &application_with("p2", "d2", "draft", "k2", "NULL", "II")).await;
        accepted(&t, &entry("p2", "II", "II-01")).await;
        refused(&t, &entry("p2", "II", "II-02"), Because::Twice("practical_entries")).await;
    }
}

#[tokio::test]
async fn an_added_lecture_has_units() {
    for t in prepared().await {
        accepted(&t, &application("p1", "d1", "draft")).await;
        let lecture = |half_units: i32, kind: &str| {
            format!(
                "INSERT INTO added_lectures (id, application_id, kind, title, self_declared, acquired_on, half_units, \
                 codes, created_at) VALUES ('l1', 'p1', '{kind}', '見本', false, '2025-06-01', {half_units}, '12', {AT})"
            )
        };
        refused(&t, &lecture(0, "a"), Because::Rule("added_lectures_half_units")).await;
        refused(&t, &lecture(2, "c"), Because::Rule("added_lectures_kind")).await;
        accepted(&t, &lecture(2, "a")).await;
    }
}

#[tokio::test]
async fn a_claim_holds_at_most_ten_files() {
    for t in prepared().await {
        accepted(&t, &application("p1", "d1", "draft")).await;
        for position in 0..10 {
            let id = format!("f{position}");
            accepted(&t, &document(&id, "licence", position, &format!("documents/{id}"))).await;
        }
        refused(
            &t,
            &document("f10", "licence", 9, "documents/f10"),
            Because::Twice("documents"),
        )
        .await;
        refused(
            &t,
            &document("f10", "licence", 10, "documents/f10"),
            Because::Rule("documents_position"),
        )
        .await;
        refused(
            &t,
            &document("f10", "licence", -1, "documents/f10"),
            Because::Rule("documents_position"),
        )
        .await;
        accepted(&t, &document("f10", "practical:I-01", 0, "documents/f10")).await;
    }
}

#[tokio::test]
async fn a_stored_file_belongs_to_one_document_of_a_known_claim() {
    for t in prepared().await {
        accepted(&t, &application("p1", "d1", "draft")).await;
        accepted(&t, &document("f1", "licence", 0, "documents/f1")).await;
        refused(
            &t,
            &document("f2", "licence", 1, "documents/f1"),
            Because::Twice("documents"),
        )
        .await;
        for claim in ["", "whole", "practical:", "lecture"] {
            refused(
                &t,
                &document("f2", claim, 1, "documents/f2"),
                Because::Rule("documents_claim"),
            )
            .await;
        }
        let svg = document("f2", "licence", 1, "documents/f2").replace("application/pdf", "image/svg+xml");
        refused(&t, &svg, Because::Rule("documents_media_type")).await;
        let empty = document("f2", "licence", 1, "documents/f2").replace("10, 1,", "0, 1,");
        refused(&t, &empty, Because::Rule("documents_size_bytes")).await;
        let pageless = document("f2", "licence", 1, "documents/f2").replace("10, 1,", "10, 0,");
        refused(&t, &pageless, Because::Rule("documents_pages")).await;
    }
}

#[tokio::test]
async fn a_draft_goes_with_everything_in_it() {
    for t in prepared().await {
        accepted(&t, &application_with("p1", "d1", "draft", "k1", "NULL", "I")).await;
        accepted(&t, &entry("p1", "I", "I-01")).await;
        accepted(&t, &document("f1", "practical:I-01", 0, "documents/f1")).await;
        accepted(&t, "DELETE FROM applications WHERE id = 'p1'").await;
        assert_eq!(
            number(&t, "SELECT count(*) FROM practical_entries").await,
            0,
            "{}",
            t.name
        );
        assert_eq!(number(&t, "SELECT count(*) FROM documents").await, 0, "{}", t.name);
    }
}

#[tokio::test]
async fn a_submission_lists_a_file_once_and_its_steps_are_numbered() {
    for t in prepared().await {
        accepted(&t, &application("p1", "d1", "submitted")).await;
        let file = |submission: i32| {
            format!(
                "INSERT INTO submitted_files (application_id, submission, document_id, file_name, size_bytes, \
                 sha256_received, sha256_stored) VALUES ('p1', {submission}, 'f1', '見本.pdf', 10, 'r', 's')"
            )
        };
        accepted(&t, &file(1)).await;
        refused(&t, &file(1), Because::Twice("submitted_files")).await;
        accepted(&t, &file(2)).await;

        let step = |id: &str, sequence: i32, action: &str| {
            format!(
                "INSERT INTO review_events (id, application_id, sequence, actor_account_id, action, at) \
                 VALUES ('{id}', 'p1', {sequence}, 'a1', '{action}', {AT})"
            )
        };
        accepted(&t, &step("e1", 1, "submitted")).await;
        refused(&t, &step("e2", 1, "taken"), Because::Twice("review_events")).await;
        refused(&t, &step("e2", 0, "taken"), Because::Rule("review_events_sequence")).await;
        refused(&t, &step("e2", 2, "looked"), Because::Rule("review_events_action")).await;
        accepted(&t, &step("e2", 2, "returned")).await;

        let item = |claim: &str| {
            format!("INSERT INTO return_items (review_event_id, claim, reason) VALUES ('e2', '{claim}', '見本')")
        };
        accepted(&t, &item("licence")).await;
        refused(&t, &item("licence"), Because::Twice("return_items")).await;
        refused(&t, &item("weather"), Because::Rule("return_items_claim")).await;
        accepted(&t, &item("practical:I-01")).await;
    }
}
