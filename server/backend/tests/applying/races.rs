//! Several at once, the same form twice, and clients that hang up.

use std::time::Duration;

use backend::applications::choose::save_choices;
use backend::applications::start::start;
use backend::applications::submit::submit;
use backend::error::Refusal;
use backend::jobs::run::run_due;
use backend::reviews::decide::decide;
use domain::application::{ChoicesForm, Status};
use domain::fiscal_year::FiscalYear;
use domain::review::Decision;
use futures::future::join_all;

use crate::house::{houses, refusal};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_form_sent_twenty_times_at_once_makes_one_draft_and_one_submission() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let choices = ChoicesForm {
            years_from: FiscalYear::new(2023),
            destination: "13-001".parse().ok(),
        };
        let starts = (0..20).map(|_| start(&house.backend, &doctor, "one-form", choices.clone()));
        let ids: Vec<_> = join_all(starts)
            .await
            .into_iter()
            .map(|id| id.expect("a draft"))
            .collect();
        assert!(ids.iter().all(|id| id == &ids[0]), "{}", house.test_db.name);

        let id = house.complete(&doctor, ids[0].clone()).await;
        let version = house.case(&doctor, &id).await.version;
        let outcomes = join_all((0..20).map(|_| submit(&house.backend, &doctor, &id, version))).await;
        // Those who came while the first was under way are told that the form is old; nobody sees a fault.
        let receipts: Vec<_> = outcomes
            .into_iter()
            .filter_map(|outcome| match outcome {
                Ok(receipt) => Some(receipt),
                other => {
                    assert_eq!(refusal(other), Refusal::Stale);
                    None
                }
            })
            .collect();
        assert!(!receipts.is_empty() && receipts.iter().all(|receipt| receipt == &receipts[0]));
        // Sent once more afterwards, it is answered with the same receipt.
        assert_eq!(
            submit(&house.backend, &doctor, &id, version).await.expect("a receipt"),
            receipts[0]
        );
        assert_eq!(house.case(&doctor, &id).await.events.len(), 1);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_form_made_from_an_older_version_is_a_conflict() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.complete_draft(&doctor).await;
        let version = house.case(&doctor, &id).await.version;
        let choices = |from| ChoicesForm {
            years_from: FiscalYear::new(from),
            destination: "13-001".parse().ok(),
        };
        save_choices(&house.backend, &doctor, &id, version, choices(2024))
            .await
            .expect("the first tab");
        let second = save_choices(&house.backend, &doctor, &id, version, choices(2025)).await;
        assert_eq!(refusal(second), Refusal::Stale);
        assert_eq!(
            refusal(submit(&house.backend, &doctor, &id, version).await),
            Refusal::Stale
        );
        let case = house.case(&doctor, &id).await;
        assert_eq!(
            (case.status, case.draft.years_from),
            (Status::Draft, FiscalYear::new(2024))
        );
        house.is_in_order().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_reviewers_who_decide_at_once_one_is_told_so() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = house.submitted(&doctor).await;
        let one = house.reviewer("demo-reviewer").await;
        let two = house.reviewer("demo-reviewer2").await;
        let refuse = Decision::Refuse {
            reason: "対象外です。".to_owned(),
        };
        let (first, second) = tokio::join!(
            decide(&house.backend, &one, &case.id, case.version, Decision::Approve),
            decide(&house.backend, &two, &case.id, case.version, refuse),
        );
        let refused: Vec<_> = [first, second]
            .into_iter()
            .filter(Result::is_err)
            .map(refusal)
            .collect();
        assert_eq!(refused, [Refusal::Stale], "{}", house.test_db.name);
        run_due(&house.backend).await.expect("the jobs");
        house.is_in_order().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_approvals_at_once_make_one_certificate() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = house.submitted(&doctor).await;
        let reviewer = house.reviewer("demo-reviewer").await;
        let decisions = (0..50).map(|_| decide(&house.backend, &reviewer, &case.id, case.version, Decision::Approve));
        let outcomes = join_all(decisions).await;
        assert_eq!(
            outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
            1,
            "{}",
            house.test_db.name
        );
        run_due(&house.backend).await.expect("the jobs");
        house.is_in_order().await;
    }
}

/// A future that is dropped half-way is what a client that hangs up leaves of its request.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_client_that_hangs_up_leaves_a_whole_submission_or_none() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.complete_draft(&doctor).await;
        let version = house.case(&doctor, &id).await.version;
        for patience in 0..40 {
            let sending = submit(&house.backend, &doctor, &id, version);
            let _ = tokio::time::timeout(Duration::from_micros(patience * 150), sending).await;
        }
        // What was begun goes on without its client.
        tokio::time::sleep(Duration::from_millis(300)).await;
        let case = house.case(&doctor, &id).await;
        match case.status {
            Status::Draft => assert!(case.events.is_empty() && case.receipt_number.is_none()),
            Status::Submitted => assert!(case.events.len() == 1 && case.receipt_number.is_some()),
            status => panic!("{status:?}"),
        }
        house.is_in_order().await;
        // The next visitor's write is not lost in a connection that the dropped one left behind.
        let choices = ChoicesForm {
            years_from: FiscalYear::new(2024),
            destination: "13-001".parse().ok(),
        };
        let other = house.doctor("demo-district").await;
        let draft = start(&house.backend, &other, "next", choices).await.expect("a draft");
        assert_eq!(house.case(&other, &draft).await.draft.years_from, FiscalYear::new(2024));
    }
}
