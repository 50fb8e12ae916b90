//! After a return only the items asked about are open, and the doctor answers in words.

use backend::applications::choose::save_choices;
use backend::applications::lecture::{remove_lecture, save_lecture};
use backend::applications::practical::save_practical;
use backend::applications::submit::{submit, submit_with};
use backend::applications::typed::{keep, typed};
use backend::error::Refusal;
use backend::evidence::remove::remove_proof;
use backend::reviews::decide::decide;
use backend::reviews::open::review_case;
use backend::visitor::Doctor;
use domain::application::{
    Answers, Case, ChoicesForm, Claim, EventAction, Kept, LectureForm, PracticalForm, Status, TypedScreen,
};
use domain::field::FormValues;
use domain::fiscal_year::FiscalYear;
use domain::ids::ApplicationId;
use domain::policy::Category;
use domain::review::{Decision, ReturnItem};

use crate::house::{House, fields, houses, refusal};

fn claim(text: &str) -> Claim {
    text.parse().expect("a claim")
}

fn items(codes: &[&str]) -> PracticalForm {
    PracticalForm {
        category: Some(Category::Recognised),
        items: codes.iter().map(|code| code.parse().expect("an item")).collect(),
        description: String::new(),
    }
}

fn lecture(house: &House, id: &str, units: &str) -> LectureForm {
    LectureForm {
        units: units.to_owned(),
        codes: "12".to_owned(),
        ..LectureForm::blank(&id.parse().expect("an id"), house.backend.clock.today())
    }
}

async fn add_lecture(house: &House, doctor: &Doctor, id: &ApplicationId, lecture_id: &str, units: &str) {
    house
        .prove(doctor, id, &format!("lecture:{lecture_id}"))
        .await
        .expect("a proof");
    let version = house.case(doctor, id).await.version;
    save_lecture(
        &house.backend,
        doctor,
        id,
        version,
        &lecture(house, lecture_id, units).values(),
    )
    .await
    .expect("added");
}

/// Sent with these items and one lecture of 3.5 units, and returned over `asked`; with none, over the whole.
async fn returned(house: &House, doctor: &Doctor, codes: &[&str], asked: &[&str]) -> Case {
    let id = house.draft(doctor).await;
    add_lecture(house, doctor, &id, "aa00", "3.5").await;
    house.declare(doctor, &id, codes).await;
    for code in codes {
        let proof = house.prove(doctor, &id, &format!("practical:{code}")).await;
        proof.expect("a proof");
    }
    let version = house.case(doctor, &id).await.version;
    submit(&house.backend, doctor, &id, version).await.expect("submitted");
    return_over(house, doctor, &id, asked).await
}

async fn return_over(house: &House, doctor: &Doctor, id: &ApplicationId, asked: &[&str]) -> Case {
    let reviewer = house.reviewer("demo-reviewer").await;
    let version = house.case(doctor, id).await.version;
    let decision = Decision::Return {
        reason: "ご確認ください。".to_owned(),
        items: asked
            .iter()
            .map(|asked| ReturnItem::new(claim(asked), "読めません。"))
            .collect(),
    };
    decide(&house.backend, &reviewer, id, version, decision)
        .await
        .expect("returned");
    house.case(doctor, id).await
}

