//! What the doctor is told by mail, when, and that nothing of it is lost.

use backend::applications::submit::submit;
use backend::jobs::run::run_due;
use backend::mail::Mailer;
use backend::mail::outbox::outbox;
use backend::reviews::decide::decide;
use backend::visitor::Doctor;
use chrono::TimeDelta;
use domain::ids::ApplicationId;
use domain::letter::Letter;
use domain::review::Decision;

use crate::house::{House, houses};

async fn ready(house: &House) -> (Doctor, ApplicationId, i64) {
    let doctor = house.doctor("demo-member").await;
    let id = house.complete_draft(&doctor).await;
    let version = house.case(&doctor, &id).await.version;
    (doctor, id, version)
}

/// The letters to the doctor of these tests; the example data bring others.
async fn letters(house: &House) -> Vec<Letter> {
    let mut letters = outbox(&house.backend).await.expect("the letters");
    letters.retain(|letter| letter.recipient == "demo-member@example.jp");
    letters
}

async fn subjects(house: &House) -> Vec<String> {
    letters(house)
        .await
        .into_iter()
        .map(|letter| {
            format!(
                "{}{}",
                if letter.sent_at.is_some() { "sent " } else { "" },
                letter.subject
            )
        })
        .collect()
}

#[tokio::test]
async fn a_submission_is_confirmed_at_once_and_a_decision_ten_minutes_later() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        let backend = house
            .backend
            .clone()
            .with_mailer(Mailer::Folder(folder.path().to_owned()));
        let (doctor, id, version) = ready(&house).await;
        let number = submit(&backend, &doctor, &id, version).await.expect("a receipt").number;
        run_due(&backend).await.expect("the jobs");
        let received = format!("sent 【修了申請】申請を受け付けました（{number}）");
        assert_eq!(subjects(&house).await, std::slice::from_ref(&received));

        let letters = letters(&house).await;
        assert!(letters[0].body.starts_with("見本 太郎 先生\n"), "{}", letters[0].body);
        let case = house.case(&doctor, &id).await;
        assert!(
            letters[0].body.contains(&case.documents[0].sha256_stored),
            "{}",
            letters[0].body
        );
        let file = std::fs::read_to_string(folder.path().join(format!("{}.eml", letters[0].id))).expect("a file");
        assert!(file.contains("To: demo-member@example.jp"), "{file}");
        assert!(
            file.contains(&format!("Message-ID: <{}@example.jp>", letters[0].id)),
            "{file}"
        );

        backend.clock.advance(TimeDelta::minutes(1));
        let reviewer = house.reviewer("demo-reviewer").await;
        let version = house.case(&doctor, &id).await.version;
        decide(&backend, &reviewer, &id, version, Decision::Approve)
            .await
            .expect("an approval");
        backend.clock.advance(TimeDelta::minutes(9));
        run_due(&backend).await.expect("the jobs");
        let approved = format!("【修了申請】承認されました（{number}）");
        assert_eq!(
            subjects(&house).await,
            [approved.clone(), received.clone()],
            "it can still be taken back"
        );
        backend.clock.advance(TimeDelta::minutes(1));
        run_due(&backend).await.expect("the jobs");
        assert_eq!(subjects(&house).await, [format!("sent {approved}"), received]);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn without_a_way_out_a_letter_is_kept_and_nothing_waits() {
    for house in houses().await {
        let (doctor, id, version) = ready(&house).await;
        submit(&house.backend, &doctor, &id, version).await.expect("a receipt");
        run_due(&house.backend).await.expect("the jobs");
        let letters = letters(&house).await;
        assert!(letters.len() == 1 && letters[0].sent_at.is_none(), "{letters:?}");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_letter_that_cannot_leave_is_tried_again_and_leaves_once() {
    for house in houses().await {
        let folder = tempfile::tempdir().expect("a folder");
        // A file where the folder should be.
        let blocked = folder.path().join("outbox");
        std::fs::write(&blocked, "").expect("a file");
        let backend = house.backend.clone().with_mailer(Mailer::Folder(blocked.clone()));
        let (doctor, id, version) = ready(&house).await;
        submit(&backend, &doctor, &id, version).await.expect("a receipt");
        run_due(&backend).await.expect("the jobs");
        assert!(letters(&house).await[0].sent_at.is_none());
        house.is_in_order().await;

        std::fs::remove_file(&blocked).expect("the way is free");
        backend.clock.advance(TimeDelta::seconds(5));
        for _ in 0..2 {
            run_due(&backend).await.expect("the jobs");
        }
        assert!(letters(&house).await[0].sent_at.is_some());
        let file = format!("{}.eml", letters(&house).await[0].id);
        assert!(blocked.join(file).is_file());
        house.is_in_order().await;
    }
}
