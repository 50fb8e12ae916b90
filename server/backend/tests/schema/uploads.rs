//! Uploads: one of a file at a time, and pieces that belong to one.

use crate::rows::{AT, Because, accepted, number, prepared, refused};

fn upload(id: &str, status: &str, document: &str) -> String {
    format!(
        "INSERT INTO uploads (id, application_id, claim, file_name, size_bytes, sha256_chosen, sha256_sent, status, \
         document_id, created_at, moved_at) VALUES ('{id}', 'p1', 'licence', '見本.pdf', 10, 'c', 's', '{status}', \
         {document}, {AT}, {AT})"
    )
}

fn piece(upload: &str, number: i32) -> String {
    format!("INSERT INTO upload_pieces (upload_id, number, size_bytes, sha256) VALUES ('{upload}', {number}, 10, 's')")
}

#[tokio::test]
async fn a_file_is_on_its_way_once_and_one_that_was_given_up_is_out_of_the_way() {
    for t in prepared().await {
        accepted(&t, &upload("u1", "open", "NULL")).await;
        refused(&t, &upload("u2", "open", "NULL"), Because::Twice("uploads")).await;
        refused(&t, &upload("u2", "finished", "'f1'"), Because::Twice("uploads")).await;
        accepted(&t, "UPDATE uploads SET status = 'discarded'").await;
        accepted(&t, &upload("u2", "open", "NULL")).await;
        accepted(&t, &upload("u3", "discarded", "NULL")).await;
        refused(&t, &upload("u4", "lost", "NULL"), Because::Rule("uploads_status")).await;
    }
}

#[tokio::test]
async fn an_upload_names_its_document_when_it_is_finished_and_not_before() {
    for t in prepared().await {
        refused(&t, &upload("u1", "open", "'f1'"), Because::Rule("uploads_document")).await;
        refused(&t, &upload("u1", "finished", "NULL"), Because::Rule("uploads_document")).await;
        accepted(&t, &upload("u1", "finished", "'f1'")).await;
    }
}

#[tokio::test]
async fn a_piece_is_there_once_and_goes_with_its_upload() {
    for t in prepared().await {
        refused(&t, &piece("u1", 0), Because::NoSuch).await;
        accepted(&t, &upload("u1", "open", "NULL")).await;
        accepted(&t, &piece("u1", 0)).await;
        refused(&t, &piece("u1", 0), Because::Twice("upload_pieces")).await;
        refused(&t, &piece("u1", -1), Because::Rule("upload_pieces_number")).await;
        accepted(&t, "DELETE FROM uploads").await;
        assert_eq!(number(&t, "SELECT count(*) FROM upload_pieces").await, 0, "{}", t.name);
    }
}
