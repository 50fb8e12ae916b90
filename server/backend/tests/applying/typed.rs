//! What is typed is kept before it is registered, and nobody's typing is overwritten unseen.

use backend::applications::lecture::{remove_lecture, save_lecture};
use backend::applications::practical::save_practical;
use backend::applications::typed::{all, discard, keep, typed};
use backend::error::Refusal;
use chrono::TimeDelta;
use domain::application::{Kept, LectureForm, PracticalForm, Typed, TypedScreen, UNFINISHED_MAX};
use domain::field::FormValues;
use domain::fiscal_year::FiscalYear;
use domain::policy::{Category, ItemCode};

use crate::house::{House, houses, refusal};

fn form(pairs: &[(&str, &str)]) -> FormValues {
    FormValues::new(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
}

fn lecture(id: &str) -> TypedScreen {
    TypedScreen::Lecture(id.parse().expect("an id"))
}

fn saved(kept: Kept) -> Typed {
    match kept {
        Kept::Saved(typed) => typed,
        Kept::Newer(typed) => panic!("somebody else kept {typed:?}"),
    }
}

#[tokio::test]
async fn half_a_lecture_is_kept_and_does_not_count() {
    for house in houses().await {
        let doctor = house.doctor("demo-short").await;
        let id = house.draft(&doctor).await;
        let screen = lecture("aa00");
        let before = house.case(&doctor, &id).await;
        // Neither a number of units nor a day: no form that could be added.
        let half = form(&[
            ("units", "1."),
            ("acquired_on", ""),
            ("title", "見本の講演会"),
            ("version", "9"),
        ]);
        let first = saved(
            keep(&house.backend, &doctor, &id, &screen, 0, &half)
                .await
                .expect("kept"),
        );
        assert_eq!((first.revision, first.registered), (1, false));
        assert_eq!(first.values, form(&[("title", "見本の講演会"), ("units", "1.")]));
        let again = saved(
            keep(&house.backend, &doctor, &id, &screen, 1, &half)
                .await
                .expect("kept"),
        );
        assert_eq!(again.revision, 1, "what is as it was is not written again");

        assert_eq!(
            typed(&house.backend, &doctor, &id, &screen).await.expect("read"),
            Some(first)
        );
        let after = house.case(&doctor, &id).await;
        assert_eq!((after.version, after.draft), (before.version, before.draft));
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_second_window_is_told_and_overwrites_nothing() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let screen = TypedScreen::Practical;
        let (one, other) = (form(&[("item", "I-01")]), form(&[("item", "I-02")]));
        let first = saved(
            keep(&house.backend, &doctor, &id, &screen, 0, &one)
                .await
                .expect("kept"),
        );
        let told = keep(&house.backend, &doctor, &id, &screen, 0, &other)
            .await
            .expect("told");
        assert_eq!(told, Kept::Newer(first));
        let second = saved(
            keep(&house.backend, &doctor, &id, &screen, 1, &other)
                .await
                .expect("kept"),
        );
        assert_eq!(second.revision, 2);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn twenty_windows_at_once_keep_one_form_each_revision_once() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let windows = (0..20).map(|n| {
            let (backend, doctor, id) = (house.backend.clone(), doctor.clone(), id.clone());
            tokio::spawn(async move {
                let typed = form(&[("description", &format!("{n}"))]);
                keep(&backend, &doctor, &id, &TypedScreen::Practical, 0, &typed).await
            })
        });
        let mut kept = 0;
        for window in futures::future::join_all(windows).await {
            if let Kept::Saved(typed) = window.expect("it ran").expect("an answer") {
                assert_eq!(typed.revision, 1);
                kept += 1;
            }
        }
        assert_eq!(kept, 1);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn the_group_that_is_not_chosen_keeps_its_ticks() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let both = form(&[
            ("category", "II"),
            ("item", "I-02"),
            ("item", "I-03"),
            ("description", "見本の実習"),
        ]);
        let version = house.case(&doctor, &id).await.version;
        save_practical(&house.backend, &doctor, &id, version, &both)
            .await
            .expect("registered");
        assert_eq!(
            house.case(&doctor, &id).await.draft.practical.category(),
            Some(Category::Other)
        );
        let kept = typed(&house.backend, &doctor, &id, &TypedScreen::Practical)
            .await
            .expect("read")
            .expect("kept");
        assert!(kept.registered);
        let items = PracticalForm::read(&kept.values).items;
        assert_eq!(items.iter().map(ItemCode::as_str).collect::<Vec<_>>(), ["I-02", "I-03"]);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn registering_leaves_what_another_window_typed_meanwhile() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.draft(&doctor).await;
        let screen = TypedScreen::Practical;
        let theirs = form(&[("category", "I"), ("item", "I-05")]);
        keep(&house.backend, &doctor, &id, &screen, 0, &theirs)
            .await
            .expect("kept");
        let version = house.case(&doctor, &id).await.version;
        // Made before the other window typed: it saw revision 0.
        let mine = form(&[("category", "I"), ("item", "I-02"), ("typed", "0")]);
        save_practical(&house.backend, &doctor, &id, version, &mine)
            .await
            .expect("registered");
        let kept = typed(&house.backend, &doctor, &id, &screen)
            .await
            .expect("read")
            .expect("kept");
        assert_eq!((kept.values, kept.registered), (screen.kept(&theirs), false));
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn an_added_lecture_is_no_longer_unfinished_and_a_removed_one_neither() {
    for house in houses().await {
        let doctor = house.doctor("demo-short").await;
        let id = house.draft(&doctor).await;
        let blank = LectureForm::blank(&"aa00".parse().expect("an id"), house.backend.clock.today());
        let full = LectureForm {
            units: "3.5".to_owned(),
            codes: "地域医療".to_owned(),
            organiser: "見本学会".to_owned(),
            ..blank
        };
        let mut values = full.values();
        values.push("typed", "1");
        keep(&house.backend, &doctor, &id, &lecture("aa00"), 0, &values)
            .await
            .expect("kept");
        house.prove(&doctor, &id, "lecture:aa00").await.expect("a proof");
        let version = house.case(&doctor, &id).await.version;
        save_lecture(&house.backend, &doctor, &id, version, &values)
            .await
            .expect("added");
        assert_eq!(all(&house.backend, &doctor, &id).await.expect("read"), []);
        let added = house.case(&doctor, &id).await.draft.lectures.remove(0);
        assert_eq!((added.organiser.as_str(), added.codes[0].number()), ("見本学会", 12));

        // Changed and not registered, then removed altogether.
        keep(
            &house.backend,
            &doctor,
            &id,
            &lecture("aa00"),
            0,
            &form(&[("units", "9")]),
        )
        .await
        .expect("kept");
        remove_lecture(&house.backend, &doctor, &id, version + 1, &added.id)
            .await
            .expect("removed");
        assert_eq!(all(&house.backend, &doctor, &id).await.expect("read"), []);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn nobody_reads_keeps_or_discards_what_somebody_else_types() {
    for house in houses().await {
        let (doctor, thief) = (house.doctor("demo-member").await, house.doctor("demo-short").await);
        let id = house.draft(&doctor).await;
        let screen = TypedScreen::Practical;
        keep(
            &house.backend,
            &doctor,
            &id,
            &screen,
            0,
            &form(&[("description", "秘密")]),
        )
        .await
        .expect("kept");
        assert_eq!(all(&house.backend, &thief, &id).await.expect("read"), []);
        let taken = keep(&house.backend, &thief, &id, &screen, 1, &form(&[])).await;
        assert_eq!(refusal(taken), Refusal::NotFound);
        assert_eq!(
            refusal(discard(&house.backend, &thief, &id, &screen).await),
            Refusal::NotFound
        );
        assert_eq!(all(&house.backend, &doctor, &id).await.expect("read").len(), 1);
        discard(&house.backend, &doctor, &id, &screen).await.expect("discarded");
        assert_eq!(all(&house.backend, &doctor, &id).await.expect("read"), []);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn what_was_sent_is_closed_and_unfinished_lectures_are_bounded() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let case = house.submitted(&doctor).await;
        let closed = keep(
            &house.backend,
            &doctor,
            &case.id,
            &TypedScreen::Practical,
            1,
            &form(&[]),
        )
        .await;
        assert_eq!(refusal(closed), Refusal::WrongStatus);

        let doctor = house.doctor("demo-short").await;
        let id = house.draft(&doctor).await;
        for n in 0..UNFINISHED_MAX {
            let begun = keep(
                &house.backend,
                &doctor,
                &id,
                &lecture(&format!("a{n}")),
                0,
                &form(&[("units", "1")]),
            )
            .await;
            begun.expect("kept");
        }
        let one_more = keep(
            &house.backend,
            &doctor,
            &id,
            &lecture("more"),
            0,
            &form(&[("units", "1")]),
        )
        .await;
        assert_eq!(refusal(one_more), Refusal::TooManyUnfinished);
        house.is_in_order().await;
    }
}

#[tokio::test]
async fn a_draft_that_crosses_the_end_of_march_stays_under_the_new_year_and_says_so() {
    for house in houses().await {
        let doctor = house.doctor("demo-member").await;
        let id = house.complete_draft(&doctor).await;
        let today = |house: &House| house.backend.clock.today();
        assert_eq!(house.case(&doctor, &id).await.crossed_into(today(&house)), None);
        house.backend.clock.advance(TimeDelta::days(80));
        let crossed = house.case(&doctor, &id).await;
        assert_eq!(crossed.crossed_into(today(&house)).map(FiscalYear::year), Some(2026));
        // Saving it in the new year changes nothing about that.
        house.declare(&doctor, &id, &["I-02"]).await;
        let saved = house.case(&doctor, &id).await;
        assert_eq!(saved.crossed_into(today(&house)).map(FiscalYear::year), Some(2026));
        assert_eq!(saved.policy, crossed.policy);
        house.is_in_order().await;
    }
}
