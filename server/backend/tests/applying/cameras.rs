//! The phone as the camera of a form: what its token can do, and when it dies.

use std::path::Path;

use backend::applications::delete::delete_draft;
use backend::applications::open::own_case;
use backend::applications::submit::submit;
use backend::error::{Refusal, Result};
use backend::evidence::camera::{end, find, make, own, receive};
use backend::evidence::fetch::proof;
use backend::hex;
use backend::visitor::Doctor;
use chrono::TimeDelta;
use domain::application::Claim;
use domain::camera::AT_ONCE;
use domain::ids::ApplicationId;

use crate::house::{House, houses, refusal};
use crate::looking::{execute, findings, number};

const CLAIM: &str = "practical:I-02";

fn claim(text: &str) -> Claim {
    text.parse().expect("a claim")
}

async fn token(house: &House, doctor: &Doctor, id: &ApplicationId) -> String {
    make(&house.backend, doctor, id, &claim(CLAIM)).await.expect("a token")
}

async fn send(house: &House, token: &str) -> Result<()> {
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo_proof.png");
    receive(&house.backend, token, "見本.png".to_owned(), &picture, "0".repeat(64)).await
}

/// The token can do nothing any more, and looks like one that never was.
async fn is_dead(house: &House, token: &str) {
    let name = house.test_db.name;
    assert_eq!(find(&house.backend, token).await.expect("an answer"), None, "{name}");
    assert_eq!(refusal(send(house, token).await), Refusal::CameraOver, "{name}");
    let never = "f".repeat(32);
    assert_eq!(refusal(send(house, &never).await), Refusal::CameraOver, "{name}");
}

#[tokio::test]
async fn a_phone_sends_for_one_claim_as_the_doctor_would_and_the_log_says_how() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let token = token(&house, &doctor, &id).await;
        assert_eq!(token.len(), 32, "128 bits");

        let camera = find(&house.backend, &token)
            .await
            .expect("an answer")
            .expect("a camera");
        let case = house.case(&doctor, &id).await;
        assert_eq!(camera.claim_name, case.claim_name(&claim(CLAIM)));
        assert_eq!(camera.expires_at, house.backend.clock.now() + TimeDelta::minutes(10));
        for sent in 1..=2 {
            send(&house, &token).await.expect("it arrives");
            let camera = find(&house.backend, &token)
                .await
                .expect("an answer")
                .expect("a camera");
            assert_eq!(camera.received, sent);
        }

        let case = house.case(&doctor, &id).await;
        assert_eq!(case.documents.len(), 2);
        assert!(case.documents.iter().all(|document| document.claim == claim(CLAIM)));
        let by_camera = "SELECT count(*) FROM audit_log WHERE action = 'document.stored' \
                         AND detail LIKE '%\"by\":\"camera token\"%'";
        assert_eq!(number(&house, by_camera).await, 2);
        assert_eq!(
            number(&house, "SELECT count(*) FROM audit_log WHERE action = 'camera.opened'").await,
            1
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn the_token_stands_nowhere_in_the_database() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let token = token(&house, &doctor, &id).await;
        send(&house, &token).await.expect("it arrives");
        let kept = format!(
            "SELECT count(*) FROM camera_tokens WHERE token_sha256 = '{}'",
            hex::sha256(token.as_bytes())
        );
        assert_eq!(number(&house, &kept).await, 1);
        let said = format!("SELECT count(*) FROM audit_log WHERE detail LIKE '%{token}%' OR subject LIKE '%{token}%'");
        assert_eq!(number(&house, &said).await, 0);
    }
}

