//! A closed application as the beginning of a new one.

use backend::applications::copy::copy;
use backend::applications::delete::delete_draft;
use backend::applications::history::{HistoryFilter, history};
use backend::applications::lecture::save_lecture;
use backend::applications::open::open_application;
use backend::applications::submit::submit;
use backend::applications::withdraw::withdraw;
use backend::error::Refusal;
use backend::files::{self, Content};
use backend::visitor::Doctor;
use domain::application::{Case, LectureForm, LeftOut, Practical, Status};
use futures::future::join_all;

use crate::house::{House, houses, refusal};

/// An application with one item and one added lecture, taken back.
async fn withdrawn(house: &House, doctor: &Doctor) -> Case {
    let id = house.complete_draft(doctor).await;
    house.prove(doctor, &id, "lecture:aa00").await.expect("a proof");
    let form = LectureForm {
        title: "見本の研修会".to_owned(),
        units: "1.5".to_owned(),
        codes: "12、73".to_owned(),
        ..LectureForm::blank(&"aa00".parse().expect("an id"), house.backend.clock.today())
    };
    let version = house.case(doctor, &id).await.version;
    save_lecture(&house.backend, doctor, &id, version, form)
        .await
        .expect("added");
    submit(&house.backend, doctor, &id, version + 1)
        .await
        .expect("submitted");
    withdraw(&house.backend, doctor, &id, version + 2)
        .await
        .expect("withdrawn");
    house.case(doctor, &id).await
}

#[tokio::test]
async fn a_copy_has_everything_and_files_of_its_own() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let old = withdrawn(&house, &doctor).await;
        let made = copy(&house.backend, &doctor, &old.id, "k").await.expect("a copy");
        assert_eq!(made.left_out, LeftOut::default());
        let new = house.case(&doctor, &made.id).await;
        assert_eq!(
            (new.status, &new.receipt_number, new.events.len()),
            (Status::Draft, &None, 0)
        );
        assert_eq!(
            (&new.draft.years_from, &new.draft.destination, &new.draft.practical),
            (&old.draft.years_from, &old.draft.destination, &old.draft.practical)
        );
        assert_ne!(new.draft.lectures[0].id, old.draft.lectures[0].id);
        assert_eq!(new.draft.lectures[0].title, "見本の研修会");
        assert_eq!(new.documents.len(), 2);
        for document in &new.documents {
            let same = |other: &&domain::application::Document| {
                (&other.sha256_stored, &other.sha256_received, &other.file_name)
                    == (&document.sha256_stored, &document.sha256_received, &document.file_name)
            };
            let source = old.documents.iter().find(same).expect("its source");
            assert_ne!(source.id, document.id);
        }
        house.is_in_order().await;

        // Pressed twice it is the same draft; without it the old files are still whole.
        let again = copy(&house.backend, &doctor, &old.id, "k").await.expect("answered");
        assert_eq!(again, made);
        delete_draft(&house.backend, &doctor, &made.id, new.version)
            .await
            .expect("deleted");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_copy_can_be_sent_like_any_other() {
    for house in houses().await {
        let doctor = house.doctor("demo-done").await;
        let lines = history(&house.backend, &doctor, &HistoryFilter::default())
            .await
            .expect("a history");
        let made = copy(&house.backend, &doctor, &lines[0].id, "k").await.expect("a copy");
        let version = house.case(&doctor, &made.id).await.version;
        submit(&house.backend, &doctor, &made.id, version)
            .await
            .expect("submitted");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn lectures_of_another_year_and_files_that_are_gone_stay_behind_and_are_counted() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let old = withdrawn(&house, &doctor).await;
        house.backend.clock.advance(chrono::TimeDelta::days(100));
        let claim = "practical:I-02".parse().expect("a claim");
        let item = old.proofs(&claim).next();
        let key = files::key("documents", item.expect("a proof").id.as_str());
        let bytes = house.backend.files.read(&key).await.expect("its bytes");
        house.backend.files.delete(&key).await.expect("lost");

        let made = copy(&house.backend, &doctor, &old.id, "k").await.expect("a copy");
        let left_out = LeftOut {
            lectures: 1,
            items: 0,
            proofs: 1,
        };
        assert_eq!(made.left_out, left_out);
        let new = house.case(&doctor, &made.id).await;
        assert!(new.draft.lectures.is_empty() && new.documents.is_empty());
        assert!(matches!(&new.draft.practical, Practical::Recognised(chosen) if chosen.len() == 1));
        let again = copy(&house.backend, &doctor, &old.id, "k").await.expect("answered");
        assert_eq!(again, made, "the second answer says the same");

        house
            .backend
            .files
            .put_new(&key, Content::Bytes(bytes))
            .await
            .expect("found again");
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn only_the_own_and_only_what_is_closed_is_copied_and_an_open_one_comes_first() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let old = withdrawn(&house, &doctor).await;
        let stranger = house.doctor("demo-district").await;
        let foreign = copy(&house.backend, &stranger, &old.id, "k").await;
        assert_eq!(refusal(foreign), Refusal::NotFound);

        let made = copy(&house.backend, &doctor, &old.id, "k").await.expect("a copy");
        let another = copy(&house.backend, &doctor, &old.id, "another key").await;
        assert_eq!(refusal(another), Refusal::AlreadyOpen(made.id.clone()));
        let open = copy(&house.backend, &doctor, &made.id, "k").await;
        assert_eq!(refusal(open), Refusal::WrongStatus);
        house.is_in_order().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn ten_copies_at_once_make_one_draft() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let old = withdrawn(&house, &doctor).await;
        let copies = join_all((0..10).map(|_| copy(&house.backend, &doctor, &old.id, "k"))).await;
        let ids: Vec<_> = copies.into_iter().map(|made| made.expect("a copy").id).collect();
        assert!(ids.iter().all(|id| id == &ids[0]));
        let open = open_application(&house.backend, &doctor).await.expect("asked");
        assert_eq!(open.as_ref(), Some(&ids[0]));
        let verified = backend::verify::verify(&house.backend).await.expect("verify runs");
        assert_eq!(
            (verified.violations, verified.notes),
            (Vec::new(), Vec::new()),
            "{}: no file without a row stays behind",
            house.test_db.name
        );
    }
}
