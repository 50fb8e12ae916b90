//! A proof that was attached once is used again, and only by its doctor.

use backend::applications::delete::delete_draft;
use backend::applications::start::start;
use backend::applications::submit::submit;
use backend::applications::withdraw::withdraw;
use backend::error::Refusal;
use backend::evidence::fetch;
use backend::evidence::remove::remove_proof;
use backend::evidence::reuse::{EARLIER_MAX, earlier_proofs, reuse_proof};
use domain::application::{ChoicesForm, Claim, twin_sentence};
use domain::evidence::PROOFS_PER_CLAIM;

use crate::house::{House, houses, refusal};

fn claim(text: &str) -> Claim {
    text.parse().expect("a claim")
}

#[tokio::test]
async fn a_proof_of_one_claim_is_used_at_another_and_each_can_be_removed_alone() {
    for house in houses().await {
        let visitor = house.visitor("demo-member").await;
        let doctor = visitor.as_doctor().expect("a doctor");
        let id = house.draft(&doctor).await;
        let first = house.prove(&doctor, &id, "practical:I-01").await.expect("a proof");
        house.backend.clock.advance(chrono::TimeDelta::hours(1));
        reuse_proof(&house.backend, &doctor, &id, &claim("practical:I-02"), &first.id)
            .await
            .expect("used again");

        let case = house.case(&doctor, &id).await;
        let again = case.proofs(&claim("practical:I-02")).next().expect("a proof").clone();
        assert_ne!(again.id, first.id);
        assert_eq!(
            (&again.file_name, again.media_type, again.size_bytes, again.pages),
            (&first.file_name, first.media_type, first.size_bytes, first.pages)
        );
        assert_eq!(
            (&again.sha256_received, &again.sha256_stored),
            (&first.sha256_received, &first.sha256_stored)
        );
        let twins = twin_sentence(&case.prints(), &again).expect("said");
        assert!(twins.contains(&case.claim_name(&first.claim)), "{twins}");

        remove_proof(&house.backend, &doctor, &id, &first.id)
            .await
            .expect("removed");
        let proof = fetch::proof(&house.backend, &visitor, &again.id).await.expect("seen");
        fetch::content(&house.backend, &proof).await.expect("its own file");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_form_that_is_sent_twice_attaches_once() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let proof = house.prove(&doctor, &id, "practical:I-01").await.expect("a proof");
        for _ in 0..2 {
            reuse_proof(&house.backend, &doctor, &id, &claim("licence"), &proof.id)
                .await
                .expect("used again");
        }
        assert_eq!(house.case(&doctor, &id).await.documents.len(), 2);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_proof_of_an_earlier_application_outlives_it() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let earlier = house.submitted(&doctor).await;
        withdraw(&house.backend, &doctor, &earlier.id, earlier.version)
            .await
            .expect("withdrawn");
        house.backend.clock.advance(chrono::TimeDelta::days(3));
        let choices = ChoicesForm::of(&earlier.draft);
        let id = start(&house.backend, &doctor, "another-form", choices)
            .await
            .expect("a new draft");
        let offered = earlier_proofs(&house.backend, &doctor).await.expect("a list");
        assert_eq!(offered.len(), 1);
        assert_eq!(offered[0].application, earlier.id);
        let case = house.case(&doctor, &id).await;
        assert_eq!(
            offered[0].label(&case),
            format!(
                "見本.png（{}・2026年1月20日に添付）",
                case.claim_name(&claim("practical:I-02"))
            )
        );

        house.declare(&doctor, &id, &["I-02"]).await;
        let wanted = claim("practical:I-02");
        assert_eq!(case.offered(&offered, &wanted).count(), 1);
        reuse_proof(&house.backend, &doctor, &id, &wanted, &offered[0].id)
            .await
            .expect("used again");
        let case = house.case(&doctor, &id).await;
        assert_eq!(case.offered(&offered, &wanted).count(), 0, "it is there already");
        submit(&house.backend, &doctor, &id, case.version)
            .await
            .expect("a receipt");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn the_same_file_is_offered_once_the_newest_first() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        for item in ["practical:I-01", "practical:I-02"] {
            house.prove(&doctor, &id, item).await.expect("a proof");
            house.backend.clock.advance(chrono::TimeDelta::hours(1));
        }
        let offered = earlier_proofs(&house.backend, &doctor).await.expect("a list");
        assert_eq!(offered.len(), 1, "{offered:?}");
        assert_eq!(offered[0].claim, claim("practical:I-02"));
        assert!(offered.len() <= EARLIER_MAX);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn another_doctors_proof_is_not_found_nor_offered() {
    for house in houses().await {
        let (doctor, other) = (house.doctor("demo-member").await, house.doctor("demo-district").await);
        let theirs = house.draft(&other).await;
        let proof = house.prove(&other, &theirs, "practical:I-01").await.expect("a proof");
        let id = house.draft(&doctor).await;
        let refused = reuse_proof(&house.backend, &doctor, &id, &claim("practical:I-01"), &proof.id).await;
        assert_eq!(refusal(refused), Refusal::NotFound);
        let nowhere = reuse_proof(&house.backend, &doctor, &theirs, &claim("practical:I-01"), &proof.id).await;
        assert_eq!(refusal(nowhere), Refusal::NotFound);
        let unknown = "0123456789abcdef0123456789abcdef".parse().expect("an id");
        let refused = reuse_proof(&house.backend, &doctor, &id, &claim("practical:I-01"), &unknown).await;
        assert_eq!(refusal(refused), Refusal::NotFound);
        assert_eq!(earlier_proofs(&house.backend, &doctor).await.expect("a list"), []);
        assert!(house.case(&doctor, &id).await.documents.is_empty());
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn reuse_keeps_to_the_limits_of_a_claim_and_of_the_status() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let proof = house.prove(&doctor, &id, "practical:I-01").await.expect("a proof");
        let unknown = reuse_proof(&house.backend, &doctor, &id, &claim("practical:I-99"), &proof.id).await;
        assert_eq!(refusal(unknown), Refusal::NotFound, "the programme has no such item");

        let case = sent(&house, &doctor, &id).await;
        let refused = reuse_proof(&house.backend, &doctor, &case, &claim("practical:I-01"), &proof.id).await;
        assert_eq!(refusal(refused), Refusal::WrongStatus);
        house.is_in_order().await;
    }
}

async fn sent(
    house: &House,
    doctor: &backend::visitor::Doctor,
    id: &domain::ids::ApplicationId,
) -> domain::ids::ApplicationId {
    let id = house.complete(doctor, id.clone()).await;
    let version = house.case(doctor, &id).await.version;
    submit(&house.backend, doctor, &id, version).await.expect("a receipt");
    id
}

#[tokio::test]
async fn a_full_claim_takes_no_further_proof() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        for _ in 0..PROOFS_PER_CLAIM {
            house.prove(&doctor, &id, "practical:I-01").await.expect("a proof");
        }
        let other = house.prove_with(&doctor, &id, "practical:I-02", &other_picture()).await;
        let refused = reuse_proof(&house.backend, &doctor, &id, &claim("practical:I-01"), &other.id).await;
        assert_eq!(refusal(refused), Refusal::TooManyProofs);
        house.is_in_order().await;
    }
}

/// A picture whose bytes are unlike the ones of every other proof here.
fn other_picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(20, 30, image::Rgb([200, 10, 10]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture");
    bytes.into_inner()
}

#[tokio::test]
async fn a_deleted_draft_takes_its_copy_and_leaves_the_original() {
    for house in houses().await {
        let visitor = house.visitor("demo-member").await;
        let doctor = visitor.as_doctor().expect("a doctor");
        let earlier = house.submitted(&doctor).await;
        withdraw(&house.backend, &doctor, &earlier.id, earlier.version)
            .await
            .expect("withdrawn");
        let choices = ChoicesForm::of(&earlier.draft);
        let id = start(&house.backend, &doctor, "another-form", choices)
            .await
            .expect("a new draft");
        let original = &earlier.documents[0];
        reuse_proof(&house.backend, &doctor, &id, &claim("practical:I-02"), &original.id)
            .await
            .expect("used again");
        let version = house.case(&doctor, &id).await.version;
        delete_draft(&house.backend, &doctor, &id, version)
            .await
            .expect("deleted");
        let proof = fetch::proof(&house.backend, &visitor, &original.id)
            .await
            .expect("seen");
        fetch::content(&house.backend, &proof).await.expect("still there");
        house.is_in_order().await;
    }
}
