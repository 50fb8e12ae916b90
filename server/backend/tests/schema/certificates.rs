//! Certificates: numbers that are given once, and one valid certificate an application.

use crate::rows::{AT, Because, accepted, application, prepared, refused};

fn certificate(id: &str, application: &str, sequence: i64, status: &str) -> String {
    format!(
        "INSERT INTO certificates (id, application_id, number, sequence, fiscal_year, code, doctor_name, \
         licence_number, training_name, association_name, association_code, signatory, issued_on, is_example, status, \
         created_at) VALUES ('{id}', '{application}', 'N-{id}', {sequence}, 2025, 'C-{id}', '見本 太郎', '123456', \
         '見本研修', '見本医師会', '13-001', '会長', '2026-02-01', true, '{status}', {AT})"
    )
}

#[tokio::test]
async fn an_application_has_one_valid_certificate() {
    for t in prepared().await {
        accepted(&t, &application("p1", "d1", "approved")).await;
        accepted(&t, &certificate("c1", "p1", 1, "valid")).await;
        refused(&t, &certificate("c2", "p1", 2, "valid"), Because::Twice("certificates")).await;
        accepted(&t, "UPDATE certificates SET status = 'voided' WHERE id = 'c1'").await;
        accepted(&t, &certificate("c2", "p1", 2, "valid")).await;
        refused(
            &t,
            "UPDATE certificates SET status = 'valid' WHERE id = 'c1'",
            Because::Twice("certificates"),
        )
        .await;
    }
}

#[tokio::test]
async fn a_number_a_sequence_and_a_code_are_given_once_even_when_voided() {
    for t in prepared().await {
        accepted(&t, &application("p1", "d1", "approved")).await;
        accepted(&t, &application("p2", "d2", "approved")).await;
        accepted(&t, &certificate("c1", "p1", 1, "voided")).await;
        let second = certificate("c2", "p2", 2, "valid");
        refused(&t, &second.replace("N-c2", "N-c1"), Because::Twice("certificates")).await;
        refused(&t, &second.replace("C-c2", "C-c1"), Because::Twice("certificates")).await;
        refused(&t, &certificate("c2", "p2", 1, "valid"), Because::Twice("certificates")).await;
        refused(
            &t,
            &certificate("c2", "p2", 0, "valid"),
            Because::Rule("certificates_sequence"),
        )
        .await;
        accepted(&t, &second).await;
    }
}

#[tokio::test]
async fn a_replaced_certificate_points_to_the_new_one() {
    for t in prepared().await {
        accepted(&t, &application("p1", "d1", "approved")).await;
        accepted(&t, &certificate("c1", "p1", 1, "valid")).await;
        let point = "UPDATE certificates SET replaced_by = 'c2' WHERE id = 'c1'";
        refused(&t, point, Because::Rule("certificates_replaced_by")).await;
        accepted(&t, "UPDATE certificates SET status = 'replaced' WHERE id = 'c1'").await;
        refused(&t, point, Because::NoSuch).await;
        accepted(&t, &certificate("c2", "p1", 2, "valid")).await;
        accepted(&t, point).await;
        refused(
            &t,
            &certificate("c3", "p1", 3, "lost"),
            Because::Rule("certificates_status"),
        )
        .await;
    }
}
