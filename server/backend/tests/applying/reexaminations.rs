//! 再審査: once, by another reviewer.

use backend::applications::reexamine::ask_reexamination;
use backend::applications::start::start;
use backend::error::Refusal;
use backend::jobs::run::run_due;
use backend::reviews::decide::decide;
use backend::reviews::open::review_case;
use backend::reviews::queue::queue;
use backend::visitor::Doctor;
use domain::application::EventAction::{ReexaminationRequested, Refused, Submitted, Taken};
use domain::application::{Case, ChoicesForm, Side, Status};
use domain::review::Decision;

use crate::house::{House, houses, refusal};

fn refuse() -> Decision {
    Decision::Refuse {
        reason: "対象外です。".to_owned(),
    }
}

async fn refused(house: &House, doctor: &Doctor) -> Case {
    let case = house.submitted(doctor).await;
    let reviewer = house.reviewer("demo-reviewer").await;
    decide(&house.backend, &reviewer, &case.id, case.version, refuse())
        .await
        .expect("refused");
    house.case(doctor, &case.id).await
}

#[tokio::test]
async fn another_reviewer_decides_and_the_one_who_refused_cannot() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = refused(&house, &doctor).await;
        let b = &house.backend;
        assert_eq!(case.turn().side, None);
        ask_reexamination(b, &doctor, &case.id, case.version, "当番表をもう一度ご確認ください。")
            .await
            .expect("asked");
        let asked = house.case(&doctor, &case.id).await;
        assert_eq!((asked.status, &asked.reviewer), (Status::Submitted, &None));
        assert_eq!(
            (&asked.receipt_number, asked.submitted_at),
            (&case.receipt_number, case.submitted_at),
            "number and place stay"
        );
        let event = asked.reexamination().expect("a request");
        assert_eq!(event.reason, "当番表をもう一度ご確認ください。");
        assert_eq!(
            (asked.turn().side, asked.turn().since),
            (Some(Side::Association), Some(event.at))
        );

        let first = house.reviewer("demo-reviewer").await;
        let waiting = queue(b, &first, None, None).await.expect("a queue").lines;
        assert!(waiting.iter().any(|line| line.id == case.id && line.reexamined));
        review_case(b, &first, &case.id).await.expect("may still be looked at");
        for decision in [
            Decision::Approve,
            refuse(),
            Decision::Return {
                reason: "もう一度".to_owned(),
                items: Vec::new(),
            },
        ] {
            let again = decide(b, &first, &case.id, asked.version, decision).await;
            assert_eq!(refusal(again), Refusal::ReexaminedByAnother);
        }
        assert_eq!(house.case(&doctor, &case.id).await.version, asked.version);

        let second = house.reviewer("demo-reviewer2").await;
        decide(b, &second, &case.id, asked.version, Decision::Approve)
            .await
            .expect("approved");
        run_due(b).await.expect("the jobs");
        let approved = house.case(&doctor, &case.id).await;
        assert!(approved.certificate.expect("a certificate").number.ends_with("000002"));
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn it_is_asked_for_once() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = refused(&house, &doctor).await;
        let b = &house.backend;
        ask_reexamination(b, &doctor, &case.id, case.version, "理由")
            .await
            .expect("asked");
        let second = house.reviewer("demo-reviewer2").await;
        decide(b, &second, &case.id, case.version + 1, refuse())
            .await
            .expect("refused again");
        let again = house.case(&doctor, &case.id).await;
        assert!(!again.may_ask_reexamination());
        let third = ask_reexamination(b, &doctor, &case.id, again.version, "理由").await;
        assert_eq!(refusal(third), Refusal::WrongStatus);
        let actions: Vec<_> = again.events.iter().map(|event| event.action).collect();
        assert_eq!(
            actions,
            [Submitted, Taken, Refused, ReexaminationRequested, Taken, Refused]
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn only_the_own_refusal_and_only_where_no_other_application_is_open() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = refused(&house, &doctor).await;
        let b = &house.backend;
        let stranger = house.doctor("demo-district").await;
        let foreign = ask_reexamination(b, &stranger, &case.id, case.version, "理由").await;
        assert_eq!(refusal(foreign), Refusal::NotFound);
        let stale = ask_reexamination(b, &doctor, &case.id, case.version - 1, "理由").await;
        assert_eq!(refusal(stale), Refusal::Stale);

        let choices = ChoicesForm::of(&case.draft);
        let open = start(b, &doctor, "another-form", choices).await.expect("a draft");
        let asked = ask_reexamination(b, &doctor, &case.id, case.version, "理由").await;
        assert_eq!(refusal(asked), Refusal::AlreadyOpen(open.clone()));
        let draft = ask_reexamination(b, &doctor, &open, 1, "理由").await;
        assert_eq!(refusal(draft), Refusal::WrongStatus);
        assert_eq!(house.case(&doctor, &case.id).await.status, Status::Refused);
        house.is_in_order().await;
    }
}
