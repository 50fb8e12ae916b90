//! What a forged request tries, and that nothing is written when it fails.

use backend::applications::choose::save_choices;
use backend::applications::delete::delete_draft;
use backend::applications::practical::save_practical;
use backend::applications::submit::submit;
use backend::error::Refusal;
use backend::evidence::remove::remove_proof;
use domain::application::{ChoicesForm, PracticalForm, Status};
use domain::fiscal_year::FiscalYear;
use domain::policy::Category;

use crate::house::{fields, houses, refusal};

#[tokio::test]
async fn another_doctors_application_and_files_are_not_found() {
    for house in houses().await {
        let owner = house.doctor("demo-member").await;
        let id = house.complete_draft(&owner).await;
        let case = house.case(&owner, &id).await;
        let thief = house.doctor("demo-district").await;
        let choices = ChoicesForm {
            years_from: FiscalYear::new(2020),
            destination: None,
        };
        assert_eq!(
            refusal(save_choices(&house.backend, &thief, &id, case.version, choices).await),
            Refusal::NotFound
        );
        assert_eq!(
            refusal(submit(&house.backend, &thief, &id, case.version).await),
            Refusal::NotFound
        );
        assert_eq!(
            refusal(delete_draft(&house.backend, &thief, &id, case.version).await),
            Refusal::NotFound
        );
        assert_eq!(
            refusal(house.prove(&thief, &id, "practical:I-02").await),
            Refusal::NotFound
        );
        let own = house.draft(&thief).await;
        let document = &case.documents[0].id;
        assert_eq!(
            refusal(remove_proof(&house.backend, &thief, &own, document).await),
            Refusal::NotFound
        );
        assert_eq!(house.case(&owner, &id).await, case, "nothing of it has changed");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn items_that_do_not_exist_and_destinations_that_do_not_exist_are_refused() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let version = house.case(&doctor, &id).await.version;
        let form = PracticalForm {
            category: Some(Category::Recognised),
            items: vec!["I-99".parse().expect("an item"), "II-01".parse().expect("an item")],
            description: String::new(),
        };
        assert_eq!(
            fields(save_practical(&house.backend, &doctor, &id, version, &form.values()).await),
            ["item"]
        );
        let choices = ChoicesForm {
            years_from: None,
            destination: "47-999".parse().ok(),
        };
        assert_eq!(
            fields(save_choices(&house.backend, &doctor, &id, version, choices).await),
            ["destination"]
        );
        assert_eq!(
            refusal(house.prove(&doctor, &id, "practical:I-99").await),
            Refusal::NotFound
        );
        assert_eq!(house.case(&doctor, &id).await.version, version);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn group_two_does_not_go_to_a_district() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let form = PracticalForm {
            category: Some(Category::Other),
            items: Vec::new(),
            description: "見本大学のシミュレーションラボ".to_owned(),
        };
        let version = house.case(&doctor, &id).await.version;
        save_practical(&house.backend, &doctor, &id, version, &form.values())
            .await
            .expect("declared");
        house.prove(&doctor, &id, "practical:II-01").await.expect("a proof");
        assert!(matches!(
            refusal(submit(&house.backend, &doctor, &id, version + 1).await),
            Refusal::NotEligible(_)
        ));
        let choices = ChoicesForm {
            years_from: FiscalYear::new(2023),
            destination: "13".parse().ok(),
        };
        let version = save_choices(&house.backend, &doctor, &id, version + 1, choices)
            .await
            .expect("saved");
        submit(&house.backend, &doctor, &id, version)
            .await
            .expect("submitted to the prefecture");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_non_member_shows_the_licence() {
    for house in houses().await {
        let doctor = house.doctor("demo-guest").await;
        let id = house.draft(&doctor).await;
        let version = house.case(&doctor, &id).await.version;
        let choices = ChoicesForm {
            years_from: FiscalYear::new(2025),
            destination: "13-001".parse().ok(),
        };
        save_choices(&house.backend, &doctor, &id, version, choices)
            .await
            .expect("saved");
        house.declare(&doctor, &id, &["I-01"]).await;
        house.prove(&doctor, &id, "practical:I-01").await.expect("a proof");
        let today = house.backend.clock.today();
        let case = house.case(&doctor, &id).await;
        assert_eq!(case.assess(today).summary(), "座学 4.5 + 実地 5.0 = 合計 9.5 / 10.0");
        assert!(case.assess(today).sentence().contains("あと0.5単位"));
        house.declare(&doctor, &id, &["I-01", "I-02"]).await;
        house.prove(&doctor, &id, "practical:I-02").await.expect("a proof");
        let version = house.case(&doctor, &id).await.version;
        let Refusal::NotEligible(why) = refusal(submit(&house.backend, &doctor, &id, version).await) else {
            panic!("refused for another reason");
        };
        assert_eq!(why.sentence(), "医師免許証または医師資格証の画像を添付してください。");
        house.prove(&doctor, &id, "licence").await.expect("the licence");
        submit(&house.backend, &doctor, &id, version).await.expect("submitted");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn what_was_submitted_can_no_longer_be_changed() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = house.submitted(&doctor).await;
        assert_eq!(
            refusal(house.prove(&doctor, &case.id, "practical:I-02").await),
            Refusal::WrongStatus
        );
        let document = &case.documents[0].id;
        assert_eq!(
            refusal(remove_proof(&house.backend, &doctor, &case.id, document).await),
            Refusal::WrongStatus
        );
        let choices = ChoicesForm {
            years_from: None,
            destination: None,
        };
        assert_eq!(
            refusal(save_choices(&house.backend, &doctor, &case.id, case.version, choices).await),
            Refusal::WrongStatus
        );
        assert_eq!(house.case(&doctor, &case.id).await.status, Status::Submitted);
        house.is_in_order().await;
    }
}
