//! What a doctor's draft says, and what it may not say.

use backend::applications::choose::save_choices;
use backend::applications::delete::delete_draft;
use backend::applications::history::{HistoryFilter, history};
use backend::applications::lecture::save_lecture;
use backend::applications::open::open_application;
use backend::applications::start::start;
use backend::applications::submit::submit;
use backend::applications::withdraw::withdraw;
use backend::error::Refusal;
use domain::application::{ChoicesForm, LectureForm, Status};
use domain::fiscal_year::FiscalYear;

use crate::house::{fields, houses, refusal};

fn choices(from: i32, destination: &str) -> ChoicesForm {
    ChoicesForm {
        years_from: FiscalYear::new(from),
        destination: destination.parse().ok(),
    }
}

#[tokio::test]
async fn six_and_a_half_registered_units_and_one_item_make_eleven_and_a_half() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.complete_draft(&doctor).await;
        let case = house.case(&doctor, &id).await;
        let today = house.backend.clock.today();
        assert_eq!(case.assess(today).summary(), "座学 6.5 + 実地 5.0 = 合計 11.5 / 10.0");

        let version = save_choices(&house.backend, &doctor, &id, case.version, choices(2025, "13-001"))
            .await
            .expect("saved");
        let case = house.case(&doctor, &id).await;
        assert_eq!(case.version, version);
        assert!(
            case.assess(today).sentence().contains("あと4.0単位"),
            "{}",
            case.assess(today).sentence()
        );
        assert!(matches!(
            refusal(submit(&house.backend, &doctor, &id, version).await),
            Refusal::NotEligible(_)
        ));
        assert_eq!(
            house.case(&doctor, &id).await.version,
            version,
            "a refused submission writes nothing"
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn choices_that_are_as_they_were_make_no_other_tab_stale() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let draft = house.case(&doctor, &id).await;
        let same = ChoicesForm::of(&draft.draft);
        let version = save_choices(&house.backend, &doctor, &id, draft.version, same.clone()).await;
        assert_eq!(version.expect("saved"), draft.version);
        let stale = save_choices(&house.backend, &doctor, &id, draft.version - 1, same).await;
        assert_eq!(refusal(stale), Refusal::Stale);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn e_learning_of_today_counts_tomorrow() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.complete_draft(&doctor).await;
        house.backend.clock.advance(chrono::TimeDelta::days(1));
        let case = house.case(&doctor, &id).await;
        assert_eq!(
            case.assess(house.backend.clock.today()).summary(),
            "座学 7.5 + 実地 5.0 = 合計 12.5 / 10.0"
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn an_added_lecture_needs_its_proof_and_then_counts() {
    for house in houses().await {
        let doctor = house.doctor("demo-short").await;
        let id = house.draft(&doctor).await;
        let form = LectureForm {
            units: "3.5".to_owned(),
            codes: "12、73".to_owned(),
            ..LectureForm::blank(&"aa00".parse().expect("an id"), house.backend.clock.today())
        };
        let version = house.case(&doctor, &id).await.version;
        let refused = save_lecture(&house.backend, &doctor, &id, version, &form.values()).await;
        assert_eq!(fields(refused), ["file:lecture:aa00"]);

        house.prove(&doctor, &id, "lecture:aa00").await.expect("a proof");
        save_lecture(&house.backend, &doctor, &id, version, &form.values())
            .await
            .expect("added");
        let case = house.case(&doctor, &id).await;
        assert_eq!(
            case.assess(house.backend.clock.today()).summary(),
            "座学 5.0 + 実地 0.0 = 合計 5.0 / 10.0"
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_doctor_has_one_open_application_and_one_form_makes_one() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let again = start(&house.backend, &doctor, "a-form", choices(2023, "13-001")).await;
        assert_eq!(again.expect("the same draft"), id);
        let other = start(&house.backend, &doctor, "another-form", choices(2023, "13-001")).await;
        assert_eq!(refusal(other), Refusal::AlreadyOpen(id.clone()));
        assert_eq!(
            open_application(&house.backend, &doctor).await.expect("asked"),
            Some(id)
        );
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_draft_can_be_deleted_and_what_was_submitted_cannot() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.complete_draft(&doctor).await;
        let version = house.case(&doctor, &id).await.version;
        delete_draft(&house.backend, &doctor, &id, version)
            .await
            .expect("deleted");
        assert_eq!(open_application(&house.backend, &doctor).await.expect("asked"), None);

        let doctor = house.doctor("demo-district").await;
        let id = house.draft(&doctor).await;
        house.declare(&doctor, &id, &["I-01"]).await;
        house.prove(&doctor, &id, "practical:I-01").await.expect("a proof");
        let version = house.case(&doctor, &id).await.version;
        submit(&house.backend, &doctor, &id, version).await.expect("submitted");
        let refused = delete_draft(&house.backend, &doctor, &id, version + 1).await;
        assert_eq!(refusal(refused), Refusal::WrongStatus);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_withdrawn_application_stays_in_the_history_and_another_may_follow() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = house.submitted(&doctor).await;
        withdraw(&house.backend, &doctor, &case.id, case.version)
            .await
            .expect("withdrawn");
        let lines = history(&house.backend, &doctor, &HistoryFilter::default())
            .await
            .expect("a history");
        assert_eq!(
            lines.iter().map(|line| line.status).collect::<Vec<_>>(),
            [Status::Withdrawn]
        );
        let on_the_day = HistoryFilter {
            submitted_on: Some(house.backend.clock.today()),
            ..HistoryFilter::default()
        };
        assert_eq!(
            history(&house.backend, &doctor, &on_the_day)
                .await
                .expect("a history")
                .len(),
            1
        );
        let before = HistoryFilter {
            submitted_on: house.backend.clock.today().pred_opt(),
            ..HistoryFilter::default()
        };
        assert!(
            history(&house.backend, &doctor, &before)
                .await
                .expect("a history")
                .is_empty()
        );
        start(&house.backend, &doctor, "another-form", choices(2023, "13-001"))
            .await
            .expect("a new draft");
        house.is_in_order().await;
    }
}