#[tokio::test]
async fn it_dies_after_ten_minutes() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let token = token(&house, &doctor, &id).await;
        house.backend.clock.advance(TimeDelta::seconds(10 * 60 - 1));
        send(&house, &token).await.expect("in the last second it still lives");
        house.backend.clock.advance(TimeDelta::seconds(1));
        is_dead(&house, &token).await;
        assert_eq!(house.case(&doctor, &id).await.documents.len(), 1);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn it_dies_when_the_doctor_ends_it_and_the_others_live_on() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let (one, other) = (token(&house, &doctor, &id).await, token(&house, &doctor, &id).await);
        end(&house.backend, &doctor, &id, Some(&one)).await.expect("ended");
        is_dead(&house, &one).await;
        send(&house, &other).await.expect("the other lives");
        // Ending it again changes nothing, and the log has it once.
        end(&house.backend, &doctor, &id, Some(&one)).await.expect("no error");
        assert_eq!(
            number(&house, "SELECT count(*) FROM audit_log WHERE action = 'camera.ended'").await,
            1
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn it_dies_when_the_application_is_sent_and_stays_dead_when_that_comes_back() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.complete_draft(&doctor).await;
        let token = token(&house, &doctor, &id).await;
        let version = house.case(&doctor, &id).await.version;
        submit(&house.backend, &doctor, &id, version).await.expect("a receipt");
        is_dead(&house, &token).await;
        let refused = make(&house.backend, &doctor, &id, &claim(CLAIM)).await;
        assert_eq!(refusal(refused), Refusal::WrongStatus);

        let reviewer = house.reviewer("demo-reviewer").await;
        let decision = domain::review::Decision::Return {
            reason: "証明書をご確認ください。".to_owned(),
            items: Vec::new(),
        };
        let version = house.case(&doctor, &id).await.version;
        backend::reviews::decide::decide(&house.backend, &reviewer, &id, version, decision)
            .await
            .expect("returned");
        is_dead(&house, &token).await;
        let another = make(&house.backend, &doctor, &id, &claim(CLAIM))
            .await
            .expect("a new one");
        send(&house, &another)
            .await
            .expect("a returned application takes files");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn the_token_of_a_deleted_draft_is_gone() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let token = token(&house, &doctor, &id).await;
        send(&house, &token).await.expect("it arrives");
        let version = house.case(&doctor, &id).await.version;
        delete_draft(&house.backend, &doctor, &id, version)
            .await
            .expect("deleted");
        is_dead(&house, &token).await;
        assert_eq!(number(&house, "SELECT count(*) FROM camera_tokens").await, 0);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn another_claim_another_application_and_another_doctor_are_out_of_reach() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let stranger = house.doctor("demo-guest").await;
        let theirs = house.draft(&stranger).await;

        // A token for somebody else's application cannot be made, and for a claim that nobody knows neither.
        let foreign = make(&house.backend, &stranger, &id, &claim(CLAIM)).await;
        assert_eq!(refusal(foreign), Refusal::NotFound);
        let unknown = make(&house.backend, &doctor, &id, &claim("practical:I-99")).await;
        assert_eq!(refusal(unknown), Refusal::NotFound);

        let token = token(&house, &doctor, &id).await;
        send(&house, &token).await.expect("it arrives");
        assert!(house.case(&stranger, &theirs).await.documents.is_empty());
        // On the page beside the form it counts for its own doctor, application and claim alone.
        let shown = async |doctor: &Doctor, id: &ApplicationId, text: &str| {
            let camera = own(&house.backend, doctor, id, &claim(text), &token).await;
            camera.expect("an answer").is_some()
        };
        assert!(shown(&doctor, &id, CLAIM).await);
        assert!(!shown(&doctor, &id, "licence").await);
        assert!(!shown(&doctor, &theirs, CLAIM).await);
        assert!(!shown(&stranger, &id, CLAIM).await);
        // Nobody else can end it.
        let ended = end(&house.backend, &stranger, &id, Some(&token)).await;
        assert_eq!(refusal(ended), Refusal::NotFound);
        end(&house.backend, &stranger, &theirs, Some(&token))
            .await
            .expect("their own: nothing to end");
        send(&house, &token).await.expect("it lives");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn it_reads_nothing() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let token = token(&house, &doctor, &id).await;
        send(&house, &token).await.expect("it arrives");
        let document = house.case(&doctor, &id).await.documents[0].id.clone();
        // A document needs a visitor, and the token makes nobody one.
        let visitor = backend::accounts::visitor(&house.backend, &token)
            .await
            .expect("an answer");
        assert_eq!(visitor, None);
        let other = house.visitor("demo-guest").await;
        let seen = proof(&house.backend, &other, &document).await.map(|_| ());
        assert_eq!(refusal(seen), Refusal::NotFound);
    }
}

