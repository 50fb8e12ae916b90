//! 承認, 差戻し, 不承認, and the certificate.

use backend::applications::submit::submit;
use backend::certificates::fetch::{certificate, content};
use backend::error::Refusal;
use backend::jobs::run::run_due;
use backend::reviews::decide::decide;
use backend::reviews::open::review_case;
use backend::reviews::queue::queue;
use domain::application::{EventAction, Status};
use domain::review::{Decision, ReturnItem};
use futures::TryStreamExt;

use crate::house::{House, houses, refusal};

async fn pdf(house: &House, login: &str, number: &str) -> Vec<u8> {
    let visitor = house.visitor(login).await;
    let found = certificate(&house.backend, &visitor, number)
        .await
        .expect("a certificate");
    let reading = content(&house.backend, &found).await.expect("its bytes");
    let pieces: Vec<_> = reading.content.try_collect().await.expect("its bytes");
    pieces.concat()
}

#[tokio::test]
async fn an_approval_writes_the_number_and_the_job_makes_the_bytes() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = house.submitted(&doctor).await;
        assert_eq!(case.status, Status::Submitted);
        let reviewer = house.reviewer("demo-reviewer").await;
        let waiting = queue(&house.backend, &reviewer, None, None).await.expect("a queue");
        assert!(waiting.lines.iter().any(|line| line.id == case.id));

        decide(&house.backend, &reviewer, &case.id, case.version, Decision::Approve)
            .await
            .expect("approved");
        let approved = house.case(&doctor, &case.id).await;
        assert_eq!(approved.status, Status::Approved);
        let card = approved.certificate.expect("a certificate");
        assert!(!card.ready, "作成中 until the job has run");

        run_due(&house.backend).await.expect("the jobs");
        assert!(
            house
                .case(&doctor, &case.id)
                .await
                .certificate
                .expect("a certificate")
                .ready
        );
        let bytes = pdf(&house, "demo-member", &card.number).await;
        assert!(bytes.starts_with(b"%PDF-"));
        assert_eq!(bytes, pdf(&house, "demo-reviewer", &card.number).await);
        let actions: Vec<_> = house
            .case(&doctor, &case.id)
            .await
            .events
            .into_iter()
            .map(|event| event.action)
            .collect();
        assert_eq!(
            actions,
            [EventAction::Submitted, EventAction::Taken, EventAction::Approved]
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_returned_application_is_mended_and_comes_back_to_the_same_reviewer() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = house.submitted(&doctor).await;
        let reviewer = house.reviewer("demo-reviewer").await;
        let claim = "practical:I-02".parse().expect("a claim");
        let items = vec![ReturnItem::new(claim, "日付が読めません。撮り直してください。")];
        let decision = Decision::Return {
            reason: "証明書をご確認ください。".to_owned(),
            items: items.clone(),
        };
        decide(&house.backend, &reviewer, &case.id, case.version, decision)
            .await
            .expect("returned");

        let returned = house.case(&doctor, &case.id).await;
        assert_eq!(returned.last_return().expect("a return").items, items);
        house
            .prove(&doctor, &case.id, "practical:I-02")
            .await
            .expect("a better proof");
        submit(&house.backend, &doctor, &case.id, returned.version)
            .await
            .expect("resubmitted");

        let again = review_case(&house.backend, &reviewer, &case.id)
            .await
            .expect("the case");
        assert_eq!((again.status, again.documents.len()), (Status::InReview, 2));
        assert_eq!(
            again.receipt_number, case.receipt_number,
            "a resubmission keeps its number and its place"
        );
        assert_eq!(again.submitted_at, case.submitted_at);
        decide(&house.backend, &reviewer, &case.id, again.version, Decision::Approve)
            .await
            .expect("approved");
        run_due(&house.backend).await.expect("the jobs");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_refusal_is_told_with_its_reason() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = house.submitted(&doctor).await;
        let reviewer = house.reviewer("demo-reviewer").await;
        let decision = Decision::Refuse {
            reason: "対象外です。".to_owned(),
        };
        decide(&house.backend, &reviewer, &case.id, case.version, decision)
            .await
            .expect("refused");
        let refused = house.case(&doctor, &case.id).await;
        assert_eq!(refused.status, Status::Refused);
        assert_eq!(
            refused.events.last().map(|event| event.reason.as_str()),
            Some("対象外です。")
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn another_association_finds_nothing_of_it_and_the_prefecture_does() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = house.submitted(&doctor).await;
        let document = &case.documents[0].id;

        let stranger = house.reviewer("demo-other").await;
        assert!(
            queue(&house.backend, &stranger, None, None)
                .await
                .expect("a queue")
                .lines
                .is_empty()
        );
        assert_eq!(
            refusal(review_case(&house.backend, &stranger, &case.id).await),
            Refusal::NotFound
        );
        let decision = decide(&house.backend, &stranger, &case.id, case.version, Decision::Approve).await;
        assert_eq!(refusal(decision), Refusal::NotFound);
        let visitor = house.visitor("demo-other").await;
        let file = backend::evidence::fetch::proof(&house.backend, &visitor, document)
            .await
            .map(|_| ());
        assert_eq!(refusal(file), Refusal::NotFound);

        let above = house.reviewer("demo-prefecture").await;
        review_case(&house.backend, &above, &case.id)
            .await
            .expect("the prefecture oversees its districts");
        assert_eq!(
            house.case(&doctor, &case.id).await.version,
            case.version,
            "nothing was changed by looking"
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_name_that_cannot_be_printed_stops_the_approval() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = house.submitted(&doctor).await;
        house
            .test_db
            .rename_doctor(case.doctor.id.as_str(), "見本 \u{e000}郎")
            .await;
        let reviewer = house.reviewer("demo-reviewer").await;
        let decision = decide(&house.backend, &reviewer, &case.id, case.version, Decision::Approve).await;
        assert_eq!(refusal(decision), Refusal::GlyphsMissing(vec!['\u{e000}']));
        assert_eq!(house.case(&doctor, &case.id).await.status, Status::Submitted);
        house.is_in_order().await;
    }
}