#[tokio::test]
async fn what_was_not_asked_about_cannot_be_changed_by_any_way() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = returned(&house, &doctor, &["I-01", "I-02"], &["practical:I-02"]).await;
        let (b, id, version) = (&house.backend, &case.id, case.version);
        assert_eq!(case.sent.len(), 3, "{:?}", case.sent);

        let other = ChoicesForm {
            years_from: FiscalYear::new(2024),
            destination: "13".parse().ok(),
        };
        let changed = save_choices(b, &doctor, id, version, other).await;
        assert_eq!(refusal(changed), Refusal::NotAsked);
        let same = ChoicesForm::of(&case.draft);
        save_choices(b, &doctor, id, version, same).await.expect("as it was");

        for refused in [&["I-01"][..], &["I-03"], &["I-01", "I-02", "I-03"], &["I-03", "I-02"]] {
            let version = house.case(&doctor, id).await.version;
            let saved = save_practical(b, &doctor, id, version, &items(refused).values()).await;
            // Without I-02 an item may come, but I-01 may not go; with it, none may come.
            if refused != ["I-01"] {
                assert_eq!(refusal(saved), Refusal::NotAsked, "{refused:?}");
                continue;
            }
            saved.expect("what was asked about may be removed");
            let back = house.case(&doctor, id).await.version;
            save_practical(b, &doctor, id, back, &items(&["I-01", "I-02"]).values())
                .await
                .expect("and come back");
        }

        let version = house.case(&doctor, id).await.version;
        let description = PracticalForm {
            category: Some(Category::Other),
            ..items(&[])
        };
        let second_group = save_practical(b, &doctor, id, version, &description.values()).await;
        assert_eq!(refusal(second_group), Refusal::NotAsked);
        for closed in ["practical:I-01", "lecture:aa00", "lecture:bb00"] {
            let proof = house.prove(&doctor, id, closed).await;
            assert_eq!(refusal(proof), Refusal::NotAsked, "{closed}");
        }
        for closed in ["practical:I-01", "lecture:aa00"] {
            let proof = case.proofs(&claim(closed)).next().expect("a proof").id.clone();
            let removed = remove_proof(b, &doctor, id, &proof).await;
            assert_eq!(refusal(removed), Refusal::NotAsked, "{closed}");
        }
        let changed = save_lecture(b, &doctor, id, version, &lecture(&house, "aa00", "9.5").values()).await;
        assert_eq!(refusal(changed), Refusal::NotAsked);
        let added = save_lecture(b, &doctor, id, version, &lecture(&house, "bb00", "1.0").values()).await;
        assert_eq!(refusal(added), Refusal::NotAsked);
        let removed = remove_lecture(b, &doctor, id, version, &"aa00".parse().expect("an id")).await;
        assert_eq!(refusal(removed), Refusal::NotAsked);

        let after = house.case(&doctor, id).await;
        assert_eq!(after.version, version, "what was refused wrote nothing");
        assert_eq!((after.draft, after.documents), (case.draft, case.documents));
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn an_item_asked_about_is_exchanged_with_its_proof_and_sent_again() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = returned(&house, &doctor, &["I-01", "I-02"], &["practical:I-02"]).await;
        // The proof arrives before the item, as it does when a form brings both.
        house.prove(&doctor, &case.id, "practical:I-03").await.expect("a proof");
        house.declare(&doctor, &case.id, &["I-01", "I-03"]).await;
        let new = house.prove(&doctor, &case.id, "practical:I-03").await;
        let new = new.expect("what came in exchange stays open");
        remove_proof(&house.backend, &doctor, &case.id, &new.id)
            .await
            .expect("removed");
        let version = house.case(&doctor, &case.id).await.version;
        submit(&house.backend, &doctor, &case.id, version)
            .await
            .expect("sent again");
        house.is_in_order().await;

        // A second return over the new item closes nothing else than the first did.
        let again = return_over(&house, &doctor, &case.id, &["practical:I-03"]).await;
        assert_eq!(
            refusal(house.prove(&doctor, &case.id, "practical:I-01").await),
            Refusal::NotAsked
        );
        house.declare(&doctor, &case.id, &["I-01", "I-02"]).await;
        let version = house.case(&doctor, &case.id).await.version;
        submit(&house.backend, &doctor, &case.id, version)
            .await
            .expect("the proof of I-02 is still there");
        assert_eq!(again.receipt_number, case.receipt_number);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn whoever_removes_a_lecture_asked_about_adds_another_to_reach_ten_units_again() {
    for house in houses().await {
        let doctor = house.doctor("demo-short").await;
        let case = returned(&house, &doctor, &["I-01"], &["lecture:aa00"]).await;
        let id = &case.id;
        let lecture_id = "aa00".parse().expect("an id");
        remove_lecture(&house.backend, &doctor, id, case.version, &lecture_id)
            .await
            .expect("removed");
        let version = house.case(&doctor, id).await.version;
        assert!(matches!(
            refusal(submit(&house.backend, &doctor, id, version).await),
            Refusal::NotEligible(_)
        ));
        assert_eq!(
            refusal(house.prove(&doctor, id, "practical:I-01").await),
            Refusal::NotAsked,
            "the practical item that was sent stays closed"
        );
        add_lecture(&house, &doctor, id, "bb00", "3.5").await;
        let version = house.case(&doctor, id).await.version;
        let corrected = lecture(&house, "bb00", "4.0");
        save_lecture(&house.backend, &doctor, id, version, &corrected.values())
            .await
            .expect("what was added stays open");
        submit(&house.backend, &doctor, id, version + 1)
            .await
            .expect("sent again");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_return_over_the_whole_opens_the_whole() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = returned(&house, &doctor, &["I-01"], &[]).await;
        let other = ChoicesForm {
            years_from: FiscalYear::new(2024),
            destination: "13".parse().ok(),
        };
        save_choices(&house.backend, &doctor, &case.id, case.version, other)
            .await
            .expect("changed");
        house.declare(&doctor, &case.id, &["I-04"]).await;
        house.prove(&doctor, &case.id, "practical:I-04").await.expect("a proof");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn answers_stand_beside_what_was_asked_for_both_sides() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = returned(&house, &doctor, &["I-01"], &["practical:I-01"]).await;
        let answers = Answers {
            whole: "よろしくお願いします。".to_owned(),
            items: vec![
                (claim("practical:I-01"), "日付のある面を添付しました。".to_owned()),
                (claim("lecture:aa00"), "聞かれていません。".to_owned()),
            ],
        };
        house.prove(&doctor, &case.id, "practical:I-01").await.expect("a proof");
        submit_with(&house.backend, &doctor, &case.id, case.version, answers)
            .await
            .expect("sent again");

        let reviewer = house.reviewer("demo-reviewer").await;
        let seen = review_case(&house.backend, &reviewer, &case.id)
            .await
            .expect("the case");
        let own = house.case(&doctor, &case.id).await;
        for case in [seen, own] {
            assert_eq!(case.status, Status::InReview);
            let item = &case.latest_return().expect("a return").items[0];
            assert_eq!(item.answer, "日付のある面を添付しました。");
            let last = case.events.last().expect("an event");
            assert_eq!(
                (last.action, last.reason.as_str()),
                (EventAction::Resubmitted, "よろしくお願いします。")
            );
        }
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_return_names_only_what_the_application_claims() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = house.submitted(&doctor).await;
        let reviewer = house.reviewer("demo-reviewer").await;
        let decision = Decision::Return {
            reason: String::new(),
            items: vec![ReturnItem::new(claim("practical:I-09"), "どこにもありません。")],
        };
        let outcome = decide(&house.backend, &reviewer, &case.id, case.version, decision).await;
        assert_eq!(fields(outcome), ["reason"]);
        assert_eq!(house.case(&doctor, &case.id).await.status, Status::Submitted);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn an_answer_that_is_being_written_is_kept_until_it_is_sent() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = returned(&house, &doctor, &["I-02"], &["practical:I-02"]).await;
        assert!(!case.changed_since_return());
        let screen = TypedScreen::Answers;
        let mut typed_so_far = FormValues::default();
        typed_so_far.push("answer:practical:I-02", "裏面には日付がありません。");
        typed_so_far.push("answer:nonsense", "これは項目ではありません。");
        let kept = keep(&house.backend, &doctor, &case.id, &screen, 0, &typed_so_far).await;
        assert!(matches!(kept, Ok(Kept::Saved(_))), "{kept:?}");
        let read = typed(&house.backend, &doctor, &case.id, &screen).await.expect("read");
        let read = read.expect("kept").values;
        assert_eq!(read.text("answer:practical:I-02"), "裏面には日付がありません。");
        assert!(!read.has("answer:nonsense"), "what names no claim is nobody's");

        let version = house.case(&doctor, &case.id).await.version;
        submit(&house.backend, &doctor, &case.id, version)
            .await
            .expect("sent again");
        let left = typed(&house.backend, &doctor, &case.id, &screen).await.expect("read");
        assert_eq!(left, None, "the next return asks anew");
        house.is_in_order().await;
    }
}