#[tokio::test]
async fn the_eleventh_file_is_refused_like_any_other_and_not_counted() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let token = token(&house, &doctor, &id).await;
        for _ in 0..10 {
            send(&house, &token).await.expect("ten have room");
        }
        assert_eq!(refusal(send(&house, &token).await), Refusal::TooManyProofs);
        let camera = find(&house.backend, &token)
            .await
            .expect("an answer")
            .expect("a camera");
        assert_eq!(camera.received, 10);
        assert_eq!(house.case(&doctor, &id).await.documents.len(), 10);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_file_that_is_no_proof_is_refused_like_any_other() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let token = token(&house, &doctor, &id).await;
        let text = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let sent = receive(&house.backend, &token, "見本.png".to_owned(), &text, "0".repeat(64)).await;
        assert!(matches!(refusal(sent), Refusal::File(_)));
        assert!(house.case(&doctor, &id).await.documents.is_empty());
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn five_live_at_once_and_no_sixth_until_one_ends_or_dies() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let mut tokens = Vec::new();
        for _ in 0..AT_ONCE {
            tokens.push(token(&house, &doctor, &id).await);
        }
        let sixth = make(&house.backend, &doctor, &id, &claim("licence")).await;
        assert_eq!(refusal(sixth), Refusal::TooManyCameras);
        end(&house.backend, &doctor, &id, Some(&tokens[0]))
            .await
            .expect("ended");
        tokens.push(token(&house, &doctor, &id).await);

        house.backend.clock.advance(TimeDelta::minutes(10));
        token(&house, &doctor, &id).await;
        assert_eq!(
            number(&house, "SELECT count(*) FROM camera_tokens").await,
            1,
            "the dead are swept up"
        );
        end(&house.backend, &doctor, &id, None).await.expect("all ended");
        let living = "SELECT count(*) FROM camera_tokens WHERE ended_at IS NULL";
        assert_eq!(number(&house, living).await, 0);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn many_makers_at_once_make_five() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let made = futures::future::join_all(
            (0..12).map(|_| async { make(&house.backend, &doctor, &id, &claim(CLAIM)).await.is_ok() }),
        );
        let made = made.await.into_iter().filter(|made| *made).count();
        assert_eq!(made, 5, "{}", house.test_db.name);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn an_account_that_is_closed_takes_its_phones_with_it() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let token = token(&house, &doctor, &id).await;
        execute(
            &house,
            "UPDATE accounts SET disabled_at = created_at WHERE login = 'demo-member'",
        )
        .await;
        is_dead(&house, &token).await;
        own_case(&house.backend, &doctor, &id)
            .await
            .expect("the case itself stays");
    }
}

/// Each changed row is found by `verify`, so that "in order" above means something.
#[tokio::test]
async fn verify_finds_a_token_that_cannot_be() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        token(&house, &doctor, &id).await;
        let changes = [
            "UPDATE camera_tokens SET claim = 'practical'",
            "UPDATE camera_tokens SET ended_at = expires_at",
            "UPDATE camera_tokens SET token_sha256 = 'z' || substr(token_sha256, 2)",
            "UPDATE camera_tokens SET account_id = (SELECT id FROM accounts WHERE login = 'demo-guest')",
        ];
        for change in changes {
            let before = findings(&house, "cameras").await;
            execute(&house, change).await;
            assert!(
                findings(&house, "cameras").await > before,
                "{}: {change}",
                house.test_db.name
            );
        }
    }
}
